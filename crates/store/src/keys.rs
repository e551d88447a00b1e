//! Keys for machines that send in what they measured.
//!
//! Of a secret only a hash that the caller made comes here: whoever reads the database cannot send
//! anything in with it.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;
use yaodian_domain::{id::UnitId, ledger::Network};

use crate::{
    Act, Actor, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::{Change, args},
    encode::parse,
    measurements::read::network_of,
};

/// A key that is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// What it is called.
    pub name: String,
    /// For whose stations; `None` for those of everybody.
    pub unit: Option<UnitId>,
    /// For which network.
    pub network: Network,
    /// SHA-256 of the secret, in hexadecimal digits.
    pub hash: String,
}

/// A key for machines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Key {
    /// How it is referred to.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// For whose stations; `None` for those of everybody.
    pub unit: Option<UnitId>,
    /// For which network.
    pub network: Network,
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

/// A row of `machine_keys`, without the hash.
#[derive(sqlx::FromRow)]
struct Columns {
    id: String,
    name: String,
    unit: Option<String>,
    network: String,
    made_at: String,
    made_by: String,
    last_used_on: Option<String>,
    revoked_at: Option<String>,
    revoked_by: Option<String>,
}

impl Store {
    /// Makes a key.
    pub async fn make_key(&self, act: &Act, key: &NewKey) -> Result<Key, StoreError> {
        let made = Key {
            id: Uuid::now_v7().to_string(),
            name: key.name.clone(),
            unit: key.unit.clone(),
            network: key.network,
            made_at: act.at,
            made_by: act.by.name().to_owned(),
            last_used_on: None,
            revoked_at: None,
            revoked_by: None,
        };
        let mut change = self.db.begin(act).await?;
        change
            .execute(
                "INSERT INTO machine_keys (id, name, unit, network, hash, made_at, made_by)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                args![
                    &made.id,
                    &made.name,
                    made.unit.as_ref().map(UnitId::as_str),
                    made.network.as_str(),
                    &key.hash,
                    act.at,
                    &made.made_by
                ],
            )
            .await?;
        note(&mut change, action::KEY_MADE, &made);
        change.commit().await?;
        Ok(made)
    }

    /// All keys, revoked ones too, the newest first.
    pub async fn keys(&self) -> Result<Vec<Key>, StoreError> {
        let rows = self
            .db
            .rows(
                "SELECT id, name, unit, network, made_at, made_by, last_used_on, revoked_at, revoked_by
                 FROM machine_keys ORDER BY made_at DESC, id DESC",
                &[],
            )
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// The key whose secret has this hash; revoked ones are not found.
    pub async fn key_by_hash(&self, hash: &str) -> Result<Option<Key>, StoreError> {
        let row = self
            .db
            .row(
                "SELECT id, name, unit, network, made_at, made_by, last_used_on, revoked_at, revoked_by
                 FROM machine_keys WHERE hash = $1 AND revoked_at IS NULL",
                args![hash],
            )
            .await?;
        row.map(read).transpose()
    }

    /// Notes a day on which a key was used; the last one stays. Not audited: machines come every few
    /// minutes, and what came is audited by itself.
    pub async fn note_key_used(&self, id: &str, on: Date) -> Result<(), StoreError> {
        // Nothing of it is written anywhere: the instant does not matter.
        let act = Act {
            at: Timestamp::UNIX_EPOCH,
            by: Actor::system("keys"),
        };
        let mut change = self.db.begin(&act).await?;
        change
            .execute(
                "UPDATE machine_keys SET last_used_on = $2
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
                "UPDATE machine_keys SET revoked_at = $2, revoked_by = $3 WHERE id = $1 AND revoked_at IS NULL",
                args![id, act.at, act.by.name()],
            )
            .await?;
        let row = change
            .row(
                "SELECT id, name, unit, network, made_at, made_by, last_used_on, revoked_at, revoked_by
                 FROM machine_keys WHERE id = $1",
                args![id],
            )
            .await?;
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
        detail: json!({ "name": key.name, "unit": key.unit, "network": key.network }),
    });
}

fn read(row: Columns) -> Result<Key, StoreError> {
    let instant = |at: Option<String>| at.map(|at| parse("the instant of a key", &at)).transpose();
    Ok(Key {
        id: row.id,
        name: row.name,
        unit: row.unit.map(|unit| parse("the unit of a key", &unit)).transpose()?,
        network: network_of(&row.network)?,
        made_at: parse("the instant of a key", &row.made_at)?,
        made_by: row.made_by,
        last_used_on: row.last_used_on.map(|on| parse("the day of a key", &on)).transpose()?,
        revoked_at: instant(row.revoked_at)?,
        revoked_by: row.revoked_by,
    })
}
