//! `/readyz`: whether the server can do its work, for whoever decides where requests go.
//!
//! Reading is not enough: a disk that is full or read-only takes nothing in. So something is written to the database
//! and taken back; and since SQLite finds room for so little in what it has of the disk already, and files come in
//! sizes, room is taken where the database and the files lie ([`disk::takes_in`]). For several who ask at once, once.
//! What a server of PostgreSQL or a bucket has left only they know.

use std::time::{Duration, Instant};

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use jiff::Timestamp;
use tokio::sync::Mutex;
use yaodian_contract::Kind;
use yaodian_words::problems;

use super::{Ask, request::no_store};
use crate::{
    disk,
    house::House,
    service::{Refused, Served, faults},
};

/// For how long a trial holds.
const HOLDS: Duration = Duration::from_secs(1);

/// What the last trial came to.
#[derive(Default)]
pub(crate) struct Tried(Mutex<Option<(Instant, Option<Kind>)>>);

pub(super) async fn show(State(house): State<House>, ask: Ask) -> Response {
    let mut tried = house.tried.0.lock().await;
    let found = match &*tried {
        Some((at, found)) if at.elapsed() < HOLDS => found.clone(),
        _ => {
            let found = hinders(&house).await;
            *tried = Some((Instant::now(), found.clone()));
            found
        }
    };
    drop(tried);
    match found {
        None => "ok".into_response(),
        Some(kind) => {
            let text = format!("{}: {}\n", kind.code(), problems::problem(ask.reader.lang, &kind));
            let mut response = (StatusCode::SERVICE_UNAVAILABLE, no_store(), text).into_response();
            if let Some(seconds) = kind.retry_after() {
                response
                    .headers_mut()
                    .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            response
        }
    }
}

/// What hinders the server.
async fn hinders(house: &House) -> Option<Kind> {
    let written: Served<()> = async {
        house.store.try_writing(Timestamp::now()).await?;
        let folders: Vec<_> = house.store.folder().into_iter().chain(house.files.folders()).collect();
        let written = tokio::task::spawn_blocking(move || folders.iter().try_for_each(|folder| disk::takes_in(folder)));
        let written = written.await.map_err(|error| Refused::Failed(error.to_string()))?;
        written.map_err(|error| Refused::disk(&error))
    }
    .await;
    let incident = || crate::secret::token()[..8].to_owned();
    match written {
        Ok(()) => None,
        Err(Refused::Because(kind)) => Some(kind),
        Err(Refused::Broken(error)) => {
            tracing::error!(%error, "the database takes nothing in");
            Some(faults::of_store(&error).unwrap_or_else(|| Kind::Broken { incident: incident() }))
        }
        Err(Refused::Failed(error)) => {
            tracing::error!(%error, "a folder takes nothing in");
            Some(Kind::Broken { incident: incident() })
        }
    }
}
