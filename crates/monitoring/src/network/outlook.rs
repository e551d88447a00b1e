//! 预警: what is about to be missed, and what the rest of the year must bring.
//!
//! No standard says how to look ahead; the ways of this module are the house's own
//! ([`Standing::Chosen`](crate::source::Standing::Chosen)).

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use yaodian_domain::number;

use super::water::SectionYear;
use crate::water::{Body, Grade, Item, Rules, Values, WaterClass};

/// Why a section is warned of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alarm {
    /// The year so far is worse than the target class.
    Missing,
    /// The year so far keeps the target class, and the latest month did not.
    Slipping,
}

/// A section that is about to miss its target class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Why.
    pub alarm: Alarm,
    /// The class that it is to be of.
    pub target: WaterClass,
    /// The class of the year so far.
    pub so_far: WaterClass,
    /// The class of the latest month, and which one, 1 to 12.
    pub latest: (i8, WaterClass),
    /// The items worse than the target class: where the year is, each with its mean so far; where the latest
    /// month alone is, each with that month's.
    pub items: Vec<(Item, Decimal)>,
    /// What the rest of the year must bring.
    pub ahead: MonthsAhead,
}

/// Whether a section is about to miss its target class; `None` of one that keeps it, has none, or was not
/// measured.
pub fn warning(section: &SectionYear<'_>, as_of: Date) -> Option<Warning> {
    let target = section.place.target?;
    let so_far = section.class()?;
    let month = section.latest_month()?;
    let latest = section.month(month)?;
    let alarm = if so_far > target {
        Alarm::Missing
    } else if latest > target {
        Alarm::Slipping
    } else {
        return None;
    };
    // What fails is told with the figure by which it does.
    let failing = match alarm {
        Alarm::Missing => section.so_far.grade.as_ref(),
        Alarm::Slipping => {
            let at = usize::try_from(month - 1).ok()?;
            section.months.get(at)?.as_ref()
        }
    };
    let items = failing.map(|grade| &grade.items).into_iter().flatten();
    let items = items.filter(|graded| graded.class > target);
    let ahead = months_ahead(section, target, as_of)?;
    Some(Warning {
        alarm,
        target,
        so_far,
        latest: (month, latest),
        items: items.map(|graded| (graded.item, graded.value.amount)).collect(),
        ahead,
    })
}

/// What the months still to come must bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthsAhead {
    /// The months behind the latest that was measured; none of a year that is over.
    pub left: u32,
    /// How many of them must be good ones ([`needed`]); `None` where even all would not be enough.
    pub needed: Option<u32>,
    /// Whether some month so far was a good one; else nothing is known of good months.
    pub any_good: bool,
    /// Whether some month so far was not; else nothing is known of such months.
    pub any_bad: bool,
}

/// What the rest of the year must bring, so that a section keeps a class; `None` of one that was not
/// measured.
pub fn months_ahead(section: &SectionYear<'_>, target: WaterClass, as_of: Date) -> Option<MonthsAhead> {
    let month = section.latest_month()?;
    let over = if as_of.year() > section.so_far.span.to().year() {
        12
    } else {
        u32::try_from(month).unwrap_or(12)
    };
    let left = 12 - over;
    let months: Vec<Values> = section.monthly().into_iter().flatten().collect();
    Some(MonthsAhead {
        left,
        needed: needed(&months, section.place.body, target, left),
        any_good: (1..=12).any(|month| section.month(month).is_some_and(|class| class <= target)),
        any_bad: (1..=12).any(|month| section.month(month).is_some_and(|class| class > target)),
    })
}

/// How many of the `left` months must be good ones, so that the year's means keep a class.
///
/// A good month is taken to be like the mean of the months so far that kept the class, any other like
/// the mean of those that did not; every item counts. `None` where even good months alone would not be
/// enough, or no month so far was a good one.
pub fn needed(months: &[Values], body: Body, target: WaterClass, left: u32) -> Option<u32> {
    let rules = Rules::LATEST;
    let keeps = |values: &Values| {
        Grade::of(values, body, rules)
            .class
            .is_some_and(|class| class <= target)
    };
    let (good, bad): (Vec<&Values>, Vec<&Values>) = months.iter().partition(|values| keeps(values));
    if good.is_empty() {
        return None;
    }
    let good = Values::mean(good);
    let bad = if bad.is_empty() {
        good.clone()
    } else {
        Values::mean(bad)
    };
    let enough = |number: &u32| {
        let ahead = (0..left).map(|month| if month < *number { &good } else { &bad });
        keeps(&Values::mean(months.iter().chain(ahead)))
    };
    (0..=left).find(enough)
}

/// What a share of days still asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaysAhead {
    /// The days of the year that are still to come.
    pub left: u32,
    /// How many of them must count; `None` where even all would not be enough.
    pub needed: Option<u32>,
}

/// How many of the days `left` must count, so that of all valid days at least `goal` percent do, compared
/// as it is published, to one decimal.
pub fn days_ahead(counting: u32, valid: u32, left: u32, goal: Decimal) -> DaysAhead {
    let whole = Decimal::from(valid.saturating_add(left));
    let reached = |more: u32| {
        let part = Decimal::from(counting.saturating_add(more));
        number::percent(part, whole, 1).is_some_and(|share| share >= goal)
    };
    // More days make a share no smaller, so that the first that reaches it is found by halving.
    let (mut low, mut high) = (0, left);
    while low < high {
        let middle = low + (high - low) / 2;
        if reached(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    DaysAhead {
        left,
        needed: reached(low).then_some(low),
    }
}
