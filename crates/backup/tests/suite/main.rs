//! Backups of a real store: whole, damaged in every way, put back, given up.

mod damaged;
mod heads;
mod kept;
mod made;
