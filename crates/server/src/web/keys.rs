//! `/api/v1/keys`: keys with which programs act. People make and revoke them; no key does.

use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use yaodian_contract::keys::MakeKey;

use super::request::{Body, Named, SignedIn};
use crate::{house::House, service::keys};

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/keys", get(list).post(make))
        .route("/keys/{id}/revoke", post(revoke))
}

async fn list(SignedIn { ask, account, house }: SignedIn) -> Response {
    ask.json(keys::list(&house, &account).await)
}

async fn make(SignedIn { ask, account, house }: SignedIn, Body(asked): Body<MakeKey>) -> Response {
    ask.json(keys::make(&house, &account, &asked).await)
}

async fn revoke(SignedIn { ask, account, house }: SignedIn, Named(id): Named<String>) -> Response {
    ask.json(keys::revoke(&house, &account, &id).await)
}
