//! How long a picture of the cockpit takes: `cargo bench -p yaodian-seed --bench cockpit`.

#[path = "../tests/cockpit/made_up.rs"]
mod made_up;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use made_up::{nothing_filed, plan, said};
use yaodian_domain::{
    Date,
    cockpit::{Grain, Judged, Matrix, turned_red, unreported, week_before},
    id::UnitId,
    observation::Observation,
    standing::Observations,
    unit::UnitKind,
};

/// The best of so many runs counts: what comes on top is the machine's.
const RUNS: usize = 20;

fn best(job: impl Fn()) -> Duration {
    let runs = (0..RUNS).map(|_| {
        let start = Instant::now();
        job();
        start.elapsed()
    });
    runs.min().unwrap_or_default()
}

fn main() {
    let bureaus = plan().units.of_kind(UnitKind::Bureau);
    let everybody: Vec<UnitId> = bureaus.map(|unit| unit.id.clone()).collect();
    let mut crowded = plan().clone();
    for target in &mut crowded.targets {
        target.reporters.clone_from(&everybody);
    }
    for (name, plan) in [("as issued", plan()), ("every target owed by every bureau", &crowded)] {
        let all = plan.targets.iter().enumerate().flat_map(|(at, target)| {
            let parts = (0..target.reporters.len()).flat_map(|reporter| (1..=12).map(move |month| (reporter, month)));
            parts.map(move |(reporter, month)| {
                let (id, observation) = said(at, None, month, 40 + i64::from(month));
                let unit = Some(target.reporters[reporter].clone());
                (id, Observation { unit, ..observation })
            })
        });
        let known: Observations = all.collect();
        let year_end = Date::constant(2023, 12, 31);
        let judged = |day| Judged::of(plan, &known, day);
        let (now, before) = (judged(year_end), judged(week_before(year_end)));
        let judging = best(|| drop(black_box(judged(year_end))));
        let matrix = best(|| {
            black_box(Matrix::of(plan, &now, &before, &nothing_filed(), Grain::Tasks));
            black_box((turned_red(plan, &now, &before), unreported(plan, &nothing_filed())));
        });
        let count = known.count();
        println!("{name}: {count} observations; judging one day {judging:?}, matrix and lists {matrix:?}");
    }
}
