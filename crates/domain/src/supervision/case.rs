//! A case: its matter, and the steps that were taken.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{CaseKind, Matter, Notice, State, Step, Taken, step::after};
use crate::{
    check::Status,
    decision::{DecisionProblem, Extension},
    evidence::MOST_FILES,
    hand::Hand,
    id::{CaseId, TargetId, UnitId},
    report::LONGEST_TEXT,
    target::Target,
};

/// Something to be settled between a unit and the office.
///
/// Invariant: the first step is [`Step::Opened`], and each could be taken after those before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Case {
    /// How it is referred to.
    pub id: CaseId,
    /// On which target.
    pub target: TargetId,
    /// The unit that it is about: the one that answers, or the one that asks.
    pub unit: UnitId,
    /// What it is about.
    pub matter: Matter,
    steps: Vec<Taken>,
}

/// A case as it is read, before anybody has looked whether its steps fit.
#[derive(Deserialize)]
struct Stored {
    id: CaseId,
    target: TargetId,
    unit: UnitId,
    matter: Matter,
    steps: Vec<Taken>,
}

impl TryFrom<Stored> for Case {
    type Error = CaseProblem;
    fn try_from(stored: Stored) -> Result<Self, CaseProblem> {
        let (first, rest) = stored.steps.split_first().ok_or(CaseProblem::NotBegun)?;
        if first.step != Step::Opened {
            return Err(CaseProblem::NotBegun);
        }
        let kind = stored.matter.kind();
        rest.iter().try_fold(State::Opened, |state, taken| {
            after(kind, state, taken.step).ok_or(CaseProblem::NotFrom { state })
        })?;
        let Stored {
            id,
            target,
            unit,
            matter,
            steps,
        } = stored;
        Ok(Self {
            id,
            target,
            unit,
            matter,
            steps,
        })
    }
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum CaseProblem {
    /// The case has moved on since it was read.
    #[error("{read} steps were read, there are {now}")]
    MovedOn {
        /// How many steps had been read.
        read: usize,
        /// How many there are.
        now: usize,
    },
    /// It does not begin with its beginning.
    #[error("no beginning")]
    NotBegun,
    /// There is no such step from here.
    #[error("not from {state:?}")]
    NotFrom {
        /// Where the case stands.
        state: State,
    },
    /// The step needs words.
    #[error("no note")]
    NoteMissing,
    /// A text is longer than [`LONGEST_TEXT`].
    #[error("{length} characters")]
    TextTooLong {
        /// How long it is, in characters.
        length: usize,
    },
    /// Whoever asked, or has agreed already, does not decide.
    #[error("the same person as at {step:?}")]
    SamePerson {
        /// What the person did before.
        step: Step,
    },
    /// It lies before the step that came before it.
    #[error("{on} lies before {last}")]
    BeforeLastStep {
        /// The day given.
        on: Date,
        /// The day of the last step.
        last: Date,
    },
    /// What is to be closed is not met by the check.
    #[error("the check says {status:?}")]
    NotMet {
        /// How it stands.
        status: Status,
    },
    /// What is met is not urged.
    #[error("the check calls for no such notice: {status:?}")]
    NotCalledFor {
        /// How it stands.
        status: Status,
    },
    /// It has more files than [`MOST_FILES`].
    #[error("{files} files")]
    TooManyFiles {
        /// How many it has.
        files: usize,
    },
    /// Nothing proves it.
    #[error("no evidence")]
    NoEvidence,
    /// The answer would be due before it is asked for.
    #[error("to be answered by {answer_by}, before {on}")]
    TimesReversed {
        /// By when.
        answer_by: Date,
        /// The day of issue, or until when it is to be signed for.
        on: Date,
    },
    /// Points to be given back are above 0, and not more than there are.
    #[error("no such points")]
    PointsOutOfRange,
    /// The number is the one in force.
    #[error("the number in force")]
    SameNumber,
    /// The date or number cannot be decided so.
    #[error("{why}")]
    Decision {
        /// Why.
        why: DecisionProblem,
    },
}

fn words(note: &str) -> Result<String, CaseProblem> {
    let note = note.trim();
    let length = note.chars().count();
    if length > LONGEST_TEXT {
        return Err(CaseProblem::TextTooLong { length });
    }
    Ok(note.to_owned())
}

impl Case {
    /// Opens a case, if what it asks for can be decided at all. `status` is how the part (or, for a
    /// closure of the whole, the target) stands by the check on that day.
    pub fn open(
        id: CaseId,
        target: &Target,
        unit: UnitId,
        matter: Matter,
        status: Status,
        taken: Taken,
    ) -> Result<Self, CaseProblem> {
        let (on, note) = (taken.on, words(&taken.note)?);
        if note.is_empty() {
            return Err(CaseProblem::NoteMissing);
        }
        match &matter {
            Matter::Notice(notice) => {
                if status == Status::Met {
                    return Err(CaseProblem::NotCalledFor { status });
                }
                for (answer_by, on) in [(notice.sign_by, on), (notice.answer_by, notice.sign_by)] {
                    if answer_by < on {
                        return Err(CaseProblem::TimesReversed { answer_by, on });
                    }
                }
            }
            Matter::Extension { new_due } => {
                let extension = Extension {
                    asked_on: on,
                    new_due: *new_due,
                    reason: note.clone(),
                    answer: None,
                };
                let checked = extension.check(target.due_on(on));
                checked.map_err(|why| CaseProblem::Decision { why })?;
            }
            Matter::Change { number, inventory } => {
                let now = target.in_force(on).promise;
                let could_be = now.could_be(*number, *inventory);
                could_be.map_err(|why| CaseProblem::Decision { why })?;
                if now.number() == Some(*number) && inventory.is_none() {
                    return Err(CaseProblem::SameNumber);
                }
            }
            Matter::Appeal { points } => {
                if *points <= Decimal::ZERO || *points > Decimal::ONE_HUNDRED {
                    return Err(CaseProblem::PointsOutOfRange);
                }
            }
            Matter::Closure { evidence, files, .. } => {
                if files.is_empty() && evidence.iter().all(|text| text.trim().is_empty()) {
                    return Err(CaseProblem::NoEvidence);
                }
                if files.len() > MOST_FILES {
                    return Err(CaseProblem::TooManyFiles { files: files.len() });
                }
                for text in evidence {
                    words(text)?;
                }
                if status != Status::Met {
                    return Err(CaseProblem::NotMet { status });
                }
            }
        }
        Ok(Self {
            id,
            target: target.id.clone(),
            unit,
            matter,
            steps: vec![Taken {
                step: Step::Opened,
                note,
                ..taken
            }],
        })
    }

    /// Takes a step, if the case still has the `read` steps that were read. `status` is how the part
    /// stands by the check on that day: nothing is accepted that is not met.
    pub fn take(&self, read: usize, taken: Taken, status: Status) -> Result<Self, CaseProblem> {
        let now = self.steps.len();
        if read != now {
            return Err(CaseProblem::MovedOn { read, now });
        }
        let state = self.state();
        if after(self.kind(), state, taken.step).is_none() {
            return Err(CaseProblem::NotFrom { state });
        }
        let note = words(&taken.note)?;
        if note.is_empty() && taken.step.needs_note(state) {
            return Err(CaseProblem::NoteMissing);
        }
        let last = self.steps.last().map_or(taken.on, |last| last.on);
        if taken.on < last {
            return Err(CaseProblem::BeforeLastStep { on: taken.on, last });
        }
        if let Some(step) = self.bound_by(&taken.by, taken.step) {
            return Err(CaseProblem::SamePerson { step });
        }
        if taken.step == Step::Accepted && status != Status::Met {
            return Err(CaseProblem::NotMet { status });
        }
        let mut next = self.clone();
        next.steps.push(Taken { note, ..taken });
        Ok(next)
    }

    /// What a person did before that keeps them from taking `step`: whoever asked decides nothing,
    /// and whoever agreed may still refuse, but not grant. Deputies and those whom they stand in
    /// for count as one.
    fn bound_by(&self, hand: &Hand, step: Step) -> Option<Step> {
        if !matches!(step, Step::Agreed | Step::Granted | Step::Refused | Step::Accepted) {
            return None;
        }
        let mut earlier = self.steps.iter();
        let before = earlier.find(|before| before.by.shares(hand))?;
        (before.step == Step::Opened || step != Step::Refused).then_some(before.step)
    }

    /// Whether nothing that the person did before keeps them from taking `step`.
    pub fn may_be_taken_by(&self, hand: &Hand, step: Step) -> bool {
        self.bound_by(hand, step).is_none()
    }

    /// Which kind it is.
    pub fn kind(&self) -> CaseKind {
        self.matter.kind()
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        self.steps.iter().skip(1).fold(State::Opened, |state, taken| {
            after(self.kind(), state, taken.step).unwrap_or(state)
        })
    }

    /// The steps that can be taken from here, whoever may.
    pub fn next_steps(&self) -> impl Iterator<Item = Step> {
        let (kind, state) = (self.kind(), self.state());
        Step::ALL
            .into_iter()
            .filter(move |&step| after(kind, state, step).is_some())
    }

    /// All steps, the first one first; never empty.
    pub fn steps(&self) -> &[Taken] {
        &self.steps
    }

    /// The last step of this sort, if it was taken.
    pub fn last(&self, step: Step) -> Option<&Taken> {
        self.steps.iter().rfind(|taken| taken.step == step)
    }

    /// The day on which it was opened.
    pub fn opened_on(&self) -> Option<Date> {
        self.steps.first().map(|taken| taken.on)
    }

    /// The slip, if it is one.
    pub fn notice(&self) -> Option<&Notice> {
        match &self.matter {
            Matter::Notice(notice) => Some(notice),
            _ => None,
        }
    }

    /// By when somebody has to take the next step, where there is a day for it.
    pub fn due(&self) -> Option<Date> {
        let notice = self.notice()?;
        match self.state() {
            State::Opened => Some(notice.sign_by),
            State::SignedFor => Some(notice.answer_by),
            _ => None,
        }
    }

    /// Whether a unit is late with signing for or answering it.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.due().is_some_and(|due| today > due)
    }

    /// What only one open case at a time can be about: a second slip to a unit on a target, a
    /// second request for the same. `None` once it has ended; accepted closures stay, since what is
    /// closed is not closed again.
    pub fn exclusive(&self) -> Option<String> {
        let state = self.state();
        let stays = state.is_open() || state == State::Accepted;
        stays.then(|| match &self.matter {
            Matter::Closure { whole: true, .. } => format!("{} whole", self.target),
            Matter::Change { .. } => self.target.to_string(),
            _ => format!("{} {}", self.target, self.unit),
        })
    }
}
