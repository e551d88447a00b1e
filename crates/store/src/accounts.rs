//! Accounts: the people who sign in.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;
use yaodian_domain::{
    alert::What,
    id::AccountId,
    people::{Move, Post},
};

use crate::{
    Act, Store, StoreError, SubjectKind, alerts,
    audit::{Entry, action},
    db::{Change, args},
    posts,
};

/// An id for a new account, never given twice.
pub fn new_account_id() -> AccountId {
    AccountId::new(Uuid::now_v7().to_string())
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
    /// Whether the person may sign in, and stays signed in.
    pub active: bool,
    /// Where mail to the person goes; without one the person is told in the app alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl Account {
    /// The account as the one who acts, in no post: for signing in and out.
    pub fn actor(&self) -> crate::Actor {
        crate::Actor::Account {
            id: self.id.clone(),
            name: self.name.clone(),
            post: None,
            key: None,
        }
    }
}

/// What a new account is made from. It is active and has no password yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// How it will be referred to.
    pub id: AccountId,
    /// What will be typed to sign in.
    pub login: String,
    /// The name that reports and history show.
    pub name: String,
    /// Where mail to the person goes, if anywhere.
    pub email: Option<String>,
    /// The posts that the person begins with.
    pub posts: Vec<Post>,
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
pub(crate) type Columns = (String, String, String, i64, Option<String>);

impl Store {
    /// Makes an account, and gives it its first posts.
    pub async fn create_account(&self, act: &Act, new: NewAccount) -> Result<Account, StoreError> {
        let account = Account {
            id: new.id,
            login: new.login,
            name: new.name,
            active: true,
            email: new.email,
        };
        let mut change = self.db.begin(act).await?;
        let rows = change
            .execute(
                "INSERT INTO accounts (id, login, login_key, name, active, email, created_at)
                 VALUES ($1, $2, $3, $4, 1, $5, $6) ON CONFLICT (login_key) DO NOTHING",
                args![
                    account.id.as_str(),
                    &account.login,
                    login_key(&account.login),
                    &account.name,
                    account.email.as_deref(),
                    act.at
                ],
            )
            .await?;
        if rows == 0 {
            return Err(StoreError::LoginTaken);
        }
        change.note(entry(action::ACCOUNT_CREATED, &account.id, json!({ "after": account })));
        if !new.posts.is_empty() {
            let moves: Vec<Move> = new.posts.into_iter().map(Move::Open).collect();
            posts::make(&mut change, None, &moves, None).await?;
        }
        change.commit().await?;
        Ok(account)
    }

    /// Changes of the account, as it stands at that moment, what `edit` does: login, name, address,
    /// whether it is active. What it is then.
    pub async fn edit_account(
        &self,
        act: &Act,
        id: &AccountId,
        edit: impl FnOnce(&mut Account) + Send,
    ) -> Result<Account, StoreError> {
        let mut change = self.db.begin(act).await?;
        // The lock that decisions about posts take, too: nobody is let in again by an edit that
        // read the account before it was shut.
        change
            .execute("UPDATE people SET revision = revision WHERE id = 1", &[])
            .await?;
        let mut account = find(&mut change, id).await?;
        edit(&mut account);
        save(&mut change, &account).await?;
        change.commit().await?;
        Ok(account)
    }

    /// Sets the hash of an account's password. All its sessions but `kept` end, and so do those about to be
    /// begun. Links that were made to set it count as used from then on, so that an invitation left in a
    /// mailbox cannot set it again.
    pub async fn set_password_hash(
        &self,
        act: &Act,
        id: &AccountId,
        hash: &str,
        kept: Option<&str>,
    ) -> Result<(), StoreError> {
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
        alerts::tell(&mut change, id, What::PasswordSet).await?;
        posts::end_sessions(&mut change, id, kept).await?;
        change.commit().await
    }

    /// Puts another hash of the same password in the place of `old`, unless that has been changed meanwhile.
    pub async fn renew_password_hash(
        &self,
        act: &Act,
        id: &AccountId,
        old: &str,
        new: &str,
    ) -> Result<bool, StoreError> {
        let mut change = self.db.begin(act).await?;
        let rows = change
            .execute(
                "UPDATE accounts SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
                args![id.as_str(), old, new],
            )
            .await?;
        if rows == 0 {
            return Ok(false);
        }
        change.note(entry(action::PASSWORD_REHASHED, id, json!({})));
        change.commit().await?;
        Ok(true)
    }

    /// The hash of an account's password; `None` if nobody has set one.
    pub async fn password_hash(&self, id: &AccountId) -> Result<Option<String>, StoreError> {
        let row: Option<(Option<String>,)> = self
            .db
            .row("SELECT password_hash FROM accounts WHERE id = $1", args![id.as_str()])
            .await?;
        Ok(row.and_then(|(hash,)| hash))
    }

    /// The account with this login in any letter case, active or not, with the hash of its
    /// password.
    pub async fn credentials(&self, login: &str) -> Result<Option<Credentials>, StoreError> {
        type Row = (String, String, String, i64, Option<String>, Option<String>);
        let row: Option<Row> = self
            .db
            .row(
                "SELECT id, login, name, active, email, password_hash FROM accounts WHERE login_key = $1",
                args![login_key(login)],
            )
            .await?;
        Ok(row.map(|(id, login, name, active, email, password_hash)| Credentials {
            account: read((id, login, name, active, email)),
            password_hash,
        }))
    }

    /// The account with this id, active or not.
    pub async fn account(&self, id: &AccountId) -> Result<Option<Account>, StoreError> {
        let row = self
            .db
            .row(
                "SELECT id, login, name, active, email FROM accounts WHERE id = $1",
                args![id.as_str()],
            )
            .await?;
        Ok(row.map(read))
    }

    /// The accounts of which nobody has set a password yet.
    pub async fn without_password(&self) -> Result<Vec<AccountId>, StoreError> {
        let rows: Vec<(String,)> = self
            .db
            .rows("SELECT id FROM accounts WHERE password_hash IS NULL", &[])
            .await?;
        Ok(rows.into_iter().map(|(id,)| AccountId::new(id)).collect())
    }

    /// The accounts whose persons were erased.
    pub async fn erased(&self) -> Result<Vec<AccountId>, StoreError> {
        let rows: Vec<(String,)> = self
            .db
            .rows("SELECT id FROM accounts WHERE erased IS NOT NULL", &[])
            .await?;
        Ok(rows.into_iter().map(|(id,)| AccountId::new(id)).collect())
    }

    /// All accounts, by login.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let rows = self
            .db
            .rows("SELECT id, login, name, active, email FROM accounts", &[])
            .await?;
        let mut accounts: Vec<Account> = rows.into_iter().map(read).collect();
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
            "SELECT id, login, name, active, email FROM accounts WHERE id = $1",
            args![id.as_str()],
        )
        .await?;
    row.map(read).ok_or_else(|| StoreError::UnknownAccount(id.clone()))
}

/// Saves what can change of an account.
pub(crate) async fn save(change: &mut Change<'_>, account: &Account) -> Result<(), StoreError> {
    let before = find(change, &account.id).await?;
    if before == *account {
        return Ok(());
    }
    let rows = change
        .execute(
            "UPDATE accounts SET login = $2, login_key = $3, name = $4, active = $5, email = $6
             WHERE id = $1 AND erased IS NULL",
            args![
                account.id.as_str(),
                &account.login,
                login_key(&account.login),
                &account.name,
                account.active,
                account.email.as_deref()
            ],
        )
        .await
        .map_err(|error| error.or_taken(|| StoreError::LoginTaken))?;
    if rows == 0 {
        // Nobody comes back from having been erased.
        return Err(StoreError::UnknownAccount(account.id.clone()));
    }
    change.note(entry(
        action::ACCOUNT_CHANGED,
        &account.id,
        json!({ "before": before, "after": account }),
    ));
    if before.email != account.email {
        for (what, address) in [(What::MailLeft, &before.email), (What::MailTaken, &account.email)] {
            if let Some(address) = address {
                alerts::tell_at(change, &account.id, what, Some(address)).await?;
            }
        }
    }
    Ok(())
}

pub(crate) fn read((id, login, name, active, email): Columns) -> Account {
    Account {
        id: AccountId::new(id),
        login,
        name,
        active: active != 0,
        email,
    }
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
