//! A bucket on an S3 server, as a place for files.
//!
//! The address names the bucket and where in it everything lies. Who we are, and where the server is, stand in the
//! environment, under the names that the tools of S3 use: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
//! `AWS_REGION`, `AWS_ENDPOINT_URL`, and `AWS_ALLOW_HTTP=true` for a server without TLS.
//!
//! Requests go out over the HTTP that the server is built with ([`yaodian_wire`]). What fails on the way, and what
//! the server does not take for the moment, is tried again for ten seconds: somebody waits for it.

use std::{error::Error, io, sync::Arc, time::Duration};

use async_trait::async_trait;
use hyper::StatusCode;
use hyper_util::client::legacy;
use object_store::{
    ClientConfigKey, ClientOptions, ObjectStore, ObjectStoreExt as _, PutPayload, RetryConfig,
    aws::AmazonS3Builder,
    client::{
        HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse,
        HttpResponseBody, HttpService,
    },
    path::Path,
    prefix::PrefixStore,
};
use tokio::time::{error::Elapsed, timeout};
use yaodian_wire::{Client, Over};

/// How addresses begin.
pub const SCHEME: &str = "s3://";

/// How long a request may take to be answered,
const ANSWER: Duration = Duration::from_secs(30);
/// and how long all tries together.
const TRIES: Duration = Duration::from_secs(10);

/// Why a bucket cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BucketError {
    /// The address is none.
    #[error("not an address of a bucket, as s3://bucket/prefix is")]
    Address,
    /// What the environment says does not do.
    #[error(transparent)]
    Settings(#[from] object_store::Error),
}

/// The bucket at `s3://bucket` or `s3://bucket/prefix`. Nothing is asked of it yet.
pub fn open(address: &str) -> Result<Arc<dyn ObjectStore>, BucketError> {
    let rest = address.strip_prefix(SCHEME).ok_or(BucketError::Address)?;
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    if bucket.is_empty() {
        return Err(BucketError::Address);
    }
    let prefix = Path::parse(prefix.trim_end_matches('/')).map_err(|_| BucketError::Address)?;
    let retry = RetryConfig {
        retry_timeout: TRIES,
        ..RetryConfig::default()
    };
    let bucket = AmazonS3Builder::from_env()
        .with_bucket_name(bucket)
        .with_retry(retry)
        .with_http_connector(Wire)
        .build()?;
    Ok(if prefix.as_ref().is_empty() {
        Arc::new(bucket)
    } else {
        Arc::new(PrefixStore::new(bucket, prefix))
    })
}

/// The server of the bucket is there and does not do its work for the moment.
#[derive(Debug, thiserror::Error)]
#[error("the server of the bucket answers {0}")]
struct Busy(StatusCode);

/// Answers with which a server says that it cannot just now: RFC 9110, 15.6, and RFC 6585, 4. AWS S3 says 503 to who
/// should slow down.
const BUSY: [StatusCode; 5] = [
    StatusCode::TOO_MANY_REQUESTS,
    StatusCode::INTERNAL_SERVER_ERROR,
    StatusCode::BAD_GATEWAY,
    StatusCode::SERVICE_UNAVAILABLE,
    StatusCode::GATEWAY_TIMEOUT,
];

/// Whether a failure comes of this, that the server of the bucket cannot be reached, does not answer, or says that it
/// cannot just now.
pub fn is_away(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<legacy::Error>() || error.is::<Elapsed>() || error.is::<Busy>() {
            return true;
        }
        next = error.source();
    }
    false
}

/// What lies in a place under a name of its own; `make` makes it where there is nothing. Of several that make it at
/// once the last one counts: they must take turns.
pub async fn or_made(
    place: &dyn ObjectStore,
    name: &str,
    make: impl FnOnce() -> Vec<u8>,
) -> Result<Vec<u8>, BucketError> {
    let name = Path::from(name);
    match place.get(&name).await {
        Ok(found) => Ok(found.bytes().await?.to_vec()),
        Err(object_store::Error::NotFound { .. }) => {
            let made = make();
            place.put(&name, PutPayload::from(made.clone())).await?;
            Ok(made)
        }
        Err(error) => Err(error.into()),
    }
}

/// Makes clients of HTTP.
#[derive(Debug)]
struct Wire;

impl HttpConnector for Wire {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let failed = |source: io::Error| object_store::Error::Generic {
            store: "S3",
            source: source.into(),
        };
        let plain = options.get_config_value(&ClientConfigKey::AllowHttp);
        let over = if plain.is_some_and(|allowed| allowed.eq_ignore_ascii_case("true")) {
            Over::Either
        } else {
            Over::Tls
        };
        let client = yaodian_wire::client(over).map_err(failed)?;
        Ok(HttpClient::new(Line(client)))
    }
}

/// A client of HTTP.
#[derive(Debug)]
struct Line(Client<HttpRequestBody>);

#[async_trait]
impl HttpService for Line {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let answer = timeout(ANSWER, self.0.request(request)).await;
        let answer = answer.map_err(|late| HttpError::new(HttpErrorKind::Timeout, late))?;
        let (parts, body) = answer.map_err(failed)?.into_parts();
        if BUSY.contains(&parts.status) {
            // Nothing was done, and it can be asked again.
            return Err(HttpError::new(HttpErrorKind::Request, Busy(parts.status)));
        }
        let cut = |error: hyper::Error| HttpError::new(HttpErrorKind::Interrupted, error);
        let body = HttpResponseBody::new(http_body_util::BodyExt::map_err(body, cut));
        Ok(HttpResponse::from_parts(parts, body))
    }
}

fn failed(error: legacy::Error) -> HttpError {
    let kind = if error.is_connect() {
        HttpErrorKind::Connect
    } else {
        HttpErrorKind::Interrupted
    };
    HttpError::new(kind, error)
}
