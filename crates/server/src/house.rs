//! What every request can reach: the storage, the clock, what is known of the plan.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
    ops::Deref,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jiff::ToSpan as _;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use webauthn_rs::Webauthn;
use yaodian_app::public::{Knowledge, Reader};
use yaodian_contract::Kind;
use yaodian_domain::{
    Date, closing,
    cockpit::{Judged, week_before},
    id::PlanId,
    ledger::counts::with_ledgers,
    people::Post,
    standing::{self, Observations, Standing, Turn},
    supervision,
    time::DaySpan,
};
use yaodian_mail::Mailer;
use yaodian_monitoring::network::feeds;
use yaodian_single_sign_on::Provider;
use yaodian_store::{Act, Actor, AuditHead, Store, StoreError};

use crate::{
    audited::Audited,
    clock::Clock,
    files::Files,
    freshness::{Freshness, Stamps},
    live::Live,
    metrics::Metrics,
    networks::Networks,
    previews::Previews,
    remembered::Remembered,
    round::Rounds,
    service::{
        Served,
        bulletins::files::Printed,
        once::{self, UnderWay},
        search::Stocks,
    },
    shelf::Shelf,
    web::{limits::Clients, ready::Tried},
};

/// How long clients are waited for unless it is told.
const PATIENCE: Duration = Duration::from_mins(1);

/// The name under which the published series of a plan are stored.
pub(crate) const SERIES: &str = "series";

/// The server's insides, built and not changed any more. Every handler is handed one: clones cost next to nothing, and
/// share everything.
#[derive(Clone)]
pub(crate) struct House(Arc<Rooms>);

impl From<Rooms> for House {
    fn from(rooms: Rooms) -> Self {
        Self(Arc::new(rooms))
    }
}

impl Deref for House {
    type Target = Rooms;

    fn deref(&self) -> &Rooms {
        &self.0
    }
}

/// The insides of a [`House`] while it is built.
#[derive(Clone)]
pub(crate) struct Rooms {
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
    /// Where people ask about what is kept about them, if that was told.
    pub(crate) privacy_contact: Option<Arc<str>>,
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
    /// The stamps of plans.
    pub(crate) stamps: Arc<Stamps>,
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
    /// What was found when all of the audit was last computed anew.
    pub(crate) audited: Arc<Audited>,
    /// Up to where the audit was computed anew and found whole.
    pub(crate) verified: Arc<tokio::sync::Mutex<Option<AuditHead>>>,
    /// The requests under way that are to be carried out once.
    pub(crate) under_way: Arc<UnderWay>,
    /// Whether anything could be written lately.
    pub(crate) tried: Arc<Tried>,
    /// How long a client is waited for that sends and takes next to nothing.
    pub(crate) patience: Duration,
    /// Cancelled when the server, told to stop, waits for nobody any more.
    pub(crate) end: CancellationToken,
    /// What can be found by searching.
    pub(crate) stocks: Arc<Stocks>,
    /// The plan that this house is about, where it is not the one that is worked on.
    pub(crate) plan: Option<PlanId>,
    pub(crate) cache: Arc<Mutex<Remembered>>,
    demonstration: Arc<AtomicBool>,
}

impl Rooms {
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
            privacy_contact: None,
            mailer: None,
            post: Arc::default(),
            public_url: Arc::from(""),
            origin: Arc::from(""),
            rounds: Arc::default(),
            live: Arc::default(),
            freshness: Arc::default(),
            stamps: Arc::default(),
            clients: Arc::new(Clients::new(0, Vec::new())),
            metrics: Arc::default(),
            metrics_for: Arc::from([]),
            previews: Arc::default(),
            printed: Printed::default(),
            audited: Arc::default(),
            verified: Arc::default(),
            under_way: Arc::default(),
            tried: Arc::default(),
            patience: PATIENCE,
            end: CancellationToken::new(),
            stocks: Arc::default(),
            plan: None,
            cache: Arc::default(),
            demonstration: Arc::default(),
        }
    }
}

impl House {
    /// An act of `by`, now, and for the request under way, if that is to be carried out once.
    pub(crate) fn act(&self, by: Actor) -> Act {
        Act {
            once: once::current(),
            ..Act::new(self.clock.now(), by)
        }
    }

    /// The same house for another plan than the one that is worked on: what is asked of it is answered
    /// from that plan. Whether there is one, [`House::knowledge`] tells.
    pub(crate) fn of(&self, plan: &PlanId) -> Self {
        self.about(Some(plan.clone()))
    }

    /// The same house for the plan in which a post holds: its own; where it holds in all, the one that is worked on.
    pub(crate) fn of_post(&self, post: &Post) -> Self {
        self.about(post.plan.clone())
    }

    fn about(&self, plan: Option<PlanId>) -> Self {
        Self::from(Rooms {
            plan,
            demonstration: Arc::default(),
            ..Rooms::clone(self)
        })
    }

    /// The same house, reading from a replica. What is remembered is its own: of the two one may be further than
    /// the other for a moment. Ledgers in memory only ever go forward, and are shared.
    pub(crate) fn reading(&self, replica: Store) -> Self {
        Self::from(Rooms {
            store: replica,
            networks: Arc::default(),
            stamps: Arc::default(),
            verified: Arc::default(),
            stocks: Arc::default(),
            cache: Arc::new(Mutex::new(self.cache().another())),
            demonstration: Arc::default(),
            ..Rooms::clone(self)
        })
    }

    /// Under which address the public pages of this house's plan lie.
    pub(crate) fn base(&self) -> String {
        self.plan
            .as_ref()
            .map(|plan| Reader::of_plan(plan, ""))
            .unwrap_or_default()
    }

    /// The plan that is worked on and shown; see [`Store::current_plan`]. `None` on an empty installation.
    pub(crate) async fn current_plan(&self) -> Result<Option<PlanId>, StoreError> {
        if let Some(plan) = &self.plan {
            return Ok(Some(plan.clone()));
        }
        self.store.current_plan(self.clock.today()).await
    }

    /// What is known of the current plan, with a number that rises with it. Read from the storage only
    /// when something changed.
    pub(crate) async fn knowledge(&self) -> Result<Option<(i64, Arc<Knowledge>)>, StoreError> {
        let today = self.clock.today();
        let Some((id, version)) = self.store.edition(self.plan.as_ref(), today).await? else {
            return Ok(None);
        };
        if let Some((at, day, known)) = self.cache().of(&id).known.as_ref()
            && (*at, *day) == (version, today)
        {
            self.demonstration.store(known.demonstration, Ordering::Relaxed);
            return Ok(Some((version, known.clone())));
        }
        // What a plan took over goes on with the figures of the plans that it comes from.
        let carried = self.store.carried_into(&id).await?;
        let origins: BTreeSet<&PlanId> = carried.iter().map(|one| &one.from).collect();
        let mut before = BTreeMap::new();
        for origin in origins {
            // A plan takes over from earlier ones alone, so that this comes to an end.
            if let Some((_, known)) = Box::pin(self.of(origin).knowledge()).await? {
                before.insert(origin, known);
            }
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
        self.cache().of(&id).known = Some((version, today, known.clone()));
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
        if let Some((at, standing)) = &self.cache().of(id).standing
            && *at == version
            && standing.as_of == as_of
        {
            return standing.clone();
        }
        let standing = Arc::new(Standing::of(&known.plan, &known.observations, as_of));
        if as_of == self.clock.today() {
            self.cache().of(id).standing = Some((version, standing.clone()));
        }
        standing
    }

    /// How every part of every target stands today, and how it stood a week ago; kept until
    /// something changes.
    pub(crate) fn judged(&self, version: i64, known: &Knowledge) -> Arc<[Judged; 2]> {
        let today = self.clock.today();
        let id = &known.plan.id;
        if let Some((at, judged)) = &self.cache().of(id).judged
            && (*at, judged[0].as_of) == (version, today)
        {
            return judged.clone();
        }
        let on = |day| Judged::of(&known.plan, &known.observations, day);
        let judged = Arc::new([on(today), on(week_before(today))]);
        self.cache().of(id).judged = Some((version, judged.clone()));
        judged
    }

    /// Every day on which a target's status changed, up to today or a year after the plan's term; kept until
    /// something changes.
    pub(crate) fn turns(&self, version: i64, known: &Knowledge) -> Arc<[Turn]> {
        let (plan, today) = (&known.plan, self.clock.today());
        if let Some((at, day, turns)) = &self.cache().of(&plan.id).turns
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
        self.cache().of(&plan.id).turns = Some((version, today, turns.clone()));
        turns
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, Remembered> {
        self.cache.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
