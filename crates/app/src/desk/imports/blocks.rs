//! The document cut into blocks (one an item, one between two), paragraphs and pieces.
//!
//! Nothing of the text is lost: a piece knows how many bytes lie before it in its block, so that every
//! place on the screen is a place in the text. What does not change with what is typed elsewhere is
//! equal, and is not drawn again.

use std::collections::BTreeSet;

use yaodian_domain::plan::Span;
use yaodian_intake::{About, Matter, Reviewed, Severity};

/// A stretch of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// Its paragraphs.
    pub(super) paragraphs: Vec<Paragraph>,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// What it is.
    pub(super) sort: Sort,
    /// Its pieces.
    pub(super) pieces: Vec<Piece>,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Title,
    Chapter,
    Heading,
    Prose,
}

/// Words that are marked alike, with no line break in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// How many bytes lie before it in its block.
    pub(super) at: usize,
    /// The words.
    pub(super) text: String,
    /// How they are marked.
    pub(super) mark: Look,
}

/// How words are marked; each a class of their element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// A promise, and whether anybody or the parser is sure of it.
    pub(super) promise: Option<bool>,
    /// A bracket that assigns.
    pub(super) bracket: bool,
    /// A page number or a running head.
    pub(super) furniture: bool,
    /// Something to look at.
    pub(super) doubt: bool,
}

impl Look {
    pub(super) fn class(self) -> String {
        let promise = match self.promise {
            Some(true) => "promised",
            Some(false) => "promised unsure",
            None => "",
        };
        let also = [
            (self.bracket, "bracket"),
            (self.furniture, "furniture"),
            (self.doubt, "doubted"),
        ];
        let also = also.into_iter().filter(|(is, _)| *is).map(|(_, class)| class);
        let all: Vec<&str> = std::iter::once(promise)
            .chain(also)
            .filter(|class| !class.is_empty())
            .collect();
        all.join(" ")
    }
}

/// Where blocks begin and end: at each item and chapter.
pub(super) fn cuts(text: &str, reviewed: &Reviewed) -> Vec<Span> {
    let mut at: BTreeSet<usize> = BTreeSet::from([0, text.len()]);
    for item in &reviewed.draft.items {
        at.extend([item.span.start, item.span.end]);
    }
    at.extend(reviewed.draft.chapters.iter().map(|chapter| chapter.span.start));
    let at: Vec<usize> = at.into_iter().filter(|at| text.is_char_boundary(*at)).collect();
    at.windows(2)
        .map(|pair| Span {
            start: pair[0],
            end: pair[1],
        })
        .collect()
}

/// All that is marked, in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marks {
    promises: Vec<(Span, bool)>,
    brackets: Vec<Span>,
    furniture: Vec<Span>,
    doubts: Vec<Span>,
    headings: Vec<(Span, Sort)>,
}

impl Marks {
    pub(super) fn of(reviewed: &Reviewed) -> Self {
        let sure = |found: yaodian_intake::Found<'_>| {
            (
                found.key.span,
                found.mark.is_some() || found.target.confidence >= yaodian_intake::SURE,
            )
        };
        let draft = &reviewed.draft;
        let tasks = draft.items.iter().flat_map(|item| &item.tasks);
        let brackets = tasks.flat_map(|task| task.assignments.iter().map(|one| one.bracket));
        let furniture = draft
            .diagnostics
            .iter()
            .filter(|one| matches!(one.matter, Matter::PageFurniture));
        let doubts = reviewed.queue.iter().filter(|doubt| doubt.severity > Severity::Note);
        let doubts = doubts.flat_map(|doubt| match &doubt.about {
            About::Name { places, .. } => places.iter().map(|place| place.0).collect(),
            // A promise says so itself, and a whole task is too much to mark.
            About::Target { .. } | About::Reporters { .. } | About::Task { .. } => Vec::new(),
            About::Matter { .. } => vec![doubt.span],
        });
        let items = draft.items.iter().map(|item| (item.heading, Sort::Heading));
        let chapters = draft.chapters.iter().map(|chapter| (chapter.span, Sort::Chapter));
        let mut marks = Self {
            promises: reviewed.targets().map(sure).collect(),
            brackets: brackets.collect(),
            furniture: furniture.map(|one| one.span).collect(),
            doubts: doubts.collect(),
            headings: chapters.chain(items).collect(),
        };
        marks.promises.sort_unstable();
        marks.brackets.sort_unstable();
        marks.brackets.dedup();
        marks.headings.sort_unstable_by_key(|(span, _)| *span);
        marks
    }

    /// The places within a stretch at which something begins or ends.
    fn edges(&self, within: Span) -> BTreeSet<usize> {
        let spans = self.promises.iter().map(|(span, _)| span);
        let all = spans.chain(&self.brackets).chain(&self.furniture).chain(&self.doubts);
        let edges = all.flat_map(|span| [span.start, span.end]);
        edges.filter(|at| within.start < *at && *at < within.end).collect()
    }

    fn look(&self, piece: Span) -> Look {
        let covers = |span: &&Span| span.covers(piece);
        let over = self.promises.iter().filter(|(span, _)| span.covers(piece));
        Look {
            promise: over.map(|(_, sure)| *sure).min(),
            bracket: self.brackets.iter().any(|span| covers(&span)),
            furniture: self.furniture.iter().any(|span| covers(&span)),
            doubt: self.doubts.iter().any(|span| covers(&span)),
        }
    }

    /// The marks that touch a stretch.
    fn within(&self, block: Span) -> Self {
        let touches = |span: &Span| span.start < block.end && block.start < span.end;
        Self {
            promises: self
                .promises
                .iter()
                .filter(|(span, _)| touches(span))
                .copied()
                .collect(),
            brackets: self.brackets.iter().filter(|span| touches(span)).copied().collect(),
            furniture: self.furniture.iter().filter(|span| touches(span)).copied().collect(),
            doubts: self.doubts.iter().filter(|span| touches(span)).copied().collect(),
            headings: self
                .headings
                .iter()
                .filter(|(span, _)| touches(span))
                .copied()
                .collect(),
        }
    }
}

/// One block of the text, with what is marked in it.
pub(super) fn block(text: &str, span: Span, marks: &Marks) -> Block {
    let marks = marks.within(span);
    let edges = marks.edges(span);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let (mut joins, mut full) = (false, false);
    let mut begin = span.start;
    let first = span.start == 0;
    for line in text.get(span.start..span.end).unwrap_or_default().split_inclusive('\n') {
        let whole = Span {
            start: begin,
            end: begin + line.len(),
        };
        begin = whole.end;
        let words = line.trim_end_matches(['\n', '\r']);
        let end = whole.start + words.len();
        // A blank line within a sentence is the end of a page, and parts nothing; after a short line it
        // is what it seems.
        let length = words.trim().chars().count();
        if length == 0 {
            joins = joins && full;
            continue;
        }
        let heading = marks
            .headings
            .iter()
            .find(|(span, _)| span.start < end && whole.start < span.end);
        let sort = match heading {
            Some((_, sort)) => *sort,
            None if first && paragraphs.len() < 2 && length < TITLE => Sort::Title,
            None => Sort::Prose,
        };
        let furniture = marks
            .furniture
            .iter()
            .any(|span| span.start < end && whole.start < span.end);
        let mut pieces = Vec::new();
        let mut cut = whole.start;
        // The heading of an item ends within its line.
        let turn = heading
            .map(|(span, _)| span.end)
            .filter(|turn| whole.start < *turn && *turn < end);
        let stops = edges.range(whole.start + 1..end.max(whole.start + 1)).copied();
        let mut stops: Vec<usize> = stops.chain(turn).chain([end]).collect();
        stops.sort_unstable();
        stops.dedup();
        let (mut head, mut rest) = (Vec::new(), Vec::new());
        for stop in stops {
            let Some(words) = text.get(cut..stop).filter(|words| !words.is_empty()) else {
                continue;
            };
            let piece = Piece {
                at: cut - span.start,
                text: words.to_owned(),
                mark: marks.look(Span { start: cut, end: stop }),
            };
            match turn {
                Some(turn) if cut < turn => head.push(piece),
                Some(_) => rest.push(piece),
                None => pieces.push(piece),
            }
            cut = stop;
        }
        if !head.is_empty() {
            paragraphs.push(Paragraph { sort, pieces: head });
            pieces = rest;
        }
        let sort = if turn.is_some() { Sort::Prose } else { sort };
        match paragraphs.last_mut() {
            Some(last) if joins && !furniture && last.sort == sort => last.pieces.append(&mut pieces),
            _ if pieces.is_empty() => {}
            _ => paragraphs.push(Paragraph { sort, pieces }),
        }
        if !furniture {
            joins = length >= WRAPPED && !words.trim_end().ends_with(ENDS);
            full = length >= TITLE;
        }
    }
    Block { paragraphs }
}

/// What a paragraph ends with; a line that ends with anything else goes on in the next one.
const ENDS: [char; 13] = [
    '\u{3002}', '\u{ff01}', '\u{ff1f}', '\u{ff1a}', ':', '\u{ff1b}', ';', ')', '\u{ff09}', '\u{3015}', '\u{3011}', '.',
    '*',
];

/// A line that is shorter than this, in characters, was not wrapped.
const WRAPPED: usize = 10;

/// A line of the beginning that is shorter than this, in characters, is part of the title.
const TITLE: usize = 40;

#[cfg(test)]
#[path = "../../../tests/imports/blocks.rs"]
mod tests;
