//! Pages while they are filled.

use crate::{
    fonts::Loaded,
    lines::{Line, Stretch},
    standard::{LEFT, LINE, TEXT_HEIGHT, TOP},
};

/// What a piece of the document is, for readers that speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Heading(u16),
    Paragraph,
    Caption,
    Table,
    Row,
    Head,
    Cell,
    /// A picture, with its content in words.
    Figure(String),
}

/// A piece of the document's structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// The piece it is part of, by its place in [`Sheets::nodes`].
    pub(super) within: Option<usize>,
}

/// Something on a page, in points from its upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    Text {
        y: f32,
        stretch: Stretch,
        colour: [u8; 3],
        of: Option<usize>,
    },
    Box {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        fill: [u8; 3],
        of: Option<usize>,
    },
    Line {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
        colour: [u8; 3],
    },
}

/// The pages of a document.
pub(super) struct Sheets<'a> {
    pub(super) fonts: &'a Loaded,
    pub(super) pages: Vec<Vec<Mark>>,
    pub(super) nodes: Vec<Node>,
    /// How far the page is filled, from the upper edge of the text area.
    pub(super) y: f32,
}

pub(super) const BLACK: [u8; 3] = [0, 0, 0];

impl<'a> Sheets<'a> {
    pub(super) fn new(fonts: &'a Loaded) -> Self {
        Self {
            fonts,
            pages: vec![Vec::new()],
            nodes: Vec::new(),
            y: 0.0,
        }
    }

    /// A new piece of the structure.
    pub(super) fn node(&mut self, kind: Kind, within: Option<usize>) -> usize {
        self.nodes.push(Node { kind, within });
        self.nodes.len() - 1
    }

    /// Whether so much more fits on the page.
    pub(super) fn has_room(&self, height: f32) -> bool {
        self.y + height <= TEXT_HEIGHT + 0.1
    }

    /// Goes on on the next page unless so much fits on this one.
    pub(super) fn need(&mut self, height: f32) {
        if !self.has_room(height) && self.y > 0.0 {
            self.turn();
        }
    }

    /// Begins the next page.
    pub(super) fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = 0.0;
    }

    /// Leaves lines blank; none at the head of a page.
    #[expect(clippy::cast_precision_loss, reason = "a handful")]
    pub(super) fn blank(&mut self, lines: usize) {
        if self.y > 0.0 {
            self.y += lines as f32 * LINE;
        }
    }

    /// Goes on to the next line of the grid.
    pub(super) fn snap(&mut self) {
        self.y = ((self.y - 0.1) / LINE).ceil().max(0.0) * LINE;
    }

    /// Puts lines on the grid, one under the other.
    pub(super) fn lines(&mut self, lines: Vec<Line>, of: usize) {
        for line in lines {
            self.need(LINE);
            let y = self.y;
            self.text(line, 0.0, y, LINE, BLACK, Some(of));
            self.y += LINE;
        }
    }

    /// Puts a line into a strip of this height, at these distances from the text area's corner.
    pub(super) fn text(&mut self, line: Line, x: f32, y: f32, height: f32, colour: [u8; 3], of: Option<usize>) {
        for mut stretch in line {
            stretch.x += LEFT + x;
            // Chinese faces stand with 0.88 of their size above the base line.
            let y = TOP + y + (height - stretch.size) / 2.0 + 0.88 * stretch.size;
            self.put(Mark::Text { y, stretch, colour, of });
        }
    }

    /// A filled box, at these distances from the text area's corner.
    pub(super) fn fill(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), fill: [u8; 3], of: Option<usize>) {
        self.put(Mark::Box {
            x: LEFT + x,
            y: TOP + y,
            width,
            height,
            fill,
            of,
        });
    }

    /// A line, at these distances from the text area's corner.
    pub(super) fn rule(&mut self, from: (f32, f32), to: (f32, f32), width: f32, colour: [u8; 3]) {
        let at = |(x, y): (f32, f32)| (LEFT + x, TOP + y);
        self.put(Mark::Line {
            from: at(from),
            to: at(to),
            width,
            colour,
        });
    }

    fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }
}
