//! The numbers of GB/T 9704-2012, in points where nothing else is said.

/// Points in a millimetre.
pub(crate) const MM: f32 = 72.0 / 25.4;

/// 5.1: A4.
pub(crate) const PAGE_WIDTH: f32 = 210.0 * MM;
/// 5.1: A4.
pub(crate) const PAGE_HEIGHT: f32 = 297.0 * MM;
/// 5.2.1: 天头, the upper margin.
pub(crate) const TOP: f32 = 37.0 * MM;
/// 5.2.1: 订口, the margin at the binding.
pub(crate) const LEFT: f32 = 28.0 * MM;
/// 5.2.1: 版心, the text area.
pub(crate) const TEXT_WIDTH: f32 = 156.0 * MM;
/// 5.2.1: 版心, the text area.
pub(crate) const TEXT_HEIGHT: f32 = 225.0 * MM;

/// 5.2.3: the height of a line: 22 fill the text area.
pub(crate) const LINE: f32 = TEXT_HEIGHT / 22.0;
/// 5.2.3: characters on a line.
pub(crate) const CHARACTERS: i32 = 28;
/// 5.2.3: the width that a character of the text takes: 28 fill the line. 3号 is a trace wider, and set so much closer.
pub(crate) const PITCH: f32 = TEXT_WIDTH / 28.0;

/// 2号, of titles (7.3.1).
pub(crate) const SIZE_2: f32 = 22.0;
/// 3号, of the text (5.2.2).
pub(crate) const SIZE_3: f32 = 16.0;
/// 4号, of page numbers (7.5).
pub(crate) const SIZE_4: f32 = 14.0;
/// 小4号, of tables: the standard leaves it open.
pub(crate) const SIZE_TABLE: f32 = 12.0;
/// Small print at the foot of a page: a hash of 64 digits, with some words before it, is one line of it.
pub(crate) const SIZE_SMALL: f32 = 7.0;
/// The height of a line in a table.
pub(crate) const LINE_TABLE: f32 = 18.0;

/// 7.5: the dash beside a page number lies this far below the text area.
pub(crate) const PAGE_NUMBER_BELOW: f32 = 7.0 * MM;
/// 7.2.7: the red line lies this far below the document number.
pub(crate) const RED_LINE_BELOW: f32 = 4.0 * MM;
/// 7.2.4: the issuer's mark begins this far below the upper edge of the text area.
pub(crate) const MARK_BELOW: f32 = 35.0 * MM;

/// Red, of the issuer's mark and the line under it.
pub(crate) const RED: [u8; 3] = [0xd0, 0x02, 0x0a];

/// A length in twentieths of a point, as DOCX measures.
#[expect(clippy::cast_possible_truncation, reason = "lengths of a page")]
pub(crate) fn twips(points: f32) -> i32 {
    (points * 20.0).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_fills_the_text_area() {
        assert!((LINE - 28.99).abs() < 0.01, "{LINE}");
        assert!((PITCH - 15.79).abs() < 0.01, "{PITCH}");
        assert_eq!((twips(TOP), twips(LEFT)), (2098, 1587));
        assert_eq!((twips(PAGE_WIDTH), twips(PAGE_HEIGHT)), (11906, 16838));
    }
}
