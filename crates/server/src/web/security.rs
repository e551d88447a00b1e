//! What every answer tells a browser about what it may do with it.
//!
//! The policy is as strict as the answer allows: public pages run no script, the app runs its own and what was
//! marked while it was rendered, embeds may stand in frames of other sites, and all else is data that a browser
//! neither runs nor shows inside anything.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderName, HeaderValue, Request, header},
    middleware::Next,
    response::Response,
};

use crate::house::House;

/// Public pages and forms: no script, so nothing that could connect; `connect-src` is for tools that read
/// `robots.txt` from within a page, as Lighthouse does. Widths of bars stand in `style` attributes, and what is printed
/// at the foot of each sheet in a `style` element.
const PAGE: &str = "default-src 'none'; connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/// As public pages, with a script of ours and what it compiles: signing in with a passkey, verifying an exported audit.
pub(super) const SCRIPTED: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/// As public pages, but for any site to show; a picture by itself brings its own styles.
pub(super) const EMBED: &str =
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; frame-ancestors *; base-uri 'self'";
/// What is no page.
const DATA: &str = "default-src 'none'; frame-ancestors 'none'";
/// A year, for this name and no others below it.
const TLS_ONLY: &str = "max-age=31536000";

const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// Says of a response that other sites may show it in a frame.
#[derive(Clone, Copy)]
pub(crate) struct Embeddable;

/// The policy of the app: its own files, WebAssembly, and the scripts that carry `nonce`.
pub(super) fn app(nonce: &str) -> Option<HeaderValue> {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         style-src-attr 'unsafe-inline'; img-src 'self' blob: data:; connect-src 'self'; form-action 'self'; \
         frame-ancestors 'none'; base-uri 'none'"
    );
    HeaderValue::from_str(&policy).ok()
}

/// Adds what an answer does not say by itself.
pub(super) async fn told(State(house): State<House>, request: Request<Body>, next: Next) -> Response {
    let mut response = next.run(request).await;
    let embeddable = response.extensions().get::<Embeddable>().is_some();
    let headers = response.headers_mut();
    let media = headers.get(header::CONTENT_TYPE);
    let is_page = media.is_some_and(|media| media.as_bytes().starts_with(b"text/html"));
    let mut tell = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    tell(header::CONTENT_SECURITY_POLICY, if is_page { PAGE } else { DATA });
    tell(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    tell(header::REFERRER_POLICY, "same-origin");
    tell(OPENER, "same-origin");
    tell(
        PERMISSIONS,
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    );
    if embeddable {
        tell(RESOURCE, "cross-origin");
    } else {
        tell(RESOURCE, "same-origin");
        tell(header::X_FRAME_OPTIONS, "DENY");
    }
    if house.secure_cookies {
        tell(header::STRICT_TRANSPORT_SECURITY, TLS_ONLY);
    }
    response
}
