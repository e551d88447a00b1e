//! What a page of any site can make a browser send without asking first: a form.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::Response,
};
use yaodian_contract::Kind;

use super::{
    cookies::session_token,
    request::{Ask, bearer},
};
use crate::house::House;

/// The media types of forms (Fetch, «CORS-safelisted request-header»).
const OF_FORMS: [&str; 3] = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/// Takes no form for a request of the app that comes with a session: neither as a file nor where no body is read. The
/// layer before refuses what a browser says is another site's; this does not need it to say so. Programs with keys send
/// what they like.
pub(super) async fn refused(State(house): State<House>, request: Request<Body>, next: Next) -> Response {
    let headers = request.headers();
    let asked = request.method() == Method::POST && request.uri().path().starts_with("/api/");
    if asked && is_form(headers) && bearer(headers).is_none() && session_token(headers, &house).is_some() {
        let wanted = "application/json, application/octet-stream".to_owned();
        return Ask::of(&house, request.uri(), headers).refuse(&Kind::MediaType { wanted });
    }
    next.run(request).await
}

fn is_form(headers: &HeaderMap) -> bool {
    let media = headers.get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
    let bare = media.map(|media| media.split(';').next().unwrap_or_default().trim());
    bare.is_some_and(|media| OF_FORMS.iter().any(|form| media.eq_ignore_ascii_case(form)))
}
