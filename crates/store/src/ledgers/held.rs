//! What the audit holds of the versions that a change made, one or a million: one hash over them, as they stand.
//!
//! The row about the change tells it under [`HELD`], with what else is needed to count anew what the change came to. What
//! is, or may be, about a person is in no hash, so that it can go. Where somebody was named in another field and is
//! erased, the row of the erasure tells the hash over what stands there since.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use yaodian_domain::id::FieldId;

use super::{Changing, Standing, stored::Places};
use crate::{
    StoreError,
    db::{Tx, args},
    encode::{hex, take_in},
};

/// The member of the detail of a row that tells it: of a change the hash, of an erasure those of the changes that it
/// touched, by the ids of their batches.
pub(crate) const HELD: &str = "held";

/// What the row about a change tells of the versions that it made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Held {
    /// The list.
    pub(crate) list: i64,
    /// The number of the ledger's change.
    pub(crate) seq: i64,
    /// The day on which it became known.
    pub(crate) known_on: Date,
    /// How many fields the ledger kept.
    pub(crate) fields: usize,
    /// The places of those that are not in the hash: about persons, or of no field that the plan had then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) without: Vec<usize>,
    /// The place of the part of the whole for which an entry stood then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) part: Option<usize>,
    /// A SHA-256 over the names of the fields and the versions, in the order of their entries.
    pub(crate) sha256: String,
}

/// A version of an entry, as it stands in its columns.
#[derive(sqlx::FromRow)]
pub(crate) struct EntryVersion {
    pub(crate) entry: i64,
    pub(crate) version: i64,
    pub(crate) made: i64,
    pub(crate) key: String,
    pub(crate) unit: String,
    pub(crate) reached: String,
    pub(crate) body: String,
    pub(crate) gone: i64,
}

/// A value, which is read where it stands: there may be twenty million of them.
#[derive(Debug, Deserialize)]
pub(crate) struct Value<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

impl EntryVersion {
    /// Its values by their places; `None` if they are none.
    pub(crate) fn values(&self) -> Option<Vec<Option<Value<'_>>>> {
        serde_json::from_str(&self.body).ok()
    }
}

/// The hash over versions, which are taken in one after another.
pub(crate) struct Sum {
    hasher: Sha256,
    fields: usize,
    without: Vec<usize>,
}

impl Sum {
    /// Of versions of so many fields, of which those at some places are left out, by the names that a ledger keeps.
    pub(crate) fn new(names: &[FieldId], fields: usize, without: &[usize]) -> Self {
        let mut hasher = Sha256::new();
        let held = (0..fields).filter(|place| !without.contains(place));
        let name = |place| names.get(place).map_or("", FieldId::as_str);
        take_in(&mut hasher, held.map(name));
        let without = without.to_vec();
        Self {
            hasher,
            fields,
            without,
        }
    }

    /// Takes the next version in, with its values.
    pub(crate) fn add(&mut self, version: &EntryVersion, values: Option<&[Option<Value<'_>>]>) {
        for number in [version.entry, version.version, version.gone] {
            self.hasher.update(number.to_be_bytes());
        }
        take_in(&mut self.hasher, [&*version.key, &version.unit, &version.reached]);
        let Some(values) = values else {
            // None that was written here.
            take_in(&mut self.hasher, [version.body.as_str()]);
            return;
        };
        // Nothing stood where no field was yet: what stands there now is taken in as well.
        for place in 0..self.fields.max(values.len()) {
            if self.without.contains(&place) {
                continue;
            }
            let value = values.get(place).and_then(Option::as_ref);
            if value.is_none() && place >= self.fields {
                continue;
            }
            match value {
                Some(Value(value)) => {
                    self.hasher.update([1]);
                    take_in(&mut self.hasher, [&**value]);
                }
                None => self.hasher.update([0]),
            }
        }
    }

    /// The hash, in hexadecimal digits.
    pub(crate) fn digits(self) -> String {
        hex(&self.hasher.finalize())
    }
}

impl Held {
    /// Of the change under way, whose versions are written.
    pub(super) async fn seal(
        tx: &mut Tx,
        changing: &Changing<'_>,
        standing: &Standing,
        places: &Places,
    ) -> Result<Self, StoreError> {
        let (fields, without) = (standing.fields.len(), places.personal(changing.ledger));
        let mut sum = Sum::new(&standing.fields, fields, &without);
        let take = |version: EntryVersion| sum.add(&version, version.values().as_deref());
        tx.each(
            "SELECT id AS entry, version, made, key, unit, reached, body, gone FROM entries
             WHERE list = $1 AND changed = $2 ORDER BY id",
            args![standing.list, standing.seq],
            take,
        )
        .await?;
        Ok(Self {
            list: standing.list,
            seq: standing.seq,
            known_on: changing.known_on,
            fields,
            without,
            part: places.part(changing.ledger),
            sha256: sum.digits(),
        })
    }
}
