//! What a new installation begins with: plans from the seeds, and links that let the first people
//! in. There is no default password.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use yaodian_domain::{access::Duty, id::UnitId, plan::Plan};
use yaodian_seed::Seed;
use yaodian_store::{Account, Act, Actor, Link, NewAccount, Purpose};

use crate::{
    house::{House, SERIES},
    secret,
};

/// How long an invitation is good for.
const INVITATION: SignedDuration = SignedDuration::from_hours(72);
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
    let act = Act {
        at: Timestamp::now(),
        by: Actor::command(command),
    };
    let id = &seed.plan.id;
    let series = serde_json::to_value(&seed.published.series).map_err(|error| error.to_string())?;
    let stored = async {
        house.store.put_plan(&act, &seed.plan).await?;
        house
            .store
            .put_published(&act, id, &seed.published.observations)
            .await?;
        house.store.put_document(&act, id, SERIES, &series).await
    };
    stored
        .await
        .map_err(|error| format!("cannot store the plan {id}: {error}"))?;
    Ok(())
}

/// Who is let in by which link, as `(who, path)`: three people in a trial, the administrator on
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
    if house.store.any_account().await.map_err(|error| error.to_string())? {
        return Ok(Vec::new());
    }
    let Some(unit) = plan.and_then(|known| known.plan.units.iter().next().map(|unit| unit.id.clone())) else {
        return Ok(Vec::new());
    };
    let new = NewAccount {
        login: "admin".to_owned(),
        name: "管理员".to_owned(),
        unit,
        duties: vec![Duty::Administrator, Duty::Office],
    };
    let path = invite(house, new, "serve").await?;
    Ok(vec![("one-time link for the administrator".to_owned(), path)])
}

/// Makes an account and an invitation to it; the path of the link.
pub(crate) async fn invite(house: &House, new: NewAccount, command: &str) -> Result<String, String> {
    let act = Act {
        at: Timestamp::now(),
        by: Actor::command(command),
    };
    let account = house
        .store
        .create_account(&act, new)
        .await
        .map_err(|error| error.to_string())?;
    let token = link(house, &act, &account, Purpose::SetPassword, INVITATION).await?;
    Ok(format!("/sign-in/invite/{token}"))
}

async fn link(
    house: &House,
    act: &Act,
    account: &Account,
    purpose: Purpose,
    good_for: SignedDuration,
) -> Result<String, String> {
    let token = secret::token();
    let link = Link {
        token_hash: secret::digest(&token),
        account: account.id.clone(),
        purpose,
        expires_at: Timestamp::now() + good_for,
        reusable: purpose == Purpose::SignIn,
    };
    house
        .store
        .put_link(act, &link)
        .await
        .map_err(|error| error.to_string())?;
    Ok(token)
}

/// One person for each desk, each with a link.
async fn trial(house: &House, plan: &Plan) -> Result<Vec<(String, String)>, String> {
    let bureau = plan.units.named("武汉市");
    let division = plan.units.named("水处");
    let office = plan.units.named("办公室");
    let people = [
        (
            "trial-reporter",
            "武汉市填报员(试用)",
            "reporter (武汉)",
            bureau,
            vec![Duty::Reporter],
        ),
        (
            "trial-reviewer",
            "水处审核员(试用)",
            "reviewer (水处)",
            division,
            vec![Duty::Reporter, Duty::Reviewer],
        ),
        (
            "trial-office",
            "督查室(试用)",
            "supervision office",
            office,
            vec![Duty::Reporter, Duty::Office],
        ),
    ];
    let act = Act {
        at: Timestamp::now(),
        by: Actor::command("serve --trial"),
    };
    let mut links = Vec::new();
    for (login, name, who, unit, duties) in people {
        let unit: Option<UnitId> = unit.or_else(|| plan.units.iter().next()).map(|unit| unit.id.clone());
        let Some(unit) = unit else { continue };
        let account = match house
            .store
            .credentials(login)
            .await
            .map_err(|error| error.to_string())?
        {
            Some(credentials) => credentials.account,
            None => {
                let new = NewAccount {
                    login: login.to_owned(),
                    name: name.to_owned(),
                    unit,
                    duties,
                };
                house
                    .store
                    .create_account(&act, new)
                    .await
                    .map_err(|error| error.to_string())?
            }
        };
        let token = link(house, &act, &account, Purpose::SignIn, TRIAL).await?;
        links.push((who.to_owned(), format!("/sign-in/link/{token}")));
    }
    Ok(links)
}
