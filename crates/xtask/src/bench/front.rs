//! The public pages under load, beside nginx with the same bytes as files and Redmine with as many rows.

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use super::redmine::{self, Redmine};
use super::wrk::{Load, Measured, wrk};
use super::{Row, median};
use crate::http;
use crate::process::{self, check_interrupt};
use crate::project::Project;
use crate::serve;
use crate::setup::{self, Need};
use crate::site::{self, Kind};
use crate::trial::{Scratch, Setting, Trial, free_port};

/// Made-up ledger entries of the plan that is measured.
const ENTRIES: &str = "400";
/// What is asked for, and under which name nginx has it.
const PAGES: [(&str, &str, &str); 2] = [("the overview", "/", "overview"), ("the living plan", "/plan", "plan")];
/// Each side in turn so often; the median counts.
const ROUNDS: usize = 3;
/// For requests a second.
const BUSY: Load = Load {
    connections: 64,
    seconds: 5,
};
/// For the slowest of 100.
const CROWDED: Load = Load {
    connections: 500,
    seconds: 8,
};
/// For Redmine, which serves a few pages a second: more at once would only wait.
const PEER: Load = Load {
    connections: 4,
    seconds: 30,
};
/// While a figure is approved.
const MEANWHILE: Load = Load {
    connections: 64,
    seconds: 12,
};
/// Pages that are rendered one after another.
const COLD: usize = 200;
/// Both sides send the body as it was compressed beforehand.
const GZIP: &str = "wrk.headers[\"Accept-Encoding\"] = \"gzip\"\n";
/// What is approved while others read.
const TARGET: &str = "outfalls-yangtze";
const FIGURE: &str = "733";

/// Measures all of it.
pub fn measure(project: &Project) -> Result<Vec<Row>> {
    setup::debian(&[Need::Wrk, Need::Nginx, Need::Redmine, Need::Puma])?;
    setup::wasm_target(project)?;
    let scratch = Scratch::new("front")?;
    let folder = scratch.path();
    let setting = |name: &str| -> Result<Setting> {
        Ok(Setting {
            server: serve::build_server(project, true)?,
            site: site::build(project, Kind::Ship)?,
            seeds: project.root.join("seeds"),
            data: folder.join(name),
        })
    };

    let trial = Trial::start_with(&setting("demonstration")?, &["--demonstration", ENTRIES])?;
    let mut rows = warm(&trial, folder)?;
    rows.extend(cold(&trial)?);
    drop(trial);
    rows.push(approved(&setting("approved")?, folder)?);
    Ok(rows)
}

fn address(port: u16, path: &str) -> String {
    format!("http://127.0.0.1:{port}{path}")
}

/// The median of each side by what `of` takes.
fn middle(measured: &[Measured], of: impl Fn(&Measured) -> f64) -> f64 {
    let mut values: Vec<f64> = measured.iter().map(of).collect();
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Kept pages, beside nginx and Redmine.
fn warm(trial: &Trial, folder: &Path) -> Result<Vec<Row>> {
    let nginx = Nginx::start(trial, folder)?;
    let mut rows = Vec::new();
    let mut slowest = f64::INFINITY;
    for (name, path, file) in PAGES {
        let ours = address(trial.port, path);
        let theirs = nginx.ports.map(|port| address(port, &format!("/{file}.html")));
        let all = |load| -> Result<[Vec<Measured>; 3]> {
            let mut measured = [const { Vec::new() }; 3];
            for _ in 0..ROUNDS {
                for (side, at) in [&ours, &theirs[0], &theirs[1]].into_iter().zip(&mut measured) {
                    at.push(wrk(side, load, GZIP, folder)?);
                }
            }
            Ok(measured)
        };
        let [mine, installed, fastest] = all(BUSY)?.map(|measured| middle(&measured, |one| one.per_second));
        slowest = mine.min(slowest);
        rows.push((
            format!(
                "{name}, kept, {} connections, gzip: requests a second / nginx with the same bytes as a file, set as Debian \
                 sets it / at its fastest",
                BUSY.connections
            ),
            format!(
                "{mine:.0} / {installed:.0} = {:.2} / {fastest:.0} = {:.2}",
                mine / installed,
                mine / fastest
            ),
        ));
        let [mine, installed, fastest] = all(CROWDED)?.map(|measured| middle(&measured, |one| one.p99));
        rows.push((
            format!(
                "the same with {} connections: p99 / nginx / at its fastest",
                CROWDED.connections
            ),
            format!(
                "{mine:.1} ms / {installed:.1} ms = {:.2} / {fastest:.1} ms = {:.2}",
                mine / installed,
                mine / fastest
            ),
        ));
    }
    drop(nginx);

    let targets = http::get(trial.port, "/data/targets.json", &[])?;
    let targets: Value = serde_json::from_slice(&targets.body).context("the targets are no JSON")?;
    let count = rows_of(&targets).context("the targets have no rows")?;
    let redmine = Redmine::start(folder, count)?;
    let peer = wrk(&address(redmine.port, &redmine::page(count)), PEER, GZIP, folder)?;
    rows.push((
        format!(
            "the slower of both pages / Redmine with a list of {count} issues, two processes of Puma: requests a second"
        ),
        format!(
            "{slowest:.0} / {:.1} = {:.0}",
            peer.per_second,
            slowest / peer.per_second
        ),
    ));
    Ok(rows)
}

fn rows_of(table: &Value) -> Option<usize> {
    let rows = table.as_array().or_else(|| table["rows"].as_array())?;
    Some(rows.len())
}

/// Pages under addresses that are not kept, rendered one after another from what is known, uncompressed.
fn cold(trial: &Trial) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (name, path, _) in PAGES {
        let mut times = Vec::new();
        for number in 0..COLD {
            check_interrupt()?;
            let start = Instant::now();
            http::get(trial.port, &format!("{path}?unkept={number}"), &[])?;
            times.push(start.elapsed());
        }
        rows.push((
            format!("{name}, rendered anew, a connection each: median of {COLD}"),
            format!("{:.2} ms", median(&mut times).as_secs_f64() * 1000.0),
        ));
    }
    Ok(rows)
}

/// From the answer to an approval until the figure is on the public page, while others read.
fn approved(setting: &Setting, folder: &Path) -> Result<Row> {
    let trial = Trial::start(setting)?;
    let (reporter, reviewer) = (trial.sign_in("reporter")?, trial.sign_in("reviewer")?);
    let post = |cookie: &str, path: &str, body: &Value| -> Result<Value> {
        let headers = [("Cookie", cookie), ("Content-Type", "application/json")];
        let answer = http::request(trial.port, "POST", path, &headers, &body.to_string())?;
        let text = String::from_utf8_lossy(&answer.body);
        if answer.status != 200 {
            bail!("POST {path} answered {}: {text}", answer.status);
        }
        serde_json::from_str(&text).with_context(|| format!("POST {path} answered no JSON: {text}"))
    };
    let page = format!("/target/{TARGET}");
    let shown = || -> Result<bool> {
        let page = http::get(trial.port, &page, &[])?;
        Ok(String::from_utf8_lossy(&page.body).contains(FIGURE))
    };
    if shown()? {
        bail!("{page} shows {FIGURE} before it was reported");
    }
    let sent = post(
        &reporter,
        "/api/v1/reports",
        &json!({
            "target": TARGET, "period": "2023-09", "read": null,
            "typed": { "done": "610", "of": FIGURE }, "progress": "bench", "send": true,
        }),
    )?;
    let report = &sent["report"];
    let id = report["id"].as_str().context("the report has no id")?;
    let revision = report["revision"].as_i64().context("the report has no revision")?;
    let step = |step: &str, revision: i64| {
        let body = json!({ "revision": revision, "step": step, "note": "" });
        post(&reviewer, &format!("/api/v1/reports/{id}/steps"), &body)
    };
    step("take-up", revision)?;

    let home = address(trial.port, "/");
    let (load, took) = thread::scope(|scope| {
        let load = scope.spawn(|| wrk(&home, MEANWHILE, GZIP, folder));
        // In the middle of it.
        thread::sleep(Duration::from_secs(u64::from(MEANWHILE.seconds) / 2));
        let took = step("approve", revision + 1).and_then(|_| {
            let answered = Instant::now();
            while !shown()? {
                check_interrupt()?;
                if answered.elapsed() > Duration::from_secs(30) {
                    bail!("{FIGURE} is not on {page} after 30 s");
                }
            }
            Ok(answered.elapsed())
        });
        (load.join(), took)
    });
    let load = load.map_err(|_| anyhow::anyhow!("the load broke off"))??;
    Ok((
        format!(
            "from an approval's answer until the figure is read on its public page, while {} connections read {:.0} overviews a second",
            MEANWHILE.connections, load.per_second
        ),
        format!("{:.1} ms", took?.as_secs_f64() * 1000.0),
    ))
}

/// nginx with the pages as files; stopped when dropped.
struct Nginx {
    child: Child,
    /// Set as Debian sets it, and at its fastest.
    ports: [u16; 2],
}

impl Nginx {
    /// Bodies were compressed beforehand on both ports. As Debian sets it, requests are logged; at its fastest,
    /// nothing is, files stay open, and connections are never closed.
    fn start(trial: &Trial, folder: &Path) -> Result<Self> {
        let root = folder.join("nginx");
        fs::create_dir_all(&root)?;
        for (_, path, file) in PAGES {
            let plain = http::get(trial.port, path, &[])?;
            let packed = http::get(trial.port, path, &[("Accept-Encoding", "gzip")])?;
            fs::write(root.join(format!("{file}.html")), plain.body)?;
            fs::write(root.join(format!("{file}.html.gz")), packed.body)?;
        }
        let ports = [free_port()?, free_port()?];
        let settings = root.join("nginx.conf");
        fs::write(
            &settings,
            format!(
                "daemon off; worker_processes auto; pid {root}/pid; error_log {root}/errors;\n\
                 events {{ worker_connections 4096; }}\n\
                 http {{\n\
                 \x20 types {{ text/html html; }} types_hash_max_size 2048; sendfile on; tcp_nopush on; gzip on; gzip_static on;\n\
                 \x20 root {root}; add_header Cache-Control no-cache; add_header Vary Accept-Encoding;\n\
                 \x20 client_body_temp_path {root}/body; proxy_temp_path {root}/proxy; fastcgi_temp_path {root}/fastcgi;\n\
                 \x20 uwsgi_temp_path {root}/uwsgi; scgi_temp_path {root}/scgi;\n\
                 \x20 server {{ listen 127.0.0.1:{} backlog=4096; access_log {root}/access; }}\n\
                 \x20 server {{ listen 127.0.0.1:{} backlog=4096; access_log off; keepalive_requests 1000000000;\n\
                 \x20   open_file_cache max=100; open_file_cache_valid 1h; }}\n\
                 }}\n",
                ports[0],
                ports[1],
                root = root.display(),
            ),
        )?;
        // Its workers must get to the files as the user they run as.
        let mut nginx = Command::new(setup::nginx().context("nginx is not where Debian puts it")?);
        nginx.arg("-c").arg(&settings).arg("-p").arg(&root);
        if setup::is_root() {
            nginx.args(["-g", "user root;"]);
        }
        let child = process::spawn(&mut nginx)?;
        let nginx = Self { child, ports };
        let begin = Instant::now();
        while http::get(ports[1], "/plan.html", &[("Accept-Encoding", "gzip")]).is_err() {
            check_interrupt()?;
            if begin.elapsed() > Duration::from_secs(20) {
                let errors = fs::read_to_string(root.join("errors")).unwrap_or_default();
                bail!("nginx does not answer; it says:\n{errors}");
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(nginx)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        process::terminate(&mut self.child, Duration::from_secs(5));
    }
}
