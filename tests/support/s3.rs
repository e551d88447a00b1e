//! A real S3 server for a test: `s3s-fs`, which verifies signatures and keeps what it takes on disk.

use std::{convert::Infallible, net::TcpListener, path::PathBuf, process::Stdio};

use http_body_util::Full;
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tempfile::TempDir;
use tokio::{
    net::TcpStream,
    process::{Child, Command},
    task::JoinHandle,
};

use crate::{Env, place, until};

const KEY: &str = "yaodian";
const SECRET: &str = "a secret of the test";
/// The bucket that is there.
const BUCKET: &str = "plans";

/// The server; gone with this value.
pub struct S3 {
    folder: TempDir,
    port: u16,
    child: Option<Child>,
}

/// Says that it is busy.
pub struct Busy(JoinHandle<()>);

impl Busy {
    /// Its port is free after that.
    pub async fn end(self) {
        self.0.abort();
        let _ = self.0.await;
    }
}

impl S3 {
    /// A server with one empty bucket.
    pub async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::create_dir(folder.path().join(BUCKET)).unwrap();
        let free = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let mut s3 = Self {
            folder,
            port,
            child: None,
        };
        s3.up().await;
        s3
    }

    /// Starts it, where it was, with what it had.
    pub async fn up(&mut self) {
        let child = Command::new(place("YAODIAN_S3", "target/s3/bin/s3s-fs"))
            .args(["--host", "127.0.0.1", "--port", &self.port.to_string()])
            .args(["--access-key", KEY, "--secret-key", SECRET])
            .arg(self.folder.path())
            .kill_on_drop(true)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.child = Some(child);
        until(async || TcpStream::connect(("127.0.0.1", self.port)).await.ok()).await;
    }

    /// Stops it without a warning.
    pub async fn down(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().await.unwrap();
        }
    }

    /// Where it was something says that it is busy, to whatever it is asked, until it is told to end.
    pub async fn busy(&self) -> Busy {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        Busy(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let answer = service_fn(async |_: Request<Incoming>| {
                    let mut answer = Response::new(Full::<Bytes>::default());
                    *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
                    Ok::<_, Infallible>(answer)
                });
                let mut http = http1::Builder::new();
                // Who was answered comes again by another connection, and finds who is there then.
                let http = http.keep_alive(false);
                tokio::spawn(http.serve_connection(TokioIo::new(stream), answer));
            }
        }))
    }

    /// What tells a server that files are kept here, below a prefix.
    pub fn env(&self, prefix: &str) -> Env {
        self.env_with(prefix, SECRET)
    }

    /// The same with a secret that may be wrong.
    pub fn env_with(&self, prefix: &str, secret: &str) -> Env {
        vec![
            ("YAODIAN_FILES", format!("s3://{BUCKET}/{prefix}")),
            ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", self.port)),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", secret.to_owned()),
        ]
    }

    /// Where it keeps the objects below a prefix.
    pub fn folder(&self, prefix: &str) -> PathBuf {
        self.folder.path().join(BUCKET).join(prefix)
    }
}
