//! `/api/v1/monitoring`: measurements come in, from people and from machines.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::to_bytes,
    extract::{DefaultBodyLimit, FromRequest, Query as Parameters, Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use yaodian_contract::{
    Kind,
    monitoring::{Push, Terms},
};
use yaodian_documents::read_table;
use yaodian_domain::ledger::Network;
use yaodian_evidence::serving::{self, Shown};
use yaodian_monitoring::network::ReviewState;

use super::{
    files::{disposition, is_too_long},
    ledgers::sent_name,
    request::{Ask, Body, Named, SignedIn, bearer, no_store},
};
use crate::{
    house::House,
    service::{
        Served,
        monitoring::{self, Sheet, batches, push, uploads},
    },
};

/// The largest body that a machine may send.
const LARGEST_PUSH: usize = 8 * 1024 * 1024;

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/monitoring", get(desk))
        .route("/monitoring/batches/{id}", get(batch))
        .route("/monitoring/batches/{id}/held.csv", get(held_file))
        .route(
            "/monitoring/{network}/uploads",
            post(upload).layer(DefaultBodyLimit::disable()),
        )
        .route("/monitoring/{network}/uploads/{id}/commit", post(commit))
}

async fn desk(SignedIn { ask, account, house }: SignedIn) -> Response {
    ask.json(monitoring::desk(&house, &account).await)
}

async fn batch(SignedIn { ask, account, house }: SignedIn, Named(id): Named<String>) -> Response {
    ask.json(batches::view(&house, &account, &id).await)
}

async fn held_file(SignedIn { ask, account, house }: SignedIn, Named(id): Named<String>) -> Response {
    match batches::held_file(&house, &account, &id, ask.reader.lang).await {
        Ok((name, text)) => {
            let mut response = (no_store(), text).into_response();
            let headers = response.headers_mut();
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/csv; charset=utf-8"),
            );
            disposition(headers, &serving::named(Shown::Attachment, &format!("{name}.csv")));
            response
        }
        Err(refused) => ask.refused(refused),
    }
}

type Pairs = Parameters<Vec<(String, String)>>;

async fn upload(
    SignedIn { ask, account, house }: SignedIn,
    Named(network): Named<Network>,
    Parameters(pairs): Pairs,
    request: Request,
) -> Response {
    let previewed = async {
        let about = (sent_name(&pairs), terms(&pairs)?);
        let body = request.into_body().into_data_stream();
        uploads::preview(&house, &account, network, about, body).await
    };
    ask.json(previewed.await)
}

async fn commit(
    SignedIn { ask, account, house }: SignedIn,
    Named((network, upload)): Named<(Network, String)>,
    Body(terms): Body<Terms>,
) -> Response {
    ask.json(uploads::commit(&house, &account, network, &upload, terms).await)
}

/// `state` and `on`, as an upload tells them in its address.
fn terms(pairs: &[(String, String)]) -> Result<Terms, Kind> {
    let told: BTreeMap<&str, &str> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let malformed = |name: &str, value: &str| Kind::Malformed {
        what: format!("{name}={value}"),
    };
    let state = state(told.get("state").copied())?;
    let on = match told.get("on").filter(|on| !on.is_empty()) {
        Some(on) => Some(on.parse().map_err(|_| malformed("on", on))?),
        None => None,
    };
    Ok(Terms { state, on })
}

/// The state that is told; raw where none is.
fn state(told: Option<&str>) -> Result<ReviewState, Kind> {
    match told.filter(|told| !told.is_empty()) {
        None => Ok(ReviewState::Raw),
        Some(told) => ReviewState::named(told).ok_or_else(|| Kind::Malformed {
            what: format!("state={told}"),
        }),
    }
}

/// What a machine sends, under `Authorization: Bearer …`: JSON (`{"state":"raw","rows":[{…}]}`) or CSV.
pub(super) async fn measurements(
    State(house): State<House>,
    ask: Ask,
    Named(network): Named<Network>,
    Parameters(pairs): Pairs,
    request: Request,
) -> Response {
    // Before the body is read: a stranger costs nothing.
    let sender = match bearer(request.headers()) {
        Some(token) => push::sender(&house, network, token).await,
        None => Err(Kind::KeyUnknown.into()),
    };
    let sender = match sender {
        Ok(sender) => sender,
        Err(refused) => return ask.refused(refused),
    };
    let (sheet, state) = if is_csv(&request) {
        match table(&pairs, request).await {
            Ok(sent) => sent,
            Err(refused) => return ask.refused(refused),
        }
    } else {
        match Body::<Push, LARGEST_PUSH>::from_request(request, &house).await {
            Ok(Body(push)) => (push::table(&push), push.state),
            Err(response) => return response,
        }
    };
    ask.json(push::take(&house, &sender, network, sheet, state).await)
}

fn is_csv(request: &Request) -> bool {
    let media = request.headers().get(header::CONTENT_TYPE);
    media.is_some_and(|media| media.as_bytes().starts_with(b"text/csv"))
}

/// A table of CSV, with the state that its address tells.
async fn table(pairs: &[(String, String)], request: Request) -> Served<(Sheet, ReviewState)> {
    let told = pairs.iter().find(|(name, _)| name == "state");
    let state = state(told.map(|(_, state)| state.as_str()))?;
    let bytes = to_bytes(request.into_body(), LARGEST_PUSH).await;
    let bytes = bytes.map_err(|error| {
        if is_too_long(&error) {
            Kind::TooLarge {
                limit_kib: LARGEST_PUSH as u64 / 1024,
            }
        } else {
            Kind::CutShort
        }
    })?;
    let table = read_table(&bytes, LARGEST_PUSH as u64)?;
    Ok((Sheet::new(String::new(), None, table.heads, table.rows), state))
}
