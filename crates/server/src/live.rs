//! 实时更新: telling those who look that something has changed.
//!
//! A page holds a *mark*: of which state of its plan it is the picture. One task asks the database
//! for the mark of each plan to which anybody listens, whenever something may have been written, here or by another
//! process ([`crate::freshness`]), and passes on each new one; a hundred listeners cost no more than one. A mark tells
//! nothing but that there is something new: whoever may see it asks for it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures_util::stream::{self, Stream};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::{Instant, MissedTickBehavior, interval, sleep, sleep_until},
};
use tokio_util::sync::CancellationToken;
use yaodian_domain::id::PlanId;
use yaodian_store::StoreError;

use crate::house::House;

/// How often the database is asked at least,
const PULSE: Duration = Duration::from_secs(1);
/// and how long it is left alone in between, however much is written.
const BREATH: Duration = Duration::from_millis(200);
/// So many pages are kept up to date at once.
const MOST_LISTENERS: usize = 128;
/// A listener is let go after this time, and asked again who it is when it comes back.
const LONGEST: Duration = Duration::from_mins(30);

/// The marks of a plan, by the plan; `None` stands for the one that is worked on.
type Marks = HashMap<Option<PlanId>, watch::Sender<Arc<str>>>;

/// Those who listen.
pub(crate) struct Live {
    marks: Mutex<Marks>,
    places: Arc<Semaphore>,
    stopped: CancellationToken,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            marks: Mutex::default(),
            places: Arc::new(Semaphore::new(MOST_LISTENERS)),
            stopped: CancellationToken::new(),
        }
    }
}

/// One who listens.
struct Listener {
    /// What was told last.
    told: Option<Arc<str>>,
    marks: watch::Receiver<Arc<str>>,
    stopped: CancellationToken,
    until: Instant,
    _place: OwnedSemaphorePermit,
}

impl Listener {
    /// The next mark; `None` when it is over.
    async fn next(&mut self) -> Option<Arc<str>> {
        loop {
            tokio::select! {
                () = self.stopped.cancelled() => return None,
                () = sleep_until(self.until) => return None,
                changed = self.marks.changed() => changed.ok()?,
            }
            let mark = self.marks.borrow_and_update().clone();
            if self.told.as_ref() != Some(&mark) {
                return Some(mark);
            }
        }
    }
}

impl Live {
    /// The marks of a plan from now on, `now` first; `None` if too many listen already.
    pub(crate) fn listen(&self, plan: Option<PlanId>, now: String) -> Option<impl Stream<Item = Arc<str>> + use<>> {
        let listener = Listener {
            told: None,
            _place: self.places.clone().try_acquire_owned().ok()?,
            marks: self.marks().entry(plan).or_default().subscribe(),
            stopped: self.stopped.clone(),
            until: Instant::now() + LONGEST,
        };
        let now: Arc<str> = now.into();
        Some(stream::unfold(listener, move |mut listener| {
            let now = now.clone();
            async move {
                let mark = match listener.told {
                    None => now,
                    Some(_) => listener.next().await?,
                };
                listener.told = Some(mark.clone());
                Some((mark, listener))
            }
        }))
    }

    fn marks(&self) -> std::sync::MutexGuard<'_, Marks> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The plans to which somebody listens.
    fn heard(&self) -> Vec<Option<PlanId>> {
        let mut marks = self.marks();
        marks.retain(|_, marks| marks.receiver_count() > 0);
        marks.keys().cloned().collect()
    }

    /// Tells those who listen to a plan how it stands, unless they know.
    fn tell(&self, plan: Option<PlanId>, mark: String) {
        if let Some(marks) = self.marks().get(&plan) {
            marks.send_if_modified(|told| {
                let news = **told != *mark;
                if news {
                    *told = mark.into();
                }
                news
            });
        }
    }

    /// Lets everybody go, so that the server can stop.
    pub(crate) fn stop(&self) {
        self.stopped.cancel();
    }
}

/// The mark of the state of the house's plan: it differs whenever the day, the plan's content or the state
/// of any report does.
pub(crate) async fn mark(house: &House) -> Result<String, StoreError> {
    Ok(mark_of(house).await?.0)
}

/// The same, and the number of the audit row that is the latest news.
pub(crate) async fn mark_of(house: &House) -> Result<(String, i64), StoreError> {
    let today = house.clock.today();
    Ok(match house.current_plan().await? {
        Some(plan) => {
            let (content, news) = house.store.pulse(&plan).await?;
            (format!("{plan}.{today}.{content}.{news}"), news)
        }
        None => (today.to_string(), 0),
    })
}

/// Watches the database for those who listen, until the server stops.
pub(crate) async fn watch(house: House) {
    let mut pulse = interval(PULSE);
    pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = house.live.stopped.cancelled() => return,
            _ = pulse.tick() => {}
            () = house.freshness.risen.notified() => {}
        }
        let heard = house.live.heard();
        if heard.is_empty() {
            continue;
        }
        for plan in heard {
            let of = plan.as_ref().map_or_else(|| house.clone(), |plan| house.of(plan));
            match mark(&of).await {
                Ok(mark) => house.live.tell(plan, mark),
                Err(error) => tracing::warn!(%error, "the database could not be asked for news"),
            }
        }
        sleep(BREATH).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::StreamExt as _;

    #[tokio::test]
    async fn everybody_is_told_and_let_go() {
        let live = Live::default();
        let mut one = Box::pin(live.listen(None, "a".to_owned()).unwrap());
        let mut other = Box::pin(live.listen(None, "a".to_owned()).unwrap());
        assert_eq!(one.next().await.as_deref(), Some("a"));
        // What was told is not told again.
        live.tell(None, "a".to_owned());
        let told = tokio::spawn(async move { (one.next().await, one) });
        tokio::task::yield_now().await;
        live.tell(None, "b".to_owned());
        let (mark, _one) = told.await.unwrap();
        assert_eq!(mark.as_deref(), Some("b"));
        // Whoever was slow hears how things stand, not what they were in between.
        live.tell(None, "c".to_owned());
        assert_eq!(other.next().await.as_deref(), Some("a"));
        assert_eq!(other.next().await.as_deref(), Some("c"));
        live.stop();
        assert_eq!(other.next().await, None);
    }

    #[tokio::test]
    async fn only_so_many_listen() {
        let live = Live::default();
        let all: Vec<_> = (0..MOST_LISTENERS)
            .map(|_| live.listen(None, String::new()).unwrap())
            .collect();
        assert!(live.listen(None, String::new()).is_none());
        drop(all);
        assert!(live.listen(None, String::new()).is_some(), "places are free again");
    }

    #[tokio::test]
    async fn each_plan_has_its_own_news() {
        let live = Live::default();
        let plan = |name: &str| Some(PlanId::new(name).unwrap());
        let (hubei, hunan) = (plan("hubei-2023"), plan("hunan-2023"));
        let mut one = Box::pin(live.listen(hubei.clone(), "a".to_owned()).unwrap());
        let mut other = Box::pin(live.listen(hunan.clone(), "a".to_owned()).unwrap());
        assert_eq!(one.next().await.as_deref(), Some("a"));
        assert_eq!(other.next().await.as_deref(), Some("a"));
        live.tell(hunan.clone(), "b".to_owned());
        live.tell(hubei.clone(), "c".to_owned());
        assert_eq!(one.next().await.as_deref(), Some("c"));
        assert_eq!(other.next().await.as_deref(), Some("b"));
        drop(one);
        assert_eq!(live.heard(), [hunan]);
    }
}
