//! Answers that are sent again only when they have changed (RFC 9110, 13.1.2).
//!
//! For answers that are made anew each time; public pages are kept by [`crate::front`].

use axum::{
    body::{Body, HttpBody as _, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::front::{tag, unchanged};

/// The headers in which a request says what it has.
const CONDITIONS: [HeaderName; 2] = [header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE];

/// A layer for whatever answers with whole bodies: gives every `200` a strong `ETag` and
/// `Cache-Control: no-cache`, unless it has its own, and answers `304` to who has it already.
///
/// Bodies that are streamed, and answers to anything but GET and HEAD, go through as they are.
pub(crate) async fn conditional(mut request: Request, next: Next) -> Response {
    let method = request.method().clone();
    if method != Method::GET && method != Method::HEAD {
        return next.run(request).await;
    }
    // The mark of an answer to HEAD is that of the answer to GET: it has to be made.
    *request.method_mut() = Method::GET;
    let had = asked_of(request.headers());
    let response = marked(next.run(request).await).await;
    if response.status() == StatusCode::OK && unchanged(&had, response.headers()) {
        return not_modified(response);
    }
    if method == Method::HEAD {
        return without_body(response);
    }
    response
}

/// The answer with its mark.
async fn marked(response: Response) -> Response {
    let whole = response.body().size_hint().exact();
    let (mut parts, body) = response.into_parts();
    let Some(length) = whole.filter(|_| parts.status == StatusCode::OK) else {
        return Response::from_parts(parts, body);
    };
    // It is whole and in memory already.
    let limit = usize::try_from(length).unwrap_or(usize::MAX);
    let Ok(bytes) = to_bytes(body, limit).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if !parts.headers.contains_key(header::ETAG)
        && let Some(tag) = tag(&bytes)
    {
        parts.headers.insert(header::ETAG, tag);
    }
    let cache = parts.headers.entry(header::CACHE_CONTROL);
    cache.or_insert(HeaderValue::from_static("no-cache"));
    parts.headers.insert(header::CONTENT_LENGTH, bytes.len().into());
    Response::from_parts(parts, Body::from(bytes))
}

/// What a request says of what it has already.
fn asked_of(headers: &HeaderMap) -> HeaderMap {
    let told = headers.iter().filter(|(name, _)| CONDITIONS.contains(*name));
    told.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The same without the body, and without what is only told of one.
fn not_modified(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    *response.body_mut() = Body::empty();
    for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING] {
        response.headers_mut().remove(name);
    }
    response
}

fn without_body(response: Response) -> Response {
    let (parts, _) = response.into_parts();
    Response::from_parts(parts, Body::empty())
}

#[cfg(test)]
mod tests {
    use axum::{Router, middleware, routing::get};
    use tower::ServiceExt as _;

    use super::*;

    fn router() -> Router {
        let streamed = || async {
            let parts = futures_util::stream::iter([Ok::<_, std::io::Error>("in pieces")]);
            Body::from_stream(parts)
        };
        Router::new()
            .route("/whole", get(|| async { "the same" }).post(|| async { "done" }))
            .route("/streamed", get(streamed))
            .route("/none", get(|| async { StatusCode::NOT_FOUND }))
            .layer(middleware::from_fn(conditional))
    }

    async fn ask(method: Method, path: &str, had: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
        let request = Request::builder().method(method).uri(path);
        let request = request.header(header::IF_NONE_MATCH, had).body(Body::empty()).unwrap();
        let (parts, body) = router().oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, 1024).await.unwrap();
        (parts.status, parts.headers, bytes.to_vec())
    }

    #[tokio::test]
    async fn what_somebody_has_is_not_sent_again() {
        let (status, headers, body) = ask(Method::GET, "/whole", "").await;
        assert_eq!((status, body.as_slice()), (StatusCode::OK, &b"the same"[..]));
        let tag = headers[header::ETAG].to_str().unwrap().to_owned();
        assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
        let several = format!("\"another\", W/{tag}");
        for (method, had) in [
            (Method::GET, tag.as_str()),
            (Method::HEAD, &several),
            (Method::GET, "*"),
        ] {
            let (status, headers, body) = ask(method, "/whole", had).await;
            assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0), "{had}");
            assert_eq!(headers[header::ETAG].to_str().unwrap(), tag);
            assert!(!headers.contains_key(header::CONTENT_TYPE));
        }
        let (status, headers, body) = ask(Method::HEAD, "/whole", "\"another\"").await;
        assert_eq!((status, body.len()), (StatusCode::OK, 0));
        assert_eq!(
            (&headers[header::ETAG], &headers[header::CONTENT_LENGTH]),
            (&HeaderValue::from_str(&tag).unwrap(), &HeaderValue::from_static("8"))
        );
    }

    #[tokio::test]
    async fn what_has_no_mark() {
        for (method, path, status) in [
            (Method::POST, "/whole", 200),
            (Method::GET, "/streamed", 200),
            (Method::GET, "/none", 404),
        ] {
            let (answered, headers, _) = ask(method, path, "*").await;
            assert_eq!(answered.as_u16(), status, "{path}");
            assert!(!headers.contains_key(header::ETAG), "{path}");
        }
    }
}
