//! Single sign-on: which accounts a provider may open, and to whom they are bound.

use jiff::Timestamp;
use serde_json::json;
use yaodian_domain::{alert::What, id::AccountId};

use crate::{
    Account, Act, Store, StoreError,
    accounts::{self, entry, login_key},
    alerts,
    audit::action,
    db::args,
    encode::parse,
    posts,
};

/// By what a provider knows somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'a> {
    /// Which provider.
    pub issuer: &'a str,
    /// Its name for the person, for ever.
    pub subject: &'a str,
}

/// To whom an account is bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Which provider.
    pub issuer: String,
    /// Its name for the person.
    pub subject: String,
    /// Since when, by the machine's clock.
    pub at: Timestamp,
}

impl Store {
    /// The accounts that are open to single sign-on, with whom they are bound to, if they are.
    pub async fn with_single_sign_on(&self) -> Result<Vec<(AccountId, Option<Bound>)>, StoreError> {
        type Row = (String, Option<String>, Option<String>, Option<String>);
        let rows: Vec<Row> = self
            .db
            .rows("SELECT account, issuer, subject, bound_at FROM single_sign_on", &[])
            .await?;
        rows.into_iter()
            .map(|(account, issuer, subject, at)| {
                let bound = match (issuer, subject, at) {
                    (Some(issuer), Some(subject), Some(at)) => Some(Bound {
                        issuer,
                        subject,
                        at: parse("when an account was bound", &at)?,
                    }),
                    _ => None,
                };
                Ok((AccountId::new(account), bound))
            })
            .collect()
    }

    /// Opens an account to single sign-on: the next person who comes by it with the account's login binds it. What it
    /// was bound to before is forgotten.
    pub async fn mark_single_sign_on(&self, act: &Act, account: &AccountId) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        change
            .execute(
                "INSERT INTO single_sign_on (account, marked_at) VALUES ($1, $2)
                 ON CONFLICT (account) DO UPDATE SET marked_at = $2, issuer = NULL, subject = NULL, bound_at = NULL",
                args![account.as_str(), act.at],
            )
            .await
            .map_err(|error| error.or_missing(|| StoreError::UnknownAccount(account.clone())))?;
        change.note(entry(action::SINGLE_SIGN_ON_MARKED, account, json!({})));
        alerts::tell(&mut change, account, What::SingleSignOnMarked).await?;
        change.commit().await
    }

    /// Closes an account to single sign-on; all its sessions end. Whether it was open.
    pub async fn remove_single_sign_on(&self, act: &Act, account: &AccountId) -> Result<bool, StoreError> {
        let mut change = self.db.begin(act).await?;
        let removed = change
            .execute("DELETE FROM single_sign_on WHERE account = $1", args![account.as_str()])
            .await?;
        if removed == 0 {
            return Ok(false);
        }
        change.note(entry(action::SINGLE_SIGN_ON_REMOVED, account, json!({})));
        alerts::tell(&mut change, account, What::SingleSignOnRemoved).await?;
        posts::end_sessions(&mut change, account, None).await?;
        change.commit().await?;
        Ok(true)
    }

    /// The account that a provider opens to somebody: the one that is bound to him; else, if it is open to single
    /// sign-on and bound to nobody, the one with this login, which is bound to him from then on. Of several who come at
    /// once for the same account one binds it. Nobody if the account is not active.
    pub async fn open_by_single_sign_on(
        &self,
        act: &Act,
        who: Subject<'_>,
        login: Option<&str>,
    ) -> Result<Option<Account>, StoreError> {
        let bound = self
            .db
            .row(
                "SELECT a.id, a.login, a.name, a.active, a.email
                 FROM single_sign_on s JOIN accounts a ON a.id = s.account
                 WHERE s.issuer = $1 AND s.subject = $2",
                args![who.issuer, who.subject],
            )
            .await?;
        if let Some(bound) = bound {
            let account = accounts::read(bound);
            return Ok(account.active.then_some(account));
        }
        let Some(login) = login else { return Ok(None) };
        let mut change = self.db.begin(act).await?;
        let marked = change
            .row(
                "SELECT a.id, a.login, a.name, a.active, a.email
                 FROM single_sign_on s JOIN accounts a ON a.id = s.account
                 WHERE a.login_key = $1 AND a.active = 1 AND s.issuer IS NULL",
                args![login_key(login)],
            )
            .await?;
        let Some(marked) = marked else { return Ok(None) };
        let account = accounts::read(marked);
        let rows = change
            .execute(
                "UPDATE single_sign_on SET issuer = $2, subject = $3, bound_at = $4
                 WHERE account = $1 AND issuer IS NULL",
                args![account.id.as_str(), who.issuer, who.subject, act.at],
            )
            .await
            .map_err(|error| error.or_taken(|| StoreError::LoginTaken));
        match rows {
            Ok(1) => {}
            // Somebody else was bound to it, or the person to another account, at the same moment.
            Ok(_) | Err(StoreError::LoginTaken) => return Ok(None),
            Err(error) => return Err(error),
        }
        let detail = json!({ "issuer": who.issuer, "subject": who.subject });
        change.note(entry(action::SINGLE_SIGN_ON_BOUND, &account.id, detail));
        alerts::tell(&mut change, &account.id, What::SingleSignOnBound).await?;
        change.commit().await?;
        Ok(Some(account))
    }
}
