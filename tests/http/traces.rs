//! 追踪: what a collector of OpenTelemetry is told, and that nobody notices where it is away.

use std::{fs::File, path::Path, time::Duration};

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;
use yaodian_tests::{
    Server, TRIAL_PEOPLE,
    collector::{Collector, said},
    encoded, free_port, until, yaodian,
};

/// The variable of the standard.
const ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
/// A trace of somebody else, and the span in it that asks.
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const ASKING: &str = "b7ad6b7169203331";
/// The server's kind of span, by the protocol.
const SERVER: i32 = 2;

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[tokio::test]
async fn it_is_told_of_requests_and_of_nobody() {
    let collector = Collector::start().await;
    let env = vec![(ENDPOINT, collector.url())];
    let server = Server::told(env, &["--trial", "--proxy", "127.0.0.1"], TRIAL_PEOPLE).await;
    let link = server.links[0].rsplit('/').next().unwrap().to_owned();
    let (reporter, office) = (server.by_link(0).await, server.by_link(2).await);
    let agent = "Gecko-of-one-person";
    let told = format!("00-{TRACE}-{ASKING}-01");
    let asked = reporter
        .request(Method::GET, &format!("/search?q={}", encoded("某个人的名字")))
        .header("traceparent", &told)
        .header("tracestate", "vendor=somebody")
        .header("x-forwarded-for", "203.0.113.77")
        .header("user-agent", agent);
    assert_eq!(asked.send().await.unwrap().status().as_u16(), 200);
    let form = [("login", "who-signs-in"), ("password", "the password that was typed")];
    let refused = server.visitor().form("/sign-in", &form).await.status().as_u16();
    let draft = json!({
        "target": "zero-waste-cities", "period": "2023-Q3", "read": null,
        "typed": { "words": "填报里的话" }, "progress": "填报里的话", "send": false,
    });
    assert_eq!(reporter.post("/api/v1/reports", &draft).await.0, 200);
    assert_eq!(reporter.get("/no-such-page/of-somebody").await.status().as_u16(), 404);
    office.move_to("2023-09-26").await;
    let cookie = reporter.cookie().split_once('=').unwrap().1.to_owned();
    server.stop().await;

    let spans = collector.spans();
    let of = |route: &str, method: &str| {
        let mut found = spans.iter().filter(|span| {
            said(span, "http.route") == route && said(span, "http.request.method") == method && span.kind == SERVER
        });
        found.next().unwrap_or_else(|| panic!("{method} {route}: {spans:?}"))
    };
    for (route, method, status) in [
        ("/search", "GET", 200),
        ("/sign-in", "POST", refused),
        ("/api/v1/reports", "POST", 200),
        ("/api/v1/trial/day", "POST", 200),
        ("none", "GET", 404),
    ] {
        let span = of(route, method);
        assert_eq!(said(span, "http.response.status_code"), status.to_string(), "{route}");
        assert_eq!(span.name, format!("{method} {route}"));
        assert!(span.end_time_unix_nano > span.start_time_unix_nano, "{route}");
        assert!(span.events.is_empty(), "{span:?}");
    }
    // The proxy's trace goes on, and another begins for each of the others.
    let searched = of("/search", "GET");
    assert_eq!(
        (hex(&searched.trace_id), hex(&searched.parent_span_id)),
        (TRACE.into(), ASKING.into())
    );
    let (reported, moved) = (of("/api/v1/reports", "POST"), of("/api/v1/trial/day", "POST"));
    assert!(reported.parent_span_id.is_empty() && reported.trace_id != moved.trace_id);
    // What is done for a request is a part of it.
    let round = spans
        .iter()
        .find(|span| span.name == "daily round" && span.parent_span_id == moved.span_id);
    assert_eq!(round.expect("a round").trace_id, moved.trace_id);

    let private = [
        "某个人的名字",
        &encoded("某个人的名字"),
        "who-signs-in",
        "the password that was typed",
        "填报里的话",
        "of-somebody",
        "vendor",
        "203.0.113.77",
        agent,
        &cookie,
        &link,
        "张三",
        "reporter",
    ];
    for (_, body) in collector.told() {
        for text in private {
            let there = body.windows(text.len()).any(|bytes| bytes == text.as_bytes());
            assert!(!there, "{text}");
        }
    }
}

#[tokio::test]
async fn who_is_no_proxy_says_nothing_of_the_trace() {
    let collector = Collector::start().await;
    let data = TempDir::new().unwrap();
    let settings = data.path().join("settings.toml");
    std::fs::write(&settings, format!("otlp-endpoint = \"{}/\"\n", collector.url())).unwrap();
    let flags = ["--config", settings.to_str().unwrap(), "--trial"];
    let server = Server::start_in(data, &flags, TRIAL_PEOPLE).await;
    let asked = server.visitor().request(Method::GET, "/healthz");
    let asked = asked.header("traceparent", format!("00-{TRACE}-{ASKING}-01"));
    assert_eq!(asked.send().await.unwrap().status().as_u16(), 200);
    server.stop().await;
    let spans = collector.spans();
    let span = spans.iter().find(|span| said(span, "http.route") == "/healthz");
    let span = span.expect("the request");
    assert!(
        hex(&span.trace_id) != TRACE && span.parent_span_id.is_empty(),
        "{span:?}"
    );
}

#[tokio::test]
async fn nothing_is_sent_that_was_not_asked_for() {
    let collector = Collector::start().await;
    let env = vec![
        (ENDPOINT, String::new()),
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.url()),
        ("OTEL_TRACES_EXPORTER", "otlp".to_owned()),
    ];
    let server = Server::told(env, &["--trial"], TRIAL_PEOPLE).await;
    server.visitor().page("/search?q=x").await;
    server.stop().await;
    assert_eq!(collector.told(), []);
}

/// A trial that sends to this port, queues 64 spans, and whose log is at `log`.
async fn sending_to(port: u16, log: &Path) -> Server {
    let mut command = yaodian();
    command
        .env(ENDPOINT, format!("http://127.0.0.1:{port}"))
        .env("OTEL_BSP_MAX_QUEUE_SIZE", "64")
        .env("OTEL_BSP_SCHEDULE_DELAY", "100")
        .stderr(File::create(log).unwrap());
    Server::start_by(command, TempDir::new().unwrap(), &["--trial"], TRIAL_PEOPLE).await
}

/// Requests that are all answered, many more than are queued.
async fn ask_away(server: &Server) {
    let visitor = server.visitor();
    for _ in 0..20 {
        let answered = join_all((0..25).map(|_| visitor.get("/healthz"))).await;
        assert!(answered.iter().all(|answer| answer.status().as_u16() == 200));
    }
}

#[tokio::test]
async fn a_collector_that_is_away_hinders_nobody() {
    let (port, folder) = (free_port(), TempDir::new().unwrap());
    let log = folder.path().join("log");
    let server = sending_to(port, &log).await;
    let said = |what: &str| std::fs::read_to_string(&log).unwrap().matches(what).count();
    ask_away(&server).await;
    until(async || (said("the collector of traces takes nothing") == 1).then_some(())).await;
    ask_away(&server).await;

    let collector = Collector::at(port).await;
    until(async || {
        server.visitor().page("/healthz").await;
        (said("the collector takes traces again") == 1 && !collector.spans().is_empty()).then_some(())
    })
    .await;
    assert_eq!(said("the collector of traces takes nothing"), 1, "once");
    server.stop().await;
}

#[tokio::test]
async fn nor_does_one_that_never_answers() {
    let silent = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let folder = TempDir::new().unwrap();
    let log = folder.path().join("log");
    let server = sending_to(silent.local_addr().unwrap().port(), &log).await;
    ask_away(&server).await;
    tokio::time::timeout(Duration::from_secs(8), server.stop())
        .await
        .expect("it stops");
    let log = std::fs::read_to_string(&log).unwrap();
    assert!(log.contains("the last traces were not taken"), "{log}");
}

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    let mut command = yaodian();
    command.args(["serve", "--trial", "--otlp-endpoint", "http://me:s3cr3t@127.0.0.1:4318"]);
    let ended = command.output().await.unwrap();
    let told = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(2), "{told}");
    assert!(
        told.contains("--otlp-endpoint: not an address") && !told.contains("s3cr3t"),
        "{told}"
    );
}
