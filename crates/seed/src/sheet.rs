//! A TOML file as a person wrote it: every value with its line and field, every key accounted for.
//!
//! Read by hand over the parsed tree and not by `Deserialize`, which stops at the first error:
//! whoever prepares a plan wants to see all of them at once.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use yaodian_domain::{Date, Decimal, number, plan::Name};

mod lists;

pub(crate) use crate::place::{Place, Placed};
use crate::{
    problem::{File, Kind, Log, Problem},
    text::Lines,
};
pub(crate) use lists::Written;

/// One table of a file. [`Table::close`] reports the keys that nobody asked for.
pub(crate) struct Table<'a> {
    pub place: Place,
    log: &'a Log,
    lines: std::rc::Rc<Lines>,
    entries: DeTable<'a>,
    known: Vec<&'static str>,
}

/// The tables of a file. What cannot be parsed is reported, the rest is read all the same.
pub(crate) fn parse<'a>(file: File, source: &'a str, log: &'a Log) -> Table<'a> {
    let lines = std::rc::Rc::new(Lines::of(source));
    let (root, errors) = DeTable::parse_recoverable(source);
    for error in errors {
        let line = error.span().map(|span| lines.line(span.start));
        let kind = Kind::Syntax {
            message: error.message().to_owned(),
        };
        log.add(Problem {
            file,
            line,
            field: String::new(),
            kind,
        });
    }
    let place = Place {
        file,
        line: 1,
        field: String::new(),
    };
    Table {
        place,
        log,
        lines,
        entries: root.into_inner(),
        known: Vec::new(),
    }
}

impl<'a> Table<'a> {
    fn field(&self, key: &str) -> String {
        if self.place.field.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.place.field)
        }
    }

    fn at(&self, span: &Range<usize>, field: String) -> Place {
        Place {
            file: self.place.file,
            line: self.lines.line(span.start),
            field,
        }
    }

    pub fn report(&self, kind: Kind) {
        self.log.add(self.place.problem(kind));
    }

    pub fn report_at(&self, place: &Place, kind: Kind) {
        self.log.add(place.problem(kind));
    }

    /// The table's own `id`, whatever else is wrong with it.
    pub fn called(&self) -> Option<String> {
        self.entries.get("id")?.get_ref().as_str().map(str::to_owned)
    }

    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Where the value of `key` stands, as long as it was not taken.
    pub fn place_of(&self, key: &str) -> Option<Place> {
        let span = self.entries.get(key)?.span();
        Some(self.at(&span, self.field(key)))
    }

    fn take(&mut self, key: &'static str) -> Option<Placed<DeValue<'a>>> {
        self.known.push(key);
        let value = self.entries.remove(key)?;
        let place = self.at(&value.span(), self.field(key));
        Some(Placed {
            value: value.into_inner(),
            place,
        })
    }

    /// `found`, or the report that `key` is missing.
    fn must<T>(&self, key: &str, found: Option<T>, was_there: bool) -> Option<T> {
        if !was_there {
            self.report(Kind::Missing { key: key.to_owned() });
        }
        found
    }

    fn wrong<T>(&self, found: &Placed<DeValue<'_>>, wanted: &str) -> Option<T> {
        let kind = Kind::WrongType {
            found: kind_of(&found.value).to_owned(),
            wanted: wanted.to_owned(),
        };
        self.log.add(found.place.problem(kind));
        None
    }

    fn text_of(&self, found: Placed<DeValue<'_>>) -> Option<Placed<String>> {
        match found.value {
            DeValue::String(text) if text.trim().is_empty() => {
                self.log.add(found.place.problem(Kind::Empty));
                None
            }
            DeValue::String(text) => Some(Placed {
                value: text.into_owned(),
                place: found.place,
            }),
            _ => self.wrong(&found, "a text"),
        }
    }

    /// The text at `key`, if there is one.
    pub fn text_opt(&mut self, key: &'static str) -> Option<Placed<String>> {
        let found = self.take(key)?;
        self.text_of(found)
    }

    /// The text at `key`, which must be there.
    pub fn text(&mut self, key: &'static str) -> Option<Placed<String>> {
        let there = self.has(key);
        let found = self.text_opt(key);
        self.must(key, found, there)
    }

    /// A name whose Chinese stands at `key` and whose English at `key_en`.
    pub fn name(&mut self, key: &'static str, key_en: &'static str) -> Option<Name> {
        let (zh, en) = (self.text(key), self.text(key_en));
        Some(Name {
            zh: zh?.value,
            en: en?.value,
        })
    }

    /// One of a few words, as listed with their meanings.
    pub fn choice_opt<T: Copy>(&mut self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let word = self.text_opt(key)?;
        let chosen = choices
            .iter()
            .find(|(name, _)| *name == word.value)
            .map(|(_, meaning)| *meaning);
        if chosen.is_none() {
            let known = choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
            self.log.add(word.place.problem(Kind::NotOneOf {
                found: word.value,
                known,
            }));
        }
        chosen
    }

    /// Like [`Table::choice_opt`], and `default` where the key is not there.
    pub fn choice_or<T: Copy>(&mut self, key: &'static str, choices: &[(&str, T)], default: T) -> Option<T> {
        let there = self.has(key);
        self.choice_opt(key, choices).or((!there).then_some(default))
    }

    /// Like [`Table::choice_opt`], and must be there.
    pub fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let there = self.has(key);
        let found = self.choice_opt(key, choices);
        self.must(key, found, there)
    }

    /// The figure at `key` with the decimals it was written with: 89.3, +0.6, "12,480".
    pub fn figure_opt(&mut self, key: &'static str) -> Option<Placed<Decimal>> {
        let found = self.take(key)?;
        self.figure_of(found)
    }

    fn figure_of(&self, found: Placed<DeValue<'_>>) -> Option<Placed<Decimal>> {
        let typed = match &found.value {
            DeValue::Integer(n) if n.radix() == 10 => n.as_str(),
            DeValue::Float(n) => n.as_str(),
            DeValue::String(text) => text.as_ref(),
            _ => return self.wrong(&found, "a figure"),
        };
        match number::parse(typed) {
            Ok(value) => Some(Placed {
                value,
                place: found.place,
            }),
            Err(error) => {
                let message = format!("{typed:?} is not a figure: {error}");
                self.log.add(found.place.problem(Kind::BadValue { message }));
                None
            }
        }
    }

    /// The figure at `key`, which must be there.
    pub fn figure(&mut self, key: &'static str) -> Option<Placed<Decimal>> {
        let there = self.has(key);
        let found = self.figure_opt(key);
        self.must(key, found, there)
    }

    /// The whole number at `key` within `range`, if there is one.
    pub fn whole_opt(&mut self, key: &'static str, range: std::ops::RangeInclusive<i64>) -> Option<Placed<i64>> {
        let found = self.take(key)?;
        let DeValue::Integer(n) = &found.value else {
            return self.wrong(&found, "a whole number");
        };
        match n.as_str().parse::<i64>() {
            Ok(value) if n.radix() == 10 && range.contains(&value) => Some(Placed {
                value,
                place: found.place,
            }),
            _ => {
                let message = format!("{n} is not within {} to {}", range.start(), range.end());
                self.log.add(found.place.problem(Kind::BadValue { message }));
                None
            }
        }
    }

    /// The whole number at `key` within `range`, which must be there.
    pub fn whole(&mut self, key: &'static str, range: std::ops::RangeInclusive<i64>) -> Option<Placed<i64>> {
        let there = self.has(key);
        let found = self.whole_opt(key, range);
        self.must(key, found, there)
    }

    /// Whether `key` is true; false where it is not there.
    pub fn flag(&mut self, key: &'static str) -> bool {
        match self.take(key) {
            Some(Placed {
                value: DeValue::Boolean(flag),
                ..
            }) => flag,
            Some(found) => self.wrong::<bool>(&found, "true or false").unwrap_or_default(),
            None => false,
        }
    }

    /// The day at `key`, if there is one.
    pub fn date_opt(&mut self, key: &'static str) -> Option<Placed<Date>> {
        let found = self.take(key)?;
        let day = match &found.value {
            DeValue::Datetime(moment) => day_of(moment),
            _ => None,
        };
        match day {
            Some(value) => Some(Placed {
                value,
                place: found.place,
            }),
            None => self.wrong(&found, "a day such as 2023-12-31 (without quotation marks)"),
        }
    }

    /// The day at `key`, which must be there.
    pub fn date(&mut self, key: &'static str) -> Option<Placed<Date>> {
        let there = self.has(key);
        let found = self.date_opt(key);
        self.must(key, found, there)
    }

    fn sub(&self, place: Place, entries: DeTable<'a>) -> Table<'a> {
        Table {
            place,
            log: self.log,
            lines: self.lines.clone(),
            entries,
            known: Vec::new(),
        }
    }

    /// The table at `key`, if there is one.
    pub fn table_opt(&mut self, key: &'static str) -> Option<Table<'a>> {
        let found = self.take(key)?;
        match found.value {
            DeValue::Table(entries) => Some(self.sub(found.place, entries)),
            _ => self.wrong(&found, "a table"),
        }
    }

    /// Forgets the keys that are left: nobody can say whether they belong here.
    pub fn forgive(&mut self) {
        self.entries.clear();
    }

    /// Reports the keys that nobody asked for.
    pub fn close(self) {
        let mut known = self.known.clone();
        known.sort_unstable();
        known.dedup();
        for (key, _) in &self.entries {
            let place = self.at(&key.span(), self.field(key.get_ref()));
            self.log.add(place.problem(Kind::UnknownKey {
                known: known.join(", "),
            }));
        }
    }
}

fn day_of(moment: &toml::value::Datetime) -> Option<Date> {
    let written = moment.date.filter(|_| moment.time.is_none())?;
    let (month, day) = (i8::try_from(written.month).ok()?, i8::try_from(written.day).ok()?);
    Date::new(i16::try_from(written.year).ok()?, month, day).ok()
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a figure with decimals",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a day or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
