//! `yaodian user`: people into the database, each with a one-time link to set a password.

use yaodian_contract::people::Invite;
use yaodian_domain::{access::Duty, people::Appointment};

use super::plan::Place;
use crate::{Outcome, first_run};

/// People.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Adds a person and prints the path of a one-time link to set the password.
    Add {
        /// The name to sign in with.
        login: String,
        /// The name that reports and history show.
        #[arg(long)]
        name: String,
        /// The unit, by its id or name in the plan: 420100, 武汉市, 水处.
        #[arg(long)]
        unit: String,
        /// What the person is trusted with; may be given several times.
        #[arg(long = "duty", required = true)]
        duties: Vec<DutyName>,
        /// Where reminders to the person are mailed; without it they stand in the app alone.
        #[arg(long)]
        email: Option<String>,
        #[command(flatten)]
        place: Place,
    },
}

/// The duties by name.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum DutyName {
    /// Reports for the own unit.
    Reporter,
    /// Signs what the own unit sends, where the plan asks for it.
    Leader,
    /// Reviews the tasks that the own unit leads.
    Reviewer,
    /// Sees everything, reviews what no lead unit can.
    Office,
    /// People and plans.
    Administrator,
}

impl From<DutyName> for Duty {
    fn from(name: DutyName) -> Self {
        match name {
            DutyName::Reporter => Self::Reporter,
            DutyName::Leader => Self::Leader,
            DutyName::Reviewer => Self::Reviewer,
            DutyName::Office => Self::Office,
            DutyName::Administrator => Self::Administrator,
        }
    }
}

pub(crate) fn run(command: Command) -> Result<Outcome, String> {
    let Command::Add {
        login,
        name,
        unit,
        duties,
        email,
        place,
    } = command;
    let path = place.with(async |house| {
        let known = house.knowledge().await.map_err(|error| error.to_string())?;
        let (_, known) = known.ok_or("the database holds no plan yet; load one with `yaodian plan load`")?;
        let units = &known.plan.units;
        let unit = units
            .iter()
            .find(|u| u.id.as_str() == unit)
            .or_else(|| units.named(&unit));
        let unit = unit
            .ok_or("no unit goes by that name; the plan's units.toml lists them")?
            .id
            .clone();
        let new = Invite {
            login,
            name,
            email,
            post: Appointment {
                unit,
                duties: duties.into_iter().map(Duty::from).collect(),
                title: String::new(),
                from: house.clock.today(),
                until: None,
            },
        };
        first_run::invite(house, new, "user add").await
    })?;
    println!("{path}");
    Ok(Outcome::Done)
}
