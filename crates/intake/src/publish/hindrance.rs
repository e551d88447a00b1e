//! Why a draft cannot be published yet.

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date, Decimal,
    id::{TargetId, UnitId},
    number::NumberError,
    plan::Span,
    target::Kind,
};

use crate::{draft::pair, edit::Key, review::Place};

/// Something to be mended before the plan can be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hindrance {
    /// Where.
    #[serde(with = "pair")]
    pub span: Span,
    /// What.
    #[serde(flatten)]
    pub what: Obstacle,
}

/// What hinders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Obstacle {
    /// No item sets any work.
    NoWork,
    /// The year is none that a plan can be for.
    BadYear {
        /// The year.
        year: i16,
    },
    /// The register knows no unit of this name.
    UnknownUnit {
        /// The name.
        name: String,
        /// Everywhere that it is needed.
        places: Vec<Place>,
    },
    /// Nobody leads a task and nobody answers for it.
    NoAssignment {
        /// Where it begins.
        at: usize,
    },
    /// A stretch lies outside the text, or in another one's place.
    Displaced,
    /// Nobody reports the target.
    NobodyReports {
        /// Which.
        target: Key,
    },
    /// A unit is to report the target, and has nothing to do with its task.
    NotAssigned {
        /// Which.
        target: Key,
        /// The unit.
        unit: UnitId,
    },
    /// A target of this kind needs a figure.
    NoFigure {
        /// Which.
        target: Key,
        /// Its kind.
        kind: Kind,
    },
    /// A figure is none.
    BadFigure {
        /// Which target's.
        target: Key,
        /// The figure as written.
        value: String,
        /// Why.
        why: NumberError,
    },
    /// A figure cannot be that of a target of this kind: a share of 120, a count of 2.5.
    DoesNotFit {
        /// Which target's.
        target: Key,
        /// Its kind.
        kind: Kind,
        /// The figure.
        value: Decimal,
    },
    /// The target would be due before the plan begins.
    DueBefore {
        /// Which.
        target: Key,
        /// Its last day.
        due: Date,
        /// The first day of the plan.
        from: Date,
    },
    /// A target that units have reported on is no part of the new version.
    GoneWithReports {
        /// Which.
        target: TargetId,
        /// Its name.
        name: String,
        /// What can be done about it.
        advice: Advice,
    },
}

/// What can be done about a target that has gone and was reported on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "advice", rename_all = "kebab-case")]
pub enum Advice {
    /// Its words still stand in the text: add it again.
    AddAgain {
        /// Where.
        #[serde(with = "pair")]
        span: Span,
    },
    /// This one is the most alike: give it the same kind and name, if it is the same.
    Resembles {
        /// Which.
        target: Key,
    },
    /// Close it (销号) in the version that is in force, or leave it in.
    Close,
}
