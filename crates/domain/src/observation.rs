//! 数据: what became known, about which days, on which day.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    id::{LedgerId, ReportId, UnitId},
    method::RollUp,
    target::{Promise, Target},
    time::DaySpan,
};

/// How far a deliverable has come. The shares that the check gives to the steps are at
/// [`Step::share`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// 未启动.
    NotStarted,
    /// 已启动: somebody works on it.
    Started,
    /// 形成初稿: a first version exists.
    Drafted,
    /// 送审: it is with those who decide.
    UnderReview,
    /// 已完成: issued, finished, accepted.
    Delivered,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Self; 5] = [
        Self::NotStarted,
        Self::Started,
        Self::Drafted,
        Self::UnderReview,
        Self::Delivered,
    ];

    /// The share of the way, in percent: a quarter a step.
    pub fn share(self) -> Decimal {
        Decimal::from(match self {
            Self::NotStarted => 0,
            Self::Started => 25,
            Self::Drafted => 50,
            Self::UnderReview => 75,
            Self::Delivered => 100,
        })
    }
}

/// What was observed, in the form that fits the promise.
///
/// Counts and shares are cumulative: the state at the end of the span, not the increase in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Figure {
    /// A figure in the target's own unit of measure, decimals as reported.
    Amount {
        /// The figure.
        value: Decimal,
    },
    /// A number of things done or good, out of how many.
    Counts {
        /// How many are done or good.
        done: Decimal,
        /// Out of how many; left out where the target's inventory is meant.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<Decimal>,
    },
    /// How far a deliverable has come.
    Progress {
        /// The step reached.
        step: Step,
    },
    /// Words only: accepted for duties and statements, carried along without a verdict elsewhere.
    Words {
        /// What is said.
        text: Arc<str>,
    },
}

/// Why a figure cannot stand for a target, whatever the rest of the report says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FigureProblem {
    /// The form does not fit the promise (a step for a count, say).
    #[error("this form of figure does not fit the promise")]
    WrongForm,
    /// A count or share below zero.
    #[error("{value} is below zero")]
    Negative {
        /// The figure.
        value: Decimal,
    },
    /// A percentage above 100.
    #[error("{value} % is above 100 %")]
    AboveHundred {
        /// The figure.
        value: Decimal,
    },
    /// More done than there are.
    #[error("{done} of {of}")]
    MoreThanWhole {
        /// How many were said to be done.
        done: Decimal,
        /// Out of how many.
        of: Decimal,
    },
    /// Out of none.
    #[error("out of none")]
    EmptyWhole,
    /// A count of things with decimals.
    #[error("{value} is not a whole number")]
    NotWhole {
        /// The figure.
        value: Decimal,
    },
    /// A share of an inventory whose size nobody has said.
    #[error("out of how many?")]
    WholeUnknown,
    /// Beyond what the check reckons with ([`crate::number::LARGEST`]).
    #[error("{value} is too large")]
    TooLarge {
        /// The figure.
        value: Decimal,
    },
    /// No words where words are asked for.
    #[error("no words")]
    NoWords,
}

impl Figure {
    /// Checks that the figure can stand for `target`. What passes is accepted; what is merely
    /// unlikely is the matter of [`crate::check::odd_figures`].
    pub fn fits(&self, target: &Target) -> Result<(), FigureProblem> {
        let ranged = |value: Decimal| {
            if crate::number::in_range(value) {
                Ok(())
            } else {
                Err(FigureProblem::TooLarge { value })
            }
        };
        match self {
            Self::Amount { value } => ranged(*value)?,
            Self::Counts { done, of } => ranged(*done).and_then(|()| of.map_or(Ok(()), ranged))?,
            Self::Progress { .. } | Self::Words { .. } => {}
        }
        match (&target.promise, self) {
            (Promise::Duty { .. } | Promise::Statement { .. }, Self::Words { text }) => {
                if text.trim().is_empty() {
                    Err(FigureProblem::NoWords)
                } else {
                    Ok(())
                }
            }
            (Promise::Deliverable, Self::Progress { .. }) => Ok(()),
            (Promise::Count { measure, .. }, Self::Amount { value }) => match (target.method.roll_up, value) {
                (RollUp::UnitsMeeting(_), value) => amount(*value, measure.is_percent()),
                (RollUp::UnitsDelivered, _) => Err(FigureProblem::WrongForm),
                (_, value) => whole(*value),
            },
            (Promise::Count { .. }, Self::Progress { .. }) if target.method.roll_up == RollUp::UnitsDelivered => Ok(()),
            (Promise::Count { .. }, Self::Counts { done, of })
                if matches!(target.method.roll_up, RollUp::UnitsMeeting(_)) =>
            {
                part_of(*done, of.ok_or(FigureProblem::WholeUnknown)?)
            }
            (Promise::Share { inventory, .. }, Self::Counts { done, of }) => {
                part_of(*done, of.or(*inventory).ok_or(FigureProblem::WholeUnknown)?)
            }
            (
                Promise::NotWorse {
                    reference: crate::target::Reference::Whole { of: known },
                    ..
                },
                Self::Counts { done, of },
            ) => part_of(*done, of.or(*known).ok_or(FigureProblem::WholeUnknown)?),
            (
                Promise::Level { .. } | Promise::SetElsewhere { .. } | Promise::NotWorse { .. },
                Self::Counts { done, of },
            ) => part_of(*done, of.ok_or(FigureProblem::WholeUnknown)?),
            (
                Promise::Level { measure, .. }
                | Promise::SetElsewhere { measure, .. }
                | Promise::NotWorse { measure, .. }
                | Promise::Share { measure, .. },
                Self::Amount { value },
            ) => {
                let percent = measure.is_percent() || matches!(target.promise, Promise::Share { .. });
                amount(*value, percent)
            }
            _ => Err(FigureProblem::WrongForm),
        }
    }
}

fn amount(value: Decimal, percent: bool) -> Result<(), FigureProblem> {
    if value.is_sign_negative() && !value.is_zero() {
        Err(FigureProblem::Negative { value })
    } else if percent && value > Decimal::ONE_HUNDRED {
        Err(FigureProblem::AboveHundred { value })
    } else {
        Ok(())
    }
}

fn whole(value: Decimal) -> Result<(), FigureProblem> {
    if value.is_sign_negative() && !value.is_zero() {
        Err(FigureProblem::Negative { value })
    } else if value.scale() == 0 || value.fract().is_zero() {
        Ok(())
    } else {
        Err(FigureProblem::NotWhole { value })
    }
}

fn part_of(done: Decimal, of: Decimal) -> Result<(), FigureProblem> {
    whole(done)?;
    whole(of)?;
    if of.is_zero() {
        Err(FigureProblem::EmptyWhole)
    } else if done > of {
        Err(FigureProblem::MoreThanWhole { done, of })
    } else {
        Ok(())
    }
}

/// Where a published figure or a given number was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// The publication, as it would be cited: publisher, title, day.
    pub title: String,
    /// The day it was published.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub published_on: Date,
    /// Its address, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// 迟报: a report was first sent after its period's due day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lateness {
    /// The day on which it was due.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub due: Date,
    /// The day on which it was first sent.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub sent: Date,
}

/// How an observation came to be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// Published by an authority.
    Published {
        /// Where.
        source: Arc<Source>,
    },
    /// Reported by a unit and approved by a reviewer.
    Reported {
        /// The report.
        report: ReportId,
        /// The day on which it was due, where it was first sent after that day. The mark stays,
        /// whatever is sent later.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late: Option<Lateness>,
    },
    /// Counted from the entries of a ledger.
    Ledger {
        /// The ledger.
        ledger: LedgerId,
        /// Whether its entries are made up for a demonstration.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        demonstration: bool,
    },
    /// Computed from what was measured at the places of a register.
    Monitoring {
        /// The register.
        register: LedgerId,
        /// Whether the measurements are made up for a demonstration.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        demonstration: bool,
    },
    /// Typed and not sent: only ever in the browser of who types it.
    Draft,
}

/// 数据: one thing that became known about a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Observation {
    /// Whose figure it is; `None` for the whole (the province).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The days it describes.
    pub span: DaySpan,
    /// The day it became known.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub known_on: Date,
    /// What was observed.
    pub figure: Figure,
    /// The change on the same stretch of last year that was published with it, in the measure's
    /// own unit (percentage points for percentages).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_on_last_year: Option<Decimal>,
    /// Of how many samples the figure is the mean, for levels that are weighted by samples.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::number::ranged_option"
    )]
    pub samples: Option<Decimal>,
    /// The first day on which it was no longer held to be known: withdrawn by its publisher, or
    /// corrected. It stays known for the days before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
    pub withdrawn_on: Option<Date>,
    /// How it came to be known.
    pub provenance: Provenance,
}

impl Provenance {
    /// Whether it rests on entries made up for a demonstration.
    pub fn is_demonstration(&self) -> bool {
        matches!(
            self,
            Self::Ledger {
                demonstration: true,
                ..
            } | Self::Monitoring {
                demonstration: true,
                ..
            }
        )
    }

    /// Whether nobody typed it: it follows from a ledger's entries or from measurements.
    pub fn is_counted(&self) -> bool {
        self.ledger().is_some()
    }

    /// The ledger that it was counted from, or at whose places it was measured.
    pub fn ledger(&self) -> Option<(&LedgerId, bool)> {
        match self {
            Self::Ledger { ledger, demonstration }
            | Self::Monitoring {
                register: ledger,
                demonstration,
            } => Some((ledger, *demonstration)),
            Self::Published { .. } | Self::Reported { .. } | Self::Draft => None,
        }
    }
}

impl Observation {
    /// Whether it was known, and not yet withdrawn, on `day`.
    pub fn is_known_on(&self, day: Date) -> bool {
        self.known_on <= day && self.withdrawn_on.is_none_or(|withdrawn| day < withdrawn)
    }
}
