//! 复核意见: the reviewers' own judgements, beside the computed status.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date,
    check::Status,
    id::TargetId,
    judgement::{Judgement, standing_on},
};

/// Everything that reviewers said of a plan's targets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgements(BTreeMap<TargetId, Vec<Judgement>>);

impl Judgements {
    /// What was said of one target, in the order in which it was said.
    pub fn of(&self, target: &TargetId) -> &[Judgement] {
        self.0.get(target).map_or(&[], Vec::as_slice)
    }

    /// The judgement on one target that stands on `day`.
    pub fn standing(&self, target: &TargetId, day: Date) -> Option<&Judgement> {
        standing_on(self.of(target), day)
    }
}

impl FromIterator<Judgement> for Judgements {
    fn from_iter<I: IntoIterator<Item = Judgement>>(all: I) -> Self {
        let mut by_target = BTreeMap::<_, Vec<_>>::new();
        for judgement in all {
            by_target.entry(judgement.target.clone()).or_default().push(judgement);
        }
        Self(by_target)
    }
}

/// What a reviewer says of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Judge {
    /// How it stands in his eyes.
    pub status: Status,
    /// Why; never blank.
    #[serde(default)]
    pub reason: String,
}

/// Both voices on a target, on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Voices {
    /// Which target.
    pub target: TargetId,
    /// The day.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub as_of: Date,
    /// How the check sees it. No judgement ever changes that.
    pub computed: Status,
    /// The judgement that stands.
    pub standing: Option<Judgement>,
    /// All that was said by then, the latest first.
    pub history: Vec<Judgement>,
}
