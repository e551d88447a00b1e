//! A real server for each test, and a browser to look at it.
//!
//! The programs are found through the environment that `cargo xtask test` sets, or where it would
//! have put them.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up must fail at once")]

pub mod browser;
pub mod collector;
pub mod cut;
mod places;
pub mod postgres;
pub mod provider;
pub mod replica;
pub mod s3;
mod seeded;
pub mod smtp;
mod visitor;

use std::{path::Path, process::Stdio, sync::Arc, time::Duration};

use futures_util::future::join_all;
use reqwest::{Client, StatusCode, redirect::Policy};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

pub use places::{axe, change_plan, seeds, site};
pub use visitor::{Visitor, case, encoded};

use places::place;

use postgres::Database;

/// The password of everybody who is let in at the command line.
pub const PASSWORD: &str = "a long password of the test";

/// The `yaodian` command.
pub fn yaodian() -> Command {
    let mut command = Command::new(place("YAODIAN_BIN", "target/debug/yaodian"));
    command.kill_on_drop(true).stdin(Stdio::null());
    command
}

/// Asks by HTTP, and follows no redirect. Nothing here speaks TLS this way; who might reads all certificates of the
/// machine, which takes a twentieth of a second for each client.
pub fn plain() -> Client {
    choose_tls();
    let nobody = std::iter::empty();
    let client = Client::builder().redirect(Policy::none()).tls_certs_only(nobody);
    client.build().unwrap()
}

/// What `look` sees, once it sees something; a test that waits for a minute in vain fails.
pub async fn until<T>(mut look: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(seen) = look().await {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("waited for a minute in vain");
}

/// A port that was free a moment ago, for a server that is to be found where it was.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// How many people a trial lets in, each by a link.
pub const TRIAL_PEOPLE: usize = 4;

fn new_folder() -> Arc<TempDir> {
    Arc::new(TempDir::new().unwrap())
}

/// Names and values of an environment.
pub type Env = Vec<(&'static str, String)>;

/// The variable that tells a server its database.
const DATABASE: &str = "DATABASE_URL";

/// What tells a server that it is on this database.
pub fn on_database(database: &Database) -> Env {
    vec![(DATABASE, database.url.clone())]
}

/// Chooses the TLS that clients of HTTP ask for when they are built, though none is used here.
pub(crate) fn choose_tls() {
    // Another test of this process may have chosen it before.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

fn on_data(mut command: Command, arguments: &[&str], data: &Path, env: &Env) -> Command {
    command.args(arguments).arg("--data-dir").arg(data);
    command.envs(env.iter().map(|(name, value)| (name, value)));
    command
}

/// A server of its own, on a free port, with a data folder of its own; gone with this value.
pub struct Server {
    /// Its address, without a slash at the end.
    pub base: String,
    /// The sign-in links it printed, in order: reporter, reviewer, office, administrator of a
    /// trial, or the administrator's one-time link.
    pub links: Vec<String>,
    /// Its data folder, which others may share.
    pub data: Arc<TempDir>,
    /// What it is told by its environment, and so are commands on its data.
    env: Env,
    child: Child,
}

impl Server {
    /// A trial.
    pub async fn trial() -> Self {
        Self::start(&["--trial"], TRIAL_PEOPLE).await
    }

    /// A trial whose clock stands on another day.
    pub async fn trial_on(day: &str) -> Self {
        Self::start(&["--trial", "--as-of", day], TRIAL_PEOPLE).await
    }

    /// A trial whose ledgers are filled with at most so many made-up entries each.
    pub async fn demonstration(entries: usize) -> Self {
        Self::start(&["--trial", "--demonstration", &entries.to_string()], TRIAL_PEOPLE).await
    }

    /// A first production run.
    pub async fn production() -> Self {
        Self::start(&[], 1).await
    }

    /// A trial with more flags, reached by a name, as browsers ask for where passkeys are made.
    pub async fn named(flags: &[&str]) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let (listen, url) = (address.to_string(), format!("http://localhost:{}", address.port()));
        let named = ["--trial", "--listen", &listen, "--public-url", &url];
        Self::start(&[&named[..], flags].concat(), TRIAL_PEOPLE).await
    }

    /// A server with flags of its own, which prints so many links.
    pub async fn start(flags: &[&str], links: usize) -> Self {
        Self::start_in(new_folder(), flags, links).await
    }

    /// A server on a database of PostgreSQL.
    pub async fn on(database: &Database, flags: &[&str], links: usize) -> Self {
        Self::begin(yaodian(), new_folder(), on_database(database), flags, links).await
    }

    /// A server with a data folder of its own, and these settings in its environment.
    pub async fn told(env: Env, flags: &[&str], links: usize) -> Self {
        Self::begin(yaodian(), new_folder(), env, flags, links).await
    }

    /// The same in a data folder that is there.
    pub async fn told_in(data: impl Into<Arc<TempDir>>, env: Env, flags: &[&str], links: usize) -> Self {
        Self::begin(yaodian(), data.into(), env, flags, links).await
    }

    /// Another server with the same database and the same folder.
    pub async fn beside(&self, flags: &[&str], links: usize) -> Self {
        Self::begin(yaodian(), self.data.clone(), self.env.clone(), flags, links).await
    }

    /// So many servers that start at the same moment on a new database of PostgreSQL, with one folder.
    pub async fn together(number: usize, database: &Database, flags: &[&str], links: usize) -> Vec<Self> {
        let folder = new_folder();
        let start = |_| Self::begin(yaodian(), folder.clone(), on_database(database), flags, links);
        join_all((0..number).map(start)).await
    }

    /// A trial in a data folder that was prepared by something else first.
    pub async fn prepared(prepare: impl AsyncFnOnce(&Path)) -> Self {
        let data = TempDir::new().unwrap();
        prepare(data.path()).await;
        Self::in_folder(data, &["--trial"]).await
    }

    /// A trial in a data folder that is there.
    pub async fn in_folder(data: TempDir, flags: &[&str]) -> Self {
        Self::start_in(data, flags, TRIAL_PEOPLE).await
    }

    /// Kills the server without a warning, and starts another one on the same data.
    pub async fn killed_and_started(self, flags: &[&str], links: usize) -> Self {
        let env = self.env.clone();
        Self::begin(yaodian(), self.killed().await, env, flags, links).await
    }

    /// The address of its database.
    pub fn database(&self) -> String {
        let own = || format!("sqlite://{}/yaodian.sqlite", self.data.path().display());
        let told = self.env.iter().find(|(name, _)| *name == DATABASE);
        told.map_or_else(own, |(_, url)| url.clone())
    }

    /// The `yaodian` command with these arguments, on the server's data.
    pub fn tool(&self, arguments: &[&str]) -> Command {
        on_data(yaodian(), arguments, self.data.path(), &self.env)
    }

    /// A server in a data folder that is there, with flags of its own, which prints so many links.
    pub async fn start_in(data: impl Into<Arc<TempDir>>, flags: &[&str], links: usize) -> Self {
        Self::start_by(yaodian(), data, flags, links).await
    }

    /// The same by a command of one's own, which becomes the server.
    pub async fn start_by(command: Command, data: impl Into<Arc<TempDir>>, flags: &[&str], links: usize) -> Self {
        Self::begin(command, data.into(), Env::new(), flags, links).await
    }

    async fn begin(command: Command, data: Arc<TempDir>, env: Env, flags: &[&str], links: usize) -> Self {
        choose_tls();
        let own = data.path().join("seeds");
        let arguments = [&["serve", "--listen", "127.0.0.1:0"], flags].concat();
        let mut child = on_data(command, &arguments, data.path(), &env)
            .arg("--site")
            .arg(site())
            .arg("--seeds")
            .arg(if own.exists() { own } else { seeds() })
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut printed = Vec::new();
        while printed.len() < links + 1 {
            let line = lines
                .next_line()
                .await
                .unwrap()
                .expect("the server says where it is before it ends");
            printed.push(line[line.find("http").expect("an address")..].to_owned());
        }
        let base = printed.remove(0);
        Self {
            base,
            links: printed,
            data,
            env,
            child,
        }
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    /// Kills it without a warning; its data are left.
    pub async fn killed(mut self) -> Arc<TempDir> {
        self.child.kill().await.unwrap();
        self.data
    }

    /// The memory that it holds itself, in KiB: without the program's own code, which an unoptimised
    /// build has three times as much of.
    pub fn held_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id().unwrap())).unwrap();
        let line = status.lines().find(|line| line.starts_with("RssAnon:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// A reporter of another unit.
    pub async fn reporter_of(&self, unit: &str) -> Visitor {
        self.person(unit, unit, &["reporter"], false).await
    }

    /// Somebody let in at the command line, with a mailbox or without, and signed in by the invitation.
    pub async fn person(&self, login: &str, unit: &str, duties: &[&str], mailbox: bool) -> Visitor {
        self.person_in(None, login, unit, duties, mailbox).await
    }

    /// The same with a post that holds in one plan alone, where one is named.
    pub async fn person_in(
        &self,
        plan: Option<&str>,
        login: &str,
        unit: &str,
        duties: &[&str],
        mailbox: bool,
    ) -> Visitor {
        let mut command = self.tool(&["user", "add", login, "--name", login, "--unit", unit]);
        if let Some(plan) = plan {
            command.args(["--plan", plan]);
        }
        for duty in duties {
            command.args(["--duty", duty]);
        }
        if mailbox {
            command.args(["--email", &format!("{login}@example.org")]);
        }
        let added = command.output().await.unwrap();
        let path = String::from_utf8(added.stdout).unwrap();
        let mut visitor = self.visitor();
        let set = visitor.form(path.trim(), &[("password", PASSWORD)]).await;
        assert_eq!(set.status(), StatusCode::SEE_OTHER);
        let fields = [("login", login), ("password", PASSWORD)];
        let answer = visitor.form("/sign-in", &fields).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        visitor.keep_session(&answer);
        visitor
    }

    /// Runs the `yaodian` command on the server's data: its exit code, what it printed, what it complained of.
    pub async fn command(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.tool(arguments).output().await.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// The reporter, the reviewer and the office of a trial, signed in.
    pub async fn desks(&self) -> (Visitor, Visitor, Visitor) {
        (self.by_link(0).await, self.by_link(1).await, self.by_link(2).await)
    }

    /// Tells the server to stop, as a service manager does, and waits until it has; its data are left.
    pub async fn stop(self) -> Arc<TempDir> {
        self.signal("TERM").await;
        self.ended().await
    }

    /// Sends it a signal: `TERM`, `STOP`, `CONT`.
    pub async fn signal(&self, name: &str) {
        let arguments = [format!("-{name}"), self.process().to_string()];
        let told = Command::new("kill").args(arguments).status().await.unwrap();
        assert!(told.success());
    }

    /// Waits until it has ended by itself, as it should; its data are left.
    pub async fn ended(mut self) -> Arc<TempDir> {
        assert!(self.child.wait().await.unwrap().success());
        self.data
    }

    /// Tells it to stop, waits until it has, and starts another one on the same data.
    pub async fn stopped_and_started(self, flags: &[&str], links: usize) -> Self {
        let env = self.env.clone();
        Self::begin(yaodian(), self.stop().await, env, flags, links).await
    }

    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Visitor {
        let http = plain();
        Visitor {
            base: self.base.clone(),
            http,
            cookie: None,
        }
    }

    /// Somebody who came by the sign-in link number `index`.
    pub async fn by_link(&self, index: usize) -> Visitor {
        let mut visitor = self.visitor();
        let answer = visitor.http.get(&self.links[index]).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        visitor.keep_session(&answer);
        visitor
    }
}
