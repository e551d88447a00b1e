//! For whom the pages work.

use axum::{Router, extract::State, response::Response, routing::get};
use yaodian_app::public;

use super::super::{pages::page, request::AskForDay};
use crate::house::House;

pub(super) fn router() -> Router<House> {
    Router::new().route(
        "/accessibility",
        get(|State(house): State<House>, ask: AskForDay| accessibility(house, ask)),
    )
}

async fn accessibility(house: House, ask: AskForDay) -> Response {
    page(house, ask, |reader, _| Some(public::accessibility(reader))).await
}
