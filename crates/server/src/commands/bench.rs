//! `yaodian check-bench`: how long the check takes for the whole plan with a year of monthly
//! observations from every bureau. The browser's binary measures the same cases.

use std::{path::PathBuf, time::Instant};

use yaodian_contract::AssessRequest;
use yaodian_domain::{standing::Standing, target::Target};

use crate::{Outcome, first_run};

/// Measures the check.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The plan folder.
    #[arg(long, default_value = "seeds/hubei-2023")]
    plan: PathBuf,
    /// Print the questions instead, for the browser to measure.
    #[arg(long)]
    cases: bool,
}

/// How many times it is measured; the median counts.
const RUNS: usize = 31;

pub(crate) fn run(args: &Args) -> Result<Outcome, String> {
    let seed = first_run::load(&args.plan)?;
    let (plan, observations) = super::workload::a_year_of_reports(seed.plan);
    let as_of = plan.term.to();
    if args.cases {
        let case = |target: &Target| AssessRequest {
            target: target.clone(),
            observations: observations.of(&target.id).to_vec(),
            as_of,
            policy: plan.policy.clone(),
        };
        let cases: Vec<AssessRequest> = plan.targets.iter().map(case).collect();
        say!("{}", serde_json::to_string(&cases).map_err(|error| error.to_string())?);
        return Ok(Outcome::Done);
    }
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let standing = Standing::of(&plan, &observations, as_of);
            std::hint::black_box(&standing);
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    say!(
        "{}",
        serde_json::json!({ "native_ms": times[RUNS / 2], "observations": observations.count(), "targets": plan.targets.len() })
    );
    Ok(Outcome::Done)
}
