//! Tables as XLSX: the rows, and in a second sheet what the fields mean.

use std::{
    collections::BTreeMap,
    io::{Seek, Write},
};

use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};
use yaodian_words::{Lang, open_data as words};

use super::{Kind, Open, Value};
use crate::{
    WriteTrouble, neutral, serial,
    write::{cut, numbered},
};

/// The looks of cells.
struct Formats {
    heading: Format,
    text: Format,
    /// Text that a sheet must not take for a formula.
    quoted: Format,
    day: Format,
    /// By the number of decimals.
    numbers: BTreeMap<u32, Format>,
}

impl Formats {
    fn new() -> Self {
        Self {
            heading: Format::new().set_bold(),
            text: Format::new().set_num_format("@"),
            quoted: Format::new().set_num_format("@").set_quote_prefix(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            numbers: BTreeMap::new(),
        }
    }

    fn number(&mut self, number: Decimal) -> &Format {
        let decimals = number.scale().min(15);
        self.numbers.entry(decimals).or_insert_with(|| match decimals {
            0 => Format::new().set_num_format("0"),
            _ => Format::new().set_num_format(format!("0.{}", "0".repeat(decimals as usize))),
        })
    }
}

/// Writes a number; one of more digits than a sheet's numbers have as text.
pub(crate) fn put_number(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    number: Decimal,
    format: &Format,
) -> Result<(), WriteTrouble> {
    match serial::binary(number.normalize()) {
        Some(binary) => sheet.write_number_with_format(row, column, binary, format)?,
        None => sheet.write_string_with_format(row, column, number.to_string(), format)?,
    };
    Ok(())
}

pub(super) fn write(open: Open<'_>, out: impl Write + Seek + Send) -> Result<usize, WriteTrouble> {
    let mut formats = Formats::new();
    let mut workbook = Workbook::new();
    // The same rows make the same file, whenever they are written.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title((open.table.title)(Lang::Zh));
    workbook.set_properties(&properties.set_creation_datetime(&created));
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(open.table.id)?;
    for (at, field) in (0..).zip(&open.table.fields) {
        sheet.set_column_width(at, width(field.kind))?;
    }
    for (at, field) in (0..).zip(&open.table.fields) {
        sheet.write_string_with_format(0, at, field.name, &formats.heading)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    let mut rows = 0;
    for (row, values) in numbered(open.rows, 1) {
        let row = row?;
        for (at, value) in (0..).zip(&values) {
            put(sheet, row, at, value, &mut formats)?;
        }
        rows += 1;
    }
    let fields = workbook.add_worksheet();
    fields.set_name(words::fields_sheet(Lang::Zh))?;
    let heads = [
        "name",
        "type",
        "unit",
        "title",
        "title_en",
        "description",
        "description_en",
    ];
    for (at, head) in (0..).zip(heads) {
        fields.set_column_width(at, if at < 3 { 16.0 } else { 36.0 })?;
        fields.write_string_with_format(0, at, head, &formats.heading)?;
    }
    for (row, field) in (1..).zip(&open.table.fields) {
        let about = |lang| field.about.map(|about| about(lang)).unwrap_or_default();
        let cells = [
            field.name,
            field.kind.as_str(),
            field.unit.unwrap_or_default(),
            (field.title)(Lang::Zh),
            (field.title)(Lang::En),
            about(Lang::Zh),
            about(Lang::En),
        ];
        for (at, cell) in (0..).zip(cells) {
            fields.write_string(row, at, cell)?;
        }
    }
    workbook.save_to_writer(out)?;
    Ok(rows)
}

fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: &Value<'_>,
    formats: &mut Formats,
) -> Result<(), WriteTrouble> {
    match value {
        Value::Blank => {}
        Value::Text(text) if text.is_empty() => {}
        Value::Text(text) => {
            let text = cut(text);
            let format = if neutral::is_formula_like(text) {
                &formats.quoted
            } else {
                &formats.text
            };
            sheet.write_string_with_format(row, column, text, format)?;
        }
        Value::Day(day) => {
            let serial = Decimal::from(serial::of_day(*day));
            let serial = serial::binary(serial).unwrap_or_default();
            sheet.write_number_with_format(row, column, serial, &formats.day)?;
        }
        Value::Number(number) => put_number(sheet, row, column, *number, formats.number(*number))?,
        Value::Truth(truth) => {
            sheet.write_boolean(row, column, *truth)?;
        }
    }
    Ok(())
}

fn width(kind: Kind) -> f64 {
    match kind {
        Kind::Text | Kind::Address => 24.0,
        Kind::Day | Kind::Month | Kind::Number | Kind::Integer | Kind::Truth => 12.0,
    }
}
