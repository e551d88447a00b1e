//! Backups of a real store: whole, damaged in every way, put back, given up.

mod damaged;
mod kept;
mod made;
