//! Chapters and tasks of the plan.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use yaodian_app::public;
use yaodian_domain::id::TaskId;

use super::super::{pages::page, request::AskForDay};
use crate::house::House;

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/chapter/{place}", get(chapter))
        .route("/task/{id}", get(task))
}

async fn chapter(State(house): State<House>, Path(place): Path<String>, ask: AskForDay) -> Response {
    page(house, ask, |reader, picture| {
        public::chapter(reader, picture, place.parse().ok()?)
    })
    .await
}

async fn task(State(house): State<House>, Path(id): Path<String>, ask: AskForDay) -> Response {
    page(house, ask, |reader, picture| {
        let task = picture.plan().task(&TaskId::new(id).ok()?)?;
        public::task(reader, picture, task)
    })
    .await
}
