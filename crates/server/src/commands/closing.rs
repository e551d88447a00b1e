//! `yaodian plan close` and `yaodian plan carry`: the year's end at the machine, by the same service.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use yaodian_contract::closing::{CarryOver, TakeClosingStep};
use yaodian_domain::{
    closing::{Choice, Finals, Obstacle, Request, Step, Way},
    id::{PlanId, TargetId},
    plan::Plan,
};
use yaodian_store::Actor;
use yaodian_words::{Lang, closing as words, names};

use super::ledger::told;
use crate::{
    Outcome,
    house::House,
    say,
    service::{
        Acting,
        closing::{self, Closer},
    },
};

/// The steps by name.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum StepName {
    /// Asks for closing.
    Ask,
    /// Confirms what somebody else has asked for. This cannot be undone.
    Confirm,
    /// Takes back what was asked for.
    Withdraw,
}

/// What to do about closing a plan. Without any step it is shown what stands in the way.
#[derive(clap::Args)]
pub(crate) struct ClosingStep {
    /// The step; without one it is shown what stands in the way.
    #[arg(requires = "by")]
    step: Option<StepName>,
    /// The plan; the one that is worked on if left out.
    #[arg(long)]
    plan: Option<PlanId>,
    /// Who of the supervision office decides, by the name to sign in with. The audit names the command
    /// and the person.
    #[arg(long, value_name = "LOGIN")]
    by: Option<String>,
    /// What becomes of each unfinished target: a CSV file with the columns target, carry-until and reason. A
    /// blank date carries nothing over. Without a step such a file is written to the standard output.
    #[arg(long, value_name = "FILE")]
    choices: Option<PathBuf>,
    /// Leaves open what may be left; the note says why.
    #[arg(long)]
    leave_open: bool,
    /// Words on the closing.
    #[arg(long, default_value = "")]
    note: String,
}

/// Which plan takes over from which.
#[derive(clap::Args)]
pub(crate) struct CarryingOver {
    /// The closed plan.
    from: PlanId,
    /// The plan that takes over.
    into: PlanId,
    /// Who of the supervision office decides, by the name to sign in with.
    #[arg(long, value_name = "LOGIN")]
    by: String,
}

/// Somebody of the office, by login; the audit names the command too.
async fn closer(house: &House, login: &str, plan: &PlanId, command: &str) -> Result<(Acting, Actor), String> {
    let account = Acting::of_the_office(house, login, plan).await.map_err(told)?;
    let actor = Actor::command_of(command, &account.id, &account.name, login);
    Ok((account, actor))
}

pub(super) async fn close(house: &House, asked: ClosingStep) -> Result<Outcome, String> {
    let plan = match asked.plan {
        Some(plan) => plan,
        None => {
            let current = house.current_plan().await.map_err(|error| error.to_string())?;
            current.ok_or("there is no plan to close")?
        }
    };
    let known = house.of(&plan).knowledge().await.map_err(|error| error.to_string())?;
    let (_, known) = known.ok_or_else(|| format!("there is no plan {plan}"))?;
    if let Some(finals) = &known.finals {
        tell!("{}", words::closed(Lang::En, &finals.as_of));
        return Ok(Outcome::Done);
    }
    let today = house.clock.today();
    let (obstacles, finals) = closing::ground(house, &known, today).await.map_err(told)?;
    let step = match asked.step {
        None => return show(&known.plan, &obstacles, &finals),
        Some(StepName::Ask) => Step::Asked(Request {
            left: leavable(&obstacles).filter(|_| asked.leave_open).cloned().collect(),
            choices: asked.choices.as_deref().map(read).transpose()?.unwrap_or_default(),
        }),
        Some(StepName::Confirm) => Step::Confirmed,
        Some(StepName::Withdraw) => Step::Withdrawn,
    };
    let login = asked.by.unwrap_or_default();
    let (account, actor) = closer(house, &login, &plan, "plan close").await?;
    let taken = TakeClosingStep {
        read: house
            .store
            .closing(&plan)
            .await
            .map_err(|error| error.to_string())?
            .steps()
            .len(),
        plan,
        step,
        note: asked.note,
    };
    let by = Closer {
        account: &account,
        actor,
    };
    let done = closing::step(house, &by, taken).await.map_err(told)?;
    tell!("{}", words::state(Lang::En, done.state()));
    Ok(Outcome::Done)
}

pub(super) async fn carry(house: &House, asked: CarryingOver) -> Result<Outcome, String> {
    let (account, actor) = closer(house, &asked.by, &asked.into, "plan carry").await?;
    let by = Closer {
        account: &account,
        actor,
    };
    let order = CarryOver {
        from: asked.from,
        into: asked.into,
    };
    for over in closing::carry(house, &by, order).await.map_err(told)? {
        say!("{}\t{}\t{}", over.target, over.now, over.new_due);
    }
    Ok(Outcome::Done)
}

fn leavable(obstacles: &[Obstacle]) -> impl Iterator<Item = &Obstacle> {
    obstacles.iter().filter(|obstacle| !obstacle.forbids())
}

/// What stands in the way, and the choices that are to be made, as the file that `--choices` takes.
fn show(plan: &Plan, obstacles: &[Obstacle], finals: &Finals) -> Result<Outcome, String> {
    for obstacle in obstacles {
        let unit = match obstacle {
            Obstacle::Report { unit, .. } | Obstacle::Case { unit, .. } => plan.units.get(unit),
            Obstacle::TermNotOver { .. } | Obstacle::PeriodNotClosed { .. } => None,
        };
        let unit = unit.map(|unit| Lang::En.unit(unit)).unwrap_or_default();
        let weight = if obstacle.forbids() {
            words::forbids(Lang::En)
        } else {
            words::may_be_left(Lang::En)
        };
        tell!("{weight}: {}", words::obstacle(Lang::En, obstacle, unit));
    }
    let failed = |error: csv::Error| error.to_string();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["target", "carry-until", "reason", "status", "name"])
        .map_err(failed)?;
    for one in finals.unfinished() {
        let name = plan
            .target(&one.target)
            .map(|target| target.name.zh.as_str())
            .unwrap_or_default();
        let status = names::status(Lang::En, one.outcome.status);
        writer
            .write_record([one.target.as_str(), "", "", status, name])
            .map_err(failed)?;
    }
    let table = writer.into_inner().map_err(|error| error.to_string())?;
    say::all(&String::from_utf8_lossy(&table))?;
    let forbidden = obstacles.iter().any(Obstacle::forbids);
    Ok(if forbidden { Outcome::No } else { Outcome::Done })
}

/// The choices of a file, each row in order or the file refused with the row's number.
fn read(file: &Path) -> Result<Vec<Choice>, String> {
    let named = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let mut reader = csv::Reader::from_path(file).map_err(|error| named(&error))?;
    let heads = reader.headers().map_err(|error| named(&error))?.clone();
    let column = |name: &str| {
        let at = heads
            .iter()
            .position(|head| head.trim_start_matches('\u{feff}').trim() == name);
        at.ok_or_else(|| named(&format!("there is no column «{name}»")))
    };
    let (target, until, reason) = (column("target")?, column("carry-until")?, column("reason")?);
    let mut choices = Vec::new();
    for (n, row) in reader.records().enumerate() {
        let row = row.map_err(|error| named(&error))?;
        let wrong = |what: &str, text: &str| named(&format!("row {}: «{text}» is no {what}", n + 2));
        let cell = |at: usize| row.get(at).unwrap_or_default().trim();
        let way = match cell(until) {
            "" => Way::Ended,
            text => Way::Carried {
                new_due: text
                    .parse::<Date>()
                    .map_err(|_| wrong("day such as 2024-06-30", text))?,
            },
        };
        choices.push(Choice {
            target: TargetId::new(cell(target)).map_err(|_| wrong("target", cell(target)))?,
            way,
            reason: cell(reason).to_owned(),
        });
    }
    Ok(choices)
}
