//! 台账: lists of real things, their versions, and what is counted from them.
//!
//! * [`entries`]: reading entries, as they stand and as they stood;
//! * [`apply`]: changing entries, one or a million at a time;
//! * [`batches`]: what was changed together, and undoing it;
//! * [`evidence`]: files that prove something about an entry;
//! * [`uploads`]: sheets that were sent in;
//! * [`views`]: queries that somebody saved.
//!
//! # Invariants
//!
//! * The changes of a ledger follow one another, each with a number one higher: whoever has seen
//!   all up to a number catches up by [`Store::entries_since`] that number.
//! * Every version of an entry is kept, and the latest is written once.
//! * What was counted is kept by the day on which it became known. Movements are only ever added
//!   to, so that what was known on an earlier day stays what it was.
//! * Made-up and real entries share nothing: no list, no versions, no movements.
//! * The row of the audit about a change tells one hash over the versions that it made, as they
//!   stand in their columns ([`held`]): every version, and with them every movement, can be held
//!   against it ([`recounted`]).

pub mod apply;
pub mod batches;
mod counted;
pub mod entries;
pub mod evidence;
pub(crate) mod held;
mod puts;
pub(crate) mod recounted;
mod stored;
mod tally;
pub mod uploads;
pub mod views;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    id::{FieldId, LedgerId, PlanId},
    ledger::{Kept, Ledger, Movement},
};

pub use apply::{Applied, Changing, Mode, Put};
pub use batches::{BatchHead, BatchVersion, Undone};
pub use entries::{Listed, VersionRow};
pub use evidence::{Evidence, EvidenceFile, NewEvidence};
pub use uploads::Upload;
pub use views::View;

use crate::{
    Store, StoreError,
    audit::Entry,
    db::{Change, args},
    encode::{from_json, parse, to_json},
};
use stored::Places;

/// How a ledger stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LedgerState {
    /// Whether its entries are made up for a demonstration.
    pub demonstration: bool,
    /// The number of its last change; 0 before the first.
    pub seq: i64,
}

/// How an entry came to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It was edited by itself.
    Edit,
    /// Many were moved at once.
    Move,
    /// A sheet was uploaded.
    Upload,
    /// Something was undone.
    Undo,
    /// A generator made it for a demonstration.
    Demonstration,
}

impl How {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Edit, Self::Move, Self::Upload, Self::Undo, Self::Demonstration];

    /// The name as it stands in columns.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Move => "move",
            Self::Upload => "upload",
            Self::Undo => "undo",
            Self::Demonstration => "demonstration",
        }
    }
}

/// A text that names no [`How`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no way to change an entry")]
pub struct NoHow(pub String);

impl FromStr for How {
    type Err = NoHow;
    fn from_str(text: &str) -> Result<Self, NoHow> {
        let found = Self::ALL.into_iter().find(|how| how.as_str() == text);
        found.ok_or_else(|| NoHow(text.to_owned()))
    }
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A ledger's row: which list its entries are on, and what stands where in them.
pub(crate) struct Standing {
    pub(crate) list: i64,
    pub(crate) demonstration: bool,
    pub(crate) seq: i64,
    pub(crate) fields: Vec<FieldId>,
}

type Columns = (i64, i64, i64, String);

fn standing((list, demonstration, seq, fields): Columns) -> Result<Standing, StoreError> {
    Ok(Standing {
        list,
        demonstration: demonstration != 0,
        seq,
        fields: from_json("the fields of a ledger", &fields)?,
    })
}

impl Store {
    /// How a ledger stands.
    pub async fn ledger_state(&self, plan: &PlanId, ledger: &LedgerId) -> Result<LedgerState, StoreError> {
        let standing = self.standing(plan, ledger).await?;
        Ok(standing.map_or_else(LedgerState::default, |standing| LedgerState {
            demonstration: standing.demonstration,
            seq: standing.seq,
        }))
    }

    /// What the ledgers of a plan hold, as far as figures go: those that have, or had, entries.
    pub async fn kept(&self, plan: &PlanId) -> Result<Vec<Kept>, StoreError> {
        type Columns = (String, i64, String, String, i64, String, String, i64);
        let mut all: Vec<Kept> = Vec::new();
        let take = |row: Columns| {
            let (ledger, demonstration, unit, part, stage, known_on, reached_on, number) = row;
            if all.last().is_none_or(|kept| kept.ledger.as_str() != ledger) {
                all.push(Kept {
                    ledger: parse("the id of a ledger", &ledger)?,
                    demonstration: demonstration != 0,
                    movements: Vec::new(),
                });
            }
            let movement = Movement {
                unit: stored::unit_of(&unit)?,
                part,
                stage: u8::try_from(stage).map_err(|error| crate::encode::corrupt("a stage", &error))?,
                known_on: parse("the day of a movement", &known_on)?,
                reached_on: match reached_on.as_str() {
                    "" => None,
                    day => Some(parse("the day of a stage", day)?),
                },
                number,
            };
            if let Some(kept) = all.last_mut() {
                kept.movements.push(movement);
            }
            Ok(())
        };
        self.db
            .each(
                "SELECT l.ledger, l.demonstration, m.unit, m.part, m.stage, m.known_on, m.reached_on, m.number
                 FROM ledgers l JOIN movements m ON m.list = l.list
                 WHERE l.plan = $1 AND m.number <> 0 ORDER BY l.ledger, m.known_on, m.unit, m.stage",
                args![plan.as_str()],
                take,
            )
            .await?;
        Ok(all)
    }

    /// The ledger's row; `None` as long as nothing was put there.
    pub(crate) async fn standing(&self, plan: &PlanId, ledger: &LedgerId) -> Result<Option<Standing>, StoreError> {
        let row: Option<Columns> = self
            .db
            .row(
                "SELECT list, demonstration, seq, fields FROM ledgers WHERE plan = $1 AND ledger = $2",
                args![plan.as_str(), ledger.as_str()],
            )
            .await?;
        row.map(standing).transpose()
    }
}

/// Begins the next change of a ledger, which is locked until then, and hands back how it stands.
/// The ledger's row is made if there is none.
async fn next(change: &mut Change<'_>, plan: &PlanId, ledger: &LedgerId) -> Result<Standing, StoreError> {
    for fresh in [false, true] {
        if fresh {
            let made = change
                .execute(
                    "INSERT INTO ledgers (plan, ledger, list, demonstration, seq, fields)
                     VALUES ($1, $2, 0, 0, 0, '[]') ON CONFLICT DO NOTHING",
                    args![plan.as_str(), ledger.as_str()],
                )
                .await
                .map_err(|error| error.or_missing(|| StoreError::UnknownPlan(plan.clone())))?;
            if made == 1 {
                begin_list(change, plan, ledger).await?;
            }
        }
        // The update takes the lock, and reads what the last holder of it left.
        let row: Option<Columns> = change
            .row(
                "UPDATE ledgers SET seq = seq + 1 WHERE plan = $1 AND ledger = $2
                 RETURNING list, demonstration, seq, fields",
                args![plan.as_str(), ledger.as_str()],
            )
            .await?;
        if let Some(row) = row {
            return standing(row);
        }
    }
    Err(sqlx::Error::RowNotFound.into())
}

/// Gives the ledger, whose row is locked, a new and empty list.
async fn begin_list(change: &mut Change<'_>, plan: &PlanId, ledger: &LedgerId) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = change
        .row(
            "INSERT INTO ledger_lists (plan, ledger) VALUES ($1, $2) RETURNING id",
            args![plan.as_str(), ledger.as_str()],
        )
        .await?;
    let (list,) = row.ok_or(sqlx::Error::RowNotFound)?;
    change
        .execute(
            "UPDATE ledgers SET list = $3 WHERE plan = $1 AND ledger = $2",
            args![plan.as_str(), ledger.as_str(), list],
        )
        .await?;
    Ok(list)
}

/// The places of the ledger's fields, each of which has one afterwards.
async fn places(
    change: &mut Change<'_>,
    plan: &PlanId,
    ledger: &Ledger,
    standing: &mut Standing,
) -> Result<Places, StoreError> {
    let places = Places::new(ledger, &standing.fields);
    let before = standing.fields.len();
    standing.fields.extend(places.missing(ledger).cloned());
    if standing.fields.len() == before {
        return Ok(places);
    }
    change
        .execute(
            "UPDATE ledgers SET fields = $3 WHERE plan = $1 AND ledger = $2",
            args![
                plan.as_str(),
                ledger.id.as_str(),
                to_json("the fields of a ledger", &standing.fields)?
            ],
        )
        .await?;
    Ok(Places::new(ledger, &standing.fields))
}

/// What the audit says of a ledger.
fn entry(action: &'static str, plan: &PlanId, ledger: &LedgerId, detail: serde_json::Value) -> Entry {
    Entry {
        action,
        kind: crate::SubjectKind::Ledger,
        id: format!("{plan}:{ledger}"),
        plan: Some(plan.clone()),
        detail,
    }
}
