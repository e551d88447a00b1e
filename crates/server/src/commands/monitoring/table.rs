//! A table of CSV in, the same table with more columns out.

use std::{
    collections::HashSet,
    fmt::Display,
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use serde::{Serialize, Serializer, ser::SerializeMap as _};
use yaodian_contract::ledger::FileTrouble;
use yaodian_documents::read_table;
use yaodian_words::{Lang, cells};

use crate::say;

/// The largest file that is read, in bytes: it is held in memory.
const LARGEST: u64 = 128 << 20;
/// So many rows are told one by one.
const TOLD: usize = 20;

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Format {
    /// The table with more columns, for spreadsheets.
    Csv,
    /// A list with an object for each row: the same texts under the same names, and why.
    Json,
}

/// A table whose rows are at least as long as its heads.
pub(super) struct Table {
    file: PathBuf,
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Row>,
    has_mark: bool,
    has_returns: bool,
}

pub(super) struct Row {
    /// As a sheet shows it.
    number: usize,
    pub(super) cells: Vec<String>,
    /// How many cells it has, where these are more than there are heads.
    pub(super) surplus: Option<usize>,
}

impl Table {
    /// Reads a file, or the standard input for `-`. Columns of `own` names are left out: they are an
    /// earlier answer, which the new one takes the place of.
    pub(super) fn read(file: &Path, own: &[&str]) -> Result<Self, String> {
        let named = |error: &dyn Display| format!("{}: {error}", file.display());
        let mut bytes = Vec::new();
        // One byte more than is read tells that there is more.
        let read = if file == Path::new("-") {
            std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)
        } else {
            File::open(file).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        };
        read.map_err(|error| named(&error))?;
        let read = read_table(&bytes, LARGEST).map_err(|why| named(&trouble(&why)))?;
        let kept: Vec<bool> = read.heads.iter().map(|head| !own.contains(&head.trim())).collect();
        let keep = |cells: Vec<String>| -> Vec<String> {
            let kept = kept.iter().chain(std::iter::repeat(&true));
            cells
                .into_iter()
                .zip(kept)
                .filter_map(|(cell, kept)| kept.then_some(cell))
                .collect()
        };
        let heads = read.heads.len();
        let rows = read.rows.into_iter().map(|(number, mut cells)| {
            while cells.len() > heads && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
                cells.pop();
            }
            cells.resize(cells.len().max(heads), String::new());
            Row {
                number,
                surplus: (cells.len() > heads).then_some(cells.len()),
                cells: keep(cells),
            }
        });
        let table = Self {
            file: file.to_owned(),
            rows: rows.collect(),
            heads: keep(read.heads),
            has_mark: read.has_mark,
            has_returns: read.has_returns,
        };
        let left_out = kept.iter().filter(|kept| !**kept).count();
        if left_out > 0 {
            table.tell(&format!("{left_out} columns of an earlier answer are replaced"));
        }
        Ok(table)
    }

    pub(super) fn heads(&self) -> Vec<&str> {
        self.heads.iter().map(String::as_str).collect()
    }

    /// The cells of each row, for reading; none of a row that may be shifted.
    pub(super) fn sound(&self) -> Vec<&[String]> {
        let cells = |row: &'_ Row| row.surplus.is_none();
        self.rows
            .iter()
            .map(|row| if cells(row) { row.cells.as_slice() } else { &[] })
            .collect()
    }

    /// The first column with this head.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.heads.iter().position(|head| head.trim() == name)
    }

    /// A problem that leaves nothing to be done.
    pub(super) fn problem(&self, what: &str) -> String {
        format!("{}: {what}", self.file.display())
    }

    /// Says something beside the answer.
    pub(super) fn tell(&self, what: &str) {
        tell!("yaodian: {}", self.problem(what));
    }

    /// Says something about rows, and how many more there are when they are many.
    pub(super) fn tell_rows<T: Display>(&self, told: &[(usize, T)]) {
        for (place, what) in told.iter().take(TOLD) {
            self.tell(&format!("row {}: {what}", self.rows[*place].number));
        }
        if let Some(more) = told.len().checked_sub(TOLD).filter(|more| *more > 0) {
            self.tell(&format!("… and {more} more"));
        }
    }

    /// The numbers of rows, as a sheet shows them.
    pub(super) fn numbers(&self, places: &[usize]) -> Vec<usize> {
        places.iter().map(|place| self.rows[*place].number).collect()
    }

    /// Writes the table with more columns. `added` has their cells for each row; `why` tells the whole
    /// result of a row, for JSON alone, under a name of its own.
    pub(super) fn write<D: Serialize>(
        &self,
        format: Format,
        columns: &[&str],
        added: &[Vec<String>],
        why: (&str, impl Fn(usize) -> D),
    ) -> Result<(), String> {
        let width = self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let mut heads = self.heads.clone();
        heads.resize(width.max(heads.len()), String::new());
        let answer = match format {
            Format::Csv => self.csv(&heads, columns, added)?,
            Format::Json => self.json(heads, columns, added, why)?,
        };
        say::all(&answer)
    }

    /// As the input was written: with its mark and its ends of lines.
    fn csv(&self, heads: &[String], columns: &[&str], added: &[Vec<String>]) -> Result<String, String> {
        let terminator = if self.has_returns {
            csv::Terminator::CRLF
        } else {
            csv::Terminator::Any(b'\n')
        };
        let mark = if self.has_mark { "\u{feff}" } else { "" };
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .terminator(terminator)
            .from_writer(mark.as_bytes().to_vec());
        let mut write =
            |cells: &mut dyn Iterator<Item = &str>| writer.write_record(cells).map_err(|error| error.to_string());
        write(&mut heads.iter().map(String::as_str).chain(columns.iter().copied()))?;
        for (row, added) in self.rows.iter().zip(added) {
            let blank = heads.len() - row.cells.len();
            let cells = row.cells.iter().map(String::as_str);
            let added = added.iter().map(String::as_str);
            write(&mut cells.chain(std::iter::repeat_n("", blank)).chain(added))?;
        }
        let bytes = writer.into_inner().map_err(|error| error.to_string())?;
        String::from_utf8(bytes).map_err(|error| error.to_string())
    }

    fn json<D: Serialize>(
        &self,
        heads: Vec<String>,
        columns: &[&str],
        added: &[Vec<String>],
        (name, why): (&str, impl Fn(usize) -> D),
    ) -> Result<String, String> {
        let names = names(heads, columns, name);
        let rows = self
            .rows
            .iter()
            .zip(added)
            .enumerate()
            .map(|(place, (row, added))| Object {
                cells: names
                    .iter()
                    .map(String::as_str)
                    .zip(row.cells.iter().map(String::as_str).chain(std::iter::repeat("")))
                    .chain(columns.iter().copied().zip(added.iter().map(String::as_str)))
                    .collect(),
                why: (name, why(place)),
            });
        let rows: Vec<_> = rows.collect();
        let json = serde_json::to_string_pretty(&rows).map_err(|error| error.to_string())?;
        Ok(json + "\n")
    }
}

/// A name of its own for each column: one that is empty or stands twice gets its place behind it, so
/// that no cell hides another.
fn names(heads: Vec<String>, columns: &[&str], why: &str) -> Vec<String> {
    let mut taken: HashSet<String> = columns.iter().map(|name| (*name).to_owned()).collect();
    taken.insert(why.to_owned());
    let mut names = Vec::with_capacity(heads.len());
    for (place, head) in (1..).zip(heads) {
        let mut name = head;
        while name.is_empty() || taken.contains(&name) {
            name = format!("{name}#{place}");
        }
        taken.insert(name.clone());
        names.push(name);
    }
    names
}

/// A row in JSON, its names in the order of the columns.
struct Object<'a, D> {
    cells: Vec<(&'a str, &'a str)>,
    why: (&'a str, D),
}

impl<D: Serialize> Serialize for Object<'_, D> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.cells.len() + 1))?;
        for (name, cell) in &self.cells {
            map.serialize_entry(name, cell)?;
        }
        map.serialize_entry(self.why.0, &self.why.1)?;
        map.end()
    }
}

/// Why a file is no table of CSV. Other kinds of sheets are read elsewhere in the product, not here.
fn trouble(why: &FileTrouble) -> String {
    match why {
        FileTrouble::NotASheet { .. } => {
            "this is no CSV. Save the sheet as CSV, in UTF-8 or GB18030, and give that.".to_owned()
        }
        FileTrouble::TooLarge { limit } => {
            format!("the file is too large; at most {} MB. Give it in parts.", limit >> 20)
        }
        why => cells::file(Lang::En, why),
    }
}
