//! What a ledger says of the targets that it feeds, day by day.

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;

use super::{Kept, Movement};
use crate::{
    id::{TargetId, UnitId},
    ledger::{Feed, Ledger},
    observation::{Figure, Observation, Provenance, Step},
    plan::Plan,
    target::{Promise, Target, Toward},
    time::DaySpan,
};

/// What one feed says, day by day.
pub(super) fn observe(
    plan: &Plan,
    ledger: &Ledger,
    feed: &Feed,
    kept: &Kept,
    today: Date,
    out: &mut Vec<(TargetId, Observation)>,
) {
    match feed {
        Feed::Count { target, stage, by_unit } | Feed::Share { target, stage, by_unit } => {
            let (Some(target), Some(stage)) = (plan.target(target), ledger.stage(stage)) else {
                return;
            };
            let reporters = target.reporters.as_slice();
            let units = reporters.iter().filter(|_| *by_unit && reporters.len() > 1);
            for unit in std::iter::once(None).chain(units.map(Some)) {
                let of = Of {
                    target,
                    ledger,
                    unit,
                    stage,
                    inventories: Inventories::of(plan, target, unit),
                };
                of.observe(kept, today, out);
            }
        }
        // What is measured comes from elsewhere: see `with_ledgers`.
        Feed::Monitored { .. } => {}
        Feed::Steps { .. } => {
            let mut parts: BTreeSet<&str> = kept.movements.iter().map(|m| m.part.as_str()).collect();
            parts.remove("");
            for part in parts {
                let target = TargetId::new(part).ok().and_then(|id| plan.target(&id));
                if let Some(target) = target.filter(|target| target.promise == Promise::Deliverable) {
                    steps(ledger, target, kept, today, out);
                }
            }
        }
    }
}

/// What is counted for a target, or for one unit of it.
struct Of<'a> {
    target: &'a Target,
    ledger: &'a Ledger,
    unit: Option<&'a UnitId>,
    stage: usize,
    inventories: Inventories,
}

/// The inventories that the unit's shares speak of, each with the day on which it was given, in order.
struct Inventories(Vec<(Option<Date>, Option<Decimal>)>);

impl Inventories {
    fn of(plan: &Plan, target: &Target, unit: Option<&UnitId>) -> Self {
        let shares = unit.into_iter().flat_map(|unit| plan.shares_of(&target.id, unit));
        let mut given: Vec<_> = shares.map(|share| (share.given_on, share.inventory)).collect();
        given.sort_by_key(|(given_on, _)| *given_on);
        Self(given)
    }

    /// The one that counts on `day`. The first counts for the days before it was given, too: the list
    /// itself does at once.
    fn on(&self, day: Date) -> Option<Decimal> {
        let given = self.0.iter().rev().find(|(on, _)| on.is_none_or(|on| on <= day));
        given.or(self.0.first()).and_then(|(_, inventory)| *inventory)
    }
}

/// What was counted up to a day: all of it, and what was done by the end of the term.
#[derive(Clone, Copy, Default)]
struct Counted {
    listed: i64,
    done: [i64; 2],
    in_term: [i64; 2],
}

impl Of<'_> {
    fn observe(&self, kept: &Kept, today: Date, out: &mut Vec<(TargetId, Observation)>) {
        let term = self.target.term;
        let mut mine: Vec<&Movement> = (kept.movements.iter())
            .filter(|m| self.unit.is_none_or(|unit| &m.unit == unit))
            .filter(|m| m.stage == 0 || usize::from(m.stage) == self.stage + 1)
            .collect();
        mine.sort_by_key(|m| m.known_on);
        let mut waiting = mine.iter().peekable();
        let mut counted = Counted::default();
        let start = out.len();
        let mut days = days(&mine, self.ledger, term, today);
        if let Some(&first) = days.first() {
            let given = self.inventories.0.iter().skip(1).filter_map(|(on, _)| *on);
            days.extend(given.filter(|day| (first..=today).contains(day)));
        }
        for day in days {
            while let Some(m) = waiting.next_if(|m| m.known_on <= day) {
                counted.take(m, term);
            }
            if counted.listed <= 0 {
                fall_silent(out, start, day);
                continue;
            }
            if day > term.to() {
                let whole = DaySpan::new(term.from(), term.to());
                push(
                    out,
                    self.target,
                    self.unit,
                    kept,
                    whole,
                    day,
                    self.figure(&counted, day, 0),
                );
            }
            let span = DaySpan::new(term.from(), day);
            push(
                out,
                self.target,
                self.unit,
                kept,
                span,
                day,
                self.figure(&counted, day, 1),
            );
        }
    }

    /// What the list says: 0, of what was done by the end of the term; 1, of everything.
    fn figure(&self, counted: &Counted, day: Date, which: usize) -> Option<Figure> {
        if counted.listed <= 0 {
            return None;
        }
        let listed = Decimal::from(counted.listed);
        match &self.target.promise {
            Promise::Count { toward, .. } => {
                let in_term = Decimal::from(counted.in_term[which]);
                let value = match toward {
                    Toward::Reach | Toward::StayWithin => in_term,
                    Toward::RiseFrom(stock) => self.inventories.on(day).unwrap_or(*stock) + in_term,
                    Toward::FallFrom(stock) => self.inventories.on(day).unwrap_or(*stock) - in_term,
                };
                Some(Figure::Amount { value })
            }
            Promise::Share { .. } | Promise::NotWorse { .. } => {
                // A list that is shorter than what there is proves no more than it lists.
                let promised = match self.unit {
                    Some(_) => self.inventories.on(day),
                    None => crate::check::known_whole(self.target).or(self.ledger.expected.map(Decimal::from)),
                };
                Some(Figure::Counts {
                    done: Decimal::from(counted.done[which]),
                    of: Some(promised.map_or(listed, |promised| promised.max(listed))),
                })
            }
            _ => None,
        }
    }
}

impl Counted {
    fn take(&mut self, m: &Movement, term: DaySpan) {
        let Some(reached) = m.reached_on.filter(|_| m.stage > 0) else {
            self.listed += m.number;
            return;
        };
        let in_term = if reached >= term.from() { m.number } else { 0 };
        // What was done too late for the term is in the second sums only.
        for which in usize::from(reached > term.to())..2 {
            self.done[which] += m.number;
            self.in_term[which] += in_term;
        }
    }
}

/// The step of the least advanced entry that stands for the deliverable.
fn steps(ledger: &Ledger, target: &Target, kept: &Kept, today: Date, out: &mut Vec<(TargetId, Observation)>) {
    // Whoever does not answer for a deliverable cannot hold it back by an entry that names it.
    let mine: Vec<&Movement> = (kept.movements.iter())
        .filter(|m| m.part == target.id.as_str() && target.reporters.contains(&m.unit))
        .collect();
    let term = target.term;
    let start = out.len();
    for day in days(&mine, ledger, term, today) {
        let step = |until: Option<Date>| {
            let mut passed = vec![0_i64; ledger.stages.len() + 1];
            for m in mine.iter().filter(|m| m.known_on <= day) {
                let counts = m.reached_on.is_none_or(|day| until.is_none_or(|until| day <= until));
                if let Some(slot) = passed.get_mut(usize::from(m.stage)).filter(|_| counts) {
                    *slot += m.number;
                }
            }
            // To be on the list is to be promised, not to be known not to have begun.
            let spoken = mine.iter().any(|m| m.stage > 0 && m.known_on <= day);
            let all = passed[0];
            let step = passed.iter().skip(1).take_while(|n| **n >= all).count();
            (all > 0 && spoken).then(|| Figure::Progress {
                step: Step::ALL[step.min(Step::ALL.len() - 1)],
            })
        };
        if step(None).is_none() {
            fall_silent(out, start, day);
            continue;
        }
        if day > term.to() {
            push(
                out,
                target,
                None,
                kept,
                DaySpan::new(term.from(), term.to()),
                day,
                step(Some(term.to())),
            );
        }
        push(out, target, None, kept, DaySpan::new(term.from(), day), day, step(None));
    }
}

/// From `day` on a list says nothing any more: what it said since `start` was known until then.
fn fall_silent(out: &mut [(TargetId, Observation)], start: usize, day: Date) {
    for (_, o) in out.iter_mut().skip(start) {
        o.withdrawn_on.get_or_insert(day);
    }
}

fn push(
    out: &mut Vec<(TargetId, Observation)>,
    target: &Target,
    unit: Option<&UnitId>,
    kept: &Kept,
    span: Result<DaySpan, crate::time::EndsBeforeItBegins>,
    known_on: Date,
    figure: Option<Figure>,
) {
    let (Ok(span), Some(figure)) = (span, figure) else {
        return;
    };
    let observation = Observation {
        unit: unit.cloned(),
        span,
        known_on,
        figure,
        change_on_last_year: None,
        samples: None,
        withdrawn_on: None,
        provenance: Provenance::Ledger {
            ledger: kept.ledger.clone(),
            demonstration: kept.demonstration,
        },
    };
    out.push((target.id.clone(), observation));
}

/// The days on which the list speaks: those on which something became known, and the ends of months
/// and of the term since, up to today. A list that is not changed says on every day what it says; as
/// often as it is asked, the answer to the same day is the same.
fn days(mine: &[&Movement], ledger: &Ledger, term: DaySpan, today: Date) -> BTreeSet<Date> {
    // What was listed before the term begins, or before the list counts, is known on that day.
    let start = ledger.counts_from.map_or(term.from(), |day| day.max(term.from()));
    let mut days: BTreeSet<Date> = mine
        .iter()
        .map(|m| m.known_on.max(start))
        .filter(|day| *day <= today)
        .collect();
    if let Some(&first) = days.first() {
        days.insert(term.to());
        let mut month = first.last_of_month();
        while month <= term.to().min(today) {
            days.insert(month);
            month = month.saturating_add(1.month()).last_of_month();
        }
        days.retain(|day| *day >= first && *day <= today);
    }
    days
}
