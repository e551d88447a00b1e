//! The units' app: rendered here first, then run in the browser.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::State,
    http::{HeaderValue, Request, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use leptos::prelude::{provide_context, use_context};
use leptos_axum::ResponseOptions;
use tokio::{runtime::Handle, task::spawn_blocking};
use tower::ServiceExt;
use yaodian_app::{
    api::{Inside, InsideAnswer},
    desk::{self, Setting},
};
use yaodian_contract::{Kind, Problem};

use super::{cookies::session_token, request::Ask, security, sign_in::to_sign_in};
use crate::{
    house::House,
    service::{Acting, Refused, accounts},
};

/// Where everybody looks after his own signing in.
const SIGN_IN: &str = "/app/sign-in";

/// No screen is as large as this, and nothing that one asks for.
const LARGEST: usize = 16 * 1024 * 1024;

/// `inside` is the API, to be asked in process while the app is rendered.
pub(super) fn router(inside: Router) -> Router<House> {
    // A second call changes nothing, which is all that its error says.
    let _ = any_spawner::Executor::init_tokio();
    let app = move |state, ask, request| app(state, inside.clone(), ask, request);
    Router::new()
        .route("/app", get(app.clone()))
        .route("/app/{*rest}", get(app))
}

async fn app(State(house): State<House>, inside: Router, ask: Ask, request: Request<Body>) -> Response {
    let signed_in = match session_token(request.headers(), &house) {
        Some(token) => accounts::holder(&house, token).await,
        None => Ok(None),
    };
    let house = match signed_in {
        Ok(Some(session)) => match Acting::admitted(&house, session).await {
            Ok(account) => house.of_post(&account.post),
            Err(Refused::Because(Kind::ChoosePost)) => {
                return Redirect::to(&format!("/sign-in/post?next={}", request.uri().path())).into_response();
            }
            // Where a second step is set up.
            Err(Refused::Because(Kind::SecondStep { .. })) if request.uri().path() == SIGN_IN => house,
            Err(Refused::Because(Kind::SecondStep { .. })) => return Redirect::to(SIGN_IN).into_response(),
            Err(refused) => return ask.refused(refused),
        },
        Ok(None) => return to_sign_in(&house, request.headers(), request.uri().path()),
        Err(refused) => return ask.refused(refused),
    };
    let cookies = request.headers().get(header::COOKIE).cloned();
    let closed_on = match house.knowledge().await {
        Ok(known) => known.and_then(|(_, known)| Some(known.finals.as_ref()?.as_of)),
        Err(error) => return ask.refused(error.into()),
    };
    let setting = Setting {
        closed_on,
        lang: ask.reader.lang,
        trial: ask.reader.trial,
        demonstration: house.is_demonstration(),
        base: house.base(),
    };
    let context = move || {
        let policy = leptos::nonce::use_nonce().and_then(|nonce| security::app(&nonce));
        if let (Some(policy), Some(response)) = (policy, use_context::<ResponseOptions>()) {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
        let (inside, cookies) = (inside.clone(), cookies.clone());
        provide_context(Inside(Arc::new(move |path| {
            call(inside.clone(), cookies.clone(), path)
        })));
    };
    let render = leptos_axum::render_app_async_with_context(context, move || desk::document(setting.clone()));
    // What a screen keeps for the browser alone may be dropped by the thread that made it and by no other.
    let runtime = Handle::current();
    let rendered = spawn_blocking(move || {
        runtime.block_on(async move {
            let (parts, body) = render(request).await.into_parts();
            to_bytes(body, LARGEST).await.map(|body| (parts, body))
        })
    });
    let mut response = match rendered
        .await
        .map(|rendered| rendered.map_err(|error| error.to_string()))
    {
        Ok(Ok((parts, body))) => Response::from_parts(parts, Body::from(body)),
        Ok(Err(error)) => return ask.refused(Refused::Failed(error)),
        Err(error) => return ask.refused(Refused::Failed(error.to_string())),
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    ask.remember_language(&mut response);
    response
}

/// Asks the API in process, with the reader's session.
fn call(inside: Router, cookies: Option<HeaderValue>, path: String) -> InsideAnswer {
    Box::pin(async move {
        let broken = || Problem::new(Kind::Unreachable, String::new());
        let mut request = Request::get(path);
        if let Some(cookies) = cookies {
            request = request.header(header::COOKIE, cookies);
        }
        let request = request.body(Body::empty()).map_err(|_| broken())?;
        let response = inside.oneshot(request).await.map_err(|_| broken())?;
        let ok = response.status().is_success();
        let bytes = to_bytes(response.into_body(), LARGEST).await.map_err(|_| broken())?;
        if ok {
            String::from_utf8(bytes.to_vec()).map_err(|_| broken())
        } else {
            Err(serde_json::from_slice(&bytes).unwrap_or_else(|_| broken()))
        }
    })
}

/// Starts the app in the browser.
pub(super) async fn start_script() -> Response {
    (
        [(header::CONTENT_TYPE, "text/javascript")],
        "import start from '/pkg/yaodian.js';\nstart();\n",
    )
        .into_response()
}
