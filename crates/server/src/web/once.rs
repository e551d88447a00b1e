//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a request that is sent again under the same
//! key, by the same person or with the same key for programs, is answered again and not carried out again.
//!
//! * The same request: the same answer. A refusal is not kept, since nothing was done: it is weighed anew.
//! * Another request under the same key: 422. One under way: 409.
//! * That it was carried out is written in the transaction of its change, so that nothing can come between. The
//!   answer is kept a moment later, before it is sent; if the server dies in that moment, reports and files are
//!   answered from what is there, and of anything else it is said that it was done, and to what (409).
//! * Answers with secrets ([`Untold`]) are never kept.

use std::{
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll, ready},
};

use axum::{
    body::{Body, Bytes, HttpBody, to_bytes},
    extract::{FromRequestParts as _, OriginalUri, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use hyper::body::{Frame, SizeHint};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use yaodian_contract::Kind;
use yaodian_store::{Answer, CarriedOut, Once};

use super::{
    Ask,
    cookies::session_token,
    request::{bearer, no_store},
};
use crate::{
    house::House,
    service::{
        Refused, Served, accounts, keys,
        once::{Doing, within},
    },
};

/// The name of a request, as its sender gives it.
pub(super) const HEADER: &str = "idempotency-key";
/// Says of an answer that it was given before.
const REPLAYED: &str = "idempotency-replayed";
/// The longest key, in bytes.
pub(super) const LONGEST_KEY: usize = 255;
/// The largest answer that is kept, in bytes.
const LARGEST_ANSWER: usize = 1024 * 1024;

/// Says of a response that it holds a secret, which is kept nowhere.
#[derive(Clone)]
pub(super) struct Untold;

/// Marks what a router answers as [`Untold`].
pub(super) async fn untold(mut response: Response) -> Response {
    response.extensions_mut().insert(Untold);
    response
}

/// Carries out what came under a key, or answers it from what is kept.
pub(super) async fn once(State(house): State<House>, request: Request, next: Next) -> Response {
    // Whatever changes something is posted.
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let Some(given) = request.headers().get(HEADER).cloned() else {
        return next.run(request).await;
    };
    let (mut parts, body) = request.into_parts();
    let Ok(ask) = Ask::from_request_parts(&mut parts, &house).await;
    let Some(key) = key_of(&given) else {
        let what = format!("Idempotency-Key: {}", String::from_utf8_lossy(given.as_bytes()));
        return ask.refuse(&Kind::Malformed { what });
    };
    let owner = match owner(&house, &parts.headers).await {
        Ok(Some(owner)) => owner,
        // Who it is, and why he may not, the route itself tells.
        Ok(None) | Err(Refused::Because(_)) => return next.run(Request::from_parts(parts, body)).await,
        Err(refused) => return ask.refused(refused),
    };
    let Some(_turn) = house.under_way.begin(&owner, &key) else {
        return ask.refuse(&Kind::RequestUnderWay);
    };
    let known = match house.store.carried_out(&owner, &key).await {
        Ok(known) => known,
        Err(error) => return ask.refused(error.into()),
    };
    let once = Once::new(owner, key, Timestamp::now());
    let asked = Hashed::new(&parts, body, once.request.clone());
    match known {
        Some(CarriedOut {
            request,
            answer: Some(answer),
            ..
        }) => match asked.read_out().await {
            Some(same) if request.is_none_or(|request| request == same) => replayed(answer),
            Some(_) => ask.refuse(&Kind::RequestKeyReused),
            None => ask.refuse(&Kind::CutShort),
        },
        known => {
            let request = Request::from_parts(parts, Body::new(asked));
            carry_out(&house, &ask, once, known, request, next).await
        }
    }
}

/// Carries a request out, or, where it was before and its answer is lost, finds the answer.
async fn carry_out(
    house: &House,
    ask: &Ask,
    once: Once,
    before: Option<CarriedOut>,
    request: Request,
    next: Next,
) -> Response {
    let doing = Doing {
        once: once.clone(),
        before: before.as_ref().and_then(|before| before.subject.clone()),
    };
    let response = within(doing, next.run(request)).await;
    if let Some(before) = before {
        let other = |same: &String| before.request.as_ref().is_some_and(|request| request != same);
        if once.request.get().is_some_and(other) {
            return ask.refuse(&Kind::RequestKeyReused);
        }
        if !response.status().is_success() {
            let (subject, id) = before.subject.unwrap_or_default();
            return ask.refuse(&Kind::AnswerLost { subject, id });
        }
    }
    if !response.status().is_success() || response.extensions().get::<Untold>().is_some() {
        return response;
    }
    keep(house, &once, response).await
}

/// Keeps an answer before it is sent.
async fn keep(house: &House, once: &Once, response: Response) -> Response {
    let most = u64::try_from(LARGEST_ANSWER).unwrap_or(u64::MAX);
    if response.body().size_hint().upper().is_none_or(|size| size > most) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST_ANSWER).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let media = parts.headers.get(header::CONTENT_TYPE);
    let media = media.and_then(|media| media.to_str().ok()).unwrap_or_default();
    if let Ok(text) = std::str::from_utf8(&bytes) {
        let answer = Answer {
            status: parts.status.as_u16(),
            media: media.to_owned(),
            body: text.to_owned(),
        };
        // It was done, and is answered all the same.
        if let Err(error) = house.store.keep_answer(once, &answer).await {
            tracing::warn!(%error, "an answer could not be kept");
        }
    }
    Response::from_parts(parts, Body::from(bytes))
}

fn replayed(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, no_store(), answer.body).into_response();
    if let Ok(media) = HeaderValue::from_str(&answer.media) {
        response.headers_mut().insert(header::CONTENT_TYPE, media);
    }
    let said = HeaderValue::from_static("true");
    response.headers_mut().insert(REPLAYED, said);
    response
}

/// A key: a string of structured fields (RFC 9651), or the same without quotation marks.
fn key_of(given: &HeaderValue) -> Option<String> {
    let text = given.to_str().ok()?.trim();
    let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let key = bare.unwrap_or(text);
    let good = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\' | b',' | b';');
    (!key.is_empty() && key.len() <= LONGEST_KEY && key.bytes().all(good)).then(|| key.to_owned())
}

/// Whose requests a request is among: those of a person, or of a key for programs.
async fn owner(house: &House, headers: &HeaderMap) -> Served<Option<String>> {
    if let Some(token) = bearer(headers) {
        let key = keys::shown(house, token).await?;
        return Ok(Some(format!("key {}", key.id)));
    }
    let Some(token) = session_token(headers, house) else {
        return Ok(None);
    };
    let session = accounts::holder(house, token).await?;
    Ok(session.map(|session| session.account.id.to_string()))
}

/// A body that is hashed as it is read, together with what is asked with it.
struct Hashed {
    body: Body,
    hasher: Sha256,
    whole: Arc<OnceLock<String>>,
}

impl Hashed {
    fn new(parts: &Parts, body: Body, whole: Arc<OnceLock<String>>) -> Self {
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |uri| &uri.0);
        let media = parts.headers.get(header::CONTENT_TYPE);
        let mut hasher = Sha256::new();
        hasher.update(parts.method.as_str());
        hasher.update([0]);
        hasher.update(uri.path_and_query().map_or("", |all| all.as_str()));
        hasher.update([0]);
        hasher.update(media.map_or(&b""[..], HeaderValue::as_bytes));
        hasher.update([0]);
        let hashed = Self { body, hasher, whole };
        if hashed.body.is_end_stream() {
            hashed.ended();
        }
        hashed
    }

    fn ended(&self) {
        use std::fmt::Write as _;
        self.whole.get_or_init(|| {
            let digest = self.hasher.clone().finalize();
            digest.iter().fold(String::new(), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            })
        });
    }

    /// Reads it to its end, keeping nothing; its hash, or nothing if it broke off.
    async fn read_out(mut self) -> Option<String> {
        while !self.body.is_end_stream() {
            match std::future::poll_fn(|cx| Pin::new(&mut self).poll_frame(cx)).await {
                Some(Ok(_)) => {}
                Some(Err(_)) => return None,
                None => break,
            }
        }
        self.ended();
        self.whole.get().cloned()
    }
}

impl HttpBody for Hashed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        if let Some(Ok(frame)) = &frame
            && let Some(data) = frame.data_ref()
        {
            self.hasher.update(data);
        }
        if frame.is_none() || self.body.is_end_stream() && matches!(frame, Some(Ok(_))) {
            self.ended();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_with_quotation_marks_and_without() {
        let key = |text: &str| key_of(&HeaderValue::from_str(text).unwrap());
        assert_eq!(key("\"8e03978e-40d5\""), Some("8e03978e-40d5".to_owned()));
        assert_eq!(key("8e03978e-40d5"), Some("8e03978e-40d5".to_owned()));
        for bad in ["", "\"\"", "a b", "a\"b", "a,b", "\"a"] {
            assert_eq!(key(bad), None, "{bad}");
        }
        assert_eq!(key(&"a".repeat(LONGEST_KEY + 1)), None);
    }
}
