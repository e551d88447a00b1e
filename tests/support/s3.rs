//! A real S3 server for a test: `s3s-fs`, which verifies signatures and keeps what it takes on disk.

use std::{net::TcpListener, path::PathBuf, process::Stdio};

use tempfile::TempDir;
use tokio::{
    net::TcpStream,
    process::{Child, Command},
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
