//! NUL, which stands in no text of people and which PostgreSQL keeps in none.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads JSON without the NULs that its texts are said to have.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, serde_json::Error> {
    if !std::str::from_utf8(bytes).is_ok_and(|text| text.contains("\\u0000")) {
        return serde_json::from_slice(bytes);
    }
    let mut value = serde_json::from_slice(bytes)?;
    leave_out(&mut value);
    serde_json::from_value(value)
}

/// Takes them out of every text. How deep texts stand is bounded by the reader of JSON.
fn leave_out(value: &mut Value) {
    match value {
        Value::String(text) => text.retain(|c| c != '\0'),
        Value::Array(all) => all.iter_mut().for_each(leave_out),
        Value::Object(all) => all.values_mut().for_each(leave_out),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_lose_them_and_nothing_else() {
        let sent = br#"{"a":["x\u0000y",{"b":"\u0000"}],"c":"\\u0000","d":1.10}"#;
        let read: Value = read(sent).unwrap();
        assert_eq!(read, json!({ "a": ["xy", { "b": "" }], "c": "\\u0000", "d": 1.10 }));
        assert!(
            super::read::<Value>(b"{\"a\":\"x\0y\"}").is_err(),
            "as it is it is no JSON"
        );
    }
}
