//! What the tests share: the folder of Hubei's plan, and problems as text.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::{Path, PathBuf};

use yaodian_seed::{Files, Problem, Seed, load};

pub fn hubei_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds/hubei-2023")
}

pub fn hubei_files() -> Files {
    Files::from_folder(&hubei_folder()).unwrap_or_else(|problems| panic!("{}", messages(&problems)))
}

pub fn hubei() -> Seed {
    load(&hubei_folder()).unwrap_or_else(|problems| panic!("{}", messages(&problems)))
}

pub fn messages(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
