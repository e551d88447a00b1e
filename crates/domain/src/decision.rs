//! 决定: what was decided about a target after the plan was issued: a new number, a new date.
//!
//! The text stays as issued, and the target with it. A decision takes effect on its day; before
//! that day the target is judged as it was then.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::target::{Promise, Target, Toward};

/// 目标调整: another number takes the place of the one in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    /// From which day on.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub decided_on: Date,
    /// The new floor, ceiling or goal.
    #[serde(deserialize_with = "crate::number::ranged")]
    pub number: Decimal,
    /// The new size of the inventory, for shares of one.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::number::ranged_option"
    )]
    pub inventory: Option<Decimal>,
    /// Why, and by which document.
    pub reason: String,
}

/// How an extension was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// On which day.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub on: Date,
    /// Whether it was granted.
    pub granted: bool,
    /// With which words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// 延期: a new due date, asked for before the old one has passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// When it was asked for.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub asked_on: Date,
    /// The date that was asked for.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub new_due: Date,
    /// Why.
    pub reason: String,
    /// The answer, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

/// Why a decision cannot be taken, or is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionProblem {
    /// An extension is asked for before the due date, not after it.
    #[error("asked for on {asked_on}, after the due date {due}")]
    AskedTooLate {
        /// When it was asked for.
        asked_on: Date,
        /// The due date at that time.
        due: Date,
    },
    /// The new date does not lie after the old one.
    #[error("{new_due} does not lie after {due}")]
    NotLater {
        /// The date asked for.
        new_due: Date,
        /// The due date at that time.
        due: Date,
    },
    /// It was answered before it was asked.
    #[error("answered on {on}, before it was asked for on {asked_on}")]
    AnsweredBeforeAsked {
        /// When it was answered.
        on: Date,
        /// When it was asked for.
        asked_on: Date,
    },
    /// No reason is given.
    #[error("no reason")]
    NoReason,
    /// The target has no number that could be changed.
    #[error("the target has no number")]
    NoNumber,
    /// The number cannot be this target's: a share above 100 %, a part of a village, a rise that falls.
    #[error("{number} cannot be the number of this target")]
    NotItsNumber {
        /// The number asked for.
        number: Decimal,
    },
}

/// What was decided about one target, in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Decisions {
    /// New numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amendments: Vec<Amendment>,
    /// New dates.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
}

impl Decisions {
    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.amendments.is_empty() && self.extensions.is_empty()
    }

    /// The amendments in force on `day`, oldest first.
    pub fn amendments_by(&self, day: Date) -> Vec<&Amendment> {
        let mut all: Vec<_> = self.amendments.iter().filter(|a| a.decided_on <= day).collect();
        all.sort_by_key(|a| a.decided_on);
        all
    }

    /// The extensions asked for up to `day`, oldest first.
    pub fn extensions_by(&self, day: Date) -> Vec<&Extension> {
        let mut all: Vec<_> = self.extensions.iter().filter(|e| e.asked_on <= day).collect();
        all.sort_by_key(|e| (e.asked_on, e.new_due));
        all
    }
}

impl Extension {
    /// How it was answered, as known on `day`.
    pub fn answer_by(&self, day: Date) -> Option<&Answer> {
        self.answer.as_ref().filter(|answer| answer.on <= day)
    }

    /// Whether it may move a due date of `due`.
    pub(crate) fn check(&self, due: Date) -> Result<(), DecisionProblem> {
        if self.reason.trim().is_empty() {
            return Err(DecisionProblem::NoReason);
        }
        if self.asked_on > due {
            return Err(DecisionProblem::AskedTooLate {
                asked_on: self.asked_on,
                due,
            });
        }
        if self.new_due <= due {
            return Err(DecisionProblem::NotLater {
                new_due: self.new_due,
                due,
            });
        }
        match &self.answer {
            Some(answer) if answer.on < self.asked_on => Err(DecisionProblem::AnsweredBeforeAsked {
                on: answer.on,
                asked_on: self.asked_on,
            }),
            _ => Ok(()),
        }
    }
}

impl Target {
    /// The due date in force on `day`: the last one that was granted by then.
    ///
    /// An extension that should never have been granted (asked for after the date, or to an earlier
    /// one) moves nothing.
    pub fn due_on(&self, day: Date) -> Date {
        if self.decisions.extensions.is_empty() {
            return self.due();
        }
        let extensions = self.decisions.extensions_by(day);
        extensions.iter().fold(self.due(), |due, extension| {
            let granted = extension.answer_by(day).is_some_and(|answer| answer.granted);
            if granted && extension.check(due).is_ok() {
                extension.new_due
            } else {
                due
            }
        })
    }

    /// The target with the number in force on `day`; its due date as issued.
    pub(crate) fn amended(&self, day: Date) -> std::borrow::Cow<'_, Self> {
        if self.decisions.amendments.is_empty() {
            return std::borrow::Cow::Borrowed(self);
        }
        let mut now = self.clone();
        for amendment in self.decisions.amendments_by(day) {
            now.promise.renumber(amendment.number, amendment.inventory);
        }
        std::borrow::Cow::Owned(now)
    }

    /// The target as it is in force on `day`: with the number and the due date decided by then.
    /// The quote stays as it is.
    #[must_use]
    pub fn in_force(&self, day: Date) -> Self {
        let mut now = self.amended(day).into_owned();
        if let Ok(term) = crate::time::DaySpan::new(self.term.from(), self.due_on(day)) {
            now.term = term;
        }
        now
    }

    /// Takes an amendment or refuses it.
    pub fn amend(&mut self, amendment: Amendment) -> Result<(), DecisionProblem> {
        if amendment.reason.trim().is_empty() {
            return Err(DecisionProblem::NoReason);
        }
        if self.promise.number().is_none() {
            return Err(DecisionProblem::NoNumber);
        }
        self.decisions.amendments.push(amendment);
        Ok(())
    }

    /// Takes an extension, answered or not, or refuses it. It is held against the due date in force
    /// on the day on which it was asked for.
    pub fn extend(&mut self, extension: Extension) -> Result<(), DecisionProblem> {
        extension.check(self.due_on(extension.asked_on))?;
        self.decisions.extensions.push(extension);
        Ok(())
    }
}

impl Promise {
    /// The floor, ceiling or goal, where the promise has one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Level { bound, .. } => Some(bound.value),
            Self::SetElsewhere { given, .. } => given.as_ref().map(|given| given.bound.value),
            Self::Count { goal, .. } | Self::Share { goal, .. } => Some(*goal),
            Self::NotWorse { .. } | Self::Deliverable | Self::Duty { .. } | Self::Statement { .. } => None,
        }
    }

    /// Whether `number` can take the place of the promise's own, and `inventory` that of its list.
    pub fn could_be(&self, number: Decimal, inventory: Option<Decimal>) -> Result<(), DecisionProblem> {
        let (zero, whole) = (Decimal::ZERO, |value: Decimal| value.fract().is_zero());
        let percent = |value: Decimal| value >= zero && value <= Decimal::ONE_HUNDRED;
        let good = match self {
            Self::Share { .. } => number > zero && percent(number),
            Self::Count { toward, .. } => {
                whole(number)
                    && match toward {
                        Toward::Reach => number > zero,
                        Toward::StayWithin => number >= zero,
                        Toward::RiseFrom(stock) => number > *stock,
                        Toward::FallFrom(stock) => number >= zero && number < *stock,
                    }
            }
            Self::Level { measure, .. }
            | Self::SetElsewhere {
                measure,
                given: Some(_),
                ..
            } => !measure.is_percent() || percent(number),
            Self::SetElsewhere { given: None, .. }
            | Self::NotWorse { .. }
            | Self::Deliverable
            | Self::Duty { .. }
            | Self::Statement { .. } => return Err(DecisionProblem::NoNumber),
        };
        let listed = inventory.is_none_or(|all| matches!(self, Self::Share { .. }) && all > zero && whole(all));
        if good && listed {
            Ok(())
        } else {
            let number = if good { inventory.unwrap_or(number) } else { number };
            Err(DecisionProblem::NotItsNumber { number })
        }
    }

    fn renumber(&mut self, number: Decimal, whole: Option<Decimal>) {
        match self {
            Self::Level { bound, .. } => bound.value = number,
            Self::SetElsewhere { given, .. } => {
                if let Some(given) = given {
                    given.bound.value = number;
                }
            }
            Self::Count { goal, .. } => *goal = number,
            Self::Share { goal, inventory, .. } => {
                *goal = number;
                *inventory = whole.or(*inventory);
            }
            Self::NotWorse { .. } | Self::Deliverable | Self::Duty { .. } | Self::Statement { .. } => {}
        }
    }
}
