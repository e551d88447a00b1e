//! 追踪: spans for a collector of OpenTelemetry, where the operator names one (`--otlp-endpoint`).
//!
//! A span says when something began, how long it took and what came of it: a request, by its route; a piece of work
//! that the server does by itself. It has the fields that are declared here and no others. Nothing of a person is in
//! them: no address that was asked for, no body, no header, no name, no client; and of what is logged meanwhile nothing
//! either. Pages that are shown again as they were kept have none, as they are not counted among the requests.
//!
//! Spans wait for a thread of their own, which sends them as OTLP (protobuf over HTTP): 2048 at most, and what is too
//! many is dropped, so that a collector that is slow or away holds up nobody. The log says so once, and again when it
//! is back. What else the SDK of OpenTelemetry takes from the environment holds, `OTEL_TRACES_SAMPLER`,
//! `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_SERVICE_NAME`, `OTEL_EXPORTER_OTLP_HEADERS` and `OTEL_BSP_…` among it.

mod line;

use std::{net::SocketAddr, time::Duration};

use axum::{
    extract::{ConnectInfo, Request},
    http::Uri,
};
use opentelemetry::{
    Context, KeyValue,
    propagation::{Extractor, TextMapPropagator as _},
    trace::TracerProvider as _,
};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::{
    Resource,
    propagation::TraceContextPropagator,
    trace::{SdkTracerProvider, Tracer},
};
use tokio::runtime::Handle;
use tracing::{Span, field::Empty, level_filters::LevelFilter};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::{Layer, filter::FilterFn, registry::LookupSpan};

use crate::house::House;
use line::Line;

/// The target of spans, of which the log has none.
pub(crate) const SPANS: &str = "yaodian::spans";
/// How the product is called where `OTEL_SERVICE_NAME` does not say otherwise.
const SERVICE: &str = "yaodian";
/// How long the last spans may take to go out when the server stops.
const LAST: Duration = Duration::from_secs(3);
/// The header by which whoever asks tells of which trace a request is a part (W3C Trace Context).
const PARENT: &str = "traceparent";

/// Where spans go.
#[derive(clap::Args)]
pub(crate) struct Told {
    /// The collector of OpenTelemetry that spans of requests and of background work are sent to, by OTLP over HTTP:
    /// http://127.0.0.1:4318. Nothing is sent without it. Spans hold nothing of persons.
    #[arg(
        long,
        env = "OTEL_EXPORTER_OTLP_ENDPOINT",
        value_name = "URL",
        hide_env_values = true
    )]
    otlp_endpoint: Option<String>,
}

/// What sends spans.
pub(crate) struct Traces(SdkTracerProvider);

impl Told {
    /// What sends spans over connections of `runtime`, where there is a collector.
    pub(crate) fn begin(&self, runtime: &Handle) -> Result<Option<Traces>, String> {
        // The standard has it that an empty variable is none.
        let Some(endpoint) = self.otlp_endpoint.as_deref().filter(|told| !told.is_empty()) else {
            return Ok(None);
        };
        let failed = |why: &dyn std::fmt::Display| format!("--otlp-endpoint: {why}");
        let address = address(endpoint).ok_or_else(|| {
            failed(&"not an address of a collector, as http://127.0.0.1:4318 is; keys for it stand in OTEL_EXPORTER_OTLP_HEADERS")
        })?;
        let line = Line::new(runtime.clone()).map_err(|error| failed(&error))?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(line)
            .with_endpoint(address)
            .build()
            .map_err(|error| failed(&error))?;
        let mut resource =
            Resource::builder().with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
        if std::env::var_os("OTEL_SERVICE_NAME").is_none() {
            resource = resource.with_service_name(SERVICE);
        }
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource.build())
            .build();
        Ok(Some(Traces(provider)))
    }
}

/// Where traces are taken in, by the address of a collector.
fn address(collector: &str) -> Option<String> {
    let uri: Uri = collector.parse().ok()?;
    let known = matches!(uri.scheme_str(), Some("http" | "https"));
    let plain = uri.query().is_none() && !uri.authority()?.as_str().contains('@');
    (known && plain).then(|| format!("{}/v1/traces", collector.trim_end_matches('/')))
}

impl Traces {
    /// Takes spans, and nothing else, from what the program tells of itself.
    pub(crate) fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: tracing::Subscriber + for<'span> LookupSpan<'span>,
    {
        let tracer: Tracer = self.0.tracer(SERVICE);
        let spans = FilterFn::new(|about| about.is_span() && about.target() == SPANS);
        tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_level(false)
            .with_target(false)
            .with_filter(spans.with_max_level_hint(LevelFilter::INFO))
    }

    /// Sends what waits, for as long as that may take. Blocks.
    pub(crate) fn end(self) {
        if let Err(error) = self.0.shutdown_with_timeout(LAST) {
            tracing::warn!(%error, "the last traces were not taken");
        }
    }
}

/// The span of a request to a route: of a trace that goes on where a proxy of ours says so, else of its own.
pub(crate) fn request(house: &House, request: &Request, method: &'static str, route: &str) -> Span {
    let span = tracing::info_span!(
        target: SPANS,
        parent: None,
        "request",
        "otel.name" = Empty,
        "otel.kind" = "server",
        "otel.status_code" = Empty,
        "http.request.method" = method,
        "http.route" = route,
        "http.response.status_code" = Empty,
        "yaodian.incident" = Empty,
    );
    if span.is_disabled() {
        return span;
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if peer.is_some_and(|ConnectInfo(peer)| house.clients.is_proxy(peer.ip())) {
        let told = request.headers().get(PARENT).and_then(|value| value.to_str().ok());
        let parent = TraceContextPropagator::new().extract_with_context(&Context::new(), &Parent(told));
        // There is somebody to set it for: the span is not disabled.
        let _ = span.set_parent(parent);
    }
    span.record("otel.name", format!("{method} {route}"));
    span
}

/// Says with which status a request was answered.
pub(crate) fn answered(span: &Span, status: u16) {
    span.record("http.response.status_code", status);
    if status >= 500 {
        span.record("otel.status_code", "ERROR");
    }
}

/// Says under which number the log tells of what went wrong with the request under way.
pub(crate) fn incident(number: &str) {
    Span::current().record("yaodian.incident", number);
}

/// The span of something that the server does by itself.
pub(crate) fn work(what: &'static str) -> Span {
    tracing::info_span!(target: SPANS, "work", "otel.name" = what)
}

/// What a proxy says of the trace. It may add words of others (`tracestate`), which are left alone.
struct Parent<'a>(Option<&'a str>);

impl Extractor for Parent<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        (key == PARENT).then_some(self.0).flatten()
    }

    fn keys(&self) -> Vec<&str> {
        vec![PARENT]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (told, expected) in [
            ("http://127.0.0.1:4318", Some("http://127.0.0.1:4318/v1/traces")),
            (
                "https://otel.example.org/in/",
                Some("https://otel.example.org/in/v1/traces"),
            ),
            ("127.0.0.1:4318", None),
            ("grpc://127.0.0.1:4317", None),
            ("https://me:s3cr3t@otel.example.org", None),
            ("https://otel.example.org/?key=s3cr3t", None),
            ("/v1/traces", None),
        ] {
            assert_eq!(address(told).as_deref(), expected, "{told}");
        }
    }
}
