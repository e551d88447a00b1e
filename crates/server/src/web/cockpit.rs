//! `/api/v1/cockpit`: the office's picture of everybody, and news of it.

use std::{convert::Infallible, time::Duration};

use axum::{
    Router,
    extract::Query,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
    routing::get,
};
use futures_util::StreamExt as _;
use serde::Deserialize;
use tower_http::compression::CompressionLayer;
use yaodian_contract::Kind;
use yaodian_domain::{
    cockpit::{Grain, Place},
    id::UnitId,
};

use super::request::SignedIn;
use crate::{
    house::House,
    live,
    service::{Refused, cockpit},
};

/// How often a word is sent although there is no news, so that nobody in between hangs up.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/cockpit", get(picture).layer(CompressionLayer::new()))
        .route("/cockpit/parts", get(parts))
        .route("/cockpit/live", get(news))
}

#[derive(Deserialize)]
struct Rows {
    rows: Option<String>,
}

async fn picture(SignedIn { ask, account, house }: SignedIn, Query(Rows { rows }): Query<Rows>) -> Response {
    let grain = match rows.as_deref() {
        None | Some("tasks") => Grain::Tasks,
        Some("items") => Grain::Items,
        Some(other) => {
            let what = format!("rows={other}");
            return ask.refuse(&Kind::Malformed { what });
        }
    };
    ask.json(cockpit::cockpit(&house, &account, grain).await)
}

#[derive(Deserialize)]
struct Which {
    unit: String,
    row: Option<String>,
}

async fn parts(SignedIn { ask, account, house }: SignedIn, Query(Which { unit, row }): Query<Which>) -> Response {
    let Ok(unit) = UnitId::new(unit) else {
        return ask.refuse(&Kind::NotFound);
    };
    let place = match row.map(|row| row.parse::<Place>()).transpose() {
        Ok(place) => place,
        Err(invalid) => {
            let what = format!("row={}", invalid.0);
            return ask.refuse(&Kind::Malformed { what });
        }
    };
    ask.json(cockpit::parts(&house, &account, place.as_ref(), &unit).await)
}

/// An event for each new mark; see [`live`].
async fn news(SignedIn { ask, account, house }: SignedIn) -> Response {
    if let Err(why) = account.person().may_oversee() {
        return ask.refused(Refused::from(why));
    }
    let now = match live::mark(&house).await {
        Ok(now) => now,
        Err(error) => return ask.refused(error.into()),
    };
    let Some(marks) = house.live.listen(house.plan.clone(), now) else {
        return ask.refuse(&Kind::TooManyListeners);
    };
    let events = marks.map(|mark| Ok::<_, Infallible>(Event::default().data(&*mark)));
    // A proxy that collects answers before it passes them on would keep the news to itself.
    let headers = [("x-accel-buffering", "no"), ("cache-control", "no-store")];
    (
        headers,
        Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)),
    )
        .into_response()
}
