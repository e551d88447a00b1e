//! One target with a year of figures.

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::{Row, domain_bench};
use crate::project::Project;

/// Measures both sizes of a year.
pub fn measure(project: &Project) -> Result<Vec<Row>> {
    let text = domain_bench(project, "one", &[])?;
    let found = |name: &str| -> Result<f64> {
        let mut lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let nanoseconds = lines.find_map(|line| line[name].as_f64());
        nanoseconds.with_context(|| format!("the bench did not print {name}: {text}"))
    };
    let row = |what: &str, name| -> Result<Row> { Ok((what.to_owned(), format!("{:.2} µs", found(name)? / 1000.0))) };
    Ok(vec![
        row(
            "judging one target on 12 monthly figures of its reporter",
            "one_reporter_ns",
        )?,
        row(
            "judging one target on 12 monthly figures of each of 17 bureaus",
            "seventeen_bureaus_ns",
        )?,
    ])
}
