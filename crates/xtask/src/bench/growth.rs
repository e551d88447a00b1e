//! Growth: one, two and three servers on one PostgreSQL, and one plan up to a thousand of them: the cost of a request
//! stays what it was.
//!
//! The cost is the CPU time of all servers and of PostgreSQL together over the requests that they answered, and how
//! long a request takes while few ask at once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::Row;
use super::load::{Reporters, seeds};
use super::wrk::{Load, Measured, wrk};
use crate::postgres::Postgres;
use crate::process::read;
use crate::project::Project;
use crate::serve;
use crate::setup::{self, Need};
use crate::site::{self, Kind};
use crate::trial::{Scratch, Setting, Trial};

/// So many servers are started, one after another.
const SERVERS: [usize; 3] = [1, 2, 3];
/// Plans in the database: a province's, those of the provinces with some of their cities, and a country's.
const PLANS: [usize; 3] = [1, 100, 1_000];
/// How each server is asked.
const LOAD: Load = Load {
    connections: 2,
    seconds: 10,
};
/// Before anything is measured, so that what is remembered is.
const WARM: Load = Load {
    connections: 2,
    seconds: 3,
};
/// The plan that the others are made of.
const MODEL: &str = "hubei-2023";
/// Loading a thousand plans takes minutes.
const PATIENCE: Duration = Duration::from_mins(40);

/// At rest a server and PostgreSQL use less than a fiftieth of a processor for so long.
const REST: Duration = Duration::from_secs(3);

/// So many provinces has the country.
const PROVINCES: usize = 31;
/// So many people report.
const PEOPLE: usize = 24;

/// What is asked for.
#[derive(Clone, Copy)]
enum Asked<'a> {
    /// The overview as it is kept.
    Kept,
    /// The overview under addresses that are not kept, rendered anew.
    Rendered,
    /// What the current plan's targets are, by the interface.
    Interface,
    /// The same of so many plans in turn: as many as a ministry's provinces.
    Provinces(usize),
    /// The same of all plans in turn, by a server that is told to hold as many in memory.
    All(usize),
    /// That reports of these people are sent and taken back.
    Steps(&'a Reporters),
}

impl Asked<'_> {
    fn name(self) -> &'static str {
        match self {
            Self::Kept => "the overview, kept",
            Self::Rendered => "the overview, rendered anew",
            Self::Interface => "targets of the current plan by the interface",
            Self::Provinces(_) => "targets of the plans of 31 provinces in turn by the interface",
            Self::All(_) => "targets of all plans in turn by the interface",
            Self::Steps(_) => "reports sent and taken back",
        }
    }

    /// What `wrk` is to ask one of the servers for.
    fn lua(self, servers: &[Trial], number: usize) -> Result<String> {
        let asks = |path: &str| {
            format!("local n = 0\nrequest = function()\n  n = n + 1\n  return wrk.format(\"GET\", {path})\nend\n")
        };
        Ok(match self {
            Self::Kept => String::new(),
            Self::Rendered => asks("\"/?unkept=\" .. n"),
            Self::Interface => asks("\"/api/v1/plans/current/targets\""),
            // Each thread of wrk goes its own way through them.
            Self::Provinces(plans) | Self::All(plans) => {
                let name = name_in_lua();
                asks(&format!(
                    "\"/api/v1/plans/\" .. (n % {plans} == 0 and \"{MODEL}\" or {name}) .. \"/targets\""
                ))
                .replace("NUMBER", &format!("n % {plans}"))
            }
            // Nobody works with two servers at once.
            Self::Steps(people) => people.part(number, servers.len()).script(&servers[number], 0)?,
        })
    }
}

/// The name of a plan, by its number from 1 on; number 0 is the model.
fn name_of(number: usize) -> String {
    format!("plan-{number:04}-2023")
}

/// The same in the language of `wrk`.
fn name_in_lua() -> &'static str {
    "string.format(\"plan-%04d-2023\", NUMBER)"
}

/// What a request cost.
#[derive(Clone, Copy)]
struct Cost {
    /// CPU time of the servers, in milliseconds.
    servers: f64,
    /// CPU time of PostgreSQL, in milliseconds.
    postgres: f64,
    /// Milliseconds that half of the requests took at most, at the slowest server.
    p50: f64,
    /// Milliseconds that 95 of 100 took at most.
    p95: f64,
}

/// In small: so many servers, plans and seconds, not optimised.
const SMALL: (&[usize], &[usize], Load) = (
    &[1, 2],
    &[1, 3],
    Load {
        connections: 2,
        seconds: 1,
    },
);

/// Measures both; `small` only shows that it can be measured.
pub fn measure(project: &Project, small: bool) -> Result<Vec<Row>> {
    let (servers, plans, load) = if small { SMALL } else { (&SERVERS[..], &PLANS[..], LOAD) };
    setup::debian(&[Need::Wrk, Need::PostgreSql])?;
    setup::wasm_target(project)?;
    let scratch = Scratch::new("growth")?;
    let folder = scratch.path();
    let setting = Setting {
        server: serve::build_server(project, !small)?,
        site: if small && site::folder(project).join("pkg/yaodian.js").is_file() {
            site::folder(project)
        } else {
            site::build(project, Kind::Ship)?
        },
        seeds: seeds(project, folder, PEOPLE)?,
        data: folder.join("data"),
    };
    let postgres = Postgres::start()?;
    let mut rows = processes(&setting, &postgres, servers, load, folder)?;
    rows.extend(country(&setting, &postgres, plans, load, folder)?);
    Ok(rows)
}

/// More and more servers.
fn processes(setting: &Setting, postgres: &Postgres, counts: &[usize], load: Load, folder: &Path) -> Result<Vec<Row>> {
    let url = postgres.database("servers")?;
    let (mut servers, mut costs) = (vec![start(setting, &url)?], Vec::new());
    let people = sign_in(setting, &servers[0], &url)?;
    let asked = [Asked::Kept, Asked::Rendered, Asked::Interface, Asked::Steps(&people)];
    for &count in counts {
        while servers.len() < count {
            servers.push(start(setting, &url)?);
        }
        let costs_of = asked.map(|asked| cost(&servers, postgres, asked, load, folder));
        costs.push(costs_of.into_iter().collect::<Result<Vec<_>>>()?);
    }
    let heads: Vec<String> = counts.iter().map(ToString::to_string).collect();
    let what = format!("with {} servers on one PostgreSQL", heads.join(" / "));
    Ok(table(&asked, &costs, &what))
}

/// More and more plans.
fn country(setting: &Setting, postgres: &Postgres, counts: &[usize], load: Load, folder: &Path) -> Result<Vec<Row>> {
    let url = postgres.database("plans")?;
    let (mut there, mut costs, mut memory) = (1, Vec::new(), Vec::new());
    let people = sign_in(setting, &start(setting, &url)?, &url)?;
    let asked = |plans: usize| {
        [
            Asked::Kept,
            Asked::Rendered,
            Asked::Interface,
            Asked::Provinces(plans.min(PROVINCES)),
            Asked::All(plans),
            Asked::Steps(&people),
        ]
    };
    for &count in counts {
        for number in there..count {
            another(&setting.seeds, number)?;
        }
        there = there.max(count);
        // What is new among the plan folders is loaded at the start.
        let most = count.max(PROVINCES).to_string();
        let flags = ["--database-url", &url, "--plans-in-memory", &most];
        let server = [Trial::start_patiently(setting, &flags, PATIENCE)?];
        // What PostgreSQL does by itself some minutes after so much was loaded, it does not do while this is measured.
        postgres.rows(&url, "VACUUM (ANALYZE)")?;
        settle(&server, postgres)?;
        let costs_of = asked(count).map(|asked| cost(&server, postgres, asked, load, folder));
        costs.push(costs_of.into_iter().collect::<Result<Vec<_>>>()?);
        memory.push(format!(
            "{:.0}",
            f64::from(u32::try_from(server[0].resident()?)?) / 1024.0
        ));
    }
    let heads: Vec<String> = counts.iter().map(ToString::to_string).collect();
    let what = format!("with {} plans", heads.join(" / "));
    let mut rows = table(&asked(1), &costs, &what);
    rows.push((
        format!("resident memory after that, {what}"),
        format!("{} MiB", memory.join(" / ")),
    ));
    Ok(rows)
}

/// Waits until nothing is done that nobody asked for: a server begins with computing the audit anew and with the day's
/// round, and PostgreSQL with looking at what is new.
fn settle(servers: &[Trial], postgres: &Postgres) -> Result<()> {
    let begun = Instant::now();
    loop {
        let before = used(servers, postgres)?;
        thread::sleep(REST);
        let after = used(servers, postgres)?;
        if after[0] + after[1] - before[0] - before[1] < REST.as_secs_f64() * 1000.0 / 50.0 {
            return Ok(());
        }
        if begun.elapsed() > PATIENCE {
            bail!("the server did not come to rest");
        }
    }
}

/// CPU time of all servers and of PostgreSQL so far, in milliseconds.
fn used(servers: &[Trial], postgres: &Postgres) -> Result<[f64; 2]> {
    let mut of_servers = 0.0;
    for server in servers {
        of_servers += used_by(server.id())?.own;
    }
    Ok([of_servers, used_by_all(postgres.id())?])
}

fn start(setting: &Setting, url: &str) -> Result<Trial> {
    Trial::start_patiently(setting, &["--database-url", url], PATIENCE)
}

fn sign_in(setting: &Setting, trial: &Trial, url: &str) -> Result<Reporters> {
    Reporters::sign_in(setting, trial, PEOPLE, &["--database-url", url])
}

/// A row for each that is asked, with the ratio of the last to the first.
fn table(asked: &[Asked<'_>], costs: &[Vec<Cost>], what: &str) -> Vec<Row> {
    let row = |(place, asked): (usize, &Asked<'_>)| {
        let of: Vec<Cost> = costs.iter().map(|costs| costs[place]).collect();
        let each = |value: fn(&Cost) -> f64| {
            let values: Vec<String> = of.iter().map(|cost| format!("{:.3}", value(cost))).collect();
            let ends = of
                .last()
                .zip(of.first())
                .map(|(last, first)| (value(last), value(first)));
            let all = values.join(" / ");
            // Less than the clock of the system tells has no ratio.
            match ends.filter(|(_, first)| *first > 0.0) {
                Some((last, first)) => format!("{all} = {:.2}", last / first),
                None => all,
            }
        };
        let name = format!("{}, {what}", asked.name());
        [
            (
                format!("{name}: CPU ms a request, servers and PostgreSQL"),
                each(|cost| cost.servers + cost.postgres),
            ),
            (format!("{name}: of it PostgreSQL"), each(|cost| cost.postgres)),
            (format!("{name}: p50 ms"), each(|cost| cost.p50)),
            (format!("{name}: p95 ms"), each(|cost| cost.p95)),
        ]
    };
    asked.iter().enumerate().flat_map(row).collect()
}

/// All servers at once, each asked by `wrk`.
fn cost(servers: &[Trial], postgres: &Postgres, asked: Asked<'_>, load: Load, folder: &Path) -> Result<Cost> {
    let ask = |load: Load| -> Result<Vec<Measured>> {
        let asking = |(number, server): (usize, &Trial)| {
            let folder = folder.join(format!("wrk-{number}"));
            fs::create_dir_all(&folder)?;
            wrk(
                &format!("http://127.0.0.1:{}/", server.port),
                load,
                &asked.lua(servers, number)?,
                &folder,
            )
        };
        thread::scope(|scope| {
            let all: Vec<_> = servers
                .iter()
                .enumerate()
                .map(|one| scope.spawn(move || asking(one)))
                .collect();
            all.into_iter()
                .map(|one| one.join().map_err(|_| anyhow::anyhow!("the load broke off"))?)
                .collect()
        })
    };
    ask(WARM)?;
    let before = used(servers, postgres)?;
    let measured = ask(load)?;
    let after = used(servers, postgres)?;
    let requests: u64 = measured.iter().map(|one| one.requests).sum();
    if requests == 0 {
        bail!("{}: nothing was answered", asked.name());
    }
    let each = |place: usize| (after[place] - before[place]) / f64::from(u32::try_from(requests).unwrap_or(u32::MAX));
    let slowest = |of: fn(&Measured) -> f64| measured.iter().map(of).fold(0.0, f64::max);
    Ok(Cost {
        servers: each(0),
        postgres: each(1),
        p50: slowest(|one| one.p50),
        p95: slowest(|one| one.p95),
    })
}

/// The CPU time that a process has used, in milliseconds.
struct Used {
    parent: u32,
    own: f64,
    /// That of its children that have ended.
    ended: f64,
}

fn used_by(process: u32) -> Result<Used> {
    let path = format!("/proc/{process}/stat");
    let stat = fs::read_to_string(&path).with_context(|| format!("could not read {path}"))?;
    let tick: f64 = read(Command::new("getconf").arg("CLK_TCK"))?.trim().parse()?;
    parse(&stat, 1000.0 / tick).with_context(|| format!("{path} is not as expected: {stat}"))
}

/// A line of `/proc/…/stat`: the name stands in brackets, and may hold anything.
fn parse(stat: &str, tick: f64) -> Option<Used> {
    let rest = stat.rsplit_once(')')?.1;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    Some(Used {
        parent: fields.get(1)?.parse().ok()?,
        own: (ticks(11)? + ticks(12)?) * tick,
        ended: (ticks(13)? + ticks(14)?) * tick,
    })
}

/// The same of a process and its children.
fn used_by_all(process: u32) -> Result<f64> {
    let own = used_by(process)?;
    let mut all = own.own + own.ended;
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        // One that has ended meanwhile counts with its parent.
        if let Ok(used) = used_by(id)
            && used.parent == process
        {
            all += used.own;
        }
    }
    Ok(all)
}

/// Another plan like the model, under a name of its own.
fn another(seeds: &Path, number: usize) -> Result<()> {
    let name = name_of(number);
    let folder = seeds.join(&name);
    copy(&seeds.join(MODEL), &folder)?;
    let file = folder.join("plan.toml");
    let text = fs::read_to_string(&file)?;
    let own = text.replacen(&format!("id = \"{MODEL}\""), &format!("id = \"{name}\""), 1);
    if own == text {
        bail!("{} does not say `id = \"{MODEL}\"`", file.display());
    }
    fs::write(file, own)?;
    Ok(())
}

/// Copies the files of a folder.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("could not read {}", from.display()))? {
        let path: PathBuf = entry?.path();
        if path.is_file() {
            fs::copy(&path, to.join(path.file_name().unwrap_or_default()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_time_is_read_whatever_a_process_is_called() {
        let stat = "7 (a) b (c) S 3 7 7 0 -1 4194304 1 2 3 4 150 50 20 10 20 0 1 0 5";
        let used = parse(stat, 10.0).unwrap();
        assert_eq!((used.parent, used.own, used.ended), (3, 2000.0, 300.0));
        assert!(parse("7 (a) S 3", 10.0).is_none());
    }

    #[test]
    fn every_plan_is_asked_for() {
        let lua = Asked::All(10).lua(&[], 0).unwrap();
        assert!(lua.contains("n % 10 == 0 and \"hubei-2023\""), "{lua}");
        assert!(lua.contains("string.format(\"plan-%04d-2023\", n % 10)"), "{lua}");
        assert_eq!(name_of(7), "plan-0007-2023");
    }
}
