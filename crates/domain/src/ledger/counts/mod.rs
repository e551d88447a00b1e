//! How many entries passed which stage when, and the figures that follow from it.
//!
//! A ledger does not remember its figure: it remembers every movement, with the day on which it
//! became known and the day on which the stage was done. From these follows what was known on any
//! day, for ever.

mod figures;
mod movement;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use self::movement::{Counting, Kept, Movement, Sum, movements};
use crate::{
    id::{TargetId, UnitId},
    observation::{Observation, Provenance},
    plan::Plan,
};

/// What is known of a plan's targets together with what its ledgers say, up to `today`, and with what was
/// `monitored` at the places that they list, of each target in the order of the days on which it became known.
///
/// Where a ledger has entries, or its places are measured, it is the figure: a report of one of its units
/// counts until the day on which the ledger first speaks for that unit, and not after. Published figures
/// stand beside it, unless the ledger is a demonstration: made-up figures and published ones do not mix.
pub fn with_ledgers(
    plan: &Plan,
    known: Vec<(TargetId, Observation)>,
    kept: &[Kept],
    monitored: Vec<(TargetId, Observation)>,
    today: Date,
) -> Vec<(TargetId, Observation)> {
    let mut counted = monitored;
    for kept in kept.iter().filter(|kept| kept.is_begun()) {
        let Some(ledger) = plan.ledger(&kept.ledger) else {
            continue;
        };
        for feed in &ledger.feeds {
            figures::observe(plan, ledger, feed, kept, today, &mut counted);
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
