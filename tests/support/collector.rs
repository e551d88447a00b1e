//! A collector of OpenTelemetry, which keeps what it is told.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest, common::v1::any_value::Value, trace::v1::Span,
};
use prost::Message as _;
use tokio::{net::TcpListener, task::AbortHandle};

/// What was sent to which path.
type Told = (String, Bytes);

/// The collector; gone with this value.
pub struct Collector {
    address: SocketAddr,
    told: Arc<Mutex<Vec<Told>>>,
    serving: AbortHandle,
}

impl Collector {
    /// One on a free port.
    pub async fn start() -> Self {
        Self::at(0).await
    }

    /// One on this port.
    pub async fn at(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let told = Arc::<Mutex<Vec<Told>>>::default();
        let kept = told.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let kept = kept.clone();
                let answer = service_fn(move |request| take(kept.clone(), request));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
            }
        });
        Self {
            address,
            told,
            serving: serving.abort_handle(),
        }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All that it was sent, byte for byte.
    pub fn told(&self) -> Vec<Told> {
        self.told.lock().unwrap().clone()
    }

    /// The spans of the product that it was sent, in no order.
    pub fn spans(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for (path, body) in self.told() {
            assert_eq!(path, "/v1/traces");
            for of in ExportTraceServiceRequest::decode(body).unwrap().resource_spans {
                let about = of.resource.unwrap().attributes;
                let named = |key: &str, value: &str| {
                    let mut about = about.iter();
                    about.any(|one| one.key == key && text(one.value.as_ref().unwrap().value.as_ref()) == value)
                };
                assert!(named("service.name", "yaodian"), "{about:?}");
                spans.extend(of.scope_spans.into_iter().flat_map(|scope| scope.spans));
            }
        }
        spans
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn take(kept: Arc<Mutex<Vec<Told>>>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, hyper::Error> {
    let path = request.uri().path().to_owned();
    let body = request.into_body().collect().await?.to_bytes();
    kept.lock().unwrap().push((path, body));
    Ok(Response::new(Full::default()))
}

/// What a span says under a key; nothing if it does not.
pub fn said(span: &Span, key: &str) -> String {
    let found = span.attributes.iter().find(|one| one.key == key);
    text(found.and_then(|one| one.value.as_ref()?.value.as_ref()))
}

fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::StringValue(text)) => text.clone(),
        Some(Value::IntValue(number)) => number.to_string(),
        Some(other) => panic!("{other:?}"),
        None => String::new(),
    }
}
