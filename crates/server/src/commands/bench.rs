//! `yaodian check-bench`: how long the check takes for the whole plan with a year of monthly
//! observations from every bureau. The browser's binary measures the same cases.

use std::{path::PathBuf, time::Instant};

use yaodian_domain::standing::Standing;

use crate::{Outcome, first_run};

/// Measures the check.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The plan folder.
    #[arg(long, default_value = "seeds/hubei-2023")]
    plan: PathBuf,
}

/// How many times it is measured; the median counts.
const RUNS: usize = 31;

pub(crate) fn run(args: &Args) -> Result<Outcome, String> {
    let seed = first_run::load(&args.plan)?;
    let observations = yaodian_domain::workload::a_year_of_reports(&seed.plan);
    let as_of = seed.plan.term.to();
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let standing = Standing::of(&seed.plan, &observations, as_of);
            std::hint::black_box(&standing);
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!(
        "{}",
        serde_json::json!({ "native_ms": times[RUNS / 2], "observations": observations.count(), "targets": seed.plan.targets.len() })
    );
    Ok(Outcome::Done)
}
