//! Failed tries to sign in, and the browsers that an account is known to.
//!
//! Not audited: the tries are themselves a log, and whoever floods it should not be able to flood the audit.

use jiff::Timestamp;
use uuid::Uuid;
use yaodian_domain::{
    id::AccountId,
    sign_in::{Failures, HELD_UP, LOOKED_AT, Step},
};

use crate::{
    Act, Actor, Store, StoreError,
    accounts::login_key,
    db::{Arg, Change, args},
    encode::parse,
};

/// How much of a login a try keeps: anything can be typed there.
const LOGIN_KEPT: usize = 200;

/// A try to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Try<'a> {
    /// What was typed as login.
    pub login: &'a str,
    /// What is tried.
    pub step: Step,
    /// From which client: a text that tells nobody anything.
    pub client: &'a str,
    /// Whether the client is known to the account.
    pub known: bool,
}

impl Store {
    /// Notes a try as failed before it is made, so that many at once are counted too; its id, and the failures
    /// that it is held against. Whoever succeeds forgets it again.
    pub async fn begin_try(&self, one: &Try<'_>, now: Timestamp) -> Result<(String, Failures), StoreError> {
        let (id, login) = (Uuid::now_v7().to_string(), failure_key(one.login));
        let act = uncounted(now);
        let mut change = self.db.begin(&act).await?;
        change
            .execute(
                "INSERT INTO tries (id, login_key, step, client, known, at) VALUES ($1, $2, $3, $4, $5, $6)",
                args![&id, &login, one.step.as_str(), one.client, one.known, now],
            )
            .await?;
        // Before the others are read: of many at once, none misses those that are committed before its own.
        change.commit().await?;
        let most = i64::try_from(LOOKED_AT).unwrap_or(i64::MAX);
        let since = |stretch| now.saturating_sub(stretch).unwrap_or(Timestamp::MIN);
        let failures = Failures {
            own: self
                .instants(
                    "SELECT at FROM tries WHERE login_key = $1 AND step = $2 AND client = $3 AND at > $4 AND id <> $5
                     ORDER BY at DESC LIMIT $6",
                    args![&login, one.step.as_str(), one.client, since(HELD_UP), &id, most],
                )
                .await?,
            with_login: self
                .instants(
                    "SELECT at FROM tries WHERE login_key = $1 AND step = $2 AND known = 0 AND at > $3 AND id <> $4
                     ORDER BY at DESC LIMIT $5",
                    args![&login, one.step.as_str(), since(one.step.looked_back()), &id, most],
                )
                .await?,
            of_client: self
                .instants(
                    "SELECT at FROM tries WHERE client = $1 AND at > $2 AND id <> $3 ORDER BY at DESC LIMIT $4",
                    args![one.client, since(HELD_UP), &id, most],
                )
                .await?,
        };
        Ok((id, failures))
    }

    async fn instants(&self, sql: &'static str, args: &[Arg<'_>]) -> Result<Vec<Timestamp>, StoreError> {
        let rows: Vec<(String,)> = self.db.rows(sql, args).await?;
        rows.iter().map(|(at,)| parse("the instant of a try", at)).collect()
    }

    /// Forgets a try that was not made after all.
    pub async fn drop_try(&self, id: &str) -> Result<(), StoreError> {
        let act = uncounted(Timestamp::UNIX_EPOCH);
        let mut change = self.db.begin(&act).await?;
        change.execute("DELETE FROM tries WHERE id = $1", args![id]).await?;
        change.commit().await
    }

    /// Forgets what failed of a step with a login on a client, since it has succeeded now.
    pub async fn forget_tries(&self, one: &Try<'_>) -> Result<(), StoreError> {
        let act = uncounted(Timestamp::UNIX_EPOCH);
        let mut change = self.db.begin(&act).await?;
        change
            .execute(
                "DELETE FROM tries WHERE login_key = $1 AND step = $2 AND client = $3",
                args![failure_key(one.login), one.step.as_str(), one.client],
            )
            .await?;
        change.commit().await
    }

    /// Whether the account with this login has signed in before in the browser with this token.
    pub async fn knows_browser(&self, login: &str, token_hash: &str) -> Result<bool, StoreError> {
        let row: Option<(i64,)> = self
            .db
            .row(
                "SELECT COUNT(*) FROM known_browsers b JOIN accounts a ON a.id = b.account
                 WHERE a.login_key = $1 AND b.token_hash = $2",
                args![login_key(login), token_hash],
            )
            .await?;
        Ok(row.is_some_and(|(count,)| count > 0))
    }
}

/// Makes a browser known to an account; whomever it was known to by its token `before` it is now by the new one.
pub(crate) async fn keep_browser(
    change: &mut Change<'_>,
    account: &AccountId,
    token_hash: &str,
    before: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if let Some(before) = before {
        change
            .execute(
                "UPDATE known_browsers SET token_hash = $2 WHERE token_hash = $1",
                args![before, token_hash],
            )
            .await?;
    }
    change
        .execute(
            "INSERT INTO known_browsers (token_hash, account, seen_at) VALUES ($1, $2, $3)
             ON CONFLICT (token_hash, account) DO UPDATE SET seen_at = $3",
            args![token_hash, account.as_str(), now],
        )
        .await?;
    Ok(())
}

/// For what is not audited: nothing of it is written anywhere.
fn uncounted(at: Timestamp) -> Act {
    Act::new(at, Actor::system("sign-in"))
}

fn failure_key(login: &str) -> String {
    login_key(login).chars().take(LOGIN_KEPT).collect()
}
