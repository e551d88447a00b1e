//! What a row stands for.

use serde::{Deserialize, Serialize};

use crate::{
    id::{TargetId, TaskId},
    plan::Plan,
    target::{Home, Target},
};

/// How fine the rows are below the headline statement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grain {
    /// A row for each task.
    #[default]
    Tasks,
    /// A row for each item.
    Items,
}

/// What a row stands for. In addresses: `headline-3`, `item-7`, `7.1`,
/// `carried-hubei-2023.villages`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Place {
    /// A commitment of the headline statement, counted from 1.
    Headline(u16),
    /// An item, by its number.
    Item(u16),
    /// A task.
    Task(TaskId),
    /// 上年结转: a target that was carried over.
    Carried(TargetId),
}

/// A text names no row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no row such as headline-3, item-7 or 7.1")]
pub struct InvalidPlace(pub String);

impl Place {
    /// The row that `target` stands in.
    pub fn of(plan: &Plan, target: &Target, grain: Grain) -> Self {
        match (&target.home, grain) {
            (Home::Headline { commitment }, _) => Self::Headline(*commitment),
            (Home::Carried { .. }, _) => Self::Carried(target.id.clone()),
            (Home::Task { id }, Grain::Tasks) => Self::Task(id.clone()),
            (Home::Task { id }, Grain::Items) => match plan.item_of(id) {
                Some(item) => Self::Item(item.number),
                None => Self::Task(id.clone()),
            },
        }
    }

    /// Whether `target` stands in it.
    pub fn holds(&self, plan: &Plan, target: &Target) -> bool {
        match (self, &target.home) {
            (Self::Headline(number), Home::Headline { commitment }) => number == commitment,
            (Self::Task(id), Home::Task { id: home }) => id == home,
            (Self::Carried(id), Home::Carried { .. }) => id == &target.id,
            (Self::Item(number), Home::Task { id }) => plan.item_of(id).is_some_and(|item| item.number == *number),
            _ => false,
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Headline(number) => write!(f, "headline-{number}"),
            Self::Item(number) => write!(f, "item-{number}"),
            Self::Task(id) => id.fmt(f),
            Self::Carried(id) => write!(f, "carried-{id}"),
        }
    }
}

impl std::str::FromStr for Place {
    type Err = InvalidPlace;
    fn from_str(text: &str) -> Result<Self, InvalidPlace> {
        let invalid = || InvalidPlace(text.to_owned());
        let number = |number: &str| number.parse().map_err(|_| invalid());
        if let Some(commitment) = text.strip_prefix("headline-") {
            number(commitment).map(Self::Headline)
        } else if let Some(item) = text.strip_prefix("item-") {
            number(item).map(Self::Item)
        } else if let Some(target) = text.strip_prefix("carried-") {
            TargetId::new(target).map(Self::Carried).map_err(|_| invalid())
        } else {
            TaskId::new(text).map(Self::Task).map_err(|_| invalid())
        }
    }
}

impl TryFrom<String> for Place {
    type Error = InvalidPlace;
    fn try_from(text: String) -> Result<Self, InvalidPlace> {
        text.parse()
    }
}

impl From<Place> for String {
    fn from(place: Place) -> String {
        place.to_string()
    }
}
