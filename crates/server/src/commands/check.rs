//! `yaodian check`: judges a plan folder without a database.

use std::{fmt::Write, path::PathBuf};

use clap::ValueEnum;
use serde::Serialize;
use yaodian_domain::{
    Date, Decimal,
    check::{Assessment, Required, Status},
    observation::Observation,
    plan::Plan,
    standing::{Observations, Standing},
    target::{Home, Target},
};
use yaodian_words::{Lang, figures, names, reasons};

use crate::{Outcome, clock::Clock, first_run};

/// Judges a plan folder without a database.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The plan folder, such as seeds/hubei-2023.
    #[arg(long)]
    plan: PathBuf,
    /// Further observations, as JSON: a list of {"target": …, "observation": {…}}.
    #[arg(long)]
    observations: Option<PathBuf>,
    /// The day of knowledge; today if left out.
    #[arg(long)]
    as_of: Option<Date>,
    /// How to write the answer.
    #[arg(long, default_value = "text")]
    format: Format,
    /// Exit with 1 if any target stands there or worse.
    #[arg(long)]
    fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    Csv,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    OffTrack,
    AtRisk,
}

#[derive(Serialize)]
struct Answer<'a> {
    as_of: Date,
    targets: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    quote: &'a str,
    item: Option<u16>,
    status: &'static str,
    late: bool,
    r#final: bool,
    value: Option<Decimal>,
    target: Option<Decimal>,
    unit: &'a str,
    gap: Option<Decimal>,
    gap_count: Option<Decimal>,
    pace: Option<Decimal>,
    required: Option<Decimal>,
    reasons: Vec<Reason>,
}

#[derive(Serialize)]
struct Reason {
    code: String,
    zh: String,
    en: String,
}

#[derive(serde::Deserialize)]
struct Given {
    target: yaodian_domain::id::TargetId,
    observation: Observation,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, String> {
    let seed = first_run::load(&args.plan)?;
    let mut all = seed.published.observations;
    if let Some(path) = &args.observations {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let given: Vec<Given> = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        for Given { target, observation } in given {
            if seed.plan.target(&target).is_none() {
                return Err(format!("{}: the plan has no target {target}", path.display()));
            }
            all.push((target, observation));
        }
    }
    let as_of = args.as_of.unwrap_or_else(|| Clock::Running.today());
    let observations: Observations = all.into_iter().collect();
    let standing = Standing::of(&seed.plan, &observations, as_of);
    let rows: Vec<Row<'_>> = seed
        .plan
        .targets
        .iter()
        .filter_map(|t| Some(row(&seed.plan, t, standing.target(&t.id)?)))
        .collect();
    match args.format {
        Format::Json => {
            let json =
                serde_json::to_string_pretty(&Answer { as_of, targets: rows }).map_err(|error| error.to_string())?;
            println!("{json}");
        }
        Format::Csv => print!("{}", csv(&rows)),
        Format::Text => {
            for target in &seed.plan.targets {
                let Some(assessment) = standing.target(&target.id) else {
                    continue;
                };
                println!("{}", text(target, assessment));
            }
        }
    }
    let bad = |status: Status| match args.fail_on {
        None => false,
        Some(FailOn::OffTrack) => matches!(status, Status::OffTrack | Status::Overdue),
        Some(FailOn::AtRisk) => matches!(status, Status::AtRisk | Status::OffTrack | Status::Overdue),
    };
    Ok(if standing.iter().any(|a| bad(a.status)) {
        Outcome::No
    } else {
        Outcome::Done
    })
}

fn row<'a>(plan: &Plan, target: &'a Target, assessment: &Assessment) -> Row<'a> {
    let item = match &target.home {
        Home::Headline { .. } => None,
        Home::Task { id } => plan.item_of(id).map(|item| item.number),
    };
    let reasons = assessment.reasons.iter().map(|reason| Reason {
        code: code(reason),
        zh: reasons::reason(Lang::Zh, target, reason),
        en: reasons::reason(Lang::En, target, reason),
    });
    Row {
        id: target.id.as_str(),
        quote: &target.quote.text,
        item,
        status: assessment.status.as_str(),
        late: assessment.late,
        r#final: assessment.is_final,
        value: assessment.basis.as_ref().and_then(|basis| basis.value),
        target: assessment.bound.map(|bound| bound.value),
        unit: figures::unit_of(Lang::Zh, target),
        gap: assessment.gap,
        gap_count: assessment.gap_count,
        pace: assessment.pace.as_ref().map(|pace| pace.expected),
        required: assessment.required.as_ref().map(|required| match required {
            Required::PerMonth { amount, .. } | Required::RestAverages { amount, .. } => *amount,
        }),
        reasons: reasons.collect(),
    }
}

/// The name of a reason's case, which is how it is written as JSON: `"code"` or `{"code": {…}}`.
fn code(reason: &yaodian_domain::check::Reason) -> String {
    match serde_json::to_value(reason) {
        Ok(serde_json::Value::String(code)) => code,
        Ok(serde_json::Value::Object(case)) => case.into_iter().next().map(|(code, _)| code).unwrap_or_default(),
        _ => String::new(),
    }
}

fn csv(rows: &[Row<'_>]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\"").replace('\n', " "));
    let number = |value: Option<Decimal>| value.map(|v| v.to_string()).unwrap_or_default();
    let mut out = String::from("id,item,status,late,value,target,unit,gap,pace,required,quote\n");
    for row in rows {
        let item = row.item.map(|n| n.to_string()).unwrap_or_default();
        let numbers = [row.value, row.target].map(number).join(",");
        let rest = [row.gap, row.pace, row.required].map(number).join(",");
        let _ = writeln!(
            out,
            "{},{item},{},{},{numbers},{},{rest},{}",
            row.id,
            row.status,
            row.late,
            quoted(row.unit),
            quoted(row.quote)
        );
    }
    out
}

fn text(target: &Target, assessment: &Assessment) -> String {
    let value = figures::value(Lang::Zh, target, assessment).unwrap_or_else(|| "—".to_owned());
    let mut out = format!(
        "{} {}  {}  {} ({})",
        assessment.status.shape(),
        names::status(Lang::Zh, assessment.status),
        target.name.zh,
        value,
        figures::goal(Lang::Zh, target)
    );
    for reason in &assessment.reasons {
        let _ = write!(out, "\n    {}", reasons::reason(Lang::Zh, target, reason));
    }
    out
}
