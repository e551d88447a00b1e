//! The schematic map as one picture: a square for each unit, where it lies roughly. No boundaries.

use yaodian_domain::check::Status;

use super::{
    sheet::{Frame, Sheet},
    text::{Anchor, Spot, fitting, width, wrapped},
};

/// A square.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Square {
    /// Which column, from 0.
    pub column: u8,
    /// Which row, from 0.
    pub row: u8,
    /// Whose it is, the longest name first; the first that fits is written.
    pub names: Vec<String>,
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
    /// What stands below: the signs with their words, that it is a sketch.
    pub note: String,
}

/// Squares are no higher than this, by their width.
const HIGHEST: f64 = 1.45;

impl Tiles {
    fn extent(&self) -> (u16, u16) {
        self.squares.iter().fold((1, 1), |(columns, rows), square| {
            (
                columns.max(u16::from(square.column) + 1),
                rows.max(u16::from(square.row) + 1),
            )
        })
    }

    /// Draws it: names, signs and figures as far as they fit a square; where one name does not, all squares have
    /// numbers, and the names stand below.
    pub fn draw(&self, frame: Frame, id: &str) -> Sheet {
        let mut sheet = Sheet::new(frame, id);
        let (columns, rows) = self.extent();
        let (size, leading) = (frame.text, frame.text * 1.3);
        let wide = frame.width / f64::from(columns);
        let fits = |words: &str| width(words, size) + 2.0 <= wide - 1.0;
        let named = (self.squares.iter()).all(|square| square.names.iter().any(|name| fits(name)));
        let numbers = if named {
            Vec::new()
        } else {
            self.numbered(size, frame.width)
        };
        let note = wrapped(&self.note, size, frame.width, 4);
        let count = |lines: usize| i32::try_from(lines).map_or(0.0, f64::from);
        let below = (count(numbers.len()) + count(note.len())) * leading + 8.0;
        let high = ((frame.height - below) / f64::from(rows)).min(wide * HIGHEST);
        for (square, number) in self.squares.iter().zip(1_u16..) {
            let (left, top) = (wide * f64::from(square.column), high * f64::from(square.row));
            sheet.block("p-square", (left + 1.5, top + 1.5), wide - 3.0, high - 3.0);
            sheet.status(square.status, (left + 1.5, top + 1.5), wide - 3.0, 5.0);
            let mut base = top + 6.0 + size * 1.15;
            let mut line = |sheet: &mut Sheet, class: &str, words: &str| {
                if base + size * 0.3 < top + high
                    && sheet.label(
                        class,
                        size,
                        words,
                        &[Spot::new(left + wide / 2.0, base, Anchor::Middle)],
                    )
                {
                    base += leading;
                }
            };
            let number = number.to_string();
            let name = (square.names.iter())
                .find(|name| named && fits(name))
                .unwrap_or(&number);
            line(&mut sheet, "p-head", name);
            let class = format!("p-t ps-{}", square.status.as_str());
            let sign = square.status.shape().to_string();
            let both = format!("{sign} {}", square.word);
            line(&mut sheet, &class, if fits(&both) { &both } else { &sign });
            // A whole number of percent is as exact without its nought.
            let short = square.figure.replace(".0%", "%");
            if let Some(figure) = [&square.figure, &short]
                .into_iter()
                .find(|figure| !figure.is_empty() && fits(figure))
            {
                line(&mut sheet, "p-v", figure);
            }
        }
        let mut base = high * f64::from(rows) + size + 5.0;
        let mut write = |sheet: &mut Sheet, parts: &[String], step: f64| {
            for (part, at) in parts.iter().zip(0_i32..) {
                let part = fitting(part, size, step);
                sheet.label(
                    "p-t",
                    size,
                    &part,
                    &[Spot::new(1.0 + step * f64::from(at), base, Anchor::Start)],
                );
            }
            base += leading;
        };
        for parts in &numbers {
            write(
                &mut sheet,
                parts,
                frame.width / count(parts.len().max(numbers[0].len())),
            );
        }
        for line in note {
            write(&mut sheet, &[line], frame.width);
        }
        sheet
    }

    /// The names by their numbers, as many in a line as there is room for.
    fn numbered(&self, size: f64, room: f64) -> Vec<Vec<String>> {
        let key = |figures: bool| -> Vec<String> {
            let words = |square: &Square, number: u16| {
                let name = square.names.first().map_or("", String::as_str);
                let figure = if figures { square.figure.as_str() } else { "" };
                format!("{number} {name} {figure}").trim_end().to_owned()
            };
            let all = self.squares.iter().zip(1_u16..);
            all.map(|(square, number)| words(square, number)).collect()
        };
        let widest = |names: &[String]| names.iter().map(|name| width(name, size)).fold(1.0, f64::max) + 6.0;
        // The figures stand with the names where at least two still fit a line.
        let with_figures = key(true);
        let names = if widest(&with_figures) * 2.0 <= room {
            with_figures
        } else {
            key(false)
        };
        let widest = widest(&names);
        let mut across = 1_u8;
        while f64::from(across + 1) * widest <= room && across < 6 {
            across += 1;
        }
        names.chunks(usize::from(across)).map(<[String]>::to_vec).collect()
    }
}

#[cfg(test)]
#[path = "../../tests/drawing/tiles.rs"]
mod tests;
