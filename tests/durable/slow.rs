//! Clients that are slow, and clients that are dead without a word.

use std::time::{Duration, Instant};

use futures_util::stream;
use reqwest::{Body, Method};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use yaodian_tests::{Server, TRIAL_PEOPLE};

use crate::{TARGET, file};

const PATIENCE: Duration = Duration::from_secs(2);

async fn server() -> Server {
    Server::start(&["--trial", "--patience", "2"], TRIAL_PEOPLE).await
}

async fn connected(server: &Server) -> TcpStream {
    let address = server.base.strip_prefix("http://").unwrap();
    TcpStream::connect(address).await.unwrap()
}

/// Sends byte by byte, until the other side has had enough; what it said.
async fn trickled(stream: &mut TcpStream, mut text: impl Iterator<Item = u8>) -> String {
    let mut heard = Vec::new();
    let mut each = tokio::time::interval(Duration::from_millis(50));
    let mut piece = [0; 1024];
    loop {
        tokio::select! {
            read = stream.read(&mut piece) => match read {
                Ok(0) | Err(_) => return String::from_utf8_lossy(&heard).into_owned(),
                Ok(read) => heard.extend_from_slice(&piece[..read]),
            },
            _ = each.tick() => {
                let next = [text.next().expect("the server has patience without end")];
                if stream.write_all(&next).await.is_err() {
                    return String::from_utf8_lossy(&heard).into_owned();
                }
            }
        }
    }
}

#[tokio::test]
async fn heads_and_bodies_that_trickle_are_given_up() {
    let server = server().await;
    let reporter = server.by_link(0).await;
    let mut stream = connected(&server).await;
    let began = Instant::now();
    let head = b"GET / HTTP/1.1\r\nhost: a\r\nx: "
        .iter()
        .copied()
        .chain(std::iter::repeat_n(b'a', 400));
    trickled(&mut stream, head).await;
    assert!(began.elapsed() >= PATIENCE, "given time");

    for path in [
        format!("/api/v1/targets/{TARGET}/files?name=a.pdf"),
        "/api/v1/reports".to_owned(),
    ] {
        let mut stream = connected(&server).await;
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: a\r\ncookie: {}\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n",
            reporter.cookie()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let began = Instant::now();
        let heard = trickled(&mut stream, std::iter::repeat_n(b' ', 400)).await;
        assert!(began.elapsed() >= PATIENCE, "given time");
        assert!(heard.starts_with("HTTP/1.1 408 "), "{heard}");
        assert!(heard.contains("\"too-slow\""), "{heard}");
    }
    let staged = server.data.path().join("files/uploads");
    assert!(std::fs::read_dir(staged).unwrap().next().is_none());
}

#[tokio::test]
async fn an_upload_that_is_slow_and_alive_goes_on() {
    let server = server().await;
    let reporter = server.by_link(0).await;
    let whole = [file("slow"), vec![b' '; 40_000]].concat();
    let pieces: Vec<Vec<u8>> = whole.chunks(4_096).map(<[u8]>::to_vec).collect();
    let pieces = stream::unfold(pieces.into_iter(), |mut pieces| async move {
        tokio::time::sleep(Duration::from_millis(500)).await;
        pieces.next().map(|piece| (Ok::<_, std::io::Error>(piece), pieces))
    });
    let began = Instant::now();
    let request = reporter.request(Method::POST, &format!("/api/v1/targets/{TARGET}/files?name=a.pdf"));
    let kept: Value = request
        .body(Body::wrap_stream(pieces))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert!(began.elapsed() > 2 * PATIENCE, "much longer than the patience");
    assert_eq!(kept["bytes"], whole.len(), "{kept}");
}

#[tokio::test]
async fn whoever_takes_nothing_of_an_answer_is_given_up() {
    let server = server().await;
    // More than fits into the buffers between the two.
    let mut streams = Vec::new();
    for _ in 0..4 {
        let mut stream = connected(&server).await;
        for _ in 0..400 {
            stream
                .write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
                .await
                .unwrap_or_default();
        }
        streams.push(stream);
    }
    // Nothing is read until the server has closed its end.
    yaodian_tests::until(async || (sockets(&server) == 0).then_some(())).await;
    drop(streams);
    assert_eq!(server.visitor().page("/healthz").await, "ok");
}

/// How many connections of clients the server holds.
fn sockets(server: &Server) -> usize {
    let port: u16 = server.base.rsplit_once(':').unwrap().1.parse().unwrap();
    let local = format!(":{port:04X}");
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let rows = table
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().collect::<Vec<_>>());
    // 01: established, with a process that holds it.
    rows.filter(|row| row[1].ends_with(&local) && row[3] == "01" && row[9] != "0")
        .count()
}
