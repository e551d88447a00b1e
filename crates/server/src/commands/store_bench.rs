//! `yaodian store-bench`: how many reports a second a bare loop sends and takes back, one after another: the
//! statements and commits of the server, without HTTP, sessions and judging.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use yaodian_domain::{
    id::{PlanId, TargetId},
    report::StateName,
};
use yaodian_store::{Act, Actor, ReportFilter, Store};

use super::plan::blocking;
use crate::{Outcome, clock::Clock, serve};

/// Measures the store.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The database; a file in the data folder if left out.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// The folder for everything that is kept.
    #[arg(long, env = "YAODIAN_DATA_DIR", default_value = "data")]
    data_dir: PathBuf,
    /// The plan whose reports are sent and taken back.
    #[arg(long)]
    plan: PlanId,
    /// The target that they are about.
    #[arg(long)]
    target: TargetId,
    /// For so long.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

pub(crate) fn run(args: Args) -> Result<Outcome, String> {
    let url = serve::database(args.database_url, &args.data_dir)?;
    blocking(async {
        let store = Store::open(&url).await.map_err(|error| error.to_string())?;
        let filter = ReportFilter {
            target: Some(args.target),
            states: vec![StateName::Draft, StateName::Submitted],
            ..ReportFilter::default()
        };
        let rows = store.reports(&args.plan, &filter).await;
        let rows = rows.map_err(|error| error.to_string())?;
        let mut reports: Vec<_> = rows.into_iter().map(|row| row.report).collect();
        if reports.is_empty() {
            return Err("there are no drafts to send".to_owned());
        }
        let (mut steps, begun) = (0_u32, Instant::now());
        let length = Duration::from_secs(args.seconds);
        let today = Clock::Running.today();
        while begun.elapsed() < length {
            let at = steps as usize % reports.len();
            let report = &reports[at];
            let next = match report.state.name() {
                StateName::Draft => report.submit(report.revision, "bench", today),
                _ => report.recall(report.revision),
            };
            let next = next.map_err(|error| error.to_string())?;
            let act = Act::new(Timestamp::now(), Actor::command("store-bench"));
            let saved = store.save_report(&act, report, &next).await;
            saved.map_err(|error| error.to_string())?;
            reports[at] = next;
            steps += 1;
        }
        let rate = f64::from(steps) / begun.elapsed().as_secs_f64();
        println!(
            "{}",
            serde_json::json!({ "per_second": rate, "reports": reports.len(), "steps": steps })
        );
        store.close().await;
        Ok(Outcome::Done)
    })
}
