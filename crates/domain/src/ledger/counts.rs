//! How many entries passed which stage when, and the figures that follow from it.
//!
//! A ledger does not remember its figure: it remembers every movement, with the day on which it
//! became known and the day on which the stage was done. From these follows what was known on any
//! day, for ever.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Feed, Ledger, Row};
use crate::{
    id::{LedgerId, TargetId, UnitId},
    observation::{Figure, Observation, Provenance, Step},
    plan::Plan,
    target::{Promise, Target, Toward},
    time::DaySpan,
};

/// A plan runs for years, not for ages: fifty years of months are looked at.
const MOST_MONTHS: usize = 600;

/// So many entries of one unit came to one stage, or (negative) were taken back from it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Movement {
    /// Whose entries.
    pub unit: UnitId,
    /// What they stand for, in a ledger of deliverables; else empty.
    pub part: String,
    /// How many stages: 0 when an entry is put on the list, `n` when the `n`th stage is done.
    pub stage: u8,
    /// The day on which it became known.
    pub known_on: Date,
    /// The day on which the stage was done; `None` for the list.
    pub reached_on: Option<Date>,
    /// How many.
    pub number: i64,
}

/// What a ledger holds, as far as figures go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Which ledger.
    pub ledger: LedgerId,
    /// Whether its entries are made up for a demonstration.
    pub demonstration: bool,
    /// All movements, in any order.
    pub movements: Vec<Movement>,
}

/// The movements that turn `before` into `after`, known on `known_on`: `each` is called with one at
/// a time, so that a million rows can be added up without a list of them.
pub fn movements(
    ledger: &Ledger,
    before: Option<&Row>,
    after: Option<&Row>,
    known_on: Date,
    mut each: impl FnMut(Movement),
) {
    if let (Some(before), Some(after)) = (before, after)
        && before.unit == after.unit
        && before.part(ledger) == after.part(ledger)
        && before.reached == after.reached
    {
        return;
    }
    for (row, number) in [(before, -1), (after, 1)] {
        let Some(row) = row else { continue };
        let days = std::iter::once(None).chain(row.reached.iter().copied().map(Some));
        for (stage, reached_on) in (0..).zip(days) {
            each(Movement {
                unit: row.unit.clone(),
                part: row.part(ledger).unwrap_or_default().to_owned(),
                stage,
                known_on,
                reached_on,
                number,
            });
        }
    }
}

/// Adds up movements of the same kind.
#[derive(Debug, Clone, Default)]
pub struct Sum(BTreeMap<(UnitId, String, u8, Date, Option<Date>), i64>);

impl Sum {
    /// Takes one in.
    pub fn add(&mut self, m: Movement) {
        *self
            .0
            .entry((m.unit, m.part, m.stage, m.known_on, m.reached_on))
            .or_default() += m.number;
    }

    /// All that do not cancel out.
    pub fn into_movements(self) -> impl Iterator<Item = Movement> {
        self.0.into_iter().filter(|(_, number)| *number != 0).map(
            |((unit, part, stage, known_on, reached_on), number)| Movement {
                unit,
                part,
                stage,
                known_on,
                reached_on,
                number,
            },
        )
    }
}

impl Kept {
    /// How many entries there are, and how many have passed each stage, on a day: all of them or
    /// one unit's. The first number is that of the list.
    pub fn funnel(&self, ledger: &Ledger, unit: Option<&UnitId>, as_of: Date) -> Vec<i64> {
        let mut funnel = vec![0; ledger.stages.len() + 1];
        for m in self.known(as_of).filter(|m| unit.is_none_or(|unit| &m.unit == unit)) {
            if let Some(slot) = funnel.get_mut(usize::from(m.stage)) {
                *slot += m.number;
            }
        }
        funnel
    }

    /// The [`funnel`](Kept::funnel) of each unit, in one go.
    pub fn funnels<'u>(
        &self,
        ledger: &Ledger,
        as_of: Date,
        units: impl IntoIterator<Item = &'u UnitId>,
    ) -> Vec<(UnitId, Vec<i64>)> {
        let empty = vec![0; ledger.stages.len() + 1];
        let mut funnels: Vec<_> = units.into_iter().map(|unit| (unit.clone(), empty.clone())).collect();
        for m in self.known(as_of) {
            let mine = funnels.iter_mut().find(|(unit, _)| *unit == m.unit);
            if let Some(slot) = mine.and_then(|(_, funnel)| funnel.get_mut(usize::from(m.stage))) {
                *slot += m.number;
            }
        }
        funnels
    }

    /// How many entries passed each stage in each month of `term`, by the day on which it was done.
    pub fn throughput(
        &self,
        ledger: &Ledger,
        unit: Option<&UnitId>,
        term: DaySpan,
        as_of: Date,
    ) -> Vec<Vec<(Date, i64)>> {
        let mut months = Vec::new();
        let mut month = term.from().first_of_month();
        while month <= term.to() && months.len() < MOST_MONTHS {
            months.push((month, 0));
            month = month.saturating_add(1.month());
        }
        let mut stages = vec![months; ledger.stages.len()];
        for m in self.known(as_of).filter(|m| unit.is_none_or(|unit| &m.unit == unit)) {
            let stage = usize::from(m.stage).checked_sub(1).and_then(|at| stages.get_mut(at));
            let (Some(day), Some(months)) = (m.reached_on, stage) else {
                continue;
            };
            if let Ok(at) = months.binary_search_by_key(&day.first_of_month(), |(month, _)| *month) {
                months[at].1 += m.number;
            }
        }
        stages
    }

    fn known(&self, as_of: Date) -> impl Iterator<Item = &Movement> {
        self.movements.iter().filter(move |m| m.known_on <= as_of)
    }

    /// Whether it has, or ever had, an entry.
    pub fn is_begun(&self) -> bool {
        !self.movements.is_empty()
    }
}

/// What is known of a plan's targets together with what its ledgers say, up to `today`.
///
/// Where a ledger has entries it is the figure: a report of one of its units counts until the day
/// on which the ledger first speaks for that unit, and not after. Published figures stand beside it,
/// unless the ledger is a demonstration: made-up figures and published ones do not mix.
pub fn with_ledgers(
    plan: &Plan,
    known: Vec<(TargetId, Observation)>,
    kept: &[Kept],
    today: Date,
) -> Vec<(TargetId, Observation)> {
    let mut counted: Vec<(TargetId, Observation)> = Vec::new();
    for kept in kept.iter().filter(|kept| kept.is_begun()) {
        let Some(ledger) = plan.ledger(&kept.ledger) else {
            continue;
        };
        for feed in &ledger.feeds {
            observe(plan, ledger, feed, kept, today, &mut counted);
        }
    }
    // When a ledger speaks for a target's unit, or for the whole of it: a list that was emptied does
    // not, until it has entries again.
    let mut speaks: BTreeMap<(TargetId, Option<UnitId>), Vec<Speech>> = BTreeMap::new();
    for (target, o) in &counted {
        let speeches = speaks.entry((target.clone(), o.unit.clone())).or_default();
        match speeches.last_mut() {
            Some(last) if last.until.is_none_or(|until| o.known_on < until) => last.until = o.withdrawn_on,
            _ => speeches.push(Speech {
                from: o.known_on,
                until: o.withdrawn_on,
                demonstration: o.provenance.is_demonstration(),
            }),
        }
    }
    let mut all: Vec<(TargetId, Observation)> = known
        .into_iter()
        .filter_map(|(target, mut o)| {
            let alone = plan.target(&target).is_some_and(|target| target.reporters.len() == 1);
            let whole = || speaks.get(&(target.clone(), None));
            let speaker = match &o.unit {
                Some(_) => speaks
                    .get(&(target.clone(), o.unit.clone()))
                    .or_else(|| alone.then(whole).flatten()),
                None => whole(),
            };
            let speeches = speaker.map_or(&[][..], Vec::as_slice);
            match o.provenance {
                Provenance::Reported { .. } => {
                    if speeches.iter().any(|speech| speech.covers(o.known_on)) {
                        return None;
                    }
                    if let Some(next) = speeches.iter().find(|speech| speech.from > o.known_on) {
                        o.withdrawn_on = Some(o.withdrawn_on.map_or(next.from, |day| day.min(next.from)));
                    }
                    Some((target, o))
                }
                Provenance::Published { .. } if speeches.iter().any(|speech| speech.demonstration) => None,
                _ => Some((target, o)),
            }
        })
        .collect();
    all.extend(counted);
    all
}

/// A stretch of days on which a ledger is the figure.
struct Speech {
    from: Date,
    /// The first day on which it is no more.
    until: Option<Date>,
    demonstration: bool,
}

impl Speech {
    fn covers(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// What one feed says, day by day.
fn observe(
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
