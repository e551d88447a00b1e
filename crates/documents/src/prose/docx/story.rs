//! The main story, from `document.xml`: one pass, with no more held than the paragraph and the rows
//! under way.

use quick_xml::events::{BytesStart, Event};
use yaodian_contract::prose::ProseTrouble;

use super::{
    numbering::Numbering,
    paragraph::{Paragraph, symbol},
    styles::{Place, Styles},
    xml::{self, Tag},
};
use crate::prose::{damaged, paper::Paper};

/// How deep paragraphs may stand in text boxes, tables in cells, fields in fields.
const DEPTH: usize = 64;

/// A row of a table under way.
#[derive(Debug, Default)]
struct Row {
    /// The lines of each cell.
    cells: Vec<Vec<String>>,
    in_cell: bool,
}

/// What characters are, by the element that they stand in.
#[derive(Debug, Clone, Copy)]
enum Characters {
    /// Text of the document.
    Text,
    /// What a field is to show.
    Instruction,
    /// Blanks between elements.
    Blanks,
}

/// Reads the main story.
pub(super) struct Story<'s> {
    styles: &'s Styles,
    numbering: Numbering,
    paper: Paper,
    /// Paragraphs under way: one, and those of a text box in it.
    paragraphs: Vec<Paragraph>,
    /// Lines of text boxes: they come behind the paragraph that holds the box.
    boxes: Vec<String>,
    /// How much is held in rows and boxes, in bytes.
    held: usize,
    limit: usize,
    rows: Vec<Row>,
    /// By `mc:AlternateContent`: whether one was chosen.
    chosen: Vec<bool>,
    /// By field: whether it is a table of contents, which says everything twice.
    fields: Vec<bool>,
    /// Whether a block under way is a table of contents.
    contents: bool,
    /// Whether the run under way is hidden.
    hidden: bool,
    in_run: bool,
    characters: Characters,
}

impl<'s> Story<'s> {
    /// With at most `limit` bytes of text.
    pub fn new(styles: &'s Styles, numbering: Numbering, limit: usize) -> Self {
        Self {
            styles,
            numbering,
            paper: Paper::new(limit),
            paragraphs: Vec::new(),
            boxes: Vec::new(),
            held: 0,
            limit,
            rows: Vec::new(),
            chosen: Vec::new(),
            fields: Vec::new(),
            contents: false,
            hidden: false,
            in_run: false,
            characters: Characters::Blanks,
        }
    }

    /// Reads it.
    pub fn read(mut self, text: &str) -> Result<String, ProseTrouble> {
        let mut reader = xml::reader(text);
        // How many elements deep the reader is in something that is left out.
        let mut skipped = 0_usize;
        let mut seen = false;
        loop {
            let event = reader.read_event().map_err(|why| xml::broken(&why))?;
            match event {
                Event::Eof => break,
                Event::Start(_) if skipped > 0 => skipped += 1,
                Event::End(_) if skipped > 0 => skipped -= 1,
                _ if skipped > 0 => {}
                Event::Start(start) => {
                    seen = true;
                    if self.begin(&start)? {
                        skipped = 1;
                    }
                }
                Event::End(end) => self.end(end.local_name().as_ref())?,
                Event::Text(piece) => self.characters(&piece.xml10_content())?,
                Event::CData(piece) => self.characters(&piece)?,
                Event::GeneralRef(reference) => {
                    if let Some(piece) = xml::reference(&reference) {
                        self.characters(&piece)?;
                    }
                }
                _ => {}
            }
        }
        // A file that ends in the middle of an element is not whole.
        if !seen || !self.paragraphs.is_empty() || !self.rows.is_empty() {
            return Err(damaged("document.xml"));
        }
        Ok(self.paper.text())
    }

    /// An element begins; whether it is to be left out with all that is in it.
    fn begin(&mut self, start: &BytesStart<'_>) -> Result<bool, ProseTrouble> {
        let tag = Tag::new(start);
        match tag.local {
            // What was deleted or moved away; what was so before a change; phonetic guides; notes.
            "del" | "moveFrom" | "pPrChange" | "rPrChange" | "sectPrChange" | "tblPrChange" | "trPrChange"
            | "tcPrChange" | "numberingChange" | "tblGrid" | "rt" | "footnote" | "endnote" | "comment" => {
                return Ok(true);
            }
            "AlternateContent" => self.chosen.push(false),
            "Choice" | "Fallback" => {
                if let Some(chosen) = self.chosen.last_mut()
                    && std::mem::replace(chosen, true)
                {
                    return Ok(true);
                }
            }
            "docPartGallery" => self.contents = tag.val().as_deref() == Some("Table of Contents"),
            "sdtContent" if std::mem::take(&mut self.contents) => return Ok(true),
            "p" => {
                deep(self.paragraphs.len())?;
                self.in_run = false;
                self.paragraphs.push(Paragraph::default());
            }
            "tr" => {
                deep(self.rows.len())?;
                self.rows.push(Row::default());
            }
            "tc" => {
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(Vec::new());
                    row.in_cell = true;
                }
            }
            "pStyle" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.style = tag.val();
                }
            }
            "numPr" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.place = Some(Place::default());
                }
            }
            "ilvl" | "numId" => {
                let place = self
                    .paragraphs
                    .last_mut()
                    .and_then(|paragraph| paragraph.place.as_mut());
                if let Some(place) = place {
                    match tag.local {
                        "ilvl" => place.level = tag.number(),
                        _ => place.list = tag.number(),
                    }
                }
            }
            "r" => (self.hidden, self.in_run) = (false, true),
            "vanish" if self.in_run => self.hidden = tag.is_on(),
            "t" => self.characters = Characters::Text,
            "instrText" => self.characters = Characters::Instruction,
            "fldChar" => match tag.value("fldCharType").as_deref() {
                Some("begin") => {
                    deep(self.fields.len())?;
                    self.fields.push(false);
                }
                Some("end") => {
                    self.fields.pop();
                }
                _ => {}
            },
            "tab" if self.in_run => self.write("\t")?,
            "ptab" => self.write("\t")?,
            "br" | "cr" if self.in_run => self.write("\n")?,
            "noBreakHyphen" => self.write("-")?,
            "sym" => {
                let (font, code) = (tag.value("font"), tag.value("char"));
                let sign = symbol(&font.unwrap_or_default(), &code.unwrap_or_default());
                if let Some(sign) = sign {
                    self.write(sign.encode_utf8(&mut [0; 4]))?;
                }
            }
            _ => {}
        }
        Ok(false)
    }

    fn end(&mut self, local: &str) -> Result<(), ProseTrouble> {
        match local {
            "AlternateContent" => {
                self.chosen.pop();
            }
            "p" => self.paragraph_ends()?,
            "tc" => {
                if let Some(row) = self.rows.last_mut() {
                    row.in_cell = false;
                }
            }
            "tr" => self.row_ends()?,
            "r" => self.in_run = false,
            "t" | "instrText" => self.characters = Characters::Blanks,
            _ => {}
        }
        Ok(())
    }

    fn characters(&mut self, piece: &str) -> Result<(), ProseTrouble> {
        match self.characters {
            Characters::Text => self.write(piece)?,
            Characters::Instruction if piece.trim_start().starts_with("TOC") => {
                if let Some(contents) = self.fields.last_mut() {
                    *contents = true;
                }
            }
            Characters::Instruction | Characters::Blanks => {}
        }
        Ok(())
    }

    fn write(&mut self, piece: &str) -> Result<(), ProseTrouble> {
        if self.hidden {
            return Ok(());
        }
        self.hold(piece.len())?;
        if let Some(paragraph) = self.paragraphs.last_mut() {
            if self.fields.contains(&true) {
                paragraph.contents = true;
            } else {
                paragraph.text.push_str(piece);
            }
        }
        Ok(())
    }

    fn paragraph_ends(&mut self) -> Result<(), ProseTrouble> {
        let Some(paragraph) = self.paragraphs.pop() else {
            return Ok(());
        };
        // The paragraphs of a table of contents are no lines, not even blank ones.
        if paragraph.contents && paragraph.text.is_empty() {
            return Ok(());
        }
        let label = self
            .numbering
            .label(paragraph.place, paragraph.style.as_deref(), self.styles);
        self.hold(label.len())?;
        let line = paragraph.labelled(&label);
        if !self.paragraphs.is_empty() {
            self.boxes.push(line);
            return Ok(());
        }
        let boxes = std::mem::take(&mut self.boxes);
        // A paragraph that only holds a box is no line.
        if boxes.is_empty() || !line.trim().is_empty() {
            self.line(line)?;
        }
        boxes.into_iter().try_for_each(|line| self.line(line))
    }

    /// A row is a line, its cells apart by tabs. A row of one cell is layout: its lines stay lines.
    fn row_ends(&mut self) -> Result<(), ProseTrouble> {
        let Some(row) = self.rows.pop() else { return Ok(()) };
        if row.cells.len() == 1 {
            return row.cells.into_iter().flatten().try_for_each(|line| self.line(line));
        }
        let cells = row.cells.iter().map(|lines| {
            let pieces = lines.iter().flat_map(|line| line.split(['\n', '\t'])).map(str::trim);
            pieces.filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" ")
        });
        let line = cells.collect::<Vec<_>>().join("\t");
        self.line(line)
    }

    fn line(&mut self, line: String) -> Result<(), ProseTrouble> {
        match self.rows.last_mut() {
            Some(row) => {
                if row.in_cell
                    && let Some(cell) = row.cells.last_mut()
                {
                    cell.push(line);
                }
                Ok(())
            }
            None => {
                self.held = 0;
                self.paper.line(&line)
            }
        }
    }

    /// Counts what is held before it is written down.
    fn hold(&mut self, bytes: usize) -> Result<(), ProseTrouble> {
        self.held += bytes;
        if self.held > self.limit {
            return Err(ProseTrouble::TooMuchText {
                limit: self.limit as u64,
            });
        }
        Ok(())
    }
}

fn deep(depth: usize) -> Result<(), ProseTrouble> {
    if depth >= DEPTH {
        return Err(damaged(format!("document.xml: more than {DEPTH} deep")));
    }
    Ok(())
}
