//! `/preview`: the picture that goes with a link to a page, at the page's own address with `.png` behind it:
//! `/preview/target/outfalls-yangtze.png?lang=en`. Drawn once for each state and kept as the page is.

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderName, header},
    response::{IntoResponse, Response},
    routing::get,
};
use yaodian_app::public::preview::{self, Subject};

use super::{
    header_layer,
    pages::{keepable, rendered},
    request::AskForDay,
};
use crate::house::House;

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/preview/{*name}", get(picture))
        .layer(header_layer(RESOURCE_POLICY, "cross-origin"))
}

async fn picture(State(house): State<House>, Path(name): Path<String>, asked: AskForDay) -> Response {
    let svg = rendered(&house, asked, |reader, picture| {
        let subject = Subject::named(picture, name.strip_suffix(".png")?)?;
        preview::svg(reader, picture, subject)
    });
    let (ask, svg, kept) = match svg.await {
        Ok(rendered) => rendered,
        Err(refused) => return refused,
    };
    match house.previews.png(svg).await {
        // Nobody chose a language by looking at a picture: none is remembered.
        Ok(png) => keepable(([(header::CONTENT_TYPE, "image/png")], png).into_response(), kept),
        Err(refused) => ask.refused(refused),
    }
}
