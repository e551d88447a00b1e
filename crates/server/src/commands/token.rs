//! `yaodian token`: keys by which stations send measurements. Those of people are made in the app, and
//! listed and revoked here, too.

use yaodian_domain::{
    id::{PlanId, UnitId},
    ledger::Network,
};
use yaodian_store::{Actor, Holder, NewKey};

use super::{ledger::told, monitoring, plan::Place};
use crate::{Outcome, house::House, service::keys};

/// Keys for machines.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Makes a key and prints it. It is shown once, and kept nowhere.
    Create {
        /// What the machine is called, such as the operator of its stations.
        name: String,
        /// What it measures: water or air.
        #[arg(long, value_parser = monitoring::network)]
        network: Network,
        /// The plan in whose register its places are, by its id; the one that is worked on, whichever it is, if left out.
        #[arg(long)]
        plan: Option<PlanId>,
        /// The unit at whose places alone it measures, by id or name; all of them if left out.
        #[arg(long)]
        unit: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Lists the keys.
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Revokes a key: nothing comes in with it any more.
    Revoke {
        /// The key, by its id as listed.
        id: String,
        #[command(flatten)]
        place: Place,
    },
}

pub(crate) fn run(command: Command) -> Result<Outcome, String> {
    match command {
        Command::Create {
            name,
            network,
            plan,
            unit,
            place,
        } => place.with(async |house| create(house, name, network, (unit, plan)).await),
        Command::List { place } => place.with(list),
        Command::Revoke { id, place } => place.with(async |house| {
            let act = house.act(Actor::command("token revoke"));
            let revoked = house.store.revoke_key(&act, &id).await;
            let key = revoked.map_err(|error| told(error.into()))?;
            say!("{} revoked", key.name);
            Ok(Outcome::Done)
        }),
    }
}

async fn create(
    house: &House,
    name: String,
    network: Network,
    (unit, plan): (Option<String>, Option<PlanId>),
) -> Result<Outcome, String> {
    let unit = match (unit, &plan) {
        (Some(unit), Some(plan)) => Some(named(&house.of(plan), &unit).await?),
        (Some(unit), None) => Some(named(house, &unit).await?),
        (None, _) => None,
    };
    let key = NewKey {
        name,
        holder: Holder::Station { network, unit, plan },
        until: None,
        hash: String::new(),
    };
    let made = keys::issue(house, Actor::command("token create"), key).await;
    let (_, token) = made.map_err(told)?;
    say!("{token}");
    Ok(Outcome::Done)
}

async fn named(house: &House, unit: &str) -> Result<UnitId, String> {
    let known = house.knowledge().await.map_err(|error| error.to_string())?;
    let (_, known) = known.ok_or("there is no plan yet, and so no unit")?;
    let units = &known.plan.units;
    let found = units
        .iter()
        .find(|one| one.id.as_str() == unit || one.name == unit || one.aliases.iter().any(|name| name == unit));
    found
        .map(|unit| unit.id.clone())
        .ok_or_else(|| format!("{unit} is no unit of the plan"))
}

async fn list(house: &House) -> Result<Outcome, String> {
    for key in house.store.keys().await.map_err(|error| error.to_string())? {
        let holder = match &key.holder {
            Holder::Station { network, unit, plan } => {
                let unit = unit.as_ref().map_or("all units", UnitId::as_str);
                let plan = plan.as_ref().map(|plan| format!(" of {plan}")).unwrap_or_default();
                format!("{}  {}  {unit}{plan}", network.as_str(), key.name)
            }
            Holder::Person { scopes, .. } => {
                let scopes: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
                format!("{}  {}  {}", key.made_by, key.name, scopes.join(","))
            }
        };
        let used = key
            .last_used_on
            .map_or_else(|| "never used".to_owned(), |day| format!("last used {day}"));
        let state = if key.revoked_at.is_some() {
            "revoked".to_owned()
        } else if key.is_good_on(house.clock.today()) {
            used
        } else {
            "over".to_owned()
        };
        say!("{}  {holder}  {state}", key.id);
    }
    Ok(Outcome::Done)
}
