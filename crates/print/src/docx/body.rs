//! What stands in the document.

use std::io;

use super::{
    fixed::{HEI, TITLE, faces, link_id, size},
    table,
    xml::{MAIN, OFFICE, Out, element, empty, part, value, words},
};
use crate::{
    model::{Attachment, Block, Counter, Document, Level, Masthead, Run, Signature, attachment_name, dated},
    standard::{
        CHARACTERS, LEFT, LINE, MARK_BELOW, MM, PAGE_HEIGHT, PAGE_WIDTH, PITCH, TEXT_HEIGHT, TEXT_WIDTH, TOP, twips,
    },
};

/// The body, and where its links lead.
pub(super) struct Body {
    pub(super) document: Vec<u8>,
    pub(super) links: Vec<String>,
}

/// What runs are written into: the links are collected on the way.
#[derive(Default)]
pub(super) struct Links(Vec<String>);

impl Links {
    fn id(&mut self, target: &str) -> String {
        let at = self.0.iter().position(|known| known == target).unwrap_or_else(|| {
            self.0.push(target.to_owned());
            self.0.len() - 1
        });
        link_id(at)
    }
}

/// How a paragraph differs from its style.
#[derive(Default, Clone, Copy)]
struct How {
    align: Option<&'static str>,
    new_page: bool,
    /// Space before it, in twentieths of a point.
    before: i32,
    /// From the left, in hundredths of a character.
    left: i32,
    hanging: i32,
    red_line: bool,
    /// As high as its letters, off the grid.
    loose: bool,
}

pub(super) fn write(document: &Document) -> io::Result<Body> {
    let mut links = Links::default();
    let spaces = [("xmlns:w", MAIN), ("xmlns:r", OFFICE)];
    let xml = part("w:document", &spaces, |out| {
        element(out, "w:body", &[], |out| {
            if let Some(masthead) = &document.masthead {
                write_masthead(out, masthead)?;
            }
            write_title(out, &document.title)?;
            blank(out)?;
            if let Some(addressee) = &document.addressee {
                let runs = [Run::plain(format!("{addressee}："))];
                paragraph(out, "Flush", How::default(), &runs, &mut links)?;
            }
            write_blocks(out, &document.blocks, &mut links)?;
            write_list(out, &document.attachments, &mut links)?;
            if let Some(signature) = &document.signature {
                write_signature(out, signature, &mut links)?;
            }
            for (at, attachment) in document.attachments.iter().enumerate() {
                let how = How {
                    new_page: true,
                    ..How::default()
                };
                let name = [Run::strong(attachment_name(at, document.attachments.len()))];
                paragraph(out, "Flush", how, &name, &mut links)?;
                blank(out)?;
                write_title(out, &attachment.title)?;
                blank(out)?;
                write_blocks(out, &attachment.blocks, &mut links)?;
            }
            section(out, document.notice.is_some())
        })
    })?;
    Ok(Body {
        document: xml,
        links: links.0,
    })
}

fn write_masthead(out: &mut Out, masthead: &Masthead) -> io::Result<()> {
    let characters: f32 = masthead.mark.chars().map(|_| 1.0).sum();
    // A trace narrower than the line, whatever the face.
    let points = (0.95 * TEXT_WIDTH / characters.max(1.0)).min(48.0);
    let how = How {
        align: Some("center"),
        before: twips(MARK_BELOW),
        loose: true,
        ..How::default()
    };
    element(out, "w:p", &[], |out| {
        properties(out, "Flush", how)?;
        element(out, "w:r", &[], |out| {
            element(out, "w:rPr", &[], |out| {
                faces(out, TITLE)?;
                value(out, "w:color", "D0020A")?;
                size(out, points)
            })?;
            words(out, "w:t", &[], &masthead.mark)
        })
    })?;
    let how = How {
        align: Some("center"),
        before: twips(2.0 * LINE),
        red_line: true,
        ..How::default()
    };
    let runs = [Run::plain(masthead.number.as_str())];
    paragraph(out, "Flush", how, &runs, &mut Links::default())?;
    blank(out)?;
    blank(out)
}

fn write_title(out: &mut Out, title: &str) -> io::Result<()> {
    element(out, "w:p", &[], |out| {
        properties(out, "Title", How::default())?;
        element(out, "w:r", &[], |out| {
            for (at, line) in title.lines().filter(|line| !line.trim().is_empty()).enumerate() {
                if at > 0 {
                    empty(out, "w:br", &[])?;
                }
                words(out, "w:t", &[("xml:space", "preserve")], line.trim())?;
            }
            Ok(())
        })
    })
}

fn blank(out: &mut Out) -> io::Result<()> {
    element(out, "w:p", &[], |out| properties(out, "Flush", How::default()))
}

fn write_blocks(out: &mut Out, blocks: &[Block], links: &mut Links) -> io::Result<()> {
    let mut counter = Counter::default();
    for block in blocks {
        match block {
            Block::Heading(heading) => {
                let style = match heading.level {
                    Level::One => "Heading1",
                    Level::Two => "Heading2",
                    Level::Three => "Heading3",
                    Level::Four => "Heading4",
                };
                // The number is written out: whoever counts anew sees what he does.
                let runs = [Run::plain(format!("{}{}", counter.next(heading.level), heading.text))];
                paragraph(out, style, How::default(), &runs, links)?;
            }
            Block::Paragraph(runs) => paragraph(out, "Text", How::default(), runs, links)?,
            Block::Table(table) => table::write(out, table, links)?,
            Block::Chart(chart) => table::write_chart(out, chart, links)?,
        }
    }
    Ok(())
}

fn write_list(out: &mut Out, attachments: &[Attachment], links: &mut Links) -> io::Result<()> {
    if attachments.is_empty() {
        return Ok(());
    }
    blank(out)?;
    let several = attachments.len() > 1;
    for (at, attachment) in attachments.iter().enumerate() {
        let number = if several { format!("{}.", at + 1) } else { String::new() };
        let first = if at == 0 { "附件：" } else { "" };
        let how = How {
            left: 500,
            hanging: if at == 0 { 300 } else { 0 },
            ..How::default()
        };
        let runs = [Run::plain(format!(
            "{first}{number}{}",
            attachment.title.replace('\n', "")
        ))];
        paragraph(out, "Flush", how, &runs, links)?;
    }
    Ok(())
}

/// 7.3.5.2: the date two characters further in than who signs; one that is longer, two from the right.
fn write_signature(out: &mut Out, signature: &Signature, links: &mut Links) -> io::Result<()> {
    let on = dated(signature.on);
    let hundredths = |text: &str| -> i32 { text.chars().map(|c| if c.is_ascii() { 50 } else { 100 }).sum() };
    let (by_long, on_long) = (hundredths(&signature.by), hundredths(&on));
    let edge = CHARACTERS * 100 - 200;
    let (by_left, on_left) = if 200 + on_long > by_long {
        (edge - on_long - 200, edge - on_long)
    } else {
        (edge - by_long, edge - by_long + 200)
    };
    blank(out)?;
    let left = |left: i32| How {
        left: left.max(0),
        ..How::default()
    };
    let runs = [Run::plain(signature.by.as_str())];
    paragraph(out, "Flush", left(by_left), &runs, links)?;
    paragraph(out, "Flush", left(on_left), &[Run::plain(on)], links)
}

fn paragraph(out: &mut Out, style: &str, how: How, runs: &[Run], links: &mut Links) -> io::Result<()> {
    element(out, "w:p", &[], |out| {
        properties(out, style, how)?;
        write_runs(out, runs, links)
    })
}

/// The order of the elements is the schema's.
fn properties(out: &mut Out, style: &str, how: How) -> io::Result<()> {
    element(out, "w:pPr", &[], |out| {
        value(out, "w:pStyle", style)?;
        if how.new_page {
            empty(out, "w:pageBreakBefore", &[])?;
        }
        if how.red_line {
            element(out, "w:pBdr", &[], |out| {
                let line = [
                    ("w:val", "single"),
                    ("w:sz", "12"),
                    ("w:space", "11"),
                    ("w:color", "D0020A"),
                ];
                empty(out, "w:bottom", &line)
            })?;
        }
        if how.loose {
            value(out, "w:snapToGrid", "0")?;
        }
        let before = how.before.to_string();
        if how.loose {
            let loose = [("w:before", before.as_str()), ("w:line", "240"), ("w:lineRule", "auto")];
            empty(out, "w:spacing", &loose)?;
        } else if how.before > 0 {
            empty(out, "w:spacing", &[("w:before", &before)])?;
        }
        #[expect(clippy::cast_precision_loss, reason = "some hundreds")]
        let length = |hundredths: i32| twips(hundredths as f32 / 100.0 * PITCH).to_string();
        if how.left != 0 {
            let (left, left_chars) = (length(how.left), how.left.to_string());
            let (hanging, hanging_chars) = (length(how.hanging), how.hanging.to_string());
            let mut ind = vec![("w:leftChars", left_chars.as_str()), ("w:left", &left)];
            if how.hanging > 0 {
                ind.extend([("w:hangingChars", hanging_chars.as_str()), ("w:hanging", &hanging)]);
            }
            empty(out, "w:ind", &ind)?;
        }
        match how.align {
            Some(align) => value(out, "w:jc", align),
            None => Ok(()),
        }
    })
}

pub(super) fn write_runs(out: &mut Out, runs: &[Run], links: &mut Links) -> io::Result<()> {
    for run in runs {
        match &run.link {
            Some(target) => {
                let id = links.id(target);
                element(out, "w:hyperlink", &[("r:id", &id)], |out| write_run(out, run))?;
            }
            None => write_run(out, run)?,
        }
    }
    Ok(())
}

fn write_run(out: &mut Out, run: &Run) -> io::Result<()> {
    element(out, "w:r", &[], |out| {
        if run.strong {
            element(out, "w:rPr", &[], |out| faces(out, HEI))?;
        }
        words(out, "w:t", &[("xml:space", "preserve")], &run.text)
    })
}

/// The page: A4, the text area, the grid of 22 lines and 28 characters.
fn section(out: &mut Out, header: bool) -> io::Result<()> {
    let twip = |points: f32| twips(points).to_string();
    element(out, "w:sectPr", &[], |out| {
        if header {
            for kind in ["default", "even"] {
                empty(out, "w:headerReference", &[("w:type", kind), ("r:id", "rId6")])?;
            }
        }
        empty(out, "w:footerReference", &[("w:type", "default"), ("r:id", "rId4")])?;
        empty(out, "w:footerReference", &[("w:type", "even"), ("r:id", "rId5")])?;
        let (width, height) = (twip(PAGE_WIDTH), twip(PAGE_HEIGHT));
        empty(out, "w:pgSz", &[("w:w", width.as_str()), ("w:h", &height)])?;
        let (top, left) = (twip(TOP), twip(LEFT));
        let bottom = twip(PAGE_HEIGHT - TOP - TEXT_HEIGHT);
        let right = twip(PAGE_WIDTH - LEFT - TEXT_WIDTH);
        let margins = [
            ("w:top", top.as_str()),
            ("w:right", &right),
            ("w:bottom", &bottom),
            ("w:left", &left),
            ("w:header", &twip(15.0 * MM)),
            // So that the dash beside the number lies 7 mm below the text area.
            ("w:footer", &twip(25.5 * MM)),
            ("w:gutter", "0"),
        ];
        empty(out, "w:pgMar", &margins)?;
        // Lines only: the pitch of characters is each style's own, since not every program reads a grid of
        // characters alike.
        let grid = [("w:type", "lines"), ("w:linePitch", &twip(LINE))];
        empty(out, "w:docGrid", &grid)
    })
}
