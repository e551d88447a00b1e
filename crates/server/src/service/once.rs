//! Requests that are carried out once, however often they are sent: which one is under way here.
//!
//! [`crate::web`] begins it; every act of the house within it is then that request's, and the first change
//! writes so in its own transaction. See [`yaodian_store::answers`].

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use yaodian_store::{Once, SubjectKind};

/// How long it is known of a request that it was carried out.
pub(crate) const KNOWN_FOR: std::time::Duration = std::time::Duration::from_hours(24);

/// A request under way.
#[derive(Clone)]
pub(crate) struct Doing {
    pub(crate) once: Once,
    /// What it made or changed when it was carried out before, where only its answer is asked for.
    pub(crate) before: Option<(String, String)>,
}

tokio::task_local! {
    static DOING: Doing;
}

/// Does `work` as the request that is to be carried out once.
pub(crate) fn within<F: Future>(doing: Doing, work: F) -> impl Future<Output = F::Output> {
    DOING.scope(doing, work)
}

/// The request under way, for what is done within it.
pub(crate) fn current() -> Option<Once> {
    DOING.try_with(|doing| doing.once.clone()).ok()
}

/// What the request made or changed when it was carried out before; then it is to be answered, and not
/// carried out again.
pub(crate) fn before(kind: SubjectKind) -> Option<String> {
    let before = DOING.try_with(|doing| doing.before.clone()).ok().flatten()?;
    (before.0 == kind.as_str()).then_some(before.1)
}

/// Takes the request along into a task of its own.
pub(crate) async fn along<F: Future>(doing: Option<Doing>, work: F) -> F::Output {
    match doing {
        Some(doing) => DOING.scope(doing, work).await,
        None => work.await,
    }
}

/// What [`along`] takes along.
pub(crate) fn doing() -> Option<Doing> {
    DOING.try_with(Doing::clone).ok()
}

/// The requests under way in this process, by whose they are and what they are called.
#[derive(Default)]
pub(crate) struct UnderWay(Mutex<HashSet<(String, String)>>);

/// A request's place among those under way, until it is dropped.
pub(crate) struct Turn {
    under_way: Arc<UnderWay>,
    who: (String, String),
}

impl UnderWay {
    /// Takes a place; `None` if there is one of the same name.
    pub(crate) fn begin(self: &Arc<Self>, owner: &str, key: &str) -> Option<Turn> {
        let who = (owner.to_owned(), key.to_owned());
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert(who.clone()).then(|| Turn {
            under_way: self.clone(),
            who,
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut held = self.under_way.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.remove(&self.who);
    }
}
