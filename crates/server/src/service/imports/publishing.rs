//! What hinders an import, what it changes, and publishing it.

use yaodian_contract::{
    Kind,
    imports::{Comparison, ImportCheck, ImportTrouble, NamedDifference, PublishImport, Published},
};
use yaodian_domain::{
    id::{ImportId, UnitId},
    plan::{Name, Plan, Span},
};
use yaodian_intake::{Change, Difference, Part, compare, desk::State};
use yaodian_store::{Act, NewImport, PlanHead};

use super::{
    Served, aside, find, find_at,
    making::{counts, ground_of},
    title,
};
use crate::{house::House, service::Acting};

/// What hinders publishing an import, and what it says otherwise than last year's plan and than the
/// version that it amends.
pub(crate) async fn check(house: &House, account: &Acting, id: &ImportId) -> Served<ImportCheck> {
    account.person().may_plan()?;
    let import = find(house, account, id).await?;
    let mut ground = ground_of(house, &import.head).await?;
    if let (State::Published { version }, Some((head, _))) = (import.head.state, &ground.before) {
        // What was published is held against what was there before it, and its names against the units that
        // it has.
        ground.units = ground.register().ok().cloned();
        let head = PlanHead {
            version: version - 1,
            ..head.clone()
        };
        let plan = house.store.plan_at(&head.id, head.version).await?;
        ground.before = plan.map(|plan| (head, plan));
    }
    aside(&house.files.sheets, move || {
        let (head, titles) = (&import.head, &import.head.titles);
        let reviewed = ground.review(&import.text, titles, &import.edits)?;
        let made = ground.plan(&head.plan, &import.text, titles, &reviewed)?;
        let with = |old: &Option<(PlanHead, Plan)>| {
            let (new, (head, old)) = (made.as_ref().ok()?, old.as_ref()?);
            Some(comparison(new, head, old))
        };
        Ok(ImportCheck {
            revision: head.revision,
            onto: ground.onto(),
            counts: counts(&reviewed),
            last_year: with(&ground.model),
            amended: with(&ground.before),
            hindrances: made.err().unwrap_or_default(),
        })
    })
    .await
}

/// Holds a plan against an older one.
pub(crate) fn comparison(new: &Plan, head: &PlanHead, old: &Plan) -> Comparison {
    let all = compare(new, old);
    let (same, other): (Vec<Difference>, Vec<Difference>) = all
        .into_iter()
        .partition(|difference| difference.change == Change::Same);
    Comparison {
        with: title(head),
        same: same.len(),
        differences: other
            .into_iter()
            .map(|difference| named(new, old, difference))
            .collect(),
    }
}

fn named(new: &Plan, old: &Plan, difference: Difference) -> NamedDifference {
    let (name, span) = name_in(new, &difference.part, true)
        .map(|(name, span)| (name, Some(span)))
        .or_else(|| name_in(old, &difference.part, false).map(|(name, _)| (name, None)))
        .unwrap_or_else(|| (words(String::new()), None));
    NamedDifference { difference, name, span }
}

fn words(text: String) -> Name {
    Name {
        en: text.clone(),
        zh: text,
    }
}

/// What a part is called in a plan, and where it stands.
fn name_in(plan: &Plan, part: &Part, is_new: bool) -> Option<(Name, Span)> {
    let pick = |new, old| if is_new { new } else { old };
    match part {
        Part::Item { new, old } => {
            let item = plan.item(pick(*new, *old)?)?;
            Some((item.name.clone(), item.heading))
        }
        Part::Task { new, old } => {
            let id = if is_new { new.as_ref() } else { old.as_ref() };
            let task = plan.task(id?)?;
            Some((words(plan.words(task.span).split_whitespace().collect()), task.span))
        }
        Part::Target { new, old } => {
            let id = if is_new { new.as_ref() } else { old.as_ref() };
            let target = plan.target(id?)?;
            Some((target.name.clone(), target.quote.span))
        }
    }
}

/// Publishes an import as the next version of its plan.
pub(crate) async fn publish(house: &House, account: &Acting, id: &ImportId, asked: PublishImport) -> Served<Published> {
    account.person().may_plan()?;
    let import = find_at(house, account, id, asked.read).await?;
    let ground = ground_of(house, &import.head).await?;
    let plan_id = import.head.plan.clone();
    if let Some(on) = ground.before.as_ref().and_then(|(head, _)| head.closed_on) {
        return Err(Kind::PlanClosed { on }.into());
    }
    if import.head.amends.is_none() && ground.before.is_some() {
        return Err(ImportTrouble::PlanExists { plan: plan_id }.into());
    }
    if ground.onto() != asked.onto {
        let version = ground.onto();
        return Err(ImportTrouble::PlanMovedOn { plan: plan_id, version }.into());
    }
    let (made, learned, counts) = aside(&house.files.sheets, move || {
        let (head, titles) = (&import.head, &import.head.titles);
        let reviewed = ground.review(&import.text, titles, &import.edits)?;
        let made = ground.plan(&head.plan, &import.text, titles, &reviewed)?;
        let made = made.map_err(|hindrances| ImportTrouble::Hindered { hindrances })?;
        if ground.before.as_ref().is_some_and(|(_, before)| *before == made) {
            return Err(ImportTrouble::Unchanged.into());
        }
        Ok((made, reviewed.learned.clone(), counts(&reviewed)))
    })
    .await?;
    let act = house.act(account.actor());
    let version = house
        .store
        .publish_import(&act, id, asked.read, &made, asked.onto, &learned)
        .await?;
    Ok(Published {
        plan: plan_id,
        version: version.version,
        counts,
    })
}

/// Begins an import and publishes it at once: what is reviewed elsewhere is kept and told in the audit
/// like what is reviewed at the desk. If it cannot be published it is given up. The version.
pub(crate) async fn publish_at_once(
    house: &House,
    act: &Act,
    new: &NewImport,
    plan: &Plan,
    onto: i64,
    learned: &[(String, Vec<UnitId>)],
) -> Served<i64> {
    let begun = house.store.begin_import(act, new).await?;
    let published = house
        .store
        .publish_import(act, &begun.id, begun.revision, plan, onto, learned)
        .await;
    match published {
        Ok(version) => Ok(version.version),
        Err(error) => {
            house.store.drop_import(act, &begun.id, begun.revision).await?;
            Err(error.into())
        }
    }
}
