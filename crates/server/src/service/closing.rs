//! 年终收官 and 结转: a plan is closed by two people of the office, and what it leaves goes on in the next.

use yaodian_app::public::Knowledge;
use yaodian_contract::{
    Kind,
    closing::{CarriedOver, CarryOver, ClosingDesk, FinalTarget, PlanTitle, TakeClosingStep},
};
use yaodian_domain::{
    Date,
    access::Duty,
    closing::{
        Carried, CarryProblem, Closing, ClosingProblem, Finals, Ground, Obstacle, Step, Taken, Way, carry::enter,
        obstacles,
    },
    hand::Hand,
    id::{PlanId, TargetId},
    report::Report,
};
use yaodian_store::{Act, Actor, PlanHead, ReportFilter, StoreError};

use super::{Refused, Served};
use crate::{house::House, service::Acting};

impl From<ClosingProblem> for Refused {
    fn from(why: ClosingProblem) -> Self {
        Self::Because(Kind::Closing { why })
    }
}

impl From<CarryProblem> for Refused {
    fn from(why: CarryProblem) -> Self {
        Self::Because(Kind::Carry { why })
    }
}

/// Somebody of the office, and as whom the audit names him.
pub(crate) struct Closer<'a> {
    pub(crate) account: &'a Acting,
    /// The account itself, or the command that was given in its name.
    pub(crate) actor: Actor,
}

impl<'a> Closer<'a> {
    /// Somebody who is signed in.
    pub(crate) fn signed_in(account: &'a Acting) -> Self {
        Self {
            account,
            actor: account.actor(),
        }
    }

    fn act(&self, house: &House) -> Act {
        house.act(self.actor.clone())
    }
}

pub(super) fn title(head: &PlanHead) -> PlanTitle {
    PlanTitle {
        id: head.id.clone(),
        title: head.title.clone(),
        issuer: head.issuer.clone(),
        term: head.term,
        closed_on: head.closed_on,
    }
}

/// All plans, the latest year first.
pub(crate) async fn plans(house: &House) -> Served<Vec<PlanTitle>> {
    Ok(house.store.plans().await?.iter().map(title).collect())
}

/// How a closed plan ended; the current one if none is named.
pub(crate) async fn finals(house: &House, plan: Option<PlanId>) -> Served<Finals> {
    let plan = match plan {
        Some(plan) => plan,
        None => house.current_plan().await?.ok_or(Kind::NotFound)?,
    };
    Ok(house.store.finals(&plan).await?.ok_or(Kind::NotFound)?)
}

/// Everything about the end of a plan; of the current one if none is named. The office and
/// administrators see it.
pub(crate) async fn desk(house: &House, account: &Acting, plan: Option<PlanId>) -> Served<ClosingDesk> {
    account.person().may_oversee()?;
    let of_plan = match &plan {
        Some(plan) => account.in_plan(house, plan)?,
        None => house.clone(),
    };
    let (_, known) = of_plan.knowledge().await?.ok_or(Kind::NotFound)?;
    let (plan, today) = (&known.plan, house.clock.today());
    let mut plans = house.store.plans().await?;
    plans.retain(|head| account.post.holds_in(&head.id));
    let head = plans.iter().find(|head| head.id == plan.id).ok_or(Kind::NotFound)?;
    let (obstacles, finals) = match &known.finals {
        Some(finals) => (Vec::new(), finals.clone()),
        None => ground(house, &known, today).await?,
    };
    let shown = |id| {
        let target = plan.target(id)?;
        let leads = plan.leads(target).iter();
        Some(FinalTarget {
            item: plan.item_number(target),
            leads: leads.filter_map(|unit| plan.units.get(unit)).cloned().collect(),
            target: target.in_force(finals.as_of),
        })
    };
    let carried = house.store.carried_from(&plan.id).await?;
    let carried = carried.into_iter().filter_map(|(into, one)| {
        Some(CarriedOver {
            now: one.id().ok()?,
            target: one.target.id,
            into,
            new_due: one.new_due,
            on: one.on,
        })
    });
    Ok(ClosingDesk {
        today,
        plan: title(head),
        plans: plans.iter().map(title).collect(),
        hand: account.person().is(Duty::Office).then(|| Hand::of(&account.person())),
        closing: house.store.closing(&plan.id).await?,
        obstacles,
        targets: finals.targets.iter().filter_map(|one| shown(&one.target)).collect(),
        units: plan.units.iter().cloned().collect(),
        finals,
        carried: carried.collect(),
    })
}

/// What stands in the way of closing a plan today, and how everything would end.
pub(crate) async fn ground(house: &House, known: &Knowledge, today: Date) -> Served<(Vec<Obstacle>, Finals)> {
    let rows = house.store.reports(&known.plan.id, &ReportFilter::default()).await?;
    let reports: Vec<Report> = rows.into_iter().map(|row| row.report).collect();
    let obstacles = obstacles(&known.plan, &reports, &known.cases, today);
    let finals = Finals::of(&known.plan, &known.observations, &known.cases, today);
    Ok((obstacles, finals))
}

/// Asks for closing a plan, confirms it or takes it back.
pub(crate) async fn step(house: &House, by: &Closer<'_>, asked: TakeClosingStep) -> Served<Closing> {
    by.account.person().may_close_the_year()?;
    let of_plan = by.account.in_plan(house, &asked.plan)?;
    // The stamp is read before what it stands for: what changes meanwhile is noticed.
    let stamp = house.store.closing_stamp(&asked.plan).await?;
    let (_, known) = of_plan.knowledge().await?.ok_or(Kind::NotFound)?;
    let closing = house.store.closing(&asked.plan).await?;
    if let Some(on) = closing.closed_on() {
        return Err(Kind::PlanClosed { on }.into());
    }
    let today = house.clock.today();
    let (obstacles, finals) = ground(house, &known, today).await?;
    let ground = Ground {
        obstacles: &obstacles,
        finals: &finals,
    };
    let taken = Taken {
        step: asked.step,
        on: today,
        by: Hand::of(&by.account.person()),
        note: asked.note.trim().to_owned(),
    };
    let confirms = taken.step == Step::Confirmed;
    let next = closing.take(asked.read, ground, taken)?;
    let closed = confirms.then_some((&stamp, &finals));
    house
        .store
        .save_closing(&by.act(house), &asked.plan, &next, closed)
        .await?;
    Ok(next)
}

/// Carries over what was chosen when a plan was closed and was not carried over yet: all of it, or
/// nothing.
pub(crate) async fn carry(house: &House, by: &Closer<'_>, asked: CarryOver) -> Served<Vec<CarriedOver>> {
    by.account.person().may_close_the_year()?;
    let CarryOver { from, into } = asked;
    let (old, new) = (by.account.in_plan(house, &from)?, by.account.in_plan(house, &into)?);
    let (_, old) = old.knowledge().await?.ok_or(Kind::NotFound)?;
    let (_, new) = new.knowledge().await?.ok_or(Kind::NotFound)?;
    let finals = old
        .finals
        .as_ref()
        .ok_or(CarryProblem::NotClosed { plan: from.clone() })?;
    if let Some(finals) = &new.finals {
        return Err(Kind::PlanClosed { on: finals.as_of }.into());
    }
    if new.plan.term.from() <= old.plan.term.from() {
        return Err(CarryProblem::NotLater { plan: into }.into());
    }
    let closing = house.store.closing(&from).await?;
    let (_, request) = closing.request().ok_or(CarryProblem::Nothing)?;
    let done = house.store.carried_from(&from).await?;
    let is_done = |target: &TargetId| done.iter().any(|(_, one)| one.target.id == *target);
    let (today, plan) = (house.clock.today(), &old.plan);
    // In the order of the old plan.
    let carried = finals.unfinished().filter_map(|ended| {
        let choice = request.choices.iter().find(|choice| choice.target == ended.target)?;
        let Way::Carried { new_due } = choice.way else {
            return None;
        };
        let target = plan.target(&ended.target).filter(|target| !is_done(&target.id))?;
        let all = plan.allocations.iter();
        let shares = all.filter(|share| share.target == target.id && share.holds_on(finals.as_of));
        Some(Carried {
            from: from.clone(),
            from_title: plan.title.clone(),
            leads: plan.leads(target).to_vec(),
            allocations: shares.cloned().collect(),
            target: target.in_force(finals.as_of),
            closed_on: finals.as_of,
            ended: ended.clone(),
            new_due,
            reason: choice.reason.trim().to_owned(),
            on: today,
            by: by.account.name.clone(),
        })
    });
    let carried: Vec<Carried> = carried.collect();
    if carried.is_empty() {
        return Err(CarryProblem::Nothing.into());
    }
    let mut taking = new.plan.clone();
    for one in &carried {
        one.fits(&taking)?;
        enter(&mut taking, std::slice::from_ref(one));
    }
    house.store.carry(&by.act(house), &into, &carried).await?;
    let over = carried.into_iter().filter_map(|one| {
        Some(CarriedOver {
            now: one.id().ok()?,
            target: one.target.id,
            into: into.clone(),
            new_due: one.new_due,
            on: one.on,
        })
    });
    Ok(over.collect())
}

/// What the storage refuses about closings.
pub(super) fn refused(error: &StoreError) -> Option<Kind> {
    Some(match error {
        StoreError::PlanClosed { on, .. } => Kind::PlanClosed { on: *on },
        StoreError::ClosingMovedOn(_) => Kind::Closing {
            why: ClosingProblem::Changed,
        },
        StoreError::CarriedAlready => Kind::Carry {
            why: CarryProblem::Nothing,
        },
        _ => return None,
    })
}
