//! Addresses.
//!
//! * `/` and the other public pages: rendered on the server, no script ([`pages`], [`public`]);
//! * `/changes/verify`: a script verifies an exported audit there ([`verify`]);
//! * `/data…`: open data as pages and files ([`data`]);
//! * `/embed…`: targets for other sites to show ([`embed`]);
//! * `/preview…`: the pictures that go with links to pages ([`previews`]);
//! * `/sign-in…`: plain forms ([`sign_in`]), and a script that asks for a passkey ([`passkey`]);
//! * `/app…`: the units' app ([`desk`]);
//! * `/api/v1…`: the public interface ([`open`]), and what the app calls ([`api`], [`bulletins`], [`closing`], [`cockpit`], [`files`], [`imports`],
//!   [`keys`], [`ledgers`], [`monitoring`], [`my_sign_in`], [`people`], [`reminders`]);
//! * `/evidence…`: files that prove something, for those who may see them ([`files`]);
//! * `/pkg`, `/style`: files; `/healthz`, `/readyz`, `/metrics`: for whoever watches the server.

mod api;
mod bulletins;
mod closing;
mod cockpit;
pub(crate) mod conditional;
pub(crate) mod cookies;
mod data;
mod desk;
mod embed;
mod files;
mod forbidden;
mod imports;
mod keys;
mod ledgers;
pub(crate) mod limits;
mod monitoring;
mod my_sign_in;
mod nul;
mod once;
mod open;
mod pages;
mod passkey;
mod people;
mod previews;
mod public;
pub(crate) mod ready;
mod reminders;
mod request;
mod security;
mod sign_in;
mod simple;
mod verify;
mod whence;

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, State},
    handler::Handler as _,
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Version, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{Predicate as _, SizeAbove},
    },
    csrf::CsrfLayer,
    services::ServeDir,
    set_header::SetResponseHeaderLayer,
};
use yaodian_contract::Kind;

use crate::{
    front::Kept,
    house::House,
    metrics,
    patience::{GivenUp, Why},
    traces,
};
pub(crate) use request::{Ask, language_of};

/// The largest body that is read.
pub(crate) const LARGEST_BODY: usize = 256 * 1024;

/// The whole server.
pub(crate) fn router(house: House) -> Router {
    let folder = |name: &str| {
        ServeDir::new(house.site.join(name))
            .precompressed_br()
            .precompressed_gzip()
    };
    // Revalidated at every visit: an answer of a few bytes while nothing has changed.
    let site = Router::new()
        .route("/pkg/start.js", get(desk::start_script))
        .route("/pkg/passkey.js", get(passkey::script))
        .route("/pkg/verify.js", get(verify::script))
        .route("/icon.svg", get(pages::icon))
        .nest_service("/pkg", folder("pkg"))
        .nest_service("/style", folder("style"))
        .layer(header_layer(header::CACHE_CONTROL, "no-cache"));
    let alerts = || middleware::from_fn_with_state(house.clone(), deliver_alerts);
    let api = Router::new().nest(
        "/api/v1",
        api::router()
            .merge(bulletins::api())
            .merge(closing::router())
            .merge(cockpit::router())
            .merge(files::api())
            .merge(imports::router())
            .merge(keys::router().layer(middleware::map_response(once::untold)))
            .merge(ledgers::router())
            .merge(monitoring::router())
            .merge(open::router().layer(middleware::from_fn_with_state(house.clone(), limits::in_turn)))
            .merge(
                people::router()
                    .layer(middleware::map_response(once::untold))
                    .layer(alerts()),
            )
            .merge(reminders::router())
            .merge(
                my_sign_in::router()
                    .layer(middleware::map_response(once::untold))
                    .layer(alerts()),
            )
            .layer(middleware::from_fn_with_state(house.clone(), once::once)),
    );
    let pages = Router::new()
        .merge(pages::router())
        .merge(pages::plans())
        .merge(public::site())
        .merge(verify::router())
        .merge(bulletins::pages())
        .merge(data::router().layer(middleware::from_fn(conditional::conditional)))
        .layer(middleware::from_fn_with_state(house.clone(), limits::in_turn))
        .merge(sign_in::router(&house).layer(alerts()))
        .merge(passkey::router(&house).layer(alerts()))
        .merge(desk::router(api.clone().with_state(house.clone())))
        .layer(CompressionLayer::new().compress_when(SizeAbove::new(256).and(is_not_kept)));
    Router::new()
        .merge(pages)
        .merge(api)
        .merge(files::pages())
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready::show))
        .route("/metrics", get(metrics::show))
        .merge(site)
        .fallback(pages::not_found.layer(middleware::from_fn_with_state(house.clone(), limits::in_turn)))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn_with_state(house.clone(), simple::refused))
        .layer(CsrfLayer::new())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(house.clone(), explain))
        .layer(middleware::from_fn_with_state(house.clone(), public::suggest))
        .layer(middleware::from_fn_with_state(house.clone(), security::told))
        .layer(middleware::from_fn(forbidden::log))
        .layer(middleware::from_fn_with_state(house.clone(), metrics::count))
        .with_state(house)
}

fn header_layer(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Whoever changed what opens an account may have left an alert about it, also where he was refused.
async fn deliver_alerts(State(house): State<House>, request: Request<Body>, next: Next) -> Response {
    let changes = request.method() != Method::GET;
    let response = next.run(request).await;
    if changes {
        house.post.notify_one();
    }
    response
}

/// What is kept is compressed once, where it is kept.
#[allow(clippy::needless_pass_by_value, reason = "as a layer asks")]
fn is_not_kept(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<Kept>().is_none()
}

/// A handler panicked: the log has it, and [`explain`] tells the person.
fn panicked(what: Box<dyn std::any::Any + Send>) -> Response {
    let text = what
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| what.downcast_ref::<&str>().copied());
    tracing::error!(what = text.unwrap_or_default(), "a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Gives answers of the layers below (another site's request, a wrong method, a panic) the form that people
/// and programs expect.
async fn explain(State(house): State<House>, request: Request<Body>, next: Next) -> Response {
    let ask = Ask::of(&house, request.uri(), request.headers());
    // No name has NUL in it, and no database looks for one. Tokens of links are looked for by their hash.
    let path = request.uri().path();
    if path.contains("%00") && !path.starts_with("/sign-in/") {
        return ask.refuse(&Kind::NotFound);
    }
    if request.uri().query().is_some_and(|query| query.contains("%00")) {
        let what = "%00".to_owned();
        return ask.refuse(&Kind::Malformed { what });
    }
    let given_up = request.extensions().get::<GivenUp>().cloned().unwrap_or_default();
    let response = next.run(request).await;
    if let Some(why) = given_up.why() {
        let seconds = house.patience.as_secs();
        return ask.refuse(&match why {
            Why::TooSlow => Kind::TooSlow { seconds },
            Why::Stopping => Kind::Stopping,
        });
    }
    let plain = !response.headers().contains_key(header::CONTENT_TYPE);
    let kind = match response.status() {
        StatusCode::FORBIDDEN if plain => Kind::CrossSite,
        StatusCode::METHOD_NOT_ALLOWED if plain => Kind::MethodNotAllowed,
        StatusCode::NOT_FOUND if plain => Kind::NotFound,
        StatusCode::INTERNAL_SERVER_ERROR if plain => Kind::Broken {
            incident: crate::secret::token()[..8].to_owned(),
        },
        _ => return response,
    };
    if let Kind::Broken { incident } = &kind {
        tracing::error!(incident, "the request that failed");
        traces::incident(incident);
    }
    let mut refused = ask.refuse(&kind);
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        refused.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    refused
}
