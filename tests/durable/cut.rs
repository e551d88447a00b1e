//! Connections that are cut, by a proxy in between that lets through so many bytes and no more.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use reqwest::Method;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use yaodian_tests::{Server, until};

use crate::{LEDGER, TARGET, entry, file};

/// A proxy that cuts a connection after so many bytes to the server, or so many back.
struct Cutting {
    base: String,
    there: Arc<AtomicU64>,
    back: Arc<AtomicU64>,
}

/// So many that none is cut.
const ALL: u64 = u64::MAX;

impl Cutting {
    async fn before(server: &Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let to = server.base.strip_prefix("http://").unwrap().to_owned();
        let cutting = Self {
            base,
            there: Arc::new(AtomicU64::new(ALL)),
            back: Arc::new(AtomicU64::new(ALL)),
        };
        let (there, back) = (cutting.there.clone(), cutting.back.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&to).await.unwrap();
                let limits = (there.load(Ordering::SeqCst), back.load(Ordering::SeqCst));
                tokio::spawn(async move {
                    let (client_in, client_out) = client.into_split();
                    let (server_in, server_out) = server.into_split();
                    // Whoever ends first ends both.
                    tokio::select! {
                        () = pass(client_in, server_out, limits.0) => {}
                        () = pass(server_in, client_out, limits.1) => {}
                    }
                });
            }
        });
        cutting
    }

    fn cut(&self, there: u64, back: u64) {
        self.there.store(there, Ordering::SeqCst);
        self.back.store(back, Ordering::SeqCst);
    }
}

async fn pass(from: impl tokio::io::AsyncRead + Unpin, mut to: impl tokio::io::AsyncWrite + Unpin, bytes: u64) {
    let mut from = from.take(bytes);
    let mut piece = vec![0; 4096];
    while let Ok(read) = from.read(&mut piece).await {
        if read == 0 || to.write_all(&piece[..read]).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn an_answer_that_never_came_is_asked_for_again() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let cutting = Cutting::before(&server).await;
    // A connection is cut by what held when it was made: each request takes a new one.
    let over = || reporter.over(&cutting.base);
    let path = format!("{LEDGER}/entries");
    for n in 0..5 {
        let key = format!("A-{n}");
        // The server does it, and nobody hears of it.
        cutting.cut(ALL, 10);
        assert!(over().post_once(&path, &key, &entry(&key)).await.is_err(), "cut");
        cutting.cut(ALL, ALL);
        let answer = until(async || {
            let answer = over().post_once(&path, &key, &entry(&key)).await.ok()?;
            (answer.status().as_u16() != 409).then_some(answer)
        })
        .await;
        assert_eq!(answer.status().as_u16(), 200);
        assert!(answer.headers().contains_key("idempotency-replayed"), "done before");
    }
    let (_, page) = reporter.json(&path).await;
    assert_eq!(page["all"], 5);
}

#[tokio::test]
async fn what_breaks_off_on_its_way_is_not_there() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let cutting = Cutting::before(&server).await;
    // A connection is cut by what held when it was made: each request takes a new one.
    let over = || reporter.over(&cutting.base);
    let files = format!("/api/v1/targets/{TARGET}/files?name=a.pdf");
    let uploads = format!("{LEDGER}/uploads?name=a.csv");
    let large = [file("large"), vec![b' '; 1 << 20]].concat();
    for path in [&files, &uploads] {
        for there in [1_000, 50_000, 1_000_000] {
            cutting.cut(there, ALL);
            let request = over().request(Method::POST, path).body(large.clone());
            assert!(request.send().await.is_err(), "{path} after {there} bytes");
        }
    }
    // Nothing of it is kept: neither rows nor what was staged.
    let staged = server.data.path().join("files/uploads");
    until(async || std::fs::read_dir(&staged).unwrap().next().is_none().then_some(())).await;
    let evidence = server.data.path().join("files/evidence");
    assert!(!evidence.exists() || std::fs::read_dir(evidence).unwrap().next().is_none());
    cutting.cut(ALL, ALL);
    let request = over().request(Method::POST, &files).body(file("whole"));
    let kept: Value = request.send().await.unwrap().json().await.unwrap();
    assert!(kept["id"].is_string(), "{kept}");

    // Downloads that break off cost nothing but themselves.
    cutting.cut(ALL, 2_000);
    for _ in 0..20 {
        let broken = async { over().request(Method::GET, "/").send().await?.bytes().await };
        assert!(broken.await.is_err());
    }
    assert_eq!(reporter.page("/healthz").await, "ok");
}
