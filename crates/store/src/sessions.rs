//! Sessions: who is signed in.
//!
//! Of tokens only a hash that the caller made comes here: whoever reads the database cannot sign
//! in with it.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::json;

use uuid::Uuid;
use yaodian_domain::{
    id::{AccountId, PostId},
    people::Post,
    sign_in::KNOWN_FOR,
};

use crate::{
    Account, Act, Store, StoreError, SubjectKind,
    accounts::{entry, read},
    audit::{Entry, action},
    db::args,
    encode::{corrupt, parse},
    posts, tries,
};

/// How a session began, or the first step to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// By a password.
    Password,
    /// By a link of a trial.
    Link,
    /// By the provider of single sign-on.
    SingleSignOn,
    /// By a passkey alone.
    Passkey,
}

impl Way {
    /// The name in columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Link => "link",
            Self::SingleSignOn => "single-sign-on",
            Self::Passkey => "passkey",
        }
    }

    pub(crate) fn read(name: &str) -> Result<Self, StoreError> {
        [Self::Password, Self::Link, Self::SingleSignOn, Self::Passkey]
            .into_iter()
            .find(|way| way.as_str() == name)
            .ok_or_else(|| corrupt("how a session began", &name))
    }
}

/// A session that is to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The hash of its token.
    pub token_hash: String,
    /// Whose it is.
    pub account: AccountId,
    /// In which post it acts, if that is known.
    pub post: Option<PostId>,
    /// How it began.
    pub way: Way,
    /// Whether a second step was taken.
    pub second_step: bool,
    /// On what: the families of browser and system; empty if nothing is known.
    pub device: String,
    /// When it begins, by the machine's clock.
    pub begins_at: Timestamp,
    /// When it ends, whatever is done with it.
    pub ends_at: Timestamp,
    /// By which hash the browser will be known from now on, and by which it was so far.
    pub browser: (String, Option<String>),
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// How the session is referred to.
    pub id: String,
    /// Who.
    pub account: Account,
    /// All posts of the account, whenever they are held.
    pub posts: Vec<Post>,
    /// The post that was chosen to act in, if one was.
    pub chosen: Option<PostId>,
    /// How it began.
    pub way: Way,
    /// Whether a second step was taken on the way in.
    pub second_step: bool,
    /// When it was last used, to a few minutes.
    pub seen_at: Timestamp,
}

/// A session in the list of its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionHead {
    /// How it is referred to.
    pub id: String,
    /// How it began.
    pub way: Way,
    /// Whether a second step was taken.
    pub second_step: bool,
    /// On what; empty if nothing is known.
    pub device: String,
    /// When it began.
    pub begun_at: Timestamp,
    /// When it was last used, to a few minutes.
    pub seen_at: Timestamp,
    /// When it ends, whatever is done with it.
    pub ends_at: Timestamp,
}

/// How long failed sign-ins are kept.
const FAILURES_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Store {
    /// Begins a session, and makes its browser known to the account.
    pub async fn put_session(&self, act: &Act, new: &NewSession) -> Result<String, StoreError> {
        let id = Uuid::now_v7().to_string();
        let mut change = self.db.begin(act).await?;
        change
            .execute(
                "INSERT INTO sessions (id, token_hash, account, post, way, device, begun_at, seen_at, expires_at, second_step)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)",
                args![
                    &id,
                    &new.token_hash,
                    new.account.as_str(),
                    new.post.as_ref().map(PostId::as_str),
                    new.way.as_str(),
                    &new.device,
                    new.begins_at,
                    new.ends_at,
                    new.second_step
                ],
            )
            .await
            .map_err(|error| error.or_missing(|| StoreError::UnknownAccount(new.account.clone())))?;
        let (browser, before) = &new.browser;
        tries::keep_browser(&mut change, &new.account, browser, before.as_deref(), new.begins_at).await?;
        change.note(entry(
            action::SESSION_BEGUN,
            &new.account,
            json!({
                "session": id, "way": new.way, "second-step": new.second_step, "device": new.device,
                "expires-at": new.ends_at, "post": new.post
            }),
        ));
        change.commit().await?;
        Ok(id)
    }

    /// Who is signed in with this token; nobody if the session has ended, expired or not been used for
    /// [`Store::idle`], or the account is not active.
    pub async fn session(&self, token_hash: &str, now: Timestamp) -> Result<Option<Session>, StoreError> {
        #[derive(sqlx::FromRow)]
        struct Row {
            session: String,
            chosen: Option<String>,
            way: String,
            seen_at: String,
            second_step: i64,
            account: String,
            login: String,
            name: String,
            active: i64,
            email: Option<String>,
            #[sqlx(flatten)]
            post: posts::Held,
        }
        // Whoever is signed in is asked for by every request: one question, and a row for each post.
        let rows: Vec<Row> = self
            .db
            .rows(
                "SELECT s.id AS session, s.post AS chosen, s.way, s.seen_at, s.second_step,
                        a.id AS account, a.login, a.name, a.active, a.email,
                        p.id, p.unit, p.plan, p.duties, p.title, p.from_day, p.until_day, p.deputy_of, o.account AS absent
                 FROM sessions s JOIN accounts a ON a.id = s.account
                      LEFT JOIN posts p ON p.account = a.id AND p.withdrawn_at IS NULL
                      LEFT JOIN posts o ON o.id = p.deputy_of
                 WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND a.active = 1
                 ORDER BY p.given_at, p.id",
                args![token_hash, now, self.idle_since(now)],
            )
            .await?;
        let mut session: Option<Session> = None;
        for row in rows {
            let post = row.post.of(&row.account)?;
            let session = match &mut session {
                Some(session) => session,
                none => none.insert(Session {
                    id: row.session,
                    account: read((row.account, row.login, row.name, row.active, row.email)),
                    posts: Vec::new(),
                    chosen: row.chosen.map(|id| parse("the post of a session", &id)).transpose()?,
                    way: Way::read(&row.way)?,
                    second_step: row.second_step != 0,
                    seen_at: parse("when a session was used", &row.seen_at)?,
                }),
            };
            session.posts.extend(post);
        }
        Ok(session)
    }

    /// Notes that a session is used. Not audited: it happens every few minutes, and whatever is done is
    /// audited by itself.
    pub async fn note_session_seen(&self, id: &str, at: Timestamp) -> Result<(), StoreError> {
        let act = Act::new(at, crate::Actor::system("sessions"));
        let mut change = self.db.begin(&act).await?;
        change
            .execute(
                "UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2",
                args![id, at],
            )
            .await?;
        change.commit().await
    }

    /// The sessions of an account that hold at `now`, the one that was used last first.
    pub async fn sessions_of(&self, account: &AccountId, now: Timestamp) -> Result<Vec<SessionHead>, StoreError> {
        type Row = (String, String, String, String, String, String, i64);
        let rows: Vec<Row> = self
            .db
            .rows(
                "SELECT id, way, device, begun_at, seen_at, expires_at, second_step FROM sessions
                 WHERE account = $1 AND expires_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, id DESC",
                args![account.as_str(), now, self.idle_since(now)],
            )
            .await?;
        let instant = |at: &str| parse("the instant of a session", at);
        rows.into_iter()
            .map(|(id, way, device, begun_at, seen_at, ends_at, second_step)| {
                Ok(SessionHead {
                    id,
                    way: Way::read(&way)?,
                    second_step: second_step != 0,
                    device,
                    begun_at: instant(&begun_at)?,
                    seen_at: instant(&seen_at)?,
                    ends_at: instant(&ends_at)?,
                })
            })
            .collect()
    }

    /// Lets a session act in a post of its account from now on; whether there was such a session.
    pub async fn choose_post(&self, act: &Act, token_hash: &str, post: &Post) -> Result<bool, StoreError> {
        let mut change = self.db.begin(act).await?;
        let rows = change
            .execute(
                "UPDATE sessions SET post = $3 WHERE token_hash = $1 AND account = $2",
                args![token_hash, post.account.as_str(), post.id.as_str()],
            )
            .await
            .map_err(|error| error.or_missing(|| StoreError::UnknownPost(post.id.clone())))?;
        if rows == 0 {
            return Ok(false);
        }
        let detail = json!({ "post": post.id, "unit": post.unit });
        change.note(entry(action::POST_TAKEN_UP, &post.account, detail));
        change.commit().await?;
        Ok(true)
    }

    /// Ends a session of an account; whether there was one.
    pub async fn end_session(&self, act: &Act, account: &AccountId, id: &str) -> Result<bool, StoreError> {
        let mut change = self.db.begin(act).await?;
        let ended = change
            .execute(
                "DELETE FROM sessions WHERE id = $1 AND account = $2",
                args![id, account.as_str()],
            )
            .await?;
        if ended == 0 {
            return Ok(false);
        }
        change.note(entry(
            action::SESSION_ENDED,
            account,
            json!({ "sessions": 1, "session": id }),
        ));
        change.commit().await?;
        Ok(true)
    }

    /// Ends all sessions of an account but `kept`. How many there were.
    pub async fn end_sessions_of(&self, act: &Act, account: &AccountId, kept: Option<&str>) -> Result<u64, StoreError> {
        let mut change = self.db.begin(act).await?;
        let ended = posts::end_sessions(&mut change, account, kept).await?;
        if ended > 0 {
            change.commit().await?;
        }
        Ok(ended)
    }

    /// Removes what is over at the instant `now`, which in a trial is not that of the act: sessions, first steps without a
    /// second one, what was under way and never brought back, browsers that nobody has signed in with for [`KNOWN_FOR`],
    /// and failed sign-ins older than 30 days. How many sessions there were.
    pub async fn purge_expired(&self, act: &Act, now: Timestamp) -> Result<u64, StoreError> {
        let before = |stretch| now.saturating_sub(stretch).unwrap_or(Timestamp::MIN);
        let mut change = self.db.begin(act).await?;
        let ended = change
            .execute(
                "DELETE FROM sessions WHERE expires_at <= $1 OR seen_at <= $2",
                args![now, self.idle_since(now)],
            )
            .await?;
        change
            .execute("DELETE FROM tries WHERE at < $1", args![before(FAILURES_KEPT)])
            .await?;
        change
            .execute("DELETE FROM first_steps WHERE expires_at <= $1", args![now])
            .await?;
        change
            .execute("DELETE FROM under_way WHERE expires_at <= $1", args![now])
            .await?;
        change
            .execute(
                "DELETE FROM known_browsers WHERE seen_at < $1",
                args![before(KNOWN_FOR)],
            )
            .await?;
        if ended > 0 {
            change.note(Entry {
                action: action::SESSIONS_PURGED,
                kind: SubjectKind::Sessions,
                id: "expired".to_owned(),
                plan: None,
                detail: json!({ "sessions": ended }),
            });
        }
        change.commit().await?;
        Ok(ended)
    }

    /// A session that was last used then, or before, is over.
    fn idle_since(&self, now: Timestamp) -> Timestamp {
        now.saturating_sub(self.idle).unwrap_or(Timestamp::MIN)
    }
}
