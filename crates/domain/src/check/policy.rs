//! 亮灯规则: where the light bands lie. They belong to the plan, since places differ.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Status;
use crate::number;

/// Which edition of the rules judges.
///
/// A new edition is added whenever the same inputs could be judged otherwise; the old ones stay, so
/// that a day of the past is judged as it was judged then. What differs is told at each edition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Rule {
    /// The first edition. What a stored policy without an edition was judged by.
    #[default]
    #[serde(rename = "1")]
    First,
    /// The second edition:
    ///
    /// * a promise is late if nothing up to its due date kept it; in the first edition it was late
    ///   as soon as the latest figure described days after the due date;
    /// * what the rest of a level must average is reckoned to the last figure that still rounds to
    ///   the bound, not to the bound itself;
    /// * a duty is off track when so many stretches *in a row* were not heard of as the policy
    ///   says, not when two were at any time.
    #[serde(rename = "2")]
    Second,
}

impl Rule {
    /// The edition for new plans.
    pub const LATEST: Self = Self::Second;

    /// Its number, as it stands in every assessment.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "1",
            Self::Second => "2",
        }
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// From where on a light changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Threshold {
    /// When it is more than this.
    Beyond(#[serde(deserialize_with = "crate::number::ranged")] Decimal),
    /// When it is this or more.
    From(#[serde(deserialize_with = "crate::number::ranged")] Decimal),
}

impl Threshold {
    /// Whether a lag of `part` on `whole` is past it: exact, without dividing. What is not behind is
    /// past nothing.
    pub(super) fn is_passed(self, part: Decimal, whole: Decimal) -> bool {
        let percent = part * Decimal::ONE_HUNDRED;
        part > Decimal::ZERO
            && match self {
                Self::Beyond(points) => percent > points * whole,
                Self::From(points) => percent >= points * whole,
            }
    }
}

/// Of what the lag behind pace is a percentage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LagOf {
    /// Of the whole way: 50 % due and 40 % done is 10 points behind.
    #[default]
    Way,
    /// Of what should be done by now: 50 % due and 40 % done is 20 % behind.
    Due,
}

/// Where the bands between on track, at risk and off track lie.
///
/// # Why these defaults
///
/// They are stricter than the two published rules that they were compared with ([`Policy::yinchuan`],
/// [`Policy::sanya`]), because those are applied to projects that end with the year, while a plan's
/// figures are published. Whoever is not behind is green. Whoever is up to ten points of the way
/// behind is yellow: a month is 8.3 points of a year, so one missed month can still be caught up.
/// Beyond that it is red. Two missed months in a row are red, one is yellow. A level may miss its
/// bound by 2 % of the bound and be yellow: 88.3 % against 89.3 % in spring is seasonal, 85 % is
/// not. Forty days after a stretch its figure may still be on its way: reports are due by the 28th
/// of the next month and take some days to be reviewed. Thirty days before a due date is one last
/// reporting period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// By which edition of the rules.
    #[serde(default)]
    pub rule: Rule,
    /// Of what the lag behind pace is a percentage.
    #[serde(default)]
    pub lag_of: LagOf,
    /// Cumulative targets: from how far behind pace green turns yellow.
    #[serde(alias = "at_risk_beyond_points", deserialize_with = "threshold")]
    pub at_risk: Threshold,
    /// Cumulative targets: from how far behind pace yellow turns red.
    #[serde(alias = "off_track_beyond_points", deserialize_with = "threshold")]
    pub off_track: Threshold,
    /// Monthly plans and duties: how many stretches missed in a row are red. One is yellow.
    #[serde(default = "two")]
    pub missed_in_a_row: u16,
    /// Levels: up to how many percent of the bound a figure may miss it within the year and be
    /// yellow; red beyond.
    #[serde(deserialize_with = "crate::number::ranged")]
    pub level_reach_percent: Decimal,
    /// How many days after the end of a stretch its figure may still be on its way. Pace is taken
    /// at the end of what was observed, or this many days ago, whichever is later.
    pub collect_days: i16,
    /// From how many days before the due date whatever is not yet kept is marked (蓝色提示), and a
    /// deliverable that is not yet under review is at risk.
    pub near_due_days: i16,
}

fn two() -> u16 {
    2
}

/// A threshold, or a bare figure as the first edition wrote it: «beyond so many points».
fn threshold<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Threshold, D::Error> {
    input.deserialize_any(Written)
}

/// Reads the two ways of writing a threshold. (An untagged enum would do the same, and bring half
/// of serde into the browser.)
struct Written;

impl<'de> serde::de::Visitor<'de> for Written {
    type Value = Threshold;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a threshold")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Threshold, E> {
        let points = text.parse().map_err(E::custom)?;
        if number::in_range(points) {
            Ok(Threshold::Beyond(points))
        } else {
            Err(E::custom(number::NumberError::TooLarge))
        }
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Threshold, A::Error> {
        Threshold::deserialize(serde::de::value::MapAccessDeserializer::new(map))
    }
}

const fn whole(points: u32) -> Decimal {
    Decimal::from_parts(points, 0, 0, false, 0)
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            rule: Rule::LATEST,
            lag_of: LagOf::Way,
            at_risk: Threshold::Beyond(Decimal::ZERO),
            off_track: Threshold::Beyond(Decimal::TEN),
            missed_in_a_row: two(),
            level_reach_percent: Decimal::TWO,
            collect_days: 40,
            near_due_days: 30,
        }
    }
}

impl Policy {
    /// The light for a lag of `part` on `whole`.
    pub(super) fn light(&self, part: Decimal, whole: Decimal) -> Status {
        if self.off_track.is_passed(part, whole) {
            Status::OffTrack
        } else if self.at_risk.is_passed(part, whole) {
            Status::AtRisk
        } else {
            Status::OnTrack
        }
    }

    /// 银川市 2025: 达序时进度 green, 10 to 30 points (30 included) below it yellow, more red; one
    /// month missed yellow, three in a row red. The rule does not say what a lag below 10 points
    /// is; it is read as green.
    pub fn yinchuan() -> Self {
        Self {
            at_risk: Threshold::From(Decimal::TEN),
            off_track: Threshold::Beyond(whole(30)),
            missed_in_a_row: 3,
            ..Self::default()
        }
    }

    /// 三亚市 2022: at or above 序时进度 green, up to 50 % below it yellow, more red; one month
    /// missed yellow, two in a row red.
    pub fn sanya() -> Self {
        Self {
            lag_of: LagOf::Due,
            at_risk: Threshold::Beyond(Decimal::ZERO),
            off_track: Threshold::Beyond(whole(50)),
            missed_in_a_row: 2,
            ..Self::default()
        }
    }
}

/// From a day on another policy judges; before it the earlier one, also when asked later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyChange {
    /// The first day.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub from: Date,
    /// The policy.
    pub policy: Policy,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_passed_by_a_lag_and_by_nothing_else() {
        for (threshold, part, of, passed) in [
            (Threshold::Beyond(whole(10)), 10, 100, false),
            (Threshold::Beyond(whole(10)), 11, 100, true),
            (Threshold::From(whole(10)), 9, 100, false),
            (Threshold::From(whole(10)), 10, 100, true),
            // No lag, whatever it is held against.
            (Threshold::From(whole(0)), 0, 100, false),
            (Threshold::From(whole(0)), 0, 0, false),
            (Threshold::Beyond(whole(0)), 0, -1, false),
            (Threshold::Beyond(whole(10)), -1, -100, false),
            // Any lag on no way is all of it.
            (Threshold::Beyond(whole(50)), 1, 0, true),
            (Threshold::From(whole(50)), 1, 0, true),
        ] {
            let got = threshold.is_passed(Decimal::from(part), Decimal::from(of));
            assert_eq!(got, passed, "{threshold:?} {part} of {of}");
        }
    }
}
