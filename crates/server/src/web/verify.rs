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

/// Takes the page over, and says how far that is: the program is loaded, or cannot be.
const SCRIPT: &str = "\
const told = (id, shown) => { document.getElementById(id).hidden = !shown; };
told('verify-loading', true);
try {
  const { default: start, verify_audit } = await import('/pkg/yaodian.js');
  await start();
  verify_audit();
} catch (error) {
  told('verify-failed', true);
  throw error;
} finally {
  told('verify-loading', false);
}
";

pub(super) async fn script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript")], SCRIPT).into_response()
}
