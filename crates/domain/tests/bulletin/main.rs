//! Bulletins: what is drawn, who is named, what can be done with one.

mod drawing;
mod fixtures;
mod naming;
mod steps;
