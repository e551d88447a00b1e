//! What the audit says of a record as a whole: its seal.

use serde::Serialize;
use serde_json::Value;
use yaodian_audit::digest;

use crate::{StoreError, encode::to_json};

/// The member of a detail that holds the seal of the record as the change left it.
pub(crate) const SEAL: &str = "record";

/// A hash over what a record says: over its JSON with its members in the order of their names, without the names of
/// persons (`by`, and `name` beside `account`) and of files (`name` beside `sha256`), which an erasure replaces.
pub(crate) fn seal(what: &str, record: &impl Serialize) -> Result<String, StoreError> {
    let value = serde_json::to_value(record).map_err(|error| crate::encode::corrupt(what, &error))?;
    Ok(digest([Some(to_json(what, &nameless(value))?.as_str())]))
}

/// A value without the names of persons and files, its members in the order of their names.
pub(crate) fn nameless(mut value: Value) -> Value {
    blank(&mut value);
    value.sort_all_objects();
    value
}

fn blank(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let named = members.contains_key("account") || members.contains_key("sha256");
            for (key, value) in members.iter_mut() {
                if value.is_string() && (key == "by" || key == "name" && named) {
                    *value = Value::Null;
                } else {
                    blank(value);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(blank),
        _ => {}
    }
}
