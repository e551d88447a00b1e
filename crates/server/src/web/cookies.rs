//! The cookies of signing in. None is read by a script, and none is sent along when another site posts.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use super::request::cookie;
use crate::{house::House, service::accounts::Token};

/// Who is signed in.
const SESSION: &str = "yaodian_session";
/// Who has taken the first step of two.
const FIRST_STEP: &str = "yaodian_first_step";
/// Who is at the provider of single sign-on.
const AT_PROVIDER: &str = "yaodian_at_provider";
/// Who signs out at the provider.
const LEAVING: &str = "yaodian_leaving";
/// Whose authenticator was asked.
const PASSKEY: &str = "yaodian_passkey";
/// By what accounts know the browser; it opens nothing.
const BROWSER: &str = "yaodian_browser";

/// No token is longer.
const LONGEST: usize = 64;

fn token<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    cookie(headers, name).filter(|token| token.len() <= LONGEST && !token.is_empty())
}

/// The token of the session, if the browser sent one.
pub(crate) fn session_token(headers: &HeaderMap) -> Option<&str> {
    token(headers, SESSION)
}

/// The token of a first step, if the browser sent one.
pub(crate) fn first_step_token(headers: &HeaderMap) -> Option<&str> {
    token(headers, FIRST_STEP)
}

/// The token of a browser that went to the provider, if it sent one.
pub(crate) fn at_provider_token(headers: &HeaderMap) -> Option<&str> {
    token(headers, AT_PROVIDER)
}

/// The token of a browser that went to sign out at the provider, if it sent one.
pub(crate) fn leaving_token(headers: &HeaderMap) -> Option<&str> {
    token(headers, LEAVING)
}

/// The token of a browser whose authenticator was asked, if it sent one.
pub(crate) fn passkey_token(headers: &HeaderMap) -> Option<&str> {
    token(headers, PASSKEY)
}

/// The token by which accounts know the browser, if it sent one.
pub(crate) fn browser_token(headers: &HeaderMap) -> Option<&str> {
    token(headers, BROWSER)
}

/// Lets the browser keep a session, or forget it.
pub(crate) fn keep_session(response: &mut Response, house: &House, token: Option<&Token>) {
    set(response, house, SESSION, "/", token);
}

/// Lets the browser keep a first step, or forget it.
pub(crate) fn keep_first_step(response: &mut Response, house: &House, token: Option<&Token>) {
    set(response, house, FIRST_STEP, "/sign-in", token);
}

/// Lets the browser keep that it is at the provider, or forget it.
pub(crate) fn keep_at_provider(response: &mut Response, house: &House, token: Option<&Token>) {
    set(response, house, AT_PROVIDER, "/sign-in", token);
}

/// Lets the browser keep that it signs out at the provider, or forget it.
pub(crate) fn keep_leaving(response: &mut Response, house: &House, token: Option<&Token>) {
    set(response, house, LEAVING, "/sign-in", token);
}

/// Lets the browser keep that its authenticator was asked, or forget it.
pub(crate) fn keep_passkey(response: &mut Response, house: &House, token: Option<&Token>) {
    set(response, house, PASSKEY, "/sign-in", token);
}

/// Lets the browser keep by what accounts know it.
pub(crate) fn keep_browser(response: &mut Response, house: &House, token: &Token) {
    set(response, house, BROWSER, "/", Some(token));
}

fn set(response: &mut Response, house: &House, name: &str, path: &str, token: Option<&Token>) {
    let secure = if house.secure_cookies { "; Secure" } else { "" };
    let (text, seconds) = token.map_or(("", 0), |token| (token.text.as_str(), token.seconds));
    let text = format!("{name}={text}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        let headers = response.headers_mut();
        headers.append(header::SET_COOKIE, value);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
