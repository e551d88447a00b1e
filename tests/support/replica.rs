//! A real streaming replica of the PostgreSQL server of the tests.

use std::{net::TcpListener, path::PathBuf, process::Stdio, str::FromStr as _};

use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, postgres::PgConnectOptions};
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::{
    postgres::{Database, server},
    until,
};

/// The replica; gone with this value.
pub struct Replica {
    folder: TempDir,
    port: u16,
    child: Option<Child>,
}

/// The folder with the programs of the newest PostgreSQL of this machine, where Debian puts them.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").expect("Debian's postgresql");
    let newest = versions.filter_map(|entry| {
        let name = entry.ok()?.file_name();
        name.to_str()?.parse::<u32>().ok()
    });
    let newest = newest.max().expect("a version of postgresql");
    PathBuf::from(format!("/usr/lib/postgresql/{newest}/bin"))
}

/// A program of PostgreSQL, as a user that it runs as: never root. It ends with the test, however that one ends.
fn program(name: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "INT"]);
    if is_root() {
        command.args(["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]);
    }
    command.arg("--").arg(programs().join(name));
    command.kill_on_drop(true).stdin(Stdio::null()).stdout(Stdio::null());
    command
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

impl Replica {
    /// A copy of the whole server, which follows it from now on.
    pub async fn start() -> Self {
        let folder = TempDir::with_prefix("yaodian-replica-").unwrap();
        if is_root() {
            let owned = Command::new("chown").arg("postgres").arg(folder.path()).status().await;
            assert!(owned.unwrap().success());
        }
        let of = server();
        let copied = program("pg_basebackup")
            .args([
                "--write-recovery-conf",
                "--wal-method",
                "stream",
                "--checkpoint",
                "fast",
                "--no-sync",
            ])
            .args(["--host", of.get_host(), "--port", &of.get_port().to_string()])
            .args(["--username", of.get_username()])
            .arg("--pgdata")
            .arg(folder.path().join("data"))
            .current_dir(folder.path())
            .output()
            .await
            .unwrap();
        assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
        let free = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let mut replica = Self {
            folder,
            port,
            child: None,
        };
        replica.up().await;
        replica
    }

    /// Starts it, and waits until it answers.
    pub async fn up(&mut self) {
        let child = program("postgres")
            .arg("-D")
            .arg(self.folder.path().join("data"))
            .arg("-k")
            .arg(self.folder.path())
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string()])
            // At least as many as the server that it follows.
            .args(["-c", "max_connections=500", "-c", "fsync=off", "-c", "hot_standby=on"])
            .current_dir(self.folder.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.child = Some(child);
        until(async || self.at("postgres").connect().await.ok()).await;
    }

    /// Stops it without a warning.
    pub async fn down(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().await.unwrap();
            // Its other processes end by themselves, once they notice.
            until(async || self.at("postgres").connect().await.is_err().then_some(())).await;
        }
    }

    fn at(&self, database: &str) -> PgConnectOptions {
        server().port(self.port).host("127.0.0.1").database(database)
    }

    /// The address of a database on it.
    pub fn url(&self, database: &Database) -> String {
        let options = PgConnectOptions::from_str(&database.url).unwrap();
        let name = options.get_database().unwrap();
        self.at(name).to_url_lossy().to_string()
    }

    /// Lets it stand where it is, or go on.
    pub async fn stand(&self, still: bool) {
        let function = if still {
            "pg_wal_replay_pause"
        } else {
            "pg_wal_replay_resume"
        };
        let mut connection = self.at("postgres").connect().await.unwrap();
        let told = sqlx::raw_sql(AssertSqlSafe(format!("SELECT {function}()")));
        told.execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }
}
