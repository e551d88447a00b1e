//! 督查: slips, extensions, changes and closures as they cross the wire.

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date, Decimal,
    check::{NoticeColour, Status},
    id::{CaseId, EvidenceId, TargetId, UnitId},
    plan::Name,
    score::{Rules, Score},
    supervision::{Case, CaseKind, Proposal, Step},
    unit::Unit,
};

/// A target and a unit, with what a list shows of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The target's name.
    pub name: Name,
    /// The words it comes from.
    pub quote: String,
    /// The item it stands in; `None` for the headline statement.
    pub item: Option<u16>,
    /// The unit.
    pub unit: Unit,
    /// How its part (for a closure of the whole, the target) stands today.
    pub status: Status,
}

/// A case as somebody sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    /// The case.
    pub case: Case,
    /// What it is about.
    pub about: About,
    /// Whether a unit is late with it.
    pub overdue: bool,
    /// The steps that the person can take.
    pub may: Vec<Step>,
}

/// A slip that is called for, before anybody has issued it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalView {
    /// What is proposed.
    pub proposal: Proposal,
    /// What it is about.
    pub about: About,
    /// By when it would have to be signed for.
    pub sign_by: Date,
    /// By when it would have to be answered.
    pub answer_by: Date,
}

/// Cases, the open ones first, and of those the most urgent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cases {
    /// The product's day.
    pub today: Date,
    /// Those that the person may see.
    pub cases: Vec<CaseView>,
    /// Slips that are called for; for the office only.
    pub proposals: Vec<ProposalView>,
}

/// A slip to be issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// On which target.
    pub target: TargetId,
    /// To which unit.
    pub unit: UnitId,
    /// Its colour.
    pub colour: NoticeColour,
    /// What the unit is asked to do.
    pub demand: String,
    /// By when it is to be answered; as the plan's ladder says, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Date>,
    /// The open slip that it takes the place of, and how many steps of it were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<(CaseId, usize)>,
}

/// What is to be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpenCase {
    /// Slips, all of them or none.
    Notices(Vec<Issue>),
    /// A later due date.
    Extension {
        /// For which target.
        target: TargetId,
        /// The date asked for.
        new_due: Date,
        /// Why.
        reason: String,
    },
    /// Another number.
    Change {
        /// For which target.
        target: TargetId,
        /// The new floor, ceiling or goal.
        number: Decimal,
        /// The new size of the inventory.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        inventory: Option<Decimal>,
        /// Why, and by which document.
        reason: String,
    },
    /// Points of the score are to be given back.
    Appeal {
        /// On which target.
        target: TargetId,
        /// How many points.
        points: Decimal,
        /// Why.
        reason: String,
    },
    /// What is done is to be closed.
    Closure {
        /// Which target.
        target: TargetId,
        /// Whether the whole target is meant.
        whole: bool,
        /// What proves it, in words.
        evidence: Vec<String>,
        /// The files that prove it, each taken in before.
        #[serde(default)]
        files: Vec<EvidenceId>,
        /// What was done.
        note: String,
    },
}

/// What a person's unit can ask for about a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestGround {
    /// The target.
    pub target: TargetId,
    /// What it is, and how the unit's part (or else the whole) stands.
    pub about: About,
    /// The due date in force.
    pub due: Date,
    /// The number in force, where there is one.
    pub number: Option<Decimal>,
    /// Whether the number is a share of an inventory, whose size could change as well.
    pub inventory: bool,
    /// What can be asked for.
    pub may: Vec<CaseKind>,
    /// Whether the unit has a part that it can ask to close,
    pub part: bool,
    /// and whether it can ask to close the whole.
    pub whole: bool,
}

/// A step to be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeStep {
    /// How many steps had been read.
    pub read: usize,
    /// Which.
    pub step: Step,
    /// With which words.
    #[serde(default)]
    pub note: String,
}

/// A unit's score, with the names that a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreView {
    /// The score.
    pub score: Score,
    /// The unit.
    pub unit: Unit,
    /// The names of the targets in it, in the order of its lines; empty where the arithmetic is
    /// not the person's to see.
    pub names: Vec<Name>,
}

/// 考核: the scores of all units on a day, by kind and place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores {
    /// The day of knowledge.
    pub as_of: Date,
    /// By which rules.
    pub rules: Rules,
    /// The scores. The arithmetic of other units is left out for whoever is not of the office.
    pub scores: Vec<ScoreView>,
}
