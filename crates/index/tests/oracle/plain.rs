//! The plain answer.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use yaodian_domain::{
    Date, Decimal,
    id::{EntryId, UnitId},
    ledger::{
        Column, Entry, FieldKind, Ledger, Query,
        access::Scope,
        query::{Filter, Test},
    },
};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Whole(i64),
    Number(Decimal),
    Day(Date),
    Text(String),
}

pub struct Plain {
    pub ledger: Arc<Ledger>,
    pub units: Vec<UnitId>,
    pub entries: BTreeMap<EntryId, Entry>,
}

enum Kind<'a> {
    Words,
    Count,
    Number,
    Day,
    Choice(&'a FieldKind),
    Unit,
    Absent,
}

fn day(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

/// Whether it is a year, a month or a day.
fn is_days(text: &str) -> bool {
    let digits = text.bytes().enumerate().all(|(at, b)| {
        if at == 4 || at == 7 {
            b == b'-'
        } else {
            b.is_ascii_digit()
        }
    });
    digits
        && match text.len() {
            4 => true,
            7 => day(&format!("{text}-01")).is_some(),
            10 => day(text).is_some(),
            _ => false,
        }
}

impl Plain {
    pub fn seen(&self, scope: &Scope) -> impl Iterator<Item = &Entry> {
        self.entries.values().filter(move |entry| match scope {
            Scope::All => true,
            Scope::Own(unit) => &entry.row.unit == unit,
        })
    }

    pub fn matching(&self, scope: &Scope, query: &Query, open: bool) -> Vec<&Entry> {
        let mut all: Vec<&Entry> = self
            .seen(scope)
            .filter(|entry| query.filters.iter().all(|filter| self.holds(entry, filter, open)))
            .filter(|entry| self.found(entry, &query.search, open))
            .collect();
        match &query.sort {
            None if query.descending => all.reverse(),
            None => {}
            Some(column) => {
                let blanks_last = |entry: &Entry| self.value(entry, column, open).is_none();
                // A stable sort: what is equal stays in the order of ids.
                if query.descending {
                    all.sort_by_cached_key(|entry| Reverse(self.value(entry, column, open)));
                } else {
                    all.sort_by_cached_key(|entry| self.value(entry, column, open));
                }
                all.sort_by_key(|entry| blanks_last(entry));
            }
        }
        all
    }

    pub fn options(&self, scope: &Scope, column: &Column, most: usize) -> Vec<(String, usize)> {
        let mut counts = BTreeMap::<Value, (String, usize)>::new();
        for entry in self.seen(scope) {
            if let Some(value) = self.value(entry, column, false) {
                let text = match &value {
                    Value::Number(number) => number.normalize().to_string(),
                    _ => self.text(entry, column, false).unwrap_or_default(),
                };
                counts.entry(value).or_insert((text, 0)).1 += 1;
            }
        }
        let mut counts: Vec<_> = counts.into_values().collect();
        counts.sort_by_key(|(_, count)| Reverse(*count));
        counts.truncate(most);
        counts
    }

    fn kind(&self, column: &Column, open: bool) -> Kind<'_> {
        match column {
            Column::Key => Kind::Words,
            Column::Unit => Kind::Unit,
            Column::Stage | Column::Version => Kind::Count,
            Column::Changed => Kind::Day,
            Column::Reached(id) if self.ledger.stages.iter().any(|stage| &stage.id == id) => Kind::Day,
            Column::Reached(_) => Kind::Absent,
            Column::Field(id) => match self.ledger.fields.iter().find(|field| &field.id == id) {
                Some(field) if !(open && field.private) => match &field.kind {
                    FieldKind::Number { .. } => Kind::Number,
                    FieldKind::Date => Kind::Day,
                    FieldKind::Unit => Kind::Unit,
                    choice @ FieldKind::Choice { .. } => Kind::Choice(choice),
                    _ => Kind::Words,
                },
                _ => Kind::Absent,
            },
        }
    }

    fn text(&self, entry: &Entry, column: &Column, open: bool) -> Option<String> {
        match (self.kind(column, open), column) {
            (Kind::Absent, _) => None,
            (_, Column::Changed) => Some(entry.changed_on.to_string()),
            (_, Column::Version) => Some(entry.version.to_string()),
            _ => entry.row.text(&self.ledger, column),
        }
    }

    fn read(&self, kind: &Kind<'_>, text: String) -> Value {
        let place = |place: Option<usize>| place.and_then(|place| i64::try_from(place).ok()).map(Value::Whole);
        let read = match kind {
            Kind::Count => text.parse().ok().map(Value::Whole),
            Kind::Number => Decimal::from_str_exact(&text).ok().map(Value::Number),
            Kind::Day => day(&text).map(Value::Day),
            Kind::Choice(FieldKind::Choice { options }) => place(options.iter().position(|option| option.zh == text)),
            Kind::Unit => place(self.units.iter().position(|unit| unit.as_str() == text)),
            _ => None,
        };
        read.unwrap_or(Value::Text(text))
    }

    fn value(&self, entry: &Entry, column: &Column, open: bool) -> Option<Value> {
        let text = self.text(entry, column, open)?;
        Some(self.read(&self.kind(column, open), text))
    }

    fn holds(&self, entry: &Entry, Filter { column, test }: &Filter, open: bool) -> bool {
        let Some(text) = self.text(entry, column, open) else {
            return *test == Test::Blank;
        };
        let kind = self.kind(column, open);
        let value = self.read(&kind, text.clone());
        match test {
            Test::Blank => false,
            Test::Filled => true,
            Test::Contains(part) => text.to_ascii_lowercase().contains(&part.to_ascii_lowercase()),
            Test::OneOf(values) => values.iter().any(|given| match (&kind, &value) {
                (Kind::Day, Value::Day(_)) => is_days(given) && text.starts_with(given.as_str()),
                (Kind::Day, _) => !is_days(given) && given == &text,
                _ => self.read(&kind, given.clone()) == value,
            }),
            Test::Between { from, to } => {
                let within = |least: &dyn Fn(&str) -> bool, most: &dyn Fn(&str) -> bool| {
                    from.as_deref().is_none_or(least) && to.as_deref().is_none_or(most)
                };
                match (kind, value) {
                    (Kind::Count, Value::Whole(count)) => {
                        within(&|from| from.parse::<i64>().is_ok_and(|from| from <= count), &|to| {
                            to.parse::<i64>().is_ok_and(|to| to >= count)
                        })
                    }
                    (_, Value::Number(number)) => within(
                        &|from| from.parse::<Decimal>().is_ok_and(|from| from <= number),
                        &|to| to.parse::<Decimal>().is_ok_and(|to| to >= number),
                    ),
                    (_, Value::Day(_)) => within(&|from| is_days(from) && &text[..from.len()] >= from, &|to| {
                        is_days(to) && &text[..to.len()] <= to
                    }),
                    _ => false,
                }
            }
        }
    }

    fn found(&self, entry: &Entry, search: &str, open: bool) -> bool {
        let holds = |text: &str| text.to_ascii_lowercase().contains(&search.to_ascii_lowercase());
        let values = entry.row.values.iter().enumerate().filter(|(at, _)| {
            let field = self.ledger.fields.get(*at);
            !open || field.is_some_and(|field| !field.private)
        });
        holds(&entry.row.key) || values.into_iter().filter_map(|(_, value)| value.as_deref()).any(holds)
    }
}
