//! 年终收官: a plan's year is ended for good, and what it leaves goes on in the next one.
//!
//! ```text
//! open ──asked──▶ asked for ──confirmed──▶ closed      asked for by one person of the office,
//!   ▲                 │                                confirmed by another
//!   └── withdrawn ────┘
//! ```
//!
//! * [`obstacles`]: what stands in the way on a day;
//! * [`Finals`]: 收官清单, how everything stood in the end, as the check answers;
//! * [`Closing`]: the steps that were taken;
//! * [`carry`] (结转), what goes on in the next plan.
//!
//! # Invariants
//!
//! * [`Closing::may_ask`] and [`Closing::may_confirm`] decide alone whether a plan can be closed; the
//!   browser asks them before the person does, the server again when the person has.
//! * Nothing that forbids closing can be left, and nothing else is left unsaid.
//! * Whoever asked does not confirm, in whichever post.
//! * What was taken stays: a closing only grows, and ends with its confirmation.

pub mod carry;
mod finals;
mod obstacle;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use carry::{Carried, CarryProblem, Choice, Way};
pub use finals::{Closed, Final, FinalPart, Finals, Outcome};
pub use obstacle::{Obstacle, obstacles};

use crate::{
    access::{Person, Refusal},
    hand::Hand,
    id::TargetId,
    report::LONGEST_TEXT,
};

/// What was asked for together with closing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What is knowingly left as it is.
    #[serde(default)]
    pub left: Vec<Obstacle>,
    /// What becomes of each unfinished target.
    #[serde(default)]
    pub choices: Vec<Choice>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// 申请收官.
    Asked(Request),
    /// 撤回.
    Withdrawn,
    /// 确认收官.
    Confirmed,
}

/// A step that was taken.
pub type Taken = crate::hand::Taken<Step>;

/// Where a closing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nobody asks for it.
    Open,
    /// Asked for, and to be confirmed.
    Asked,
    /// Closed for good.
    Closed,
}

/// Why a plan is not closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum ClosingProblem {
    /// Somebody else has taken a step since it was read.
    #[error("{read} steps were read, there are {now}")]
    MovedOn {
        /// How many steps had been read.
        read: usize,
        /// How many there are.
        now: usize,
    },
    /// Something of the plan has changed in this very moment.
    #[error("the plan has changed")]
    Changed,
    /// There is no such step from here.
    #[error("not from {state:?}")]
    NotFrom {
        /// Where it stands.
        state: State,
    },
    /// Something forbids it.
    #[error("{} obstacles forbid it", obstacles.len())]
    Forbidden {
        /// What.
        obstacles: Vec<Obstacle>,
    },
    /// Something is open of which it was not said that it is left.
    #[error("{} obstacles are not left", obstacles.len())]
    NotLeft {
        /// What.
        obstacles: Vec<Obstacle>,
    },
    /// It is not said why something is left open.
    #[error("no note")]
    NoteMissing,
    /// A text is longer than [`LONGEST_TEXT`].
    #[error("{length} characters")]
    TextTooLong {
        /// How long it is, in characters.
        length: usize,
    },
    /// It is not said what becomes of some unfinished targets, or it is said twice.
    #[error("{} targets without a choice", targets.len())]
    ChoiceMissing {
        /// Which.
        targets: Vec<TargetId>,
    },
    /// A choice is about a target that is finished, or is none of the plan.
    #[error("{target} is not unfinished")]
    NotUnfinished {
        /// Which.
        target: TargetId,
    },
    /// A choice has no reason.
    #[error("no reason for {target}")]
    ReasonMissing {
        /// For which target.
        target: TargetId,
    },
    /// What is carried over is due after the day of closing.
    #[error("{target} would be due on {new_due}, not after {today}")]
    DueNotLater {
        /// Which target.
        target: TargetId,
        /// Its new due date.
        new_due: Date,
        /// The day of closing.
        today: Date,
    },
    /// Whoever asked does not confirm.
    #[error("the same person")]
    SamePerson,
}

/// How a plan stands on the day on which somebody asks or confirms.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// What stands in the way.
    pub obstacles: &'a [Obstacle],
    /// How everything would end; judged on that day.
    pub finals: &'a Finals,
}

/// The steps on the way to closing a plan.
///
/// Invariant: each could be taken after those before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Taken>", into = "Vec<Taken>")]
pub struct Closing(Vec<Taken>);

impl TryFrom<Vec<Taken>> for Closing {
    type Error = ClosingProblem;
    fn try_from(steps: Vec<Taken>) -> Result<Self, ClosingProblem> {
        steps
            .iter()
            .try_fold(State::Open, |state, taken| after(state, &taken.step))?;
        Ok(Self(steps))
    }
}

impl From<Closing> for Vec<Taken> {
    fn from(closing: Closing) -> Self {
        closing.0
    }
}

/// Where a step leads, if it can be taken there.
fn after(state: State, step: &Step) -> Result<State, ClosingProblem> {
    match (state, step) {
        (State::Open, Step::Asked(_)) => Ok(State::Asked),
        (State::Asked, Step::Withdrawn) => Ok(State::Open),
        (State::Asked, Step::Confirmed) => Ok(State::Closed),
        _ => Err(ClosingProblem::NotFrom { state }),
    }
}

impl Closing {
    /// The steps, the first one first.
    pub fn steps(&self) -> &[Taken] {
        &self.0
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        match self.0.last().map(|taken| &taken.step) {
            None | Some(Step::Withdrawn) => State::Open,
            Some(Step::Asked(_)) => State::Asked,
            Some(Step::Confirmed) => State::Closed,
        }
    }

    /// What is asked for, or was granted.
    pub fn request(&self) -> Option<(&Taken, &Request)> {
        let last = self.0.iter().rev().find_map(|taken| match &taken.step {
            Step::Asked(request) => Some((taken, request)),
            _ => None,
        });
        last.filter(|_| self.state() != State::Open)
    }

    /// The day on which the plan was closed.
    pub fn closed_on(&self) -> Option<Date> {
        let last = self.0.last().filter(|taken| taken.step == Step::Confirmed);
        last.map(|taken| taken.on)
    }

    /// Whether closing can be asked for like this on the day of `ground`.
    pub fn may_ask(&self, ground: Ground<'_>, request: &Request, note: &str) -> Result<(), ClosingProblem> {
        after(self.state(), &Step::Asked(Request::default()))?;
        nothing_forbids(ground)?;
        said(ground, request)?;
        let words = |text: &str| {
            let length = text.trim().chars().count();
            if length > LONGEST_TEXT {
                return Err(ClosingProblem::TextTooLong { length });
            }
            Ok(length)
        };
        if words(note)? == 0 && !request.left.is_empty() {
            return Err(ClosingProblem::NoteMissing);
        }
        chosen(ground, request)?;
        for choice in &request.choices {
            let target = choice.target.clone();
            if ground.finals.unfinished().all(|one| one.target != target) {
                return Err(ClosingProblem::NotUnfinished { target });
            }
            if words(&choice.reason)? == 0 {
                return Err(ClosingProblem::ReasonMissing { target });
            }
            let today = ground.finals.as_of;
            match choice.way {
                Way::Carried { new_due } if new_due <= today => {
                    return Err(ClosingProblem::DueNotLater { target, new_due, today });
                }
                Way::Carried { .. } | Way::Ended => {}
            }
        }
        Ok(())
    }

    /// Whether `hand` can confirm what was asked for: somebody else asked, nothing forbids it by now,
    /// and nothing has come up of which the request does not speak.
    pub fn may_confirm(&self, ground: Ground<'_>, hand: &Hand) -> Result<(), ClosingProblem> {
        let state = self.state();
        after(state, &Step::Confirmed)?;
        let (asked, request) = self.request().ok_or(ClosingProblem::NotFrom { state })?;
        if asked.by.shares(hand) {
            return Err(ClosingProblem::SamePerson);
        }
        nothing_forbids(ground)?;
        said(ground, request)?;
        chosen(ground, request)
    }

    /// Takes a step, if there still are the `read` steps that were read.
    pub fn take(&self, read: usize, ground: Ground<'_>, taken: Taken) -> Result<Self, ClosingProblem> {
        let now = self.0.len();
        if read != now {
            return Err(ClosingProblem::MovedOn { read, now });
        }
        match &taken.step {
            Step::Asked(request) => self.may_ask(ground, request, &taken.note)?,
            Step::Confirmed => self.may_confirm(ground, &taken.by)?,
            Step::Withdrawn => {
                after(self.state(), &taken.step)?;
            }
        }
        let mut next = self.clone();
        next.0.push(taken);
        Ok(next)
    }
}

fn nothing_forbids(ground: Ground<'_>) -> Result<(), ClosingProblem> {
    let obstacles: Vec<Obstacle> = ground.obstacles.iter().filter(|o| o.forbids()).cloned().collect();
    if obstacles.is_empty() {
        Ok(())
    } else {
        Err(ClosingProblem::Forbidden { obstacles })
    }
}

/// Whether the request names everything that is left open.
fn said(ground: Ground<'_>, request: &Request) -> Result<(), ClosingProblem> {
    let unsaid = |obstacle: &&Obstacle| !obstacle.forbids() && !request.left.contains(obstacle);
    let obstacles: Vec<Obstacle> = ground.obstacles.iter().filter(unsaid).cloned().collect();
    if obstacles.is_empty() {
        Ok(())
    } else {
        Err(ClosingProblem::NotLeft { obstacles })
    }
}

/// Whether the request says once what becomes of each unfinished target.
fn chosen(ground: Ground<'_>, request: &Request) -> Result<(), ClosingProblem> {
    let (mut once, mut twice) = (BTreeSet::new(), BTreeSet::new());
    for choice in &request.choices {
        if !once.insert(&choice.target) {
            twice.insert(&choice.target);
        }
    }
    let open = |target: &&TargetId| !once.contains(target) || twice.contains(target);
    let unfinished = ground.finals.unfinished().map(|one| &one.target);
    let targets: Vec<TargetId> = unfinished.filter(open).cloned().collect();
    if targets.is_empty() {
        Ok(())
    } else {
        Err(ClosingProblem::ChoiceMissing { targets })
    }
}

impl Person {
    /// Whether the person may ask for closing, confirm and withdraw it, and carry over what is left.
    pub fn may_close_the_year(&self) -> Result<(), Refusal> {
        self.of_the_office()
    }
}
