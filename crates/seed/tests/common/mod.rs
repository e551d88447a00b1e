//! What the tests share: the folder of Hubei's plan, and problems as text.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::{Path, PathBuf};

use yaodian_seed::{Files, Problem, Seed, load, read};

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

/// One change to the good folder, and the problem that it must bring up.
pub struct Broken {
    pub file: &'static str,
    /// What is replaced (its first occurrence) and by what.
    pub swap: (&'static str, &'static str),
    /// Words on the line that the problem must point at, after the change; in `in_file`.
    pub at: &'static str,
    pub in_file: &'static str,
    /// The message after `file:line: `.
    pub says: &'static str,
}

pub fn part<'a>(files: &'a mut Files, name: &str) -> &'a mut String {
    match name {
        "plan.txt" => &mut files.text,
        "plan.toml" => &mut files.plan,
        "units.toml" => &mut files.units,
        "published.toml" => &mut files.published,
        "ledgers.toml" => &mut files.ledgers,
        other => panic!("no file {other}"),
    }
}

pub fn line_of(text: &str, words: &str) -> usize {
    let at = text.find(words).unwrap_or_else(|| panic!("{words:?} is not there"));
    text[..at].matches('\n').count() + 1
}

pub const fn broken(
    file: &'static str,
    swap: (&'static str, &'static str),
    at: &'static str,
    says: &'static str,
) -> Broken {
    Broken {
        file,
        swap,
        at,
        in_file: file,
        says,
    }
}

/// Every change must bring up its problem, at its place and in its words.
pub fn each_is_told(cases: Vec<Broken>) {
    let mut missed = Vec::new();
    for case in cases {
        let mut files = hubei_files();
        let text = part(&mut files, case.file);
        assert!(text.contains(case.swap.0), "{} is not in {}", case.swap.0, case.file);
        *text = text.replacen(case.swap.0, case.swap.1, 1);
        let line = line_of(part(&mut files, case.in_file), case.at);
        let problems = read(&files).expect_err(case.says);
        let expected = format!("{}:{line}: {}", case.in_file, case.says);
        if !problems.iter().any(|problem| problem.to_string() == expected) {
            missed.push(format!("expected\n{expected}\namong\n{}", messages(&problems)));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n\n"));
}

/// Hubei's folder with one change to `plan.toml`; it must be good. Without its ledgers, which hold
/// to what the plan says unchanged.
pub fn changed(from: &str, to: &str) -> Seed {
    let mut files = hubei_files();
    files.ledgers.clear();
    assert!(files.plan.contains(from), "{from} is not in plan.toml");
    files.plan = files.plan.replacen(from, to, 1);
    read(&files).unwrap_or_else(|problems| panic!("{to}\n{}", messages(&problems)))
}

/// Hubei's folder with more at the end of `plan.toml`; it must be good.
pub fn with(more: &str) -> Seed {
    let mut files = hubei_files();
    files.plan = format!("{}\n{more}", files.plan);
    read(&files).unwrap_or_else(|problems| panic!("{more}\n{}", messages(&problems)))
}

/// Hubei's folder with one more ledger before its own: no more than its names, and `body`.
pub fn small_ledger(body: &str) -> Files {
    let mut files = hubei_files();
    let head = "[[ledger]]\nid = \"small\"\nname = \"小台账\"\nname_en = \"Small\"\ncounted = \"件\"\ncounted_en = \
                \"thing\"\nkey = \"编号\"\nkey_en = \"No.\"\n";
    files.ledgers = format!("{head}{body}\n{}", files.ledgers);
    files
}

/// Who holds and who leads, for [`small_ledger`].
pub const HELD: &str = "holders = [\"bureaus\"]\nleads = [\"水处\"]\n";
/// One stage, for [`small_ledger`].
pub const STAGE: &str = "stage = [{ id = \"done\", name = \"完成\", name_en = \"Done\", movers = [\"office\"] }]\n";
