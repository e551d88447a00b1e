//! Who may do what.

use serde::{Deserialize, Serialize};

use crate::{
    id::{ReportId, UnitId},
    plan::Plan,
    target::Target,
};

/// What a person is trusted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// 填报: reports for the own unit.
    Reporter,
    /// 审核: approves or returns what is reported on the tasks that the own unit leads.
    Reviewer,
    /// 督查: sees everything, and reviews what no lead unit can.
    Office,
    /// 管理: people and plans.
    Administrator,
}

/// A person who is signed in, as far as the rules care.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name that reports and history show.
    pub name: String,
    /// The unit the person acts for.
    pub unit: UnitId,
    /// What the person is trusted with.
    pub duties: Vec<Duty>,
}

/// Why a person may not do something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The person is no reporter.
    #[error("not a reporter")]
    NotAReporter,
    /// The target is another unit's to report on.
    #[error("another unit's target")]
    OtherUnit,
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
    /// Nobody reviews the report of the own unit while somebody else can.
    #[error("a report of the own unit")]
    OwnReport {
        /// The report.
        report: ReportId,
    },
    /// The office decides nothing for its own unit.
    #[error("a case of the own unit")]
    OwnCase,
    /// The step is another unit's, or takes another duty.
    #[error("not this person's step")]
    NotYourStep,
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

    /// Whether the person may approve or return what `reporter` reported on `target`.
    ///
    /// The lead units of a task review what others report on it. The office may review anything
    /// but its own unit's reports: it stands in where the text names no lead unit (the headline
    /// statement) and where the lead unit reports itself.
    pub fn may_review(
        &self,
        plan: &Plan,
        target: &Target,
        reporter: &UnitId,
        report: &ReportId,
    ) -> Result<(), Refusal> {
        let reviewer = self.is(Duty::Reviewer);
        if !reviewer && !self.is(Duty::Office) {
            Err(Refusal::NotAReviewer)
        } else if reporter == &self.unit {
            Err(Refusal::OwnReport { report: report.clone() })
        } else if self.is(Duty::Office) || plan.leads(target).contains(&self.unit) {
            Ok(())
        } else {
            Err(Refusal::NotLeading)
        }
    }
}
