//! A country's year: ten million observations judged and rolled up by the domain, and only rolled
//! up by Polars and DuckDB, on one processor each and from the same bytes. All must give the same
//! table.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::{Row, domain_bench, grouped, mebibytes};
use crate::process::{check_interrupt, read};
use crate::project::Project;
use crate::setup::{self, Need};

/// How many times each is measured after a warm-up; the median counts.
const RUNS: usize = 7;

/// What is installed from PyPI.
const PACKAGES: [&str; 3] = ["polars==2.1.0", "duckdb==2.0.1", "numpy==2.4.6"];

/// The ways of asking that are tried; of each library the fastest counts.
const WAYS: [(&str, &str); 7] = [
    ("polars", "sorted_last"),
    ("polars", "max_by"),
    ("polars", "max_by_one_key"),
    ("polars", "greatest_then_join"),
    ("duckdb", "arg_max"),
    ("duckdb", "arg_max_of_struct"),
    ("duckdb", "qualify"),
];

const PEERS: &str = include_str!("peers.py");

/// One way of making the table.
#[derive(Clone)]
struct Measured {
    milliseconds: f64,
    on_processor: f64,
    growth: u64,
}

/// Measures all three.
pub fn measure(project: &Project) -> Result<Vec<Row>> {
    setup::debian(&[Need::Python])?;
    let folder = project.target.join("national");
    let python = setup::python(&folder.join("python"), &PACKAGES)?;
    let columns = folder.join("columns");
    let place = columns
        .to_str()
        .context("the target folder has a name beyond Unicode")?;

    domain_bench(project, "national", &["write", place])?;
    check_interrupt()?;
    let ours = domain_bench(project, "national", &["run", place, &RUNS.to_string()])?;
    let ours: Value = serde_json::from_str(&ours).with_context(|| format!("not JSON: {ours}"))?;
    let rows = ours["rows"].as_u64().context("our own bench names no number of rows")?;
    let targets = ours["targets"]
        .as_u64()
        .context("our own bench names no number of targets")?;
    let ours = Measured::read(&ours)?;
    println!("ours: {ours}");
    let polars = fastest("polars", &python, &folder, &columns)?;
    let duckdb = fastest("duckdb", &python, &folder, &columns)?;
    check_interrupt()?;
    let streamed = domain_bench(project, "national", &["stream", place])?;
    let streamed: Value = serde_json::from_str(&streamed).with_context(|| format!("not JSON: {streamed}"))?;
    if streamed["matches"] != true {
        bail!("row by row from the files came another table than from memory");
    }
    let size = |name: &str| streamed[name].as_u64().context("our own bench names no size");

    // A busy machine stretches the wall clock, and not for all alike.
    let wall = ours.milliseconds / polars.milliseconds.min(duckdb.milliseconds);
    let on_processor = ours.on_processor / polars.on_processor.min(duckdb.on_processor);
    let row = |what: String, measured: &Measured| (what, measured.to_string());
    Ok(vec![
        row(
            format!(
                "judging and rolling up {} targets on {} observations",
                grouped(targets),
                grouped(rows)
            ),
            &ours,
        ),
        row(format!("rolling them up in Polars ({})", PACKAGES[0]), &polars),
        row(format!("rolling them up in DuckDB ({})", PACKAGES[1]), &duckdb),
        (
            "our time by that of the faster one".to_owned(),
            format!("{wall:.2} ({on_processor:.2} on the processor)"),
        ),
        (
            "resident memory while they stream by: before, half-way, at the end".to_owned(),
            [size("before_kib")?, size("half_kib")?, size("end_kib")?]
                .map(mebibytes)
                .join(", "),
        ),
    ])
}

/// The fastest way of asking `library`, each measured in a process of its own.
fn fastest(library: &str, python: &Path, folder: &Path, columns: &Path) -> Result<Measured> {
    let script = folder.join("peers.py");
    fs::write(&script, PEERS)?;
    let mut best: Option<Measured> = None;
    for (_, way) in WAYS.into_iter().filter(|(of, _)| *of == library) {
        check_interrupt()?;
        let text = read(
            Command::new(python)
                .arg(&script)
                .args([library, way])
                .arg(columns)
                .arg(RUNS.to_string()),
        )?;
        let value = serde_json::from_str(&text).with_context(|| format!("not JSON: {text}"))?;
        let measured = Measured::read(&value)?;
        println!("{library}, {way}: {measured}");
        if best
            .as_ref()
            .is_none_or(|best| measured.milliseconds < best.milliseconds)
        {
            best = Some(measured);
        }
    }
    best.with_context(|| format!("no way of asking {library}"))
}

impl Measured {
    fn read(value: &Value) -> Result<Self> {
        let median = |name: &str| {
            let mut times: Vec<f64> = value[name].as_array()?.iter().filter_map(Value::as_f64).collect();
            times.sort_by(f64::total_cmp);
            times.get(times.len() / 2).copied()
        };
        let found = || format!("expected times and a growth, found {value}");
        Ok(Self {
            milliseconds: median("ms").with_context(found)?,
            on_processor: median("cpu_ms").with_context(found)?,
            growth: value["growth_kib"].as_u64().with_context(found)?,
        })
    }
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (wall, processor) = (self.milliseconds, self.on_processor);
        write!(
            f,
            "{wall:.0} ms ({processor:.0} ms on the processor), {} more",
            mebibytes(self.growth)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_counts() {
        let value = serde_json::json!({"ms": [9.0, 1.0, 2.0], "cpu_ms": [3.0, 1.0, 2.0], "growth_kib": 1536});
        let measured = Measured::read(&value).unwrap();
        assert_eq!(measured.to_string(), "2 ms (2 ms on the processor), 1.5 MiB more");
        assert!(Measured::read(&serde_json::json!({"ms": []})).is_err());
    }

    #[test]
    fn every_way_is_one_of_the_script() {
        for (_, way) in WAYS {
            assert!(PEERS.contains(&format!("def {way}(")), "{way}");
        }
    }
}
