//! 状态.

use serde::{Deserialize, Serialize};

/// How a target stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// 逾期: the due date has passed and the promise is not kept.
    Overdue,
    /// 滞后: far behind, or out of reach.
    OffTrack,
    /// 预警: behind, and still to be caught up.
    AtRisk,
    /// 无数据: nothing is known that could be judged. Never green.
    NoData,
    /// 待定目标: the number to be reached has not been set.
    AwaitingTarget,
    /// 正常: at or ahead of where it should be.
    OnTrack,
    /// 达标: the promise is kept.
    Met,
}

impl Status {
    /// All of them, worst first: the order in which lists show them.
    pub const ALL: [Self; 7] = [
        Self::Overdue,
        Self::OffTrack,
        Self::AtRisk,
        Self::NoData,
        Self::AwaitingTarget,
        Self::OnTrack,
        Self::Met,
    ];

    /// 红: far behind, out of reach or past its date.
    pub fn is_red(self) -> bool {
        matches!(self, Self::Overdue | Self::OffTrack)
    }

    /// The name used in files, addresses and style sheets.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::OnTrack => "on-track",
            Self::AtRisk => "at-risk",
            Self::OffTrack => "off-track",
            Self::Overdue => "overdue",
            Self::NoData => "no-data",
            Self::AwaitingTarget => "awaiting-target",
        }
    }

    /// The shape that stands beside the colour, so that colour is never alone: each status has its own.
    pub fn shape(self) -> char {
        match self {
            Self::Met => '✓',
            Self::OnTrack => '●',
            Self::AtRisk => '▲',
            Self::OffTrack => '■',
            Self::Overdue => '◆',
            Self::NoData => '○',
            Self::AwaitingTarget => '◇',
        }
    }
}
