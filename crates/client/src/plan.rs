//! What anybody may read of a plan.

use yaodian_contract::{
    ledger::LedgerHead,
    monitoring::NetworkView,
    open::{NetworkPlace, OpenBulletin, OpenEntry, OpenLedger, PlaceYear, TargetEntry, UnitEntry, UnitView},
};
use yaodian_domain::{
    Date,
    bulletin::BulletinHead,
    check::Status,
    id::{BulletinId, LedgerId, TargetId, UnitId},
    ledger::{Network, Query},
    observation::Observation,
    plan,
    standing::Standing,
    target::Kind,
};

use crate::{Client, Error, encoded};

/// Which targets are asked for, and on which day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Targets {
    /// The day of knowledge; today if left out.
    pub as_of: Option<Date>,
    /// Only those that stand so.
    pub status: Option<Status>,
    /// Only those that this unit leads or reports on.
    pub unit: Option<UnitId>,
    /// Only those of this item.
    pub item: Option<u16>,
    /// Only promises of this kind.
    pub kind: Option<Kind>,
}

/// A plan, to be read.
#[derive(Debug, Clone)]
pub struct Plan<'c> {
    client: &'c Client,
    base: String,
}

type Asked = Vec<(&'static str, String)>;

fn on(as_of: Option<Date>) -> Asked {
    as_of.map(|day| ("as_of", day.to_string())).into_iter().collect()
}

impl<'c> Plan<'c> {
    pub(crate) fn named(client: &'c Client, name: &str) -> Self {
        Self {
            client,
            base: format!("/plans/{name}"),
        }
    }

    fn path(&self, rest: &str) -> String {
        format!("{}{rest}", self.base)
    }

    /// The plan itself: text, chapters, tasks, targets, units and rules.
    pub async fn whole(&self) -> Result<plan::Plan, Error> {
        self.client.get(&self.base, &[]).await
    }

    /// How every target stands, today or as it was known on a day.
    pub async fn standing(&self, as_of: Option<Date>) -> Result<Standing, Error> {
        self.client.get(&self.path("/standing"), &on(as_of)).await
    }

    /// Targets with how they stand.
    pub async fn targets(&self, wanted: &Targets) -> Result<Vec<TargetEntry>, Error> {
        let kind = wanted.kind.and_then(|kind| serde_json::to_value(kind).ok());
        let named = [
            ("status", wanted.status.map(|status| status.as_str().to_owned())),
            ("unit", wanted.unit.as_ref().map(ToString::to_string)),
            ("item", wanted.item.map(|item| item.to_string())),
            ("kind", kind.and_then(|kind| kind.as_str().map(str::to_owned))),
        ];
        let mut asked = on(wanted.as_of);
        asked.extend(named.into_iter().filter_map(|(name, value)| Some((name, value?))));
        self.client.all(&self.path("/targets"), &asked).await
    }

    /// One target with how it stands.
    pub async fn target(&self, id: &TargetId, as_of: Option<Date>) -> Result<TargetEntry, Error> {
        let path = self.path(&format!("/targets/{}", encoded(id.as_str())));
        self.client.get(&path, &on(as_of)).await
    }

    /// What is known of a target, or was on a day, in the order in which it became known. What was withdrawn
    /// says since when.
    pub async fn observations(&self, id: &TargetId, as_of: Option<Date>) -> Result<Vec<Observation>, Error> {
        let path = self.path(&format!("/targets/{}/observations", encoded(id.as_str())));
        self.client.all(&path, &on(as_of)).await
    }

    /// The units, each with how many of its parts stand where.
    pub async fn units(&self, as_of: Option<Date>) -> Result<Vec<UnitEntry>, Error> {
        self.client.all(&self.path("/units"), &on(as_of)).await
    }

    /// One unit with its tasks and targets.
    pub async fn unit(&self, id: &UnitId, as_of: Option<Date>) -> Result<UnitView, Error> {
        let path = self.path(&format!("/units/{}", encoded(id.as_str())));
        self.client.get(&path, &on(as_of)).await
    }

    /// The public ledgers.
    pub async fn ledgers(&self) -> Result<Vec<LedgerHead>, Error> {
        self.client.all(&self.path("/ledgers"), &[]).await
    }

    /// One public ledger: its fields and stages, and how it stands.
    pub async fn ledger(&self, id: &LedgerId) -> Result<OpenLedger, Error> {
        let path = self.path(&format!("/ledgers/{}", encoded(id.as_str())));
        self.client.get(&path, &[]).await
    }

    /// The entries of a public ledger that `query` asks for, as they stand today.
    pub async fn entries(&self, id: &LedgerId, query: &Query) -> Result<Vec<OpenEntry>, Error> {
        let path = self.path(&format!("/ledgers/{}/entries", encoded(id.as_str())));
        let pairs = query.pairs();
        let asked: Vec<(&str, String)> = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        self.client.all(&path, &asked).await
    }

    /// The monitoring networks.
    pub async fn networks(&self, as_of: Option<Date>) -> Result<Vec<NetworkView>, Error> {
        self.client.all(&self.path("/networks"), &on(as_of)).await
    }

    /// The sections or stations of a network.
    pub async fn places(&self, network: Network, as_of: Option<Date>) -> Result<Vec<NetworkPlace>, Error> {
        let path = self.path(&format!("/networks/{}/places", network.as_str()));
        self.client.all(&path, &on(as_of)).await
    }

    /// A section or station with its figures by month.
    pub async fn place(&self, network: Network, code: &str, as_of: Option<Date>) -> Result<PlaceYear, Error> {
        let path = self.path(&format!("/networks/{}/places/{}", network.as_str(), encoded(code)));
        self.client.get(&path, &on(as_of)).await
    }

    /// The published bulletins, the latest first.
    pub async fn bulletins(&self) -> Result<Vec<BulletinHead>, Error> {
        self.client.all(&self.path("/bulletins"), &[]).await
    }

    /// One published bulletin.
    pub async fn bulletin(&self, id: &BulletinId) -> Result<OpenBulletin, Error> {
        let path = self.path(&format!("/bulletins/{}", encoded(id.as_str())));
        self.client.get(&path, &[]).await
    }
}
