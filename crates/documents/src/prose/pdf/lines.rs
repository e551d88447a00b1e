//! Printed lines, from runs of text and where they stand.

use std::cmp::Ordering;

use pdfboss_text::{ArtifactKind, TextSpan};

/// How far apart runs of one line may stand up and down, in parts of the character's size.
const SAME_LINE: f32 = 0.45;
/// From which gap on two runs are two cells, in parts of the character's size.
const CELL: f32 = 2.5;
/// From which gap on there is a blank, beside Chinese and elsewhere.
const BLANK: (f32, f32) = (0.7, 0.18);
/// Within which distance the same run is not another: bold type made by printing twice.
const TWICE: f32 = 0.2;

/// A run as it is read: along the line and down the page, whichever way the page lies.
#[derive(Debug)]
struct Run {
    text: String,
    from: f32,
    to: f32,
    down: f32,
    size: f32,
}

/// The printed lines of a page from top to bottom. Running heads, page numbers and watermarks are
/// left out where the file says that they are such.
pub(super) fn of(spans: Vec<TextSpan>) -> Vec<String> {
    let mut by_turn: [Vec<Run>; 4] = Default::default();
    for span in spans {
        let furniture = span.artifact.as_ref().is_some_and(|a| a.kind != ArtifactKind::Layout);
        let finite = [span.x, span.y, span.end_x, span.end_y].iter().all(|at| at.is_finite());
        if furniture || span.text.is_empty() || !finite {
            continue;
        }
        let (x, y, end_x, end_y) = (span.x, span.y, span.end_x, span.end_y);
        let (turn, from, to, down) = match span.rotate.rem_euclid(360) {
            90 => (1, y, end_y, x),
            180 => (2, -x, -end_x, y),
            270 => (3, -y, -end_y, -x),
            _ => (0, x, end_x, -y),
        };
        let size = if span.size.is_finite() {
            span.size.abs().max(1.0)
        } else {
            1.0
        };
        // A superscript belongs to its line.
        let down = if turn == 0 && span.rise.is_finite() {
            down + span.rise
        } else {
            down
        };
        if let Some(runs) = by_turn.get_mut(turn) {
            runs.push(Run {
                text: span.text,
                from,
                to: to.max(from),
                down,
                size,
            });
        }
    }
    // What lies the way most of the page does comes first.
    by_turn.sort_by_key(|runs| std::cmp::Reverse(runs.iter().map(|run| run.text.len()).sum::<usize>()));
    by_turn.into_iter().flat_map(lines).collect()
}

fn lines(mut runs: Vec<Run>) -> Vec<String> {
    runs.sort_by(|one, other| order(one.down, other.down));
    let mut lines: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        match lines.last_mut() {
            Some(line) if line.first().is_some_and(|first| same_line(first, &run)) => line.push(run),
            _ => lines.push(vec![run]),
        }
    }
    let lines = lines.into_iter().map(|mut line| {
        line.sort_by(|one, other| order(one.from, other.from));
        join(&line)
    });
    lines.filter(|line| !line.trim().is_empty()).collect()
}

fn same_line(first: &Run, run: &Run) -> bool {
    run.down - first.down < SAME_LINE * first.size.max(run.size).min(first.size.min(run.size) * 2.0)
}

fn order(one: f32, other: f32) -> Ordering {
    one.total_cmp(&other)
}

fn join(runs: &[Run]) -> String {
    let mut line = String::new();
    let mut before: Option<&Run> = None;
    for run in runs {
        if let Some(before) = before {
            let size = before.size.max(run.size);
            if before.text == run.text && run.from - before.from < TWICE * size {
                continue;
            }
            let gap = (run.from - before.to) / size;
            let (last, first) = (line.chars().next_back(), run.text.chars().next());
            let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
            let wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2E80}');
            let enough = if wide(last) || wide(first) { BLANK.0 } else { BLANK.1 };
            if gap > CELL {
                line.truncate(line.trim_end().len());
                line.push('\t');
            } else if gap > enough && !blank(last) && !blank(first) {
                line.push(' ');
            }
        }
        line.push_str(&run.text);
        before = Some(run);
    }
    line.trim().to_owned()
}
