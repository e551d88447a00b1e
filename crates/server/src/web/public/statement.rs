//! For whom the pages work, and what is kept about people.

use axum::{Router, extract::State, response::Response, routing::get};
use yaodian_app::public;

use super::super::{pages::page, request::AskForDay};
use crate::house::House;

pub(super) fn router() -> Router<House> {
    Router::new()
        .route(
            "/accessibility",
            get(|State(house): State<House>, ask: AskForDay| accessibility(house, ask)),
        )
        .route(
            "/privacy",
            get(|State(house): State<House>, ask: AskForDay| privacy(house, ask)),
        )
}

async fn privacy(house: House, ask: AskForDay) -> Response {
    let contact = house.privacy_contact.clone();
    page(house, ask, |reader, picture| {
        Some(public::privacy(reader, picture, contact.as_deref()))
    })
    .await
}

async fn accessibility(house: House, ask: AskForDay) -> Response {
    page(house, ask, |reader, _| Some(public::accessibility(reader))).await
}
