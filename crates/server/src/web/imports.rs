//! `/api/v1/imports…`: texts on their way to a plan; `/api/v1/shares…`: targets divided among units.

use axum::{
    Router,
    extract::Request,
    response::Response,
    routing::{get, post},
};
use serde::Deserialize;
use yaodian_contract::{
    Kind,
    imports::{BeginImport, DropImport, PublishImport, SaveImport},
    shares::SetShares,
};
use yaodian_domain::id::{ImportId, PlanId, TargetId};

use super::request::{Asked, Body, Named, SignedIn};
use crate::{
    house::House,
    service::{
        Served,
        imports::{
            self,
            reading::{LARGEST_FILE, LONGEST_TEXT},
        },
        shares,
    },
};

/// The largest list of decisions that is read: some thousands of them.
const LARGEST_LIST: usize = 4 * 1024 * 1024;

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/imports", get(list).post(begin))
        .route("/imports/{id}", get(desk).post(save))
        .route("/imports/{id}/text", post(save_text))
        .route("/imports/{id}/check", get(check))
        .route("/imports/{id}/publish", post(publish))
        .route("/imports/{id}/drop", post(give_up))
        .route("/shares", get(shared).post(set))
        .route("/shares/{target}", get(shares_of))
}

/// The id of an import in an address.
type Id = Named<ImportId>;

/// A body that is taken as it is, up to a size.
async fn whole_body(request: Request, most: usize) -> Served<Vec<u8>> {
    let read = axum::body::to_bytes(request.into_body(), most).await;
    let bytes = read.map_err(|_| Kind::TooLarge {
        limit_kib: most as u64 / 1024,
    })?;
    Ok(bytes.into())
}

async fn list(SignedIn { ask, account, house }: SignedIn) -> Response {
    ask.json(imports::list(&house, &account).await)
}

async fn begin(
    SignedIn { ask, account, house }: SignedIn,
    Asked(asked): Asked<BeginImport>,
    request: Request,
) -> Response {
    let begun = async {
        // Who may not is told before anything is read.
        account.person().may_plan()?;
        let sent = whole_body(request, LARGEST_FILE).await?;
        imports::begin(&house, &account, asked, sent).await
    };
    ask.json(begun.await)
}

async fn desk(SignedIn { ask, account, house }: SignedIn, Named(id): Id) -> Response {
    ask.json(imports::desk(&house, &account, &id).await)
}

async fn save(
    SignedIn { ask, account, house }: SignedIn,
    Named(id): Id,
    Body(asked): Body<SaveImport, LARGEST_LIST>,
) -> Response {
    ask.json(imports::save(&house, &account, &id, asked).await)
}

/// Which revision was read.
#[derive(Deserialize)]
struct At {
    read: i64,
}

async fn save_text(
    SignedIn { ask, account, house }: SignedIn,
    Named(id): Id,
    Asked(at): Asked<At>,
    request: Request,
) -> Response {
    let saved = async {
        account.person().may_plan()?;
        let sent = whole_body(request, LONGEST_TEXT).await?;
        imports::save_text(&house, &account, &id, at.read, sent).await
    };
    ask.json(saved.await)
}

async fn check(SignedIn { ask, account, house }: SignedIn, Named(id): Id) -> Response {
    ask.json(imports::check(&house, &account, &id).await)
}

async fn publish(
    SignedIn { ask, account, house }: SignedIn,
    Named(id): Id,
    Body(asked): Body<PublishImport>,
) -> Response {
    ask.json(imports::publish(&house, &account, &id, asked).await)
}

async fn give_up(SignedIn { ask, account, house }: SignedIn, Named(id): Id, Body(asked): Body<DropImport>) -> Response {
    ask.json(imports::give_up(&house, &account, &id, asked.read).await)
}

#[derive(Deserialize)]
struct OfPlan {
    plan: Option<PlanId>,
}

async fn shared(SignedIn { ask, account, house }: SignedIn, Asked(of): Asked<OfPlan>) -> Response {
    ask.json(shares::list(&house, &account, of.plan).await)
}

async fn shares_of(
    SignedIn { ask, account, house }: SignedIn,
    Named(target): Named<TargetId>,
    Asked(of): Asked<OfPlan>,
) -> Response {
    ask.json(shares::desk(&house, &account, of.plan, &target).await)
}

async fn set(SignedIn { ask, account, house }: SignedIn, Body(asked): Body<SetShares>) -> Response {
    ask.json(shares::set(&house, &account, asked).await)
}
