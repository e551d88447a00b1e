//! A table of any kind of sheet, as the text that people see in it.

use std::{fs::File, io::Cursor};

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xls, XlsError, Xlsx, XlsxError};
use jiff::civil::{DateTime, Time};
use yaodian_contract::ledger::FileTrouble;

use super::{
    Content, Limits, encoding::Written, epoch, gather::Gathered, guarded, open, sheets_to_read, table,
    table::PlainTable, xls, xlsx,
};
use crate::serial::{self, Epoch, Moment};

/// By how many rows at most it is told what parts the cells of a CSV file: titles stand above.
const FIRST: usize = 20;

/// Reads a table of any kind of sheet: XLSX, XLS or CSV, told by its content.
///
/// Of a workbook the first visible sheet is read that has a row of two filled cells; sheets that explain are
/// asked last. Hidden rows and columns are read.
///
/// * **Heads** are the first row with at least two filled cells, and half as many as the widest of the
///   five filled rows under it. What stands above, a title say, goes to [`PlainTable::above`]. Heads of two
///   rows are not put together, and neither row is lost: where the upper one, of groups, is chosen, the
///   lower one is the first of [`PlainTable::rows`]; where it has too few cells, it is the last of
///   [`PlainTable::above`], and names that are merged down over both stand in the heads.
/// * **Rows** that are blank are left out, and each ends with its last filled cell. A filled cell has more
///   in it than spaces.
/// * **Merged cells** all have the text of the merge, in the heads and below. A row with nothing but what
///   is merged down into it counts as blank.
/// * **Numbers** are decimals of at most 15 digits, as few as tell them, whatever the format: 89.3 % is
///   `0.893`. One that is too large or too small for that is as a sheet shows it: `4.2E+17`.
/// * **Dates and times**, told by their format, are `2023-05-01`, `2023-05-01 08:00` and `08:00`, with
///   seconds where there are some; hours that were counted beyond a day are `36:00`.
/// * **Formulas** are the value that was last reckoned, truth values `TRUE` and `FALSE`, errors as shown:
///   `#N/A`.
///
/// In CSV the cells are as they were written, as by [`read_table`](crate::read_table); heads and rows are
/// told as in a workbook. The whole table is held in memory, and counts against [`Limits::unpacked`].
///
/// # Errors
///
/// [`FileTrouble::TooLarge`], [`FileTrouble::Unpacks`], [`FileTrouble::TooManyRows`] and
/// [`FileTrouble::TooManyColumns`] (1,000) beyond what is read; [`FileTrouble::NotASheet`],
/// [`FileTrouble::Password`], [`FileTrouble::Encoding`], [`FileTrouble::Csv`] and [`FileTrouble::Damaged`]
/// for what cannot be; [`FileTrouble::Empty`] where no cell is filled and [`FileTrouble::NoTable`] where no
/// row has two, as in a text of prose.
pub fn read_any_table(file: File, limits: &Limits) -> Result<PlainTable, FileTrouble> {
    match open(file, limits)?.content {
        Content::Csv(file, written) => csv(file, written, limits),
        Content::Xlsx(mut package) => {
            let mut book = guarded(|| Xlsx::new(package.bytes()).map_err(|why: XlsxError| xlsx::damaged(&why)))?;
            let epoch = epoch(book.has_1904_epoch());
            let names = sheets_to_read(book.sheets_metadata());
            first_table(&names, |name| {
                let merges = package.look_at(name)?;
                let gathered = guarded(|| {
                    let mut gathered = Gathered::new(limits);
                    let damaged = |why: XlsxError| xlsx::damaged(&why);
                    let mut cells = book.worksheet_cells_reader(name).map_err(damaged)?;
                    while let Some(cell) = cells.next_cell().map_err(damaged)? {
                        let (row, column) = cell.get_position();
                        let text = in_xlsx(cell.get_value(), epoch);
                        gathered.put(row as usize + 1, column as usize, text)?;
                    }
                    Ok(gathered)
                });
                Ok((gathered?, merges))
            })
        }
        Content::Xls(bytes) => {
            let read = || Xls::new(Cursor::new(bytes)).map_err(|why: XlsError| xls::damaged(&why));
            let mut book = guarded(read)?;
            let epoch = epoch(book.has_1904_epoch());
            let names = sheets_to_read(book.sheets_metadata());
            first_table(&names, |name| {
                let range = guarded(|| book.worksheet_range(name).map_err(|why: XlsError| xls::damaged(&why)))?;
                let (top, left) = range.start().unwrap_or_default();
                let mut gathered = Gathered::new(limits);
                for (row, column, cell) in range.used_cells() {
                    let (row, column) = (top as usize + row, left as usize + column);
                    gathered.put(row + 1, column, in_xls(cell, epoch))?;
                }
                Ok((gathered, xls::merges(&book, name)))
            })
        }
    }
}

fn csv(mut file: File, written: Written, limits: &Limits) -> Result<PlainTable, FileTrouble> {
    let (mut rows, has_returns) = table::rows(&mut file, written, FIRST)?;
    let mut gathered = Gathered::new(limits);
    while let Some((row, cells)) = rows.plain()? {
        for (column, text) in cells.into_iter().enumerate() {
            gathered.put(row, column, text)?;
        }
    }
    let mut gathered = Some((gathered, Vec::new()));
    let table = first_table(&[String::new()], |_| gathered.take().ok_or(FileTrouble::Empty))?;
    Ok(PlainTable {
        has_mark: written.has_mark(),
        has_returns,
        ..table
    })
}

/// The table of the first sheet that has one.
fn first_table(
    names: &[String],
    mut gather: impl FnMut(&str) -> Result<(Gathered, Vec<crate::cells::Merge>), FileTrouble>,
) -> Result<PlainTable, FileTrouble> {
    let mut empty = true;
    for name in names {
        let (gathered, merges) = gather(name)?;
        empty &= gathered.is_empty();
        if let Some(table) = gathered.table(&merges)? {
            return Ok(PlainTable {
                sheet: name.clone(),
                ..table
            });
        }
    }
    Err(if empty {
        FileTrouble::Empty
    } else {
        FileTrouble::NoTable
    })
}

fn in_xlsx(cell: &DataRef<'_>, epoch: Epoch) -> String {
    match cell {
        DataRef::Empty => String::new(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::String(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::DateTimeIso(text) => iso(text),
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => number(*value),
        DataRef::Bool(truth) => crate::cells::truth_text(*truth).to_owned(),
        DataRef::DateTime(value) => moment(value, epoch),
        DataRef::Error(error) => error.to_string(),
    }
}

fn in_xls(cell: &Data, epoch: Epoch) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DurationIso(text) => text.clone(),
        Data::DateTimeIso(text) => iso(text),
        Data::Int(value) => value.to_string(),
        Data::Float(value) => number(*value),
        Data::Bool(truth) => crate::cells::truth_text(*truth).to_owned(),
        Data::DateTime(value) => moment(value, epoch),
        Data::Error(error) => error.to_string(),
    }
}

fn number(value: f64) -> String {
    if let Some(value) = serial::decimal(value) {
        return value.to_string();
    }
    let shown = format!("{value:.14E}");
    match shown.split_once('E') {
        Some((digits, power)) => {
            let digits = digits.trim_end_matches('0').trim_end_matches('.');
            let sign = if power.starts_with('-') { "" } else { "+" };
            format!("{digits}E{sign}{power}")
        }
        None => shown,
    }
}

/// Seconds are left out where there are none.
fn short(clock: &str) -> String {
    clock.strip_suffix(":00").unwrap_or(clock).to_owned()
}

fn moment(value: &ExcelDateTime, epoch: Epoch) -> String {
    let days = value.as_f64();
    // A sheet shows no other moments than these, which 9999-12-31 ends.
    if !(0.0..2_958_466.0).contains(&days) {
        return number(days);
    }
    if value.is_duration() {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked above")]
        let seconds = (days * 86_400.0).round() as u64;
        let (hours, rest) = (seconds / 3_600, seconds % 3_600);
        return short(&format!("{hours:02}:{:02}:{:02}", rest / 60, rest % 60));
    }
    match serial::moment(days, epoch) {
        Moment::Day(day) => day.to_string(),
        Moment::Text(text) if text.contains(':') => short(&text),
        Moment::Text(_) => number(days),
    }
}

/// A moment that the file has as a text: `2023-05-01T08:00:00`.
fn iso(text: &str) -> String {
    match text.parse::<DateTime>() {
        Ok(at) if at.time() == Time::midnight() => at.date().to_string(),
        Ok(at) => format!("{} {}", at.date(), short(&at.strftime("%H:%M:%S").to_string())),
        Err(_) => text.to_owned(),
    }
}
