//! The commands of the README and the chores behind them.
//!
//! Every command does its own set-up: on a fresh Debian machine with rustup
//! nothing has to be installed by hand first.

mod bench;
mod browser;
mod http;
mod interface;
mod lighthouse;
mod package;
mod postgres;
mod process;
mod project;
mod serve;
mod setup;
mod site;
mod suite;
mod tally;
mod test;
mod trial;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::project::Project;

/// Builds, runs, tests and measures Yaodian.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Build everything and run a trial server on this machine
    Serve(serve::Options),
    /// Build the site folder: browser code and styles, precompressed
    Site(site::Options),
    /// Set up whatever is missing and run every check and test
    Test(test::Options),
    /// Build a Debian package
    Package,
    /// Measure what the README claims and print it as a Markdown table
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = Project::load().and_then(|project| match cli.command {
        Chore::Serve(options) => serve::serve(&project, &options),
        Chore::Site(options) => site::command(&project, &options),
        Chore::Test(options) => return_code(test::test(&project, &options)),
        Chore::Package => package::package(&project),
        Chore::Bench(options) => bench::bench(&project, &options),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<process::Failed>() => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// A test run that failed has said so in its last line: nothing may follow it.
fn return_code(passed: anyhow::Result<bool>) -> anyhow::Result<()> {
    if passed? { Ok(()) } else { Err(process::Failed.into()) }
}
