//! Tables: ruled, with their head on every page.

use super::sheet::{BLACK, Kind, Sheets};
use crate::{
    fonts::Face,
    lines::{Edge, Line, Style, set},
    model::{Align, Cell, Run, Table},
    standard::{LINE, LINE_TABLE, SIZE_TABLE, TEXT_WIDTH},
};

/// Between a cell's edge and its words.
const PAD: f32 = 4.0;
const RULE: f32 = 0.5;
const HEAD: [u8; 3] = [0xf2, 0xf2, 0xf2];

/// The lines of a row, by column.
type Row = Vec<Vec<Line>>;

pub(super) fn lay(sheets: &mut Sheets<'_>, table: &Table) {
    let widths = widths(table);
    let node = sheets.node(Kind::Table, None);
    let head_words: Vec<Cell> = table
        .columns
        .iter()
        .map(|column| Cell(vec![vec![Run::strong(column.head.as_str())]]))
        .collect();
    let head = cells(sheets, table, &widths, &head_words, true);
    let rows: Vec<Row> = table
        .rows
        .iter()
        .map(|row| cells(sheets, table, &widths, row, false))
        .collect();
    let first = rows.first().map_or(0.0, |row| height(row).min(6.0 * LINE));
    let caption = table.caption.as_ref().map_or(0.0, |_| LINE);
    sheets.need(caption + height(&head) + first);
    if let Some(words) = &table.caption {
        let node = sheets.node(Kind::Caption, Some(node));
        let style = Style::text(Face::Hei);
        let lines = set(
            sheets.fonts,
            &[Run::plain(words.as_str())],
            style,
            0.0,
            TEXT_WIDTH,
            Edge::Middle,
        );
        sheets.lines(lines, node);
    }
    let head_row = sheets.node(Kind::Row, Some(node));
    let head_cells = nodes(sheets, table, Kind::Head, head_row);
    let of = |cells: &[usize]| cells.iter().map(|cell| Some(*cell)).collect::<Vec<_>>();
    strip(sheets, &head, &widths, Some(HEAD), &of(&head_cells));
    // A head that is set again is no second head to who listens.
    let silent = vec![None; head_cells.len()];
    for row in rows {
        let tr = sheets.node(Kind::Row, Some(node));
        let tds = nodes(sheets, table, Kind::Cell, tr);
        if !sheets.has_room(height(&row)) && sheets.y > height(&head) {
            sheets.turn();
            strip(sheets, &head, &widths, Some(HEAD), &silent);
        }
        // A row higher than a page goes on on the next.
        let mut rest = row;
        loop {
            let room = crate::standard::TEXT_HEIGHT - sheets.y;
            let (now, later) = cut(rest, room);
            strip(sheets, &now, &widths, None, &of(&tds));
            if later.iter().all(Vec::is_empty) {
                break;
            }
            sheets.turn();
            strip(sheets, &head, &widths, Some(HEAD), &silent);
            rest = later;
        }
    }
    sheets.y += PAD;
    sheets.snap();
}

fn nodes(sheets: &mut Sheets<'_>, table: &Table, kind: Kind, within: usize) -> Vec<usize> {
    (0..table.columns.len())
        .map(|_| sheets.node(kind.clone(), Some(within)))
        .collect()
}

/// How wide each column is.
fn widths(table: &Table) -> Vec<f32> {
    let all: f32 = table.columns.iter().map(|column| f32::from(column.share.max(1))).sum();
    let share = |column: &crate::model::Column| f32::from(column.share.max(1)) / all * TEXT_WIDTH;
    table.columns.iter().map(share).collect()
}

fn cells(sheets: &Sheets<'_>, table: &Table, widths: &[f32], row: &[Cell], head: bool) -> Row {
    let style = Style::sized(Face::Text, SIZE_TABLE);
    let blank = Cell::default();
    table
        .columns
        .iter()
        .zip(widths)
        .enumerate()
        .map(|(at, (column, width))| {
            let edge = match column.align {
                _ if head => Edge::Middle,
                Align::Left => Edge::Left,
                Align::Centre => Edge::Middle,
                Align::Right => Edge::Right,
            };
            let cell = row.get(at).unwrap_or(&blank);
            let paragraphs = cell.0.iter();
            paragraphs
                .flat_map(|runs| set(sheets.fonts, runs, style, 0.0, width - 2.0 * PAD, edge))
                .collect()
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "some dozens of lines")]
fn height(row: &Row) -> f32 {
    let lines = row.iter().map(Vec::len).max().unwrap_or_default().max(1);
    lines as f32 * LINE_TABLE + 2.0 * PAD
}

/// The lines that fit, at least one, and the others.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "some dozens of lines"
)]
fn cut(row: Row, room: f32) -> (Row, Row) {
    let fit = (((room - 2.0 * PAD + 0.1) / LINE_TABLE).floor() as usize).max(1);
    row.into_iter()
        .map(|mut lines| {
            let later = lines.split_off(fit.min(lines.len()));
            (lines, later)
        })
        .unzip()
}

/// Draws one row and its rules.
fn strip(sheets: &mut Sheets<'_>, row: &Row, widths: &[f32], fill: Option<[u8; 3]>, of: &[Option<usize>]) {
    let (top, tall) = (sheets.y, height(row));
    if let Some(fill) = fill {
        sheets.fill((0.0, top), (TEXT_WIDTH, tall), fill, None);
    }
    let mut x = 0.0;
    for ((lines, width), of) in row.iter().zip(widths).zip(of) {
        #[expect(clippy::cast_precision_loss, reason = "some dozens of lines")]
        let used = lines.len() as f32 * LINE_TABLE;
        // Short words stand in the middle of a high row.
        let mut y = top + (tall - used) / 2.0;
        for line in lines {
            sheets.text(line.clone(), x + PAD, y, LINE_TABLE, BLACK, *of);
            y += LINE_TABLE;
        }
        sheets.rule((x, top), (x, top + tall), RULE, BLACK);
        x += width;
    }
    sheets.rule((TEXT_WIDTH, top), (TEXT_WIDTH, top + tall), RULE, BLACK);
    sheets.rule((0.0, top), (TEXT_WIDTH, top), RULE, BLACK);
    sheets.rule((0.0, top + tall), (TEXT_WIDTH, top + tall), RULE, BLACK);
    sheets.y += tall;
}
