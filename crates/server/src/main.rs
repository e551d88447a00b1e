//! The server and the `yaodian` command.
//!
//! * [`service`]: what can be done, each thing once; pages and API both call it;
//! * [`web`]: addresses, sessions, pages, `/api/v1`;
//! * [`commands`]: the other commands;
//! * [`shelf`]: the ledgers that are held in memory;
//! * [`networks`]: what was measured, in memory;
//! * [`live`]: telling those who look that something has changed;
//! * [`first_run`]: plans, people and links of a new installation;
//! * [`clock`]: the product's day, which a trial can hold still and move on;
//! * [`password`]: which passwords are taken, and how they are kept; [`seal`]: what is sealed in the database;
//! * [`nightly`]: a backup every night;
//! * [`patience`]: how long slow clients are waited for;
//! * [`post`]: hands reminders to the mail server;
//! * [`settings`]: a file of settings;
//! * [`log`]: what is written to standard error;
//! * [`metrics`]: what is counted while the server runs; [`traces`]: spans for a collector of OpenTelemetry;
//! * [`disk`]: whether anything more can be kept;
//! * [`round`]: what is done once every day;
//! * [`say`]: printing, for commands.

#![recursion_limit = "256"]

#[macro_use]
mod say;

mod audited;
mod clock;
mod commands;
mod disk;
mod doors;
mod files;
mod first_run;
mod freshness;
mod front;
mod house;
mod live;
mod log;
mod metrics;
mod networks;
mod nightly;
mod password;
mod patience;
mod post;
mod previews;
mod remembered;
mod replica;
mod round;
mod seal;
mod secret;
mod serve;
mod service;
mod settings;
mod shelf;
mod single_sign_on;
mod traces;
mod web;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Turns a yearly work plan into tracked targets.
#[derive(Parser)]
#[command(name = "yaodian", version)]
enum Command {
    /// Serves the product.
    Serve(Box<serve::Args>),
    /// Judges a plan folder without a database.
    Check(commands::check::Args),
    /// Plans.
    #[command(subcommand)]
    Plan(commands::plan::Command),
    /// Ledgers.
    #[command(subcommand)]
    Ledger(commands::ledger::Command),
    /// Files of evidence.
    #[command(subcommand)]
    Evidence(commands::evidence::Command),
    /// Makes a backup of everything in one file, while the server runs; or verifies one.
    Backup(commands::backup::Backup),
    /// Puts a backup into an empty installation.
    Restore(commands::backup::Restore),
    /// The audit.
    #[command(subcommand)]
    Audit(commands::audit::Command),
    /// The database.
    #[command(subcommand, name = "db")]
    Database(commands::database::Command),
    /// People.
    #[command(subcommand)]
    User(commands::user::Command),
    /// Keys for machines.
    #[command(subcommand)]
    Token(commands::token::Command),
    /// Surface water.
    #[command(subcommand)]
    Water(commands::monitoring::Water),
    /// Ambient air.
    #[command(subcommand)]
    Air(commands::monitoring::Air),
    /// Monitoring data.
    #[command(subcommand)]
    Monitoring(commands::monitoring::Monitoring),
    /// Measures the check on the whole plan (for the README's table).
    #[command(hide = true)]
    CheckBench(commands::bench::Args),
}

/// What a command came to: exit codes are 0 for done, 1 for «no», 2 for
/// wrong input.
pub(crate) enum Outcome {
    Done,
    No,
}

fn main() -> ExitCode {
    let words = match settings::with_file(std::env::args_os().collect(), &Command::command()) {
        Ok(words) => words,
        Err(problem) => {
            tell!("yaodian: {problem}");
            return ExitCode::from(2);
        }
    };
    let command = match Command::try_parse_from(words) {
        Ok(command) => command,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() {
                ExitCode::from(2)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    let outcome = match command {
        Command::Serve(args) => serve::run(*args),
        Command::Check(args) => commands::check::run(&args),
        Command::Plan(command) => commands::plan::run(command),
        Command::Ledger(command) => commands::ledger::run(command),
        Command::Evidence(command) => commands::evidence::run(command),
        Command::Backup(args) => commands::backup::run(&args),
        Command::Restore(args) => commands::backup::restore(&args),
        Command::Audit(command) => commands::audit::run(command),
        Command::Database(command) => commands::database::run(&command),
        Command::User(command) => commands::user::run(command),
        Command::Token(command) => commands::token::run(command),
        Command::Water(command) => commands::monitoring::water(&command),
        Command::Air(command) => commands::monitoring::air(&command),
        Command::Monitoring(command) => commands::monitoring::monitoring(&command),
        Command::CheckBench(args) => commands::bench::run(&args),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        Err(problem) => {
            tell!("yaodian: {problem}");
            ExitCode::from(2)
        }
    }
}
