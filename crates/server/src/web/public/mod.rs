//! More of what anybody reads, each sort of page in a file of its own.
//!
//! * [`document`]: chapters and tasks of the plan;
//! * [`search`]: what finds all of it; [`nearest`]: what may have been meant by an address that is none;
//! * [`changes`]: who changed what, and what proves it;
//! * [`feeds`]: the same and bulletins as feeds; the map of the site;
//! * [`indicators`]: figures over the years;
//! * [`statement`]: for whom the pages work, what is kept about people.

mod changes;
mod document;
mod feeds;
mod indicators;
mod nearest;
mod search;
mod statement;

use axum::Router;

use crate::house::House;
pub(super) use feeds::site;
pub(super) use nearest::suggest;

/// The pages of one plan: those of the plan that is worked on, and under `/plans/…` of any.
pub(super) fn router() -> Router<House> {
    Router::new()
        .merge(changes::router())
        .merge(document::router())
        .merge(feeds::router())
        .merge(indicators::router())
        .merge(search::router())
        .merge(statement::router())
}
