//! 催办: stories of a plan's reminders, and what always holds.

mod laws;
mod stories;
mod world;
