//! Told to stop, as a service manager does: no request is lost, and the server ends by itself in time.

use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use futures_util::{future::join_all, stream};
use reqwest::{Body, Method, Response, header};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::mpsc,
    task::JoinHandle,
    time::timeout,
};
use yaodian_tests::{Server, TRIAL_PEOPLE, Visitor, free_port, postgres::Database, until};

use crate::{
    LEDGER, TARGET, begun,
    checks::{each_once, holds},
    entry, file,
    writers::Crew,
};

/// How often the server is stopped under those who write.
const STOPS: u64 = 8;
/// Longer than the end takes where nobody has to be waited for.
const SOON: Duration = Duration::from_secs(8);

async fn connected(server: &Server) -> TcpStream {
    let address = server.base.strip_prefix("http://").unwrap();
    TcpStream::connect(address).await.unwrap()
}

/// A request with somebody's session, on a connection that he means to keep.
fn request(visitor: &Visitor, line: &str, body: &str) -> String {
    let cookie = visitor.cookie();
    format!(
        "{line} HTTP/1.1\r\nhost: a\r\ncookie: {cookie}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// All that comes until the other side closes the connection, well.
async fn rest(stream: &mut TcpStream) -> String {
    let mut heard = Vec::new();
    stream.read_to_end(&mut heard).await.unwrap();
    String::from_utf8(heard).unwrap()
}

/// Waits until nobody is let in any more.
async fn closed(server: &Server) {
    let address = server.base.strip_prefix("http://").unwrap();
    until(async || TcpStream::connect(address).await.err()).await;
}

/// A file on its way, in pieces that are given here.
fn sent_in_pieces(visitor: &Visitor, name: &str) -> (mpsc::Sender<Vec<u8>>, JoinHandle<Response>) {
    let (pieces, come) = mpsc::channel::<Vec<u8>>(1);
    let body = stream::unfold(come, |mut come| async move {
        come.recv().await.map(|piece| (Ok::<_, std::io::Error>(piece), come))
    });
    let request = visitor
        .request(Method::POST, &format!("/api/v1/targets/{TARGET}/files?name={name}.pdf"))
        .header("idempotency-key", name)
        .body(Body::wrap_stream(body));
    let answer = tokio::spawn(async move { request.send().await.expect("an answer") });
    (pieces, answer)
}

async fn under_the_writers(url: &str, data: TempDir) {
    let listen = format!("127.0.0.1:{}", free_port());
    let flags = ["--trial", "--listen", &listen, "--client-rate", "0"];
    let mut server = begun(data, url, &flags).await;
    let crew = Crew::begin(&server).await;
    for stop in 0..STOPS {
        // Each of them has something under way when it comes.
        if !crew.more(10 + stop).await {
            break;
        }
        server = server.stopped_and_started(&flags, TRIAL_PEOPLE).await;
    }
    let work = crew.work.clone();
    let all = crew.end().await;
    println!("{STOPS} stops, {} acknowledged", work.acknowledged());
    assert_eq!(work.broken.load(Ordering::SeqCst), 0, "whoever was let in is answered");
    assert_eq!(work.unanswered.load(Ordering::SeqCst), 0, "with the answer itself");
    holds(&server).await;
    let _data = server.stop().await;
    each_once(url, &all).await;
}

#[tokio::test]
async fn under_the_writers_on_sqlite() {
    let data = TempDir::new().unwrap();
    let url = format!("sqlite://{}/yaodian.sqlite", data.path().display());
    under_the_writers(&url, data).await;
}

#[tokio::test]
async fn under_the_writers_on_postgres() {
    let database = Database::new("stopped").await;
    under_the_writers(&database.url, TempDir::new().unwrap()).await;
    database.remove().await;
}

#[tokio::test]
async fn who_waits_to_be_let_in_is_served() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    // They were answered before, and keep their connections.
    let mut kept = Vec::new();
    for _ in 0..10 {
        let mut stream = connected(&server).await;
        stream
            .write_all(request(&reporter, "GET /healthz", "").as_bytes())
            .await
            .unwrap();
        let mut first = vec![0; 4096];
        let read = stream.read(&mut first).await.unwrap();
        assert!(first[..read].starts_with(b"HTTP/1.1 200 "));
        kept.push(stream);
    }
    // Nothing is taken from now on but by the kernel.
    server.signal("STOP").await;
    let mut asking = kept;
    for _ in 0..40 {
        asking.push(connected(&server).await);
    }
    let path = format!("POST {LEDGER}/entries");
    for (n, stream) in asking.iter_mut().enumerate() {
        let body = entry(&format!("A-{n}")).to_string();
        let asked = match n % 2 {
            0 => request(&reporter, &path, &body),
            _ => request(&reporter, "GET /search?q=x", ""),
        };
        stream.write_all(asked.as_bytes()).await.unwrap();
    }
    server.signal("TERM").await;
    server.signal("CONT").await;
    let answers = join_all(asking.iter_mut().map(rest)).await;
    for (n, answer) in answers.iter().enumerate() {
        assert!(answer.starts_with("HTTP/1.1 200 "), "{n}: {answer}");
        assert!(answer.contains("connection: close\r\n"), "{n}: {answer}");
    }
    let data = timeout(SOON, server.ended()).await.expect("it ends by itself");
    let server = Server::start_in(data, &["--trial"], TRIAL_PEOPLE).await;
    let (_, page) = server.by_link(0).await.json(&format!("{LEDGER}/entries")).await;
    assert_eq!(page["all"], 25, "what was acknowledged is there");
}

#[tokio::test]
async fn who_asks_nothing_holds_nobody_up() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    let mut silent = Vec::new();
    for _ in 0..10 {
        silent.push(connected(&server).await);
    }
    for _ in 0..10 {
        assert_eq!(office.page("/healthz").await, "ok");
        let mut stream = connected(&server).await;
        stream
            .write_all(request(&office, "GET /healthz", "").as_bytes())
            .await
            .unwrap();
        assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
        silent.push(stream);
    }
    // One that listens to what is new, and has heard something.
    let mut listening = connected(&server).await;
    let asked = request(&office, "GET /api/v1/cockpit/live", "");
    listening.write_all(asked.as_bytes()).await.unwrap();
    let mut heard = String::new();
    while !heard.contains("data:") {
        let mut piece = vec![0; 4096];
        let read = listening.read(&mut piece).await.unwrap();
        assert!(read > 0, "{heard}");
        heard += std::str::from_utf8(&piece[..read]).unwrap();
    }
    let began = Instant::now();
    server.signal("TERM").await;
    let last = rest(&mut listening).await;
    assert!(last.ends_with("0\r\n\r\n"), "it ends as an answer does: {last:?}");
    for stream in &mut silent {
        assert_eq!(rest(stream).await, "");
    }
    timeout(SOON, server.ended()).await.expect("it ends by itself");
    assert!(began.elapsed() < SOON);
}

#[tokio::test]
async fn what_is_still_sent_is_waited_for() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let (pieces, answer) = sent_in_pieces(&reporter, "slow");
    pieces.send(file("slow")).await.unwrap();
    // On its way: the server has the head, and waits.
    let staged = server.data.path().join("files/uploads");
    let under_way = async || {
        let metrics = server.visitor().page("/metrics").await;
        // This question is one of them.
        metrics.contains("http_requests_under_way 2").then_some(())
    };
    until(under_way).await;
    server.signal("TERM").await;
    closed(&server).await;
    for _ in 0..10 {
        pieces.send(vec![b' '; 4_096]).await.unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    drop(pieces);
    let answer = answer.await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()[header::CONNECTION]),
        (200, &header::HeaderValue::from_static("close"))
    );
    let kept: Value = answer.json().await.unwrap();
    let data = timeout(SOON, server.ended()).await.expect("it ends by itself");
    assert!(std::fs::read_dir(staged).unwrap().next().is_none());
    let server = Server::start_in(data, &["--trial"], TRIAL_PEOPLE).await;
    let (code, _, said) = server.command(&["evidence", "check"]).await;
    assert_eq!(code, 0, "{said}");
    let (pieces, again) = sent_in_pieces(&server.by_link(0).await, "slow");
    pieces.send(file("slow")).await.unwrap();
    pieces.send(vec![b' '; 40_960]).await.unwrap();
    drop(pieces);
    let again: Value = again.await.unwrap().json().await.unwrap();
    assert_eq!(again["id"], kept["id"], "it is there, and once");
}

#[tokio::test]
async fn what_does_not_end_is_told_to_come_again() {
    let server = Server::start(&["--trial", "--stop-within", "2"], TRIAL_PEOPLE).await;
    let reporter = server.by_link(0).await;
    let (pieces, answer) = sent_in_pieces(&reporter, "endless");
    pieces.send(file("endless")).await.unwrap();
    until(async || {
        let metrics = server.visitor().page("/metrics").await;
        metrics.contains("http_requests_under_way 2").then_some(())
    })
    .await;
    let began = Instant::now();
    server.signal("TERM").await;
    let answer = timeout(SOON, answer).await.expect("it is answered").unwrap();
    assert!(began.elapsed() >= Duration::from_secs(2), "given time");
    assert_eq!(answer.status().as_u16(), 503);
    assert_eq!(answer.headers()[header::RETRY_AFTER], "5");
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(problem["code"], json!("stopping"), "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("再发一次"), "{problem}");
    let data = timeout(SOON, server.ended()).await.expect("it ends by itself");
    let evidence = data.path().join("files/evidence");
    assert!(!evidence.exists() || std::fs::read_dir(evidence).unwrap().next().is_none());
    let server = Server::start_in(data, &["--trial"], TRIAL_PEOPLE).await;
    let (again, kept) = sent_in_pieces(&server.by_link(0).await, "endless");
    again.send(file("endless")).await.unwrap();
    drop((again, pieces));
    assert_eq!(kept.await.unwrap().status().as_u16(), 200, "under the same name");
}

#[tokio::test]
async fn told_twice_it_waits_for_nobody() {
    let server = Server::start(&["--trial", "--stop-within", "600"], TRIAL_PEOPLE).await;
    let reporter = server.by_link(0).await;
    let mut stream = connected(&server).await;
    let head = request(&reporter, "POST /api/v1/reports", &" ".repeat(9));
    stream.write_all(&head.as_bytes()[..head.len() - 5]).await.unwrap();
    server.signal("TERM").await;
    closed(&server).await;
    server.signal("TERM").await;
    timeout(SOON, server.ended()).await.expect("it ends at once");
}
