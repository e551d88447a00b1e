//! The checklist of OWASP ASVS beside the server (`crates/server/SECURITY.md`): what answers each of its lines is there.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// From where files are named.
const FROM: [&str; 4] = ["", "crates/server", "crates/server/src", "crates/server/src/web"];
/// Endings that are left out.
const ENDINGS: [&str; 3] = ["", ".rs", ".md"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The sources below a folder, each with its path.
fn sources(folder: &Path, all: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            all.push((path, text));
        }
    }
}

/// What functions are called.
fn functions() -> BTreeSet<String> {
    let mut all = Vec::new();
    for folder in ["crates", "tests"] {
        sources(&root().join(folder), &mut all);
    }
    let name = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        rest[..end.unwrap_or(rest.len())].to_owned()
    };
    all.iter()
        .flat_map(|(_, text)| text.split("fn ").skip(1).map(name))
        .collect()
}

fn is_there(file: &str) -> bool {
    let file = file.trim_end_matches('/');
    let mut places = FROM
        .iter()
        .flat_map(|from| ENDINGS.map(|ending| root().join(from).join(format!("{file}{ending}"))));
    places.any(|place| place.exists())
}

/// What a word in code means: a test, a file, or something else.
enum Meant {
    Test,
    File,
    Else,
}

fn meant(word: &str) -> Meant {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if word.chars().all(plain) && word.matches('_').count() >= 2 {
        return Meant::Test;
    }
    let path = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    let ends = [".rs", ".md", ".toml", ".service"]
        .iter()
        .any(|ending| word.ends_with(ending));
    let is_path = word.contains('/') && !word.starts_with('/') || ends;
    if word.chars().all(path) && is_path {
        Meant::File
    } else {
        Meant::Else
    }
}

#[test]
fn every_line_of_the_checklist_is_answered_by_what_is_there() {
    let functions = functions();
    let page = std::fs::read_to_string(root().join("crates/server/SECURITY.md")).unwrap();
    let rows = page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| #"));
    let (mut wrong, mut count) = (Vec::new(), 0);
    for row in rows {
        count += 1;
        let cells: Vec<&str> = row.trim_matches('|').splitn(3, '|').map(str::trim).collect();
        let [number, _, answer] = cells[..] else {
            panic!("{row} has three cells");
        };
        let mut named = 0;
        for word in answer.split('`').skip(1).step_by(2) {
            let there = match meant(word) {
                Meant::Test => functions.contains(word),
                Meant::File => is_there(word),
                Meant::Else => continue,
            };
            named += usize::from(there);
            if !there {
                wrong.push(format!("{number}: there is no {word}"));
            }
        }
        if named == 0 && !answer.contains("not applicable because") && !answer.to_lowercase().contains("not yet") {
            wrong.push(format!("{number} is answered by nothing: {answer}"));
        }
    }
    assert!(count > 150, "{count} lines were read");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_that_answers_starts_a_process() {
    let mut all = Vec::new();
    for one in std::fs::read_dir(root().join("crates")).unwrap() {
        let folder = one.unwrap().path();
        // The chores of whoever builds it start what they need.
        if !folder.ends_with("xtask") {
            sources(&folder.join("src"), &mut all);
        }
    }
    assert!(all.len() > 300, "{}", all.len());
    let starting: Vec<&PathBuf> = all
        .iter()
        .filter(|(_, text)| text.contains("process::Command") || text.contains("process::{Command"))
        .map(|(path, _)| path)
        .collect();
    assert!(starting.is_empty(), "{starting:?}");
}
