//! The check: the only place that decides a status.

mod policy;
pub use policy::Policy;
