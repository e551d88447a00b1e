//! Links that let people in, or let them set a password.
//!
//! Of tokens only a hash that the caller made comes here: whoever reads the database cannot sign
//! in with it.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use yaodian_domain::{alert::What, id::AccountId};

use crate::{
    Account, Act, LinkError, Store, StoreError,
    accounts::{entry, find, read},
    alerts,
    audit::action,
    db::{Change, args},
    encode::parse,
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
        // Whoever is invited knows of it; whoever has a password may not.
        if link.purpose == Purpose::SetPassword && has_password(&mut change, &link.account).await? {
            alerts::tell(&mut change, &link.account, What::LinkMade).await?;
        }
        change.commit().await
    }

    /// Uses a link at the instant `now`, which in a trial is not that of the act: of several who try at once with a
    /// link for single use, one gets in. [`StoreError::Link`] says why not.
    pub async fn use_link(
        &self,
        act: &Act,
        token_hash: &str,
        purpose: Purpose,
        now: Timestamp,
    ) -> Result<Account, StoreError> {
        let mut change = self.db.begin(act).await?;
        let used: Option<(String,)> = change
            .row(
                "UPDATE links SET used_at = $3
                 WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 AND (reusable = 1 OR used_at IS NULL)
                   AND account IN (SELECT id FROM accounts WHERE active = 1)
                 RETURNING account",
                args![token_hash, purpose.as_str(), now],
            )
            .await?;
        let Some((id,)) = used else {
            // Given back before asking anew, so that the one writing connection is not held.
            drop(change);
            self.peek_link(token_hash, purpose, now).await?;
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
}

async fn has_password(change: &mut Change<'_>, account: &AccountId) -> Result<bool, StoreError> {
    let row: Option<(String,)> = change
        .row(
            "SELECT id FROM accounts WHERE id = $1 AND password_hash IS NOT NULL",
            args![account.as_str()],
        )
        .await?;
    Ok(row.is_some())
}
