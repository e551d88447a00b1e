//! 填报: how a unit's figure travels from draft to approval.
//!
//! ```text
//!            submit              approve
//!   Draft ───────────▶ Submitted ───────▶ Approved
//!     ▲                  │                   │
//!     │ edit             │ return            │ (nothing: a correction is a new report
//!     └──── Returned ◀───┘                   │  for the same period, which takes its place)
//! ```
//!
//! Every step is a function that can refuse. A step raises the revision, and whoever acts must
//! name the revision he has read: of two reviewers who act at once, the second is told so.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    access::Person,
    id::{AccountId, ReportId, TargetId, UnitId},
    observation::{Figure, Lateness, Observation, Provenance},
    period::{Calendar, Period},
};

/// Where a report stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Being written by the unit.
    Draft,
    /// Sent, waiting for a reviewer.
    Submitted {
        /// On which day.
        on: Date,
        /// By whom.
        by: String,
    },
    /// Handed back to the unit.
    Returned {
        /// On which day.
        on: Date,
        /// By whom.
        by: String,
        /// What is to be mended.
        note: String,
    },
    /// Approved: it counts from this day on.
    Approved {
        /// On which day.
        on: Date,
        /// By whom.
        by: String,
    },
}

impl State {
    /// Which of the four it is.
    pub fn name(&self) -> StateName {
        match self {
            Self::Draft => StateName::Draft,
            Self::Submitted { .. } => StateName::Submitted,
            Self::Returned { .. } => StateName::Returned,
            Self::Approved { .. } => StateName::Approved,
        }
    }
}

/// The names of the states; for lists, filters and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is documented at `State`")]
pub enum StateName {
    Draft,
    Submitted,
    Returned,
    Approved,
}

impl StateName {
    /// The name as it stands in columns and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Approved => "approved",
        }
    }
}

/// What a unit says: the figure and the words around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// The longest text, in characters, that one field of a report may have.
pub const LONGEST_TEXT: usize = 4_000;

/// 填报: a unit's submission for one target and one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// When the unit first sent a report on this target for this period: this one, or the one that
    /// it corrects. It decides whether the report is late, for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_sent_on: Option<Date>,
    /// Whose hands it went through in the unit: the accounts that wrote or sent it, and those for
    /// whom they stood in. None of them reviews it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub hands: BTreeSet<AccountId>,
    /// What it says.
    pub content: Content,
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum InvalidStep {
    /// The report has moved on since it was read.
    #[error("revision {read} was read, {now} is the latest")]
    MovedOn {
        /// The revision that was read.
        read: i64,
        /// The latest one.
        now: i64,
        /// Where the report stands now.
        state: State,
    },
    /// A report in this state cannot take this step.
    #[error("not from {from:?}")]
    NotFrom {
        /// Where the report stands.
        from: StateName,
    },
    /// A report is handed back with a note, or not at all.
    #[error("no note")]
    NoteMissing,
    /// A text is longer than [`LONGEST_TEXT`].
    #[error("{length} characters")]
    TextTooLong {
        /// How long it is, in characters.
        length: usize,
    },
}

impl Report {
    /// A new draft.
    pub fn draft(
        id: ReportId,
        target: TargetId,
        unit: UnitId,
        period: Period,
        content: Content,
    ) -> Result<Self, InvalidStep> {
        check_texts(&content)?;
        Ok(Self {
            id,
            target,
            unit,
            period,
            revision: 1,
            state: State::Draft,
            first_sent_on: None,
            hands: BTreeSet::new(),
            content,
        })
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
            first_sent_on: earlier.first_sent_on,
            ..self
        }
    }

    /// Whether it was first sent after its due day, and by how much.
    pub fn lateness(&self, calendar: Calendar) -> Option<Lateness> {
        let due = calendar.due(self.period);
        self.first_sent_on
            .filter(|&sent| sent > due)
            .map(|sent| Lateness { due, sent })
    }

    fn step(&self, read: i64, from: &[StateName], state: State) -> Result<Self, InvalidStep> {
        if read != self.revision {
            return Err(InvalidStep::MovedOn {
                read,
                now: self.revision,
                state: self.state.clone(),
            });
        }
        if !from.contains(&self.state.name()) {
            return Err(InvalidStep::NotFrom {
                from: self.state.name(),
            });
        }
        let sent_on = match state {
            State::Submitted { on, .. } => Some(on),
            _ => None,
        };
        Ok(Self {
            revision: self.revision + 1,
            state,
            first_sent_on: self.first_sent_on.or(sent_on),
            ..self.clone()
        })
    }

    /// The unit writes on: a draft, or what was handed back, becomes a draft with new content.
    pub fn edit(&self, read: i64, content: Content) -> Result<Self, InvalidStep> {
        check_texts(&content)?;
        let edited = self.step(read, &[StateName::Draft, StateName::Returned], State::Draft)?;
        Ok(Self { content, ..edited })
    }

    /// The unit writes on and sends it, in one step.
    pub fn send(&self, read: i64, content: Content, by: &str, on: Date) -> Result<Self, InvalidStep> {
        check_texts(&content)?;
        let sent = self.submit(read, by, on)?;
        Ok(Self { content, ..sent })
    }

    /// The unit sends it as it stands.
    pub fn submit(&self, read: i64, by: &str, on: Date) -> Result<Self, InvalidStep> {
        self.step(
            read,
            &[StateName::Draft, StateName::Returned],
            State::Submitted { on, by: by.to_owned() },
        )
    }

    /// A reviewer hands it back.
    pub fn hand_back(&self, read: i64, by: &str, on: Date, note: &str) -> Result<Self, InvalidStep> {
        let note = note.trim();
        let length = note.chars().count();
        if note.is_empty() {
            return Err(InvalidStep::NoteMissing);
        }
        if length > LONGEST_TEXT {
            return Err(InvalidStep::TextTooLong { length });
        }
        self.step(
            read,
            &[StateName::Submitted],
            State::Returned {
                on,
                by: by.to_owned(),
                note: note.to_owned(),
            },
        )
    }

    /// A reviewer approves it.
    pub fn approve(&self, read: i64, by: &str, on: Date) -> Result<Self, InvalidStep> {
        self.step(read, &[StateName::Submitted], State::Approved { on, by: by.to_owned() })
    }

    /// What the check may know of it: something only once it is approved, from that day on.
    pub fn observation(&self, calendar: Calendar) -> Option<Observation> {
        match self.state {
            State::Approved { on, .. } => Some(self.observed(
                on,
                Provenance::Reported {
                    report: self.id.clone(),
                    late: self.lateness(calendar),
                },
            )),
            _ => None,
        }
    }

    /// What it would tell the check if it counted from `known_on`: for showing a unit, before it
    /// sends, how it will stand.
    pub fn preview(&self, known_on: Date) -> Observation {
        preview(&self.unit, self.period, &self.content.figure, known_on)
    }

    fn observed(&self, known_on: Date, provenance: Provenance) -> Observation {
        Observation {
            provenance,
            ..self.preview(known_on)
        }
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

fn check_texts(content: &Content) -> Result<(), InvalidStep> {
    let words = match &content.figure {
        Figure::Words { text } => &**text,
        _ => "",
    };
    [words, &content.progress, &content.problems, &content.next_steps]
        .into_iter()
        .map(|text| text.chars().count())
        .find(|&length| length > LONGEST_TEXT)
        .map_or(Ok(()), |length| Err(InvalidStep::TextTooLong { length }))
}
