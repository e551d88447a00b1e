//! 督查总览 as it crosses the wire.

use serde::{Deserialize, Serialize};
use yaodian_audit::Finding;
use yaodian_domain::{
    Date,
    check::{Assessment, Status},
    cockpit::{Cell, Grain, Place},
    id::{LedgerId, ReportId, TargetId, UnitId},
    observation::Lateness,
    period::{Period, Stage},
    plan::Name,
    report::StateName,
    standing::Tally,
    target::Target,
    unit::{Unit, UnitKind},
};

/// Tasks × units on the product's day, and what the office has to see to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cockpit {
    /// Of which state this is the picture; `/api/v1/cockpit/live` tells of each new one.
    pub mark: String,
    /// The product's day.
    pub as_of: Date,
    /// The day against which «turned red» is told.
    pub since: Date,
    /// The period that units report on.
    pub period: Period,
    /// Where it stands.
    pub stage: Stage,
    /// When its reports are due.
    pub due: Date,
    /// Whether the reader reminds units and issues slips.
    pub acts: bool,
    /// What rows there are.
    pub grain: Grain,
    /// The plan's chapters, in order.
    pub chapters: Vec<Name>,
    /// The units, in the order of the columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// How many targets stand where.
    pub targets: Tally,
    /// 未报.
    pub unreported: Vec<Unreported>,
    /// 待审.
    pub desks: Vec<Desk>,
    /// 本周转红.
    pub turned: Vec<Turned>,
    /// What does not fit in the audit, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit: Option<AuditAlarm>,
}

/// The audit, or what it says of records, does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditAlarm {
    /// When the server found it, by the clock of China: `2023-09-25 10:00:00`.
    pub at: String,
    /// From which row on the chain does not fit, if it does not.
    pub broken: Option<i64>,
    /// Some of the records that do not, and of the ends of days through which the chain does not go.
    pub records: Vec<Finding>,
    /// How many findings there are, rows and records together.
    pub findings: usize,
}

/// A unit of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Which.
    pub unit: UnitId,
    /// Its name.
    pub name: Name,
    /// The shortest Chinese name that it goes by.
    pub short: String,
    /// What sort of unit it is.
    pub kind: UnitKind,
}

/// A row of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What it stands for.
    pub place: Place,
    /// Its name.
    pub name: Name,
    /// Its chapter, counted from 0; `None` for the headline statement.
    pub chapter: Option<usize>,
    /// How the whole stands.
    pub status: Status,
    /// Its targets, in the plan's order.
    pub targets: Vec<TargetId>,
    /// How many of them turned red.
    pub turned: usize,
    /// The cells that are not blank.
    pub cells: Vec<Cell>,
    /// Columns of units that the text names there and that owe no figure of their own.
    pub named: Vec<usize>,
}

/// A unit that has not sent everything it owes for the current period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreported {
    /// Its column.
    pub column: usize,
    /// How many reports are missing.
    pub missing: usize,
    /// How many of these were handed back.
    pub returned: usize,
    /// Of how many.
    pub owed: usize,
}

/// What waits for one unit's review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// Its column; `None` for the office.
    pub column: Option<usize>,
    /// The reports, the longest wait first.
    pub waiting: Vec<Waiting>,
}

/// A report that waits for review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The report.
    pub report: ReportId,
    /// The name of its target.
    pub name: Name,
    /// The column of the unit that sent it.
    pub column: usize,
    /// For which period.
    pub period: Period,
    /// Since when it waits.
    pub since: Date,
}

/// A target, or a unit's part of it, that turned red.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turned {
    /// The target.
    pub target: TargetId,
    /// Its name.
    pub name: Name,
    /// The row it stands in.
    pub place: Place,
    /// The column of the unit whose part it is; `None` for the whole.
    pub column: Option<usize>,
    /// How it stood.
    pub from: Status,
    /// How it stands.
    pub to: Status,
}

/// One unit's parts: of one row, or of all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// The unit.
    pub unit: Unit,
    /// The parts, in the plan's order.
    pub parts: Vec<Part>,
}

/// One unit's part of one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The row of the task it stands in.
    pub place: Place,
    /// The target as the unit has to keep it.
    pub target: Target,
    /// How the unit's part stands, and why.
    pub assessment: Assessment,
    /// Where the unit's report for the current period stands; drafts are the unit's own affair.
    pub state: Option<StateName>,
    /// 迟报: whether that was first sent after its due day.
    pub late: Option<Lateness>,
    /// That report, or the one that the figure rests on, if the reader may open it.
    pub report: Option<ReportId>,
    /// The ledger that the figure is counted from, with its evidence.
    pub ledger: Option<(LedgerId, Name)>,
}
