//! The public pages.

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use yaodian_app::public::{self, Picture, Reader};
use yaodian_contract::Kind;
use yaodian_domain::id::{TargetId, UnitId};

use super::request::{Ask, AskForDay};
use crate::house::House;

/// Public pages load nothing but their own style sheet and send nothing anywhere.
const POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

pub(super) fn router() -> Router<House> {
    Router::new()
        .route(
            "/",
            get(|State(house), ask| page(house, ask, |r, p| Some(public::overview(r, p)))),
        )
        .route(
            "/plan",
            get(|State(house), ask| page(house, ask, |r, p| Some(public::living_plan(r, p)))),
        )
        .route(
            "/targets",
            get(|State(house), ask| page(house, ask, |r, p| Some(public::targets(r, p)))),
        )
        .route(
            "/units",
            get(|State(house), ask| page(house, ask, |r, p| Some(public::units(r, p)))),
        )
        .route(
            "/method",
            get(|State(house), ask| page(house, ask, |r, _| Some(public::method(r)))),
        )
        .route("/item/{number}", get(item))
        .route("/target/{id}", get(target))
        .route("/unit/{id}", get(unit))
        .layer(super::header_layer(header::CONTENT_SECURITY_POLICY, POLICY))
}

async fn item(State(house): State<House>, Path(number): Path<String>, ask: AskForDay) -> Response {
    page(house, ask, |reader, picture| {
        let item = picture.plan().item(number.parse().ok()?)?;
        Some(public::item(reader, picture, item))
    })
    .await
}

async fn target(State(house): State<House>, Path(id): Path<String>, ask: AskForDay) -> Response {
    page(house, ask, |reader, picture| {
        let target = picture.plan().target(&TargetId::new(id).ok()?)?;
        Some(public::target(reader, picture, target, picture.judgement(target)))
    })
    .await
}

async fn unit(State(house): State<House>, Path(id): Path<String>, ask: AskForDay) -> Response {
    page(house, ask, |reader, picture| {
        let unit = picture.plan().units.get(&UnitId::new(id).ok()?)?;
        Some(public::unit(reader, picture, unit))
    })
    .await
}

/// A page of the plan as it stands on the day asked for.
async fn page(
    house: House,
    AskForDay { ask, as_of }: AskForDay,
    render: impl FnOnce(&Reader, Picture<'_>) -> Option<String>,
) -> Response {
    let known = match house.knowledge().await {
        Ok(Some(known)) => known,
        Ok(None) => return ask.refuse(&Kind::NotFound),
        Err(error) => return ask.refused(error.into()),
    };
    let (version, known) = known;
    let standing = house.standing(version, &known, as_of);
    match render(
        &ask.reader,
        Picture {
            known: &known,
            standing: &standing,
        },
    ) {
        Some(html) => {
            let mut response = ask.page(html);
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            response
        }
        None => ask.refuse(&Kind::NotFound),
    }
}

/// For every address that is none.
pub(super) async fn not_found(ask: Ask) -> Response {
    ask.refuse(&Kind::NotFound)
}

/// The seal, as icon.
pub(super) async fn icon() -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml")], include_str!("icon.svg")).into_response()
}
