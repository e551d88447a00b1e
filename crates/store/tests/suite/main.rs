//! One suite, run on both databases: each case is there as `sqlite::case` and `postgres::case`.

mod audit;
mod bulletins;
mod cases;
mod closings;
mod counting;
mod fixtures;
mod harness;
mod imports;
mod judgements;
mod ledgers_at_once;
mod ledgers_batches;
mod ledgers_demonstration;
mod ledgers_entries;
mod ledgers_files;
mod ledgers_outfalls;
mod links;
mod messages;
mod opening;
mod people;
mod plans;
mod posts;
mod pulse;
mod replay;
mod reports;
mod rounds;
