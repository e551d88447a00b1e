//! 趋势推算: what the term would come to if the rest went on like what was seen.
//!
//! A projection is arithmetic about the past, not a promise, and decides nothing: no status is made
//! from it. The method is the plainest that can be checked with a pencil.
//!
//! * A cumulative figure goes on at its mean daily rate since the start of the term.
//! * A level goes on at its mean so far, which is then the mean of the whole.
//! * The range is what would come if every remaining day were like the slowest, or like the
//!   fastest, of the stretches between two figures. With fewer than two stretches there is none.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::fold::{Fold, Said, is_level};
use crate::{
    method::RollUp,
    number,
    observation::Observation,
    target::{Promise, Target, Toward},
    time::days_between,
};

/// What a term would come to. Never a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Projection {
    /// For which day: the due date.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub on: Date,
    /// The last day of the figures it rests on.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub from: Date,
    /// If the rest is like the mean so far, in the target's own unit, one decimal more than the
    /// goal has.
    pub expected: Decimal,
    /// If the rest is like the lowest and like the highest stretch so far; `None` where there are
    /// fewer than two stretches to tell.
    pub range: Option<(Decimal, Decimal)>,
    /// How many stretches it rests on.
    pub stretches: usize,
}

/// A figure of the way: so much from the first day of the term up to the end of a day.
#[derive(Clone, Copy)]
struct Point {
    to: Date,
    value: Decimal,
}

/// What `target` would come to by its due date, by what was known on `as_of`. `None` where there is
/// nothing to go by: no figure from the start of the term, nothing left of it, or a promise without
/// figures.
pub fn project(target: &Target, observations: &[Observation], as_of: Date) -> Option<Projection> {
    let target = target.in_force(as_of);
    let goal = target.promise.number()?;
    // How many units keep a bound, or which is the worst, has no rate of its own.
    if target.method.roll_up != RollUp::Total {
        return None;
    }
    let mut days: Vec<Date> = (observations.iter())
        .filter(|o| o.is_known_on(as_of) && o.span.to() >= target.term.from())
        .map(|o| o.span.to())
        .collect();
    days.sort_unstable();
    days.dedup();
    let points: Vec<Point> = days
        .iter()
        .filter_map(|&day| point(&target, observations, as_of, day))
        .collect();
    let last = *points.last()?;
    let left = days_between(last.to, target.due());
    if left <= 0 {
        return None;
    }
    let level = is_level(&target);
    let (start, cap) = bounds(&target, observations, as_of);
    let gone = |point: &Point| Decimal::from(days_between(target.term.from(), point.to) + 1);
    // Cumulative from the start: a level counts as level × days.
    let reached = |point: &Point| if level { point.value * gone(point) } else { point.value };
    let mut rates = Vec::with_capacity(points.len());
    let (mut before, mut since) = (if level { Decimal::ZERO } else { start }, Decimal::ZERO);
    for point in &points {
        let rate = (reached(point) - before) / (gone(point) - since);
        rates.push(if level {
            clamp(rate, Some(Decimal::ZERO), cap)
        } else {
            rate
        });
        (before, since) = (reached(point), gone(point));
    }
    let mean = (before - if level { Decimal::ZERO } else { start }) / since;
    let decimals = goal.scale() + 1;
    let all = since + Decimal::from(left);
    let at = |rate: Decimal| {
        let whole = before + rate * Decimal::from(left);
        let value = if level { whole / all } else { whole };
        number::round(clamp(value, Some(Decimal::ZERO), cap), decimals)
    };
    Some(Projection {
        on: target.due(),
        from: last.to,
        expected: at(mean),
        range: match (rates.iter().min(), rates.iter().max()) {
            (Some(&low), Some(&high)) if rates.len() > 1 => Some((at(low), at(high))),
            _ => None,
        },
        stretches: rates.len(),
    })
}

/// The figure that stood at the end of `day`, if one describes the term from its start to it.
fn point(target: &Target, observations: &[Observation], as_of: Date, day: Date) -> Option<Point> {
    let mut fold = Fold::new(target, as_of);
    for observation in observations.iter().filter(|o| o.span.to() <= day) {
        fold.see(observation);
    }
    let known = super::rollup::known(&fold, super::Rule::LATEST, true);
    let basis = known.basis.filter(|basis| basis.span.to() == day)?;
    let whole = known.coverage.is_none_or(|coverage| coverage.is_complete());
    let from_start = !is_level(target) || basis.span.from() == target.term.from();
    let value = match Said::from(&basis.figure) {
        Said::Amount(value) => value,
        Said::Counts(done, of) => number::percent(done, of.or_else(|| super::rollup::known_whole(target))?, 4)?,
        Said::Step(_) | Said::Words => return None,
    };
    (whole && from_start && target.term.contains(day)).then_some(Point { to: day, value })
}

/// Where a cumulative figure began, and what it cannot pass.
fn bounds(target: &Target, observations: &[Observation], as_of: Date) -> (Decimal, Option<Decimal>) {
    let percent = target.promise.measure().is_some_and(crate::target::Measure::is_percent);
    let start = match &target.promise {
        Promise::Count {
            toward: Toward::RiseFrom(stock) | Toward::FallFrom(stock),
            ..
        } => *stock,
        Promise::Share { .. } => {
            let mut fold = Fold::new(target, as_of);
            for observation in observations {
                fold.see(observation);
            }
            match fold.before.map(|latest| latest.said) {
                Some(Said::Amount(value)) => value,
                Some(Said::Counts(done, of)) => of
                    .or_else(|| super::rollup::known_whole(target))
                    .and_then(|of| number::percent(done, of, 4))
                    .unwrap_or_default(),
                _ => Decimal::ZERO,
            }
        }
        _ => Decimal::ZERO,
    };
    let share = matches!(target.promise, Promise::Share { .. });
    (start, (share || percent).then_some(Decimal::ONE_HUNDRED))
}

fn clamp(value: Decimal, least: Option<Decimal>, most: Option<Decimal>) -> Decimal {
    let value = least.map_or(value, |least| value.max(least));
    most.map_or(value, |most| value.min(most))
}
