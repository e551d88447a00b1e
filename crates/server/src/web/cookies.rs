//! The cookies of signing in. None is read by a script, and none is sent along when another site posts.
//!
//! Over TLS their names say so (RFC 6265bis, 4.1.3): what a browser keeps as `__Host-…` came from this very host over TLS,
//! and no other name below the same domain can put one in its place. Under the plain name nothing is believed there.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use super::request::cookie;
use crate::{house::House, service::accounts::Token};

/// A cookie, and for which addresses of this site.
struct Cookie {
    name: &'static str,
    /// The name over TLS: `__Host-` asks for all addresses, `__Secure-` does not.
    over_tls: &'static str,
    path: &'static str,
}

/// Who is signed in.
const SESSION: Cookie = Cookie {
    name: "yaodian_session",
    over_tls: "__Host-yaodian_session",
    path: "/",
};
/// Who has taken the first step of two.
const FIRST_STEP: Cookie = Cookie {
    name: "yaodian_first_step",
    over_tls: "__Secure-yaodian_first_step",
    path: "/sign-in",
};
/// Who is at the provider of single sign-on.
const AT_PROVIDER: Cookie = Cookie {
    name: "yaodian_at_provider",
    over_tls: "__Secure-yaodian_at_provider",
    path: "/sign-in",
};
/// Who signs out at the provider.
const LEAVING: Cookie = Cookie {
    name: "yaodian_leaving",
    over_tls: "__Secure-yaodian_leaving",
    path: "/sign-in",
};
/// Whose authenticator was asked.
const PASSKEY: Cookie = Cookie {
    name: "yaodian_passkey",
    over_tls: "__Secure-yaodian_passkey",
    path: "/sign-in",
};
/// By what accounts know the browser; it opens nothing.
const BROWSER: Cookie = Cookie {
    name: "yaodian_browser",
    over_tls: "__Host-yaodian_browser",
    path: "/",
};

/// No token is longer.
const LONGEST: usize = 64;

impl Cookie {
    /// The name by which it goes here.
    fn name(&self, house: &House) -> &'static str {
        if house.secure_cookies { self.over_tls } else { self.name }
    }
}

fn token<'a>(headers: &'a HeaderMap, house: &House, kind: &Cookie) -> Option<&'a str> {
    good(cookie(headers, kind.name(house)))
}

fn good(token: Option<&str>) -> Option<&str> {
    token.filter(|token| token.len() <= LONGEST && !token.is_empty())
}

/// Whether a request comes with what opens something to somebody, under whichever name.
pub(crate) fn tells_who(headers: &HeaderMap) -> bool {
    let names = [SESSION, FIRST_STEP]
        .into_iter()
        .flat_map(|kind| [kind.name, kind.over_tls]);
    names.into_iter().any(|name| good(cookie(headers, name)).is_some())
}

/// The token of the session, if the browser sent one.
pub(crate) fn session_token<'a>(headers: &'a HeaderMap, house: &House) -> Option<&'a str> {
    token(headers, house, &SESSION)
}

/// The token of a first step, if the browser sent one.
pub(crate) fn first_step_token<'a>(headers: &'a HeaderMap, house: &House) -> Option<&'a str> {
    token(headers, house, &FIRST_STEP)
}

/// The token of a browser that went to the provider, if it sent one.
pub(crate) fn at_provider_token<'a>(headers: &'a HeaderMap, house: &House) -> Option<&'a str> {
    token(headers, house, &AT_PROVIDER)
}

/// The token of a browser that went to sign out at the provider, if it sent one.
pub(crate) fn leaving_token<'a>(headers: &'a HeaderMap, house: &House) -> Option<&'a str> {
    token(headers, house, &LEAVING)
}

/// The token of a browser whose authenticator was asked, if it sent one.
pub(crate) fn passkey_token<'a>(headers: &'a HeaderMap, house: &House) -> Option<&'a str> {
    token(headers, house, &PASSKEY)
}

/// The token by which accounts know the browser, if it sent one.
pub(crate) fn browser_token<'a>(headers: &'a HeaderMap, house: &House) -> Option<&'a str> {
    token(headers, house, &BROWSER)
}

/// Lets the browser keep a session, or forget it.
pub(crate) fn keep_session(response: &mut Response, house: &House, token: Option<&Token>) {
    set(response, house, &SESSION, token);
}

/// Lets the browser keep a first step, or forget it.
pub(crate) fn keep_first_step(response: &mut Response, house: &House, token: Option<&Token>) {
    set(response, house, &FIRST_STEP, token);
}

/// Lets the browser keep that it is at the provider, or forget it.
pub(crate) fn keep_at_provider(response: &mut Response, house: &House, token: Option<&Token>) {
    set(response, house, &AT_PROVIDER, token);
}

/// Lets the browser keep that it signs out at the provider, or forget it.
pub(crate) fn keep_leaving(response: &mut Response, house: &House, token: Option<&Token>) {
    set(response, house, &LEAVING, token);
}

/// Lets the browser keep that its authenticator was asked, or forget it.
pub(crate) fn keep_passkey(response: &mut Response, house: &House, token: Option<&Token>) {
    set(response, house, &PASSKEY, token);
}

/// Lets the browser keep by what accounts know it.
pub(crate) fn keep_browser(response: &mut Response, house: &House, token: &Token) {
    set(response, house, &BROWSER, Some(token));
}

fn set(response: &mut Response, house: &House, kind: &Cookie, token: Option<&Token>) {
    let secure = if house.secure_cookies { "; Secure" } else { "" };
    let (name, path) = (kind.name(house), kind.path);
    let (text, seconds) = token.map_or(("", 0), |token| (token.text.as_str(), token.seconds));
    let text = format!("{name}={text}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        let headers = response.headers_mut();
        headers.append(header::SET_COOKIE, value);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
