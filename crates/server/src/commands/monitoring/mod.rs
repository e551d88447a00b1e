//! `yaodian water`, `yaodian air`, `yaodian monitoring`: tables of measurements, without a database.
//!
//! * [`table`]: a table in, the same table with more columns out;
//! * [`water`], [`air`]: the columns that are added;
//! * [`ratios`]: counts and shares of what was graded.

mod air;
mod ratios;
mod table;
mod water;

use crate::Outcome;

/// Surface water by GB 3838-2002 and the assessment method of 2011.
#[derive(clap::Subcommand)]
pub(crate) enum Water {
    /// Grades every row of a table: class, main pollution indicators, and what is to know about it.
    Grade(water::Args),
}

/// Ambient air by HJ 633.
#[derive(clap::Subcommand)]
pub(crate) enum Air {
    /// Computes the air quality index of every row of a table, its grade and its primary pollutants.
    Aqi(air::Args),
}

/// Counts and shares of monitoring data.
#[derive(clap::Subcommand)]
pub(crate) enum Monitoring {
    /// Counts the rows of a table by class of water or by air quality index, and tells their shares.
    Ratios(ratios::Args),
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
    }
}
