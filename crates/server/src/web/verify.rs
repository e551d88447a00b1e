//! `/changes/verify`: the page on which a browser verifies an exported audit by itself. Nothing of it comes back.

use axum::{
    Router,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use yaodian_app::public;

use super::{request::Ask, security};
use crate::house::House;

pub(super) fn router() -> Router<House> {
    Router::new().route("/changes/verify", get(page))
}

async fn page(ask: Ask) -> Response {
    let mut response = ask.page(public::verify_audit(&ask.reader));
    let policy = HeaderValue::from_static(security::SCRIPTED);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// Takes the page over.
pub(super) async fn script() -> Response {
    (
        [(header::CONTENT_TYPE, "text/javascript")],
        "import start, { verify_audit } from '/pkg/yaodian.js';\nawait start();\nverify_audit();\n",
    )
        .into_response()
}
