//! More of what anybody reads, each sort of page in a file of its own.
//!
//! * [`document`]: chapters and tasks of the plan;
//! * [`search`]: what finds all of it.

mod document;
mod search;

use axum::Router;

use crate::house::House;

/// The pages of one plan: those of the plan that is worked on, and under `/plans/…` of any.
pub(super) fn router() -> Router<House> {
    Router::new().merge(document::router()).merge(search::router())
}
