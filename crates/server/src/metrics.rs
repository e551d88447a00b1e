//! 运行指标: what Prometheus reads at `/metrics`.
//!
//! Nothing here tells of a person: requests are counted by the route that answered them (`/target/{id}`), never by
//! the address that was asked for, and addresses of clients are counted nowhere.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64},
    },
    time::{Duration, SystemTime},
};

use axum::{
    body::Body,
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::{ConstGauge, Gauge},
        histogram::{Histogram, exponential_buckets},
        info::Info,
    },
    registry::{Registry, Unit},
};
use std::net::{IpAddr, SocketAddr};
use tracing::Instrument as _;
use yaodian_contract::Kind;

use crate::{house::House, traces, web::Ask};

/// A request, as far as it is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    /// The route, as in `/target/{id}`; `none` where no route is.
    route: String,
    method: &'static str,
    status: u16,
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// What is counted while the server runs; clones count together.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    /// Requests that are being answered.
    under_way: Gauge,
    /// Pages that were shown as they were kept.
    pub(crate) kept: Counter,
    /// Requests that were answered from a replica of the database.
    pub(crate) replica: Counter,
    memory: Gauge<u64, AtomicU64>,
    connections: Gauge,
    idle: Gauge,
    audit: Gauge<i64, AtomicI64>,
    audit_findings: Gauge<i64, AtomicI64>,
    audit_computed: Gauge<i64, AtomicI64>,
}

/// From half a millisecond to eight seconds.
fn buckets() -> Histogram {
    Histogram::new(exponential_buckets(0.0005, 2.0, 15))
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("yaodian");
        let requests = Family::default();
        let seconds = Family::new_with_constructor(buckets as fn() -> Histogram);
        let (under_way, kept, memory) = (Gauge::default(), Counter::default(), Gauge::default());
        let replica = Counter::default();
        let (connections, idle, audit) = (Gauge::default(), Gauge::default(), Gauge::default());
        let (audit_findings, audit_computed) = (Gauge::default(), Gauge::default());
        registry.register(
            "http_requests",
            "Requests that a route answered, kept pages aside",
            Family::clone(&requests),
        );
        registry.register_with_unit(
            "http_request",
            "How long a route took to answer",
            Unit::Seconds,
            Family::clone(&seconds),
        );
        registry.register(
            "http_requests_under_way",
            "Requests that are being answered",
            Gauge::clone(&under_way),
        );
        registry.register(
            "pages_kept",
            "Public pages that were shown again as they had been rendered",
            Counter::clone(&kept),
        );
        registry.register(
            "replica_requests",
            "Requests that were answered from a replica of the database",
            Counter::clone(&replica),
        );
        registry.register_with_unit(
            "resident_memory",
            "Memory that the process holds",
            Unit::Bytes,
            Gauge::clone(&memory),
        );
        registry.register(
            "database_connections",
            "Connections to the database",
            Gauge::clone(&connections),
        );
        registry.register(
            "database_connections_idle",
            "Connections to the database that wait for work",
            Gauge::clone(&idle),
        );
        registry.register("audit_rows", "Rows of the audit", Gauge::clone(&audit));
        registry.register(
            "audit_findings",
            "What did not fit when all of the audit was last computed anew and records were held against it; -1 before that",
            Gauge::clone(&audit_findings),
        );
        registry.register_with_unit(
            "audit_computed_time",
            "When that was, since 1970; 0 before that",
            Unit::Seconds,
            Gauge::clone(&audit_computed),
        );
        let started = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let started = ConstGauge::new(started.unwrap_or_default().as_secs());
        registry.register_with_unit(
            "start_time",
            "When the process began, since 1970",
            Unit::Seconds,
            started,
        );
        let build = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The program", build);
        Self {
            registry,
            requests,
            seconds,
            under_way,
            kept,
            replica,
            memory,
            connections,
            idle,
            audit,
            audit_findings,
            audit_computed,
        }
    }
}

impl Metrics {
    fn answered(&self, route: String, method: &'static str, status: u16, took: Duration) {
        let of_route = Route { route: route.clone() };
        self.seconds.get_or_create(&of_route).observe(took.as_secs_f64());
        let answered = Answered { route, method, status };
        self.requests.get_or_create(&answered).inc();
    }
}

/// A method by name; others than those of HTTP count as one, so that nobody can make up counters.
pub(crate) fn named(method: &axum::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// Counts what passes; and says it in the log where that is asked for (`yaodian::requests=debug`), and in a span.
pub(crate) async fn count(State(house): State<House>, request: Request, next: Next) -> Response {
    let metrics = house.metrics.clone();
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or_else(|| "none".to_owned(), |route| route.as_str().to_owned());
    let method = named(request.method());
    let begin = std::time::Instant::now();
    metrics.under_way.inc();
    let under_way = Ended(metrics.clone());
    let span = traces::request(&house, &request, method, &route);
    let response = next.run(request).instrument(span.clone()).await;
    drop(under_way);
    let (status, took) = (response.status().as_u16(), begin.elapsed());
    tracing::debug!(
        target: "yaodian::requests",
        route,
        method,
        status,
        milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
    );
    traces::answered(&span, status);
    metrics.answered(route, method, status, took);
    response
}

/// One request less, also where whoever asked has gone away.
struct Ended(Arc<Metrics>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.under_way.dec();
    }
}

/// Headers by which a proxy tells that somebody else asks.
const FORWARDED: [&str; 3] = ["forwarded", "x-forwarded-for", "x-real-ip"];

/// Whether whoever asks may read the metrics: a program on this machine, asking by itself, or an address that was
/// named for it.
fn may_read(peer: Option<IpAddr>, headers: &HeaderMap, named: &[IpAddr]) -> bool {
    let Some(peer) = peer.map(|peer| peer.to_canonical()) else {
        return false;
    };
    let forwarded = FORWARDED.iter().any(|name| headers.contains_key(*name));
    named.contains(&peer) || peer.is_loopback() && !forwarded
}

/// `/metrics`, in the text form of OpenMetrics.
pub(crate) async fn show(State(house): State<House>, ask: Ask, request: Request<Body>) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(peer)| peer.ip());
    if !may_read(peer, request.headers(), &house.metrics_for) {
        // Who may not read them need not know that they are there.
        return ask.refuse(&Kind::NotFound);
    }
    let metrics = &house.metrics;
    if let Ok(head) = house.store.audit_head().await {
        metrics.audit.set(head.seq);
    }
    let computed = house.audited.last();
    let findings = computed.as_ref().map(|check| check.findings());
    (metrics.audit_findings).set(findings.map_or(-1, |n| i64::try_from(n).unwrap_or(i64::MAX)));
    (metrics.audit_computed).set(computed.map_or(0, |check| check.at.as_second()));
    let [all, idle] = house.store.connections().map(i64::from);
    metrics.connections.set(all);
    metrics.idle.set(idle);
    metrics.memory.set(resident());
    let mut text = String::new();
    if encode(&mut text, &metrics.registry).is_err() {
        return ask.refuse(&Kind::NotFound);
    }
    let media = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    (
        [(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, "no-store")],
        text,
    )
        .into_response()
}

/// Bytes that the process holds in memory; 0 where the system does not tell.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status.lines().find_map(|line| {
        let value = line.strip_prefix("VmRSS:")?;
        value.trim().strip_suffix(" kB")?.parse::<u64>().ok()
    });
    kib.unwrap_or_default() * 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reads_them() {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let plain = HeaderMap::new();
        let mut forwarded = HeaderMap::new();
        forwarded.insert("x-forwarded-for", "192.0.2.7".parse().unwrap());
        let named = [address("10.0.0.9")];
        for (peer, headers, expected) in [
            ("127.0.0.1", &plain, true),
            ("::1", &plain, true),
            ("::ffff:127.0.0.1", &plain, true),
            ("127.0.0.1", &forwarded, false),
            ("10.0.0.9", &forwarded, true),
            ("10.0.0.8", &plain, false),
        ] {
            assert_eq!(may_read(Some(address(peer)), headers, &named), expected, "{peer}");
        }
        assert!(!may_read(None, &plain, &named));
    }

    #[test]
    fn what_is_written() {
        let metrics = Metrics::default();
        metrics.answered("/target/{id}".to_owned(), "GET", 200, Duration::from_millis(3));
        let mut text = String::new();
        encode(&mut text, &metrics.registry).unwrap();
        let line = "yaodian_http_requests_total{route=\"/target/{id}\",method=\"GET\",status=\"200\"} 1";
        assert!(text.contains(line), "{text}");
        assert!(
            text.contains("yaodian_http_request_seconds_count{route=\"/target/{id}\"} 1"),
            "{text}"
        );
        assert!(text.ends_with("# EOF\n"));
    }
}
