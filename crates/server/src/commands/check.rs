//! `yaodian check`: judges a plan folder without a database.

mod answer;

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use yaodian_domain::{Date, check::Status, plan::Plan, standing::Observations};
use yaodian_seed::observations::{self, Given};

use crate::{
    Outcome,
    clock::Clock,
    first_run, say,
    service::data::{self, Judged},
};

/// Judges a plan folder without a database. Exits with 0 when done, with 1 where `--fail-on` is
/// hit, and with 2 on wrong input or a wrong call.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The plan folder, such as seeds/hubei-2023.
    #[arg(long, value_name = "DIR")]
    plan: PathBuf,
    /// Further observations: a table (.csv, UTF-8, its first row names the columns) or a list
    /// (.json) of {"target": …, "observation": {…}}.
    #[arg(long, value_name = "FILE")]
    observations: Option<PathBuf>,
    /// The day of knowledge; today if left out.
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// How to write the answer.
    #[arg(long, default_value = "text")]
    format: Format,
    /// Exit with 1 if any target stands there or worse.
    #[arg(long, value_name = "STATUS")]
    fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For reading.
    Text,
    /// For other programs.
    Json,
    /// For spreadsheets.
    Csv,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    /// Off track or overdue.
    OffTrack,
    /// At risk, off track or overdue.
    AtRisk,
}

impl FailOn {
    fn is_hit(self, status: Status) -> bool {
        match self {
            Self::OffTrack => matches!(status, Status::OffTrack | Status::Overdue),
            Self::AtRisk => matches!(status, Status::AtRisk | Status::OffTrack | Status::Overdue),
        }
    }
}

pub(crate) fn run(args: &Args) -> Result<Outcome, String> {
    let seed = first_run::load(&args.plan)?;
    let (plan, mut known) = (seed.plan, seed.published.observations);
    if let Some(path) = &args.observations {
        known.extend(given(path, &plan)?.observations);
    }
    let as_of = args.as_of.unwrap_or_else(|| Clock::Running.today());
    let known: Observations = known.into_iter().collect();
    let judged: Vec<Judged<'_>> = data::judge(&plan, &known, as_of).collect();
    let answer = match args.format {
        Format::Text => answer::text(&plan, &judged),
        Format::Json => answer::json(&plan, as_of, &judged)?,
        Format::Csv => answer::csv(&plan, data::judge(&plan, &known, as_of))?,
    };
    say::all(&answer)?;
    let is_hit = |judged: &Judged<'_>| {
        let status = judged.assessment.status;
        args.fail_on.is_some_and(|fail_on| fail_on.is_hit(status))
    };
    Ok(if judged.iter().any(is_hit) {
        Outcome::No
    } else {
        Outcome::Done
    })
}

/// The figures of a file; what is wrong with it is said row by row.
fn given(path: &Path, plan: &Plan) -> Result<Given, String> {
    let given = observations::load(path, plan).map_err(|problems| {
        let lines: Vec<String> = problems
            .iter()
            .map(|problem| format!("{}: {problem}", path.display()))
            .collect();
        format!("nothing was judged:\n{}", lines.join("\n"))
    })?;
    if !given.without_figure.is_empty() {
        let rows: Vec<String> = given.without_figure.iter().map(ToString::to_string).collect();
        tell!("yaodian: {}: no figure in row {}", path.display(), rows.join(", "));
    }
    Ok(given)
}

/// How every target stands on a day, as the table that `--format csv` gives.
pub(super) fn table(plan: &Plan, known: &Observations, as_of: Date) -> Result<String, String> {
    answer::csv(plan, data::judge(plan, known, as_of))
}
