//! What goes into a statement, and what comes out of a query.

use std::borrow::Cow;

use jiff::Timestamp;
use sqlx::{FromRow, postgres::PgRow, sqlite::SqliteRow};

use crate::encode;

/// A value for a `$N` in a statement.
pub(crate) enum Arg<'a> {
    Text(Option<Cow<'a, str>>),
    Int(Option<i64>),
}

impl Arg<'_> {
    /// The same value, to be kept.
    pub(crate) fn kept(&self) -> Arg<'static> {
        match self {
            Self::Text(text) => Arg::Text(text.as_ref().map(|text| text.clone().into_owned().into())),
            Self::Int(number) => Arg::Int(*number),
        }
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Some(text.as_str().into()))
    }
}

impl<'a> From<&'a Option<String>> for Arg<'a> {
    fn from(text: &'a Option<String>) -> Self {
        text.as_deref().into()
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl<'a> From<Option<&'a str>> for Arg<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Self::Text(text.map(Into::into))
    }
}

impl From<Timestamp> for Arg<'_> {
    fn from(at: Timestamp) -> Self {
        encode::instant(at).into()
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<Option<i64>> for Arg<'_> {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Arg<'_> {
    fn from(yes: bool) -> Self {
        Self::Int(Some(i64::from(yes)))
    }
}

/// The values of a statement, in the order of their `$N`.
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::db::Arg::from($value)),*] };
}
pub(crate) use args;

/// What a row can be read into, whichever database it comes from: tuples of `String`,
/// `Option<String>`, `i64` and `Option<i64>`.
pub(crate) trait Record: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Record for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

macro_rules! bind {
    ($query:expr, $args:expr) => {
        $args.iter().fold($query, |query, arg| match arg {
            $crate::db::Arg::Text(text) => query.bind(text.as_deref()),
            $crate::db::Arg::Int(number) => query.bind(*number),
        })
    };
}
pub(crate) use bind;
