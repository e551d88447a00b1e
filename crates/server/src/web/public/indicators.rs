//! Figures over the years.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use yaodian_app::public;
use yaodian_domain::id::TargetId;

use super::super::{pages::page, request::AskForDay};
use crate::house::House;

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/indicators", get(all))
        .route("/indicator/{id}", get(one))
}

async fn all(State(house): State<House>, ask: AskForDay) -> Response {
    page(house, ask, |reader, picture| Some(public::indicators(reader, picture))).await
}

async fn one(State(house): State<House>, Path(id): Path<String>, ask: AskForDay) -> Response {
    page(house, ask, |reader, picture| {
        let target = picture.plan().target(&TargetId::new(id).ok()?)?;
        public::indicator(reader, picture, target)
    })
    .await
}
