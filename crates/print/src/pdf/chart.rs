//! Charts: bars with their words and numbers beside them.

use super::sheet::{BLACK, Kind, Sheets};
use crate::{
    fonts::Face,
    lines::{Edge, Style, set},
    model::{Chart, Run},
    standard::{LINE, LINE_TABLE, SIZE_TABLE, TEXT_WIDTH},
};

const LABEL: f32 = 0.30 * TEXT_WIDTH;
const AMOUNT: f32 = 0.24 * TEXT_WIDTH;
const TRACK: f32 = TEXT_WIDTH - LABEL - AMOUNT;
const GAP: f32 = 6.0;
const THICK: f32 = 11.0;

#[expect(
    clippy::cast_precision_loss,
    reason = "lengths of bars, drawn to a fraction of a point"
)]
pub(super) fn lay(sheets: &mut Sheets<'_>, chart: &Chart) {
    let longest = chart
        .bars
        .iter()
        .map(crate::model::Bar::length)
        .max()
        .unwrap_or(0)
        .max(1) as f32;
    let all = LINE + chart.bars.len() as f32 * LINE_TABLE;
    sheets.need(all.min(12.0 * LINE));
    let words = spoken(chart);
    let node = sheets.node(Kind::Figure(words), None);
    let style = Style::sized(Face::Text, SIZE_TABLE);
    let caption = set(
        sheets.fonts,
        &[Run::strong(chart.caption.as_str())],
        style,
        0.0,
        TEXT_WIDTH,
        Edge::Middle,
    );
    for line in caption {
        let y = sheets.y;
        sheets.text(line, 0.0, y, LINE, BLACK, Some(node));
        sheets.y += LINE;
    }
    for bar in &chart.bars {
        sheets.need(LINE_TABLE);
        let y = sheets.y;
        let label = [Run::plain(bar.label.as_str())];
        let mut label = set(sheets.fonts, &label, style, 0.0, LABEL - GAP, Edge::Right);
        label.truncate(1);
        for line in label {
            sheets.text(line, 0.0, y, LINE_TABLE, BLACK, Some(node));
        }
        let (mut x, top) = (LABEL, y + (LINE_TABLE - THICK) / 2.0);
        for segment in &bar.segments {
            let width = segment.length as f32 / longest * TRACK;
            if width > 0.0 {
                sheets.fill((x, top), (width, THICK), segment.tone.rgb(), Some(node));
            }
            x += width;
        }
        // A thin line where the bars begin: what is nought is seen to be nought.
        sheets.rule((LABEL, y), (LABEL, y + LINE_TABLE), 0.5, BLACK);
        let amount = [Run::plain(bar.amount.as_str())];
        let mut amount = set(sheets.fonts, &amount, style, 0.0, AMOUNT, Edge::Left);
        amount.truncate(1);
        for line in amount {
            sheets.text(line, x + GAP, y, LINE_TABLE, BLACK, Some(node));
        }
        sheets.y += LINE_TABLE;
    }
    key(sheets, chart, style, node);
    sheets.snap();
}

/// What the tones mean: squares with their words.
fn key(sheets: &mut Sheets<'_>, chart: &Chart, style: Style, node: usize) {
    if chart.key.is_empty() {
        return;
    }
    let mut x = 0.0;
    sheets.need(LINE_TABLE);
    for (tone, words) in &chart.key {
        let mut lines = set(
            sheets.fonts,
            &[Run::plain(words.as_str())],
            style,
            0.0,
            TEXT_WIDTH,
            Edge::Left,
        );
        let Some(line) = lines.pop() else { continue };
        let width: f32 = line.iter().map(crate::lines::Stretch::width).sum();
        let needed = THICK + GAP + width + 2.0 * GAP;
        if x + needed > TEXT_WIDTH {
            x = 0.0;
            sheets.y += LINE_TABLE;
            sheets.need(LINE_TABLE);
        }
        let y = sheets.y;
        let top = y + (LINE_TABLE - THICK) / 2.0;
        sheets.fill((x, top), (THICK, THICK), tone.rgb(), Some(node));
        sheets.text(line, x + THICK + GAP, y, LINE_TABLE, BLACK, Some(node));
        x += needed;
    }
    sheets.y += LINE_TABLE;
}

/// A chart in words, for who cannot see it.
fn spoken(chart: &Chart) -> String {
    let bars: Vec<String> = chart
        .bars
        .iter()
        .map(|bar| format!("{} {}", bar.label, bar.amount))
        .collect();
    format!("{}：{}", chart.caption, bars.join("；"))
}
