//! 目标: one checkable promise, with the exact words it comes from.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    decision::Decisions,
    id::{PlanId, TargetId, TaskId, UnitId},
    method::{Comparison, Method},
    observation::Source,
    period::Period,
    plan::{Name, Span},
    time::DaySpan,
};

pub use crate::period::Cadence;

/// Where in the plan a target stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// 上年结转: it comes from a plan that was closed.
    Carried {
        /// From which.
        from: PlanId,
        /// What it was called there.
        target: TargetId,
        /// Who led it there, and leads it still.
        leads: Vec<UnitId>,
    },
}

/// The words a target comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quote {
    /// Exactly as they stand in the text.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// Which side of a bound is the good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// Who sets a number that the plan's text leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Authority {
    /// Another body: the national assessment, say.
    Body(Name),
    /// The office itself, by giving the unit its share of the whole.
    Allocation,
}

/// A number that another authority set, entered with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Given {
    /// The number.
    pub bound: Bound,
    /// Where it was set.
    pub source: Source,
}

/// What «not worse than before» is held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
        /// The day on which last year's figure became known; left out where it was known from the
        /// start.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
        known_on: Option<crate::Date>,
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

/// Which way a count goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Toward {
    /// From nothing at the start of the term up to at least the goal: 750 个行政村.
    #[default]
    Reach,
    /// From a known stock up to at least the goal: from 30 to 50 stations.
    RiseFrom(#[serde(deserialize_with = "crate::number::ranged")] Decimal),
    /// From a known stock down to at most the goal: black-odorous ponds from 204 to 0.
    FallFrom(#[serde(deserialize_with = "crate::number::ranged")] Decimal),
    /// From nothing, and never beyond the goal: 重污染天数不超过 8 天.
    StayWithin,
}

impl Toward {
    fn is_reach(&self) -> bool {
        matches!(self, Self::Reach)
    }

    /// The good side of the goal.
    pub fn sense(self) -> Sense {
        match self {
            Self::Reach | Self::RiseFrom(_) => Sense::AtLeast,
            Self::FallFrom(_) | Self::StayWithin => Sense::AtMost,
        }
    }
}

/// What was promised: the eight kinds that work plans contain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// A count to be reached, brought down or kept within: 750 个行政村.
    Count {
        /// What is counted.
        measure: Measure,
        /// How many: at least or at most, as `toward` says.
        #[serde(deserialize_with = "crate::number::ranged")]
        goal: Decimal,
        /// From where, and which way.
        #[serde(default, skip_serializing_if = "Toward::is_reach")]
        toward: Toward,
        /// The most that one day can bring, where there is such a limit: a year's good days grow by
        /// one a day, so that 120 more are out of reach with 100 days left.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "crate::number::ranged_option"
        )]
        most_per_day: Option<Decimal>,
    },
    /// A share of an inventory: 80% of 12,480 outfalls. It grows; a ceiling on a share is a
    /// [`Promise::Level`].
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

impl Kind {
    /// All eight.
    pub const ALL: [Self; 8] = [
        Self::Level,
        Self::SetElsewhere,
        Self::Count,
        Self::Share,
        Self::NotWorse,
        Self::Deliverable,
        Self::Duty,
        Self::Statement,
    ];
}

impl Promise {
    /// Whether things are counted towards it: a number of them, or a share of an inventory.
    pub fn is_counted(&self) -> bool {
        matches!(self, Self::Count { .. } | Self::Share { .. })
    }

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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// How it is judged, where that differs from what its kind suggests.
    #[serde(default, skip_serializing_if = "Method::is_default")]
    pub method: Method,
    /// What was decided about it since the plan was issued.
    #[serde(default, skip_serializing_if = "Decisions::is_empty")]
    pub decisions: Decisions,
}

impl Target {
    /// How often it is reported on: as its promise asks, and monthly where it asks for nothing.
    pub fn cadence(&self) -> Cadence {
        match self.promise {
            Promise::Duty { cadence } | Promise::Statement { cadence } => cadence,
            _ => Cadence::Month,
        }
    }

    /// 上年结转: whether it comes from a plan that was closed.
    pub fn is_carried(&self) -> bool {
        matches!(self.home, Home::Carried { .. })
    }

    /// Whether it runs in a period, when it is due on `due`.
    pub fn runs_in(&self, period: Period, due: crate::Date) -> bool {
        let span = period.span();
        self.term.from() <= span.to() && span.from() <= due
    }

    /// The due date as issued; [`Target::due_on`] counts extensions in.
    pub fn due(&self) -> crate::Date {
        self.term.to()
    }

    /// How its figure is compared (GB/T 8170-2008, 4.3): as its method says; where that is silent,
    /// levels rounded, as published ratios are, and counts and shares of an inventory exactly.
    pub fn comparison(&self) -> Comparison {
        self.method.comparison.unwrap_or(match self.promise {
            Promise::Level { .. } | Promise::SetElsewhere { .. } | Promise::NotWorse { .. } => Comparison::Rounded,
            _ => Comparison::Exact,
        })
    }

    /// How each unit's figure is compared where units are counted: rounded unless said otherwise.
    pub(crate) fn comparison_of_units(&self) -> Comparison {
        self.method.comparison.unwrap_or(Comparison::Rounded)
    }
}
