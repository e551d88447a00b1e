//! What may prove something, how it is kept, and how it is handed out again.

mod accepted;
mod any_input;
mod heads;
mod kept;
#[path = "../made/mod.rs"]
mod made;
mod place;
mod refused;
mod served;
mod uploaded;
