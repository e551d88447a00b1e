//! Links, sessions and failed sign-ins.
//!
//! Of tokens only a hash that the caller made comes here: whoever reads the database cannot sign
//! in with it.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::json;

use yaodian_domain::{
    id::{AccountId, PostId},
    people::Post,
};

use crate::{
    Account, Act, LinkError, Store, StoreError, SubjectKind,
    accounts::{entry, find, login_key, read},
    audit::{Entry, action},
    db::args,
    encode::{instant, parse},
    posts,
};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Setting the password: an invitation.
    SetPassword,
    /// Signing in without one.
    SignIn,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::SetPassword => "set-password",
            Self::SignIn => "sign-in",
        }
    }
}

/// A link that lets an account in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The hash of the token in the link.
    pub token_hash: String,
    /// Whom it lets in.
    pub account: AccountId,
    /// What for.
    pub purpose: Purpose,
    /// Until when.
    pub expires_at: Timestamp,
    /// Whether it may be used more than once.
    pub reusable: bool,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub account: Account,
    /// All posts of the account, whenever they are held.
    pub posts: Vec<Post>,
    /// The post that was chosen to act in, if one was.
    pub chosen: Option<PostId>,
}

/// How long failed sign-ins are kept.
const FAILURES_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How much of a login a failed sign-in keeps: anything can be typed there.
const LOGIN_KEPT: usize = 200;

impl Store {
    /// Keeps a link.
    pub async fn put_link(&self, act: &Act, link: &Link) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        change
            .execute(
                "INSERT INTO links (token_hash, account, purpose, created_at, expires_at, reusable)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                args![
                    &link.token_hash,
                    link.account.as_str(),
                    link.purpose.as_str(),
                    act.at,
                    link.expires_at,
                    link.reusable
                ],
            )
            .await
            .map_err(|error| error.or_missing(|| StoreError::UnknownAccount(link.account.clone())))?;
        let detail = json!({ "purpose": link.purpose, "expires-at": link.expires_at, "reusable": link.reusable });
        change.note(entry(action::LINK_MADE, &link.account, detail));
        change.commit().await
    }

    /// Uses a link at the instant of the act: of several who try at once with a link for single
    /// use, one gets in. [`StoreError::Link`] says why not.
    pub async fn use_link(&self, act: &Act, token_hash: &str, purpose: Purpose) -> Result<Account, StoreError> {
        let mut change = self.db.begin(act).await?;
        let used: Option<(String,)> = change
            .row(
                "UPDATE links SET used_at = $3
                 WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 AND (reusable = 1 OR used_at IS NULL)
                   AND account IN (SELECT id FROM accounts WHERE active = 1)
                 RETURNING account",
                args![token_hash, purpose.as_str(), act.at],
            )
            .await?;
        let Some((id,)) = used else {
            // Given back before asking anew, so that the one writing connection is not held.
            drop(change);
            self.peek_link(token_hash, purpose, act.at).await?;
            // Usable now though it was not a moment ago: as good as unknown.
            return Err(LinkError::Unknown.into());
        };
        let account = find(&mut change, &AccountId::new(id)).await?;
        change.note(entry(action::LINK_USED, &account.id, json!({ "purpose": purpose })));
        change.commit().await?;
        Ok(account)
    }

    /// Whom a link would let in, without using it. [`StoreError::Link`] says why nobody.
    pub async fn peek_link(&self, token_hash: &str, purpose: Purpose, now: Timestamp) -> Result<Account, StoreError> {
        type Row = (String, String, String, i64, Option<String>, String, i64, Option<String>);
        let row: Option<Row> = self
            .db
            .row(
                "SELECT a.id, a.login, a.name, a.active, a.email, l.expires_at, l.reusable, l.used_at
                 FROM links l JOIN accounts a ON a.id = l.account
                 WHERE l.token_hash = $1 AND l.purpose = $2 AND a.active = 1",
                args![token_hash, purpose.as_str()],
            )
            .await?;
        let (id, login, name, active, email, expires_at, reusable, used_at) = row.ok_or(LinkError::Unknown)?;
        if reusable == 0 && used_at.is_some() {
            Err(LinkError::Used.into())
        } else if parse::<Timestamp>("the end of a link", &expires_at)? <= now {
            Err(LinkError::Expired.into())
        } else {
            Ok(read((id, login, name, active, email)))
        }
    }

    /// Begins a session at the instant of the act, in a post if it is known in which.
    pub async fn put_session(
        &self,
        act: &Act,
        token_hash: &str,
        account: &AccountId,
        post: Option<&PostId>,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        change
            .execute(
                "INSERT INTO sessions (token_hash, account, post, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
                args![
                    token_hash,
                    account.as_str(),
                    post.map(PostId::as_str),
                    act.at,
                    expires_at
                ],
            )
            .await
            .map_err(|error| error.or_missing(|| StoreError::UnknownAccount(account.clone())))?;
        change.note(entry(
            action::SESSION_BEGUN,
            account,
            json!({ "expires-at": expires_at, "post": post }),
        ));
        change.commit().await
    }

    /// Who is signed in with this token; nobody if the session has ended or expired, or the
    /// account is not active.
    pub async fn session(&self, token_hash: &str, now: Timestamp) -> Result<Option<Session>, StoreError> {
        type Row = (String, String, String, i64, Option<String>, Option<String>);
        let row: Option<Row> = self
            .db
            .row(
                "SELECT a.id, a.login, a.name, a.active, a.email, s.post
                 FROM sessions s JOIN accounts a ON a.id = s.account
                 WHERE s.token_hash = $1 AND s.expires_at > $2 AND a.active = 1",
                args![token_hash, now],
            )
            .await?;
        let Some((id, login, name, active, email, chosen)) = row else {
            return Ok(None);
        };
        let account = read((id, login, name, active, email));
        Ok(Some(Session {
            posts: self.posts_of(&account.id).await?,
            account,
            chosen: chosen.map(|id| parse("the post of a session", &id)).transpose()?,
        }))
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

    /// Ends a session; whether there was one.
    pub async fn end_session(&self, act: &Act, token_hash: &str) -> Result<bool, StoreError> {
        let mut change = self.db.begin(act).await?;
        let ended: Option<(String,)> = change
            .row(
                "DELETE FROM sessions WHERE token_hash = $1 RETURNING account",
                args![token_hash],
            )
            .await?;
        let Some((account,)) = ended else {
            return Ok(false);
        };
        change.note(entry(
            action::SESSION_ENDED,
            &AccountId::new(account),
            json!({ "sessions": 1 }),
        ));
        change.commit().await?;
        Ok(true)
    }

    /// Ends all sessions of an account: after a change of password, or when it is shut. How many
    /// there were.
    pub async fn end_sessions_of(&self, act: &Act, account: &AccountId) -> Result<u64, StoreError> {
        let mut change = self.db.begin(act).await?;
        let ended = posts::end_sessions(&mut change, account).await?;
        if ended > 0 {
            change.commit().await?;
        }
        Ok(ended)
    }

    /// Removes sessions that have expired at the instant of the act, and failed sign-ins older
    /// than 30 days. How many sessions there were.
    pub async fn purge_expired(&self, act: &Act) -> Result<u64, StoreError> {
        let mut change = self.db.begin(act).await?;
        let ended = change
            .execute("DELETE FROM sessions WHERE expires_at <= $1", args![act.at])
            .await?;
        let kept_from = act.at.saturating_sub(FAILURES_KEPT).unwrap_or(Timestamp::MIN);
        change
            .execute("DELETE FROM failed_sign_ins WHERE at < $1", args![kept_from])
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

    /// Notes that somebody failed to sign in. Not audited: the note is itself the log, and whoever
    /// floods it should not be able to flood the audit.
    pub async fn note_failed_sign_in(&self, login: &str, at: Timestamp) -> Result<(), StoreError> {
        let act = Act {
            at,
            by: crate::Actor::system("sign-in"),
        };
        let mut change = self.db.begin(&act).await?;
        change
            .execute(
                "INSERT INTO failed_sign_ins (login_key, at) VALUES ($1, $2)",
                args![failure_key(login), instant(at)],
            )
            .await?;
        change.commit().await
    }

    /// How often signing in with this login has failed since an instant.
    pub async fn failed_sign_ins_since(&self, login: &str, since: Timestamp) -> Result<i64, StoreError> {
        let row: Option<(i64,)> = self
            .db
            .row(
                "SELECT COUNT(*) FROM failed_sign_ins WHERE login_key = $1 AND at >= $2",
                args![failure_key(login), since],
            )
            .await?;
        Ok(row.map_or(0, |(count,)| count))
    }
}

fn failure_key(login: &str) -> String {
    login_key(login).chars().take(LOGIN_KEPT).collect()
}
