//! A row of a sheet, or an edit in the browser, held against the entry as it stands.
//!
//! Two people may change the same entry. Each names the version that he has read; a field that
//! only one of them changed takes that change, and a field that both changed differently is a
//! [`Clash`]: shown, and never overwritten in silence.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Ledger, Trouble,
    access::Desk,
    entry::{self, Entry, Problem, Row},
    query::Column,
};
use crate::id::UnitId;

/// What a row says about one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Said<T> {
    /// Nothing: the sheet has no such column.
    #[default]
    Nothing,
    /// That it is empty.
    Blank,
    /// This.
    Is(T),
}

impl<T> Said<T> {
    /// From a value that may be blank.
    pub fn of(value: Option<T>) -> Self {
        value.map_or(Self::Blank, Self::Is)
    }
}

/// A row as it was read, cells understood one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Draft {
    /// The entry's number.
    pub key: String,
    /// The version that was read, if the row carries one.
    pub version: Option<i64>,
    /// The unit.
    pub unit: Said<UnitId>,
    /// By the places of the fields; shorter is as good as [`Said::Nothing`].
    pub values: Vec<Said<String>>,
    /// By the places of the stages; shorter is as good as [`Said::Nothing`].
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Said<crate::schema::Day>>"))]
    pub reached: Vec<Said<Date>>,
}

/// A cell that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// Which.
    pub column: Column,
    /// What stands there.
    pub before: Option<String>,
    /// What will.
    pub after: Option<String>,
}

/// A cell that two people changed, each to something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clash {
    /// Which.
    pub column: Column,
    /// What both had read; not known where that version is not.
    pub read: Option<String>,
    /// What stands there now.
    pub theirs: Option<String>,
    /// What the row says.
    pub yours: Option<String>,
}

impl From<Change> for Clash {
    /// Where what both had read is not known.
    fn from(change: Change) -> Self {
        Self {
            column: change.column,
            read: None,
            theirs: change.before,
            yours: change.after,
        }
    }
}

/// What a row comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// A new entry.
    Added {
        /// What it will say.
        row: Row,
    },
    /// A change of the entry.
    Changed {
        /// What it will say.
        row: Row,
        /// What changes.
        changes: Vec<Change>,
    },
    /// The entry says so already.
    Unchanged,
    /// Somebody else changed the same cells meanwhile.
    Conflict {
        /// Which, and how.
        clashes: Vec<Clash>,
        /// The entry's version as it stands, for whoever decides to write over it.
        version: i64,
    },
    /// It cannot be kept.
    Bad {
        /// Why: everything that is wrong.
        problems: Vec<Problem>,
    },
}

/// Weighs a row against the entry of its number.
///
/// `read` is what the entry said in the version that the row names, where that is another than the
/// latest one; without it every difference is held to be a clash.
pub fn weigh(ledger: &Ledger, desk: &Desk<'_>, draft: &Draft, entry: Option<&Entry>, read: Option<&Row>) -> Verdict {
    let bad = |column, trouble| Verdict::Bad {
        problems: vec![Problem::new(column, trouble)],
    };
    let Some(entry) = entry else {
        if draft.version.is_some() {
            return bad(Column::Version, Trouble::KeyGone);
        }
        return match merge(ledger, draft, None, None) {
            Ok((row, _, _)) => settle(entry::problems(ledger, desk, None, &row), || Verdict::Added { row }),
            Err(problems) => Verdict::Bad { problems },
        };
    };
    if let Some(version) = draft.version.filter(|version| *version > entry.version || *version < 1) {
        let (found, latest) = (version.to_string(), entry.version);
        return bad(Column::Version, Trouble::NoSuchVersion { found, latest });
    }
    let stale = draft.version.is_some_and(|version| version < entry.version);
    let read = if stale { Some(read) } else { None };
    match merge(ledger, draft, Some(&entry.row), read) {
        Err(problems) => Verdict::Bad { problems },
        Ok((_, _, clashes)) if !clashes.is_empty() => Verdict::Conflict {
            clashes,
            version: entry.version,
        },
        Ok((_, changes, _)) if changes.is_empty() => Verdict::Unchanged,
        Ok((row, changes, _)) => settle(entry::problems(ledger, desk, Some(entry), &row), || Verdict::Changed {
            row,
            changes,
        }),
    }
}

fn settle(problems: Vec<Problem>, good: impl FnOnce() -> Verdict) -> Verdict {
    if problems.is_empty() {
        good()
    } else {
        Verdict::Bad { problems }
    }
}

/// The changes between two states of an entry, in the order of columns.
pub fn changes(ledger: &Ledger, before: &Row, after: &Row) -> Vec<Change> {
    let fields = ledger.fields.iter().map(|field| Column::Field(field.id.clone()));
    let stages = ledger.stages.iter().map(|stage| Column::Reached(stage.id.clone()));
    std::iter::once(Column::Unit)
        .chain(fields)
        .chain(stages)
        .filter_map(|column| {
            let (before, after) = (before.text(ledger, &column), after.text(ledger, &column));
            (before != after).then_some(Change { column, before, after })
        })
        .collect()
}

/// What the entry will say, what changes, and what clashes. `read` is there where the row is not
/// about the entry as it stands: what it was about, if that is known.
type Merged = (Row, Vec<Change>, Vec<Clash>);

#[expect(
    clippy::option_option,
    reason = "whether it is stale, and whether what was read is known"
)]
fn merge(
    ledger: &Ledger,
    draft: &Draft,
    stands: Option<&Row>,
    read: Option<Option<&Row>>,
) -> Result<Merged, Vec<Problem>> {
    let mut clashes = Vec::new();
    // What a cell will say, given what stands there and what the row says.
    let mut cell = |column: &dyn Fn() -> Column, now: Option<String>, said: Option<Option<String>>| {
        let Some(yours) = said.filter(|yours| *yours != now) else {
            return now;
        };
        let Some(read) = read else { return yours };
        let known = read.map(|row| row.text(ledger, &column()));
        match known {
            // The row does not change it: whoever did meanwhile is right.
            Some(read) if read == yours => now,
            // Nobody else changed it.
            Some(read) if read == now => yours,
            other => {
                clashes.push(Clash {
                    column: column(),
                    read: other.flatten(),
                    theirs: now.clone(),
                    yours,
                });
                now
            }
        }
    };
    let said = |said: &Said<String>| match said {
        Said::Nothing => None,
        Said::Blank => Some(None),
        Said::Is(value) => Some(Some(value.clone())),
    };
    let mut problems = Vec::new();
    // Where nothing can clash, values are taken as they are, without a text between: that is nearly
    // always, and a sheet may have a million rows.
    let unit = if read.is_none() {
        match &draft.unit {
            Said::Nothing => stands.map(|row| row.unit.clone()),
            Said::Blank => None,
            Said::Is(unit) => Some(unit.clone()),
        }
    } else {
        let unit_said = match &draft.unit {
            Said::Nothing => None,
            Said::Blank => Some(None),
            Said::Is(unit) => Some(Some(unit.to_string())),
        };
        let unit = cell(&|| Column::Unit, stands.map(|row| row.unit.to_string()), unit_said);
        unit.and_then(|unit| UnitId::new(unit).ok())
    };
    if unit.is_none() {
        problems.push(Problem::new(Column::Unit, Trouble::Missing));
    }
    let values = ledger
        .fields
        .iter()
        .enumerate()
        .map(|(at, field)| {
            let now = stands.and_then(|row| row.values.get(at).cloned().flatten());
            let column = || Column::Field(field.id.clone());
            cell(&column, now, draft.values.get(at).and_then(said))
        })
        .collect();
    let days: Vec<Option<Date>> = ledger
        .stages
        .iter()
        .enumerate()
        .map(|(at, stage)| {
            let now = stands.and_then(|row| row.reached.get(at));
            if read.is_none() {
                return match draft.reached.get(at) {
                    None | Some(Said::Nothing) => now.copied(),
                    Some(Said::Blank) => None,
                    Some(Said::Is(day)) => Some(*day),
                };
            }
            let now = now.map(ToString::to_string);
            let column = || Column::Reached(stage.id.clone());
            let said = match draft.reached.get(at) {
                None | Some(Said::Nothing) => None,
                Some(Said::Blank) => Some(None),
                Some(Said::Is(day)) => Some(Some(day.to_string())),
            };
            cell(&column, now, said).and_then(|day| day.parse().ok())
        })
        .collect();
    let done = days.iter().take_while(|day| day.is_some()).count();
    for (at, _) in days.iter().enumerate().skip(done).filter(|(_, day)| day.is_some()) {
        let stage = ledger.stages[done].id.clone();
        let column = Column::Reached(ledger.stages[at].id.clone());
        problems.push(Problem::new(column, Trouble::StageBefore { stage }));
    }
    match unit {
        Some(unit) if problems.is_empty() => {
            let row = Row {
                key: draft.key.clone(),
                unit,
                values,
                reached: days.into_iter().flatten().collect(),
            };
            let changes = stands.map(|stands| changes(ledger, stands, &row)).unwrap_or_default();
            Ok((row, changes, clashes))
        }
        _ => Err(problems),
    }
}
