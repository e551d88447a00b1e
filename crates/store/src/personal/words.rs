//! What a person wrote, as the audit has it: with where, and when.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use yaodian_domain::id::{AccountId, PlanId};

use crate::{Actor, AuditRow};

/// Something that a person wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// When.
    pub at: Timestamp,
    /// On what occasion: one of [`crate::audit::action`].
    pub action: String,
    /// In which plan.
    pub plan: Option<PlanId>,
    /// About what sort of thing: a [`crate::SubjectKind`] by name.
    pub subject_kind: String,
    /// About which.
    pub subject_id: String,
    /// In which place of it (RFC 6901): `/after/progress`.
    pub field: String,
    /// The words.
    pub text: String,
}

/// Members that hold words of whoever acts, themselves or all within them: those of reports, of cases and requests, of
/// bulletins, judgements, closings, reopenings and reminders.
const WORDS: [&str; 8] = [
    "progress",
    "problems",
    "next_steps",
    "note",
    "reason",
    "text",
    "evidence",
    "shown",
];

/// What a person wrote on the occasion that a row tells of; nothing where it was somebody else.
pub(super) fn of(row: &AuditRow, person: &AccountId) -> Vec<Words> {
    let own = match &row.by {
        Actor::Account { id, .. } => id == person,
        Actor::Command { of, .. } => of.as_ref() == Some(person),
        Actor::System { .. } => false,
    };
    let mut all = Vec::new();
    // Entries of ledgers are lists of things; of a text on its way to a plan the audit has a digest.
    if own && !["entry", "import"].contains(&row.subject_kind.as_str()) {
        walk(row, &row.detail, (String::new(), false), &mut all);
    }
    all
}

fn walk(row: &AuditRow, value: &Value, (place, words): (String, bool), all: &mut Vec<Words>) {
    match value {
        Value::String(text) if words && !text.trim().is_empty() && !stood_before(row, &place, text) => {
            all.push(Words {
                at: row.at,
                action: row.action.clone(),
                plan: row.plan.clone(),
                subject_kind: row.subject_kind.clone(),
                subject_id: row.subject_id.clone(),
                field: place,
                text: text.clone(),
            });
        }
        // What is known of a file is no text of anybody's.
        Value::Object(members) if members.contains_key("sha256") => {}
        Value::Object(members) => {
            for (key, value) in members.iter().filter(|(key, _)| *key != "before") {
                let words = words || WORDS.contains(&key.as_str());
                let place = format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"));
                walk(row, value, (place, words), all);
            }
        }
        Value::Array(values) => {
            for (n, value) in values.iter().enumerate() {
                walk(row, value, (format!("{place}/{n}"), words), all);
            }
        }
        _ => {}
    }
}

/// Whether somebody wrote it earlier, and it was left as it was.
fn stood_before(row: &AuditRow, place: &str, text: &str) -> bool {
    let before = place.strip_prefix("/after").map(|place| format!("/before{place}"));
    before.is_some_and(|place| row.detail.pointer(&place).and_then(Value::as_str) == Some(text))
}
