//! Of which state a rendered page is the picture, and whether that is still the state.
//!
//! Two steps, so that a page that is shown again costs no question to the database:
//!
//! * An *epoch* is a number in memory. It rises when a request that may have written is over
//!   ([`Freshness::moved`]) and when the end of the audit is known to have moved: all that is written is
//!   audited, by this process, by another one on the same database, by a command. PostgreSQL tells of it at
//!   once ([`listen`]); and it is looked at ([`watch`]), more often where nobody tells. A page of this epoch
//!   is shown as it is.
//! * A *stamp* is what the database says of a plan: its day, its content, the number of the latest news; and
//!   that the audit does not hold, where it does not.
//!   When the epoch has risen, a page is shown again if its plan's stamp is what it was, and rendered
//!   anew if not. Drafts and sign-ins raise the epoch, and leave the stamp alone.

use std::{
    collections::HashMap,
    sync::{
        Arc, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::http::HeaderValue;
use jiff::Timestamp;
use tokio::{
    sync::{Mutex, Notify},
    time::{MissedTickBehavior, interval, sleep},
};
use yaodian_domain::{Date, id::PlanId};
use yaodian_store::{News, StoreError, Told};
use yaodian_words::Lang;

use crate::{front, house::House, live};

/// How often the end of the audit is looked at where nobody tells of it: what another process writes shows within
/// this time.
const LOOK: Duration = Duration::from_millis(250);
/// The same where the database tells of it: so late shows what it could not tell.
const LOOK_BESIDE: Duration = Duration::from_secs(1);
/// How long to wait before connecting again to a database that does not let us.
const AGAIN: Duration = Duration::from_secs(1);

/// A state of a plan.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Differs whenever the state does.
    mark: String,
    /// When what the public knows last changed.
    pub(crate) changed_at: Timestamp,
}

/// An epoch, and the stamp that held in it.
type Stamped = (u64, Arc<Stamp>);

/// The stamps that were asked for, of each plan the last one.
pub(crate) type Stamps = Mutex<HashMap<Option<PlanId>, Stamped>>;

/// The epoch.
#[derive(Default)]
pub(crate) struct Freshness {
    epoch: AtomicU64,
    /// Up to where the audit is known to go, and the day.
    seen: std::sync::Mutex<Option<(i64, Date)>>,
    /// Whoever tells those who look at a page is woken.
    pub(crate) risen: Notify,
    /// Whoever looks at the database is woken.
    look: Notify,
}

impl Freshness {
    /// The epoch.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// Something may have been written.
    pub(crate) fn moved(&self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
        self.risen.notify_one();
    }

    /// The audit goes up to `seq`, and it is `today`.
    fn seen(&self, seq: i64, today: Date) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen != Some((seq, today)) {
            *seen = Some((seq, today));
            self.moved();
        }
    }
}

impl Stamp {
    /// The mark of whatever this program makes of the state for an address: the same state, the same mark. Weak,
    /// for packed files tell when they were packed.
    pub(crate) fn tag(&self, address: &str, lang: Lang) -> Option<HeaderValue> {
        let told = format!("{} {} {lang:?} {address}", env!("CARGO_PKG_VERSION"), self.mark);
        let tag = front::tag(told.as_bytes())?;
        HeaderValue::from_str(&format!("W/{}", tag.to_str().ok()?)).ok()
    }
}

impl House {
    /// The stamp of this house's plan, and an epoch in which it held; `None` if there is no such plan.
    /// Asked of the database once an epoch.
    pub(crate) async fn stamp(&self) -> Result<Option<Stamped>, StoreError> {
        let mut stamps = self.stamps.lock().await;
        // Read before the database is: what is written meanwhile belongs to a later epoch.
        let epoch = self.freshness.epoch();
        if let Some((of, stamp)) = stamps.get(&self.plan)
            && *of == epoch
        {
            return Ok(Some((epoch, stamp.clone())));
        }
        let (mark, news) = live::mark_of(self).await?;
        // What is known counts its origins in as well: plans from which targets were carried over.
        let Some((version, _)) = self.knowledge().await? else {
            return Ok(None);
        };
        let latest = self.store.audit_after(news - 1, 1).await?;
        let stamp = Arc::new(Stamp {
            mark: format!("{mark}.{version}{}", self.audited.mark()),
            changed_at: latest.first().map_or(Timestamp::UNIX_EPOCH, |row| row.at),
        });
        stamps.insert(self.plan.clone(), (epoch, stamp.clone()));
        Ok(Some((epoch, stamp)))
    }
}

/// Looks at the end of the audit and at the day, until the server ends.
pub(crate) async fn watch(house: House) {
    let news = house.store.news();
    let mut look = interval(if news.is_told() { LOOK_BESIDE } else { LOOK });
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    if news.is_told() {
        tokio::spawn(listen(house.clone(), news));
    }
    loop {
        tokio::select! {
            _ = look.tick() => {}
            () = house.freshness.look.notified() => {}
        }
        look_now(&house).await;
    }
}

/// Is told by the database what is written, until the server ends.
async fn listen(house: House, mut news: News) {
    loop {
        match news.next().await {
            // Another process may have moved a trial's clock: looked at once for all that is told meanwhile.
            Ok(Told::Written(_)) if house.trial => house.freshness.look.notify_one(),
            Ok(Told::Written(seq)) => house.freshness.seen(seq, house.clock.today()),
            Ok(Told::Missed) => house.freshness.moved(),
            Err(error) => {
                house.freshness.moved();
                tracing::warn!(%error, "the database cannot tell what is written");
                sleep(AGAIN).await;
            }
        }
    }
}

async fn look_now(house: &House) {
    let looked = async {
        if house.trial
            && let Some(day) = house.store.trial_day().await?
        {
            house.clock.move_to(day);
        }
        house.store.audit_head().await
    };
    match looked.await {
        Ok(head) => house.freshness.seen(head.seq, house.clock.today()),
        // Rather rendered too often than shown too long.
        Err(error) => {
            tracing::warn!(%error, "the database could not be asked for news");
            house.freshness.moved();
        }
    }
}
