//! Requests under a name of their own, and what was answered to them: none is carried out twice.
//!
//! A [`Once`] in an [`Act`] makes the first change of the act write, in its own transaction, that the request was
//! carried out. Whoever comes with the same name later, or at the same moment from another process, is refused
//! there ([`StoreError::DoneBefore`]), and nothing of his change stays.

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    Act, Actor, Store, StoreError,
    audit::Entry,
    db::{Arg, Change, Small, Statement, args},
    encode::parse,
};

/// A request that is to be carried out once. Clones are the same attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// Whose request it is: names are one's own.
    pub owner: String,
    /// How its sender calls it.
    pub key: String,
    /// When this attempt began, by the machine's clock.
    pub at: Timestamp,
    /// This attempt.
    run: String,
    /// A hash of all that was asked, once it was read to its end.
    pub request: Arc<OnceLock<String>>,
}

impl Once {
    /// An attempt at a request.
    pub fn new(owner: String, key: String, at: Timestamp) -> Self {
        Self {
            owner,
            key,
            at,
            run: Uuid::now_v7().to_string(),
            request: Arc::default(),
        }
    }

    /// The first five columns of its row, and more.
    fn with(&self, more: &[Arg<'_>]) -> Vec<Arg<'static>> {
        let request = self.request.get().map(String::as_str);
        let of_its_own = args![&self.owner, &self.key, &self.run, request, self.at];
        of_its_own.iter().chain(more).map(Arg::kept).collect()
    }
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status of HTTP.
    pub status: u16,
    /// The media type of the body.
    pub media: String,
    /// The body.
    pub body: String,
}

/// A request that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedOut {
    /// The hash of what was asked, if it is known.
    pub request: Option<String>,
    /// What it changed first, as the audit names it: the kind and the id.
    pub subject: Option<(String, String)>,
    /// What was answered, if that is kept.
    pub answer: Option<Answer>,
}

impl Store {
    /// What is known of a request by this name.
    pub async fn carried_out(&self, owner: &str, key: &str) -> Result<Option<CarriedOut>, StoreError> {
        type Row = (
            Option<String>,
            Option<String>,
            Option<String>,
            Option<i64>,
            Option<String>,
            Option<String>,
        );
        let row: Option<Row> = self
            .db
            .row(
                "SELECT request, subject_kind, subject_id, status, media, body FROM answers
                 WHERE owner = $1 AND request_key = $2",
                args![owner, key],
            )
            .await?;
        row.map(|(request, kind, id, status, media, body)| {
            let answer = match (status, media, body) {
                (Some(status), Some(media), Some(body)) => Some(Answer {
                    status: parse("the status of an answer", &status.to_string())?,
                    media,
                    body,
                }),
                _ => None,
            };
            Ok(CarriedOut {
                request,
                subject: kind.zip(id),
                answer,
            })
        })
        .transpose()
    }

    /// Keeps what was answered to a request, where nothing is kept yet. Not audited: what was done is.
    pub async fn keep_answer(&self, once: &Once, answer: &Answer) -> Result<(), StoreError> {
        let kept = || Statement {
            sql: "INSERT INTO answers (owner, request_key, run, request, begun_at, status, media, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (owner, request_key) DO UPDATE SET
                     request = COALESCE(answers.request, excluded.request),
                     status = excluded.status, media = excluded.media, body = excluded.body
                 WHERE answers.status IS NULL",
            args: once.with(args![i64::from(answer.status), &answer.media, &answer.body]),
        };
        if self.db.make(|| Small::Plain(kept())).await? {
            return Ok(());
        }
        let act = keeping(once.at);
        let mut change = self.db.begin(&act).await?;
        let Statement { sql, args } = kept();
        change.execute(sql, &args).await?;
        change.commit().await
    }

    /// Forgets requests that began before this instant; how many.
    pub async fn forget_answers(&self, before: Timestamp) -> Result<u64, StoreError> {
        let act = keeping(before);
        let mut change = self.db.begin(&act).await?;
        let forgotten = change
            .execute("DELETE FROM answers WHERE begun_at < $1", args![before])
            .await?;
        change.commit().await?;
        Ok(forgotten)
    }

    /// Writes something and takes it back, to the disk and all: whether anything can be kept.
    pub async fn try_writing(&self, at: Timestamp) -> Result<(), StoreError> {
        let act = keeping(at);
        let mut change = self.db.begin(&act).await?;
        let name = Uuid::now_v7().to_string();
        change
            .execute(
                "INSERT INTO answers (owner, request_key, run, begun_at) VALUES ('', $1, $1, $2)",
                args![&name, at],
            )
            .await?;
        change
            .execute(
                "DELETE FROM answers WHERE owner = '' AND request_key = $1",
                args![&name],
            )
            .await?;
        change.commit().await
    }
}

/// Nobody answers for it.
fn keeping(at: Timestamp) -> Act {
    Act::new(at, Actor::system("answers"))
}

macro_rules! noted {
    () => {
        "INSERT INTO answers (owner, request_key, run, request, begun_at, subject_kind, subject_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    };
}

/// What notes that a request is carried out, and fails if it was before.
pub(crate) fn noted(once: &Once, first: &Entry) -> Statement {
    Statement {
        sql: noted!(),
        args: once.with(args![first.kind.as_str(), &first.id]),
    }
}

/// Notes within a change that it carries a request out.
pub(crate) async fn note(change: &mut Change<'_>, once: &Once, first: &Entry) -> Result<(), StoreError> {
    let Statement { args, .. } = noted(once, first);
    let written = change
        .execute(concat!(noted!(), " ON CONFLICT (owner, request_key) DO NOTHING"), &args)
        .await?;
    if written == 1 {
        return Ok(());
    }
    let run: Option<(String,)> = change
        .row(
            "SELECT run FROM answers WHERE owner = $1 AND request_key = $2",
            args![&once.owner, &once.key],
        )
        .await?;
    // A request may take several changes.
    match run {
        Some((run,)) if run == once.run => Ok(()),
        _ => Err(StoreError::DoneBefore),
    }
}
