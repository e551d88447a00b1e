//! How many sections are of which class, in any named set of sections.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use yaodian_domain::number;

use super::class::{Quality, WaterClass};

/// The counts of the classes among a set of sections: 国控, 省控, those of a river or of a city.
///
/// Shares are rounded one by one, half to even, to one decimal, as they are published; so the shares of
/// a set need not add up to 100.
///
/// ```
/// use yaodian_monitoring::water::{Shares, WaterClass};
/// let shares = Shares::of_counts([0, 190, 107, 23, 5, 1]);
/// assert_eq!(shares.good_share().unwrap().to_string(), "91.1");
/// assert_eq!(shares.share(WaterClass::InferiorV).unwrap().to_string(), "0.3");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Shares {
    counts: [u32; 6],
    ungraded: u32,
}

impl Shares {
    /// From the counts of Ⅰ to 劣Ⅴ.
    pub const fn of_counts(counts: [u32; 6]) -> Self {
        Self { counts, ungraded: 0 }
    }

    /// How many sections have a class: the denominator of every share.
    pub fn graded(&self) -> u32 {
        self.counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// How many sections of the set have none; they are in no share.
    pub const fn ungraded(&self) -> u32 {
        self.ungraded
    }

    /// How many sections are of a class.
    pub const fn count(&self, class: WaterClass) -> u32 {
        self.counts[class.index()]
    }

    /// How many are of Ⅰ to Ⅲ.
    pub fn good(&self) -> u32 {
        self.counts[..=WaterClass::III.index()]
            .iter()
            .fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// The share of a class, in percent, to one decimal; `None` for an empty set.
    pub fn share(&self, class: WaterClass) -> Option<Decimal> {
        self.percent(self.count(class))
    }

    /// 优良比例: the share of Ⅰ to Ⅲ, in percent, to one decimal.
    pub fn good_share(&self) -> Option<Decimal> {
        self.percent(self.good())
    }

    /// The word of quality of a river or a region of five sections or more (the method of 2011, table 2).
    ///
    /// The exact counts decide ([`Rule::ExactShares`](super::Rule::ExactShares)): 899 of 1000 good
    /// sections are not 90 %, though 8,996 of 10,000 are printed as 90.0.
    pub fn quality(&self) -> Option<Quality> {
        let all = u64::from(self.graded());
        let good = u64::from(self.good()) * 100;
        let inferior = u64::from(self.count(WaterClass::InferiorV)) * 100;
        if all == 0 {
            None
        } else if good >= all * 90 {
            Some(Quality::Excellent)
        } else if good >= all * 75 {
            Some(Quality::Good)
        } else if inferior < all * 20 {
            Some(Quality::LightlyPolluted)
        } else if inferior < all * 40 {
            Some(Quality::ModeratelyPolluted)
        } else {
            Some(Quality::HeavilyPolluted)
        }
    }

    /// The counts of several named sets at once. A section may be told under each of its sets: 国控, its
    /// river, its city.
    pub fn by_set<K: Ord>(sections: impl IntoIterator<Item = (K, Option<WaterClass>)>) -> BTreeMap<K, Shares> {
        let mut sets: BTreeMap<K, Shares> = BTreeMap::new();
        for (set, class) in sections {
            sets.entry(set).or_default().add(class);
        }
        sets
    }

    fn add(&mut self, class: Option<WaterClass>) {
        match class {
            Some(class) => self.counts[class.index()] += 1,
            None => self.ungraded += 1,
        }
    }

    fn percent(&self, part: u32) -> Option<Decimal> {
        number::percent(Decimal::from(part), Decimal::from(self.graded()), 1)
    }
}

impl FromIterator<Option<WaterClass>> for Shares {
    fn from_iter<T: IntoIterator<Item = Option<WaterClass>>>(classes: T) -> Self {
        let mut shares = Shares::default();
        for class in classes {
            shares.add(class);
        }
        shares
    }
}

impl FromIterator<WaterClass> for Shares {
    fn from_iter<T: IntoIterator<Item = WaterClass>>(classes: T) -> Self {
        classes.into_iter().map(Some).collect()
    }
}
