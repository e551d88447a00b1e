//! A trial server that is started to be measured.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::http;
use crate::process::{self, check_interrupt};

/// What to start.
pub struct Setting {
    /// The program.
    pub server: PathBuf,
    /// The site folder.
    pub site: PathBuf,
    /// The folder of plans.
    pub seeds: PathBuf,
    /// Where it keeps its data and, beside them, its log.
    pub data: PathBuf,
}

/// A running server; stopped when dropped.
pub struct Trial {
    child: Child,
    log: PathBuf,
    /// Where it answers on loopback.
    pub port: u16,
    /// From the start of the program to its first answer.
    pub start: Duration,
}

impl Trial {
    /// Starts the server and waits until it says that it is ready.
    pub fn start(setting: &Setting) -> Result<Self> {
        Self::start_with(setting, &[])
    }

    /// The same, with more arguments for `yaodian serve`.
    pub fn start_with(setting: &Setting, more: &[&str]) -> Result<Self> {
        Self::start_patiently(setting, more, Duration::from_mins(2))
    }

    /// The same of a server that has so much to do first.
    pub fn start_patiently(setting: &Setting, more: &[&str], patience: Duration) -> Result<Self> {
        let port = free_port()?;
        let log_file = setting.data.with_extension("log");
        let log = File::create(&log_file).with_context(|| format!("could not make {}", log_file.display()))?;
        let begin = Instant::now();
        let child = process::spawn(
            Command::new(&setting.server)
                .args(["serve", "--trial", "--client-rate", "0", "--listen"])
                .arg(format!("127.0.0.1:{port}"))
                .arg("--site")
                .arg(&setting.site)
                .arg("--seeds")
                .arg(&setting.seeds)
                .arg("--data-dir")
                .arg(&setting.data)
                .args(more)
                .stdout(log.try_clone().context("could not open a log")?)
                .stderr(log),
        )?;
        let mut trial = Self {
            child,
            log: log_file.clone(),
            port,
            start: Duration::ZERO,
        };
        loop {
            if http::get(port, "/healthz", &[]).is_ok() {
                trial.start = begin.elapsed();
                return Ok(trial);
            }
            check_interrupt()?;
            let stopped = matches!(trial.child.try_wait(), Ok(Some(_)));
            if stopped || begin.elapsed() > patience {
                let log = fs::read_to_string(&log_file).unwrap_or_default();
                bail!("the server did not answer GET /healthz with 200; it says:\n{log}");
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// The path of somebody's link, as the trial printed it: of the `reporter`, the `reviewer` and others.
    pub fn link(&self, who: &str) -> Result<String> {
        let log = fs::read_to_string(&self.log).with_context(|| format!("could not read {}", self.log.display()))?;
        let line = log.lines().rfind(|line| line.contains(who));
        let at = line.and_then(|line| Some((line, line.find("/sign-in/")?)));
        let (line, at) = at.with_context(|| format!("the trial printed no link for the {who}"))?;
        Ok(line[at..].trim().to_owned())
    }

    /// The cookie of a session of somebody's.
    pub fn sign_in(&self, who: &str) -> Result<String> {
        let signed_in = http::request(self.port, "GET", &self.link(who)?, &[], "")?;
        signed_in.cookie.context("the link opened no session")
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory in KiB.
    pub fn resident(&self) -> Result<u64> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(&path).with_context(|| format!("could not read {path}"))?;
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|value| value.trim().strip_suffix(" kB")?.parse().ok())
            .with_context(|| format!("{path} names no VmRSS"))
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        process::terminate(&mut self.child, Duration::from_secs(10));
    }
}

/// A port that nobody listens on.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("there is no free port")?;
    Ok(listener.local_addr()?.port())
}

/// A folder that is removed when dropped.
pub struct Scratch(PathBuf);

impl Scratch {
    /// A fresh one.
    pub fn new(purpose: &str) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("yaodian-{purpose}-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("could not make {}", folder.display()))?;
        Ok(Self(folder))
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
