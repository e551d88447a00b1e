//! The shapes that cross the wire, shared by server, browser and other tools.
//!
//! Everything under `/api/v1` speaks in these. They are made of the domain's own types, so that a
//! tool that reads them can also call the check.

pub mod bulletin;
mod case;
pub mod closing;
pub mod cockpit;
pub mod imports;
mod judgement;
pub mod keys;
pub mod ledger;
pub mod monitoring;
pub mod named;
pub mod open;
pub mod people;
pub mod periods;
mod problem;
pub mod prose;
pub mod reminders;
pub mod report;
pub mod shares;
pub mod sign_in;

pub use case::{About, CaseView, Cases, Issue, OpenCase, ProposalView, RequestGround, ScoreView, Scores, TakeStep};
pub use judgement::{Judge, Judgements, Voices};
pub use people::MyPost;
pub use problem::{AskingTrouble, Kind, Problem};
pub use report::{Difference, HistoryRow, Inbox, InboxItem, InboxRow, Move, Piece, ReportStep};

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date,
    access::Duty,
    allocation::Allocation,
    check::{Assessment, Policy, Status},
    id::{EvidenceId, LedgerId, ReportId, TargetId, UnitId},
    observation::{Figure, Lateness, Observation, Provenance},
    period::{Period, Reopening, Stage},
    plan::Name,
    report::{Report, StateName},
    target::Target,
    typed::Typed,
    unit::Unit,
};

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    /// The person's name.
    pub name: String,
    /// The unit the person acts for.
    pub unit: Unit,
    /// What the person is trusted with in the post in which he acts.
    pub duties: Vec<Duty>,
    /// How many reports wait for this person's review.
    pub waiting: usize,
    /// Of how many things the person is reminded today.
    pub reminders: usize,
    /// The post in which the person acts.
    pub post: MyPost,
    /// The other posts in which the person could act today.
    pub others: Vec<MyPost>,
}

/// A name and a password.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignIn {
    /// The name to sign in with.
    pub login: String,
    /// The password.
    pub password: String,
}

/// A new password, by the link of an invitation.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewPassword {
    /// The link's token.
    pub token: String,
    /// The password.
    pub password: String,
}

/// 本期应报: what a unit owes for a month, and for the quarter or year that ends with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Owed {
    /// The month.
    pub period: Period,
    /// Where it stands for the unit.
    pub stage: Stage,
    /// When reports are due.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub due: Date,
    /// After this day nothing is accepted.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub closes: Date,
    /// The product's day.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub today: Date,
    /// The closed periods that are open to the unit again.
    pub reopened: Vec<Reopening>,
    /// What is owed, most urgent first.
    pub items: Vec<OwedItem>,
}

/// One target that a unit owes a figure for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwedItem {
    /// The target.
    pub target: TargetId,
    /// Its name.
    pub name: Name,
    /// The words it comes from.
    pub quote: String,
    /// The item it stands in; `None` for the headline statement and for what was carried over.
    pub item: Option<u16>,
    /// For which period it is reported on now.
    pub period: Period,
    /// Where that stands for the unit.
    pub stage: Stage,
    /// Whether a report can be written on, sent or taken back.
    pub open: bool,
    /// Whether it was carried over from a plan before.
    #[serde(default)]
    pub carried: bool,
    /// The due date of the target itself.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub due: Date,
    /// How the unit's part stands by what is approved.
    pub status: Status,
    /// The unit's report for the period, if there is one.
    pub report: Option<ReportHead>,
}

/// A report in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportHead {
    /// How it is referred to.
    pub id: ReportId,
    /// Where it stands.
    pub state: StateName,
    /// The reviewer's note, if it was handed back.
    pub note: Option<String>,
    /// 迟报: whether it was first sent after its due day.
    pub late: Option<Lateness>,
}

/// Everything that the form for one target needs, so that it can judge by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Form {
    /// The target.
    pub target: Target,
    /// The unit that reports.
    pub unit: UnitId,
    /// Its share, where one was given.
    pub allocation: Option<Allocation>,
    /// The period.
    pub period: Period,
    /// Where the period stands.
    pub stage: Stage,
    /// When reports are due.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub due: Date,
    /// Whether the unit's leader signs a report before it is sent.
    pub leader_signs: bool,
    /// The product's day: the day of knowledge of what is typed.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub today: Date,
    /// What is known of the unit's part.
    pub observations: Vec<Observation>,
    /// Where the bands lie.
    pub policy: Policy,
    /// The latest report for the period, if there is one.
    pub report: Option<Report>,
    /// Whether a report can be written on, sent or taken back.
    pub open: bool,
    /// What the person can do with it, beside writing on it.
    pub may: Vec<Move>,
    /// What it says otherwise than the approved report that it corrects; empty if it corrects none.
    pub since_approval: Vec<Difference>,
    /// 迟报: whether that was first sent after its due day.
    pub late: Option<Lateness>,
    /// What happened to it.
    pub history: Vec<HistoryRow>,
    /// The ledger that the figure is counted from, once the unit has entries in it.
    pub ledger: Option<LedgerFigure>,
}

/// A figure that a ledger gives, so that it is not typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerFigure {
    /// The ledger.
    pub id: LedgerId,
    /// Its name.
    pub name: Name,
    /// What it says.
    pub figure: Figure,
    /// Whether its entries are made up.
    pub demonstration: bool,
}

/// What would be known if `report` were approved on its day, with which it becomes known: it takes
/// the place of the unit's approved report for the same days, as a correction does.
pub fn if_approved(known: &[Observation], report: Observation) -> Vec<Observation> {
    let mut all = known.to_vec();
    for other in &mut all {
        let corrected = matches!(other.provenance, Provenance::Reported { .. })
            && (&other.unit, other.span) == (&report.unit, report.span);
        if corrected && other.is_known_on(report.known_on) {
            other.withdrawn_on = Some(report.known_on);
        }
    }
    all.push(report);
    all
}

/// What a reporter saves or sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SaveReport {
    /// On which target.
    pub target: TargetId,
    /// For which period.
    pub period: Period,
    /// The report that is written on and the revision that was read; `None` for a new one.
    pub read: Option<Read>,
    /// The figure as typed.
    pub typed: Typed,
    /// 进展情况.
    #[serde(default)]
    pub progress: String,
    /// 存在问题.
    #[serde(default)]
    pub problems: String,
    /// 下一步措施.
    #[serde(default)]
    pub next_steps: String,
    /// 佐证材料: the files, each taken in before.
    #[serde(default)]
    pub evidence: Vec<EvidenceId>,
    /// Whether to send it, to the own leader or to the reviewer; else it is kept as a draft.
    pub send: bool,
}

/// Which state of a report somebody has read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Read {
    /// The report.
    pub id: ReportId,
    /// Its revision.
    pub revision: i64,
}

/// The server's answer to a saved or sent report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Saved {
    /// The report as it stands now.
    pub report: Report,
    /// 迟报: whether it was first sent after its due day.
    pub late: Option<Lateness>,
    /// How the unit's part would stand with it, judged by the server.
    pub assessment: Assessment,
    /// What was done, as the history of the report tells it from now on.
    pub step: HistoryRow,
    /// What the person can do with it now, beside writing on it.
    pub may: Vec<Move>,
}

/// The day to which a trial's clock is to be moved, or at which it has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrialDay {
    /// The day.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub day: Date,
}

/// One question to the check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssessRequest {
    /// The target.
    pub target: Target,
    /// What became known of it.
    pub observations: Vec<Observation>,
    /// The day of knowledge.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub as_of: Date,
    /// Where the bands lie.
    #[serde(default)]
    pub policy: Policy,
}
