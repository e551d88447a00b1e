//! An office's own figures from a file: a table (CSV) or a list (JSON), held against a plan.
//!
//! A table names its columns in the first row, in Chinese or English and in any order:
//!
//! | 列 | column | what it holds |
//! |---|---|---|
//! | 目标 | `target` | the target's id, or its short name |
//! | 单位 | `unit` | whose figure; blank for the whole |
//! | 起, 止 | `from`, `to` | the days it describes; a month or a year may stand for its days |
//! | 知晓日 | `known_on` | the day it became known |
//! | 数值 | `value` | the figure, in the target's own unit |
//! | 完成数, 总数 | `done`, `of` | how many are done, out of how many |
//! | 进度 | `step` | how far a deliverable has come |
//! | 文字 | `words` | words |
//! | 同比 | `change` | the change on the same days of last year, in the target's own unit |
//! | 样本数 | `samples` | of how many samples it is the mean |
//! | 撤回日 | `withdrawn_on` | the first day on which it was no longer held to be known |
//! | 来源 | `source` | where it was found; the file's name where it is blank |
//!
//! A blank cell is no figure, never zero: a row without a figure tells nothing, and is counted in
//! [`Given::without_figure`]. Whatever else is wrong is told row by row, all of it at once, and
//! nothing is taken from such a file.

mod cells;
mod columns;
mod problem;
mod table;

use std::path::Path;

use serde::Deserialize;
use yaodian_domain::{
    id::{TargetId, UnitId},
    observation::{Figure, FigureProblem, Observation},
    plan::Plan,
    target::Target,
    typed::{Entry, entry},
};

pub use problem::{At, RowProblem, Wrong};
pub use table::from_csv;

/// What a file gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The observations, in the order of the file.
    pub observations: Vec<(TargetId, Observation)>,
    /// The rows that hold no figure, by their number in the file.
    pub without_figure: Vec<usize>,
}

/// Reads the file at `path`, by its ending as CSV or as JSON. On failure: all that is wrong, in the
/// order of the rows.
pub fn load(path: &Path, plan: &Plan) -> Result<Given, Vec<RowProblem>> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let ending = ending.map(str::to_ascii_lowercase).unwrap_or_default();
    if !matches!(ending.as_str(), "csv" | "json") {
        return Err(vec![RowProblem::whole(Wrong::UnknownEnding)]);
    }
    let bytes = std::fs::read(path).map_err(|error| {
        let message = error.to_string();
        vec![RowProblem::whole(Wrong::Unreadable { message })]
    })?;
    if ending == "json" {
        return from_json(&bytes, plan);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    from_csv(&bytes, &name, plan)
}

/// An entry of a JSON list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    target: TargetId,
    observation: Observation,
}

/// Reads a JSON list of `{"target": …, "observation": {…}}`.
pub fn from_json(bytes: &[u8], plan: &Plan) -> Result<Given, Vec<RowProblem>> {
    let text = text(bytes)?;
    let entries: Vec<serde_json::Value> = serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        vec![RowProblem::whole(Wrong::NotJson { message })]
    })?;
    let mut given = Given::default();
    let mut problems = Vec::new();
    for (number, entry) in (1..).zip(entries) {
        let checked = serde_json::from_value(entry)
            .map_err(|error| Wrong::NotAnObservation {
                message: error.to_string(),
            })
            .and_then(|listed: Listed| {
                listed.check(plan)?;
                Ok((listed.target, listed.observation))
            });
        match checked {
            Ok(one) => given.observations.push(one),
            Err(wrong) => problems.push(RowProblem {
                at: At::Entry { number },
                wrong,
            }),
        }
    }
    if problems.is_empty() { Ok(given) } else { Err(problems) }
}

impl Listed {
    fn check(&self, plan: &Plan) -> Result<(), Wrong> {
        let target = plan.target(&self.target).ok_or_else(|| Wrong::NoSuchTarget {
            name: self.target.to_string(),
        })?;
        let o = &self.observation;
        if let Some(unit) = &o.unit {
            if plan.units.get(unit).is_none() {
                return Err(Wrong::NoSuchUnit { name: unit.to_string() });
            }
            reports(target, unit, unit.as_str())?;
        }
        if o.known_on < o.span.from() {
            return Err(Wrong::KnownTooEarly {
                known_on: o.known_on,
                from: o.span.from(),
            });
        }
        match o.withdrawn_on {
            Some(withdrawn_on) if withdrawn_on <= o.known_on => Err(Wrong::WithdrawnTooEarly {
                withdrawn_on,
                known_on: o.known_on,
            }),
            _ => fits(target, o),
        }
    }
}

/// The file as text, without the mark that spreadsheets put before it.
fn text(bytes: &[u8]) -> Result<&str, Vec<RowProblem>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + String::from_utf8_lossy(good).matches('\n').count();
        vec![RowProblem::whole(Wrong::NotUtf8 { line })]
    })
}

/// The figures of units that do not report a target would not count.
fn reports(target: &Target, unit: &UnitId, name: &str) -> Result<(), Wrong> {
    if target.reporters.contains(unit) {
        return Ok(());
    }
    Err(Wrong::NotAReporter {
        name: name.to_owned(),
        target: target.id.clone(),
    })
}

/// Whether the figure can stand for the target; words stand beside any, without a verdict.
fn fits(target: &Target, o: &Observation) -> Result<(), Wrong> {
    if matches!(o.figure, Figure::Words { .. }) {
        return Ok(());
    }
    // One unit of several has a whole of its own, and only it knows how large.
    let of_a_part = o.unit.is_some() && target.reporters.len() > 1;
    let fitting = match &o.figure {
        Figure::Counts { of: None, .. } if of_a_part => Err(FigureProblem::WholeUnknown),
        figure if target.decisions.is_empty() => figure.fits(target),
        figure => figure.fits(&target.in_force(o.known_on)),
    };
    fitting.map_err(|why| Wrong::DoesNotFit {
        target: target.id.clone(),
        mend: mend(target, &why),
        why,
    })
}

/// What to do about a figure that does not fit.
fn mend(target: &Target, why: &FigureProblem) -> String {
    let columns = match entry(target) {
        Entry::Value => "value",
        Entry::Counts => "done and of",
        Entry::Step => "step",
        Entry::Words => "words",
    };
    match why {
        FigureProblem::WrongForm => format!("fill in {columns}"),
        FigureProblem::WholeUnknown => "fill in of".to_owned(),
        _ => "check the figure and the target".to_owned(),
    }
}
