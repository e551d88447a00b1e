//! The main public pages as Lighthouse judges them: as a phone on a slow line shows them.
//!
//! What is asked of accessibility, of good practice and for search engines has one answer on every machine, and the
//! test command insists on all of it. Performance is reckoned from how long this machine took, and is measured.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::process::{check_interrupt, read};
use crate::project::Project;
use crate::serve;
use crate::setup::{self, Need};
use crate::site::{self, Kind};
use crate::trial::{Scratch, Setting, Trial};

/// The last one that runs on Node 20.
const PACKAGES: [&str; 1] = ["lighthouse@12.8.2"];

/// Overview, plan, a target, a unit, a network.
const PAGES: [&str; 5] = ["/", "/plan", "/target/outfalls-yangtze", "/unit/420100", "/water"];

/// What has the same answer everywhere.
const CERTAIN: [&str; 3] = ["accessibility", "best-practices", "seo"];
const PERFORMANCE: &str = "performance";

/// Filled ledgers, as an installation at work has them: the pages are as long as they get.
const FLAGS: [&str; 2] = ["--demonstration", "400"];

/// A page is taken so often for its performance; the middle one counts.
const TIMES: usize = 3;

/// Insists on 100 in what has one answer.
pub fn hold(project: &Project, server: &Path) -> Result<()> {
    let judge = Judge::install(project)?;
    let scratch = Scratch::new("lighthouse")?;
    let trial = start(project, server.to_owned(), &scratch)?;
    let mut faults = Vec::new();
    for page in PAGES {
        let report = judge.look(&trial, page, &CERTAIN)?;
        for category in CERTAIN {
            let score = score(&report, category)?;
            if score < 100 {
                faults.push(format!("{page}: {category} {score}: {}", shortfalls(&report, category)));
            }
        }
    }
    if !faults.is_empty() {
        bail!("Lighthouse is not content:\n{}", faults.join("\n"));
    }
    println!("      100 in {} on {}", CERTAIN.join(", "), PAGES.join(" "));
    Ok(())
}

/// All four scores of each page, on a release build.
pub fn measure(project: &Project) -> Result<Vec<(String, String)>> {
    setup::debian(&[Need::Chromium, Need::ChineseFont, Need::Node, Need::Npm])?;
    setup::wasm_target(project)?;
    site::build(project, Kind::Ship)?;
    let judge = Judge::install(project)?;
    let scratch = Scratch::new("lighthouse")?;
    let trial = start(project, serve::build_server(project, true)?, &scratch)?;
    let mut rows = Vec::new();
    for page in PAGES {
        let mut speeds = Vec::new();
        let mut others = Vec::new();
        for _ in 0..TIMES {
            let report = judge.look(&trial, page, &[&[PERFORMANCE], &CERTAIN[..]].concat())?;
            let speed = score(&report, PERFORMANCE)?;
            println!("{page}: performance {speed} {}", shortfalls(&report, PERFORMANCE));
            speeds.push(speed);
            others = CERTAIN
                .iter()
                .map(|category| Ok(score(&report, category)?.to_string()))
                .collect::<Result<_>>()?;
        }
        speeds.sort_unstable();
        let scores = format!("{} / {}", speeds[TIMES / 2], others.join(" / "));
        rows.push((format!("Lighthouse on `{page}`"), scores));
    }
    Ok(rows)
}

fn start(project: &Project, server: PathBuf, scratch: &Scratch) -> Result<Trial> {
    let setting = Setting {
        server,
        site: site::folder(project),
        seeds: project.root.join("seeds"),
        data: scratch.path().join("data"),
    };
    Trial::start_with(&setting, &FLAGS)
}

/// Lighthouse, and the browser that it looks through.
struct Judge {
    program: PathBuf,
    chromium: PathBuf,
}

impl Judge {
    fn install(project: &Project) -> Result<Self> {
        let modules = setup::node(&project.target.join("lighthouse"), &PACKAGES)?;
        Ok(Self {
            program: modules.join(".bin/lighthouse"),
            chromium: setup::chromium().context("chromium is not installed")?,
        })
    }

    fn look(&self, trial: &Trial, page: &str, categories: &[&str]) -> Result<Value> {
        check_interrupt()?;
        // Chromium's sandbox refuses to start as root.
        let sandbox = if setup::is_root() { " --no-sandbox" } else { "" };
        let report = read(
            Command::new(&self.program)
                .env("CHROME_PATH", &self.chromium)
                .arg(format!("http://127.0.0.1:{}{page}", trial.port))
                .args(["--quiet", "--output=json", "--no-enable-error-reporting"])
                .arg(format!("--only-categories={}", categories.join(",")))
                .arg(format!("--chrome-flags=--headless{sandbox}")),
        )?;
        serde_json::from_str(&report).context("Lighthouse did not answer in JSON")
    }
}

/// A score of 100.
fn score(report: &Value, category: &str) -> Result<u32> {
    let score = report["categories"][category]["score"]
        .as_f64()
        .with_context(|| format!("Lighthouse gave no score for {category}: {}", report["runtimeError"]))?;
    Ok(format!("{:.0}", score * 100.0).parse()?)
}

/// What a score was lowered by.
fn shortfalls(report: &Value, category: &str) -> String {
    let audits = report["categories"][category]["auditRefs"].as_array();
    let lowered = audits.into_iter().flatten().filter_map(|named| {
        let id = named["id"].as_str()?;
        let audit = &report["audits"][id];
        let counts = named["weight"].as_f64()? > 0.0 && audit["score"].as_f64()? < 1.0;
        let text = |field: &str| audit[field].as_str().unwrap_or_default().to_owned();
        let places = audit["details"]["items"].as_array().into_iter().flatten();
        let places: Vec<&str> = places.filter_map(|item| item["node"]["selector"].as_str()).collect();
        counts.then(|| {
            let words = [
                text("title"),
                text("displayValue"),
                text("explanation"),
                places.join(", "),
            ];
            let words: Vec<String> = words.into_iter().filter(|words| !words.is_empty()).collect();
            format!("{id} ({})", words.join("; "))
        })
    });
    lowered.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn scores_and_what_lowers_them() {
        let report = json!({
            "categories": { "seo": { "score": 0.92, "auditRefs": [
                { "id": "robots-txt", "weight": 1 }, { "id": "canonical", "weight": 1 }, { "id": "hint", "weight": 0 },
            ] } },
            "audits": {
                "robots-txt": { "score": 0, "title": "robots.txt is not valid", "explanation": "not found" },
                "canonical": { "score": 1, "title": "fine" },
                "hint": { "score": 0, "title": "no matter" },
            },
        });
        assert_eq!(score(&report, "seo").unwrap(), 92);
        assert_eq!(
            shortfalls(&report, "seo"),
            "robots-txt (robots.txt is not valid; not found)"
        );
        assert!(score(&report, "performance").is_err());
    }
}
