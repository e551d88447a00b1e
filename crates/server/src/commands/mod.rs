//! The commands beside `serve`.

mod archive;
pub(crate) mod bench;
pub(crate) mod check;
mod closing;
pub(crate) mod evidence;
pub(crate) mod ledger;
pub(crate) mod plan;
pub(crate) mod user;
mod workload;
