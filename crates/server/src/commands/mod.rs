//! The commands beside `serve`.

mod archive;
pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod bench;
pub(crate) mod check;
mod closing;
pub(crate) mod database;
pub(crate) mod evidence;
mod import;
pub(crate) mod ledger;
pub(crate) mod monitoring;
mod parse;
pub(crate) mod plan;
pub(crate) mod token;
pub(crate) mod user;
mod workload;
