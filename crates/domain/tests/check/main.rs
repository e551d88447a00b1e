//! The check and the travels of a report, from the outside.

mod allocations;
mod ceilings;
mod choosing;
mod comparison;
mod decisions;
mod duties;
mod fixtures;
mod kinds;
mod laws;
mod levels;
mod pace;
mod projections;
mod properties;
mod published;
mod reports;
mod rollups;
mod shares;
mod turns;
