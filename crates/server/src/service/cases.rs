//! 督查: slips, extensions, changes and closures, each step through one function.

use std::cmp::Reverse;

use yaodian_app::public::Knowledge;
use yaodian_contract::{About, CaseView, Cases, Issue, Kind, OpenCase, ProposalView, RequestGround, TakeStep};
use yaodian_domain::{
    Date, Decimal,
    access::Duty,
    check::Status,
    hand::Hand,
    id::{CaseId, PlanId, TargetId, UnitId},
    standing::{part, parts},
    supervision::{
        Case, CaseKind, Matter, Notice, Step, Taken,
        effect::fallen,
        ladder::{Proposal, propose},
    },
    target::{Promise, Target},
};
use yaodian_store::{Actor, new_id};
use yaodian_words::{Lang, names, supervision as words};

use super::{Served, files, reports};
use crate::{house::House, service::Acting};

/// The cases that the person may see, and for the office the slips that are called for.
pub(crate) async fn list(house: &House, account: &Acting) -> Served<Cases> {
    let (version, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
    let today = house.clock.today();
    let mut cases: Vec<CaseView> = known
        .cases
        .iter()
        .filter_map(|case| view(house, &known, account, case.clone()))
        .collect();
    // The open ones first, by the day on which they are due; of the others the latest.
    cases.sort_by_key(|view| {
        let open = view.case.state().is_open();
        (
            !open,
            open.then(|| view.case.due()).flatten(),
            Reverse(view.case.id.clone()),
        )
    });
    let proposals = if account.person().is(Duty::Office) && known.finals.is_none() {
        let standing = house.standing(version, &known, today);
        let parts = parts(&known.plan, &known.observations, &standing);
        let called = propose(&known.plan.ladder, parts, &known.cases, today);
        called
            .into_iter()
            .filter_map(|proposal| proposed(&known, proposal, today))
            .collect()
    } else {
        Vec::new()
    };
    Ok(Cases {
        today,
        cases,
        proposals,
    })
}

/// One case.
pub(crate) async fn one(house: &House, account: &Acting, id: &CaseId) -> Served<CaseView> {
    let house = &of_case(house, account, id).await?;
    let known = reports::knowledge(house).await?;
    let case = find(&known, id)?.clone();
    Ok(view(house, &known, account, case).ok_or(Kind::NotFound)?)
}

/// Opens cases; slips all of them or none.
pub(crate) async fn open(house: &House, account: &Acting, asked: OpenCase) -> Served<Vec<CaseView>> {
    let known = reports::knowledge(house).await?;
    let mut saved = Vec::new();
    let mut views = Vec::new();
    match asked {
        OpenCase::Notices(issues) => {
            for issue in issues {
                let (old, new) = issued(house, &known, account, issue)?;
                saved.extend(old);
                saved.push(new.clone());
                views.push(new);
            }
        }
        OpenCase::Extension {
            target,
            new_due,
            reason,
        } => views.push(opened(
            house,
            &known,
            account,
            &target,
            Matter::Extension { new_due },
            reason,
        )?),
        OpenCase::Change {
            target,
            number,
            inventory,
            reason,
        } => {
            let matter = Matter::Change { number, inventory };
            views.push(opened(house, &known, account, &target, matter, reason)?);
        }
        OpenCase::Appeal { target, points, reason } => {
            views.push(opened(
                house,
                &known,
                account,
                &target,
                Matter::Appeal { points },
                reason,
            )?);
        }
        OpenCase::Closure {
            target,
            whole,
            evidence,
            files,
            note,
        } => {
            let evidence = evidence.into_iter().filter(|text| !text.trim().is_empty()).collect();
            let files = files::named(house, &known.plan.id, &account.unit, &target, &files).await?;
            let matter = Matter::Closure { whole, evidence, files };
            views.push(opened(house, &known, account, &target, matter, note)?);
        }
    }
    if saved.is_empty() {
        saved.clone_from(&views);
    }
    let act = house.act(account.actor());
    house.store.save_cases(&act, &known.plan.id, &saved).await?;
    let known = reports::knowledge(house).await?;
    let views = views.into_iter();
    Ok(views.filter_map(|case| view(house, &known, account, case)).collect())
}

/// What the person's unit can ask for about a target.
pub(crate) async fn ground(house: &House, account: &Acting, target: &TargetId) -> Served<RequestGround> {
    let known = reports::knowledge(house).await?;
    let (plan, today, person) = (&known.plan, house.clock.today(), account.person());
    let target = plan.target(target).ok_or(Kind::NotFound)?;
    let unit = &account.unit;
    let may = |matter: &Matter| {
        let kind = matter.kind();
        person.may_open(plan, target, matter).is_ok() && person.may_step(plan, target, unit, kind, Step::Opened).is_ok()
    };
    let closure = |whole| Matter::Closure {
        whole,
        evidence: Vec::new(),
        files: Vec::new(),
    };
    let (part, whole) = (may(&closure(false)), may(&closure(true)));
    let promise = target.in_force(today).promise;
    let number = promise.number();
    let extension = Matter::Extension { new_due: today };
    let change = Matter::Change {
        number: Decimal::ZERO,
        inventory: None,
    };
    let offered = [
        (CaseKind::Extension, may(&extension)),
        (CaseKind::Change, number.is_some() && may(&change)),
        (CaseKind::Closure, part || whole),
        (CaseKind::Appeal, may(&Matter::Appeal { points: Decimal::ONE })),
    ];
    let status = status(&known, &target.id, part.then_some(unit), today);
    Ok(RequestGround {
        target: target.id.clone(),
        about: about(&known, target, unit, status).ok_or(Kind::NotFound)?,
        due: target.due_on(today),
        number,
        inventory: matches!(promise, Promise::Share { .. }),
        may: offered
            .into_iter()
            .filter_map(|(kind, yes)| yes.then_some(kind))
            .collect(),
        part,
        whole,
    })
}

/// Takes a step in a case.
pub(crate) async fn take(house: &House, account: &Acting, id: &CaseId, asked: TakeStep) -> Served<CaseView> {
    let house = &of_case(house, account, id).await?;
    let known = reports::knowledge(house).await?;
    let case = find(&known, id)?;
    let target = known.plan.target(&case.target).ok_or(Kind::NotFound)?;
    let person = account.person();
    if !person.may_see_case(&known.plan, target, &case.unit) {
        return Err(Kind::NotFound.into());
    }
    person.may_step(&known.plan, target, &case.unit, case.kind(), asked.step)?;
    if matches!(asked.step, Step::Opened | Step::Escalated) {
        // The one begins a case, the other comes with the slip that takes its place.
        return Err(Kind::NotFound.into());
    }
    let today = house.clock.today();
    let taken = taken(account, asked.step, today, asked.note);
    let next = case.take(asked.read, taken, status_of(&known, case, today))?;
    let act = house.act(account.actor());
    house
        .store
        .save_cases(&act, &known.plan.id, std::slice::from_ref(&next))
        .await?;
    let known = reports::knowledge(house).await?;
    Ok(view(house, &known, account, next).ok_or(Kind::NotFound)?)
}

/// Reopens what was closed and is not met any more: a step of the daily round.
pub(crate) async fn reopen_fallen(house: &House, plan: &PlanId, day: Date) -> Served<()> {
    let known = reports::knowledge(house).await?;
    if known.plan.id != *plan {
        return Ok(());
    }
    let status = |case: &Case| Some(status_of(&known, case, day));
    let mut reopened = Vec::new();
    for (case, status) in fallen(&known.cases, day, status) {
        let taken = Taken {
            step: Step::Reopened,
            on: day,
            by: Hand {
                account: None,
                stands_in_for: None,
                name: words::program(Lang::Zh).to_owned(),
                unit: None,
            },
            note: words::reopened_by_check(Lang::Zh, &names::status(Lang::Zh, status)),
        };
        reopened.push(case.take(case.steps().len(), taken, status)?);
    }
    if !reopened.is_empty() {
        let act = house.act(Actor::system("round"));
        house.store.save_cases(&act, plan, &reopened).await?;
    }
    Ok(())
}

/// The house of the plan that a case belongs to.
async fn of_case(house: &House, account: &Acting, id: &CaseId) -> Served<House> {
    let (plan, _) = house.store.case(id).await?.ok_or(Kind::NotFound)?;
    Ok(account.in_plan(house, &plan)?)
}

fn find<'k>(known: &'k Knowledge, id: &CaseId) -> Served<&'k Case> {
    let case = known.cases.iter().find(|case| &case.id == id);
    Ok(case.ok_or(Kind::NotFound)?)
}

/// How the part that a case is about stands on `day`; for a closure of the whole, the target.
pub(crate) fn status_of(known: &Knowledge, case: &Case, day: Date) -> Status {
    let whole = matches!(case.matter, Matter::Closure { whole: true, .. });
    status(known, &case.target, (!whole).then_some(&case.unit), day)
}

fn status(known: &Knowledge, target: &TargetId, unit: Option<&UnitId>, day: Date) -> Status {
    let Some(target) = known.plan.target(target) else {
        return Status::NoData;
    };
    match unit.filter(|unit| target.reporters.contains(unit)) {
        Some(unit) => part(&known.plan, &known.observations, target, unit, day).status,
        None => {
            let policy = known.plan.policy_on(day);
            yaodian_domain::check::assess(target, known.observations.of(&target.id), day, policy).status
        }
    }
}

fn taken(account: &Acting, step: Step, on: Date, note: String) -> Taken {
    Taken {
        step,
        on,
        by: Hand::of(&account.person()),
        note,
    }
}

/// A request of the person's own unit.
fn opened(
    house: &House,
    known: &Knowledge,
    account: &Acting,
    target: &TargetId,
    matter: Matter,
    note: String,
) -> Served<Case> {
    let (plan, today) = (&known.plan, house.clock.today());
    let target = plan.target(target).ok_or(Kind::NotFound)?;
    let unit = &account.unit;
    let person = account.person();
    person.may_open(plan, target, &matter)?;
    person.may_step(plan, target, unit, matter.kind(), Step::Opened)?;
    let whole = matches!(matter, Matter::Closure { whole: true, .. });
    let status = status(known, &target.id, (!whole).then_some(unit), today);
    let taken = taken(account, Step::Opened, today, note);
    Ok(Case::open(new_id(), target, unit.clone(), matter, status, taken)?)
}

/// A slip, and with it the end of the one that it takes the place of.
fn issued(house: &House, known: &Knowledge, account: &Acting, issue: Issue) -> Served<(Option<Case>, Case)> {
    let (plan, today) = (&known.plan, house.clock.today());
    let target = plan.target(&issue.target).ok_or(Kind::NotFound)?;
    if !target.reporters.contains(&issue.unit) {
        return Err(Kind::NotFound.into());
    }
    let person = account.person();
    person.may_step(plan, target, &issue.unit, CaseKind::Notice, Step::Opened)?;
    let status = status(known, &target.id, Some(&issue.unit), today);
    let old = match &issue.follows {
        None => None,
        Some((id, read)) => {
            let case = find(known, id)?;
            if case.target != target.id || case.unit != issue.unit {
                return Err(Kind::NotFound.into());
            }
            Some(case.take(
                *read,
                taken(account, Step::Escalated, today, issue.demand.clone()),
                status,
            )?)
        }
    };
    let earlier = known
        .cases
        .iter()
        .filter(|case| case.target == target.id && case.unit == issue.unit);
    let (sign_by, answer_by) = plan.ladder.times(issue.colour, today, &plan.workdays);
    let answer_by = issue.answer_by.unwrap_or(answer_by);
    let notice = Notice {
        colour: issue.colour,
        measure: plan.ladder.measure(issue.colour, earlier),
        status,
        sign_by: sign_by.min(answer_by),
        answer_by,
        follows: issue.follows.map(|(id, _)| id),
    };
    let taken = taken(account, Step::Opened, today, issue.demand);
    let new = Case::open(new_id(), target, issue.unit, Matter::Notice(notice), status, taken)?;
    Ok((old, new))
}

fn about(known: &Knowledge, target: &Target, unit: &UnitId, status: Status) -> Option<About> {
    Some(About {
        name: target.name.clone(),
        quote: target.quote.text.clone(),
        item: known.plan.item_number(target),
        unit: known.plan.units.get(unit)?.clone(),
        status,
    })
}

fn proposed(known: &Knowledge, proposal: Proposal, today: Date) -> Option<ProposalView> {
    let target = known.plan.target(&proposal.target)?;
    let (sign_by, answer_by) = known.plan.ladder.times(proposal.colour, today, &known.plan.workdays);
    Some(ProposalView {
        about: about(known, target, &proposal.unit, proposal.status)?,
        sign_by,
        answer_by,
        proposal,
    })
}

/// A case as the person sees it; `None` if it is none of theirs.
fn view(house: &House, known: &Knowledge, account: &Acting, case: Case) -> Option<CaseView> {
    let (plan, today, person) = (&known.plan, house.clock.today(), account.person());
    let target = plan.target(&case.target)?;
    if !person.may_see_case(plan, target, &case.unit) {
        return None;
    }
    let hand = Hand::of(&person);
    let may = case
        .next_steps()
        .filter(|step| *step != Step::Escalated)
        .filter(|step| person.may_step(plan, target, &case.unit, case.kind(), *step).is_ok())
        .filter(|step| case.may_be_taken_by(&hand, *step))
        .collect();
    Some(CaseView {
        about: about(known, target, &case.unit, status_of(known, &case, today))?,
        overdue: case.is_overdue(today),
        may,
        case,
    })
}
