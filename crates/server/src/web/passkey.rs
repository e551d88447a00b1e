//! Signing in with a passkey: the one page of signing in that runs a script, since only a script asks an authenticator.

use axum::{
    Router,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use yaodian_app::public::{self, SignInPage};
use yaodian_contract::{Kind, sign_in::PasskeyAnswer};
use yaodian_domain::sign_in::PasskeyProblem;

use super::{
    cookies::{first_step_token, keep_passkey, passkey_token},
    limits,
    request::{Ask, Body},
    security,
    sign_in::{keep, safe},
};
use crate::{
    house::House,
    service::{Whence, passkeys, second_step},
};

pub(super) fn router(house: &House) -> Router<House> {
    // Each keeps something.
    let in_turn = middleware::from_fn_with_state(house.clone(), limits::in_turn);
    Router::new()
        .route("/sign-in/passkey", get(page).post(answer))
        .route("/sign-in/passkey/ask", post(ask_for_one).layer(in_turn))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Next {
    next: String,
}

/// The page with the button that asks.
async fn page(State(house): State<House>, ask: Ask, headers: HeaderMap, Query(fields): Query<Next>) -> Response {
    if house.passkeys.is_none() {
        let why = PasskeyProblem::Off;
        return ask.refuse(&Kind::Passkey { why });
    }
    let first = first_step_token(&headers, &house).unwrap_or_default();
    let page = SignInPage::Passkey {
        next: safe(&fields.next).to_owned(),
        second: second_step::waiting(&house, first).await.is_ok(),
    };
    let mut response = ask.page(public::sign_in(&ask.reader, &page, None));
    let policy = HeaderValue::from_static(security::SCRIPTED);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// What the authenticator is asked.
async fn ask_for_one(State(house): State<House>, ask: Ask, headers: HeaderMap) -> Response {
    let ask = ask.for_data();
    match passkeys::ask(&house, first_step_token(&headers, &house).unwrap_or_default()).await {
        Ok((options, token)) => {
            let mut response = ask.json(Ok(options));
            keep_passkey(&mut response, &house, Some(&token));
            response
        }
        Err(refused) => ask.refused(refused),
    }
}

/// What it answers: whoever's it is, is in.
async fn answer(
    State(house): State<House>,
    ask: Ask,
    whence: Whence,
    headers: HeaderMap,
    Body(PasskeyAnswer { credential }): Body<PasskeyAnswer>,
) -> Response {
    let ask = ask.for_data();
    let token = passkey_token(&headers, &house).unwrap_or_default();
    let mut response = match passkeys::answer(&house, token, credential, &whence).await {
        Ok(opened) => {
            let mut response = ask.json(Ok(()));
            keep(&mut response, &house, &opened);
            response
        }
        Err(refused) => ask.refused(refused),
    };
    keep_passkey(&mut response, &house, None);
    response
}

/// Asks when the button is pressed.
pub(super) async fn script() -> Response {
    (
        [(header::CONTENT_TYPE, "text/javascript")],
        "import start, { sign_in_with_passkey } from '/pkg/yaodian.js';\nawait start();\nsign_in_with_passkey();\n",
    )
        .into_response()
}
