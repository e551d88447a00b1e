//! What is done with a body: by keys, or by anybody who asks the check.

use axum::{Json, routing::post};
use yaodian_contract::AssessRequest;
use yaodian_domain::check::{self, Assessment};

use super::{OpenedBy, Table, shape_of};
use crate::web::request::Body;

const JSON: &str = "application/json";

/// Enters what is done with a body.
pub(super) fn enter(table: &mut Table) {
    table.write::<Vec<Assessment>>(
        OpenedBy::AnybodyWhoAsks,
        "/assess",
        (
            "assess",
            "The check itself: targets, what is known of them and a day in, assessments out",
        ),
        &[],
        &[(JSON, shape_of::<Vec<AssessRequest>>)],
        post(assess),
    );
}

/// The check itself: what it answers here is what it answers in the browser.
async fn assess(Body(cases): Body<Vec<AssessRequest>>) -> Json<Vec<Assessment>> {
    let assessed = |case: &AssessRequest| check::assess(&case.target, &case.observations, case.as_of, &case.policy);
    Json(cases.iter().map(assessed).collect())
}
