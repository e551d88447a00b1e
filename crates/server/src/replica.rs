//! 只读副本: public pages and open data read from a streaming replica of the database.
//!
//! Only what anybody may read is read there: requests that look (GET, HEAD), without a session and without a key.
//! Whoever is signed in, and so may have written, reads where is written.
//!
//! A replica lags behind, and nobody may see something older than what was shown before. So it is asked only once it
//! has replayed all that this server knows of: each time the epoch ([`crate::freshness`]) rises, the end of the
//! audit is read where is written, and the replica serves this epoch from the moment on at which its own end is as
//! far. Until then, and whenever it does not answer or fails over a request, the database itself is read. A replica
//! never goes back, and so what was found fit stays fit.

use std::time::{Duration, Instant};

use axum::{
    Router,
    http::{HeaderMap, Method, Request, header},
};
use tokio::{sync::Mutex, time::timeout};
use yaodian_store::{Store, StoreError};

use crate::{
    house::House,
    web::{self, cookies},
};

/// How soon a replica that lags is looked at again,
const LAGS: Duration = Duration::from_millis(50);
/// and one that does not answer.
const SILENT: Duration = Duration::from_secs(5);
/// How long it may take to say how far it is.
const ANSWER: Duration = Duration::from_millis(500);

/// What begins with one of these is no public page, or not for the database to say.
const NOT_PUBLIC: [&str; 8] = [
    "/app", "/sign-in", "/healthz", "/readyz", "/metrics", "/pkg/", "/style/", "/icon",
];

/// A replica, and the whole server as it reads from it.
pub(crate) struct Replica {
    store: Store,
    pub(super) router: Router,
    known: Mutex<Known>,
}

/// How far it is known to be.
#[derive(Default)]
struct Known {
    /// The last epoch that it may serve.
    fit: Option<u64>,
    /// Until then it is left alone.
    rests: Option<Instant>,
    /// Whether it answered when it was asked last.
    silent: bool,
}

impl Replica {
    /// The replica at `url`; it need not answer yet.
    pub(crate) fn of(house: &House, url: &str) -> Result<Self, StoreError> {
        let store = Store::replica(url)?;
        Ok(Self {
            router: web::router(house.reading(store.clone())),
            store,
            known: Mutex::default(),
        })
    }

    /// Whether it has replayed all that was written before `epoch` began.
    pub(crate) async fn is_fit(&self, house: &House, epoch: u64) -> bool {
        let mut known = self.known.lock().await;
        if known.fit.is_some_and(|fit| fit >= epoch) {
            return true;
        }
        let now = Instant::now();
        if known.rests.is_some_and(|until| now < until) {
            return false;
        }
        // The epoch was read before, so that what raised it is in this.
        let Ok(written) = house.store.audit_head().await else {
            return false;
        };
        let replayed = timeout(ANSWER, self.store.audit_head()).await;
        let replayed = replayed.map_or_else(|late| Err(late.to_string()), |head| head.map_err(|e| e.to_string()));
        let pause = match replayed {
            Ok(replayed) if replayed.seq >= written.seq => {
                if known.silent {
                    tracing::info!("the replica answers again");
                }
                *known = Known {
                    fit: Some(epoch),
                    ..Known::default()
                };
                return true;
            }
            Ok(_) => {
                known.silent = false;
                LAGS
            }
            Err(error) => {
                if !known.silent {
                    tracing::warn!(
                        error,
                        "the replica does not answer; public pages are read from the database"
                    );
                }
                known.silent = true;
                SILENT
            }
        };
        known.rests = Some(now + pause);
        false
    }

    /// It has failed over a request: it is left alone for a while, and then asked how far it is.
    pub(crate) async fn failed(&self) {
        let mut known = self.known.lock().await;
        *known = Known {
            rests: Some(Instant::now() + SILENT),
            ..Known::default()
        };
    }
}

/// Whether a request may be answered from a replica, as far as it goes by the request.
pub(crate) fn is_for_all<B>(request: &Request<B>) -> bool {
    let path = request.uri().path();
    matches!(*request.method(), Method::GET | Method::HEAD)
        && !tells_who(request.headers())
        && !NOT_PUBLIC.iter().any(|begin| path.starts_with(begin))
}

/// Whether a request says who asks.
fn tells_who(headers: &HeaderMap) -> bool {
    headers.contains_key(header::AUTHORIZATION) || cookies::tells_who(headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_anybody_may_read_is_read_there() {
        let asked = |method: &str, path: &str, name: &str, value: &str| {
            let request = Request::builder().method(method).uri(path).header(name, value).body(());
            is_for_all(&request.unwrap())
        };
        let (cookie, lang) = ("cookie", "yaodian_lang=en");
        assert!(asked("GET", "/", cookie, lang) && asked("HEAD", "/data/targets.csv", cookie, lang));
        assert!(asked("GET", "/api/v1/plans", cookie, lang));
        for (method, path, name, value) in [
            ("POST", "/", cookie, lang),
            ("GET", "/", cookie, "yaodian_session=abc"),
            ("GET", "/", cookie, "yaodian_lang=en; yaodian_first_step=abc"),
            ("GET", "/", cookie, "__Host-yaodian_session=abc"),
            ("GET", "/api/v1/plans", "authorization", "Bearer abc"),
            ("GET", "/app", cookie, lang),
            ("GET", "/sign-in/link/abc", cookie, lang),
            ("GET", "/readyz", cookie, lang),
        ] {
            assert!(!asked(method, path, name, value), "{method} {path} {value}");
        }
    }
}
