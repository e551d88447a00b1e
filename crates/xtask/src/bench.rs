//! `cargo xtask bench`: the numbers of the README, measured anew.

mod front;
mod growth;
mod ledgers;
mod load;
mod national;
mod one;
mod redmine;
mod wrk;

use std::fs;
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::browser::Browser;
use crate::http;
use crate::lighthouse;
use crate::process::{self, read};
use crate::project::Project;
use crate::serve;
use crate::setup::{self, Need};
use crate::site::{self, Kind};
use crate::trial::{Scratch, Setting, Trial};

const STARTS: usize = 10;
const REQUESTS: usize = 2000;
const PAGES: [&str; 3] = ["/", "/plan", "/app"];

/// Judging the whole plan once, as the product itself timed it.
struct Judging {
    milliseconds: f64,
    observations: u64,
    targets: u64,
}

/// What is measured.
#[derive(clap::Args)]
pub struct Options {
    /// Measure only this part
    #[arg(long, value_name = "PART")]
    only: Option<Part>,
    /// Growth and soak in small: shows that they can be measured, and measures nothing
    #[arg(long)]
    small: bool,
}

/// What can be measured on its own.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Sizes, starts and judging of the whole plan, by the server and in Chromium
    Product,
    /// Public pages under load, beside nginx and Redmine
    Front,
    /// Hundreds of units that report at once
    Load,
    /// Half an hour of mixed work
    Soak,
    /// One target with a year of figures
    One,
    /// A country's year, beside Polars and DuckDB
    National,
    /// The main public pages as Lighthouse judges them
    Lighthouse,
    /// A ledger of a million entries, and one of the real size through a browser
    Ledgers,
    /// One to three servers on one PostgreSQL, one to a thousand plans
    Growth,
}

/// A row of the table: what, and what was measured.
type Row = (String, String);

/// Builds for release, measures and prints a Markdown table.
pub fn bench(project: &Project, options: &Options) -> Result<()> {
    process::catch_interrupts()?;
    let wanted = |part| options.only.is_none_or(|only| only == part);
    let mut rows = Vec::new();
    if wanted(Part::Product) {
        rows.extend(product(project)?);
    }
    if wanted(Part::Front) {
        rows.extend(front::measure(project)?);
    }
    if wanted(Part::Load) {
        rows.extend(load::measure(project)?);
    }
    if wanted(Part::Soak) {
        rows.extend(load::soak(project, options.small)?);
    }
    if wanted(Part::Lighthouse) {
        rows.extend(lighthouse::measure(project)?);
    }
    if wanted(Part::One) {
        rows.extend(one::measure(project)?);
    }
    if wanted(Part::National) {
        rows.extend(national::measure(project)?);
    }
    if wanted(Part::Ledgers) {
        rows.extend(ledgers::measure(project)?);
    }
    if wanted(Part::Growth) {
        rows.extend(growth::measure(project, options.small)?);
    }
    println!("\nMeasured by `cargo xtask bench` on {}.\n", machine(project)?);
    println!("| what | measured |");
    println!("|---|--:|");
    for (what, measured) in rows {
        println!("| {what} | {measured} |");
    }
    Ok(())
}

/// Runs one of the domain's benches, as Cargo builds it, and hands back what it prints.
fn domain_bench(project: &Project, name: &str, arguments: &[&str]) -> Result<String> {
    let mut cargo = project.cargo();
    cargo.args([
        "bench",
        "--quiet",
        "--locked",
        "-p",
        "yaodian-domain",
        "--bench",
        name,
        "--",
    ]);
    read(cargo.args(arguments))
}

fn product(project: &Project) -> Result<Vec<Row>> {
    setup::debian(&[Need::Chromium, Need::ChromeDriver])?;
    setup::wasm_target(project)?;
    let site = site::build(project, Kind::Ship)?;
    let server = serve::build_server(project, true)?;
    let scratch = Scratch::new("bench")?;
    let setting = Setting {
        server,
        site,
        seeds: project.root.join("seeds"),
        data: scratch.path().join("data"),
    };

    let native = judge_natively(project, &setting)?;
    let trial = Trial::start(&setting)?;
    let overview = http::get(trial.port, "/", &[("Accept-Encoding", "br")])?.wire;
    let style = stylesheet_address(&trial)?;
    let style = http::get(trial.port, &style, &[("Accept-Encoding", "br")])?.wire;
    let in_browser = judge_in_browser(project, &setting, &trial, &native)?;
    for number in 0..REQUESTS {
        process::check_interrupt()?;
        let page = PAGES[number % PAGES.len()];
        let response = http::request(trial.port, "GET", page, &[("Accept-Encoding", "br")], "")?;
        // `/app` may send those who have not signed in elsewhere.
        if response.status >= 400 {
            bail!("GET {page} answered {}", response.status);
        }
    }
    let resident = trial.resident()?;
    drop(trial);

    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(Trial::start(&setting)?.start);
    }
    let wasm = setting.site.join("pkg/yaodian_bg.wasm.br");
    let wasm = fs::metadata(&wasm)
        .with_context(|| format!("could not look at {}", wasm.display()))?
        .len();

    let mut rows = Vec::new();
    let mut row = |what: &str, measured: String| rows.push((what.to_owned(), measured));
    row(
        "public overview `/` over the wire, Brotli, head included",
        bytes(overview as u64),
    );
    row("its stylesheet, the same way", bytes(style as u64));
    row("both together", bytes(overview as u64 + style as u64));
    row("`yaodian_bg.wasm`, Brotli", bytes(wasm));
    let judged = |judging: &Judging| {
        format!(
            "judging all {} targets anew on {} observations",
            judging.targets,
            grouped(judging.observations)
        )
    };
    row(
        &format!("{}, native", judged(&native)),
        format!("{:.2} ms", native.milliseconds),
    );
    row(
        &format!("{}, in Chromium", judged(&in_browser)),
        format!("{:.2} ms", in_browser.milliseconds),
    );
    row(
        &format!("start to first answer on an existing database, median of {STARTS}"),
        format!("{:.0} ms", median(&mut starts).as_secs_f64() * 1000.0),
    );
    row(
        &format!("resident memory after {} requests", grouped(REQUESTS as u64)),
        mebibytes(resident),
    );
    Ok(rows)
}

fn judge_natively(project: &Project, setting: &Setting) -> Result<Judging> {
    let text = read(
        Command::new(&setting.server)
            .current_dir(&project.root)
            .arg("check-bench"),
    )?;
    let value =
        serde_json::from_str(&text).with_context(|| format!("`yaodian check-bench` did not print JSON: {text}"))?;
    Judging::read(&value)
}

/// The same questions, put to the check as it runs in the browser.
fn judge_in_browser(project: &Project, setting: &Setting, trial: &Trial, native: &Judging) -> Result<Judging> {
    let cases = read(
        Command::new(&setting.server)
            .current_dir(&project.root)
            .args(["check-bench", "--cases"]),
    )?;
    let browser = Browser::open()?;
    browser.goto(&format!("http://127.0.0.1:{}/app", trial.port))?;
    let value = browser.run(&format!(
        "const code = await import('/pkg/yaodian.js');\
         await code.default();\
         return code.bench_assess({}, 15);",
        serde_json::to_string(cases.trim())?
    ))?;
    let milliseconds = value
        .as_f64()
        .with_context(|| format!("`bench_assess` did not return a number: {value}"))?;
    Ok(Judging {
        milliseconds,
        ..*native
    })
}

/// Where the overview says that its stylesheet lies.
fn stylesheet_address(trial: &Trial) -> Result<String> {
    let page = http::get(trial.port, "/", &[])?;
    let page = String::from_utf8_lossy(&page.body);
    stylesheet_in(&page).context("`/` links no stylesheet on this server")
}

fn stylesheet_in(page: &str) -> Option<String> {
    let mut rest = page;
    while let Some((_, from)) = rest.split_once("<link") {
        let (tag, after) = from.split_once('>')?;
        if tag.contains("stylesheet")
            && let Some((_, address)) = tag.split_once("href=")
        {
            let address = address.trim_start_matches(['"', '\'']);
            let address = address
                .split(['"', '\'', ' '])
                .next()
                .unwrap_or_default()
                .trim_end_matches('/');
            if address.starts_with('/') {
                return Some(address.replace("&amp;", "&"));
            }
        }
        rest = after;
    }
    None
}

impl Judging {
    fn read(value: &Value) -> Result<Self> {
        let wanted = "{\"native_ms\": …, \"observations\": …, \"targets\": …}";
        let found = || format!("expected {wanted}, found {value}");
        // The browser may as well name its time for what it is.
        let milliseconds = ["native_ms", "browser_ms", "ms"]
            .iter()
            .find_map(|name| value[name].as_f64())
            .with_context(found)?;
        Ok(Self {
            milliseconds,
            observations: value["observations"].as_u64().with_context(found)?,
            targets: value["targets"].as_u64().with_context(found)?,
        })
    }
}

fn machine(project: &Project) -> Result<String> {
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let rustc = read(Command::new("rustc").current_dir(&project.root).arg("-V"))?;
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let system = system
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))
        .map_or(std::env::consts::OS, |name| name.trim_matches('"'));
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))
        .and_then(|value| value.trim().strip_suffix(" kB")?.parse::<u64>().ok())
        .map_or(String::new(), |kib| {
            format!(", {} GiB of memory", (kib + 524_288) / 1_048_576)
        });
    Ok(format!("{cores} cores{memory}, {system}, {}", rustc.trim()))
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    match times.len() {
        0 => Duration::ZERO,
        count if count % 2 == 1 => times[count / 2],
        count => (times[count / 2 - 1] + times[count / 2]) / 2,
    }
}

fn bytes(count: u64) -> String {
    format!("{} bytes", grouped(count))
}

fn mebibytes(kibibytes: u64) -> String {
    format!("{}.{} MiB", kibibytes / 1024, kibibytes % 1024 * 10 / 1024)
}

/// `1234567` as `1 234 567`, with narrow spaces that do not break.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stylesheet_is_found() {
        let page = "<head><link rel=icon href=/a.svg>\
                    <link rel=\"stylesheet\" href=\"/style/yaodian.css?v=1&amp;x\"></head>";
        assert_eq!(stylesheet_in(page).as_deref(), Some("/style/yaodian.css?v=1&x"));
        let page = "<link href='/s.css' rel=stylesheet>";
        assert_eq!(stylesheet_in(page).as_deref(), Some("/s.css"));
        let page = "<link rel=stylesheet href=https://elsewhere/s.css>";
        assert_eq!(stylesheet_in(page), None);
    }

    #[test]
    fn medians() {
        let mut times = [5, 1, 3, 2].map(Duration::from_secs);
        assert_eq!(median(&mut times), Duration::from_millis(2500));
        assert_eq!(median(&mut times[..3]), Duration::from_secs(2));
    }

    #[test]
    fn numbers() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(1_234_567), "1\u{202f}234\u{202f}567");
    }

    #[test]
    fn timings_of_both_kinds_are_read() {
        let value = serde_json::json!({"native_ms": 1.5, "observations": 9, "targets": 2});
        assert_eq!(Judging::read(&value).unwrap().observations, 9);
        assert!(Judging::read(&serde_json::json!({"native_ms": 1.5})).is_err());
    }
}
