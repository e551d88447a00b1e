//! What goes where, by the standard.

use super::{
    chart,
    sheet::{BLACK, Kind, Sheets},
    table,
};
use crate::{
    fonts::{Face, Loaded},
    lines::{Edge, Line, Style, set, title},
    model::{Attachment, Block, Counter, Document, Heading, Level, Masthead, Run, Signature, attachment_name, dated},
    standard::{
        LINE, MARK_BELOW, PAGE_NUMBER_BELOW, PITCH, RED, RED_LINE_BELOW, SIZE_2, SIZE_4, SIZE_SMALL, SIZE_TABLE,
        TEXT_HEIGHT, TEXT_WIDTH, TOP,
    },
};

/// Lays a document out.
pub(super) fn lay_out<'a>(document: &Document, fonts: &'a Loaded) -> Sheets<'a> {
    let mut sheets = Sheets::new(fonts);
    if let Some(masthead) = &document.masthead {
        lay_masthead(&mut sheets, masthead);
    }
    lay_title(&mut sheets, &document.title, 1);
    // 7.3.2: one blank line under the title, then the addressee from the left edge.
    sheets.blank(1);
    if let Some(addressee) = &document.addressee {
        let node = sheets.node(Kind::Paragraph, None);
        let words = [Run::plain(format!("{addressee}："))];
        let lines = set(fonts, &words, Style::text(Face::Text), 0.0, TEXT_WIDTH, Edge::Left);
        sheets.lines(lines, node);
    }
    let tail = tail_height(&sheets, document);
    lay_blocks(&mut sheets, &document.blocks, tail);
    lay_list(&mut sheets, &document.attachments);
    if let Some(signature) = &document.signature {
        lay_signature(&mut sheets, signature);
    }
    for (at, attachment) in document.attachments.iter().enumerate() {
        lay_attachment(&mut sheets, attachment, at, document.attachments.len());
    }
    number(&mut sheets, document.notice.as_deref(), document.footer.as_deref());
    sheets
}

/// 7.2: the issuer's mark in red, the number two lines under it, the red line 4 mm lower.
fn lay_masthead(sheets: &mut Sheets<'_>, masthead: &Masthead) {
    let node = sheets.node(Kind::Paragraph, None);
    // As large as the width allows, but not larger than the mark of the standard's pattern.
    let characters: f32 = masthead.mark.chars().map(|_| 1.0).sum();
    let size = (TEXT_WIDTH / characters.max(1.0)).min(48.0);
    let style = Style::sized(Face::Title, size);
    let lines = set(
        sheets.fonts,
        &[Run::plain(masthead.mark.as_str())],
        style,
        0.0,
        TEXT_WIDTH,
        Edge::Middle,
    );
    sheets.y = MARK_BELOW;
    for line in lines {
        let y = sheets.y;
        sheets.text(line, 0.0, y, size * 1.2, RED, Some(node));
        sheets.y += size * 1.2;
    }
    sheets.y += 2.0 * LINE;
    let node = sheets.node(Kind::Paragraph, None);
    let number = [Run::plain(masthead.number.as_str())];
    let lines = set(
        sheets.fonts,
        &number,
        Style::text(Face::Text),
        0.0,
        TEXT_WIDTH,
        Edge::Middle,
    );
    sheets.lines(lines, node);
    sheets.y += RED_LINE_BELOW;
    let y = sheets.y;
    sheets.rule((0.0, y), (TEXT_WIDTH, y), 1.5, RED);
    sheets.snap();
    // 7.3.1: the title stands two blank lines lower.
    sheets.blank(2);
}

fn lay_title(sheets: &mut Sheets<'_>, words: &str, level: u16) {
    let node = sheets.node(Kind::Heading(level), None);
    let lines = title(sheets.fonts, words, Style::sized(Face::Title, SIZE_2), TEXT_WIDTH);
    sheets.lines(lines, node);
}

/// How much follows the text and belongs on one page with its end: the attachments' names and the signature.
#[expect(clippy::cast_precision_loss, reason = "some dozens of lines")]
fn tail_height(sheets: &Sheets<'_>, document: &Document) -> f32 {
    let signature = if document.signature.is_some() { 3 } else { 0 };
    let names = document.attachments.iter().enumerate().map(|(at, attachment)| {
        let several = document.attachments.len() > 1;
        list_lines(sheets.fonts, attachment, at, several).len()
    });
    let names: usize = names.sum();
    let blank = usize::from(names > 0);
    (signature + names + blank) as f32 * LINE
}

/// Blocks one under the other. Where `tail` would come to stand alone on the next page, the last lines go there
/// with it: a signature without text proves nothing.
fn lay_blocks(sheets: &mut Sheets<'_>, blocks: &[Block], tail: f32) {
    let mut counter = Counter::default();
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Heading(heading) => {
                let follows = blocks.get(at + 1).map_or(0, lines_at_least);
                lay_heading(sheets, heading, &counter.next(heading.level), follows);
            }
            Block::Paragraph(runs) => {
                let node = sheets.node(Kind::Paragraph, None);
                let style = Style::text(Face::Text);
                let mut lines = set(sheets.fonts, runs, style, 2.0 * PITCH, TEXT_WIDTH, Edge::Both);
                if at + 1 == blocks.len() && tail > 0.0 {
                    #[expect(clippy::cast_precision_loss, reason = "some dozens of lines")]
                    let height = lines.len() as f32 * LINE;
                    if sheets.has_room(height) && !sheets.has_room(height + tail) {
                        let rest = lines.split_off(lines.len().saturating_sub(2));
                        sheets.lines(lines, node);
                        sheets.turn();
                        lines = rest;
                    }
                }
                sheets.lines(lines, node);
            }
            Block::Table(table) => table::lay(sheets, table),
            Block::Chart(chart) => chart::lay(sheets, chart),
        }
    }
}

/// So many lines of a block stand on the page where it begins: of a table its caption, its head and a row.
fn lines_at_least(block: &Block) -> usize {
    match block {
        Block::Heading(_) | Block::Paragraph(_) => 2,
        Block::Table(_) | Block::Chart(_) => 5,
    }
}

/// 7.3.3: two characters in, 黑体 for the first level, 楷体 for the second, 仿宋 below.
fn lay_heading(sheets: &mut Sheets<'_>, heading: &Heading, number: &str, follows: usize) {
    let (face, depth) = match heading.level {
        Level::One => (Face::Hei, 2),
        Level::Two => (Face::Kai, 3),
        Level::Three => (Face::Text, 4),
        Level::Four => (Face::Text, 5),
    };
    let words = [Run::plain(format!("{number}{}", heading.text))];
    let lines = set(
        sheets.fonts,
        &words,
        Style::text(face),
        2.0 * PITCH,
        TEXT_WIDTH,
        Edge::Both,
    );
    // Something must follow it on the same page.
    #[expect(clippy::cast_precision_loss, reason = "a handful")]
    sheets.need((lines.len() + follows) as f32 * LINE);
    let node = sheets.node(Kind::Heading(depth), None);
    sheets.lines(lines, node);
}

/// 7.3.4: the attachments' names, one blank line under the text, two characters in.
fn lay_list(sheets: &mut Sheets<'_>, attachments: &[Attachment]) {
    if attachments.is_empty() {
        return;
    }
    sheets.blank(1);
    let several = attachments.len() > 1;
    let style = Style::text(Face::Text);
    for (at, attachment) in attachments.iter().enumerate() {
        let first = if at == 0 { "附件：" } else { "" };
        let node = sheets.node(Kind::Paragraph, None);
        let lines = list_lines(sheets.fonts, attachment, at, several);
        for (line_at, line) in lines.into_iter().enumerate() {
            sheets.need(LINE);
            let y = sheets.y;
            if line_at == 0 && !first.is_empty() {
                let word = [Run::plain(first)];
                let mut lead = set(sheets.fonts, &word, style, 0.0, TEXT_WIDTH, Edge::Left);
                if let Some(lead) = lead.pop() {
                    sheets.text(lead, 2.0 * PITCH, y, LINE, BLACK, Some(node));
                }
            }
            sheets.text(line, HANG, y, LINE, BLACK, Some(node));
            sheets.y += LINE;
        }
    }
}

/// The words 附件： take three characters, which the further lines leave blank.
const HANG: f32 = 5.0 * PITCH;

fn list_lines(fonts: &Loaded, attachment: &Attachment, at: usize, several: bool) -> Vec<Line> {
    let number = if several { format!("{}.", at + 1) } else { String::new() };
    let name = [Run::plain(format!("{number}{}", attachment.title.replace('\n', "")))];
    set(
        fonts,
        &name,
        Style::text(Face::Text),
        0.0,
        TEXT_WIDTH - HANG,
        Edge::Left,
    )
}

/// 7.3.5.2, without a seal: one blank line, who signs two characters from the right, the date a line lower and two
/// characters further in; a date that is longer stands two from the right itself.
fn lay_signature(sheets: &mut Sheets<'_>, signature: &Signature) {
    let style = Style::text(Face::Text);
    let one = |words: &str| {
        let mut lines = set(sheets.fonts, &[Run::plain(words)], style, 0.0, TEXT_WIDTH, Edge::Left);
        lines.pop().unwrap_or_default()
    };
    let width = |line: &Line| -> f32 { line.iter().map(crate::lines::Stretch::width).sum() };
    let (by, on) = (one(&signature.by), one(&dated(signature.on)));
    let edge = TEXT_WIDTH - 2.0 * PITCH;
    let by_x = edge - width(&by);
    let on_x = by_x + 2.0 * PITCH;
    let (by_x, on_x) = if on_x + width(&on) > edge {
        let on_x = edge - width(&on);
        (on_x - 2.0 * PITCH, on_x)
    } else {
        (by_x, on_x)
    };
    sheets.need(3.0 * LINE);
    sheets.blank(1);
    let node = sheets.node(Kind::Paragraph, None);
    for (line, x) in [(by, by_x.max(0.0)), (on, on_x.max(0.0))] {
        let y = sheets.y;
        sheets.text(line, x, y, LINE, BLACK, Some(node));
        sheets.y += LINE;
    }
}

/// 7.3.7: on a page of its own; 附件 in 黑体 on the first line, the title in the middle of the third.
fn lay_attachment(sheets: &mut Sheets<'_>, attachment: &Attachment, at: usize, of: usize) {
    sheets.turn();
    let node = sheets.node(Kind::Paragraph, None);
    let name = [Run::plain(attachment_name(at, of))];
    let lines = set(sheets.fonts, &name, Style::text(Face::Hei), 0.0, TEXT_WIDTH, Edge::Left);
    sheets.lines(lines, node);
    sheets.blank(1);
    lay_title(sheets, &attachment.title, 2);
    sheets.blank(1);
    lay_blocks(sheets, &attachment.blocks, 0.0);
}

/// 7.5: page numbers between dashes, 4号, odd ones one character from the right and even ones from the
/// left; and what has to stand at the head of every page, and in small print at its foot.
fn number(sheets: &mut Sheets<'_>, notice: Option<&str>, small: Option<&str>) {
    let pages = std::mem::take(&mut sheets.pages);
    for (at, page) in pages.into_iter().enumerate() {
        sheets.pages.push(page);
        let odd = at % 2 == 0;
        let style = Style::sized(Face::Song, SIZE_4);
        let words = [Run::plain(format!("— {} —", at + 1))];
        let (edge, x) = if odd {
            (Edge::Right, -SIZE_4)
        } else {
            (Edge::Left, SIZE_4)
        };
        let lines = set(sheets.fonts, &words, style, 0.0, TEXT_WIDTH, edge);
        for line in lines {
            // The dash, in the middle of the digits' height, lies 7 mm below the text area.
            let y = TEXT_HEIGHT + PAGE_NUMBER_BELOW - SIZE_4 / 2.0;
            sheets.text(line, x, y, SIZE_4, BLACK, None);
        }
        if let Some(small) = small {
            let style = Style::sized(Face::Song, SIZE_SMALL);
            let lines = set(sheets.fonts, &[Run::plain(small)], style, 0.0, TEXT_WIDTH, Edge::Middle);
            for (line_at, line) in lines.into_iter().enumerate() {
                #[expect(clippy::cast_precision_loss, reason = "a handful")]
                let y = TEXT_HEIGHT + PAGE_NUMBER_BELOW + SIZE_4 + line_at as f32 * SIZE_SMALL * 1.3;
                sheets.text(line, 0.0, y, SIZE_SMALL, BLACK, None);
            }
        }
        if let Some(notice) = notice {
            let style = Style::sized(Face::Hei, SIZE_TABLE);
            let lines = set(
                sheets.fonts,
                &[Run::plain(notice)],
                style,
                0.0,
                TEXT_WIDTH,
                Edge::Middle,
            );
            for (line_at, line) in lines.into_iter().enumerate() {
                #[expect(clippy::cast_precision_loss, reason = "a handful")]
                let y = -TOP / 2.0 + line_at as f32 * SIZE_TABLE * 1.3;
                sheets.text(line, 0.0, y, SIZE_TABLE, RED, None);
            }
        }
    }
}
