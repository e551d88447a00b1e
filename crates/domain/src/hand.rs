//! Whose hand took which step, of a case between the office and a unit or of a plan's closing.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    access::Person,
    id::{AccountId, UnitId},
};

/// Whose hand took a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hand {
    /// The account, by which people are told apart; `None` for the program itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// 代理: for whom the person stood in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_in_for: Option<AccountId>,
    /// The name that history shows.
    pub name: String,
    /// For which unit; `None` for the program itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
}

impl Hand {
    /// The hand of a person.
    pub fn of(person: &Person) -> Self {
        Self {
            account: Some(person.account.clone()),
            stands_in_for: person.stands_in_for.clone(),
            name: person.name.clone(),
            unit: Some(person.unit.clone()),
        }
    }

    /// The accounts by whose authority the step was taken; see [`Person::hands`].
    fn accounts(&self) -> impl Iterator<Item = &AccountId> {
        self.account.iter().chain(&self.stands_in_for)
    }

    /// Whether both act by the authority of the same person.
    pub(crate) fn shares(&self, other: &Self) -> bool {
        self.accounts().any(|mine| other.accounts().any(|its| its == mine))
    }
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Taken<Step> {
    /// Which.
    pub step: Step,
    /// On which day.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub on: Date,
    /// By whom.
    pub by: Hand,
    /// With which words: a demand, an answer, a reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}
