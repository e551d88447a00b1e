//! The six grades of the index.

use serde::{Deserialize, Serialize};

/// A grade of air quality (HJ 633, table 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// 一级, 优: up to 50.
    Excellent,
    /// 二级, 良: up to 100.
    Good,
    /// 三级, 轻度污染: up to 150.
    Light,
    /// 四级, 中度污染: up to 200.
    Moderate,
    /// 五级, 重度污染: up to 300.
    Heavy,
    /// 六级, 严重污染: above 300.
    Severe,
}

impl Grade {
    /// How many there are.
    pub const COUNT: usize = 6;

    /// All of them, the best first.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Excellent,
        Self::Good,
        Self::Light,
        Self::Moderate,
        Self::Heavy,
        Self::Severe,
    ];

    /// Its place in [`Grade::ALL`].
    pub const fn place(self) -> usize {
        self as usize
    }

    /// The grade of an index.
    pub const fn of(index: u16) -> Self {
        match index {
            0..=50 => Self::Excellent,
            51..=100 => Self::Good,
            101..=150 => Self::Light,
            151..=200 => Self::Moderate,
            201..=300 => Self::Heavy,
            301.. => Self::Severe,
        }
    }

    /// 优良: whether a day of this grade counts as good.
    pub const fn is_good(self) -> bool {
        matches!(self, Self::Excellent | Self::Good)
    }

    /// 重污染: whether the index is above 200.
    pub const fn is_heavy(self) -> bool {
        matches!(self, Self::Heavy | Self::Severe)
    }

    /// The word in the live feed's column `quality`.
    pub const fn feed_name(self) -> &'static str {
        match self {
            Self::Excellent => "优",
            Self::Good => "良",
            Self::Light => "轻度污染",
            Self::Moderate => "中度污染",
            Self::Heavy => "重度污染",
            Self::Severe => "严重污染",
        }
    }
}
