//! What every request can reach: the storage, the clock, what is known of the plan.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::sync::{Notify, Semaphore};
use yaodian_app::public::Knowledge;
use yaodian_domain::{
    Date,
    cockpit::{Judged, week_before},
    id::PlanId,
    ledger::counts::with_ledgers,
    standing::Standing,
    supervision,
};
use yaodian_evidence::{keep::Keep, uploads::Uploads};
use yaodian_mail::Mailer;
use yaodian_store::{Act, Actor, Store, StoreError};

use crate::{clock::Clock, live::Live, round::Rounds, service::bulletins::files::Printed, shelf::Shelf};

/// The name under which the published series of a plan are stored.
pub(crate) const SERIES: &str = "series";

/// Where files are kept.
#[derive(Clone)]
pub(crate) struct Files {
    /// Files that prove something, for ever.
    pub(crate) keep: Keep,
    /// Sheets on their way in.
    pub(crate) uploads: Uploads,
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
    /// Where files are kept.
    pub(crate) files: Files,
    /// The server for mail, where there is one.
    pub(crate) mailer: Option<Mailer>,
    /// To be told when there are messages to be sent.
    pub(crate) post: Arc<Notify>,
    /// The address under which people reach the server, without a slash at the end.
    pub(crate) public_url: Arc<str>,
    /// One round at a time, and the name of this process for those of others.
    pub(crate) rounds: Arc<Rounds>,
    /// Who is told at once of every change.
    pub(crate) live: Arc<Live>,
    /// Files of published bulletins.
    pub(crate) printed: Printed,
    cache: Arc<Mutex<Cache>>,
    demonstration: Arc<AtomicBool>,
}

#[derive(Default)]
struct Cache {
    known: Option<(PlanId, i64, Date, Arc<Knowledge>)>,
    standing: Option<(i64, Arc<Standing>)>,
    judged: Option<(PlanId, i64, Arc<[Judged; 2]>)>,
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
            files,
            mailer: None,
            post: Arc::default(),
            public_url: Arc::from(""),
            rounds: Arc::default(),
            live: Arc::default(),
            printed: Printed::default(),
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

    /// The plan that is shown: the one for the latest year. `None` on an empty installation.
    pub(crate) async fn current_plan(&self) -> Result<Option<PlanId>, StoreError> {
        let plans = self.store.plans().await?;
        Ok(plans
            .into_iter()
            .max_by_key(|plan| plan.term.from())
            .map(|plan| plan.id))
    }

    /// What is known of the current plan. Read from the storage only when something changed.
    pub(crate) async fn knowledge(&self) -> Result<Option<(i64, Arc<Knowledge>)>, StoreError> {
        let Some(id) = self.current_plan().await? else {
            return Ok(None);
        };
        let (version, today) = (self.store.content_version(&id).await?, self.clock.today());
        if let Some((cached, at, day, known)) = &self.cache().known
            && *cached == id
            && (*at, *day) == (version, today)
        {
            return Ok(Some((version, known.clone())));
        }
        let Some(mut plan) = self.store.plan(&id).await? else {
            return Ok(None);
        };
        let cases = self.store.cases(&id).await?;
        supervision::decide(&mut plan, &cases);
        plan.reopenings = self.store.reopenings(&id).await?;
        let observations = self.store.observations(&id).await?;
        let kept = self.store.kept(&id).await?;
        let demonstration = kept.iter().any(|kept| kept.demonstration && kept.is_begun());
        self.demonstration.store(demonstration, Ordering::Relaxed);
        let observations = with_ledgers(&plan, observations, &kept, today);
        let judgements = self.store.judgements(&id).await?;
        let series = self.store.document(&id, SERIES).await?;
        let series = series
            .and_then(|json| serde_json::from_value(json).ok())
            .unwrap_or_default();
        let known = Arc::new(Knowledge {
            plan,
            observations: observations.into_iter().collect(),
            series,
            judgements: judgements.into_iter().collect(),
            kept,
            cases,
        });
        self.cache().known = Some((id, version, today, known.clone()));
        Ok(Some((version, known)))
    }

    /// Whether any figure may rest on made-up entries, so that every page says so: as it was when
    /// the plan was last asked about.
    pub(crate) fn is_demonstration(&self) -> bool {
        self.demonstration.load(Ordering::Relaxed)
    }

    /// How the plan stands on `as_of`. Today's is kept until something changes.
    pub(crate) fn standing(&self, version: i64, known: &Knowledge, as_of: Date) -> Arc<Standing> {
        if let Some((at, standing)) = &self.cache().standing
            && *at == version
            && standing.as_of == as_of
        {
            return standing.clone();
        }
        let standing = Arc::new(Standing::of(&known.plan, &known.observations, as_of));
        if as_of == self.clock.today() {
            self.cache().standing = Some((version, standing.clone()));
        }
        standing
    }

    /// How every part of every target stands today, and how it stood a week ago; kept until
    /// something changes.
    pub(crate) fn judged(&self, version: i64, known: &Knowledge) -> Arc<[Judged; 2]> {
        let today = self.clock.today();
        if let Some((plan, at, judged)) = &self.cache().judged
            && (plan, *at, judged[0].as_of) == (&known.plan.id, version, today)
        {
            return judged.clone();
        }
        let on = |day| Judged::of(&known.plan, &known.observations, day);
        let judged = Arc::new([on(today), on(week_before(today))]);
        self.cache().judged = Some((known.plan.id.clone(), version, judged.clone()));
        judged
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
