//! `cargo xtask test`: the order of the steps, their times and the verdict.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::ValueEnum;

use crate::process;
use crate::project::Project;
use crate::suite::Suite;

/// What `cargo xtask test` takes.
#[derive(clap::Args)]
pub struct Options {
    /// Run only this step and those it needs; may be given more than once
    #[arg(long, value_name = "STEP")]
    only: Vec<Step>,
}

/// A step of the run, in the order in which they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Step {
    /// Install what is missing on this machine
    Setup,
    /// Is the code formatted?
    Format,
    /// Clippy on everything but the browser's entry
    Lint,
    /// Clippy on the browser's entry and the app as it runs there
    LintBrowser,
    /// The domain on its own, native and for wasm32, with nothing but its default features
    Alone,
    /// Licences, sources and known faults of dependencies
    Deny,
    /// Build what the browser gets as it ships, and the server without optimisation
    Build,
    /// Start a PostgreSQL server
    Postgres,
    /// Tests of the crates, on SQLite and PostgreSQL
    Unit,
    /// Tests that drive the built server, also through a browser
    System,
    /// The interface held against its own document, with requests that a machine thinks of
    Interface,
    /// A Debian package is made, installed, started and removed, where that can be done
    Package,
    /// The main public pages as Lighthouse judges them
    Lighthouse,
    /// Examples in the documentation
    Doc,
}

/// How a step ended.
pub enum Outcome {
    /// As it should.
    Done,
    /// There was nothing to do it with, which is no fault.
    Skipped(String),
}

struct Record {
    step: Step,
    verdict: String,
    good: bool,
    time: Duration,
}

impl Step {
    /// Steps without which this one cannot be taken.
    fn needs(self) -> &'static [Self] {
        match self {
            Self::Setup => &[],
            Self::Unit => &[Self::Setup, Self::Postgres],
            Self::System => &[Self::Setup, Self::Build, Self::Postgres],
            Self::Interface | Self::Package | Self::Lighthouse => &[Self::Setup, Self::Build],
            _ => &[Self::Setup],
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Setup => "set up this machine",
            Self::Format => "formatting",
            Self::Lint => "lints",
            Self::LintBrowser => "lints of the browser's code",
            Self::Alone => "the domain on its own",
            Self::Deny => "licences, sources and faults of dependencies",
            Self::Build => "build the site folder and the server",
            Self::Postgres => "start PostgreSQL",
            Self::Unit => "tests of the crates",
            Self::System => "tests of the whole system",
            Self::Interface => "the interface against its document",
            Self::Package => "the package, in and out",
            Self::Lighthouse => "the main pages by Lighthouse",
            Self::Doc => "examples in the documentation",
        }
    }

    fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

/// Runs the steps. `Ok(false)` means that something failed and was reported,
/// the count being the last line written.
pub fn test(project: &Project, options: &Options) -> Result<bool> {
    process::catch_interrupts()?;
    let steps = plan(&options.only);
    let start = Instant::now();
    let mut records: Vec<Record> = Vec::new();
    let mut ended: BTreeMap<Step, bool> = BTreeMap::new();
    let mut suite = Suite::new(project, &steps);
    for (index, &step) in steps.iter().enumerate() {
        println!("\n[{}/{}] {}", index + 1, steps.len(), step.title());
        let begin = Instant::now();
        let lacking = step.needs().iter().find(|need| ended.get(need) != Some(&true));
        let (verdict, good) = if let Some(need) = lacking {
            (format!("not run: {} failed", need.name()), false)
        } else {
            match suite.perform(step) {
                Ok(Outcome::Done) => ("ok".to_owned(), true),
                Ok(Outcome::Skipped(why)) => (format!("skipped: {why}"), true),
                Err(error) => {
                    eprintln!("\nerror: {error:#}");
                    ("FAILED".to_owned(), false)
                }
            }
        };
        let time = begin.elapsed();
        println!("      {verdict}, {}", clock(time));
        ended.insert(step, good);
        records.push(Record {
            step,
            verdict,
            good,
            time,
        });
        if process::interrupted() {
            eprintln!("\ninterrupted");
            break;
        }
    }
    let tally = suite.finish();
    let good = records.iter().all(|record| record.good) && records.len() == steps.len() && tally.failed == 0;

    println!("\nsummary");
    for record in &records {
        println!(
            "  {:<13} {:>8}  {}",
            record.step.name(),
            clock(record.time),
            record.verdict
        );
    }
    println!("  {:<13} {:>8}", "together", clock(start.elapsed()));
    if !good && tally.failed == 0 {
        println!("\nNo test failed, but not every step went well: see above.");
    }
    println!("\n{tally}");
    Ok(good)
}

/// The steps to take: all, or those asked for and those they need.
fn plan(only: &[Step]) -> Vec<Step> {
    if only.is_empty() {
        return Step::value_variants().to_vec();
    }
    let mut steps = only.to_vec();
    steps.extend(only.iter().flat_map(|step| step.needs()));
    steps.sort_unstable();
    steps.dedup();
    steps
}

fn clock(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    let (minutes, seconds) = (tenths / 600, tenths % 600);
    if minutes == 0 {
        format!("{}.{} s", seconds / 10, seconds % 10)
    } else {
        format!("{minutes} min {} s", seconds / 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_brings_those_it_needs() {
        assert_eq!(
            plan(&[Step::System]),
            [Step::Setup, Step::Build, Step::Postgres, Step::System]
        );
        assert_eq!(plan(&[Step::Format]), [Step::Setup, Step::Format]);
        assert_eq!(plan(&[]).len(), Step::value_variants().len());
    }

    #[test]
    fn needs_come_first() {
        for step in Step::value_variants() {
            assert!(step.needs().iter().all(|need| need < step), "{step:?}");
        }
    }

    #[test]
    fn times() {
        assert_eq!(clock(Duration::from_millis(1260)), "1.2 s");
        assert_eq!(clock(Duration::from_secs(125)), "2 min 5 s");
    }
}
