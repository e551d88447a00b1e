//! The row that holds the headings, wherever it stands.

use std::collections::HashMap;

use yaodian_contract::ledger::FileTrouble;
use yaodian_domain::ledger::{Column, FieldKind, Ledger};
use yaodian_words::{Lang, cells, sheets};

use crate::cells::{Batch, Merge};

/// Within how many rows with anything in them the headings are looked for.
const ROWS: usize = 20;

/// What was found out about a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The name of the sheet; empty for CSV.
    pub sheet: String,
    /// The row that holds the headings, counted from 1.
    pub row: usize,
    /// The ledger's columns that are there, in the order of the sheet.
    pub columns: Vec<HeadingColumn>,
    /// Headings that are none of the ledger's.
    pub passed_over: Vec<String>,
    /// Whether the sheet says of itself that its entries are made up, as those that the product
    /// writes do.
    pub demonstration: bool,
}

/// A column that was known by its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingColumn {
    /// Which.
    pub column: Column,
    /// Where it stands, counted from 0.
    pub at: u32,
    /// The heading as it stands there.
    pub heading: String,
}

/// The name that a sheet gives a column: 0 is `A`.
pub(crate) fn letters(column: u32) -> String {
    let mut name = Vec::new();
    let mut rest = Some(u64::from(column));
    while let Some(at) = rest {
        name.push(char::from(b'A' + u8::try_from(at % 26).unwrap_or(0)));
        rest = (at / 26).checked_sub(1);
    }
    name.iter().rev().collect()
}

/// A heading without what people write in different ways: spaces, width, brackets, case, the mark
/// of what is required.
fn plain(heading: &str) -> String {
    let plain: String = heading
        .chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '【' | '〔' | '﹙' => '(',
            '】' | '〕' | '﹚' => ')',
            other => other,
        })
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}'))
        .flat_map(char::to_lowercase)
        .collect();
    plain.trim_matches('*').to_owned()
}

/// What a heading means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    Column(Column),
    /// Written by the product, and not read.
    Own,
    /// Says that the entries are made up.
    MadeUp,
}

/// The headings of a ledger.
pub(crate) struct Headings {
    /// By their full form.
    exact: HashMap<String, Meaning>,
    /// By a shorter form, which counts where the full one is not there.
    short: HashMap<String, Option<Column>>,
    /// Names of fields without a unit of measure, which any brackets may follow.
    key: String,
}

impl Headings {
    pub fn of(ledger: &Ledger) -> Self {
        let (mut exact, mut short) = (HashMap::new(), HashMap::new());
        let mut brief = |text: &str, column: &Column| {
            short
                .entry(plain(text))
                .and_modify(|known: &mut Option<Column>| {
                    // Two columns of one short name: it tells neither.
                    if known.as_ref() != Some(column) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(column.clone()));
        };
        for lang in [Lang::Zh, Lang::En] {
            for column in columns(ledger) {
                let heading = cells::column(lang, ledger, &column);
                exact
                    .entry(plain(&heading))
                    .or_insert_with(|| Meaning::Column(column.clone()));
            }
            exact.entry(plain(sheets::reasons(lang))).or_insert(Meaning::Own);
            exact
                .entry(plain(sheets::demonstration(lang)))
                .or_insert(Meaning::MadeUp);
            for field in &ledger.fields {
                brief(lang.of(&field.name), &Column::Field(field.id.clone()));
            }
            for stage in &ledger.stages {
                brief(lang.of(&stage.name), &Column::Reached(stage.id.clone()));
            }
        }
        for also in sheets::KEY_ALSO {
            brief(also, &Column::Key);
        }
        let key = cells::column(Lang::Zh, ledger, &Column::Key);
        Self { exact, short, key }
    }

    /// What `heading` means, and whether it says so in full.
    fn meaning(&self, ledger: &Ledger, heading: &str) -> Option<(Meaning, bool)> {
        let full = plain(heading);
        if full.is_empty() {
            return None;
        }
        if let Some(meaning) = self.exact.get(&full) {
            return Some((meaning.clone(), true));
        }
        let short = |text: &str| self.short.get(text).cloned().flatten();
        if let Some(column) = short(&full) {
            return Some((Meaning::Column(column), false));
        }
        // 整改责任人(签字): brackets that measure nothing say nothing.
        let bare = full
            .strip_suffix(')')
            .and_then(|rest| rest.rsplit_once('('))
            .map(|(bare, _)| bare)?;
        let found = match self.exact.get(bare) {
            Some(Meaning::Column(column)) => Some(column.clone()),
            _ => short(bare),
        };
        let measured = |column: &Column| match column {
            Column::Field(id) => {
                matches!(ledger.field(id), Some((_, field)) if matches!(field.kind, FieldKind::Number { .. }))
            }
            _ => false,
        };
        found
            .filter(|column| !measured(column))
            .map(|column| (Meaning::Column(column), false))
    }

    /// Looks for the headings among the first rows of `batch`.
    pub fn find(&self, ledger: &Ledger, batch: &Batch<'_>, merges: &[Merge]) -> Result<Heading, FileTrouble> {
        let mut rows: Vec<Row> = batch
            .rows()
            .take(ROWS)
            .map(|(row, cells)| {
                let texts = cells.iter().map(|(at, raw)| (*at, batch.shown(raw).into_owned()));
                let cells = texts.filter(|(_, text)| !plain(text).is_empty()).collect();
                Row { row, cells }
            })
            .collect();
        spread(&mut rows, merges);
        let best = rows
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let mut known: Vec<Column> = Vec::new();
                for (_, text) in &row.cells {
                    match self.meaning(ledger, text) {
                        Some((Meaning::Column(column), _)) if !known.contains(&column) => known.push(column),
                        _ => {}
                    }
                }
                (known.contains(&Column::Key), known.len(), std::cmp::Reverse(index))
            })
            .max();
        match best {
            Some((true, _, std::cmp::Reverse(index))) => match rows.get(index) {
                Some(row) => self.settle(ledger, row).map(|heading| below(heading, merges)),
                None => Err(self.none(&rows)),
            },
            Some((false, known, std::cmp::Reverse(index))) if known >= 2 => match rows.get(index) {
                Some(row) => Err(self.missing(ledger, row)),
                None => Err(self.none(&rows)),
            },
            _ => Err(self.none(&rows)),
        }
    }

    fn settle(&self, ledger: &Ledger, row: &Row) -> Result<Heading, FileTrouble> {
        let mut columns: Vec<(HeadingColumn, bool)> = Vec::new();
        let (mut passed_over, mut demonstration) = (Vec::new(), false);
        for (at, text) in &row.cells {
            let heading: String = text.trim().chars().take(60).collect();
            match self.meaning(ledger, text) {
                None => passed_over.push(heading),
                Some((Meaning::Own, _)) => {}
                Some((Meaning::MadeUp, _)) => demonstration = true,
                Some((Meaning::Column(column), full)) => {
                    let new = HeadingColumn {
                        column,
                        at: *at,
                        heading,
                    };
                    match columns.iter_mut().find(|(known, _)| known.column == new.column) {
                        None => columns.push((new, full)),
                        Some((known, was_full)) if *was_full == full => {
                            return Err(FileTrouble::HeadingTwice {
                                row: row.row,
                                heading: known.heading.clone(),
                                columns: (letters(known.at), letters(new.at)),
                            });
                        }
                        // 溯源 beside 溯源完成日期: what is said in full counts.
                        Some(known) if full => {
                            passed_over.push(std::mem::replace(&mut known.0, new).heading);
                            known.1 = true;
                        }
                        Some(_) => passed_over.push(new.heading),
                    }
                }
            }
        }
        let mut columns: Vec<_> = columns.into_iter().map(|(column, _)| column).collect();
        columns.sort_by_key(|column| column.at);
        Ok(Heading {
            sheet: String::new(),
            row: row.row,
            columns,
            passed_over,
            demonstration,
        })
    }

    fn missing(&self, ledger: &Ledger, row: &Row) -> FileTrouble {
        let wanted = plain(&self.key);
        let mut near: Vec<(usize, &str)> = row
            .cells
            .iter()
            .filter(|(_, text)| self.meaning(ledger, text).is_none())
            .map(|(_, text)| {
                (
                    plain(text).chars().filter(|c| wanted.contains(*c)).count(),
                    text.as_str(),
                )
            })
            .filter(|(shared, _)| *shared >= 2)
            .collect();
        near.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
        FileTrouble::HeadingsMissing {
            row: row.row,
            missing: vec![Column::Key],
            near: near.into_iter().take(3).map(|(_, text)| short(text)).collect(),
        }
    }

    fn none(&self, rows: &[Row]) -> FileTrouble {
        let texts = rows.iter().flat_map(|row| &row.cells).take(12);
        FileTrouble::NoHeadings {
            found: texts.map(|(_, text)| short(text)).collect(),
            wanted: self.key.clone(),
        }
    }

    /// Whether `text` is a heading of the number, as in headings that are repeated on every page.
    pub fn is_key(&self, text: &str) -> bool {
        let text = plain(text);
        matches!(self.exact.get(&text), Some(Meaning::Column(Column::Key)))
            || matches!(self.short.get(&text), Some(Some(Column::Key)))
    }
}

struct Row {
    row: usize,
    cells: Vec<(u32, String)>,
}

/// Headings that are merged down over several rows (编号 beside a group of stages) stand in each.
fn spread(rows: &mut [Row], merges: &[Merge]) {
    let down = merges
        .iter()
        .filter(|merge| merge.top < merge.bottom && merge.left == merge.right);
    for merge in down.take(1_000) {
        let holds = |row: &Row, at: u32| row.row == at as usize + 1;
        let found = rows.iter().find(|row| holds(row, merge.top));
        let text = found.and_then(|row| row.cells.iter().find(|(at, _)| *at == merge.left));
        let Some((at, text)) = text.cloned() else { continue };
        for row in rows.iter_mut() {
            if row.row > merge.top as usize + 1 && row.row <= merge.bottom as usize + 1 {
                row.cells.push((at, text.clone()));
                row.cells.sort_by_key(|(at, _)| *at);
            }
        }
    }
}

/// Entries begin below the last row over which the heading of the number is merged.
fn below(mut heading: Heading, merges: &[Merge]) -> Heading {
    let key = heading.columns.iter().find(|known| known.column == Column::Key);
    let at = key.map_or(0, |known| known.at);
    let row = heading.row;
    let over = |merge: &&Merge| {
        (merge.left..=merge.right).contains(&at) && (merge.top as usize + 1..=merge.bottom as usize + 1).contains(&row)
    };
    if let Some(merge) = merges.iter().find(over) {
        heading.row = merge.bottom as usize + 1;
    }
    heading
}

fn short(text: &str) -> String {
    text.trim().chars().take(20).collect()
}

/// The columns of a ledger that are read, in the order in which they are written.
pub(crate) fn columns(ledger: &Ledger) -> impl Iterator<Item = Column> {
    let fields = ledger.fields.iter().filter(|field| field.kind.has_column());
    [Column::Key, Column::Unit]
        .into_iter()
        .chain(fields.map(|field| Column::Field(field.id.clone())))
        .chain(ledger.stages.iter().map(|stage| Column::Reached(stage.id.clone())))
        .chain([Column::Version])
}
