//! Sheets as XLSX.

use std::io::{Seek, Write};

use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, ProtectionOptions, Workbook, Worksheet};
use yaodian_domain::{
    ledger::{Cell, Column, Entry, cell},
    unit::Register,
};
use yaodian_words::sheets;

use super::{
    Book, WriteTrouble,
    columns::{Columns, Source, Written},
    formats::{Formats, column_width},
    lists::Rules,
};
use crate::{
    neutral,
    open::{Value, put_number},
    serial,
};

/// The last row of a sheet, counted from 0.
pub(super) const LAST_ROW: u32 = 1_048_575;
/// The longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;
/// The longest name of a sheet.
const SHEET_NAME: usize = 31;

pub(super) fn template(book: &Book<'_>, out: impl Write + Seek + Send) -> Result<(), WriteTrouble> {
    let columns = Columns::of(book);
    write(book, &columns, true, out, |_, _, _| Ok(()))
}

pub(super) fn entries(
    book: &Book<'_>,
    rows: impl Iterator<Item = Entry>,
    out: impl Write + Seek + Send,
) -> Result<(), WriteTrouble> {
    let columns = Columns::of(book);
    write(book, &columns, false, out, |sheet, formats, first| {
        for (row, entry) in numbered(rows, first) {
            let row = row?;
            for ((at, column), format) in (0..).zip(&columns.all).zip(&formats.data) {
                put(sheet, row, at, &columns.value(book, &entry, column), format, formats)?;
            }
        }
        Ok(())
    })
}

pub(super) fn returned(
    book: &Book<'_>,
    known: &[Column],
    rows: impl Iterator<Item = (Vec<String>, String)>,
    out: impl Write + Seek + Send,
) -> Result<(), WriteTrouble> {
    let mut columns = Columns::these(book, known);
    columns.all.push(Written {
        heading: sheets::reasons(book.lang).to_owned(),
        column: None,
        source: Source::Reasons,
    });
    // Where each column stood in the sheet that was read.
    let places: Vec<Option<usize>> = columns
        .all
        .iter()
        .map(|column| known.iter().position(|known| Some(known) == column.column.as_ref()))
        .collect();
    write(book, &columns, false, out, |sheet, formats, first| {
        for (row, (texts, reasons)) in numbered(rows, first) {
            let row = row?;
            for (((at, column), format), place) in (0..).zip(&columns.all).zip(&formats.data).zip(&places) {
                let value = match (&column.source, place.and_then(|place| texts.get(place))) {
                    (Source::Reasons, _) => Value::Text(reasons.as_str().into()),
                    (Source::Demonstration, _) => Value::Text(sheets::demonstration_yes(book.lang).into()),
                    (_, Some(text)) => as_it_stood(&column.source, text, book.units),
                    (_, None) => Value::Blank,
                };
                put(sheet, row, at, &value, format, formats)?;
            }
        }
        Ok(())
    })
}

/// Rows with their places from `first` on, as far as a sheet goes.
pub(crate) fn numbered<T>(
    rows: impl Iterator<Item = T>,
    first: u32,
) -> impl Iterator<Item = (Result<u32, WriteTrouble>, T)> {
    rows.zip(first..).map(move |(row, at)| {
        let place = if at <= LAST_ROW {
            Ok(at)
        } else {
            Err(WriteTrouble::TooManyRows {
                limit: LAST_ROW + 1 - first,
            })
        };
        (place, row)
    })
}

/// What was read, as a sheet holds it: a real number or day where it is one. A formula is handed
/// back as an error, so that it cannot come in again as a text; the reasons tell what it was.
fn as_it_stood<'a>(source: &Source<'_>, text: &'a str, units: &Register) -> Value<'a> {
    if text.is_empty() {
        return Value::Blank;
    }
    if text.starts_with('=') {
        return Value::Text("#VALUE!".into());
    }
    let text = neutral::restore(text);
    let typed = Cell::Text(text);
    match source {
        Source::Stage(_) => match cell::stage_day(&typed) {
            Ok(Some(day)) => Value::Day(day),
            _ => Value::Text(text.into()),
        },
        Source::Field(_, field) => match (&field.kind, cell::read(field, &typed, units)) {
            (yaodian_domain::ledger::FieldKind::Number { .. }, Ok(Some(value))) => {
                value.parse().map_or(Value::Text(text.into()), Value::Number)
            }
            (yaodian_domain::ledger::FieldKind::Date, Ok(Some(day))) => {
                day.parse().map_or(Value::Text(text.into()), Value::Day)
            }
            _ => Value::Text(text.into()),
        },
        Source::Version => text
            .parse::<i64>()
            .map_or(Value::Text(text.into()), |version| Value::Number(version.into())),
        _ => Value::Text(text.into()),
    }
}

fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: &Value<'_>,
    format: &Format,
    formats: &Formats,
) -> Result<(), WriteTrouble> {
    match value {
        Value::Blank => {}
        Value::Day(day) => {
            let serial = Decimal::from(serial::of_day(*day));
            sheet.write_number_with_format(row, column, serial::binary(serial).unwrap_or_default(), format)?;
        }
        Value::Number(number) => put_number(sheet, row, column, *number, format)?,
        Value::Truth(truth) => {
            sheet.write_boolean_with_format(row, column, *truth, format)?;
        }
        Value::Text(text) => {
            let text = cut(text);
            let format = if neutral::is_formula_like(text) {
                &formats.quoted
            } else {
                format
            };
            sheet.write_string_with_format(row, column, text, format)?;
        }
    }
    Ok(())
}

pub(crate) fn cut(text: &str) -> &str {
    // No text of a ledger is that long; what is handed back may be.
    if text.len() <= LONGEST {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST
    });
    end.map_or(text, |(at, _)| text.get(..at).unwrap_or_default())
}

/// Writes a workbook whose rows `fill` adds below the headings.
fn write(
    book: &Book<'_>,
    columns: &Columns<'_>,
    with_hints: bool,
    out: impl Write + Seek + Send,
    fill: impl FnOnce(&mut Worksheet, &Formats, u32) -> Result<(), WriteTrouble>,
) -> Result<(), WriteTrouble> {
    let rules = Rules::of(book, columns)?;
    let formats = Formats::of(&columns.all);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(book)?);
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(sheet_name(book))?;
    for (((at, column), format), widest) in (0..).zip(&columns.all).zip(&formats.data).zip(&rules.widths) {
        sheet.set_column_format(at, format)?;
        sheet.set_column_width(at, column_width(column, *widest))?;
    }
    let mut row = 0;
    if book.demonstration {
        sheet.write_string_with_format(row, 0, sheets::demonstration_banner(book.lang), &formats.banner)?;
        row += 1;
    }
    let heading = row;
    for (at, column) in (0..).zip(&columns.all) {
        sheet.write_string_with_format(row, at, &column.heading, &formats.heading)?;
    }
    row += 1;
    if with_hints {
        for (at, column) in (0..).zip(&columns.all) {
            if let Some(of) = &column.column {
                let hint = sheets::hint(book.lang, book.ledger, of);
                sheet.write_string_with_format(row, at, hint, &formats.hint)?;
            }
        }
        row += 1;
    }
    sheet.set_freeze_panes(row, 1)?;
    fill(sheet, &formats, row)?;
    rules.add_to(sheet, row)?;
    if !with_hints {
        let last = u16::try_from(columns.all.len().saturating_sub(1)).unwrap_or(0);
        sheet.autofilter(heading, 0, LAST_ROW, last)?;
    }
    protect(sheet);
    help(book, &mut workbook)?;
    rules.add_lists(book, &mut workbook)?;
    workbook.save_to_writer(out)?;
    Ok(())
}

fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        insert_rows: true,
        delete_rows: true,
        delete_columns: true,
        sort: true,
        use_autofilter: true,
        format_cells: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
}

fn help(book: &Book<'_>, workbook: &mut Workbook) -> Result<(), WriteTrouble> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheets::help_sheet(book.lang))?;
    sheet.set_column_width(0, 100)?;
    let (first, rest) = (Format::new().set_bold().set_text_wrap(), Format::new().set_text_wrap());
    for (row, line) in (0..).zip(sheets::help(book.lang, book.ledger, &book.as_of)) {
        let format = if row == 0 { &first } else { &rest };
        sheet.write_string_with_format(row, 0, cut(&line), format)?;
    }
    Ok(())
}

/// The ledger's name as far as it can be that of a sheet.
fn sheet_name(book: &Book<'_>) -> String {
    let name = book.lang.of(&book.ledger.name);
    let allowed = name
        .chars()
        .filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') && !c.is_control());
    let mut units = 0;
    let name: String = allowed
        .take_while(|c| {
            units += c.len_utf16();
            units <= SHEET_NAME
        })
        .collect();
    let taken = [sheets::help_sheet(book.lang), sheets::lists_sheet(book.lang)].contains(&name.trim());
    if name.trim().is_empty() || taken || sheets::is_help(&name) {
        book.ledger
            .id
            .as_str()
            .replace('/', "-")
            .chars()
            .take(SHEET_NAME)
            .collect()
    } else {
        name
    }
}

fn properties(book: &Book<'_>) -> Result<DocProperties, WriteTrouble> {
    let day = book.as_of;
    let (year, month, date) = (day.year(), day.month(), day.day());
    let created = ExcelDateTime::from_ymd(
        u16::try_from(year).unwrap_or(1900),
        u8::try_from(month).unwrap_or(1),
        u8::try_from(date).unwrap_or(1),
    )?;
    Ok(DocProperties::new()
        .set_title(book.lang.of(&book.ledger.name))
        .set_creation_datetime(&created))
}
