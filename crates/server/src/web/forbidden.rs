//! What somebody who is signed in was refused, in the log: the account by its id, the operation by method and route, and
//! the code of the refusal. No name is in it, and no address that was asked for.

use std::sync::{Arc, OnceLock};

use axum::{
    extract::{MatchedPath, Request},
    http::{Extensions, StatusCode},
    middleware::Next,
    response::Response,
};
use yaodian_domain::id::AccountId;

use crate::metrics;

/// Who asks, once it is known.
#[derive(Clone, Default)]
struct Asker(Arc<OnceLock<AccountId>>);

/// Why something was refused.
#[derive(Clone, Copy)]
pub(super) struct Why(pub(super) &'static str);

/// Notes who asks.
pub(super) fn asked_by(extensions: &Extensions, account: &AccountId) {
    if let Some(Asker(asker)) = extensions.get() {
        // One request has one; what is answered within it may look again.
        let _ = asker.set(account.clone());
    }
}

/// Writes of every refusal to somebody who is known (403).
pub(super) async fn log(mut request: Request, next: Next) -> Response {
    let asker = Asker::default();
    request.extensions_mut().insert(asker.clone());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = metrics::named(request.method());
    let response = next.run(request).await;
    if response.status() == StatusCode::FORBIDDEN
        && let Some(account) = asker.0.get()
    {
        let route = route.as_ref().map_or("none", MatchedPath::as_str);
        let why = response.extensions().get().map_or("", |Why(code)| *code);
        tracing::warn!(account = account.as_str(), method, route, why, "somebody was refused");
    }
    response
}
