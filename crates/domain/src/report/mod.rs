//! 填报: how a unit's figure travels from draft to publication.
//!
//! ```text
//!                              recall
//!    ┌────────────────┬──────────────────────┐
//!    ▼  lay before    │      sign            │  take up           approve          publish
//!  Draft ─▶ AwaitingSignature ─────▶ Submitted ────▶ UnderReview ────▶ Approved ────▶ Published
//!    ▲ │                │                ▲    ◀────     │
//!    │ └─ submit ───────│────────────────┘    put back  │ hand back
//!    │ edit             │ refuse to sign                │
//!    └──── Returned ◀───┴───────────────────────────────┘
//! ```
//!
//! The leader's signature is asked for where the plan's [`Rules`] do. What is approved or published
//! changes no more: a correction is a new report for the same period, which takes its place once it
//! is approved.
//!
//! Every step is a function that can refuse. A step raises the revision, and whoever acts must
//! name the revision he has read: of two reviewers who act at once, the second is told so. Who may
//! take a step is asked of [`Person`].

mod state;
mod steps;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    access::Person,
    evidence::Evidence,
    id::{AccountId, ReportId, TargetId, UnitId},
    observation::{Figure, Lateness, Observation, Provenance},
    period::Period,
};

pub use state::{Mark, State, StateName, StepName};
pub use steps::InvalidStep;

/// How a plan's reports travel. The default asks for no signature.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rules {
    /// Whether a unit's own leader signs a report before it is sent.
    #[serde(default)]
    pub leader_signs: bool,
}

impl Rules {
    /// Whether they are the default.
    pub fn is_default(&self) -> bool {
        self == &Self::default()
    }
}

/// What a unit says: the figure, the words around it, and what proves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Content {
    /// The figure.
    pub figure: Figure,
    /// 进展情况.
    #[serde(default)]
    pub progress: String,
    /// 存在问题.
    #[serde(default)]
    pub problems: String,
    /// 下一步措施.
    #[serde(default)]
    pub next_steps: String,
    /// 佐证材料.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

impl Content {
    /// A figure without words.
    pub fn of(figure: Figure) -> Self {
        Self {
            figure,
            progress: String::new(),
            problems: String::new(),
            next_steps: String::new(),
            evidence: Vec::new(),
        }
    }
}

/// The longest text, in characters, that one field of a report may have.
pub const LONGEST_TEXT: usize = 4_000;

/// 填报: a unit's submission for one target and one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// How it is referred to.
    pub id: ReportId,
    /// On which target.
    pub target: TargetId,
    /// Whose report.
    pub unit: UnitId,
    /// For which period.
    pub period: Period,
    /// Raised by every step; 1 for a new draft.
    pub revision: i64,
    /// Where it stands.
    pub state: State,
    /// By when it was due, by the calendar of the day on which it was begun. It stays, whatever
    /// becomes of the calendar.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub due: Date,
    /// When the unit first sent a report on this target for this period: this one, or the one that
    /// it corrects. It decides whether the report is late, for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
    pub first_sent_on: Option<Date>,
    /// Who wrote or sent it: the accounts, and those for whom they stood in. None of them signs or
    /// reviews it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub hands: BTreeSet<AccountId>,
    /// Who signed it for the unit, in the same way. None of them reviews it; whoever signed once may sign
    /// it again when it comes back.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub signed_by: BTreeSet<AccountId>,
    /// What it says.
    pub content: Content,
}

impl Report {
    /// A new draft, of a report that is due on `due`.
    pub fn draft(
        id: ReportId,
        target: TargetId,
        unit: UnitId,
        period: Period,
        due: Date,
        content: Content,
    ) -> Result<Self, InvalidStep> {
        steps::check(&content)?;
        Ok(Self {
            id,
            target,
            unit,
            period,
            revision: 1,
            state: State::Draft,
            due,
            first_sent_on: None,
            hands: BTreeSet::new(),
            signed_by: BTreeSet::new(),
            content,
        })
    }

    /// The same report, signed by a person.
    #[must_use]
    pub fn signed_by(mut self, person: &Person) -> Self {
        self.signed_by.extend(person.hands().cloned());
        self
    }

    /// The same report with the hands of a person who wrote or sent it.
    #[must_use]
    pub fn in_hands_of(mut self, person: &Person) -> Self {
        self.hands.extend(person.hands().cloned());
        self
    }

    /// The same draft as a correction of `earlier`, a report for the same target and period: what
    /// was sent in time stays in time, and what was late stays late.
    #[must_use]
    pub fn correcting(self, earlier: &Self) -> Self {
        Self {
            due: earlier.due,
            first_sent_on: earlier.first_sent_on,
            ..self
        }
    }

    /// Whether it was first sent after its due day, and by how much.
    pub fn lateness(&self) -> Option<Lateness> {
        let due = self.due;
        self.first_sent_on
            .filter(|&sent| sent > due)
            .map(|sent| Lateness { due, sent })
    }

    /// What the check may know of it: something only once it is approved, from that day on.
    pub fn observation(&self) -> Option<Observation> {
        let known_on = self.state.counts_from()?;
        Some(Observation {
            provenance: Provenance::Reported {
                report: self.id.clone(),
                late: self.lateness(),
            },
            ..self.preview(known_on)
        })
    }

    /// What it would tell the check if it counted from `known_on`: for showing a unit, before it
    /// sends, how it will stand.
    pub fn preview(&self, known_on: Date) -> Observation {
        preview(&self.unit, self.period, &self.content.figure, known_on)
    }
}

/// What a report of `figure` would tell the check. Reports are cumulative: a report for September
/// speaks of January to September.
pub fn preview(unit: &UnitId, period: Period, figure: &Figure, known_on: Date) -> Observation {
    Observation {
        unit: Some(unit.clone()),
        span: period.year_to_date(),
        known_on,
        figure: figure.clone(),
        change_on_last_year: None,
        samples: None,
        withdrawn_on: None,
        provenance: Provenance::Draft,
    }
}
