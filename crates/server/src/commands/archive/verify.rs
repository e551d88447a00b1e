//! `yaodian plan archive --verify`: whether a folder is as it was written, without a database.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};
use yaodian_domain::closing::Finals;
use yaodian_store::{AuditHead, AuditRow, Chain, audit::action};

use super::{SUMS, text};
use crate::Outcome;

/// Says what is wrong with `folder`, line by line, and at the end how much there is of it.
pub(super) fn verify(folder: &Path) -> Result<Outcome, String> {
    let sums = fs::read_to_string(folder.join(SUMS)).map_err(|error| format!("{SUMS}: {error}"))?;
    let mut listed = BTreeMap::new();
    let mut wrong = Vec::new();
    for (n, line) in sums.lines().enumerate() {
        match line.split_once("  ") {
            Some((sum, name)) if is_inside(name) => {
                listed.insert(name.to_owned(), sum.to_owned());
            }
            _ => wrong.push(format!(
                "{SUMS}, line {}: no sum and name of a file of the folder",
                n + 1
            )),
        }
    }
    for (name, sum) in &listed {
        match hash_of(&folder.join(name)) {
            Ok(now) if now == *sum => {}
            Ok(_) => wrong.push(format!("{name}: altered")),
            Err(error) => wrong.push(format!("{name}: {error}")),
        }
    }
    let there = files(folder, PathBuf::new()).map_err(text)?;
    for name in there.iter().filter(|name| *name != SUMS && !listed.contains_key(*name)) {
        wrong.push(format!("{name}: not in {SUMS}"));
    }
    // The sums may have been written anew together with a file; the chain cannot.
    let end = chain(folder, &mut wrong)?;
    for line in &wrong {
        tell!("{line}");
    }
    say!("audit\t{}\t{}", end.seq, end.hash);
    if wrong.is_empty() {
        tell!(
            "{}: {} files are as they were written, and the audit is whole; its end is the line above, to be held \
             against one that was noted elsewhere",
            folder.display(),
            listed.len()
        );
        Ok(Outcome::Done)
    } else {
        tell!("{}: {} things do not fit", folder.display(), wrong.len());
        Ok(Outcome::No)
    }
}

/// Whether a name leads nowhere outside of the folder.
fn is_inside(name: &str) -> bool {
    Path::new(name)
        .components()
        .all(|part| matches!(part, std::path::Component::Normal(_)))
}

fn hash_of(path: &Path) -> std::io::Result<String> {
    let mut file = BufReader::new(fs::File::open(path)?);
    let (mut hash, mut some) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        let read = file.read(&mut some)?;
        if read == 0 {
            break;
        }
        hash.update(some.get(..read).unwrap_or_default());
    }
    Ok(super::digits(&hash.finalize()))
}

/// The names of all files below `folder`, with slashes.
fn files(folder: &Path, within: PathBuf) -> std::io::Result<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(folder.join(&within))? {
        let entry = entry?;
        let name = within.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            all.extend(files(folder, name)?);
        } else {
            all.insert(name.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(all)
}

/// Follows the audit's chain, and holds the final list against what the audit says of it. The end.
fn chain(folder: &Path, wrong: &mut Vec<String>) -> Result<AuditHead, String> {
    let named = |error: &dyn std::fmt::Display| format!("audit.jsonl: {error}");
    let file = fs::File::open(folder.join("audit.jsonl")).map_err(|error| named(&error))?;
    let mut chain = Chain::default();
    let finals = fs::read(folder.join("finals.json")).ok();
    let finals = finals.map(|bytes| serde_json::from_slice::<Finals>(&bytes).ok());
    let mut told = false;
    for (n, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|error| named(&error))?;
        let row = serde_json::from_str::<AuditRow>(&line).ok();
        let follows = match &row {
            Some(row) => chain.follow(row).map_err(text)?,
            None => false,
        };
        if !follows {
            wrong.push(format!(
                "audit.jsonl, line {}: does not follow from the one before",
                n + 1
            ));
            return Ok(chain.end().clone());
        }
        let closed = row.filter(|row| row.action == action::PLAN_CLOSED);
        let closed = closed.and_then(|row| serde_json::from_value::<Finals>(row.detail.get("finals")?.clone()).ok());
        told |= closed.is_some() && finals == Some(closed);
    }
    if let Some(seq) = chain.lacks() {
        wrong.push(format!(
            "audit.jsonl: row {seq} lacks a text about a person, and no erasure removed it"
        ));
    }
    if finals.is_some() && !told {
        wrong.push("finals.json: the audit tells another final list".to_owned());
    }
    let head = fs::read(folder.join("audit-head.json")).map_err(|error| format!("audit-head.json: {error}"))?;
    if serde_json::from_slice::<AuditHead>(&head).ok().as_ref() != Some(chain.end()) {
        wrong.push("audit-head.json: is not the end of audit.jsonl".to_owned());
    }
    Ok(chain.end().clone())
}
