//! Who may do what.
//!
//! # Invariant
//!
//! Nobody approves, signs or judges a report in which a hand of his is, whatever post he acts in. A
//! person's hands ([`Person::hands`]) are his own account and, while he stands in for somebody
//! (代理), that one's too: a deputy acts by the authority of the one who is away, and so neither
//! approves what that one wrote, nor has what he writes himself approved by that one later, in
//! another post. A report keeps the hands that wrote or sent it ([`Report::hands`]) and those that
//! signed it, which may sign it again. It is people
//! that are told apart, and beside that units: a unit's report is reviewed by another unit.
//!
//! All of it as one table: [`matrix`].

pub mod matrix;

use serde::{Deserialize, Serialize};

use crate::{
    id::{AccountId, ReportId, UnitId},
    plan::Plan,
    report::Report,
    supervision::{CaseKind, Matter, Step},
    target::Target,
};

/// What a person is trusted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// 填报: reports for the own unit.
    Reporter,
    /// 签发: signs what the own unit sends, where the plan asks for a signature.
    Leader,
    /// 审核: approves or returns what is reported on the tasks that the own unit leads.
    Reviewer,
    /// 督查: sees everything, and reviews what no lead unit can.
    Office,
    /// 管理: people and plans.
    Administrator,
}

impl Duty {
    /// All of them, in their order.
    pub const ALL: [Self; 5] = [
        Self::Reporter,
        Self::Leader,
        Self::Reviewer,
        Self::Office,
        Self::Administrator,
    ];

    /// The name in addresses and data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reporter => "reporter",
            Self::Leader => "leader",
            Self::Reviewer => "reviewer",
            Self::Office => "office",
            Self::Administrator => "administrator",
        }
    }

    /// The duty with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|duty| duty.as_str() == name)
    }
}

/// A person who is signed in and acts in a post, as far as the rules care. Made by
/// [`Post::person`](crate::people::Post::person) of the post in which the person acts on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Person {
    /// The account, the same in every post.
    pub account: AccountId,
    /// The name that reports and history show.
    pub name: String,
    /// The unit the person acts for.
    pub unit: UnitId,
    /// What the person is trusted with in that post.
    pub duties: Vec<Duty>,
    /// 代理: for whom the person stands in.
    pub stands_in_for: Option<AccountId>,
}

/// Why a person may not do something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The person is no reporter.
    #[error("not a reporter")]
    NotAReporter,
    /// The target is another unit's to report on.
    #[error("another unit's target")]
    OtherUnit,
    /// The person is no leader of the unit.
    #[error("not the leader of the unit")]
    NotTheLeader,
    /// The person is no reviewer.
    #[error("not a reviewer")]
    NotAReviewer,
    /// The person is not of the supervision office.
    #[error("not of the supervision office")]
    NotTheOffice,
    /// The person is no administrator.
    #[error("not an administrator")]
    NotAnAdministrator,
    /// The person's unit does not lead the task.
    #[error("the person's unit does not lead this task")]
    NotLeading,
    /// Only the office and administrators see how everybody stands.
    #[error("neither of the supervision office nor an administrator")]
    NotOverseeing,
    /// Only the office and administrators bring plans in and break targets down.
    #[error("neither of the supervision office nor an administrator")]
    NotPlanning,
    /// Nobody reviews the report of the own unit while somebody else can.
    #[error("a report of the own unit")]
    OwnReport {
        /// The report.
        report: ReportId,
    },
    /// The office decides nothing for its own unit.
    #[error("a case of the own unit")]
    OwnCase,
    /// Nobody judges a target that the own unit alone reports.
    #[error("a target that the own unit alone reports")]
    OwnTarget,
    /// The step is another unit's, or takes another duty.
    #[error("not this person's step")]
    NotYourStep,
    /// It is another plan's than the one in which the person's post holds.
    #[error("a matter of another plan")]
    OtherPlan,
    /// Nobody reviews or judges what he wrote or sent himself, or what was written by the one for
    /// whom he stands in, in whichever post.
    #[error("a report that went through the person's own hands")]
    OwnHand,
}

impl Person {
    /// Whether the person carries `duty`.
    pub fn is(&self, duty: Duty) -> bool {
        self.duties.contains(&duty)
    }

    /// Whether the person may see the cockpit: every unit's parts, reports and reviews.
    pub fn may_oversee(&self) -> Result<(), Refusal> {
        if self.is(Duty::Office) || self.is(Duty::Administrator) {
            Ok(())
        } else {
            Err(Refusal::NotOverseeing)
        }
    }

    /// Whether the person may bring plans in and break their targets down.
    pub fn may_plan(&self) -> Result<(), Refusal> {
        self.may_oversee().map_err(|_| Refusal::NotPlanning)
    }

    /// Whether the person may report on `target`.
    pub fn may_report(&self, target: &Target) -> Result<(), Refusal> {
        if !self.is(Duty::Reporter) {
            Err(Refusal::NotAReporter)
        } else if target.reporters.contains(&self.unit) {
            Ok(())
        } else {
            Err(Refusal::OtherUnit)
        }
    }

    /// Whether the person may take back a report that nobody has read.
    pub fn may_recall(&self, report: &Report) -> Result<(), Refusal> {
        if !self.is(Duty::Reporter) {
            Err(Refusal::NotAReporter)
        } else if report.unit == self.unit {
            Ok(())
        } else {
            Err(Refusal::OtherUnit)
        }
    }

    /// Whether the person may sign a report of his unit, or hand it back unsigned.
    pub fn may_sign(&self, report: &Report) -> Result<(), Refusal> {
        if !self.is(Duty::Leader) {
            Err(Refusal::NotTheLeader)
        } else if report.unit == self.unit {
            self.has_not_written(report)
        } else {
            Err(Refusal::OtherUnit)
        }
    }

    /// The accounts by whose authority the person acts: the own one and that of whom the person
    /// stands in for.
    pub fn hands(&self) -> impl Iterator<Item = &AccountId> {
        std::iter::once(&self.account).chain(&self.stands_in_for)
    }

    /// Whether none of the person's hands is among those that wrote, sent or signed a report.
    pub fn has_no_hand_in(&self, report: &Report) -> Result<(), Refusal> {
        self.has_not_written(report)?;
        if self.hands().any(|hand| report.signed_by.contains(hand)) {
            Err(Refusal::OwnHand)
        } else {
            Ok(())
        }
    }

    /// Whether none of the person's hands is among those that wrote or sent a report.
    fn has_not_written(&self, report: &Report) -> Result<(), Refusal> {
        if self.hands().any(|hand| report.hands.contains(hand)) {
            Err(Refusal::OwnHand)
        } else {
            Ok(())
        }
    }

    /// Whether the person may approve or return a report on `target`.
    ///
    /// The lead units of a task review what others report on it. The office may review anything
    /// but its own unit's reports: it stands in where the text names no lead unit (the headline
    /// statement) and where the lead unit reports itself.
    pub fn may_review(&self, plan: &Plan, target: &Target, report: &Report) -> Result<(), Refusal> {
        let reviewer = self.is(Duty::Reviewer);
        if !reviewer && !self.is(Duty::Office) {
            Err(Refusal::NotAReviewer)
        } else if report.unit == self.unit {
            Err(Refusal::OwnReport {
                report: report.id.clone(),
            })
        } else if self.is(Duty::Office) || plan.leads(target).contains(&self.unit) {
            self.has_no_hand_in(report)
        } else {
            Err(Refusal::NotLeading)
        }
    }

    /// Whether the person may see a report in order to decide about it: one that has not left its unit is
    /// the leader's, any other the reviewers'.
    pub fn may_handle(&self, plan: &Plan, target: &Target, report: &Report) -> Result<(), Refusal> {
        if report.state.is_within_unit() {
            self.may_sign(report)
        } else {
            self.may_review(plan, target, report)
        }
    }

    /// Whether the person may say how a target stands in a reviewer's eyes: who may review what is reported on
    /// it may, the units that lead its task and the office. Nobody judges what the own unit alone reports.
    pub fn may_judge(&self, plan: &Plan, target: &Target) -> Result<(), Refusal> {
        let office = self.is(Duty::Office);
        let own = !target.reporters.is_empty() && target.reporters.iter().all(|unit| *unit == self.unit);
        if !office && !self.is(Duty::Reviewer) {
            Err(Refusal::NotAReviewer)
        } else if own {
            Err(Refusal::OwnTarget)
        } else if office || plan.leads(target).contains(&self.unit) {
            Ok(())
        } else {
            Err(Refusal::NotLeading)
        }
    }

    /// Whether the person may attach files to what the own unit says of `target`: to a report on it, or to a
    /// request that its part or the whole of it be closed.
    pub fn may_attach(&self, plan: &Plan, target: &Target) -> Result<(), Refusal> {
        if self.may_report(target).is_ok() {
            return Ok(());
        }
        let closure = |whole| Matter::Closure {
            whole,
            evidence: Vec::new(),
            files: Vec::new(),
        };
        let part = self.may_open(plan, target, &closure(false));
        part.or_else(|_| self.may_open(plan, target, &closure(true)))?;
        self.may_step(plan, target, &self.unit, CaseKind::Closure, Step::Opened)
    }

    /// Whether the person may open a closed period again: the office, for all units or for one that is not its
    /// own.
    pub fn may_reopen_periods_of(&self, unit: Option<&UnitId>) -> Result<(), Refusal> {
        self.of_the_office()?;
        if unit == Some(&self.unit) {
            Err(Refusal::OwnCase)
        } else {
            Ok(())
        }
    }

    /// Whether the person may ask units for what they owe, and see what they were sent.
    pub fn may_ask_units(&self) -> Result<(), Refusal> {
        self.of_the_office()
    }

    /// Whether the person may see drafts of bulletins, write and publish them.
    pub fn may_issue_bulletins(&self) -> Result<(), Refusal> {
        self.of_the_office()
    }

    /// Whether the person may move the clock of a trial.
    pub fn may_move_the_day(&self) -> Result<(), Refusal> {
        self.of_the_office()
    }

    /// What the supervision office alone does.
    pub(crate) fn of_the_office(&self) -> Result<(), Refusal> {
        if self.is(Duty::Office) {
            Ok(())
        } else {
            Err(Refusal::NotTheOffice)
        }
    }

    /// Whether the person may look after people and their posts.
    pub fn may_manage_people(&self) -> Result<(), Refusal> {
        if self.is(Duty::Administrator) {
            Ok(())
        } else {
            Err(Refusal::NotAnAdministrator)
        }
    }
}
