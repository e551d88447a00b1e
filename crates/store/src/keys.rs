//! Keys with which programs act: for a station, or in a person's name.
//!
//! Of a secret only a hash that the caller made comes here: whoever reads the database cannot do anything
//! with it.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;
use yaodian_domain::{
    id::{AccountId, PlanId, UnitId},
    key::{KeyScope, Owner},
    ledger::Network,
    people::Post,
};

use crate::{
    Account, Act, Actor, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::{Change, args},
    encode::{corrupt, parse},
    measurements::read::network_of,
};

/// Whose key it is, and what it is good for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    /// A station's.
    Station {
        /// For which network.
        network: Network,
        /// For whose stations; `None` for those of everybody.
        unit: Option<UnitId>,
        /// In the register of which plan; `None` for that of the one that is worked on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        plan: Option<PlanId>,
    },
    /// A person's, in a post.
    Person {
        /// Whose, in which post.
        owner: Owner,
        /// What it is good for.
        scopes: Vec<KeyScope>,
    },
}

/// A key that is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub holder: Holder,
    /// Its last day; `None` for ever.
    pub until: Option<Date>,
    /// SHA-256 of the secret, in hexadecimal digits.
    pub hash: String,
}

/// A key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Key {
    /// How it is referred to.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub holder: Holder,
    /// Its last day; `None` for ever.
    pub until: Option<Date>,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: String,
    /// The last day on which something came with it.
    pub last_used_on: Option<Date>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
    /// By whom.
    pub revoked_by: Option<String>,
}

impl Key {
    /// The person whose it is; `None` of a station's.
    pub fn owner(&self) -> Option<&Owner> {
        match &self.holder {
            Holder::Person { owner, .. } => Some(owner),
            Holder::Station { .. } => None,
        }
    }

    /// Whether it is good on a day, as far as the key itself goes.
    pub fn is_good_on(&self, day: Date) -> bool {
        self.revoked_at.is_none() && self.until.is_none_or(|until| day <= until)
    }
}

/// A row of `access_keys`, without the hash.
#[derive(sqlx::FromRow)]
struct Columns {
    id: String,
    name: String,
    network: Option<String>,
    unit: Option<String>,
    plan: Option<String>,
    account: Option<String>,
    post: Option<String>,
    scopes: Option<String>,
    until_day: Option<String>,
    made_at: String,
    made_by: String,
    last_used_on: Option<String>,
    revoked_at: Option<String>,
    revoked_by: Option<String>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, name, network, unit, plan, account, post, scopes, until_day, made_at, made_by, last_used_on,
                    revoked_at, revoked_by
             FROM access_keys ",
            $rest
        )
    };
}

impl Store {
    /// Makes a key.
    pub async fn make_key(&self, act: &Act, key: &NewKey) -> Result<Key, StoreError> {
        let made = Key {
            id: Uuid::now_v7().to_string(),
            name: key.name.clone(),
            holder: key.holder.clone(),
            until: key.until,
            made_at: act.at,
            made_by: act.by.name().to_owned(),
            last_used_on: None,
            revoked_at: None,
            revoked_by: None,
        };
        let (network, unit, plan) = match &made.holder {
            Holder::Station { network, unit, plan } => (Some(network.as_str()), unit.as_ref(), plan.as_ref()),
            Holder::Person { .. } => (None, None, None),
        };
        let (owner, scopes) = match &made.holder {
            Holder::Person { owner, scopes } => (Some(owner), Some(joined(scopes))),
            Holder::Station { .. } => (None, None),
        };
        let until = made.until.map(|until| until.to_string());
        let mut change = self.db.begin(act).await?;
        change
            .execute(
                "INSERT INTO access_keys (id, name, hash, network, unit, account, post, scopes, until_day, made_at, made_by, plan)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                args![
                    &made.id,
                    &made.name,
                    &key.hash,
                    network,
                    unit.map(UnitId::as_str),
                    owner.map(|owner| owner.account.as_str()),
                    owner.map(|owner| owner.post.as_str()),
                    scopes.as_deref(),
                    until.as_deref(),
                    act.at,
                    &made.made_by,
                    plan.map(PlanId::as_str)
                ],
            )
            .await
            .map_err(|error| match plan {
                Some(plan) => error.or_missing(|| StoreError::UnknownPlan(plan.clone())),
                None => error,
            })?;
        note(&mut change, action::KEY_MADE, &made);
        change.commit().await?;
        Ok(made)
    }

    /// All keys, revoked ones too, the newest first.
    pub async fn keys(&self) -> Result<Vec<Key>, StoreError> {
        let rows = self.db.rows(select!("ORDER BY made_at DESC, id DESC"), &[]).await?;
        rows.into_iter().map(read).collect()
    }

    /// The keys of a person, revoked ones too, the newest first.
    pub async fn keys_of(&self, account: &AccountId) -> Result<Vec<Key>, StoreError> {
        let sql = select!("WHERE account = $1 ORDER BY made_at DESC, id DESC");
        let rows = self.db.rows(sql, args![account.as_str()]).await?;
        rows.into_iter().map(read).collect()
    }

    /// The key with this id, revoked or not.
    pub async fn key(&self, id: &str) -> Result<Option<Key>, StoreError> {
        let row = self.db.row(select!("WHERE id = $1"), args![id]).await?;
        row.map(read).transpose()
    }

    /// The key whose secret has this hash; revoked ones are not found.
    pub async fn key_by_hash(&self, hash: &str) -> Result<Option<Key>, StoreError> {
        let sql = select!("WHERE hash = $1 AND revoked_at IS NULL");
        let row = self.db.row(sql, args![hash]).await?;
        row.map(read).transpose()
    }

    /// The account and the post in whose name a key acts, held or not, shut or not.
    pub async fn behind(&self, owner: &Owner) -> Result<Option<(Account, Post)>, StoreError> {
        let Some(account) = self.account(&owner.account).await? else {
            return Ok(None);
        };
        let posts = self.posts_of(&owner.account).await?;
        let post = posts.into_iter().find(|post| post.id == owner.post);
        Ok(post.map(|post| (account, post)))
    }

    /// Notes a day on which a key was used; the last one stays. Not audited: machines come every few
    /// minutes, and what came is audited by itself.
    pub async fn note_key_used(&self, id: &str, on: Date) -> Result<(), StoreError> {
        // Nothing of it is written anywhere: the instant does not matter.
        let act = Act::new(Timestamp::UNIX_EPOCH, Actor::system("keys"));
        let mut change = self.db.begin(&act).await?;
        change
            .execute(
                "UPDATE access_keys SET last_used_on = $2
                 WHERE id = $1 AND (last_used_on IS NULL OR last_used_on < $2)",
                args![id, on.to_string()],
            )
            .await?;
        change.commit().await
    }

    /// Revokes a key: nothing comes in with it any more. One that is revoked stays as it is.
    ///
    /// [`StoreError::UnknownKey`] if there is none.
    pub async fn revoke_key(&self, act: &Act, id: &str) -> Result<Key, StoreError> {
        let mut change = self.db.begin(act).await?;
        let revoked = change
            .execute(
                "UPDATE access_keys SET revoked_at = $2, revoked_by = $3 WHERE id = $1 AND revoked_at IS NULL",
                args![id, act.at, act.by.name()],
            )
            .await?;
        let row = change.row(select!("WHERE id = $1"), args![id]).await?;
        let key = read(row.ok_or_else(|| StoreError::UnknownKey(id.to_owned()))?)?;
        if revoked == 1 {
            note(&mut change, action::KEY_REVOKED, &key);
            change.commit().await?;
        }
        Ok(key)
    }
}

fn note(change: &mut Change<'_>, action: &'static str, key: &Key) {
    change.note(Entry {
        action,
        kind: SubjectKind::Key,
        id: key.id.clone(),
        plan: None,
        detail: json!({ "name": key.name, "holder": key.holder, "until": key.until }),
    });
}

fn joined(scopes: &[KeyScope]) -> String {
    let names: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    names.join(" ")
}

fn holder(row: &Columns) -> Result<Holder, StoreError> {
    if let Some(network) = &row.network {
        let unit = row.unit.as_deref();
        return Ok(Holder::Station {
            network: network_of(network)?,
            unit: unit.map(|unit| parse("the unit of a key", unit)).transpose()?,
            plan: row
                .plan
                .as_deref()
                .map(|plan| parse("the plan of a key", plan))
                .transpose()?,
        });
    }
    let text = |column: &Option<String>| column.clone().unwrap_or_default();
    let named = text(&row.scopes);
    let scope = |name| KeyScope::named(name).ok_or_else(|| corrupt("the scopes of a key", &named));
    Ok(Holder::Person {
        owner: Owner {
            account: AccountId::new(text(&row.account)),
            post: parse("the post of a key", &text(&row.post))?,
        },
        scopes: named.split_whitespace().map(scope).collect::<Result<_, _>>()?,
    })
}

fn read(row: Columns) -> Result<Key, StoreError> {
    let instant = |at: Option<String>| at.map(|at| parse("the instant of a key", &at)).transpose();
    let day = |on: Option<String>| on.map(|on| parse("the day of a key", &on)).transpose();
    Ok(Key {
        holder: holder(&row)?,
        id: row.id,
        name: row.name,
        until: day(row.until_day)?,
        made_at: parse("the instant of a key", &row.made_at)?,
        made_by: row.made_by,
        last_used_on: day(row.last_used_on)?,
        revoked_at: instant(row.revoked_at)?,
        revoked_by: row.revoked_by,
    })
}
