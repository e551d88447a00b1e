//! `yaodian water`, `yaodian air`, `yaodian monitoring`: tables of measurements, all but the last without a
//! database.
//!
//! * [`table`]: a table in, the same table with more columns out;
//! * [`water`], [`air`]: the columns that are added;
//! * [`why`]: how a row came to them, in JSON;
//! * [`ratios`]: counts and shares of what was graded;
//! * [`import`]: a table into the database.

mod air;
mod import;
mod ratios;
mod table;
mod water;
mod why;

pub(crate) use import::network;

use crate::Outcome;

/// Surface water by GB 3838-2002 and the assessment method of 2011.
#[derive(clap::Subcommand)]
pub(crate) enum Water {
    Grade(water::Args),
}

/// Ambient air by HJ 633.
#[derive(clap::Subcommand)]
pub(crate) enum Air {
    Aqi(air::Args),
}

/// Counts and shares of monitoring data.
#[derive(clap::Subcommand)]
pub(crate) enum Monitoring {
    Ratios(ratios::Args),
    Import(import::Args),
}

pub(crate) fn water(command: &Water) -> Result<Outcome, String> {
    match command {
        Water::Grade(args) => water::run(args),
    }
}

pub(crate) fn air(command: &Air) -> Result<Outcome, String> {
    match command {
        Air::Aqi(args) => air::run(args),
    }
}

pub(crate) fn monitoring(command: &Monitoring) -> Result<Outcome, String> {
    match command {
        Monitoring::Ratios(args) => ratios::run(args),
        Monitoring::Import(args) => import::run(args),
    }
}
