//! A pseudonym in the places of a person's name, in tables and in what stands within them.

use serde_json::Value;

use super::{Held, Holds, Person, Whose, whose};
use crate::{
    StoreError,
    db::{Arg, Change, args},
};

/// Puts the pseudonym into the place of the name in a table, and takes away what else goes: in how many rows.
pub(super) async fn rename(
    change: &mut Change<'_>,
    held: &Held,
    person: &Person,
    pseudonym: &str,
) -> Result<u64, StoreError> {
    let (tx, table) = (&mut change.tx, held.table);
    let mut count = 0;
    for (column, holds) in held.columns {
        let (rows, key) = match holds {
            // Commands that were given in the person's name before the audit told in whose: the name itself does.
            Holds::Name(_, of @ Whose::At(_)) => (
                format!("({} OR t.{column} LIKE '%, % (%)')", whose(*of)),
                person.key(*of),
            ),
            Holds::Name(_, of) | Holds::File(of) | Holds::Words(of) | Holds::Emptied(_, of, _) => {
                (whose(*of), person.key(*of))
            }
            Holds::Within(_, rows) => ((*rows).to_owned(), person.id.as_str()),
            Holds::Nothing | Holds::Gone(_) | Holds::Secret(_) | Holds::Stays(_) | Holds::Named => continue,
        };
        // A parameter that no condition asks for would have no type.
        let rows = format!("CAST($1 AS TEXT) IS NOT NULL AND {rows}");
        if let Holds::Emptied(_, _, nothing) = holds {
            let sql = format!("UPDATE {table} AS t SET {column} = {nothing} WHERE t.{column} <> '' AND {rows}");
            count += tx.execute(&sql, &[Arg::from(key)]).await?;
            continue;
        }
        let sql = format!("SELECT DISTINCT t.{column} FROM {table} AS t WHERE t.{column} IS NOT NULL AND {rows}");
        let there: Vec<(String,)> = tx.rows(&sql, &[Arg::from(key)]).await?;
        for (old,) in there {
            let new = match holds {
                Holds::Name(..) => person.is_told_by(&old).then(|| pseudonym.to_owned()),
                Holds::File(_) => file(&old, pseudonym),
                Holds::Words(_) => person.without(&old, pseudonym),
                _ => within(&old, person, pseudonym),
            };
            let Some(new) = new else { continue };
            let sql = format!("UPDATE {table} AS t SET {column} = $2 WHERE t.{column} = $3 AND {rows}");
            let args = [Arg::from(key), Arg::from(&new), Arg::from(&old)];
            count += tx.execute(&sql, &args).await?;
        }
    }
    Ok(count)
}

/// Bodies that name files which the person sent, whoever wrote them: whichever is about what a file was sent for.
const WITH_FILES: [(&str, &str); 2] = [
    (
        "SELECT id, body FROM reports WHERE (plan, target, unit) IN
             (SELECT plan, target, unit FROM attachments WHERE account = $1)",
        "UPDATE reports SET body = $2 WHERE id = $1",
    ),
    (
        "SELECT id, body FROM cases WHERE (plan, target, unit) IN
             (SELECT plan, target, unit FROM attachments WHERE account = $1)",
        "UPDATE cases SET body = $2 WHERE id = $1",
    ),
];

/// Puts the pseudonym into the names of the person's files in reports and requests: in how many.
pub(super) async fn files_within(change: &mut Change<'_>, person: &Person, pseudonym: &str) -> Result<u64, StoreError> {
    let files: Vec<(String,)> = change
        .rows("SELECT id FROM attachments WHERE account = $1", args![&person.id])
        .await?;
    if files.is_empty() {
        return Ok(0);
    }
    let mut count = 0;
    for (bodies, put) in WITH_FILES {
        let there: Vec<(String, String)> = change.rows(bodies, args![&person.id]).await?;
        for (id, body) in there {
            let Ok(mut body) = serde_json::from_str(&body) else {
                continue;
            };
            if rename_files(&mut body, &files, pseudonym) {
                count += change.execute(put, args![&id, body.to_string()]).await?;
            }
        }
    }
    Ok(count)
}

fn rename_files(value: &mut Value, files: &[(String,)], pseudonym: &str) -> bool {
    let known = value["sha256"].is_string() && files.iter().any(|(id,)| value["id"] == id.as_str());
    match value {
        Value::Object(members) if known => {
            let name = members.get("name").and_then(Value::as_str).unwrap_or_default();
            let new = Value::from(called(name, pseudonym));
            members.insert("name".to_owned(), new);
            true
        }
        Value::Object(members) => members
            .values_mut()
            .fold(false, |any, value| rename_files(value, files, pseudonym) | any),
        Value::Array(values) => values
            .iter_mut()
            .fold(false, |any, value| rename_files(value, files, pseudonym) | any),
        _ => false,
    }
}

/// The name of a file, or JSON with it, without what it was called; `None` where it has none.
fn file(text: &str, pseudonym: &str) -> Option<String> {
    if text.starts_with('{')
        && let Ok(Value::Object(mut members)) = serde_json::from_str(text)
        && let Some(name) = members.get("name").and_then(Value::as_str)
    {
        let new = (!name.is_empty()).then(|| called(name, pseudonym))?;
        members.insert("name".to_owned(), new.into());
        return Some(Value::Object(members).to_string());
    }
    (!text.is_empty()).then(|| called(text, pseudonym))
}

/// The ending of a file stays: it says how to open it.
fn called(name: &str, pseudonym: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, end)) if (1..=5).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            format!("{pseudonym}.{end}")
        }
        _ => pseudonym.to_owned(),
    }
}

/// JSON in which the pseudonym stands in the place of the name; `None` where the name is not in it.
fn within(json: &str, person: &Person, pseudonym: &str) -> Option<String> {
    if !person.names.iter().any(|name| json.contains(name.as_str())) {
        return None;
    }
    let mut value = serde_json::from_str(json).ok()?;
    replace(&mut value, person, pseudonym).then(|| value.to_string())
}

/// Replaces `by`, `name` beside the person's `account`, and the name in the note of a reminder that the person wrote;
/// whether anything was.
fn replace(value: &mut Value, person: &Person, pseudonym: &str) -> bool {
    match value {
        Value::Object(members) => {
            let own = members.get("account").and_then(Value::as_str) == Some(&person.id);
            // Of those who carry which duty it was asked.
            let wrote = members.contains_key("duty")
                && (members.get("by").and_then(Value::as_str)).is_some_and(|by| person.is_told_by(by));
            let mut any = false;
            for (key, value) in members.iter_mut() {
                let told = value.as_str().is_some_and(|text| person.is_told_by(text));
                let note = (value.as_str().filter(|_| wrote && key == "note"))
                    .and_then(|text| person.without(text, pseudonym));
                if told && (key == "by" || key == "name" && own) {
                    *value = pseudonym.into();
                    any = true;
                } else if let Some(note) = note {
                    *value = note.into();
                    any = true;
                } else {
                    any |= replace(value, person, pseudonym);
                }
            }
            any
        }
        Value::Array(values) => {
            let mut any = false;
            for value in values {
                any |= replace(value, person, pseudonym);
            }
            any
        }
        _ => false,
    }
}
