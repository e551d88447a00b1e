//! How values stand in columns.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz,
};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
pub(crate) use yaodian_audit::{digest, hex};

use crate::StoreError;

/// An instant with all nine decimals: texts of one length, whose order is the order of time.
pub(crate) fn instant(at: Timestamp) -> String {
    format!("{at:.9}")
}

/// The time in China, which keeps one all year, to the second.
pub fn time_of(at: Timestamp) -> DateTime {
    let time = tz::offset(8).to_datetime(at);
    time.with().subsec_nanosecond(0).build().unwrap_or(time)
}

/// The day in China, which keeps one time all year, that an instant lies in.
pub fn day_of(at: Timestamp) -> Date {
    tz::offset(8).to_datetime(at).date()
}

/// An id for something new, never given twice; ids follow time.
pub fn new_id<T: TryFrom<String>>() -> T {
    loop {
        // 36 characters of 0-9, a-f and '-' always make an id: the loop is there so that nothing
        // has to panic.
        if let Ok(id) = Uuid::now_v7().to_string().try_into() {
            return id;
        }
    }
}

/// Takes texts into a hash, each with its length before it so that no two lists look alike.
pub(crate) fn take_in<'a>(hasher: &mut Sha256, texts: impl IntoIterator<Item = &'a str>) {
    for text in texts {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text);
    }
}

/// A value as JSON.
pub(crate) fn to_json(what: &str, value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| corrupt(what, &error))
}

/// A value from JSON.
pub(crate) fn from_json<T: DeserializeOwned>(what: &str, body: &str) -> Result<T, StoreError> {
    serde_json::from_str(body).map_err(|error| corrupt(what, &error))
}

/// A value from its text: an identifier, a day, an instant.
pub(crate) fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(what: &str, text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|error| corrupt(what, &error))
}

/// A size in bytes from its column.
pub(crate) fn size(bytes: i64) -> Result<u64, StoreError> {
    u64::try_from(bytes).map_err(|error| corrupt("the size of a file", &error))
}

pub(crate) fn corrupt(what: &str, why: &dyn std::fmt::Display) -> StoreError {
    StoreError::Corrupt {
        what: what.to_owned(),
        why: why.to_string(),
    }
}

/// Whether `stored` says the same as `new`, both JSON of the same type.
///
/// The values are not compared, but their texts: 89.3 and 89.30 are equal figures of different
/// precision. The stored text is written anew before that, so that a field which a later version
/// of the program writes in another way makes no difference.
pub(crate) fn same<T: Serialize + DeserializeOwned>(stored: &str, new: &str) -> bool {
    stored == new
        || serde_json::from_str::<T>(stored)
            .and_then(|value| serde_json::to_string(&value))
            .is_ok_and(|rewritten| rewritten == new)
}
