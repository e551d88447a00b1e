//! 调度期: the calendar as it comes out, and closed periods opened again.

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date,
    id::UnitId,
    period::{Cadence, Calendar, Period, Reopening, Stage},
    unit::Unit,
};

/// The periods of a plan on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Periods {
    /// The product's day.
    pub today: Date,
    /// The plan's calendar.
    pub calendar: Calendar,
    /// The periods that targets are reported for, the earliest first.
    pub periods: Vec<PeriodRow>,
    /// What was opened again, the latest first.
    pub reopenings: Vec<Reopening>,
    /// The units for which a period can be opened again.
    pub units: Vec<Unit>,
    /// Whether the person opens periods again.
    pub acts: bool,
}

/// One period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodRow {
    /// Which.
    pub period: Period,
    /// Where it stands for everybody.
    pub stage: Stage,
    /// The first day on which it can be reported on.
    pub opens: Date,
    /// The day on which its reports are due.
    pub due: Date,
    /// The last day on which a report is accepted.
    pub closes: Date,
    /// The last day on which a report is decided.
    pub locks: Date,
    /// How many reports are owed for it.
    pub owed: usize,
    /// How many of them were sent.
    pub sent: usize,
    /// How many of those were late.
    pub late: usize,
    /// How many wait for a review.
    pub waiting: usize,
    /// How many are approved.
    pub approved: usize,
}

impl PeriodRow {
    /// Whether it is a month, a quarter or a year.
    pub fn cadence(&self) -> Cadence {
        self.period.cadence()
    }
}

/// 重新开放: a closed period that is to be opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopen {
    /// Which.
    pub period: Period,
    /// For which unit; `None` for all.
    pub unit: Option<UnitId>,
    /// Up to which day.
    pub until: Date,
    /// Why.
    pub reason: String,
}
