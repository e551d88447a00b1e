//! A database of its own on the PostgreSQL server of the tests, or a server of its own to be stopped.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
    str::FromStr as _,
};

use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, FromRow, PgConnection,
    postgres::{PgConnectOptions, PgRow},
};
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// An empty database, until it is dropped with [`Database::remove`].
pub struct Database {
    /// Its address.
    pub url: String,
    name: String,
}

/// How the server itself is reached.
pub(crate) fn server() -> PgConnectOptions {
    let server = std::env::var("YAODIAN_TEST_POSTGRES").expect(
        "YAODIAN_TEST_POSTGRES is not set: run `cargo xtask test`, which starts a PostgreSQL server for the \
         tests, or set it to the address of one where databases may be made",
    );
    PgConnectOptions::from_str(&server).expect("YAODIAN_TEST_POSTGRES is not an address")
}

async fn command(sql: String) {
    let mut admin = server().connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut admin).await.unwrap();
    admin.close().await.unwrap();
}

impl Database {
    /// A new one, whose name tells what it is of.
    pub async fn new(of: &str) -> Self {
        let name = format!("yaodian_{of}_{}", std::process::id());
        command(format!("CREATE DATABASE {name}")).await;
        let url = server().database(&name).to_url_lossy().to_string();
        Self { url, name }
    }

    /// The rows that a statement answers with, behind the back of the servers.
    pub async fn rows<T: for<'r> FromRow<'r, PgRow> + Send + Unpin>(&self, sql: &'static str) -> Vec<T> {
        let mut connection = PgConnection::connect(&self.url).await.unwrap();
        let rows = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        rows
    }

    /// The number that a statement answers with.
    pub async fn number(&self, sql: &'static str) -> i64 {
        self.rows::<(i64,)>(sql).await[0].0
    }

    /// Removes it, whoever is connected to it.
    pub async fn remove(self) {
        command(format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

/// A PostgreSQL server that a test may stop and start.
pub struct Own {
    folder: TempDir,
    port: u16,
    server: Option<Child>,
}

/// The folder of the newest PostgreSQL's programs on this machine.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is installed");
    let newest = versions.map(|entry| entry.unwrap().path()).max_by_key(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.parse::<u32>().unwrap_or_default()
    });
    newest.expect("a version").join("bin")
}

/// One of PostgreSQL's programs, as a user that it is willing to run as.
fn program(name: &str, folder: &TempDir) -> Command {
    by_its_user(&programs().join(name), folder)
}

/// A program as the user that PostgreSQL runs as, in a folder that is open to him.
fn by_its_user(path: &Path, folder: &TempDir) -> Command {
    let root = std::fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    let mut command = if root {
        let mut command = Command::new("setpriv");
        command.args([
            "--reuid",
            "nobody",
            "--regid",
            "nogroup",
            "--clear-groups",
            "--pdeathsig",
            "INT",
            "--",
        ]);
        command.arg(path);
        command
    } else {
        Command::new(path)
    };
    command
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    command
}

impl Own {
    /// A new one, running.
    pub async fn start() -> Self {
        let folder = TempDir::with_prefix_in("yaodian-pg-", "/tmp").unwrap();
        let owner = ["nobody:nogroup".as_ref(), folder.path().as_os_str()];
        // Of no use to whoever is not root, and not needed then.
        let _ = Command::new("chown").args(owner).stderr(Stdio::null()).status().await;
        let made = program("initdb", &folder)
            .args([
                "--username",
                "yaodian",
                "--auth",
                "trust",
                "--no-sync",
                "--encoding",
                "UTF8",
            ])
            .args(["--locale", "C.UTF-8", "--pgdata", "data"])
            .status()
            .await
            .unwrap();
        assert!(made.success(), "initdb");
        let mut own = Self {
            folder,
            port: crate::free_port(),
            server: None,
        };
        own.again().await;
        own
    }

    /// A new one, running, whose tables lie on a disk of their own of so many mebibytes, its log (WAL) elsewhere; and
    /// where that disk is seen from here. Root alone may mount it.
    pub async fn on_a_disk_of(mebibytes: u32) -> (Self, PathBuf) {
        let folder = TempDir::with_prefix_in("yaodian-pg-", "/tmp").unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        let port = crate::free_port();
        let (programs, place) = (programs(), folder.path().display().to_string());
        let (programs, wal) = (programs.display(), format!("{place}/wal"));
        let user = "setpriv --reuid nobody --regid nogroup --clear-groups --";
        let script = format!(
            "mount -t tmpfs -o size={mebibytes}m tmpfs {place}/data && chown nobody:nogroup {place} {place}/data && \
             cd {place} && {user} {programs}/initdb --username yaodian --auth trust --no-sync --encoding UTF8 \
             --locale C.UTF-8 --pgdata data --waldir {wal} && exec {user} {programs}/postgres -D data -k {place} \
             -h 127.0.0.1 -p {port}"
        );
        let mut server = Command::new("unshare")
            .args(["--mount", "sh", "-c", &script])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let id = server.id().expect("it runs");
        let disk = PathBuf::from(format!("/proc/{id}/root{place}/data"));
        let options = PgConnectOptions::from_str(&format!("postgres://yaodian@127.0.0.1:{port}/postgres")).unwrap();
        crate::until(async || {
            let ended = server.try_wait().unwrap();
            assert_eq!(
                ended, None,
                "a PostgreSQL on a disk of its own does not start here: run the tests as root"
            );
            options.connect().await.ok()
        })
        .await;
        let own = Self {
            folder,
            port,
            server: Some(server),
        };
        (own, disk)
    }

    /// The address of its database.
    pub fn url(&self) -> String {
        format!("postgres://yaodian@127.0.0.1:{}/postgres", self.port)
    }

    /// Stops it at once, as a crash would.
    pub async fn stop(&mut self) {
        let stopped = program("pg_ctl", &self.folder)
            .args(["stop", "--wait", "--mode", "immediate", "--pgdata", "data"])
            .status()
            .await
            .unwrap();
        assert!(stopped.success(), "pg_ctl");
        let mut server = self.server.take().expect("it ran");
        server.wait().await.unwrap();
    }

    /// Starts it again where it was, and waits until it answers.
    pub async fn again(&mut self) {
        let server = program("postgres", &self.folder)
            .args(["-D", "data", "-k", ".", "-h", "127.0.0.1", "-p", &self.port.to_string()])
            .spawn()
            .unwrap();
        self.server = Some(server);
        let options = PgConnectOptions::from_str(&self.url()).unwrap();
        crate::until(async || options.connect().await.ok()).await;
    }

    /// Lets it speak TLS from now on, by a certificate of an authority of its own for `localhost`; where that of the
    /// authority lies. Somebody comes with it who comes by TLS and with his password alone.
    pub async fn speak_tls(&mut self, (name, password): (&str, &str)) -> PathBuf {
        let folder = self.folder.path().to_owned();
        let within = |name: &str| folder.join(name);
        std::fs::write(
            within("tls.cnf"),
            "[req]\ndistinguished_name = name\n[name]\n[authority]\nbasicConstraints = critical, CA:TRUE\n\
             [server]\nbasicConstraints = critical, CA:FALSE\nsubjectAltName = DNS:localhost\n",
        )
        .unwrap();
        let certificate = async |of: &str, place: &str, signed_by: &[&str]| {
            let made = by_its_user(Path::new("openssl"), &self.folder)
                .args([
                    "req", "-x509", "-config", "tls.cnf", "-nodes", "-days", "2", "-newkey", "ec",
                ])
                .args(["-pkeyopt", "ec_paramgen_curve:prime256v1", "-extensions", of])
                .args(["-subj", &format!("/CN={of}"), "-keyout", &format!("{place}.key")])
                .args(["-out", &format!("{place}.crt")])
                .args(signed_by)
                .status();
            assert!(made.await.unwrap().success(), "openssl");
        };
        certificate("authority", "authority", &[]).await;
        let signed = ["-CA", "authority.crt", "-CAkey", "authority.key"];
        certificate("server", "data/server", &signed).await;
        self.run(&format!("CREATE ROLE {name} SUPERUSER LOGIN PASSWORD '{password}'"))
            .await;
        let doors = within("data/pg_hba.conf");
        let others = std::fs::read_to_string(&doors).unwrap();
        let his = format!("hostssl all {name} 127.0.0.1/32 scram-sha-256\nhost all {name} 127.0.0.1/32 reject\n");
        std::fs::write(&doors, format!("{his}{others}")).unwrap();
        let mut settings = std::fs::OpenOptions::new();
        let mut settings = settings.append(true).open(within("data/postgresql.conf")).unwrap();
        settings.write_all(b"ssl = on\n").unwrap();
        self.stop().await;
        self.again().await;
        within("authority.crt")
    }

    /// The port on which it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The number that a statement answers with.
    pub async fn number(&self, sql: &'static str) -> i64 {
        let mut connection = PgConnection::connect(&self.url()).await.unwrap();
        let (number,): (i64,) = sqlx::query_as(sql).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        number
    }

    /// Runs statements on it.
    pub async fn run(&self, sql: &str) {
        let options = PgConnectOptions::from_str(&self.url()).unwrap();
        let mut connection = options.connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
    }
}
