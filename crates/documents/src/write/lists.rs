//! What can be chosen and typed in a column.

use rust_decimal::{Decimal, prelude::ToPrimitive};
use rust_xlsxwriter::{DataValidation, DataValidationRule, ExcelDateTime, Formula, Workbook, Worksheet};
use yaodian_domain::{ledger::FieldKind, number};
use yaodian_words::sheets;

use super::{
    Book, WriteTrouble,
    columns::{Columns, Source, Written},
};

/// The longest list that a rule can hold itself.
const LONGEST: usize = 255;
/// The longest message of a rule.
const MESSAGE: usize = 255;
/// The longest title of a message.
const TITLE: usize = 32;

/// The rules of the columns, and lists that are too long for a rule: they stand in a sheet of
/// their own.
pub(super) struct Rules {
    by_column: Vec<Option<DataValidation>>,
    lists: Vec<Vec<String>>,
    /// By column: how wide its widest choice is.
    pub widths: Vec<usize>,
}

impl Rules {
    pub fn of(book: &Book<'_>, columns: &Columns<'_>) -> Result<Self, WriteTrouble> {
        let mut rules = Self {
            by_column: Vec::new(),
            lists: Vec::new(),
            widths: Vec::new(),
        };
        for column in &columns.all {
            let choices = choices(book, columns, column);
            rules.widths.push(
                choices
                    .iter()
                    .map(|choice| super::formats::width(choice))
                    .max()
                    .unwrap_or(0),
            );
            let rule = if choices.is_empty() {
                typed(book, column)?
            } else {
                Some(rules.list(book, &choices)?)
            };
            rules.by_column.push(rule);
        }
        Ok(rules)
    }

    fn list(&mut self, book: &Book<'_>, choices: &[&str]) -> Result<DataValidation, WriteTrouble> {
        let joined: usize = choices.iter().map(|choice| choice.encode_utf16().count() + 1).sum();
        let plain = |choice: &&str| choice.contains([',', '"']) || choice.trim() != *choice;
        let rule = if joined <= LONGEST && !choices.iter().any(plain) {
            DataValidation::new().allow_list_strings(choices)?
        } else {
            let list: Vec<String> = choices.iter().map(|choice| (*choice).to_owned()).collect();
            let at = self.lists.iter().position(|known| *known == list).unwrap_or_else(|| {
                self.lists.push(list);
                self.lists.len() - 1
            });
            let column = crate::headings::letters(u32::try_from(at).unwrap_or(0));
            let (name, last) = (sheets::lists_sheet(book.lang), choices.len());
            DataValidation::new().allow_list_formula(Formula::new(format!("='{name}'!${column}$1:${column}${last}")))
        };
        explain(book, rule, sheets::bad_choice(book.lang))
    }

    /// Adds the rules to the rows from `first` to the last of the sheet.
    pub fn add_to(&self, sheet: &mut Worksheet, first: u32) -> Result<(), WriteTrouble> {
        for (column, rule) in (0..).zip(&self.by_column) {
            if let Some(rule) = rule {
                sheet.add_data_validation(first, column, super::xlsx::LAST_ROW, column, rule)?;
            }
        }
        Ok(())
    }

    /// Adds the hidden sheet of long lists, if there are any.
    pub fn add_lists(&self, book: &Book<'_>, workbook: &mut Workbook) -> Result<(), WriteTrouble> {
        if self.lists.is_empty() {
            return Ok(());
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheets::lists_sheet(book.lang))?.set_hidden(true);
        for (column, list) in (0..).zip(&self.lists) {
            for (row, choice) in (0..).zip(list) {
                sheet.write_string(row, column, choice)?;
            }
        }
        Ok(())
    }
}

fn choices<'a>(book: &Book<'a>, columns: &Columns<'a>, column: &Written<'a>) -> Vec<&'a str> {
    match (&column.source, &column.column) {
        (Source::Unit, Some(of)) => columns.unit_choices(book, of),
        (Source::Field(at, field), Some(of)) => match &field.kind {
            FieldKind::Choice { options } => columns.options(*at, options),
            FieldKind::Unit => columns.unit_choices(book, of),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The rule for a number or a day.
fn typed(book: &Book<'_>, column: &Written<'_>) -> Result<Option<DataValidation>, WriteTrouble> {
    let lang = book.lang;
    let is_day = matches!(column.source, Source::Stage(_));
    let kind = match &column.source {
        Source::Field(_, field) => Some(&field.kind),
        _ => None,
    };
    if is_day || matches!(kind, Some(FieldKind::Date)) {
        let (first, last) = (
            ExcelDateTime::from_ymd(1900, 1, 1)?,
            ExcelDateTime::from_ymd(2200, 12, 31)?,
        );
        let rule = DataValidation::new().allow_date(DataValidationRule::Between(first, last));
        return explain(book, rule, sheets::bad_day(lang)).map(Some);
    }
    let Some(FieldKind::Number {
        decimals, least, most, ..
    }) = kind
    else {
        return Ok(None);
    };
    let (least, most) = (least.unwrap_or(-number::LARGEST), most.unwrap_or(number::LARGEST));
    let (rule, words) = if *decimals == 0 {
        let bound = |value: Decimal| Formula::new(value.normalize().to_string());
        let between = DataValidationRule::Between(bound(least), bound(most));
        (
            DataValidation::new().allow_whole_number_formula(between),
            sheets::bad_whole(lang, &least, &most),
        )
    } else {
        let bound = |value: Decimal| value.to_f64().unwrap_or_default();
        let between = DataValidationRule::Between(bound(least), bound(most));
        (
            DataValidation::new().allow_decimal_number(between),
            sheets::bad_number(lang, &least, &most),
        )
    };
    explain(book, rule, &words).map(Some)
}

fn explain(book: &Book<'_>, rule: DataValidation, words: &str) -> Result<DataValidation, WriteTrouble> {
    let short = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    Ok(rule
        .set_error_title(short(sheets::bad_value(book.lang), TITLE))?
        .set_error_message(short(words, MESSAGE))?)
}
