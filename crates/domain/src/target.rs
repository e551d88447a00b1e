//! 目标: one checkable promise, with the exact words it comes from.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    id::{TargetId, TaskId, UnitId},
    observation::Source,
    plan::{Name, Span},
    time::DaySpan,
};

/// Where in the plan a target stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Home {
    /// In the headline statement (主要目标).
    Headline {
        /// Which of its commitments, counted from 1.
        commitment: u16,
    },
    /// In a task.
    Task {
        /// The task.
        id: TaskId,
    },
}

/// The words a target comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Exactly as they stand in the text.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// Which side of a bound is the good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sense {
    /// A floor: 达到, 不低于, 以上.
    AtLeast,
    /// A ceiling: 控制在…以内, 不超过.
    AtMost,
}

/// A floor or a ceiling. Its number of decimals is the precision at which a level is compared:
/// 89.3 compares to one decimal (GB/T 8170-2008, 修约值比较法).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// The good side.
    pub sense: Sense,
    /// The figure, with its decimals.
    #[serde(deserialize_with = "crate::number::ranged")]
    pub value: Decimal,
}

impl Bound {
    /// How far `value` is on the good side; negative when it is on the bad one.
    pub fn headroom(self, value: Decimal) -> Decimal {
        match self.sense {
            Sense::AtLeast => value - self.value,
            Sense::AtMost => self.value - value,
        }
    }
}

/// What is measured and in what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// The unit of measure: `%`, `μg/m³`, 个, 家.
    pub unit: Name,
    /// What a ratio counts (断面, 排污口), where it is a ratio of counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Name>,
}

impl Measure {
    /// Whether figures are percentages, so that they cannot pass 100.
    pub fn is_percent(&self) -> bool {
        self.unit.zh == "%"
    }
}

/// How often a standing duty or a statement must be heard of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cadence {
    /// 每月.
    Month,
    /// 每季度.
    Quarter,
    /// Once, by the due date.
    Year,
}

/// Who sets a number that the plan's text leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Authority {
    /// Another body: the national assessment, say.
    Body(Name),
    /// The office itself, by giving the unit its share of the whole.
    Allocation,
}

/// A number that another authority set, entered with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The number.
    pub bound: Bound,
    /// Where it was set.
    pub source: Source,
}

/// What «not worse than before» is held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reference {
    /// The same stretch of last year, by the change that comes with an observation; where none
    /// came, by last year's figure.
    LastYear {
        /// The good direction: at-least means that the figure must not fall.
        sense: Sense,
        /// Last year's figure, where it is known.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "crate::number::ranged_option"
        )]
        value: Option<Decimal>,
    },
    /// All of a known set stay as good as they are: 204 of 204, 20 sections of 20.
    Whole {
        /// How many there are, where the text or a publication says so.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "crate::number::ranged_option"
        )]
        of: Option<Decimal>,
    },
}

/// What was promised: the eight kinds that work plans contain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Promise {
    /// A ratio or concentration with a floor or a ceiling: 优良比例 ≥ 89.3%.
    Level {
        /// What is measured.
        measure: Measure,
        /// The floor or ceiling.
        bound: Bound,
    },
    /// A value that another authority sets: «达到国家考核目标要求».
    SetElsewhere {
        /// What is measured.
        measure: Measure,
        /// Who sets it.
        authority: Authority,
        /// The number, once the office has entered it with its source.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        given: Option<Given>,
    },
    /// A count to be reached, from nothing at the start of the term: 750 个行政村.
    Count {
        /// What is counted.
        measure: Measure,
        /// How many at least.
        #[serde(deserialize_with = "crate::number::ranged")]
        goal: Decimal,
    },
    /// A share of an inventory: 80% of 12,480 outfalls. Compared on whole entries.
    Share {
        /// What the inventory lists.
        measure: Measure,
        /// The share in percent.
        #[serde(deserialize_with = "crate::number::ranged")]
        goal: Decimal,
        /// How many entries the inventory has, where the text says so.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "crate::number::ranged_option"
        )]
        inventory: Option<Decimal>,
    },
    /// Not worse than before: 优良率不降低, 保持在Ⅱ类或以上, 巩固 204 个.
    NotWorse {
        /// What is measured.
        measure: Measure,
        /// Than what.
        reference: Reference,
    },
    /// A thing to be delivered by the due date: 制定, 印发, 出台, 完成.
    Deliverable,
    /// A standing duty: 常态化, 持续, 定期.
    Duty {
        /// How often it must be reported.
        cadence: Cadence,
    },
    /// A commitment in words, accepted by its lead unit.
    Statement {
        /// How often it must be reported.
        cadence: Cadence,
    },
}

/// The eight kinds by name; for filters, forms and messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is documented at `Promise`")]
pub enum Kind {
    Level,
    SetElsewhere,
    Count,
    Share,
    NotWorse,
    Deliverable,
    Duty,
    Statement,
}

impl Promise {
    /// Which of the eight kinds it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Level { .. } => Kind::Level,
            Self::SetElsewhere { .. } => Kind::SetElsewhere,
            Self::Count { .. } => Kind::Count,
            Self::Share { .. } => Kind::Share,
            Self::NotWorse { .. } => Kind::NotWorse,
            Self::Deliverable => Kind::Deliverable,
            Self::Duty { .. } => Kind::Duty,
            Self::Statement { .. } => Kind::Statement,
        }
    }

    /// What is measured, where anything is.
    pub fn measure(&self) -> Option<&Measure> {
        match self {
            Self::Level { measure, .. }
            | Self::SetElsewhere { measure, .. }
            | Self::Count { measure, .. }
            | Self::Share { measure, .. }
            | Self::NotWorse { measure, .. } => Some(measure),
            Self::Deliverable | Self::Duty { .. } | Self::Statement { .. } => None,
        }
    }
}

/// 目标: one checkable promise of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// How it is referred to.
    pub id: TargetId,
    /// Where it stands.
    pub home: Home,
    /// The words it comes from.
    pub quote: Quote,
    /// A short name for lists and headings.
    pub name: Name,
    /// What was promised.
    pub promise: Promise,
    /// From when it counts, and its due date (the last day).
    pub term: DaySpan,
    /// The units that owe its figure, in order. One unit for a joint product, all bureaus for
    /// a figure that is the sum of theirs.
    pub reporters: Vec<UnitId>,
    /// What a reader should know about how it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// 目标分解: a unit's share of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// Of which target.
    pub target: TargetId,
    /// Whose share.
    pub unit: UnitId,
    /// What the unit must reach: a count for counts, a percentage or level for the others.
    #[serde(deserialize_with = "crate::number::ranged")]
    pub goal: Decimal,
    /// The unit's own inventory, for shares of one.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::number::ranged_option"
    )]
    pub inventory: Option<Decimal>,
}

impl Target {
    /// The due date.
    pub fn due(&self) -> crate::Date {
        self.term.to()
    }

    /// The same promise as `unit` has to keep it: only its own figures count, against its
    /// allocated share. Where no share of a count was allocated there is nothing to hold the
    /// unit against, and the outcome will be `AwaitingTarget`.
    #[must_use]
    pub fn for_unit(&self, unit: &UnitId, allocation: Option<&Allocation>) -> Self {
        let mut own = self.clone();
        let alone = self.reporters.as_slice() == std::slice::from_ref(unit);
        own.reporters = vec![unit.clone()];
        if alone {
            return own;
        }
        own.promise = match own.promise {
            Promise::Count { measure, .. } => match allocation {
                Some(share) => Promise::Count {
                    measure,
                    goal: share.goal,
                },
                None => Promise::SetElsewhere {
                    measure,
                    authority: Authority::Allocation,
                    given: None,
                },
            },
            Promise::Share { measure, goal, .. } => Promise::Share {
                measure,
                goal: allocation.map_or(goal, |share| share.goal),
                inventory: allocation.and_then(|share| share.inventory),
            },
            Promise::Level { measure, bound } => Promise::Level {
                measure,
                bound: Bound {
                    value: allocation.map_or(bound.value, |share| share.goal),
                    ..bound
                },
            },
            Promise::NotWorse {
                measure,
                reference: Reference::Whole { .. },
            } => Promise::NotWorse {
                measure,
                reference: Reference::Whole {
                    of: allocation.and_then(|a| a.inventory),
                },
            },
            Promise::NotWorse {
                measure,
                reference: Reference::LastYear { sense, .. },
            } => Promise::NotWorse {
                measure,
                reference: Reference::LastYear {
                    sense,
                    value: allocation.map(|a| a.goal),
                },
            },
            other => other,
        };
        own
    }
}
