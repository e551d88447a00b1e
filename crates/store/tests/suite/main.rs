//! One suite, run on both databases: each case is there as `sqlite::case` and `postgres::case`.

mod audit;
mod counting;
mod fixtures;
mod harness;
mod judgements;
mod links;
mod opening;
mod people;
mod plans;
mod replay;
mod reports;
