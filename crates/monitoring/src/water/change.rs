//! One period against another: last month, the same period of last year; and a section's own target.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{class::WaterClass, shares::Shares};

/// Which way water went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trend {
    /// 明显好转.
    MuchBetter,
    /// 有所好转.
    Better,
    /// 无明显变化.
    Steady,
    /// 有所变差.
    Worse,
    /// 明显变差.
    MuchWorse,
}

impl Trend {
    /// From how far water went to the better: beyond `some` is somewhat, beyond `much` is much.
    fn of(better: Decimal, some: u32, much: u32) -> Self {
        let (some, much) = (Decimal::from(some), Decimal::from(much));
        if better > much {
            Trend::MuchBetter
        } else if better > some {
            Trend::Better
        } else if better < -much {
            Trend::MuchWorse
        } else if better < -some {
            Trend::Worse
        } else {
            Trend::Steady
        }
    }
}

/// How a section changed between two periods ([`Rule::ClassChange`](super::Rule::ClassChange)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassChange {
    /// The class before.
    pub before: WaterClass,
    /// The class now.
    pub now: WaterClass,
    /// By how many classes it got better; below zero for worse.
    pub classes: i8,
    /// One class: somewhat; two and more: much.
    pub trend: Trend,
}

impl ClassChange {
    /// From one class to another.
    pub fn between(before: WaterClass, now: WaterClass) -> Self {
        // Of six classes, the difference fits.
        let classes = before as i8 - now as i8;
        Self {
            before,
            now,
            classes,
            trend: Trend::of(Decimal::from(classes), 0, 1),
        }
    }
}

/// How a set of sections changed between two periods ([`Rule::ShareChange`](super::Rule::ShareChange)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareChange {
    /// ΔG: by how many percentage points the share of Ⅰ to Ⅲ changed.
    pub good: Decimal,
    /// ΔD: by how many percentage points the share of 劣Ⅴ changed.
    pub inferior: Decimal,
    /// By ΔG − ΔD: beyond 10 points somewhat, beyond 20 much.
    pub trend: Trend,
}

impl ShareChange {
    /// From one set to another; `None` where one of them is empty.
    ///
    /// Changes are of the rounded shares, as they are published: 90.5 % and 91.1 % differ by 0.6 points.
    pub fn between(before: &Shares, now: &Shares) -> Option<Self> {
        let good = now.good_share()? - before.good_share()?;
        let inferior = now.share(WaterClass::InferiorV)? - before.share(WaterClass::InferiorV)?;
        Some(Self {
            good,
            inferior,
            trend: Trend::of(good - inferior, 10, 20),
        })
    }
}

/// A section held against its own target class and against the year before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Whether it is of the target class or better; `None` without a target.
    pub target: Option<bool>,
    /// 不低于上年: whether it is no worse than the year before; `None` where that is not known.
    pub last_year: Option<bool>,
}

impl Held {
    /// Holds a class against a target and a class of the year before.
    pub fn of(now: WaterClass, target: Option<WaterClass>, last_year: Option<WaterClass>) -> Self {
        Self {
            target: target.map(|target| now <= target),
            last_year: last_year.map(|before| now <= before),
        }
    }
}
