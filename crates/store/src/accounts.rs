//! Accounts: the people who sign in.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;
use yaodian_domain::{
    access::{Duty, Person},
    id::UnitId,
};

use crate::{
    Act, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::{Change, args},
    encode::{from_json, parse, to_json},
};

/// An account; made by the storage, never reused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(String);

impl AccountId {
    /// An id that was given out earlier.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for AccountId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// How it is referred to.
    pub id: AccountId,
    /// What is typed to sign in, as it was first written; letter case makes no difference.
    pub login: String,
    /// The name that reports and history show.
    pub name: String,
    /// The unit the person acts for, in every plan.
    pub unit: UnitId,
    /// What the person is trusted with.
    pub duties: Vec<Duty>,
    /// Whether the person may sign in, and stays signed in.
    pub active: bool,
    /// Where mail to the person goes; without one the person is told in the app alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl Account {
    /// The person as the rules of access see it.
    pub fn person(&self) -> Person {
        Person {
            name: self.name.clone(),
            unit: self.unit.clone(),
            duties: self.duties.clone(),
        }
    }

    /// The account as the one who acts.
    pub fn actor(&self) -> crate::Actor {
        crate::Actor::Account {
            id: self.id.clone(),
            name: self.name.clone(),
        }
    }
}

/// What a new account is made from. It is active and has no password yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// What will be typed to sign in.
    pub login: String,
    /// The name that reports and history show.
    pub name: String,
    /// The unit the person acts for.
    pub unit: UnitId,
    /// What the person is trusted with.
    pub duties: Vec<Duty>,
    /// Where mail to the person goes, if anywhere.
    pub email: Option<String>,
}

/// What signing in needs to know. It cannot be serialized, and does not show the hash when
/// printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The account.
    pub account: Account,
    /// The hash of its password; `None` until the first one is set.
    pub password_hash: Option<String>,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

/// The columns of an account, for queries in which the table is called `a`.
pub(crate) type Columns = (String, String, String, String, String, i64, Option<String>);

impl Store {
    /// Makes an account.
    pub async fn create_account(&self, act: &Act, new: NewAccount) -> Result<Account, StoreError> {
        let NewAccount {
            login,
            name,
            unit,
            duties,
            email,
        } = new;
        let account = Account {
            id: AccountId(Uuid::now_v7().to_string()),
            login,
            name,
            unit,
            duties,
            active: true,
            email,
        };
        let mut change = self.db.begin(act).await?;
        let rows = change
            .execute(
                "INSERT INTO accounts (id, login, login_key, name, unit, duties, active, created_at, email)
                 VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8) ON CONFLICT (login_key) DO NOTHING",
                args![
                    account.id.as_str(),
                    &account.login,
                    login_key(&account.login),
                    &account.name,
                    account.unit.as_str(),
                    to_json("the duties", &account.duties)?,
                    act.at,
                    account.email.as_deref()
                ],
            )
            .await?;
        if rows == 0 {
            return Err(StoreError::LoginTaken);
        }
        change.note(entry(action::ACCOUNT_CREATED, &account.id, json!({ "after": account })));
        change.commit().await?;
        Ok(account)
    }

    /// Saves what can change of an account: login, name, unit, duties, address, whether it is active.
    pub async fn save_account(&self, act: &Act, account: &Account) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        let before = find(&mut change, &account.id).await?;
        if &before == account {
            return Ok(());
        }
        change
            .execute(
                "UPDATE accounts SET login = $2, login_key = $3, name = $4, unit = $5, duties = $6, active = $7, email = $8
                 WHERE id = $1",
                args![
                    account.id.as_str(),
                    &account.login,
                    login_key(&account.login),
                    &account.name,
                    account.unit.as_str(),
                    to_json("the duties", &account.duties)?,
                    account.active,
                    account.email.as_deref()
                ],
            )
            .await
            .map_err(|error| error.or_taken(|| StoreError::LoginTaken))?;
        change.note(entry(
            action::ACCOUNT_CHANGED,
            &account.id,
            json!({ "before": before, "after": account }),
        ));
        change.commit().await
    }

    /// Sets the hash of an account's password. Links that were made to set it count as used from
    /// then on, so that an invitation left in a mailbox cannot set it again.
    pub async fn set_password_hash(&self, act: &Act, id: &AccountId, hash: &str) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        let rows = change
            .execute(
                "UPDATE accounts SET password_hash = $2 WHERE id = $1",
                args![id.as_str(), hash],
            )
            .await?;
        if rows == 0 {
            return Err(StoreError::UnknownAccount(id.clone()));
        }
        change
            .execute(
                "UPDATE links SET used_at = $2
                 WHERE account = $1 AND purpose = 'set-password' AND used_at IS NULL AND reusable = 0",
                args![id.as_str(), act.at],
            )
            .await?;
        change.note(entry(action::PASSWORD_SET, id, json!({})));
        change.commit().await
    }

    /// The account with this login in any letter case, active or not, with the hash of its
    /// password.
    pub async fn credentials(&self, login: &str) -> Result<Option<Credentials>, StoreError> {
        type Row = (
            String,
            String,
            String,
            String,
            String,
            i64,
            Option<String>,
            Option<String>,
        );
        let row: Option<Row> = self
            .db
            .row(
                "SELECT id, login, name, unit, duties, active, email, password_hash FROM accounts WHERE login_key = $1",
                args![login_key(login)],
            )
            .await?;
        row.map(|(id, login, name, unit, duties, active, email, password_hash)| {
            Ok(Credentials {
                account: read((id, login, name, unit, duties, active, email))?,
                password_hash,
            })
        })
        .transpose()
    }

    /// The account with this id, active or not.
    pub async fn account(&self, id: &AccountId) -> Result<Option<Account>, StoreError> {
        let row = self
            .db
            .row(
                "SELECT id, login, name, unit, duties, active, email FROM accounts WHERE id = $1",
                args![id.as_str()],
            )
            .await?;
        row.map(read).transpose()
    }

    /// All accounts, by login.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let rows = self
            .db
            .rows("SELECT id, login, name, unit, duties, active, email FROM accounts", &[])
            .await?;
        let mut accounts = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        accounts.sort_by_cached_key(|account| login_key(&account.login));
        Ok(accounts)
    }

    /// Whether there is any account: without one, the first start has not been finished.
    pub async fn any_account(&self) -> Result<bool, StoreError> {
        Ok(self
            .db
            .row::<(String,)>("SELECT id FROM accounts LIMIT 1", &[])
            .await?
            .is_some())
    }
}

/// A login as it is compared.
pub(crate) fn login_key(login: &str) -> String {
    // PostgreSQL has no NUL in texts; what is typed to sign in may have one.
    login.replace('\0', "").trim().to_lowercase()
}

/// An account as the change sees it.
pub(crate) async fn find(change: &mut Change<'_>, id: &AccountId) -> Result<Account, StoreError> {
    let row = change
        .row(
            "SELECT id, login, name, unit, duties, active, email FROM accounts WHERE id = $1",
            args![id.as_str()],
        )
        .await?;
    row.map(read)
        .transpose()?
        .ok_or_else(|| StoreError::UnknownAccount(id.clone()))
}

pub(crate) fn read((id, login, name, unit, duties, active, email): Columns) -> Result<Account, StoreError> {
    Ok(Account {
        id: AccountId(id),
        login,
        name,
        unit: parse("the unit of an account", &unit)?,
        duties: from_json("the duties of an account", &duties)?,
        active: active != 0,
        email,
    })
}

/// What the audit says of an account.
pub(crate) fn entry(action: &'static str, id: &AccountId, detail: serde_json::Value) -> Entry {
    Entry {
        action,
        kind: SubjectKind::Account,
        id: id.to_string(),
        plan: None,
        detail,
    }
}
