//! 监测数据: what is measured at the places of a register comes in.
//!
//! * [`weigh`]: a table held against the register and what was said before;
//! * [`uploads`]: looked at first, then committed;
//! * [`push`]: what machines send;
//! * [`batches`]: what came in, and what was set aside of it.

pub(crate) mod batches;
pub(crate) mod push;
pub(crate) mod uploads;
mod weigh;

use std::sync::Arc;

use yaodian_app::public::Knowledge;
use yaodian_contract::{
    Kind,
    monitoring::{Desk as DeskView, NetworkView},
};
use yaodian_domain::{
    access::Person,
    ledger::{
        Ledger, Network,
        access::{Desk, Scope},
    },
};
use yaodian_monitoring::network::{Directory, Place};

pub(crate) use weigh::{Bringing, Sheet, put};

use super::{Acting, Refused, Served, reports::knowledge};
use crate::house::House;

/// A network opened by somebody who may send data to it.
pub(crate) struct Opened {
    pub(crate) known: Arc<Knowledge>,
    pub(crate) ledger: Ledger,
    pub(crate) network: Network,
    /// At whose places.
    pub(crate) scope: Scope,
}

impl Opened {
    /// Whether its places, and so whatever is measured there, are made up.
    pub(crate) fn demonstration(&self) -> bool {
        let measured = self.known.measured(self.network);
        measured.is_some_and(|measured| measured.register.demonstration)
    }

    /// Its places as they stand today.
    pub(crate) fn places(&self, house: &House) -> Vec<&Place> {
        let measured = self.known.measured(self.network);
        measured.map_or_else(Vec::new, |measured| measured.register.on(house.clock.today()))
    }

    /// The same, to be found by code or name.
    pub(crate) fn directory(&self, house: &House) -> Directory<'_> {
        Directory::of(self.places(house))
    }
}

/// Opens a network for `person`, or for the program itself.
pub(crate) async fn open(house: &House, person: Option<&Person>, network: Network) -> Served<Opened> {
    let known = knowledge(house).await?;
    let ledger = register(&known, network).cloned().ok_or(Kind::NoNetwork)?;
    let desk = Desk {
        person,
        today: house.clock.today(),
        units: &known.plan.units,
    };
    let scope = desk.may_measure(&ledger).ok_or(Kind::NoNetwork)?;
    Ok(Opened {
        known,
        ledger,
        network,
        scope,
    })
}

/// The networks to which somebody may send data.
async fn open_all(house: &House, account: &Acting) -> Served<Vec<Opened>> {
    let mut all = Vec::new();
    for network in Network::ALL {
        match open(house, Some(&account.person()), network).await {
            Ok(opened) => all.push(opened),
            Err(Refused::Because(Kind::NoNetwork)) => {}
            Err(refused) => return Err(refused),
        }
    }
    Ok(all)
}

fn register(known: &Knowledge, network: Network) -> Option<&Ledger> {
    known.plan.ledgers.iter().find(|ledger| ledger.network == Some(network))
}

/// The desk of somebody who may send data.
pub(crate) async fn desk(house: &House, account: &Acting) -> Served<DeskView> {
    let mut networks = Vec::new();
    let opened = open_all(house, account).await?;
    for opened in &opened {
        let places = opened.places(house);
        let mine = places.iter().filter(|place| match &opened.scope {
            Scope::All => true,
            Scope::Own(unit) => place.unit == *unit,
        });
        networks.push(NetworkView {
            network: opened.network,
            register: opened.ledger.id.clone(),
            name: opened.ledger.name.clone(),
            counted: opened.ledger.counted.clone(),
            places: mine.count(),
            demonstration: opened.demonstration(),
        });
    }
    let batches = batches::latest(house, account, &opened).await?;
    Ok(DeskView { networks, batches })
}
