//! Which entries are asked for, and in which order.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Field, FieldKind, Ledger};
use crate::id::{FieldId, StageId};

/// A column of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
#[serde(try_from = "String", into = "String")]
pub enum Column {
    /// The number (编号).
    Key,
    /// The unit.
    Unit,
    /// How many stages are done.
    Stage,
    /// The day of the last change.
    Changed,
    /// The version.
    Version,
    /// The day on which a stage was done.
    Reached(StageId),
    /// A field.
    Field(FieldId),
}

/// A text that names no column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no column")]
pub struct NoColumn(pub String);

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key => f.write_str("key"),
            Self::Unit => f.write_str("unit"),
            Self::Stage => f.write_str("stage"),
            Self::Changed => f.write_str("changed"),
            Self::Version => f.write_str("version"),
            Self::Reached(id) => write!(f, "s.{id}"),
            Self::Field(id) => write!(f, "f.{id}"),
        }
    }
}

impl FromStr for Column {
    type Err = NoColumn;
    fn from_str(text: &str) -> Result<Self, NoColumn> {
        let wrong = || NoColumn(text.to_owned());
        Ok(match text {
            "key" => Self::Key,
            "unit" => Self::Unit,
            "stage" => Self::Stage,
            "changed" => Self::Changed,
            "version" => Self::Version,
            other => match other.split_once('.').ok_or_else(wrong)? {
                ("s", id) => Self::Reached(StageId::new(id).map_err(|_| wrong())?),
                ("f", id) => Self::Field(FieldId::new(id).map_err(|_| wrong())?),
                _ => return Err(wrong()),
            },
        })
    }
}

impl TryFrom<String> for Column {
    type Error = NoColumn;
    fn try_from(text: String) -> Result<Self, NoColumn> {
        text.parse()
    }
}

impl From<Column> for String {
    fn from(column: Column) -> String {
        column.to_string()
    }
}

/// What a column's value must be like.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// One of these, as canonical text.
    OneOf(Vec<String>),
    /// Between two values, ends included; for numbers, days and stages.
    Between {
        /// From here on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// Up to here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// It holds this, letter case aside.
    Contains(String),
    /// Nothing stands there.
    Blank,
    /// Something does.
    Filled,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Filter {
    /// On which column.
    pub column: Column,
    /// Which.
    pub test: Test,
}

/// Which entries, in which order.
///
/// As text it is the query of an address: `q=东湖&unit=420100&f.river=…&f.length=10..20&sort=-s.mended`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Query {
    /// All of these must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    /// Any value must hold this, letter case aside; empty for any entry.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub search: String,
    /// By which column; by the order of entry if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<Column>,
    /// Whether the greatest comes first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub descending: bool,
}

/// The most entries on one page.
pub const MOST_ROWS: usize = 200;
/// How many entries a page has unless asked otherwise.
pub const ROWS: usize = 50;
/// Conditions beyond this many are not looked at.
pub const MOST_FILTERS: usize = 24;

/// What is searched for may have this many characters.
pub const LONGEST_SEARCH: usize = 100;

/// A parameter of an address that asks for no query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}={value}")]
pub struct NotAQuery {
    /// The parameter.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Ledger {
    /// Whether the ledger has this column.
    pub fn has(&self, column: &Column) -> bool {
        match column {
            Column::Field(id) => self.field(id).is_some_and(|(_, field)| field.kind.has_column()),
            Column::Reached(id) => self.stage(id).is_some(),
            Column::Key | Column::Unit | Column::Stage | Column::Changed => true,
            Column::Version => false,
        }
    }
}

impl Query {
    /// Whether it asks about columns of this ledger only, and about no more than is looked at.
    pub fn is_of(&self, ledger: &Ledger) -> bool {
        self.filters.len() <= MOST_FILTERS
            && self.filters.iter().all(|filter| ledger.has(&filter.column))
            && self.sort.iter().all(|column| ledger.has(column))
            && self.search.chars().count() <= LONGEST_SEARCH
    }
}

impl Field {
    /// Whether its values have an order of more than letters, so that one asks for a stretch.
    pub fn is_ordered(&self) -> bool {
        matches!(self.kind, FieldKind::Number { .. } | FieldKind::Date)
    }
}

impl Query {
    /// Reads the parameters of an address. Those that are not about entries (`page`, `lang`, …)
    /// are passed over; one that names a column of another ledger is an error.
    pub fn read<'a>(ledger: &Ledger, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, NotAQuery> {
        let mut query = Self::default();
        for (name, value) in pairs {
            let wrong = || NotAQuery {
                name: name.to_owned(),
                value: value.chars().take(80).collect(),
            };
            match name {
                _ if value.is_empty() => {}
                "q" => query.search = super::cell::tidy(value).chars().take(LONGEST_SEARCH).collect(),
                "sort" => {
                    let (descending, column) = value.strip_prefix('-').map_or((false, value), |rest| (true, rest));
                    let column: Column = column.parse().map_err(|_| wrong())?;
                    if !ledger.has(&column) {
                        return Err(wrong());
                    }
                    (query.sort, query.descending) = (Some(column), descending);
                }
                _ => {
                    let Ok(column) = name.parse::<Column>() else { continue };
                    if column == Column::Version {
                        continue;
                    }
                    if !ledger.has(&column) || query.filters.len() >= MOST_FILTERS {
                        return Err(wrong());
                    }
                    let test = read_test(ledger, &column, value);
                    let many = query.filters.iter_mut().find(|filter| filter.column == column);
                    match (many.map(|filter| &mut filter.test), test) {
                        // The same parameter twice: one or the other.
                        (Some(Test::OneOf(values)), Test::OneOf(more)) => values.extend(more),
                        (_, test) => query.filters.push(Filter { column, test }),
                    }
                }
            }
        }
        Ok(query)
    }

    /// The parameters of an address, not yet encoded.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        if !self.search.is_empty() {
            pairs.push(("q".to_owned(), self.search.clone()));
        }
        for Filter { column, test } in &self.filters {
            let name = column.to_string();
            match test {
                Test::OneOf(values) => pairs.extend(values.iter().map(|value| (name.clone(), value.clone()))),
                Test::Between { from, to } => {
                    let end = |end: &Option<String>| end.clone().unwrap_or_default();
                    pairs.push((name, format!("{}..{}", end(from), end(to))));
                }
                Test::Contains(text) => pairs.push((name, format!("~{text}"))),
                Test::Blank => pairs.push((name, "!".to_owned())),
                Test::Filled => pairs.push((name, "*".to_owned())),
            }
        }
        if let Some(column) = &self.sort {
            pairs.push((
                "sort".to_owned(),
                format!("{}{column}", if self.descending { "-" } else { "" }),
            ));
        }
        pairs
    }
}

/// `!` asks for blanks, `*` for anything, `a..b` for a stretch, `~a` for what holds a; of words and
/// numbers (编号) any other text is looked for within, of anything else it is the value.
fn read_test(ledger: &Ledger, column: &Column, value: &str) -> Test {
    let end = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let words = match column {
        Column::Key => true,
        Column::Field(id) => ledger
            .field(id)
            .is_some_and(|(_, field)| matches!(field.kind, FieldKind::Text | FieldKind::Person | FieldKind::Place)),
        _ => false,
    };
    match (value, value.split_once("..")) {
        ("!", _) => Test::Blank,
        ("*", _) => Test::Filled,
        (_, Some((from, to))) if !words => Test::Between {
            from: end(from),
            to: end(to),
        },
        _ => match value.strip_prefix('~') {
            Some(text) => Test::Contains(text.to_owned()),
            None if words => Test::Contains(value.to_owned()),
            None => Test::OneOf(vec![value.to_owned()]),
        },
    }
}
