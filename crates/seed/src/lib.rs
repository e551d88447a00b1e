//! Reads a plan folder of `seeds/`: validated, with errors that name file, line and field.
//!
//! A folder holds five files, of which the last may be missing:
//!
//! * `plan.txt`: the text as issued, byte for byte;
//! * `plan.toml`: what the text promises: names in English, targets with their quotes, and the
//!   figures that are no promise; by which policy it is judged, the units' shares, and what was
//!   decided since it was issued;
//! * `units.toml`: who is meant by the names and formulas in the brackets;
//! * `published.toml`: what authorities published about it, with sources;
//! * `ledgers.toml`: the lists (台账) behind its figures: their fields and stages, who keeps them,
//!   which targets are counted from them, and the entries that anybody can read in the text.
//!
//! Beside the plan folders lies the folder `calendars`: the public holidays, one file a year, each as
//! the State Council's notice sets them. It may be missing; weekdays are worked then.
//!
//! An office's own figures come beside it, as a table or a list: [`observations`].
//!
//! Nothing of the text is written down twice. Headings, tasks and assignments are found in
//! `plan.txt`; a target names its words, and its place is found there too.
//!
//! # Invariants
//!
//! A [`Seed`] that was read keeps these, whatever the folder:
//!
//! * every target's quote stands in the words of its task (or of the headline statement), once;
//! * two quotes are the same stretch or do not touch;
//! * every task has a target, every bracket is understood to its last name;
//! * every figure of the text lies in a quote or in a stretch listed as no target;
//! * no figure is published without a source, and none fails to fit the target that it feeds;
//! * of one target one ledger is the figure, and it counts in the target's own way;
//! * what a ledger expects is what the text says, where the text says how many there are.

#![deny(missing_docs)]

mod bracket;
mod calendars;
mod days;
mod decisions;
mod demonstration;
mod figures;
mod headings;
mod ladder;
mod ledgers;
mod method;
mod naming;
pub mod observations;
mod open_data;
mod outline;
mod passed_over;
mod periods;
mod place;
mod plan;
mod policy;
mod problem;
mod promise;
mod published;
mod reminders;
mod sheet;
mod targets;
mod text;
mod units;

use std::path::Path;

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    id::{LedgerId, UnitId},
    ledger::Row,
    plan::Plan,
};

pub use demonstration::{demonstration, measured};
pub use passed_over::{PassedOver, Why};
pub use problem::{File, Kind, Problem};
pub use published::Published;
pub use units::{KnownUnits, read_units};

/// A plan folder, read and checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seed {
    /// The plan with its targets and units.
    pub plan: Plan,
    /// What authorities published about it.
    pub published: Published,
    /// The figures of the text that are no promise, each with the reason.
    pub passed_over: Vec<PassedOver>,
    /// The entries that stand in the folder, by the ledger they belong to; ledgers without any are
    /// not listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<(LedgerId, Vec<Row>)>,
    /// Collective formulas of the brackets («各专员办»), each with whom it means.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formulas: Vec<(String, Vec<UnitId>)>,
}

/// The contents of a plan folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// `plan.txt`.
    pub text: String,
    /// `plan.toml`.
    pub plan: String,
    /// `units.toml`.
    pub units: String,
    /// `published.toml`.
    pub published: String,
    /// `ledgers.toml`; empty where there is none.
    pub ledgers: String,
    /// The files of `calendars`, each with its year; empty where there are none.
    pub calendars: Vec<(i16, String)>,
}

impl Files {
    /// The contents of the folder `dir`.
    pub fn from_folder(dir: &Path) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let years = calendars::find(dir, &mut problems);
        let path = |file: File| match file {
            File::Calendar(_) => dir.join("..").join(&*file.name()),
            _ => dir.join(&*file.name()),
        };
        let mut read = |file: File| match std::fs::read(path(file)) {
            // A plan may do without ledgers.
            Err(error) if file == File::Ledgers && error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                problems.push(Problem::whole_file(
                    file,
                    Kind::Unreadable {
                        message: error.to_string(),
                    },
                ));
                String::new()
            }
            Ok(bytes) => String::from_utf8(bytes).unwrap_or_else(|error| {
                let good = error.utf8_error().valid_up_to();
                let line = 1 + error
                    .as_bytes()
                    .iter()
                    .take(good)
                    .filter(|byte| **byte == b'\n')
                    .count();
                problems.push(Problem {
                    file,
                    line: Some(line),
                    field: String::new(),
                    kind: Kind::NotUtf8,
                });
                String::new()
            }),
        };
        let files = Self {
            text: read(File::Text),
            plan: read(File::Plan),
            units: read(File::Units),
            published: read(File::Published),
            ledgers: read(File::Ledgers),
            calendars: years
                .into_iter()
                .map(|year| (year, read(File::Calendar(year))))
                .collect(),
        };
        if problems.is_empty() { Ok(files) } else { Err(problems) }
    }
}

/// Reads the plan folder `dir`. On failure: all problems that were found, in the order of files
/// and lines.
pub fn load(dir: &Path) -> Result<Seed, Vec<Problem>> {
    read(&Files::from_folder(dir)?)
}

/// Reads the contents of a plan folder; see [`load`].
pub fn read(files: &Files) -> Result<Seed, Vec<Problem>> {
    let log = problem::Log::default();
    let Some(units) = units::read(&files.units, &log) else {
        return Err(log.into_sorted());
    };
    let mut targets = targets::Read::default();
    let drafted = plan::read(&files.text, &files.plan, &units, &log, &mut targets);
    let published = published::read(&files.published, &targets, &units, &log);
    let plan = drafted.as_ref().map(|(plan, _)| plan);
    let workdays = calendars::read(&files.calendars, &log);
    let (ledgers, entries) = ledgers::read(&files.ledgers, plan, &targets, &units, &log);
    match drafted {
        Some((plan, passed_over)) if log.is_empty() => Ok(Seed {
            plan: Plan {
                ledgers,
                workdays,
                ..plan
            },
            published,
            passed_over,
            entries,
            formulas: units.told(),
        }),
        _ => Err(log.into_sorted()),
    }
}
