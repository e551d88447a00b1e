//! Conditions as the index asks them.

use yaodian_domain::{
    Decimal,
    id::UnitId,
    ledger::{
        Query,
        query::{Filter, MOST_FILTERS, Test},
    },
    number,
};

use crate::{
    columns::{Col, Columns, Reading},
    key::{Key, Stretch, read_days},
    needle::{Needle, lower},
    rows::Rows,
};

/// What must hold of an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Condition {
    /// Nothing does.
    Never,
    /// It lies in one of these stretches.
    Within(Col, Vec<Stretch>),
    Blank(Col),
    Filled(Col),
    /// The column's text holds this, in small letters.
    Holds(Col, String),
    /// Number or any value holds this, in small letters. If `open`, values that the public does not
    /// see are passed over.
    Search {
        needle: String,
        open: bool,
    },
}

/// A condition with what it needs to look at one entry after the other.
pub(crate) struct Asked<'c> {
    condition: &'c Condition,
    needle: Option<Needle>,
}

/// The conditions of a query, each once and in an order of their own; `open` for the public.
pub(crate) fn conditions(
    columns: &Columns,
    rows: &Rows,
    unit: Option<&UnitId>,
    query: &Query,
    open: bool,
) -> Vec<Condition> {
    let own = unit.map(|unit| Condition::Within(Col::Unit, vec![one(unit_key(rows, unit.as_str()))]));
    let filters = query.filters.iter().take(MOST_FILTERS);
    let mut all: Vec<_> = own
        .into_iter()
        .chain(filters.filter_map(|filter| condition(columns, rows, filter, open)))
        .collect();
    if !query.search.is_empty() {
        let needle = lower(&query.search);
        all.push(Condition::Search { needle, open });
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// `None` if it holds of every entry.
fn condition(columns: &Columns, rows: &Rows, filter: &Filter, open: bool) -> Option<Condition> {
    let Some(col) = columns.col(&filter.column, open) else {
        // Nothing stands in a column that is not there.
        return (filter.test != Test::Blank).then_some(Condition::Never);
    };
    Some(match &filter.test {
        Test::OneOf(values) => {
            let mut stretches: Vec<Stretch> = values
                .iter()
                .filter_map(|value| equal(columns, rows, col, value))
                .collect();
            stretches.sort_unstable();
            stretches.dedup();
            within(col, stretches)
        }
        Test::Between { from, to } => {
            let stretch = between(columns, col, from.as_deref(), to.as_deref());
            within(col, stretch.into_iter().collect())
        }
        Test::Contains(text) if text.is_empty() => Condition::Filled(col),
        Test::Contains(text) => Condition::Holds(col, lower(text)),
        Test::Blank => Condition::Blank(col),
        Test::Filled => Condition::Filled(col),
    })
}

fn within(col: Col, stretches: Vec<Stretch>) -> Condition {
    if stretches.is_empty() {
        Condition::Never
    } else {
        Condition::Within(col, stretches)
    }
}

fn one(key: Key<'static>) -> Stretch {
    (key.clone(), key)
}

fn unit_key(rows: &Rows, id: &str) -> Key<'static> {
    rows.unit_place(id)
        .map_or_else(|| Key::Text(id.to_owned().into()), |place| Key::Whole(place.into()))
}

/// What equals `text`; days may be given as a month or a year.
fn equal(columns: &Columns, rows: &Rows, col: Col, text: &str) -> Option<Stretch> {
    let days = || read_days(text).map(|(from, to)| (Key::Whole(from), Key::Whole(to)));
    match col {
        Col::Id | Col::Stage | Col::Version => text.parse().ok().map(|whole| one(Key::Whole(whole))),
        Col::Key => Some(one(Key::Text(text.to_owned().into()))),
        Col::Unit => Some(one(unit_key(rows, text))),
        Col::Changed | Col::Reached(_) => days(),
        Col::Field(field) => match columns.reading(field) {
            Reading::Day => days().or_else(|| Some(one(Key::Text(text.to_owned().into())))),
            _ => Some(one(columns.read(rows, field, text).into_owned())),
        },
    }
}

/// What lies between two ends, for numbers, days and counts.
fn between(columns: &Columns, col: Col, from: Option<&str>, to: Option<&str>) -> Option<Stretch> {
    let is_number = |field| matches!(columns.reading(field), Reading::Number);
    let is_day = |field| matches!(columns.reading(field), Reading::Day);
    // Without an end everything that can be read as the column wants.
    let (least, most) = match col {
        Col::Field(field) if is_number(field) => {
            let read = |text: &str| Decimal::from_str_exact(text).or_else(|_| number::parse(text)).ok();
            let from = from.map_or(Some(Decimal::MIN), read)?;
            let to = to.map_or(Some(Decimal::MAX), read)?;
            return (from <= to).then_some((Key::Number(from), Key::Number(to)));
        }
        Col::Id | Col::Stage | Col::Version => {
            let from = from.map_or(Some(i64::MIN), |text| text.parse().ok())?;
            (from, to.map_or(Some(i64::MAX), |text| text.parse().ok())?)
        }
        Col::Field(field) if !is_day(field) => return None,
        Col::Key | Col::Unit => return None,
        Col::Changed | Col::Reached(_) | Col::Field(_) => {
            let from = from.map_or(Some(i64::MIN), |text| read_days(text).map(|days| days.0))?;
            (
                from,
                to.map_or(Some(i64::MAX), |text| read_days(text).map(|days| days.1))?,
            )
        }
    };
    (least <= most).then_some((Key::Whole(least), Key::Whole(most)))
}

impl<'c> Asked<'c> {
    pub fn new(condition: &'c Condition) -> Self {
        let needle = match condition {
            Condition::Holds(_, needle) | Condition::Search { needle, .. } => Some(Needle::new(needle)),
            _ => None,
        };
        Self { condition, needle }
    }

    /// Whether it holds of the entry in a slot.
    pub fn holds(&self, columns: &Columns, rows: &Rows, slot: u32) -> bool {
        let is_in = |text: &str| self.needle.as_ref().is_some_and(|needle| needle.is_in(text));
        match self.condition {
            Condition::Never => false,
            Condition::Within(col, stretches) => {
                let key = columns.key(rows, *col, slot);
                key.is_some_and(|key| is_within(stretches, &key))
            }
            Condition::Blank(col) => columns.key(rows, *col, slot).is_none(),
            Condition::Filled(col) => columns.key(rows, *col, slot).is_some(),
            Condition::Holds(Col::Field(field), _) => rows.value(slot, *field).is_some_and(is_in),
            Condition::Holds(col, _) => {
                let key = columns.key(rows, *col, slot);
                let text = key.as_ref().and_then(|key| columns.text(rows, *col, key));
                text.is_some_and(|text| is_in(&text))
            }
            Condition::Search { open: true, .. } => {
                let mut fields = (0..).zip(&columns.ledger.fields).filter(|(_, field)| !field.private);
                is_in(rows.key(slot)) || fields.any(|(field, _)| rows.value(slot, field).is_some_and(is_in))
            }
            Condition::Search { needle, open: false } => {
                (rows.is_odd(slot) || Rows::needle_fits(needle)) && rows.texts(slot).any(is_in)
            }
        }
    }
}

/// Whether a key lies in one of the stretches.
pub(crate) fn is_within(stretches: &[Stretch], key: &Key<'_>) -> bool {
    stretches
        .iter()
        .any(|(from, to)| not_after(from, key) && not_after(key, to))
}

/// Keys that live differently long.
fn not_after<'a>(a: &Key<'a>, b: &Key<'a>) -> bool {
    a <= b
}
