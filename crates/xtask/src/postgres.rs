//! A PostgreSQL server of our own for the length of a test run.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::process::{self, check_interrupt, find, read, run, spawn, succeeds};
use crate::setup;
use crate::trial::free_port;

/// Short, because a socket's path may have but 107 bytes, and open to the
/// unprivileged user, which a folder of root's is not.
const PARENT: &str = "/tmp";
const PREFIX: &str = "yaodian-postgres-";
const SUPERUSER: &str = "yaodian";

/// A running server; stopped and removed when dropped.
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    user: Option<User>,
    server: Child,
    port: u16,
}

/// Who the server runs as: PostgreSQL refuses to run as root.
struct User {
    uid: String,
    gid: String,
}

impl Postgres {
    /// Starts a fresh, empty server. Thrown away after the run: speed, not safety.
    pub fn start() -> Result<Self> {
        Self::start_set(&["fsync=off", "synchronous_commit=off", "full_page_writes=off"])
    }

    /// Starts one on whose word a commit is on the disk, to be measured.
    pub fn start_durable() -> Result<Self> {
        Self::start_set(&[])
    }

    fn start_set(settings: &[&str]) -> Result<Self> {
        remove_leftovers();
        let programs =
            setup::postgres_programs().context("PostgreSQL is not installed; run: apt-get install postgresql")?;
        let folder = Path::new(PARENT).join(format!("{PREFIX}{}", std::process::id()));
        let started = Self::start_in(&programs, &folder, settings);
        if started.is_err() {
            let _ = fs::remove_dir_all(&folder);
        }
        started
    }

    /// Where tests reach it, as superuser, so that each may make and drop a
    /// database of its own.
    pub fn url(&self) -> String {
        format!("postgres://{SUPERUSER}@127.0.0.1:{}/postgres", self.port)
    }

    /// Makes a database; its address.
    pub fn database(&self, name: &str) -> Result<String> {
        let port = self.port.to_string();
        run(Command::new(self.programs.join("createdb")).args([
            "-h",
            "127.0.0.1",
            "-p",
            &port,
            "-U",
            SUPERUSER,
            name,
        ]))?;
        Ok(format!("postgres://{SUPERUSER}@127.0.0.1:{port}/{name}"))
    }

    /// One of the programs that came with it.
    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// The rows of a query, their columns as text; none may hold a control character.
    pub fn rows(&self, url: &str, query: &str) -> Result<Vec<Vec<String>>> {
        let printed =
            read(Command::new(self.program("psql")).args(["-At", "-F", "\u{1f}", "-R", "\u{1e}", url, "-c", query]))?;
        let rows = printed
            .trim_end_matches('\n')
            .split('\u{1e}')
            .filter(|row| !row.is_empty());
        Ok(rows
            .map(|row| row.split('\u{1f}').map(str::to_owned).collect())
            .collect())
    }

    /// The number of its process, whose children do the work.
    pub fn id(&self) -> u32 {
        self.server.id()
    }

    fn start_in(programs: &Path, folder: &Path, settings: &[&str]) -> Result<Self> {
        fs::create_dir(folder).with_context(|| format!("could not make {}", folder.display()))?;
        let user = if setup::is_root() {
            Some(User::unprivileged()?)
        } else {
            None
        };
        if let Some(user) = &user {
            run(Command::new("chown").arg(user.owner()).arg(folder))?;
        }
        let data = folder.join("data");
        read(
            command(user.as_ref(), &programs.join("initdb"), folder)
                .args(["--username", SUPERUSER, "--auth", "trust", "--no-sync"])
                .args(["--encoding", "UTF8", "--locale", "C.UTF-8", "--pgdata"])
                .arg(&data),
        )?;
        let mut last = None;
        for _ in 0..3 {
            match launch(programs, folder, user.as_ref(), settings) {
                Ok((server, port)) => {
                    return Ok(Self {
                        programs: programs.to_owned(),
                        folder: folder.to_owned(),
                        user,
                        server,
                        port,
                    });
                }
                Err(error) => last = Some(error),
            }
            check_interrupt()?;
        }
        Err(last.unwrap_or_else(|| anyhow::anyhow!("PostgreSQL did not start")))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Nothing in it is worth keeping: no orderly shutdown.
        succeeds(
            command(self.user.as_ref(), &self.programs.join("pg_ctl"), &self.folder)
                .args(["stop", "--wait", "--timeout", "20", "--mode", "immediate"])
                .arg("--pgdata")
                .arg(self.folder.join("data")),
        );
        process::terminate(&mut self.server, Duration::from_secs(5));
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("could not remove {}: {error}", self.folder.display());
        }
    }
}

impl User {
    fn unprivileged() -> Result<Self> {
        for name in ["postgres", "nobody"] {
            let id = |flag| read(Command::new("id").args([flag, name]));
            if let (Ok(uid), Ok(gid)) = (id("-u"), id("-g")) {
                return Ok(Self {
                    uid: uid.trim().to_owned(),
                    gid: gid.trim().to_owned(),
                });
            }
        }
        bail!("PostgreSQL does not run as root, and there is no user `postgres` or `nobody`")
    }

    fn owner(&self) -> String {
        format!("{}:{}", self.uid, self.gid)
    }
}

/// Starts the server on a free port and waits until it answers.
fn launch(programs: &Path, folder: &Path, user: Option<&User>, settings: &[&str]) -> Result<(Child, u16)> {
    let port = free_port()?;
    let log_file = folder.join("log");
    let log = File::create(&log_file).with_context(|| format!("could not make {}", log_file.display()))?;
    let mut server = spawn(
        command(user, &programs.join("postgres"), folder)
            .arg("-D")
            .arg(folder.join("data"))
            .arg("-k")
            .arg(folder)
            .args(["-h", "127.0.0.1", "-p", &port.to_string()])
            // Every test is a process with a pool of its own.
            .args(["-c", "max_connections=300"])
            .args(settings.iter().flat_map(|setting| ["-c", setting]))
            .stdout(log.try_clone().context("could not open a log")?)
            .stderr(log),
    )?;
    let start = Instant::now();
    loop {
        let stopped = matches!(server.try_wait(), Ok(Some(_)));
        let slow = start.elapsed() > Duration::from_mins(1);
        if stopped || slow || process::interrupted() {
            process::terminate(&mut server, Duration::from_secs(5));
            check_interrupt()?;
            let log = fs::read_to_string(&log_file).unwrap_or_default();
            bail!("PostgreSQL did not start; it says:\n{log}");
        }
        let ready = succeeds(Command::new(programs.join("pg_isready")).args([
            "-h",
            "127.0.0.1",
            "-p",
            &port.to_string(),
            "-U",
            SUPERUSER,
            "-d",
            "postgres",
        ]));
        if ready {
            return Ok((server, port));
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// A program run as the unprivileged user, that dies when we do, however we
/// may die.
fn command(user: Option<&User>, program: &Path, folder: &Path) -> Command {
    let mut command = if let Some(user) = user {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid", &user.uid, "--regid", &user.gid])
            .args(["--clear-groups", "--pdeathsig", "INT", "--"])
            .arg(program);
        command
    } else if find("setpriv").is_some() {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "INT", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    // Our own working folder may be closed to that user.
    command.current_dir(folder);
    command
}

/// Removes what runs left behind that were killed outright.
fn remove_leftovers() {
    for entry in fs::read_dir(PARENT).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let owner = name
            .to_str()
            .and_then(|name| name.strip_prefix(PREFIX))
            .and_then(|id| id.parse::<u32>().ok());
        if owner.is_some_and(|id| !Path::new(&format!("/proc/{id}")).exists()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
