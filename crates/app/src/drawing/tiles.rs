//! The schematic map as one picture: a square for each unit, where it lies roughly. No boundaries.

use yaodian_domain::check::Status;

use super::{
    multiples::fitting,
    sheet::{Frame, Sheet},
    text::{Anchor, Spot},
};

/// A square.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Square {
    /// Which column, from 0.
    pub column: u8,
    /// Which row, from 0.
    pub row: u8,
    /// Whose it is.
    pub name: String,
    /// How it stands.
    pub status: Status,
    /// What that is called.
    pub word: String,
    /// Its figure as it is written; nothing if empty.
    pub figure: String,
}

/// All of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tiles {
    /// In any order.
    pub squares: Vec<Square>,
    /// What stands below: that it is a sketch.
    pub note: String,
}

impl Tiles {
    /// How high a sheet so wide must be for squares that are as high as wide, or a little less.
    pub fn height(&self, width: u16) -> u16 {
        let (columns, rows) = self.extent();
        let each = (width.saturating_sub(8) / columns).clamp(58, 110);
        each.saturating_mul(rows).saturating_add(36)
    }

    fn extent(&self) -> (u16, u16) {
        self.squares.iter().fold((1, 1), |(columns, rows), square| {
            (
                columns.max(u16::from(square.column) + 1),
                rows.max(u16::from(square.row) + 1),
            )
        })
    }

    /// Draws it.
    pub fn draw(&self, frame: Frame, id: &str) -> Sheet {
        let mut sheet = Sheet::new(frame, id);
        let (columns, rows) = self.extent();
        let size = frame.text;
        let (wide, high) = (
            (frame.width - 8.0) / f64::from(columns),
            (frame.height - size * 2.4) / f64::from(rows),
        );
        for square in &self.squares {
            let (left, top) = (
                4.0 + wide * f64::from(square.column),
                4.0 + high * f64::from(square.row),
            );
            sheet.block("p-square", (left + 1.5, top + 1.5), wide - 3.0, high - 3.0);
            sheet.status(square.status, (left + 1.5, top + 1.5), wide - 3.0, 5.0);
            let middle = left + wide / 2.0;
            let fit = |words: &str| fitting(words, size, wide - 5.0);
            let first = top + 6.0 + size * 1.15;
            sheet.label(
                "p-head",
                size,
                &fit(&square.name),
                &[Spot::new(middle, first, Anchor::Middle)],
            );
            let class = format!("p-t ps-{}", square.status.as_str());
            let word = fit(&format!("{} {}", square.status.shape(), square.word));
            sheet.label(
                &class,
                size,
                &word,
                &[Spot::new(middle, first + size * 1.3, Anchor::Middle)],
            );
            if !square.figure.is_empty() && first + size * 2.9 < top + high {
                sheet.label(
                    "p-v",
                    size,
                    &fit(&square.figure),
                    &[Spot::new(middle, first + size * 2.6, Anchor::Middle)],
                );
            }
        }
        sheet.label(
            "p-t",
            size,
            &fitting(&self.note, size, frame.width - 16.0),
            &[Spot::new(4.0, frame.height - size * 0.6, Anchor::Start)],
        );
        sheet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_square_says_who_and_how_and_no_words_meet() {
        let square = |at: u8| Square {
            column: at % 7,
            row: at / 7,
            name: "恩施土家族苗族自治州".to_owned(),
            status: Status::ALL[usize::from(at) % 7],
            word: "正常".to_owned(),
            figure: "72.7%".to_owned(),
        };
        let tiles = Tiles {
            squares: (0..17).map(square).collect(),
            note: "示意,不表示行政区域界线。".to_owned(),
        };
        for width in [340, 720] {
            let frame = Frame::alone(width, tiles.height(width));
            let sheet = tiles.draw(frame, "t");
            let labels = sheet.labels();
            assert!(labels.len() > 17 * 2, "{}", labels.len());
            for (at, label) in labels.iter().enumerate() {
                assert!(label.lies_on(frame.width, frame.height), "{label:?}");
                assert!(!labels[at + 1..].iter().any(|other| label.meets(other)), "{label:?}");
            }
        }
    }
}
