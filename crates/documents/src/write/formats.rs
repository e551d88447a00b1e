//! How cells look, and how wide columns are.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};
use yaodian_domain::ledger::FieldKind;

use super::columns::{Source, Written};

/// The looks of a sheet.
pub(super) struct Formats {
    pub heading: Format,
    pub banner: Format,
    pub hint: Format,
    /// Text that a sheet must not take for a formula.
    pub quoted: Format,
    /// By column: of its data.
    pub data: Vec<Format>,
}

impl Formats {
    pub fn of(columns: &[Written<'_>]) -> Self {
        let pale = Color::RGB(0x00F2_F2F2);
        Self {
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_border(FormatBorder::Thin)
                .set_background_color(Color::RGB(0x00DC_E6F1)),
            banner: Format::new()
                .set_bold()
                .set_font_color(Color::RGB(0x009C_0006))
                .set_background_color(Color::RGB(0x00FF_C7CE)),
            hint: Format::new()
                .set_italic()
                .set_text_wrap()
                .set_unlocked()
                .set_font_color(Color::RGB(0x0059_5959))
                .set_background_color(pale),
            quoted: Format::new().set_num_format("@").set_unlocked().set_quote_prefix(),
            data: columns.iter().map(|column| data(column, pale)).collect(),
        }
    }
}

/// Data is unlocked throughout, the version too: a sheet does not let rows be removed or sorted
/// that hold a locked cell. The version only looks locked.
fn data(column: &Written<'_>, pale: Color) -> Format {
    let format = Format::new().set_unlocked();
    match &column.source {
        Source::Field(_, field) => match &field.kind {
            FieldKind::Number { decimals: 0, .. } => format.set_num_format("0"),
            FieldKind::Number { decimals, .. } => {
                format.set_num_format(format!("0.{}", "0".repeat((*decimals).min(15) as usize)))
            }
            FieldKind::Date => format.set_num_format("yyyy-mm-dd"),
            _ => format.set_num_format("@"),
        },
        Source::Stage(_) => format.set_num_format("yyyy-mm-dd"),
        Source::Version => format
            .set_num_format("0")
            .set_font_color(Color::RGB(0x0080_8080))
            .set_background_color(pale),
        Source::Demonstration => format.set_font_color(Color::RGB(0x009C_0006)),
        Source::Reasons => format
            .set_text_wrap()
            .set_font_color(Color::RGB(0x009C_0006))
            .set_background_color(Color::RGB(0x00FF_EB9C)),
        Source::Key | Source::Unit => format.set_num_format("@"),
    }
}

/// How wide a text is, in digits: a Chinese character is as wide as two.
pub(super) fn width(text: &str) -> usize {
    let wide = |c: char| {
        matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}'
            | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFD}')
    };
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

/// The width of a column: that of its heading, or what its values need.
pub(super) fn column_width(column: &Written<'_>, longest_choice: usize) -> f64 {
    let least = match &column.source {
        Source::Key => 18,
        Source::Field(_, field) => match &field.kind {
            FieldKind::Text | FieldKind::Place => 22,
            _ => 12,
        },
        Source::Reasons => 60,
        Source::Version => 8,
        _ => 12,
    };
    let needed = (width(&column.heading) + 3).max(longest_choice + 4).clamp(least, 60);
    u32::try_from(needed).map_or(60.0, f64::from)
}
