//! Ledgers: a million rows in, beside what SQLite's own shell needs for the bare rows, and pages of
//! them for fifty people at once; the real size through a browser; sheets beside openpyxl and pandas.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use super::wrk::{Load, wrk};
use super::{Row, grouped, mebibytes, median};
use crate::browser::Browser;
use crate::process::{check_interrupt, run};
use crate::project::Project;
use crate::serve;
use crate::setup::{self, Need};
use crate::site::{self, Kind};
use crate::trial::{Scratch, Setting, Trial};

const LEDGER: &str = "outfalls-yangtze";
/// Entries of the large ledger.
const MANY: u64 = 1_000_000;
/// Entries that the plan speaks of.
const REAL: u64 = 12_480;
/// How often each import is measured; the median counts.
const RUNS: usize = 3;
/// People who ask for pages at once, each as soon as the last answer is there.
const PEOPLE: u32 = 50;
const SECONDS: u32 = 15;

/// Measures all of it.
pub fn measure(project: &Project) -> Result<Vec<Row>> {
    setup::debian(&[
        Need::Python,
        Need::Sqlite,
        Need::Wrk,
        Need::Chromium,
        Need::ChromeDriver,
    ])?;
    setup::wasm_target(project)?;
    let site = site::build(project, Kind::Ship)?;
    let server = serve::build_server(project, true)?;
    let scratch = Scratch::new("ledgers")?;
    let setting = |name: &str| Setting {
        server: server.clone(),
        site: site.clone(),
        seeds: project.root.join("seeds"),
        data: scratch.path().join(name),
    };
    let mut rows = million(&setting("many"), scratch.path())?;
    rows.extend(real_size(&setting("real"), scratch.path())?);
    Ok(rows)
}

/// `yaodian` with these words, on the data of a setting.
fn yaodian(setting: &Setting, words: &[&str]) -> Command {
    let mut command = Command::new(&setting.server);
    // As on the day of the trial that shows them.
    command
        .args(words)
        .args(["--as-of", "2023-09-25"])
        .arg("--data-dir")
        .arg(&setting.data);
    command
}

fn load_plan(setting: &Setting) -> Result<()> {
    fs::create_dir_all(&setting.data)?;
    let plan = setting.seeds.join("hubei-2023");
    run(yaodian(setting, &["plan", "load"]).arg(plan))
}

fn timed(command: &mut Command) -> Result<Duration> {
    check_interrupt()?;
    let start = Instant::now();
    run(command)?;
    Ok(start.elapsed())
}

fn million(setting: &Setting, folder: &Path) -> Result<Vec<Row>> {
    load_plan(setting)?;
    let file = folder.join("million.csv");
    let many = MANY.to_string();
    run(yaodian(setting, &["ledger", "sample", LEDGER, "--entries", &many]).arg(&file))?;
    let size = fs::metadata(&file)?.len();

    let (mut bare, mut ours) = (Vec::new(), Vec::new());
    for number in 0..RUNS {
        let database = folder.join(format!("bare-{number}.sqlite"));
        let mut sqlite = Command::new("sqlite3");
        sqlite
            .arg(&database)
            .arg(format!(".import --csv {} rows", file.display()));
        bare.push(timed(&mut sqlite)?);
        fs::remove_file(&database)?;
        // The last one stays, for the pages.
        fs::remove_dir_all(&setting.data)?;
        load_plan(setting)?;
        ours.push(timed(
            yaodian(setting, &["ledger", "import", LEDGER, "--demonstration"]).arg(&file),
        )?);
    }
    let (bare, ours) = (median(&mut bare), median(&mut ours));
    let mut rows = vec![(
        format!(
            "{} rows of CSV ({}) into a ledger, checked and committed / `sqlite3 .import` of the bare rows",
            grouped(MANY),
            mebibytes(size / 1024),
        ),
        format!(
            "{:.1} s / {:.1} s = {:.2}",
            ours.as_secs_f64(),
            bare.as_secs_f64(),
            ours.as_secs_f64() / bare.as_secs_f64()
        ),
    )];
    fs::remove_file(&file)?;

    let trial = Trial::start(setting)?;
    let script = pages_script(&trial.sign_in("supervision office")?);
    let ask = |connections, seconds| {
        let address = format!("http://127.0.0.1:{}/", trial.port);
        wrk(&address, Load { connections, seconds }, &script, folder)
    };
    // Once around first: columns are put in order when they are first asked about.
    ask(2, 20)?;
    let measured = ask(PEOPLE, SECONDS)?;
    rows.push((
        format!(
            "a page of {} entries, filtered and sorted, {PEOPLE} people at once: p50 / p95 / p99",
            grouped(MANY)
        ),
        format!(
            "{:.1} / {:.1} / {:.1} ms, {} pages in {SECONDS} s",
            measured.p50, measured.p95, measured.p99, measured.requests
        ),
    ));
    rows.push(("resident memory with them".to_owned(), mebibytes(trial.resident()?)));
    Ok(rows)
}

/// Other filters, another order and another page each time.
fn pages_script(cookie: &str) -> String {
    format!(
        r#"
local units = {{"420100","420200","420300","420500","420600","420700","420800","420900","421000","421100","421200","421300","422800","429004","429005","429006","429021"}}
local sorts = {{"key","-key","f.flow","-f.flow","f.cod","-f.phosphorus","s.surveyed","-s.mended","f.county","-f.planned","stage"}}
wrk.headers["Cookie"] = "{cookie}"
init = function() math.randomseed(os.time()) end
request = function()
  local path = "/api/v1/ledgers/{LEDGER}/entries?rows=50"
  if math.random() < 0.7 then path = path .. "&unit=" .. units[math.random(#units)] end
  if math.random() < 0.5 then path = path .. "&stage=" .. math.random(0, 5) end
  if math.random() < 0.3 then local low = math.random(0, 400) path = path .. "&f.flow=" .. low .. ".." .. (low + 200) end
  path = path .. "&sort=" .. sorts[math.random(#sorts)] .. "&from=" .. (50 * math.random(0, 40))
  return wrk.format("GET", path)
end
"#
    )
}

/// The file of the real size, from choosing it to the preview, and from the click to the result.
fn real_size(setting: &Setting, folder: &Path) -> Result<Vec<Row>> {
    load_plan(setting)?;
    let file = folder.join("real.xlsx");
    let real = REAL.to_string();
    run(yaodian(setting, &["ledger", "sample", LEDGER, "--entries", &real]).arg(&file))?;
    // Made-up rows are taken only by a ledger that is made up already: it begins with one of them.
    let first = folder.join("first.csv");
    run(yaodian(setting, &["ledger", "sample", LEDGER, "--entries", "1"]).arg(&first))?;
    let (mut previews, mut commits) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        fs::remove_dir_all(&setting.data)?;
        load_plan(setting)?;
        run(yaodian(setting, &["ledger", "import", LEDGER, "--demonstration"]).arg(&first))?;
        let trial = Trial::start(setting)?;
        let browser = Browser::open()?;
        let base = format!("http://127.0.0.1:{}", trial.port);
        // The lead division may do every stage of every unit.
        browser.goto(&format!("{base}{}", trial.link("reviewer")?))?;
        browser.goto(&format!("{base}/app/ledger/{LEDGER}/upload"))?;
        browser.run(WATCH)?;
        browser.choose_file("#upload-file", &file)?;
        let preview = browser.run("return await window.shown;")?;
        let commit = browser.run(COMMIT)?;
        let number = |value: &serde_json::Value| value.as_f64().context("the browser measured nothing");
        previews.push(Duration::from_secs_f64(number(&preview)? / 1000.0));
        commits.push(Duration::from_secs_f64(number(&commit)? / 1000.0));
    }
    let seconds = |times: &mut [Duration]| format!("{:.2} s", median(times).as_secs_f64());
    let what = format!("{} rows of XLSX in Chromium", grouped(REAL));
    Ok(vec![
        (
            format!("{what}: from choosing the file to the preview"),
            seconds(&mut previews),
        ),
        (
            format!("{what}: from the click to the result, committed"),
            seconds(&mut commits),
        ),
    ])
}

/// Waits for the app, and then for the counts of a preview once a file was chosen.
const WATCH: &str = r"
    while (document.body.dataset.ready !== 'true') await new Promise(requestAnimationFrame);
    const input = document.querySelector('#upload-file');
    window.shown = new Promise(resolve => input.addEventListener('change', () => {
        const start = performance.now();
        const look = () => document.querySelector('[data-count]') ? resolve(performance.now() - start) : requestAnimationFrame(look);
        requestAnimationFrame(look);
    }, {capture: true, once: true}));
    return 0;
";

/// Commits, and waits for the result.
const COMMIT: &str = r"
    const start = performance.now();
    document.querySelector('#commit').click();
    while (!document.querySelector('#committed')) await new Promise(requestAnimationFrame);
    return performance.now() - start;
";
