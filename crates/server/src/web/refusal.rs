//! When a handler panics: the log has it, the person gets an answer.

use std::any::Any;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

pub(super) fn panicked(what: Box<dyn Any + Send>) -> Response {
    let what = what
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| what.downcast_ref::<&str>().copied())
        .unwrap_or("?");
    tracing::error!(what, "a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
