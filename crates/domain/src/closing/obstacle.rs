//! What stands in the way of closing a plan.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    id::{CaseId, ReportId, TargetId, UnitId},
    period::Period,
    plan::Plan,
    report::{Report, StateName},
    supervision::{Case, CaseKind},
};

/// Something that stands in the way of closing a plan on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obstacle {
    /// The year is not over.
    TermNotOver {
        /// Its last day.
        last: Date,
    },
    /// Reports for the last period are still accepted.
    PeriodNotClosed {
        /// The period.
        period: Period,
        /// The last day on which they are.
        closes: Date,
    },
    /// A report has not come to its end.
    Report {
        /// Which.
        id: ReportId,
        /// On which target.
        target: TargetId,
        /// Whose.
        unit: UnitId,
        /// For which period.
        period: Period,
        /// Where it stands.
        state: StateName,
    },
    /// A case is open.
    Case {
        /// Which.
        id: CaseId,
        /// What it is about.
        kind: CaseKind,
        /// On which target.
        target: TargetId,
        /// About which unit.
        unit: UnitId,
    },
}

impl Obstacle {
    /// Whether a plan cannot be closed while it is there.
    ///
    /// What would change the final list forbids: time that is still running, a figure that was sent
    /// and that nobody has decided on, a request that nobody has answered. What only ends with the
    /// year may be left by whoever says so: a draft that was never sent or never sent again, and a
    /// slip, whose unit is judged by its figures anyway.
    pub fn forbids(&self) -> bool {
        match self {
            Self::TermNotOver { .. } | Self::PeriodNotClosed { .. } => true,
            Self::Report { state, .. } => matches!(state, StateName::Submitted | StateName::UnderReview),
            Self::Case { kind, .. } => *kind != CaseKind::Notice,
        }
    }

    /// The target that it is about, where it is about one.
    pub fn target(&self) -> Option<&TargetId> {
        match self {
            Self::TermNotOver { .. } | Self::PeriodNotClosed { .. } => None,
            Self::Report { target, .. } | Self::Case { target, .. } => Some(target),
        }
    }
}

/// Whether a report still waits for somebody.
fn is_open(report: &Report) -> bool {
    !report.state.name().counts()
}

/// What stands in the way of closing `plan` on `today`: first what forbids it.
pub fn obstacles<'a>(
    plan: &Plan,
    reports: impl IntoIterator<Item = &'a Report>,
    cases: &[Case],
    today: Date,
) -> Vec<Obstacle> {
    let mut all = Vec::new();
    let last = plan.term.to();
    if today <= last {
        all.push(Obstacle::TermNotOver { last });
    }
    // The last month, quarter and year, as far as anything is reported by them.
    let periods: BTreeSet<Period> = plan
        .targets
        .iter()
        .map(|target| Period::of(target.cadence(), last))
        .collect();
    for period in periods {
        let closes = plan.schedule().closes(period);
        if today <= closes {
            all.push(Obstacle::PeriodNotClosed { period, closes });
        }
    }
    // Whoever was promised a day may still send on it.
    let open = plan
        .reopenings
        .iter()
        .filter(|again| again.on <= today && today <= again.until);
    all.extend(open.map(|again| Obstacle::PeriodNotClosed {
        period: again.period,
        closes: again.until,
    }));
    all.extend(
        reports
            .into_iter()
            .filter(|report| is_open(report))
            .map(|report| Obstacle::Report {
                id: report.id.clone(),
                target: report.target.clone(),
                unit: report.unit.clone(),
                period: report.period,
                state: report.state.name(),
            }),
    );
    all.extend(
        cases
            .iter()
            .filter(|case| case.state().is_open())
            .map(|case| Obstacle::Case {
                id: case.id.clone(),
                kind: case.kind(),
                target: case.target.clone(),
                unit: case.unit.clone(),
            }),
    );
    // Stable: otherwise they stay in the order in which they came.
    all.sort_by_key(|obstacle| !obstacle.forbids());
    all
}
