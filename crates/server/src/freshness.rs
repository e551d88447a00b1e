//! Of which state a rendered page is the picture, and whether that is still the state.
//!
//! Two steps, so that a page that is shown again costs no question to the database:
//!
//! * An *epoch* is a number in memory. It rises when a request that may have written is over
//!   ([`Freshness::moved`]) and when the end of the audit is seen to have moved ([`watch`]): all that
//!   is written is audited, by this process, by another one on the same database, by a command. A page
//!   of this epoch is shown as it is.
//! * A *stamp* is what the database says of a plan: its day, its content, the number of the latest news.
//!   When the epoch has risen, a page is shown again if its plan's stamp is what it was, and rendered
//!   anew if not. Drafts and sign-ins raise the epoch, and leave the stamp alone.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::http::HeaderValue;
use jiff::Timestamp;
use tokio::{
    sync::Mutex,
    time::{MissedTickBehavior, interval},
};
use yaodian_domain::id::PlanId;
use yaodian_store::StoreError;
use yaodian_words::Lang;

use crate::{front, house::House, live};

/// How often the end of the audit is looked at: what another process writes shows within this time.
const LOOK: Duration = Duration::from_millis(250);

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

/// The epoch, and the stamps that were asked for in it.
#[derive(Default)]
pub(crate) struct Freshness {
    epoch: AtomicU64,
    stamps: Mutex<HashMap<Option<PlanId>, Stamped>>,
}

impl Freshness {
    /// The epoch.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// Something may have been written.
    pub(crate) fn moved(&self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
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
        let mut stamps = self.freshness.stamps.lock().await;
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
            mark: format!("{mark}.{version}"),
            changed_at: latest.first().map_or(Timestamp::UNIX_EPOCH, |row| row.at),
        });
        stamps.insert(self.plan.clone(), (epoch, stamp.clone()));
        Ok(Some((epoch, stamp)))
    }
}

/// Looks at the end of the audit and at the day, until the server ends.
pub(crate) async fn watch(house: House) {
    let mut look = interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut seen = None;
    loop {
        look.tick().await;
        match house.store.audit_head().await {
            Ok(head) => {
                let now = Some((head.seq, house.clock.today()));
                if seen != now {
                    house.freshness.moved();
                    seen = now;
                }
            }
            // Rather rendered too often than shown too long.
            Err(error) => {
                tracing::warn!(%error, "the database could not be asked for news");
                house.freshness.moved();
            }
        }
    }
}
