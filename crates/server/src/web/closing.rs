//! `/api/v1/closing…`: the end of a plan's year.

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::{get, post},
};
use serde::Deserialize;
use yaodian_contract::closing::{CarryOver, TakeClosingStep};
use yaodian_domain::id::PlanId;

use super::request::{Ask, Body, SignedIn};
use crate::{
    house::House,
    service::closing::{self, Closer},
};

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/closing", get(desk))
        .route("/closing/finals", get(finals))
        .route("/closing/steps", post(step))
        .route("/closing/carry", post(carry))
}

#[derive(Deserialize)]
struct OfPlan {
    plan: Option<PlanId>,
}

/// How a closed plan ended; public, as its pages are.
async fn finals(State(house): State<House>, ask: Ask, of: Query<OfPlan>) -> Response {
    ask.json(closing::finals(&house, of.0.plan).await)
}

async fn desk(SignedIn { ask, account, house }: SignedIn, of: Query<OfPlan>) -> Response {
    ask.json(closing::desk(&house, &account, of.0.plan).await)
}

async fn step(SignedIn { ask, account, house }: SignedIn, Body(asked): Body<TakeClosingStep>) -> Response {
    ask.json(closing::step(&house, &Closer::signed_in(&account), asked).await)
}

async fn carry(SignedIn { ask, account, house }: SignedIn, Body(asked): Body<CarryOver>) -> Response {
    ask.json(closing::carry(&house, &Closer::signed_in(&account), asked).await)
}
