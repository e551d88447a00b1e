//! What is sent in order to harm: texts that would run, paths that lead out, requests that are two, or another site's.

mod checklist;
mod fields;
mod files;
mod outward;
mod pages;
mod requests;
mod sources;
mod texts;
mod typed;
mod uploads;
mod watched;
mod wire;
mod world;
