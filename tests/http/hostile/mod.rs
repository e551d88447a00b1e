//! What is sent in order to harm: texts that would run, paths that lead out, requests that are two.

mod requests;
mod texts;
mod uploads;
mod wire;
mod world;
