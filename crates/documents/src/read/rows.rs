//! From the cells of a row to a draft, or to everything that is wrong with it.

use std::{borrow::Cow, collections::HashMap, ops::ControlFlow};

use foldhash::fast::RandomState;
use jiff::civil::Date;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use yaodian_domain::{
    id::UnitId,
    ledger::{Cell, Column, Draft, Field, FieldKind, Ledger, Problem, Said, Trouble, cell},
    number,
    unit::Register,
};

use crate::{
    cells::{Batch, Merge, Raw, is_fault, truth_text},
    headings::{Heading, Headings},
    neutral,
    serial::{self, Epoch},
};

/// A row as it was read.
#[derive(Debug)]
pub struct ReadRow<'a> {
    /// Its number as the sheet shows it, counted from 1.
    pub row: usize,
    /// The entry's number, as far as it could be read.
    pub key: String,
    /// What it says, or everything that is wrong with it.
    pub outcome: Result<Draft, Vec<Problem>>,
    /// Whether the sheet says that its entries are made up.
    pub demonstration: bool,
    /// What stands in it, by [`Heading::columns`].
    pub cells: &'a [Cell<'a>],
}

impl ReadRow<'_> {
    /// What stands in it as texts, for [`Book::returned`](crate::Book::returned): a text that
    /// would be taken for a formula has an apostrophe before it, a formula has none.
    pub fn texts(&self) -> Vec<String> {
        let text = |cell: &Cell<'_>| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => neutral::neutralise(text).into_owned(),
            Cell::Number(value) => value.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::Formula(text) | Cell::Fault(text) => (*text).to_owned(),
        };
        self.cells.iter().map(text).collect()
    }
}

/// Whose cells a column holds.
#[derive(Debug)]
enum Owner<'a> {
    Key,
    Unit(Memo<Option<UnitId>>),
    Field(usize, &'a Field, Memo<Option<String>>),
    Stage(usize, Memo<Option<Date>>),
    Version,
}

impl Owner<'_> {
    /// Whether a bare number in it is a day.
    fn holds_days(&self) -> bool {
        matches!(self, Self::Stage(..))
            || matches!(self, Self::Field(_, field, _) if matches!(field.kind, FieldKind::Date))
    }

    fn holds_numbers(&self) -> bool {
        matches!(self, Self::Field(_, field, _) if matches!(field.kind, FieldKind::Number { .. }))
    }
}

/// What texts were found to mean: in most columns the same few stand again and again.
#[derive(Debug)]
struct Memo<T>(HashMap<Box<str>, Result<T, Trouble>, RandomState>);

/// How many texts are remembered by column, and how long they may be in bytes.
const REMEMBERED: usize = 4_096;
const LONGEST: usize = 64;

impl<T: Clone> Memo<T> {
    fn new() -> Self {
        Self(HashMap::default())
    }

    fn of(&mut self, cell: &Cell<'_>, read: impl FnOnce() -> Result<T, Trouble>) -> Result<T, Trouble> {
        let Cell::Text(text) = cell else { return read() };
        if let Some(known) = self.0.get(*text) {
            return known.clone();
        }
        let found = read();
        if self.0.len() < REMEMBERED && text.len() <= LONGEST {
            self.0.insert((*text).into(), found.clone());
        }
        found
    }
}

/// Reads the rows of a sheet whose headings are known.
pub(super) struct Understanding<'a> {
    ledger: &'a Ledger,
    units: &'a Register,
    headings: &'a Headings,
    heading: &'a Heading,
    epoch: Epoch,
    owners: Vec<Owner<'a>>,
    /// By the places of columns in the sheet, where each stands in the heading.
    places: Vec<Option<usize>>,
    key_at: usize,
    holder: Option<UnitId>,
    /// Rows by the numbers in them.
    seen: HashMap<Box<str>, usize, RandomState>,
    merges: Merges<'a>,
}

impl<'a> Understanding<'a> {
    pub fn new(
        ledger: &'a Ledger,
        units: &'a Register,
        headings: &'a Headings,
        heading: &'a Heading,
        merges: &'a [Merge],
        epoch: Epoch,
    ) -> Self {
        let owners: Vec<Owner<'a>> = heading
            .columns
            .iter()
            .map(|known| match &known.column {
                Column::Unit => Owner::Unit(Memo::new()),
                Column::Field(id) => match ledger.field(id) {
                    Some((at, field)) => Owner::Field(at, field, Memo::new()),
                    None => Owner::Version,
                },
                Column::Reached(id) => ledger
                    .stage(id)
                    .map_or(Owner::Version, |at| Owner::Stage(at, Memo::new())),
                Column::Version | Column::Stage | Column::Changed => Owner::Version,
                Column::Key => Owner::Key,
            })
            .collect();
        let mut places = Vec::new();
        for (index, known) in heading.columns.iter().enumerate() {
            let at = known.at as usize;
            places.resize(places.len().max(at + 1), None);
            if let Some(place) = places.get_mut(at) {
                *place = Some(index);
            }
        }
        let has_unit = owners.iter().any(|owner| matches!(owner, Owner::Unit(_)));
        Self {
            ledger,
            units,
            headings,
            heading,
            epoch,
            key_at: owners.iter().position(|owner| matches!(owner, Owner::Key)).unwrap_or(0),
            owners,
            places,
            holder: match ledger.holders.as_slice() {
                [only] if !has_unit => Some(only.clone()),
                _ => None,
            },
            seen: HashMap::default(),
            merges: Merges::new(merges),
        }
    }

    /// Reads the rows of a batch that stand below the headings.
    pub fn read(
        &mut self,
        batch: &Batch<'_>,
        each: &mut impl FnMut(ReadRow<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut cells: Vec<Cell<'_>> = Vec::with_capacity(self.owners.len());
        for (row, raws) in batch.rows() {
            if row <= self.heading.row {
                continue;
            }
            cells.clear();
            cells.resize(self.owners.len(), Cell::Empty);
            for (at, raw) in raws {
                let place = self.places.get(*at as usize).copied().flatten();
                if let Some((cell, owner)) = place.and_then(|at| Some((cells.get_mut(at)?, self.owners.get(at)?))) {
                    *cell = understand(batch, raw, owner, self.epoch);
                }
            }
            if cells.iter().all(is_blank) || self.is_own(row, &cells) {
                continue;
            }
            let (key, outcome) = self.row(row, &cells);
            let read = ReadRow {
                row,
                key,
                outcome,
                demonstration: self.heading.demonstration,
                cells: &cells,
            };
            each(read)?;
        }
        ControlFlow::Continue(())
    }

    /// Rows that are no entries: hints below the headings, and headings that are repeated.
    fn is_own(&self, row: usize, cells: &[Cell<'_>]) -> bool {
        let Some(Cell::Text(key)) = cells.get(self.key_at) else {
            return false;
        };
        let hint = || {
            let marks = [yaodian_words::Lang::Zh, yaodian_words::Lang::En].map(yaodian_words::sheets::hint_mark);
            marks.iter().any(|mark| key.trim_start().starts_with(mark.trim_end()))
        };
        (row == self.heading.row + 1 && hint()) || (!key.starts_with(|c: char| c.is_ascii_digit()) && self.repeats(key))
    }

    fn repeats(&self, key: &str) -> bool {
        key.chars().count() <= 40 && !key.bytes().any(|byte| byte.is_ascii_digit()) && self.headings.is_key(key)
    }

    fn row(&mut self, row: usize, cells: &[Cell<'_>]) -> (String, Result<Draft, Vec<Problem>>) {
        let mut problems = Vec::new();
        let mut key = String::new();
        let mut draft = Draft {
            key: String::new(),
            version: None,
            unit: self.holder.clone().map_or(Said::Nothing, Said::Is),
            values: vec![Said::Nothing; self.ledger.fields.len()],
            reached: vec![Said::Nothing; self.ledger.stages.len()],
        };
        self.merges.come_to(row);
        let known = self.heading.columns.iter().zip(cells).zip(&mut self.owners);
        for ((known, cell), owner) in known {
            let mut trouble = |why| problems.push(Problem::new(known.column.clone(), why));
            if let Some(merge) = self.merges.over(known.at) {
                trouble(Trouble::Merged { from: merge.name() });
                if matches!(owner, Owner::Key) {
                    key = cell::key(cell).unwrap_or_default();
                }
                continue;
            }
            match owner {
                Owner::Key => match cell::key(cell) {
                    Ok(read) => {
                        match self.seen.get(read.as_str()) {
                            Some(&row) => trouble(Trouble::Twice { row }),
                            None => {
                                self.seen.insert(read.as_str().into(), row);
                            }
                        }
                        key = read;
                    }
                    Err(why) => trouble(why),
                },
                Owner::Unit(memo) => match memo.of(cell, || unit(cell, self.units)) {
                    Ok(unit) => draft.unit = Said::of(unit),
                    Err(why) => trouble(why),
                },
                Owner::Field(at, field, memo) => {
                    let read = || cell::read(field, cell, self.units);
                    let read = match field.kind {
                        FieldKind::Choice { .. } | FieldKind::Unit | FieldKind::Date => memo.of(cell, read),
                        _ => read(),
                    };
                    match (read, draft.values.get_mut(*at)) {
                        (Ok(value), Some(said)) => *said = Said::of(value),
                        (Ok(_), None) => {}
                        (Err(why), _) => trouble(why),
                    }
                }
                Owner::Stage(at, memo) => match (memo.of(cell, || cell::stage_day(cell)), draft.reached.get_mut(*at)) {
                    (Ok(day), Some(said)) => *said = Said::of(day),
                    (Ok(_), None) => {}
                    (Err(why), _) => trouble(why),
                },
                Owner::Version => match version(cell) {
                    Ok(version) => draft.version = version,
                    Err(why) => trouble(why),
                },
            }
        }
        if problems.is_empty() {
            draft.key.clone_from(&key);
            (key, Ok(draft))
        } else {
            (key, Err(problems))
        }
    }
}

/// What a cell says in a column that is no field; `None` for a blank.
fn text_of<'c>(cell: &Cell<'c>) -> Result<Option<Cow<'c, str>>, Trouble> {
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Text(text) => cell::tidy(text),
        Cell::Number(value) => value.normalize().to_string().into(),
        Cell::Day(day) => day.to_string().into(),
        Cell::Formula(text) => {
            return Err(Trouble::Formula {
                formula: text.chars().take(60).collect(),
            });
        }
        Cell::Fault(text) => {
            return Err(Trouble::Fault {
                found: (*text).to_owned(),
            });
        }
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

fn unit(cell: &Cell<'_>, units: &Register) -> Result<Option<UnitId>, Trouble> {
    text_of(cell)?
        .map(|text| cell::unit(&text, units).map(|unit| unit.id.clone()))
        .transpose()
}

fn version(cell: &Cell<'_>) -> Result<Option<i64>, Trouble> {
    let Some(text) = text_of(cell)? else { return Ok(None) };
    let value = number::parse(&text).map_err(|why| Trouble::NotANumber { why })?;
    match value.to_i64().filter(|whole| Decimal::from(*whole) == value) {
        Some(version) => Ok(Some(version)),
        None => Err(Trouble::TooPrecise { most: 0 }),
    }
}

fn is_blank(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Text(text) => cell::tidy(text).is_empty(),
        _ => false,
    }
}

/// What a raw cell says in the column of `owner`.
fn understand<'b>(batch: &'b Batch<'_>, raw: &Raw<'b>, owner: &Owner<'_>, epoch: Epoch) -> Cell<'b> {
    let text = |text: &'b str| {
        if is_fault(text) {
            Cell::Fault(text)
        } else if owner.holds_numbers() {
            plain_number(text).map_or(Cell::Text(text), Cell::Number)
        } else {
            Cell::Text(text)
        }
    };
    match raw {
        Raw::Book(known) => text(known),
        Raw::Text(span) => text(batch.at(*span)),
        Raw::Number(value) if owner.holds_days() => {
            let serial = value.to_i64().filter(|whole| Decimal::from(*whole) == *value);
            let day = serial.filter(|serial| serial::DAYS.contains(serial));
            day.and_then(|serial| serial::day(serial, epoch))
                .map_or(Cell::Number(*value), Cell::Day)
        }
        Raw::Number(value) => Cell::Number(*value),
        Raw::Day(day) => Cell::Day(*day),
        Raw::Bool(truth) => Cell::Text(truth_text(*truth)),
        Raw::Formula(span) => Cell::Formula(batch.at(*span)),
        Raw::Fault(span) => Cell::Fault(batch.at(*span)),
    }
}

/// A number that is typed plainly, as nearly all are; anything else is left to the domain's
/// reading, which would come to the same.
fn plain_number(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !(1..=18).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let (mut value, mut scale, mut point) = (0_i64, 0, false);
    for byte in digits.bytes() {
        if byte == b'.' {
            if point || value == 0 && !digits.starts_with('0') {
                return None;
            }
            point = true;
        } else {
            value = value * 10 + i64::from(byte - b'0');
            scale += u32::from(point);
        }
    }
    if (point && scale == 0) || scale > number::MOST_DECIMALS {
        return None;
    }
    Some(Decimal::new(if text.starts_with('-') { -value } else { value }, scale))
}

/// Merged cells, met row by row.
struct Merges<'a> {
    /// Those that begin further down.
    ahead: &'a [Merge],
    /// Those over the present row, at most one by column: in a sound sheet they do not overlap.
    here: Vec<Merge>,
    at: u32,
}

impl<'a> Merges<'a> {
    fn new(all: &'a [Merge]) -> Self {
        Self {
            ahead: all,
            here: Vec::new(),
            at: 0,
        }
    }

    fn come_to(&mut self, row: usize) {
        self.at = u32::try_from(row.saturating_sub(1)).unwrap_or(u32::MAX);
        let at = self.at;
        if !self.here.is_empty() {
            self.here.retain(|merge| merge.bottom >= at);
        }
        while let Some((next, rest)) = self.ahead.split_first()
            && next.top <= at
        {
            self.ahead = rest;
            let hidden =
                |known: &Merge| known.left <= next.left && known.right >= next.right && known.bottom >= next.bottom;
            if next.bottom >= at && self.here.len() < 256 && !self.here.iter().any(hidden) {
                self.here.push(*next);
            }
        }
    }

    fn over(&self, column: u32) -> Option<&Merge> {
        self.here
            .iter()
            .find(|merge| (merge.left..=merge.right).contains(&column))
    }
}

impl std::fmt::Debug for Understanding<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Understanding").finish_non_exhaustive()
    }
}

/// Texts of the first rows, for choosing among sheets and delimiters.
pub(super) fn first_texts(batch: &Batch<'_>) -> usize {
    batch
        .rows()
        .take(20)
        .map(|(_, cells)| {
            cells
                .iter()
                .filter(|(_, raw)| !matches!(batch.shown(raw), Cow::Borrowed("")))
                .count()
        })
        .max()
        .unwrap_or(0)
}
