//! An address that is none is answered with the nearest that are.

use axum::{
    body::Body,
    extract::State,
    http::{Method, Request, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use percent_encoding::percent_decode_str;
use yaodian_app::public;
use yaodian_domain::id::PlanId;

use super::super::request::Ask;
use crate::house::House;

/// What is no public page keeps its own answer.
const OTHERS: [&str; 6] = ["/api/", "/app", "/pkg/", "/style/", "/evidence/", "/sign-in"];

/// Puts the nearest addresses into the page that says that there is none.
pub(in super::super) async fn suggest(State(house): State<House>, request: Request<Body>, next: Next) -> Response {
    let (method, uri, headers) = (
        request.method().clone(),
        request.uri().clone(),
        request.headers().clone(),
    );
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    let page = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/html"));
    let public = !OTHERS.iter().any(|other| uri.path().starts_with(other));
    if response.status() != StatusCode::NOT_FOUND || !page || !public || method != Method::GET {
        return response;
    }
    let path = percent_decode_str(uri.path()).decode_utf8_lossy().into_owned();
    let of_plan = path
        .strip_prefix("/plans/")
        .map(|rest| rest.split_once('/').unwrap_or((rest, "")));
    let (house, path) = match of_plan.map(|(plan, rest)| (PlanId::new(plan), rest)) {
        Some((Ok(plan), rest)) => (house.of(&plan), format!("/{rest}")),
        Some((Err(_), _)) => return response,
        None => (house, path),
    };
    let Ok(Some((_, known))) = house.knowledge().await else {
        return response;
    };
    let ask = Ask::of(&house, &uri, &headers).about(&house, &known);
    let all = public::known_addresses(&ask.reader, &known);
    let page = public::not_found(&ask.reader, &all, &path);
    (StatusCode::NOT_FOUND, Html(page)).into_response()
}
