//! A real SMTP server for a test.

use std::{path::PathBuf, process::Stdio, time::Duration};

use serde::Deserialize;
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// A mail that the server took.
#[derive(Debug, Clone, Deserialize)]
pub struct Mail {
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// Names and values, decoded.
    pub headers: Vec<(String, String)>,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// All of it.
    pub raw: String,
}

impl Mail {
    /// The value of a header.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }
}

/// The server; gone with this value.
pub struct Smtp {
    folder: TempDir,
    port: u16,
    child: Option<Child>,
}

/// Debian's own, which Debian's packages are for.
const PYTHON: &str = "/usr/bin/python3";

impl Smtp {
    /// A server that takes mail at once.
    pub async fn start() -> Self {
        Self::with_pace(Duration::ZERO).await
    }

    /// A server that takes so long for every mail.
    pub async fn with_pace(each: Duration) -> Self {
        let mut smtp = Self {
            folder: TempDir::new().unwrap(),
            port: 0,
            child: None,
        };
        smtp.up(each).await;
        smtp
    }

    /// Starts it, at the port that it had.
    pub async fn up(&mut self, each: Duration) {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("support/smtpd.py");
        let mut child = Command::new(PYTHON)
            .arg(script)
            .arg(self.mails())
            .arg(each.as_secs_f64().to_string())
            .arg(self.port.to_string())
            .kill_on_drop(true)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Debian's python3 with python3-aiosmtpd; `cargo xtask test` installs it");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next_line().await.unwrap().expect("python3-aiosmtpd is installed");
        self.port = line.parse().unwrap();
        self.child = Some(child);
    }

    /// Stops it without a warning.
    pub async fn down(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().await.unwrap();
        }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    fn mails(&self) -> PathBuf {
        self.folder.path().join("mails")
    }

    /// Puts mail to `later@…` off, or takes it from now on.
    pub fn put_off(&self, yes: bool) {
        let mark = self.folder.path().join("mails.later");
        if yes {
            std::fs::write(mark, "").unwrap();
        } else {
            std::fs::remove_file(mark).unwrap();
        }
    }

    /// What it has taken so far.
    pub fn taken(&self) -> Vec<Mail> {
        let text = std::fs::read_to_string(self.mails()).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// What it has taken, once that is at least so many.
    pub async fn wait_for(&self, number: usize) -> Vec<Mail> {
        crate::until(async || {
            let taken = self.taken();
            (taken.len() >= number).then_some(taken)
        })
        .await
    }
}
