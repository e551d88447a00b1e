//! Half an hour of mixed work: people who report, readers, files, requests of programs; memory as it goes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::{REPORTERS, Reporters, setting};
use crate::bench::Row;
use crate::bench::wrk::{Load, wrk};
use crate::http;
use crate::process::check_interrupt;
use crate::project::Project;
use crate::setup::{self, Need};
use crate::trial::{Scratch, Trial};

/// How long it is.
const MINUTES: u32 = 30;
/// Over how many minutes a mean of the memory is taken.
const PART: usize = 5;
/// How long somebody who reports thinks between two steps, and somebody who reads, in milliseconds.
const THINKS: u32 = 5_000;
const READS: u32 = 500;
/// What is read.
const PAGES: [&str; 12] = [
    "/",
    "/plan",
    "/target/villages",
    "/target/villages?as_of=2023-08-01",
    "/unit/420100",
    "/changes",
    "/search?q=%E6%B0%B4",
    "/data/targets.csv",
    "/data/observations.json",
    "/water",
    "/air?lang=en",
    "/api/v1/plans",
];
/// What is asked for now and then: it takes longer.
const HEAVY: [&str; 2] = ["/data/targets.xlsx", "/data/datapackage.json"];
const NOW_AND_THEN: Duration = Duration::from_secs(5);

/// Works for half an hour, or for a minute where it is only to be shown that it can be done; any request that fails is
/// an error.
pub fn measure(project: &Project, small: bool) -> Result<Vec<Row>> {
    setup::debian(&[Need::Wrk])?;
    let scratch = Scratch::new("soak")?;
    let folder = scratch.path();
    let setting = setting(project, folder)?;
    let trial = Trial::start(&setting)?;
    let reporters = Reporters::sign_in(&setting, &trial, REPORTERS, &[])?;
    let script = reporters.script(&trial, THINKS)?;
    let address = format!("http://127.0.0.1:{}", trial.port);
    let seconds = if small { 60 } else { MINUTES * 60 };
    let load = |connections| Load { connections, seconds };
    let readers = folder.join("readers");
    std::fs::create_dir(&readers)?;
    let over = AtomicBool::new(false);
    let (reported, read, heavy, memory) = thread::scope(|scope| {
        let reporting = scope.spawn(|| wrk(&address, load(500), &script, folder));
        let reading = scope.spawn(|| wrk(&address, load(16), &pages(), &readers));
        let heavy = scope.spawn(|| now_and_then(&trial, &over));
        let memory = watch(&trial, seconds, || reporting.is_finished() && reading.is_finished());
        let (reported, read) = (reporting.join(), reading.join());
        over.store(true, Ordering::Relaxed);
        (reported, read, heavy.join(), memory)
    });
    let broken = |_| anyhow::anyhow!("a part of the work broke off");
    let (reported, read) = (reported.map_err(broken)??, read.map_err(broken)??);
    let (heavy, memory) = (heavy.map_err(broken)??, memory?);
    let means = means(&memory, small);
    Ok(vec![
        (
            format!(
                "{} minutes of mixed work: steps of reports, pages and files read, failures",
                seconds / 60
            ),
            format!("{}, {}, 0", reported.requests, read.requests + heavy),
        ),
        (
            "its 99 of 100: steps of reports / pages".to_owned(),
            format!("{:.1} ms / {:.1} ms", reported.p99, read.p99),
        ),
        (format!("its memory, mean of each {PART} minutes in turn"), means),
    ])
}

/// Lua for `wrk`: one page after another.
fn pages() -> String {
    let list: Vec<String> = PAGES.iter().map(|page| format!("{page:?}")).collect();
    format!(
        "local pages, at = {{ {} }}, 0\nfunction delay() return math.random(0, {}) end\n\
         function request() at = at % #pages + 1; return wrk.format(\"GET\", pages[at]) end\n",
        list.join(", "),
        2 * READS
    )
}

/// Asks for what takes longer, until it is over; how often.
fn now_and_then(trial: &Trial, over: &AtomicBool) -> Result<u64> {
    let mut asked = 0;
    let mut next = Instant::now();
    while !over.load(Ordering::Relaxed) {
        if Instant::now() >= next {
            for path in HEAVY {
                http::get(trial.port, path, &[])?;
                asked += 1;
            }
            next = Instant::now() + NOW_AND_THEN;
        }
        thread::sleep(Duration::from_millis(100));
    }
    Ok(asked)
}

/// The resident memory each second, in KiB.
fn watch(trial: &Trial, seconds: u32, over: impl Fn() -> bool) -> Result<Vec<f64>> {
    let mut seen = Vec::new();
    for _ in 0..seconds {
        check_interrupt()?;
        if over() {
            break;
        }
        seen.push(f64::from(u32::try_from(trial.resident()?)?));
        thread::sleep(Duration::from_secs(1));
    }
    if seen.is_empty() {
        bail!("the work was over before it began");
    }
    Ok(seen)
}

/// The mean of each part in turn, in MiB; of six parts, however long they are.
fn means(memory: &[f64], small: bool) -> String {
    let length = if small { memory.len().div_ceil(6) } else { PART * 60 };
    let means = memory
        .chunks(length)
        .filter(|part| 2 * part.len() > length)
        .map(|part| {
            let (sum, count) = part
                .iter()
                .fold((0.0, 0.0), |(sum, count), seen| (sum + seen, count + 1.0));
            format!("{:.0}", sum / count / 1024.0)
        });
    means.collect::<Vec<_>>().join(", ") + " MiB"
}
