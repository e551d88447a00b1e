//! 目标分解: a unit's share of a target, and the target as that unit has to keep it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    id::{TargetId, UnitId},
    method::{RollUp, Schedule, Weight},
    target::{Authority, Bound, Promise, Reference, Target, Toward},
};

/// 目标分解: a unit's share of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// The day on which it was given; left out where it was given with the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
    pub given_on: Option<crate::Date>,
    /// The first day on which it holds no more: another took its place, or the unit has none. It stays
    /// in force for the days before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
    pub withdrawn_on: Option<crate::Date>,
}

impl Allocation {
    /// Whether it gives the same unit the same, to the last decimal.
    pub fn says_as(&self, other: &Self) -> bool {
        let said = |share: &Self| (share.goal.to_string(), share.inventory.map(|number| number.to_string()));
        (&self.target, &self.unit) == (&other.target, &other.unit) && said(self) == said(other)
    }

    /// Whether it had been given, and was not yet withdrawn, on `day`.
    pub fn holds_on(&self, day: crate::Date) -> bool {
        self.given_on.is_none_or(|given_on| given_on <= day) && self.withdrawn_on.is_none_or(|gone| day < gone)
    }
}

impl Target {
    /// The same promise as `unit` has to keep it: only its own figures count, against its
    /// allocated share (whose inventory is the stock a count begins at). Where no share of a count
    /// was allocated there is nothing to hold the unit against, and the outcome will be
    /// `AwaitingTarget`. Where units are counted, each is held against what makes it count.
    #[must_use]
    pub fn for_unit(&self, unit: &UnitId, allocation: Option<&Allocation>) -> Self {
        let mut own = self.clone();
        let alone = self.reporters.as_slice() == std::slice::from_ref(unit);
        own.reporters = vec![unit.clone()];
        if alone {
            return own;
        }
        // The whole's numbers, and how units make up the whole, are not the unit's.
        own.method.roll_up = RollUp::Total;
        own.method.weight = Weight::Days;
        own.decisions.amendments.clear();
        let awaiting = |measure| Promise::SetElsewhere {
            measure,
            authority: Authority::Allocation,
            given: None,
        };
        own.promise = match own.promise {
            Promise::Count {
                measure,
                toward,
                most_per_day,
                ..
            } => {
                own.method.schedule = Schedule::Linear;
                let stock = allocation.and_then(|share| share.inventory);
                let toward = match (toward, stock) {
                    (Toward::FallFrom(_), Some(stock)) => Some(Toward::FallFrom(stock)),
                    (Toward::FallFrom(_), None) => None,
                    (Toward::RiseFrom(_), Some(stock)) => Some(Toward::RiseFrom(stock)),
                    (Toward::RiseFrom(_) | Toward::Reach, _) => Some(Toward::Reach),
                    (Toward::StayWithin, _) => Some(Toward::StayWithin),
                };
                match (self.method.roll_up, allocation, toward) {
                    (RollUp::UnitsMeeting(bound), ..) => Promise::Level { measure, bound },
                    (RollUp::UnitsDelivered, ..) => Promise::Deliverable,
                    (_, Some(share), Some(toward)) => Promise::Count {
                        measure,
                        goal: share.goal,
                        toward,
                        most_per_day,
                    },
                    _ => awaiting(measure),
                }
            }
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
                    known_on: allocation.and_then(|a| a.given_on),
                },
            },
            other => other,
        };
        own
    }
}
