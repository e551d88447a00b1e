//! What of a row is about a person, and how it can go without the chain.
//!
//! In rows of the second form (every row since migration 22) a text that tells who somebody is stands in
//! the row by its **commitment** alone: the SHA-256 of 32 random bytes, the salt, followed by the text in
//! UTF-8. The commitments are hashed with the row; salt and text stand in the table `audit_personal`. A
//! text that was altered does not fit its commitment; one that was erased leaves a commitment from which
//! nobody can guess it, since the salt is gone with it. That somebody took it away other than by an erasure
//! shows too: the row of an erasure ([`action::ACCOUNT_ERASED`], [`action::NAMED_ERASED`]) names every text that
//! it removed.
//!
//! Such texts are: the name of the actor, where a person acted; `by`, and `name` beside `account`, anywhere
//! in the detail; login, name and address of an account, and the device of a session; what a mail server
//! said of a message, since it repeats the address. Since migration 23 also: what `private` holds of an entry of a
//! ledger (fields of persons and private fields); names of files; the title of a post; what a person calls a view, a
//! passkey or a key, and asks for in a view; the subject at a provider of single sign-on; the note of a reminder.
//!
//! Rows of the first form hash all of this themselves, and rows of before migration 23 what is told last. It
//! stays: nothing of them can go without breaking the chain. They are as valid as they were.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use yaodian_audit::{commitment, hex};

use super::{Entry, SubjectKind};
use crate::StoreError;

/// The field of the actor's name; all others are places in the detail.
pub const ACTOR_NAME: &str = "actor_name";

/// A text of a row that can be erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erasable {
    /// What is hashed with the row in its place.
    pub commitment: String,
    /// The salt, 64 hexadecimal digits; `None` once it was erased, together with the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
}

/// The texts of a row that can be erased, by their fields; the texts themselves are in their places.
pub type Personal = BTreeMap<String, Erasable>;

/// A new salt.
pub(super) fn salt() -> Result<String, StoreError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| crate::encode::corrupt("the machine's random numbers", &error))?;
    Ok(hex(&bytes))
}

/// Whose a text is.
#[derive(Clone)]
pub(super) enum Whose {
    /// This account's.
    Account(String),
    /// Of whoever has this name.
    Named,
    /// Of whoever sent this file; of whoever acts where that is not known.
    Sent(Option<String>),
    /// Of nobody in particular: it goes with those whom it names.
    Told,
}

/// A text that was taken out of a detail.
pub(super) struct Taken {
    pub(super) field: String,
    pub(super) whose: Whose,
    pub(super) text: String,
}

/// Where the detail of the change of an entry holds what is private in it.
pub(crate) const PRIVATE: [&str; 2] = ["/before/private/", "/after/private/"];

/// Takes what is about persons out of the detail of an entry.
pub(super) fn take(entry: &Entry, detail: &mut Value) -> Vec<Taken> {
    let mut all = Vec::new();
    walk(entry, detail, "", &mut all);
    all
}

/// What stands beside a text in its object.
struct Beside {
    account: Option<String>,
    /// Whose the name is of what is known of a file, if it is that.
    sent: Option<Whose>,
}

impl Beside {
    fn read(members: &serde_json::Map<String, Value>) -> Self {
        let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
        Self {
            account: text("account"),
            sent: members.contains_key("sha256").then(|| Whose::Sent(text("id"))),
        }
    }
}

fn walk(entry: &Entry, value: &mut Value, place: &str, all: &mut Vec<Taken>) {
    match value {
        Value::Object(members) => {
            let beside = Beside::read(members);
            for (key, value) in members.iter_mut() {
                let place = format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"));
                let whose = whose(entry, &place, key, &beside);
                match (value.as_str(), whose) {
                    (Some(text), Some(whose)) => {
                        all.push(Taken {
                            field: place,
                            whose,
                            text: text.to_owned(),
                        });
                        *value = Value::Null;
                    }
                    _ => walk(entry, value, &place, all),
                }
            }
        }
        Value::Array(values) => {
            for (n, value) in values.iter_mut().enumerate() {
                walk(entry, value, &format!("{place}/{n}"), all);
            }
        }
        _ => {}
    }
}

fn whose(entry: &Entry, place: &str, key: &str, beside: &Beside) -> Option<Whose> {
    if entry.kind == SubjectKind::Entry && PRIVATE.iter().any(|of| place.starts_with(of)) {
        return Some(Whose::Told);
    }
    match (key, entry.kind, &beside.account) {
        ("by", ..) => Some(Whose::Named),
        ("name", _, Some(account)) => Some(Whose::Account(account.clone())),
        ("login" | "email", SubjectKind::Account, _)
            if place.starts_with("/before/") || place.starts_with("/after/") =>
        {
            Some(Whose::Account(entry.id.clone()))
        }
        ("name" | "device" | "title" | "subject", SubjectKind::Account, _) => Some(Whose::Account(entry.id.clone())),
        (_, SubjectKind::Account, _) if place.starts_with("/query/") => Some(Whose::Account(entry.id.clone())),
        ("name", SubjectKind::Key, _) => {
            let owner = entry.detail.pointer("/holder/person/owner/account")?;
            Some(Whose::Account(owner.as_str()?.to_owned()))
        }
        // A document's name is the program's.
        ("name", kind, _) if kind != SubjectKind::Document => beside.sent.clone(),
        ("note", SubjectKind::Reminder, _) => Some(Whose::Told),
        // Its id is the plan, the day and the account.
        (_, SubjectKind::Reminder, _) if place == "/trouble" || place.starts_with("/trouble/") => {
            let account = entry.id.rsplit(':').next().unwrap_or_default();
            Some(Whose::Account(account.to_owned()))
        }
        _ => None,
    }
}

/// Takes the texts out of their places again; whether they are what was committed to.
pub(crate) fn hide(personal: &Personal, name: &mut String, detail: &mut Value) -> bool {
    let mut fits = true;
    for (field, erasable) in personal {
        let text = if field == ACTOR_NAME {
            Some(std::mem::take(name))
        } else {
            match detail.pointer_mut(field).map(Value::take) {
                Some(Value::String(text)) => Some(text),
                Some(Value::Null) if erasable.salt.is_none() => None,
                _ => {
                    fits = false;
                    None
                }
            }
        };
        if let Some(salt) = &erasable.salt {
            let made = text.and_then(|text| commitment(salt, &text));
            fits &= made.as_ref() == Some(&erasable.commitment);
        }
    }
    fits
}

/// The column `personal`: fields with their commitments.
pub(crate) fn column(personal: &Personal) -> Result<String, StoreError> {
    let all: BTreeMap<&str, &str> = personal
        .iter()
        .map(|(field, erasable)| (field.as_str(), erasable.commitment.as_str()))
        .collect();
    crate::encode::to_json("the commitments of an audit row", &all)
}

/// What the row of an erasure says that it removed, by fields: numbers of rows, `3-5,9`.
pub(crate) fn removed(mut all: Vec<(i64, String)>) -> BTreeMap<String, String> {
    let mut runs: BTreeMap<String, Vec<(i64, i64)>> = BTreeMap::new();
    all.sort_unstable();
    for (seq, field) in all {
        let runs = runs.entry(field).or_default();
        match runs.last_mut() {
            Some((_, to)) if *to + 1 == seq => *to = seq,
            _ => runs.push((seq, seq)),
        }
    }
    let told = |(from, to): (i64, i64)| {
        if from == to {
            from.to_string()
        } else {
            format!("{from}-{to}")
        }
    };
    runs.into_iter()
        .map(|(field, runs)| (field, runs.into_iter().map(told).collect::<Vec<_>>().join(",")))
        .collect()
}
