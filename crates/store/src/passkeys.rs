//! Passkeys: public keys of the people's authenticators. What is secret about them never comes here.

use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;
use yaodian_domain::{alert::What, id::AccountId, sign_in::MOST_PASSKEYS};

use crate::{
    Account, Act, Store, StoreError,
    accounts::entry,
    alerts,
    audit::action,
    db::{Change, args},
    encode::parse,
    posts, second_steps,
};

/// A passkey of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// How it is referred to.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// By what the authenticator knows it.
    pub credential: String,
    /// The public key, and how often it was used, as JSON.
    pub public_key: String,
    /// When it was added.
    pub added_at: Timestamp,
    /// When somebody signed in with it last.
    pub used_at: Option<Timestamp>,
}

/// A passkey that is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPasskey<'a> {
    /// What the person calls it.
    pub name: &'a str,
    /// By what the authenticator knows it.
    pub credential: &'a str,
    /// The public key as JSON.
    pub public_key: &'a str,
}

type Row = (String, String, String, String, String, Option<String>);

fn read((id, name, credential, public_key, added_at, used_at): Row) -> Result<Passkey, StoreError> {
    let instant = |at: &str| parse("the instant of a passkey", at);
    Ok(Passkey {
        id,
        name,
        credential,
        public_key,
        added_at: instant(&added_at)?,
        used_at: used_at.as_deref().map(instant).transpose()?,
    })
}

impl Store {
    /// The passkeys of an account, in the order in which they were added.
    pub async fn passkeys_of(&self, account: &AccountId) -> Result<Vec<Passkey>, StoreError> {
        let rows: Vec<Row> = self
            .db
            .rows(
                "SELECT id, name, credential, public_key, added_at, used_at FROM passkeys
                 WHERE account = $1 ORDER BY added_at, id",
                args![account.as_str()],
            )
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Whose the passkey is that an authenticator knows by this; nobody's if the account is not active.
    pub async fn passkey(&self, credential: &str) -> Result<Option<(Account, Passkey)>, StoreError> {
        let row: Option<(String, String)> = self
            .db
            .row(
                "SELECT p.account, p.id FROM passkeys p JOIN accounts a ON a.id = p.account
                 WHERE p.credential = $1 AND a.active = 1",
                args![credential],
            )
            .await?;
        let Some((account, id)) = row else { return Ok(None) };
        let account = AccountId::new(account);
        let mut all = self.passkeys_of(&account).await?.into_iter();
        let passkey = all.find(|passkey| passkey.id == id);
        let account = self.account(&account).await?;
        Ok(account.zip(passkey))
    }

    /// Keeps a passkey; whether it did: no authenticator's is kept twice, and an account has [`MOST_PASSKEYS`]. Where
    /// it is the account's first second step, recovery codes with these hashes go with it, and all sessions but `kept`
    /// end.
    pub async fn put_passkey(
        &self,
        act: &Act,
        account: &AccountId,
        new: &NewPasskey<'_>,
        first: Option<(&[String], &str)>,
    ) -> Result<bool, StoreError> {
        let mut change = self.db.begin(act).await?;
        // One after another, so that of many at once none comes above the number.
        change
            .execute(
                "UPDATE accounts SET login = login WHERE id = $1",
                args![account.as_str()],
            )
            .await?;
        let id = Uuid::now_v7().to_string();
        let most = i64::try_from(MOST_PASSKEYS).unwrap_or(i64::MAX);
        let kept = change
            .execute(
                "INSERT INTO passkeys (id, account, name, credential, public_key, added_at)
                 SELECT $1, $2, $3, $4, $5, $6
                 WHERE (SELECT COUNT(*) FROM passkeys WHERE account = $2) < $7
                 ON CONFLICT (credential) DO NOTHING",
                args![
                    &id,
                    account.as_str(),
                    new.name,
                    new.credential,
                    new.public_key,
                    act.at,
                    most
                ],
            )
            .await
            .map_err(|error| error.or_missing(|| StoreError::UnknownAccount(account.clone())))?;
        if kept == 0 {
            return Ok(false);
        }
        let detail = json!({ "passkey": id, "name": new.name });
        change.note(entry(action::PASSKEY_ADDED, account, detail));
        alerts::tell(&mut change, account, What::PasskeyAdded).await?;
        if let Some((codes, session)) = first {
            second_steps::put_codes(&mut change, account, codes).await?;
            posts::end_sessions(&mut change, account, Some(session)).await?;
        }
        change.commit().await?;
        Ok(true)
    }

    /// Takes a passkey away from its account; all sessions but `kept` end. Whether there was one. The recovery codes go
    /// with the last second step.
    pub async fn remove_passkey(
        &self,
        act: &Act,
        account: &AccountId,
        id: &str,
        kept: &str,
    ) -> Result<bool, StoreError> {
        let mut change = self.db.begin(act).await?;
        let removed = change
            .execute(
                "DELETE FROM passkeys WHERE id = $1 AND account = $2",
                args![id, account.as_str()],
            )
            .await?;
        if removed == 0 {
            return Ok(false);
        }
        change.note(entry(action::PASSKEY_REMOVED, account, json!({ "passkey": id })));
        alerts::tell(&mut change, account, What::PasskeyRemoved).await?;
        second_steps::drop_idle_codes(&mut change, account).await?;
        posts::end_sessions(&mut change, account, Some(kept)).await?;
        change.commit().await?;
        Ok(true)
    }

    /// Notes that somebody signs in by a passkey alone; whether it is there still.
    pub async fn use_passkey(
        &self,
        act: &Act,
        account: &AccountId,
        id: &str,
        public_key: &str,
    ) -> Result<bool, StoreError> {
        let mut change = self.db.begin(act).await?;
        if !used(&mut change, account, id, public_key).await? {
            return Ok(false);
        }
        change.note(entry(action::PASSKEY_USED, account, json!({ "passkey": id })));
        change.commit().await?;
        Ok(true)
    }
}

/// Keeps what an authenticator told while a passkey was used; whether it is there still.
pub(crate) async fn used(
    change: &mut Change<'_>,
    account: &AccountId,
    id: &str,
    public_key: &str,
) -> Result<bool, StoreError> {
    let at = change.act.at;
    let rows = change
        .execute(
            "UPDATE passkeys SET public_key = $3, used_at = $4 WHERE id = $1 AND account = $2",
            args![id, account.as_str(), public_key, at],
        )
        .await?;
    Ok(rows == 1)
}
