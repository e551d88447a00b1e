//! 台账: what can be done with a ledger, each thing once.

pub(crate) mod entries;
pub(crate) mod evidence;
pub(crate) mod files;
pub(crate) mod moves;
pub(crate) mod uploads;
pub(crate) mod views;

use std::sync::Arc;

use yaodian_app::public::Knowledge;
use yaodian_contract::{
    Kind,
    ledger::{FedTarget, LedgerHead, LedgerSummary, LedgerView, UnitFunnel},
};
use yaodian_domain::{
    Date,
    access::Person,
    check,
    id::{LedgerId, UnitId},
    ledger::{
        Kept, Ledger,
        access::{Desk, Scope},
    },
    plan::Plan,
    target::Target,
};

use super::{Served, reports::knowledge};
use crate::{house::House, service::Acting, shelf::Shelved};

/// A ledger opened by somebody who may see it.
pub(crate) struct Opened {
    pub(crate) known: Arc<Knowledge>,
    pub(crate) ledger: Ledger,
    pub(crate) shelved: Arc<Shelved>,
    /// The number of its last change.
    pub(crate) seq: i64,
    pub(crate) today: Date,
    pub(crate) scope: Scope,
    person: Option<Person>,
}

impl Opened {
    /// Who sits before it.
    pub(crate) fn desk(&self) -> Desk<'_> {
        Desk {
            person: self.person.as_ref(),
            today: self.today,
            units: &self.known.plan.units,
        }
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.known.plan
    }

    /// Whether entries of `unit` are seen.
    pub(crate) fn sees(&self, unit: &UnitId) -> bool {
        self.only().is_none_or(|only| only == unit)
    }

    /// The unit whose entries alone are seen, if it is not all of them.
    pub(crate) fn only(&self) -> Option<&UnitId> {
        match &self.scope {
            Scope::All => None,
            Scope::Own(unit) => Some(unit),
        }
    }

    /// Whether its entries are made up.
    pub(crate) fn demonstration(&self) -> bool {
        kept(&self.known, &self.ledger).is_some_and(|kept| kept.demonstration)
    }
}

/// What a ledger holds, as far as figures go.
pub(crate) fn kept<'k>(known: &'k Knowledge, ledger: &Ledger) -> Option<&'k Kept> {
    known.kept.iter().find(|kept| kept.ledger == ledger.id)
}

/// Opens a ledger for `person`, or for the program itself.
pub(crate) async fn open(house: &House, person: Option<Person>, id: &LedgerId) -> Served<Opened> {
    let known = knowledge(house).await?;
    let ledger = known.plan.ledger(id).cloned().ok_or(Kind::NotFound)?;
    let today = house.clock.today();
    let desk = Desk {
        person: person.as_ref(),
        today,
        units: &known.plan.units,
    };
    let scope = desk.scope(&ledger).ok_or(Kind::NotYourLedger)?;
    let (shelved, seq) = house.shelf.current(&house.store, &known.plan, &ledger).await?;
    Ok(Opened {
        known,
        ledger,
        shelved,
        seq,
        today,
        scope,
        person,
    })
}

/// A ledger as the public sees it: its private fields are read by nobody.
pub(crate) async fn open_public(house: &House, id: &LedgerId) -> Served<(Opened, Ledger)> {
    let opened = open(house, None, id).await?;
    let shown = opened.ledger.for_public().ok_or(Kind::NotFound)?;
    Ok((opened, shown))
}

/// The ledgers that the person has a part in.
pub(crate) async fn list(house: &House, account: &Acting) -> Served<Vec<LedgerHead>> {
    let known = knowledge(house).await?;
    let (person, today) = (account.person(), house.clock.today());
    let desk = Desk {
        person: Some(&person),
        today,
        units: &known.plan.units,
    };
    let seen = (known.plan.ledgers.iter()).filter_map(|ledger| Some((ledger, desk.scope(ledger)?)));
    Ok(seen
        .map(|(ledger, scope)| head(&known, ledger, &scope, today))
        .collect())
}

/// The ledgers that anybody may browse.
pub(crate) fn public_list(known: &Knowledge, today: Date) -> Vec<LedgerHead> {
    let public = known.plan.ledgers.iter().filter(|ledger| ledger.public);
    public.map(|ledger| head(known, ledger, &Scope::All, today)).collect()
}

fn head(known: &Knowledge, ledger: &Ledger, scope: &Scope, today: Date) -> LedgerHead {
    let kept = kept(known, ledger);
    let unit = match scope {
        Scope::All => None,
        Scope::Own(unit) => Some(unit),
    };
    LedgerHead {
        id: ledger.id.clone(),
        name: ledger.name.clone(),
        counted: ledger.counted.clone(),
        // How many of them are one unit's nobody has said.
        expected: ledger.expected.filter(|_| unit.is_none()),
        stages: ledger.stages.iter().map(|stage| stage.name.clone()).collect(),
        funnel: kept.map_or_else(
            || vec![0; ledger.stages.len() + 1],
            |kept| kept.funnel(ledger, unit, today),
        ),
        targets: ledger.feeds.iter().filter_map(|feed| feed.target().cloned()).collect(),
        public: ledger.public,
        demonstration: kept.is_some_and(|kept| kept.demonstration),
    }
}

/// A ledger as the app opens it.
pub(crate) async fn view(house: &House, account: &Acting, id: &LedgerId) -> Served<LedgerView> {
    let opened = open(house, Some(account.person()), id).await?;
    let (desk, ledger, plan) = (opened.desk(), &opened.ledger, opened.plan());
    let only = opened.only().cloned();
    let seen = |unit: &UnitId| only.as_ref().is_none_or(|only| only == unit);
    let edits: Vec<UnitId> = (ledger.holders.iter())
        .filter(|unit| seen(unit) && desk.may_edit(ledger, unit))
        .cloned()
        .collect();
    let moves = (0..ledger.stages.len())
        .filter(|stage| (ledger.holders.iter()).any(|unit| seen(unit) && desk.may_move(ledger, *stage, unit)))
        .collect();
    let units = (plan.units.iter())
        .filter(|unit| ledger.holders.contains(&unit.id) || ledger.leads.contains(&unit.id))
        .cloned()
        .collect();
    let fed = (ledger.feeds.iter()).filter_map(|feed| plan.target(feed.target()?));
    Ok(LedgerView {
        units,
        demonstration: opened.demonstration(),
        edits,
        moves,
        today: opened.today,
        views: views::list(house, account, &opened).await?,
        feeds: fed.map(|target| fed_target(&opened, target, only.as_ref())).collect(),
        only,
        ledger: ledger.clone(),
    })
}

/// How a fed target stands: for one unit where the reader sees that unit alone.
fn fed_target(opened: &Opened, target: &Target, only: Option<&UnitId>) -> FedTarget {
    let (plan, today) = (opened.plan(), opened.today);
    let (known, policy) = (opened.known.observations.of(&target.id), plan.policy_on(today));
    let assessment = match only.filter(|unit| target.reporters.contains(unit)) {
        Some(unit) => check::assess_unit(
            target,
            unit,
            plan.allocation(&target.id, unit, today),
            known,
            today,
            policy,
        ),
        None => check::assess(target, known, today, policy),
    };
    FedTarget {
        target: target.id.clone(),
        name: target.name.clone(),
        status: assessment.status,
    }
}

/// What the pictures of a ledger show, as far as `scope` sees.
pub(crate) fn summary(opened: &Opened) -> LedgerSummary {
    let (ledger, today) = (&opened.ledger, opened.today);
    let nothing = Kept {
        ledger: ledger.id.clone(),
        demonstration: false,
        movements: Vec::new(),
    };
    let kept = kept(&opened.known, ledger).unwrap_or(&nothing);
    let only = opened.only();
    let holders = ledger
        .holders
        .iter()
        .filter(|unit| only.is_none_or(|only| only == *unit));
    LedgerSummary {
        funnel: kept.funnel(ledger, only, today),
        by_unit: kept
            .funnels(ledger, today, holders)
            .into_iter()
            .map(|(unit, funnel)| UnitFunnel { unit, funnel })
            .collect(),
        throughput: kept.throughput(ledger, only, opened.plan().term, today),
    }
}
