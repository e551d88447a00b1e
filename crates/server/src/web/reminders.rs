//! `/api/v1/reminders`, and where mail to people goes.

use axum::{
    Router,
    extract::Path,
    response::Response,
    routing::{get, post},
};
use yaodian_contract::reminders::{AskUnits, SetEmail};

use super::request::{Body, SignedIn};
use crate::{
    house::House,
    service::{
        accounts,
        reminders::{self, office},
    },
};

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/reminders", get(mine))
        .route("/reminders/told", get(told))
        .route("/reminders/ask", post(ask))
        .route("/reminders/{nudge}/seen", post(seen))
        .route("/accounts/{login}/email", post(set_email))
}

async fn mine(SignedIn { ask, account, house }: SignedIn) -> Response {
    ask.json(reminders::mine(&house, &account).await)
}

async fn told(SignedIn { ask, account, house }: SignedIn) -> Response {
    ask.json(office::told(&house, &account).await)
}

async fn ask(signed_in: SignedIn, Body(asked): Body<AskUnits>) -> Response {
    let SignedIn { ask, account, house } = signed_in;
    ask.json(office::ask(&house, &account, &asked).await)
}

async fn seen(SignedIn { ask, account, house }: SignedIn, Path(nudge): Path<String>) -> Response {
    ask.json(reminders::seen(&house, &account, &nudge).await)
}

async fn set_email(
    SignedIn { ask, account, house }: SignedIn,
    Path(login): Path<String>,
    Body(email): Body<SetEmail>,
) -> Response {
    ask.json(accounts::set_email(&house, &account, &login, email).await)
}
