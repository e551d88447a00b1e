//! Before all routes: public pages that were rendered already are shown again.
//!
//! What may be kept says so itself, with [`Kept`] among the extensions of its response. It is kept under
//! its address as it was asked for and the language of the cookie, and under nothing else: no other header
//! of a request reaches what is kept, and an address with a parameter that the page does not know is not
//! kept at all. Whether a page is still true [`crate::freshness`] knows; one request at a time renders a
//! page anew, and the others wait for it.

mod answer;
mod shown;

use std::{
    convert::Infallible,
    future::{Ready, ready},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes, HttpBody, to_bytes},
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use futures_util::future::{BoxFuture, Either, FutureExt as _};
use quick_cache::{Equivalent, Weighter, sync::Cache};
use tokio::runtime::Handle;
use tower::ServiceExt as _;
use yaodian_domain::id::PlanId;
use yaodian_words::Lang;

use crate::{
    freshness::Stamp,
    house::House,
    patience::{GivenUp, Patient},
    replica::{self, Replica},
    web::language_of,
};
pub(crate) use answer::{tag, unchanged};
use shown::Shown;

/// So many bytes of pages are kept.
const MOST: u64 = 64 * 1024 * 1024;
/// About so many pages that is.
const PAGES: usize = 2_000;
/// No page is as large as this.
const LARGEST_PAGE: usize = 8 * 1024 * 1024;

/// Says of a response that it may be shown again, and of which state it is the picture.
#[derive(Clone)]
pub(crate) struct Kept {
    /// Of which plan; `None` for the one that is worked on.
    pub(crate) plan: Option<PlanId>,
    /// An epoch in which the stamp held.
    pub(crate) epoch: u64,
    /// The state before the page was rendered.
    pub(crate) stamp: Arc<Stamp>,
}

/// An address, and the language that the reader's cookie asks for.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    address: Box<str>,
    lang: Lang,
}

/// The same, of a request.
#[derive(Clone, Copy, Hash)]
struct Asked<'a> {
    address: &'a str,
    lang: Lang,
}

impl Equivalent<Key> for Asked<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.lang == key.lang && *self.address == *key.address
    }
}

/// A page with its compressed forms is counted as one and a half times its length.
#[derive(Clone)]
struct Weight;

impl Weighter<Key, Arc<Shown>> for Weight {
    fn weight(&self, key: &Key, shown: &Arc<Shown>) -> u64 {
        (key.address.len() + shown.len() * 3 / 2 + 1_024) as u64
    }
}

/// The server with what it remembers.
#[derive(Clone)]
pub(crate) struct Front {
    house: House,
    inner: Router,
    /// What anybody may read is read from here, where there is one.
    replica: Option<Arc<Replica>>,
    /// Where the routes work.
    runtime: Handle,
    pages: Arc<Cache<Key, Arc<Shown>, Weight>>,
}

/// An answer, at once or when it has been worked out.
pub(crate) type Answer = Either<Ready<Result<Response, Infallible>>, BoxFuture<'static, Result<Response, Infallible>>>;

impl Front {
    /// In front of all routes, which work on `runtime`.
    pub(crate) fn new(house: House, inner: Router, replica: Option<Replica>, runtime: Handle) -> Self {
        Self {
            house,
            inner,
            replica: replica.map(Arc::new),
            runtime,
            pages: Arc::new(Cache::with_weighter(PAGES, MOST, Weight)),
        }
    }

    /// How long clients are waited for.
    pub(crate) fn patience(&self) -> Duration {
        self.house.patience
    }

    /// The answer to a request from `peer`.
    pub(crate) fn answer<B>(&self, request: Request<B>, peer: SocketAddr) -> Answer
    where
        B: HttpBody<Data = Bytes, Error: Into<axum::BoxError>> + Send + 'static,
    {
        let shown = self.known(&request);
        if let Some(shown) = &shown
            && shown.is_of(self.house.freshness.epoch())
        {
            self.house.metrics.kept.inc();
            return Either::Left(ready(Ok(shown.answer(request.headers()))));
        }
        let given_up = GivenUp::default();
        let (patience, end) = (self.house.patience, self.house.end.clone());
        let mut request = request.map(|body| Body::new(Patient::new(Body::new(body), patience, end, given_up.clone())));
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(given_up);
        let front = self.clone();
        let work = self.runtime.spawn(async move {
            match shown {
                Some(shown) => front.again(shown, request).await,
                None => front.ask(request, Arc::default()).await,
            }
        });
        // It ends early only while the server does.
        Either::Right(
            work.map(|done| Ok(done.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())))
                .boxed(),
        )
    }

    /// What was rendered for this request before, fresh or not.
    fn known<B>(&self, request: &Request<B>) -> Option<Arc<Shown>> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        let address = request.uri().path_and_query()?.as_str();
        let lang = language_of(request.headers());
        self.pages.get(&Asked { address, lang })
    }

    /// Whether a page is still true, by the database; it is then of the present epoch.
    async fn is_true(&self, shown: &Shown) -> bool {
        let house = match &shown.kept.plan {
            Some(plan) => &self.house.of(plan),
            None => &self.house,
        };
        match house.stamp().await {
            Ok(Some((epoch, stamp))) => shown.confirm(epoch, &stamp),
            // The page is asked for, and tells what is wrong.
            Ok(None) | Err(_) => false,
        }
    }

    /// A page that was rendered in an earlier epoch: as it was if it is still true, else anew.
    async fn again(self, shown: Arc<Shown>, request: Request<Body>) -> Response {
        let turn = shown.turn.clone().lock_owned().await;
        let latest = self.known(&request).unwrap_or(shown);
        if latest.is_of(self.house.freshness.epoch()) || self.is_true(&latest).await {
            return latest.answer(request.headers());
        }
        let response = self.ask(request, latest.turn.clone()).await;
        drop(turn);
        response
    }

    /// Asks the routes: those that read from the replica, where it may be asked and does not fail.
    async fn routed(&self, request: Request<Body>) -> Response {
        let epoch = self.house.freshness.epoch();
        let request = match &self.replica {
            Some(replica) if replica::is_for_all(&request) && replica.is_fit(&self.house, epoch).await => {
                let (parts, _) = request.into_parts();
                let asked = Request::from_parts(parts.clone(), Body::empty());
                let Ok(mut response) = replica.router.clone().oneshot(asked).await;
                if !response.status().is_server_error() {
                    // What has been written since, it may not have had when it was asked.
                    if let Some(kept) = response.extensions_mut().get_mut::<Kept>() {
                        kept.epoch = kept.epoch.min(epoch);
                    }
                    self.house.metrics.replica.inc();
                    return response;
                }
                replica.failed().await;
                Request::from_parts(parts, Body::empty())
            }
            _ => request,
        };
        let Ok(response) = self.inner.clone().oneshot(request).await;
        response
    }

    /// Asks the routes, and keeps what may be kept.
    async fn ask(self, request: Request<Body>, turn: Arc<tokio::sync::Mutex<()>>) -> Response {
        let writes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
        let (key, headers) = (key_of(&request), request.headers().clone());
        let mut response = self.routed(request).await;
        if writes {
            self.house.freshness.moved();
        }
        let kept = response.extensions_mut().remove::<Kept>();
        let (Some(key), Some(kept), StatusCode::OK) = (key, kept, response.status()) else {
            return response;
        };
        let (mut parts, body) = response.into_parts();
        let Ok(body) = to_bytes(body, LARGEST_PAGE).await else {
            // The body of a page is in memory, and below the limit.
            parts.headers.remove(header::CONTENT_LENGTH);
            parts.status = StatusCode::INTERNAL_SERVER_ERROR;
            return Response::from_parts(parts, Body::empty());
        };
        let shown = Arc::new(Shown::new(kept, parts.headers, body, turn));
        let answer = shown.answer(&headers);
        self.pages.insert(key, shown);
        answer
    }
}

/// Under what the answer to a request is kept, if it may be.
fn key_of(request: &Request<Body>) -> Option<Key> {
    let address = request.uri().path_and_query()?.as_str();
    (*request.method() == Method::GET).then(|| Key {
        address: address.into(),
        lang: language_of(request.headers()),
    })
}
