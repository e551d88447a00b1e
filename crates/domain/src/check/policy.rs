//! 亮灯规则: where the light bands lie. They belong to the plan, since places differ.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Where the bands between on track, at risk and off track lie.
///
/// The default is stricter than the two rules it was compared with (银川 2025: up to 30 percentage
/// points behind is yellow; 三亚 2022: up to 50 % behind is yellow), because those are applied to
/// projects that end with the year, while a plan's figures are published: whoever is one month
/// behind (8.3 points of a year) can still catch up and gets yellow, whoever is further behind
/// gets red.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// Cumulative targets: how many percentage points of the way they may be behind pace before
    /// green turns yellow.
    pub at_risk_beyond_points: Decimal,
    /// Cumulative targets: beyond how many points behind pace yellow turns red.
    pub off_track_beyond_points: Decimal,
    /// Levels: up to how many percent of the bound a figure may miss it within the year and be
    /// yellow; red beyond.
    pub level_reach_percent: Decimal,
    /// How many days after the end of a stretch its figure may still be on its way. Pace is taken
    /// at the end of what was observed, or this many days ago, whichever is later.
    pub collect_days: i16,
    /// From how many days before the due date a deliverable that is not yet under review is at
    /// risk (蓝色提示).
    pub near_due_days: i16,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            at_risk_beyond_points: Decimal::ZERO,
            off_track_beyond_points: Decimal::TEN,
            level_reach_percent: Decimal::TWO,
            collect_days: 40,
            near_due_days: 30,
        }
    }
}
