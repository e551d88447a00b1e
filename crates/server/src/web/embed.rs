//! `/embed`: what other sites show of a target, as a picture (SVG) or as a card in a frame of its own. Of a fixed
//! size, kept like any page, and the only addresses that another site may show in a frame.

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::Response,
    routing::get,
};
use yaodian_app::public::embed::{self, Shape, Size};
use yaodian_domain::id::TargetId;

use super::{
    header_layer,
    pages::page,
    request::AskForDay,
    security::{self, Embeddable},
};
use crate::house::House;

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/embed/target/{id}", get(card))
        .route("/embed/target/{id}/{picture}", get(picture))
        .layer(header_layer(header::CONTENT_SECURITY_POLICY, security::EMBED))
}

async fn card(State(house): State<House>, Path(id): Path<String>, ask: AskForDay) -> Response {
    let response = page(house, ask, |reader, picture| {
        let target = picture.plan().target(&TargetId::new(id).ok()?)?;
        Some(embed::embedded(reader, picture, target))
    });
    embeddable(response.await)
}

async fn picture(State(house): State<House>, Path((id, name)): Path<(String, String)>, ask: AskForDay) -> Response {
    let response = page(house, ask, |reader, picture| {
        let name = name.strip_suffix(".svg")?;
        let (name, size) = match name.strip_suffix("-narrow") {
            Some(name) => (name, Size::Narrow),
            None => (name, Size::Wide),
        };
        let target = picture.plan().target(&TargetId::new(id).ok()?)?;
        embed::drawn(reader, picture, target, Shape::named(name)?, size)
    });
    let mut response = embeddable(response.await);
    if response.status() == StatusCode::OK {
        let media = HeaderValue::from_static("image/svg+xml; charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, media);
    }
    response
}

/// A refusal is shown in no frame.
fn embeddable(mut response: Response) -> Response {
    if response.status() == StatusCode::OK {
        response.extensions_mut().insert(Embeddable);
    }
    response
}
