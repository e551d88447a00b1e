//! What every request can reach: the storage, the clock, what is known of the plan.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use jiff::ToSpan as _;
use tokio::sync::{Notify, Semaphore};
use webauthn_rs::Webauthn;
use yaodian_app::public::{Knowledge, Reader};
use yaodian_contract::Kind;
use yaodian_domain::{
    Date, closing,
    cockpit::{Judged, week_before},
    id::PlanId,
    ledger::counts::with_ledgers,
    standing::{self, Observations, Standing, Turn},
    supervision,
    time::DaySpan,
};
use yaodian_evidence::{keep::Keep, uploads::Uploads};
use yaodian_mail::Mailer;
use yaodian_monitoring::network::feeds;
use yaodian_single_sign_on::Provider;
use yaodian_store::{Act, Actor, AuditHead, PlanHead, Store, StoreError};

use crate::{
    clock::Clock,
    freshness::Freshness,
    live::Live,
    metrics::Metrics,
    networks::Networks,
    previews::Previews,
    round::Rounds,
    seal::Seal,
    service::{Served, bulletins::files::Printed, search::Stocks},
    shelf::Shelf,
    web::limits::Clients,
};

/// The name under which the published series of a plan are stored.
pub(crate) const SERIES: &str = "series";

/// Where files are kept.
#[derive(Clone)]
pub(crate) struct Files {
    /// Files that prove something, for ever.
    pub(crate) keep: Keep,
    /// Sheets on their way in.
    pub(crate) uploads: Uploads,
    /// The key with which secrets in the database are sealed.
    pub(crate) seal: Seal,
    /// How many pictures may be decoded at once: each takes hundreds of megabytes.
    pub(crate) decoding: Arc<Semaphore>,
    /// How many sheets may be read or written at once.
    pub(crate) sheets: Arc<Semaphore>,
}

/// Two cores decode two pictures.
const DECODING: usize = 2;
/// More at once would only wait for each other.
const SHEETS: usize = 4;

impl Files {
    /// Within a folder, which is made.
    pub(crate) fn in_folder(folder: &std::path::Path) -> Result<Self, String> {
        let failed =
            |error: &dyn std::fmt::Display| format!("cannot use the folder for files {}: {error}", folder.display());
        Ok(Self {
            keep: Keep::in_folder(folder).map_err(|error| failed(&error))?,
            uploads: Uploads::in_folder(folder).map_err(|error| failed(&error))?,
            seal: Seal::in_folder(folder),
            decoding: Arc::new(Semaphore::new(DECODING)),
            sheets: Arc::new(Semaphore::new(SHEETS)),
        })
    }
}

/// The server's insides; clones share everything.
#[derive(Clone)]
pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    /// Whether this is a trial: every page says so.
    pub(crate) trial: bool,
    /// Whether cookies may only travel over TLS.
    pub(crate) secure_cookies: bool,
    /// The folder with the browser's files.
    pub(crate) site: PathBuf,
    /// The ledgers in memory.
    pub(crate) shelf: Arc<Shelf>,
    /// What was measured, in memory.
    pub(crate) networks: Arc<Networks>,
    /// Where files are kept.
    pub(crate) files: Files,
    /// Whether a second step is demanded of the office and of administrators.
    pub(crate) demand_second_step: bool,
    /// For whom passkeys are made, where browsers make any.
    pub(crate) passkeys: Option<Arc<Webauthn>>,
    /// The provider of single sign-on, where there is one.
    pub(crate) single_sign_on: Option<Arc<Provider>>,
    /// The server for mail, where there is one.
    pub(crate) mailer: Option<Mailer>,
    /// To be told when there are messages to be sent.
    pub(crate) post: Arc<Notify>,
    /// The address under which people reach the server, without a slash at the end.
    pub(crate) public_url: Arc<str>,
    /// The same where it was told, and so may stand in pages; else nothing. A request cannot set it.
    pub(crate) origin: Arc<str>,
    /// One round at a time, and the name of this process for those of others.
    pub(crate) rounds: Arc<Rounds>,
    /// Who is told at once of every change.
    pub(crate) live: Arc<Live>,
    /// Whether what was rendered may be shown again.
    pub(crate) freshness: Arc<Freshness>,
    /// What one client may ask for.
    pub(crate) clients: Arc<Clients>,
    /// What is counted while the server runs.
    pub(crate) metrics: Arc<Metrics>,
    /// Beside this machine, who may read it.
    pub(crate) metrics_for: Arc<[IpAddr]>,
    /// What draws the pictures that go with links.
    pub(crate) previews: Arc<Previews>,
    /// Files of published bulletins.
    pub(crate) printed: Printed,
    /// Up to where the audit was computed anew and found whole.
    pub(crate) verified: Arc<tokio::sync::Mutex<Option<AuditHead>>>,
    /// What can be found by searching.
    pub(crate) stocks: Arc<Stocks>,
    /// The plan that this house is about, where it is not the one that is worked on.
    pub(crate) plan: Option<PlanId>,
    cache: Arc<Mutex<BTreeMap<PlanId, Cache>>>,
    demonstration: Arc<AtomicBool>,
}

/// What was read and judged of a plan.
#[derive(Default)]
struct Cache {
    known: Option<(i64, Date, Arc<Knowledge>)>,
    standing: Option<(i64, Arc<Standing>)>,
    judged: Option<(i64, Arc<[Judged; 2]>)>,
    turns: Option<(i64, Date, Arc<[Turn]>)>,
}

impl House {
    pub(crate) fn new(
        store: Store,
        files: Files,
        clock: Clock,
        trial: bool,
        secure_cookies: bool,
        site: PathBuf,
    ) -> Self {
        Self {
            store,
            clock,
            trial,
            secure_cookies,
            site,
            shelf: Arc::default(),
            networks: Arc::default(),
            files,
            demand_second_step: false,
            passkeys: None,
            single_sign_on: None,
            mailer: None,
            post: Arc::default(),
            public_url: Arc::from(""),
            origin: Arc::from(""),
            rounds: Arc::default(),
            live: Arc::default(),
            freshness: Arc::default(),
            clients: Arc::new(Clients::new(0, Vec::new())),
            metrics: Arc::default(),
            metrics_for: Arc::from([]),
            previews: Arc::default(),
            printed: Printed::default(),
            verified: Arc::default(),
            stocks: Arc::default(),
            plan: None,
            cache: Arc::default(),
            demonstration: Arc::default(),
        }
    }

    /// An act of `by`, now.
    pub(crate) fn act(&self, by: Actor) -> Act {
        Act {
            at: self.clock.now(),
            by,
        }
    }

    /// The same house for another plan than the one that is worked on: what is asked of it is answered
    /// from that plan. Whether there is one, [`House::knowledge`] tells.
    pub(crate) fn of(&self, plan: &PlanId) -> Self {
        Self {
            plan: Some(plan.clone()),
            demonstration: Arc::default(),
            ..self.clone()
        }
    }

    /// Under which address the public pages of this house's plan lie.
    pub(crate) fn base(&self) -> String {
        self.plan
            .as_ref()
            .map(|plan| Reader::of_plan(plan, ""))
            .unwrap_or_default()
    }

    /// The plan that is worked on and shown; see [`current`]. `None` on an empty installation.
    pub(crate) async fn current_plan(&self) -> Result<Option<PlanId>, StoreError> {
        if let Some(plan) = &self.plan {
            return Ok(Some(plan.clone()));
        }
        let plans = self.store.plans().await?;
        Ok(current(&plans, self.clock.today()).map(|plan| plan.id.clone()))
    }

    /// What is known of the current plan, with a number that rises with it. Read from the storage only
    /// when something changed.
    pub(crate) async fn knowledge(&self) -> Result<Option<(i64, Arc<Knowledge>)>, StoreError> {
        let Some(id) = self.current_plan().await? else {
            return Ok(None);
        };
        // What a plan took over goes on with the figures of the plans that it comes from.
        let carried = self.store.carried_into(&id).await?;
        let origins: BTreeSet<&PlanId> = carried.iter().map(|one| &one.from).collect();
        let (mut version, today) = (self.store.content_version(&id).await?, self.clock.today());
        let mut before = BTreeMap::new();
        for origin in origins {
            // A plan takes over from earlier ones alone, so that this comes to an end.
            if let Some((its, known)) = Box::pin(self.of(origin).knowledge()).await? {
                version += its;
                before.insert(origin, known);
            }
        }
        if let Some((at, day, known)) = self.cache().get(&id).and_then(|cached| cached.known.as_ref())
            && (*at, *day) == (version, today)
        {
            self.demonstration.store(known.demonstration, Ordering::Relaxed);
            return Ok(Some((version, known.clone())));
        }
        let Some(mut plan) = self.store.plan(&id).await? else {
            return Ok(None);
        };
        closing::carry::enter(&mut plan, &carried);
        let cases = self.store.cases(&id).await?;
        supervision::decide(&mut plan, &cases);
        plan.reopenings = self.store.reopenings(&id).await?;
        let observations = self.store.observations(&id).await?;
        let kept = self.store.kept(&id).await?;
        let measured = self.networks.of(&self.store, &plan).await?;
        let monitored = measured
            .iter()
            .flat_map(|network| feeds::observations(&plan, network, today));
        let made_up = kept.iter().any(|kept| kept.demonstration && kept.is_begun());
        // What was carried over may rest on made-up entries of the plan that it comes from.
        let demonstration = made_up || before.values().any(|known| known.demonstration);
        self.demonstration.store(demonstration, Ordering::Relaxed);
        let observations = with_ledgers(&plan, observations, &kept, monitored.collect(), today);
        let of_before = carried
            .iter()
            .filter_map(|one| Some((one.id().ok()?, one, before.get(&one.from)?)));
        let of_before = of_before.flat_map(|(id, one, known)| {
            let seen = known.observations.of(&one.target.id).iter().cloned();
            seen.map(move |seen| (id.clone(), seen))
        });
        let observations: Observations = of_before.chain(observations).collect();
        let judgements = self.store.judgements(&id).await?;
        let series = self.store.document(&id, SERIES).await?;
        let series = series
            .and_then(|json| serde_json::from_value(json).ok())
            .unwrap_or_default();
        let known = Arc::new(Knowledge {
            plan,
            observations,
            series,
            judgements: judgements.into_iter().collect(),
            kept,
            measured,
            cases,
            finals: self.store.finals(&id).await?,
            carried,
            demonstration,
        });
        self.cache().entry(id).or_default().known = Some((version, today, known.clone()));
        Ok(Some((version, known)))
    }

    /// Refuses a day that was asked for if nothing can be known of the plan on it.
    pub(crate) async fn can_look_at(&self, day: Option<Date>) -> Served<()> {
        let (Some(day), Some((_, known))) = (day, self.knowledge().await?) else {
            return Ok(());
        };
        let days = known.plan.days_to_look_at(self.clock.today());
        if days.contains(day) {
            return Ok(());
        }
        Err(Kind::DayOutOfRange {
            day,
            from: days.from(),
            to: days.to(),
        }
        .into())
    }

    /// Whether any figure may rest on made-up entries, so that every page says so: as it was when
    /// the plan was last asked about.
    pub(crate) fn is_demonstration(&self) -> bool {
        self.demonstration.load(Ordering::Relaxed)
    }

    /// How the plan stands on `as_of`. Today's is kept until something changes.
    pub(crate) fn standing(&self, version: i64, known: &Knowledge, as_of: Date) -> Arc<Standing> {
        let id = &known.plan.id;
        if let Some((at, standing)) = &self.cache().entry(id.clone()).or_default().standing
            && *at == version
            && standing.as_of == as_of
        {
            return standing.clone();
        }
        let standing = Arc::new(Standing::of(&known.plan, &known.observations, as_of));
        if as_of == self.clock.today() {
            self.cache().entry(id.clone()).or_default().standing = Some((version, standing.clone()));
        }
        standing
    }

    /// How every part of every target stands today, and how it stood a week ago; kept until
    /// something changes.
    pub(crate) fn judged(&self, version: i64, known: &Knowledge) -> Arc<[Judged; 2]> {
        let today = self.clock.today();
        let id = &known.plan.id;
        if let Some((at, judged)) = &self.cache().entry(id.clone()).or_default().judged
            && (*at, judged[0].as_of) == (version, today)
        {
            return judged.clone();
        }
        let on = |day| Judged::of(&known.plan, &known.observations, day);
        let judged = Arc::new([on(today), on(week_before(today))]);
        self.cache().entry(id.clone()).or_default().judged = Some((version, judged.clone()));
        judged
    }

    /// Every day on which a target's status changed, up to today or a year after the plan's term; kept until
    /// something changes.
    pub(crate) fn turns(&self, version: i64, known: &Knowledge) -> Arc<[Turn]> {
        let (plan, today) = (&known.plan, self.clock.today());
        if let Some((at, day, turns)) = &self.cache().entry(plan.id.clone()).or_default().turns
            && (*at, *day) == (version, today)
        {
            return turns.clone();
        }
        let last = plan.term.to().saturating_add(1.year()).min(today);
        let days = DaySpan::new(plan.term.from(), last);
        let turns: Arc<[Turn]> = days.map_or_else(
            |_| Arc::default(),
            |days| standing::turns(plan, &known.observations, days).into(),
        );
        self.cache().entry(plan.id.clone()).or_default().turns = Some((version, today, turns.clone()));
        turns
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, BTreeMap<PlanId, Cache>> {
        self.cache.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The plan that is worked on: of those that have begun and are not closed the earliest, so that the
/// next year's plan can be loaded while the last reports of the old one are still being written; once
/// all are closed, the last of them. Before any has begun, the first.
fn current(plans: &[PlanHead], today: Date) -> Option<&PlanHead> {
    let from = |plan: &&PlanHead| plan.term.from();
    let begun = || plans.iter().filter(|plan| plan.term.from() <= today);
    let open = begun().filter(|plan| plan.closed_on.is_none()).min_by_key(from);
    open.or_else(|| begun().max_by_key(from))
        .or_else(|| plans.iter().min_by_key(from))
}

#[cfg(test)]
mod tests {
    use yaodian_domain::{plan::Name, time::DaySpan};

    use super::*;

    fn head(year: i16, closed: bool) -> PlanHead {
        let day = Date::new(year + 1, 1, 15).unwrap();
        PlanHead {
            id: PlanId::new(format!("p-{year}")).unwrap(),
            title: Name {
                zh: String::new(),
                en: String::new(),
            },
            term: DaySpan::year(year),
            version: 1,
            closed_on: closed.then_some(day),
        }
    }

    #[test]
    fn the_plan_that_is_worked_on() {
        let on = |plans: &[PlanHead], day: &str| current(plans, day.parse().unwrap()).map(|plan| plan.id.to_string());
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(on(&[], "2023-09-25"), None);
        let both = [head(2024, false), head(2023, false)];
        assert_eq!(on(&both, "2022-12-31"), some("p-2023"), "before any has begun");
        assert_eq!(on(&both, "2023-12-20"), some("p-2023"), "the next one lies ready");
        assert_eq!(on(&both, "2024-01-08"), some("p-2023"), "December is still reported");
        let closed = [head(2024, false), head(2023, true)];
        assert_eq!(on(&closed, "2024-01-15"), some("p-2024"));
        assert_eq!(
            on(&[head(2023, true)], "2024-05-01"),
            some("p-2023"),
            "no other has come yet"
        );
        assert_eq!(on(&[head(2023, true), head(2024, true)], "2025-02-01"), some("p-2024"));
    }
}
