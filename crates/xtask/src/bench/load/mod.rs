//! Hundreds of units that send their reports at once, beside a bare loop of the same rows and commits: on SQLite one in
//! CPython, on PostgreSQL `pgbench`.
//!
//! The plan is the one of the seeds with made-up bureaus added to it, one reporter each, until there are
//! [`REPORTERS`]. Each sends a report, takes it back, and sends it again: every answer is one durable step.

mod reporters;
mod soak;

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use self::reporters::TARGET;
use super::Row;
use super::wrk::{Load, Measured, wrk};
use crate::postgres::Postgres;
use crate::process::{read, run};
use crate::project::Project;
use crate::serve;
use crate::setup::{self, Need};
use crate::site::{self, Kind};
use crate::trial::{Scratch, Setting, Trial};

pub use reporters::{Reporters, seeds};
pub use soak::measure as soak;

/// How many people report.
const REPORTERS: usize = 500;

/// As many as keep a server busy.
const BUSY: Load = Load {
    connections: 64,
    seconds: 10,
};
/// Everybody at once.
const CROWD: Load = Load {
    connections: 500,
    seconds: 20,
};
/// How long somebody reads and writes between two steps, on average, in milliseconds.
const THINKS: u32 = 2_000;
/// For how many seconds the peers run.
const PEER_SECONDS: &str = "10";
/// How many connections `pgbench` has: as many as the server.
const CLIENTS: &str = "16";
/// Of how many reports `pgbench` writes.
const SCRIPTS: usize = 64;

/// Measures on SQLite, and on PostgreSQL with the same people.
pub fn measure(project: &Project) -> Result<Vec<Row>> {
    setup::debian(&[Need::Wrk, Need::PostgreSql, Need::Python])?;
    let scratch = Scratch::new("load")?;
    let folder = scratch.path();
    let setting = setting(project, folder)?;
    let trial = Trial::start(&setting)?;
    let reporters = Reporters::sign_in(&setting, &trial, REPORTERS, &[])?;
    let (busy, crowd) = loads(&reporters, &trial, folder)?;
    drop(trial);
    let file = setting.data.join("yaodian.sqlite");
    let bare = bare_loop(&file, folder)?;
    let mut rows = rows("SQLite", busy, crowd, "a bare loop of the same rows and commits", bare);

    let postgres = Postgres::start_durable()?;
    let url = postgres.database("load")?;
    run(Command::new(&setting.server)
        .args(["db", "copy", "--from"])
        .arg(format!("sqlite://{}", file.display()))
        .args(["--to", &url]))?;
    let trial = Trial::start_with(&setting, &["--database-url", &url])?;
    let (busy, crowd) = loads(&reporters, &trial, folder)?;
    drop(trial);
    let bare = pgbench(&postgres, &url, folder)?;
    rows.extend(self::rows(
        "PostgreSQL",
        busy,
        crowd,
        "pgbench with the same statements",
        bare,
    ));
    Ok(rows)
}

/// What to start, with room for [`REPORTERS`].
fn setting(project: &Project, folder: &Path) -> Result<Setting> {
    setup::wasm_target(project)?;
    Ok(Setting {
        server: serve::build_server(project, true)?,
        site: site::build(project, Kind::Ship)?,
        seeds: seeds(project, folder, REPORTERS)?,
        data: folder.join("data"),
    })
}

/// As fast as it goes, and everybody at once.
fn loads(reporters: &Reporters, trial: &Trial, folder: &Path) -> Result<(Measured, Measured)> {
    let address = format!("http://127.0.0.1:{}", trial.port);
    let busy = wrk(&address, BUSY, &reporters.script(trial, 0)?, folder)?;
    let crowd = wrk(&address, CROWD, &reporters.script(trial, THINKS)?, folder)?;
    Ok((busy, crowd))
}

fn rows(on: &str, busy: Measured, crowd: Measured, peer: &str, bare: f64) -> Vec<Row> {
    vec![
        (
            format!(
                "reports sent or taken back a second on {on}, {} connections / {peer}; 99 of 100 answered within",
                BUSY.connections
            ),
            format!(
                "{:.0} / {bare:.0} = {:.2}, {:.1} ms",
                busy.per_second,
                busy.per_second / bare,
                busy.p99
            ),
        ),
        (
            format!(
                "{REPORTERS} reporters at once on {on}, a step each {} s on average: steps a second, half / 99 of 100 \
                 answered within",
                THINKS / 1000
            ),
            format!("{:.0}, {:.1} ms / {:.1} ms", crowd.per_second, crowd.p50, crowd.p99),
        ),
    ]
}

/// The commits a second of the loop in CPython, on a copy of the file when the server has left it.
fn bare_loop(file: &Path, folder: &Path) -> Result<f64> {
    let copy = folder.join("bare.sqlite");
    fs::copy(file, &copy).with_context(|| format!("could not copy {}", file.display()))?;
    let script = folder.join("bare.py");
    fs::write(&script, include_str!("bare.py"))?;
    let printed = read(
        Command::new("/usr/bin/python3")
            .arg(&script)
            .arg(&copy)
            .args([TARGET, PEER_SECONDS]),
    )?;
    printed.trim().parse().context("the bare loop printed no number")
}

/// The transactions a second of `pgbench`.
fn pgbench(postgres: &Postgres, url: &str, folder: &Path) -> Result<f64> {
    // Names of places in the script, each with what stands there.
    let texts = postgres.rows(
        url,
        &format!(
            "SELECT r.id, r.plan, r.body, r.changed_at, 'made up', a.detail, a.hash, a.personal, a.actor_id, a.actor_unit,
             a.actor_post, 'c2FsdHNhbHRzYWx0c2FsdA' FROM reports r JOIN audit a ON a.subject_id = r.id
             WHERE r.target = '{TARGET}' AND a.action = 'report-submitted' AND a.seq = (SELECT MAX(b.seq) FROM audit b
             WHERE b.subject_id = r.id AND b.action = a.action) LIMIT {SCRIPTS}"
        ),
    )?;
    let places = [
        "report", "plan", "body", "at", "by", "detail", "hash", "personal", "account", "unit", "post", "salt",
    ];
    let mut command = Command::new(postgres.program("pgbench"));
    command.args([
        "--no-vacuum",
        "-M",
        "prepared",
        "-c",
        CLIENTS,
        "-j",
        "2",
        "-T",
        PEER_SECONDS,
    ]);
    for (number, row) in texts.iter().enumerate() {
        let script = places
            .iter()
            .zip(row)
            .fold(include_str!("pgbench.sql").to_owned(), |script, (place, text)| {
                script.replace(&format!("{{{place}}}"), text)
            });
        let path = folder.join(format!("pgbench-{number}.sql"));
        fs::write(&path, script)?;
        command.arg("-f").arg(path);
    }
    let printed = read(command.arg(url))?;
    let line = printed.lines().find_map(|line| line.strip_prefix("tps = "));
    let number = line.and_then(|line| line.split(' ').next()?.parse().ok());
    number.with_context(|| format!("pgbench says no rate; it says:\n{printed}"))
}
