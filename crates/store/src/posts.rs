//! Posts: given, ended, never removed; changed only by those who read their latest state.

use serde_json::{Value, json};
use yaodian_domain::{
    id::{AccountId, PlanId, PostId},
    people::{Absent, Decision, Move, Post, Roster, Stretch, Tenure},
    time::DaySpan,
};

use crate::{
    Act, Store, StoreError,
    accounts::{entry, find, save},
    audit::action,
    db::{Change, args},
    encode::{corrupt, from_json, parse, to_json},
};

/// The columns of a post `p`, with the account of the post `o` whose holder is away.
type Columns = (
    String,
    String,
    String,
    Option<String>,
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
);

impl Store {
    /// All posts of everybody, in the order in which they were given, and their revision.
    pub async fn roster(&self) -> Result<(i64, Roster), StoreError> {
        // The revision first: whoever decides by posts that are newer than it is told so.
        let revision: Option<(i64,)> = self.db.row("SELECT revision FROM people WHERE id = 1", &[]).await?;
        let (revision,) = revision.ok_or(sqlx::Error::RowNotFound)?;
        let rows: Vec<Columns> = self
            .db
            .rows(
                "SELECT p.id, p.account, p.unit, p.plan, p.duties, p.title, p.from_day, p.until_day, p.deputy_of, o.account
                 FROM posts p LEFT JOIN posts o ON o.id = p.deputy_of
                 WHERE p.withdrawn_at IS NULL ORDER BY p.given_at, p.id",
                &[],
            )
            .await?;
        let roster = rows.into_iter().map(read).collect::<Result<_, _>>()?;
        Ok((revision, roster))
    }

    /// The posts of an account, in the order in which they were given.
    pub async fn posts_of(&self, account: &AccountId) -> Result<Vec<Post>, StoreError> {
        let rows: Vec<Columns> = self
            .db
            .rows(
                "SELECT p.id, p.account, p.unit, p.plan, p.duties, p.title, p.from_day, p.until_day, p.deputy_of, o.account
                 FROM posts p LEFT JOIN posts o ON o.id = p.deputy_of
                 WHERE p.account = $1 AND p.withdrawn_at IS NULL ORDER BY p.given_at, p.id",
                args![account.as_str()],
            )
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Makes the moves of a decision, if `read` is still the revision of the posts; otherwise
    /// [`StoreError::PeopleMovedOn`], and nothing has changed. Whoever leaves is shut out at once.
    pub async fn decide(&self, act: &Act, read: i64, decision: &Decision, moves: &[Move]) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        make(&mut change, Some(read), moves, Some(decision)).await?;
        if let Decision::Leave { account } = decision {
            let mut account = find(&mut change, account).await?;
            account.active = false;
            save(&mut change, &account).await?;
            end_sessions(&mut change, &account.id, None).await?;
        }
        change.commit().await
    }
}

/// Makes moves within a change, if `read` is still the revision of the posts or nobody asks.
pub(crate) async fn make(
    change: &mut Change<'_>,
    read: Option<i64>,
    moves: &[Move],
    decision: Option<&Decision>,
) -> Result<(), StoreError> {
    let revision: Option<(i64,)> = change
        .row(
            "UPDATE people SET revision = revision + 1 WHERE id = 1 RETURNING revision",
            &[],
        )
        .await?;
    let (revision,) = revision.ok_or(sqlx::Error::RowNotFound)?;
    let latest = revision - 1;
    if read.is_some_and(|read| read != latest) {
        return Err(StoreError::PeopleMovedOn { latest });
    }
    for step in moves {
        match step {
            Move::Open(post) => open(change, post, decision).await?,
            Move::End { post, tenure } => end(change, post, tenure, decision).await?,
            Move::Withdraw { post } => withdraw(change, post, decision).await?,
        }
    }
    Ok(())
}

async fn open(change: &mut Change<'_>, post: &Post, decision: Option<&Decision>) -> Result<(), StoreError> {
    if !find(change, &post.account).await?.active {
        return Err(StoreError::AccountShut(post.account.clone()));
    }
    let at = change.act.at;
    let (days, absent) = (post.stretch(), post.deputy_of());
    change
        .execute(
            "INSERT INTO posts (id, account, unit, plan, duties, title, from_day, until_day, deputy_of, given_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![
                post.id.as_str(),
                post.account.as_str(),
                post.unit.as_str(),
                post.plan.as_ref().map(PlanId::as_str),
                to_json("the duties of a post", &post.duties)?,
                &post.title,
                days.from().to_string(),
                days.until().map(|day| day.to_string()).as_deref(),
                absent.map(|absent| absent.post.as_str()),
                at
            ],
        )
        .await
        .map_err(|error| match (absent, &post.plan) {
            (Some(absent), _) => error.or_missing(|| StoreError::UnknownPost(absent.post.clone())),
            (None, Some(plan)) => error.or_missing(|| StoreError::UnknownPlan(plan.clone())),
            (None, None) => error,
        })?;
    let detail = detail(json!({ "post": post }), decision);
    change.note(entry(action::POST_GIVEN, &post.account, detail));
    Ok(())
}

async fn end(
    change: &mut Change<'_>,
    id: &PostId,
    tenure: &Tenure,
    decision: Option<&Decision>,
) -> Result<(), StoreError> {
    let last = match tenure {
        Tenure::Own(stretch) => stretch.until(),
        Tenure::Deputy { days, .. } => Some(days.to()),
    };
    let row: Option<(String,)> = change
        .row(
            "UPDATE posts SET until_day = $2 WHERE id = $1 AND withdrawn_at IS NULL RETURNING account",
            args![id.as_str(), last.map(|day| day.to_string()).as_deref()],
        )
        .await?;
    let (account,) = row.ok_or_else(|| StoreError::UnknownPost(id.clone()))?;
    let detail = detail(json!({ "post": id, "last": last }), decision);
    change.note(entry(action::POST_END_SET, &AccountId::new(account), detail));
    Ok(())
}

async fn withdraw(change: &mut Change<'_>, id: &PostId, decision: Option<&Decision>) -> Result<(), StoreError> {
    let at = change.act.at;
    let row: Option<(String,)> = change
        .row(
            "UPDATE posts SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL RETURNING account",
            args![id.as_str(), at],
        )
        .await?;
    let (account,) = row.ok_or_else(|| StoreError::UnknownPost(id.clone()))?;
    let detail = detail(json!({ "post": id }), decision);
    change.note(entry(action::POST_WITHDRAWN, &AccountId::new(account), detail));
    Ok(())
}

/// What the audit says of a move, and of the decision that it is a part of.
fn detail(mut detail: Value, decision: Option<&Decision>) -> Value {
    if let Some(decision) = decision {
        detail["decision"] = json!(decision);
    }
    detail
}

/// Ends all sessions of an account but `kept` within a change, and whatever was begun to get further ones; how
/// many there were.
pub(crate) async fn end_sessions(
    change: &mut Change<'_>,
    account: &AccountId,
    kept: Option<&str>,
) -> Result<u64, StoreError> {
    change
        .execute("DELETE FROM first_steps WHERE account = $1", args![account.as_str()])
        .await?;
    let ended = change
        .execute(
            "DELETE FROM sessions WHERE account = $1 AND id <> $2",
            args![account.as_str(), kept.unwrap_or_default()],
        )
        .await?;
    if ended > 0 {
        change.note(entry(action::SESSION_ENDED, account, json!({ "sessions": ended })));
    }
    Ok(ended)
}

/// A post beside its account, where it has one.
#[derive(sqlx::FromRow)]
pub(crate) struct Held {
    id: Option<String>,
    unit: Option<String>,
    plan: Option<String>,
    duties: Option<String>,
    title: Option<String>,
    from_day: Option<String>,
    until_day: Option<String>,
    deputy_of: Option<String>,
    /// Whose deputy it makes, by the account.
    absent: Option<String>,
}

impl Held {
    /// The post, as one of this account.
    pub(crate) fn of(self, account: &str) -> Result<Option<Post>, StoreError> {
        let (Some(id), Some(unit), Some(duties), Some(title), Some(from)) =
            (self.id, self.unit, self.duties, self.title, self.from_day)
        else {
            return Ok(None);
        };
        let account = account.to_owned();
        let columns = (
            id,
            account,
            unit,
            self.plan,
            duties,
            title,
            from,
            self.until_day,
            self.deputy_of,
            self.absent,
        );
        read(columns).map(Some)
    }
}

fn read((id, account, unit, plan, duties, title, from, until, deputy_of, of): Columns) -> Result<Post, StoreError> {
    let from = parse("the first day of a post", &from)?;
    let until = until.map(|day| parse("the last day of a post", &day)).transpose()?;
    let tenure = match (deputy_of, of, until) {
        (None, _, _) => Tenure::Own(Stretch::new(from, until).map_err(|error| corrupt("the days of a post", &error))?),
        (Some(post), Some(account), Some(until)) => Tenure::Deputy {
            days: DaySpan::new(from, until).map_err(|error| corrupt("the days of a post", &error))?,
            of: Absent {
                account: AccountId::new(account),
                post: parse("the post of an absent person", &post)?,
            },
        },
        (Some(post), _, _) => return Err(corrupt("a deputy's post", &post)),
    };
    Ok(Post {
        id: parse("the id of a post", &id)?,
        account: AccountId::new(account),
        unit: parse("the unit of a post", &unit)?,
        plan: plan.map(|plan| parse("the plan of a post", &plan)).transpose()?,
        duties: from_json("the duties of a post", &duties)?,
        title,
        tenure,
    })
}
