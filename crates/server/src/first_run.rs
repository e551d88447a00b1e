//! What a new installation begins with: plans from the seeds, and links that let the first people
//! in. There is no default password.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use yaodian_contract::people::Invite;
use yaodian_domain::{
    Date,
    access::Duty,
    id::LedgerId,
    ledger::{Network, Row},
    people::{Appointment, Post, Stretch, Tenure},
    plan::Plan,
};
use yaodian_monitoring::network::Came;
use yaodian_seed::{
    Seed,
    measured::{self, Made},
};
use yaodian_store::{
    Account, Act, Actor, Changing, How, Link, Mode, NewAccount, NewBatch, NewMeasurement, Purpose, Put, StoreError,
    new_account_id, new_id,
};
use yaodian_words::{Lang, label, public_ledger, say};

use crate::{
    commands::ledger::told,
    house::{House, SERIES},
    secret,
    service::{
        self,
        ledgers::{self, files::SEED},
        monitoring,
    },
};

/// The name with which the first person signs in.
const ADMINISTRATOR: &str = "admin";

/// A sentence that names a person by the unit.
type Naming = fn(Lang, &dyn std::fmt::Display) -> String;

/// A trial's links are good for as long as anybody will try it.
const TRIAL: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Loads the plan folders of `seeds`. A plan that the database has already stays as it is: the
/// office may have changed it.
pub(crate) async fn plans(house: &House, seeds: &Path) -> Result<(), String> {
    let Ok(folders) = std::fs::read_dir(seeds) else {
        return Ok(());
    };
    let known = house.store.plans().await.map_err(|error| error.to_string())?;
    let mut folders: Vec<_> = folders
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.join("plan.toml").is_file())
        .collect();
    folders.sort();
    for folder in folders {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if known.iter().any(|plan| plan.id.as_str() == name) {
            continue;
        }
        let seed = load(&folder)?;
        keep(house, &seed, "serve").await?;
    }
    Ok(())
}

/// Reads a plan folder; what is wrong with it is said line by line.
pub(crate) fn load(folder: &Path) -> Result<Seed, String> {
    yaodian_seed::load(folder).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        format!("{} cannot be used:\n{}", folder.display(), lines.join("\n"))
    })
}

/// Puts a plan with its published figures into the database.
pub(crate) async fn keep(house: &House, seed: &Seed, command: &str) -> Result<(), String> {
    let act = house.act(Actor::command(command));
    let id = &seed.plan.id;
    let series = serde_json::to_value(&seed.published.series).map_err(|error| error.to_string())?;
    let stored = async {
        let version = house.store.put_plan(&act, &seed.plan).await?;
        house
            .store
            .put_published(&act, id, &seed.published.observations)
            .await?;
        house.store.put_document(&act, id, SERIES, &series).await?;
        // Whom the brackets' formulas mean is known when the next plan is brought in.
        house.store.learn_names(&act, id, &seed.formulas).await?;
        Ok::<_, StoreError>(version)
    };
    let version = stored
        .await
        .map_err(|error| format!("cannot store the plan {id}: {error}"))?;
    // A list that comes with the plan is as old as the plan; one that comes later is known from then.
    let first = version.new && version.version == 1;
    let known_on = if first {
        seed.plan.term.from()
    } else {
        house.clock.today()
    };
    for (ledger, rows) in &seed.entries {
        entries(house, &seed.plan, ledger, rows, &act, known_on).await?;
    }
    Ok(())
}

/// The entries that a plan folder brings along, into a ledger that has none yet: what units have
/// done with it since is theirs.
async fn entries(
    house: &House,
    plan: &Plan,
    ledger: &LedgerId,
    rows: &[Row],
    act: &Act,
    known_on: Date,
) -> Result<(), String> {
    let Some(ledger) = plan.ledger(ledger) else {
        return Ok(());
    };
    let state = house
        .store
        .ledger_state(&plan.id, &ledger.id)
        .await
        .map_err(|error| error.to_string())?;
    if state.seq > 0 {
        return Ok(());
    }
    // Nothing is known before it is done.
    let done = rows.iter().filter_map(|row| row.reached.last().copied()).max();
    let known_on = done.map_or(known_on, |done| done.max(known_on));
    let change = Changing {
        plan: &plan.id,
        ledger,
        how: How::Upload,
        account: None,
        demonstration: false,
        known_on,
        mode: Mode::AllOrNothing,
        undoes: None,
        broken_off: None,
    };
    let rows = rows.iter().cloned().map(Put::New);
    let done = house.store.apply(act, &change, rows).await;
    done.map_err(|error| format!("cannot store the entries of {}: {error}", ledger.id))?;
    Ok(())
}

/// Fills every ledger without entries with made-up ones.
pub(crate) async fn demonstration(house: &House, entries: usize) -> Result<(), String> {
    let known = house.knowledge().await.map_err(|error| error.to_string())?;
    let Some((_, known)) = known else { return Ok(()) };
    for ledger in &known.plan.ledgers {
        let begun = known
            .kept
            .iter()
            .any(|kept| kept.ledger == ledger.id && kept.is_begun());
        if !begun {
            demonstrate(house, &ledger.id, entries).await?;
            if let Some(network) = ledger.network {
                measure(house, network).await?;
            }
        }
    }
    Ok(())
}

/// So many entries a demonstration makes where the text does not say how many there are.
const UNSAID: usize = 400;

/// So many places the made-up networks have, about as many as a province.
const SECTIONS: usize = 326;
const STATIONS: usize = 68;

/// Makes measurements up for the places of a made-up register.
async fn measure(house: &House, network: Network) -> Result<(), String> {
    let opened = monitoring::open(house, None, network).await.map_err(told)?;
    if !opened.demonstration() {
        return Ok(());
    }
    let (places, today) = (opened.places(house), house.clock.today());
    let rows: Vec<NewMeasurement> = match network {
        Network::Water => measured::water(&places, today, SEED).map(stored).collect(),
        Network::Air => measured::air(&places, today, SEED).map(stored).collect(),
    };
    let act = house.act(Actor::command("ledger demonstrate"));
    let batch = NewBatch {
        network,
        plan: opened.known.plan.id.clone(),
        demonstration: true,
        came: Came::Demonstration,
        account: None,
        known_on: today,
        name: public_ledger::demonstration_tag(Lang::Zh).to_owned(),
        sha256: None,
        heads: Vec::new(),
    };
    let done = house.store.put_measurements(&act, &batch, rows, Vec::new()).await;
    done.map_err(|error| error.to_string())?;
    Ok(())
}

fn stored<T: serde::Serialize>((station, moment, state, said): Made<T>) -> NewMeasurement {
    NewMeasurement {
        station,
        moment,
        state,
        // What is made here is plain data, of which there is always a text.
        body: serde_json::to_string(&said).unwrap_or_default(),
    }
}

/// Fills a ledger with made-up entries: as many as the text speaks of, at most `entries`.
pub(crate) async fn demonstrate(house: &House, ledger: &LedgerId, entries: usize) -> Result<(), String> {
    let opened = ledgers::open(house, None, ledger).await.map_err(told)?;
    let (plan, ledger) = (opened.plan(), &opened.ledger);
    let unsaid = match ledger.network {
        Some(Network::Water) => SECTIONS,
        Some(Network::Air) => STATIONS,
        None => UNSAID,
    };
    let number = ledger.expected.map_or(unsaid, |n| n as usize).min(entries);
    let rows = yaodian_seed::demonstration(ledger, &plan.units, opened.today, number, SEED);
    let change = Changing {
        plan: &plan.id,
        ledger,
        how: How::Demonstration,
        account: None,
        demonstration: true,
        known_on: opened.today,
        mode: Mode::AllOrNothing,
        undoes: None,
        broken_off: None,
    };
    let act = house.act(Actor::command("ledger demonstrate"));
    let done = house.store.apply(&act, &change, rows.map(Put::New)).await;
    done.map_err(|error| format!("{}: {error}", ledger.id))?;
    Ok(())
}

/// Who is let in by which link, as `(who, path)`: a person for each desk in a trial, the administrator on
/// the first run of anything else, nobody later.
pub(crate) async fn people(house: &House) -> Result<Vec<(String, String)>, String> {
    let plan = house
        .knowledge()
        .await
        .map_err(|error| error.to_string())?
        .map(|(_, known)| known);
    if house.trial {
        let Some(known) = plan else { return Ok(Vec::new()) };
        return trial(house, &known.plan).await;
    }
    let accounts = house.store.accounts().await.map_err(|error| error.to_string())?;
    let unit = plan.and_then(|known| known.plan.units.iter().next().map(|unit| unit.id.clone()));
    let path = match (accounts.as_slice(), unit) {
        ([], Some(unit)) => {
            let new = Invite {
                login: ADMINISTRATOR.to_owned(),
                name: label::administrator(Lang::Zh).to_owned(),
                email: None,
                post: Appointment {
                    unit,
                    plan: None,
                    duties: vec![Duty::Administrator, Duty::Office],
                    title: String::new(),
                    from: house.clock.today(),
                    until: None,
                },
            };
            invite(house, new, "serve").await?
        }
        // The link was lost before it was used: another one.
        ([only], _) if only.login == ADMINISTRATOR && has_no_password(house).await? => {
            let act = house.act(Actor::command("serve"));
            service::people::invitation(house, &act, only).await.map_err(told)?.path
        }
        _ => return Ok(Vec::new()),
    };
    Ok(vec![("one-time link for the administrator".to_owned(), path)])
}

async fn has_no_password(house: &House) -> Result<bool, String> {
    let credentials = house
        .store
        .credentials(ADMINISTRATOR)
        .await
        .map_err(|error| error.to_string())?;
    Ok(credentials.is_some_and(|credentials| credentials.password_hash.is_none()))
}

/// Makes an account with a post and an invitation to it; the path of the link.
pub(crate) async fn invite(house: &House, new: Invite, command: &str) -> Result<String, String> {
    let act = house.act(Actor::command(command));
    let invited = async {
        let account = service::people::create(house, &act, new).await?;
        service::people::invitation(house, &act, &account).await
    };
    Ok(invited.await.map_err(told)?.path)
}

/// A link to sign in with, as often as wanted.
async fn link(house: &House, act: &Act, account: &Account) -> Result<String, String> {
    let token = secret::token();
    let link = Link {
        token_hash: secret::digest(&token),
        account: account.id.clone(),
        purpose: Purpose::SignIn,
        expires_at: Timestamp::now() + TRIAL,
        reusable: true,
    };
    house
        .store
        .put_link(act, &link)
        .await
        .map_err(|error| error.to_string())?;
    Ok(format!("/sign-in/link/{token}"))
}

/// One person for each desk, each with a link.
async fn trial(house: &House, plan: &Plan) -> Result<Vec<(String, String)>, String> {
    let mut people: Vec<(&str, &str, &str, Naming, Vec<Duty>)> = vec![
        (
            "trial-reporter",
            "reporter",
            "420100",
            say::trial_reporter,
            vec![Duty::Reporter],
        ),
        (
            "trial-reviewer",
            "reviewer",
            "shui",
            say::trial_reviewer,
            vec![Duty::Reporter, Duty::Reviewer],
        ),
        (
            "trial-office",
            "supervision office",
            "bangongshi",
            say::trial_office,
            vec![Duty::Reporter, Duty::Office],
        ),
        (
            "trial-administrator",
            "administrator",
            "renshi",
            say::trial_administrator,
            vec![Duty::Administrator],
        ),
    ];
    if plan.reports.leader_signs {
        people.push((
            "trial-leader",
            "leader",
            "420100",
            say::trial_leader,
            vec![Duty::Leader],
        ));
    }
    let act = house.act(Actor::command("serve --trial"));
    let first = plan.term.from().min(house.clock.today());
    let held = Stretch::new(first, None).map_err(|error| error.to_string())?;
    let mut links = Vec::new();
    for (login, who, unit, naming, duties) in people {
        let named = plan.units.iter().find(|known| known.id.as_str() == unit);
        let Some(unit) = named.or_else(|| plan.units.iter().next()) else {
            continue;
        };
        let account = match house
            .store
            .credentials(login)
            .await
            .map_err(|error| error.to_string())?
        {
            Some(credentials) => credentials.account,
            None => {
                let id = new_account_id();
                let post = Post {
                    id: new_id(),
                    account: id.clone(),
                    unit: unit.id.clone(),
                    plan: None,
                    duties,
                    title: String::new(),
                    // Whatever day of the plan the trial begins on, or is looked back to.
                    tenure: Tenure::Own(held),
                };
                let new = NewAccount {
                    id,
                    login: login.to_owned(),
                    name: naming(Lang::Zh, &Lang::Zh.unit(unit)),
                    email: None,
                    posts: vec![post],
                };
                house
                    .store
                    .create_account(&act, new)
                    .await
                    .map_err(|error| error.to_string())?
            }
        };
        links.push((format!("{who} ({})", unit.name), link(house, &act, &account).await?));
    }
    Ok(links)
}
