//! Stacked columns by month, directly labelled: shares of classes of water, of grades of air.

use leptos::prelude::*;

use super::super::coordinates::px;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 2.0;
const RIGHT: f64 = 124.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 30.0;
/// Labels beside the last column are at least so far apart.
const APART: f64 = 27.0;
/// A part so high holds its number.
const ROOM: f64 = 17.0;

/// One sort of what is stacked.
pub(super) struct Kind {
    /// Its style.
    pub(super) style: &'static str,
    /// What it is called beside the last column.
    pub(super) name: String,
}

/// One month.
pub(super) struct Column {
    /// What it is called below.
    pub(super) name: String,
    /// How many there are of each kind.
    pub(super) parts: Vec<u32>,
    /// What stands above it.
    pub(super) top: Option<String>,
}

/// Months as columns of equal height, each divided in shares; months without anything stay empty.
pub(super) fn stacked(alt: String, kinds: &[Kind], columns: &[Column]) -> AnyView {
    let last = columns.iter().rposition(|column| total(column) > 0.0);
    let Some(last) = last else { return ().into_any() };
    let shown = columns.get(..=last).unwrap_or(columns);
    // Months to come take no room: what there is stands as large as it can.
    let count = i32::try_from(shown.len().max(6)).map_or(12.0, f64::from);
    let many = shown.len() > 8;
    let step = (WIDTH - LEFT - RIGHT) / count;
    let (full, gap) = (HEIGHT - TOP - BOTTOM, step * 0.16);
    let x = |at: usize| LEFT + step * i32::try_from(at).map_or(0.0, f64::from);
    let bars = (shown.iter().enumerate())
        .map(|(at, column)| {
            let (left, width) = (x(at), step - gap);
            let middle = px(left + width / 2.0);
            let parts = (stack(column, full).into_iter().zip(kinds))
                .map(|((number, top, height), kind)| {
                    let (y, high) = (px(TOP + top), px(height));
                    let hatch = hatching(kind.style).map(|hatch| {
                        view! { <rect fill=hatch x=px(left) y=y.clone() width=px(width) height=high.clone()></rect> }
                    });
                    let label = (height >= ROOM).then(|| {
                        let style = format!("stack-number on-{}", kind.style);
                        view! { <text class=style x=middle.clone() y=px(TOP + top + height / 2.0 + 4.5) text-anchor="middle">{number.to_string()}</text> " " }
                    });
                    view! {
                        <rect class=format!("stack {}", kind.style) x=px(left) y=y width=px(width) height=high></rect>
                        {hatch}
                        {label}
                    }
                })
                .collect_view();
            let top = column.top.clone().map(|top| {
                // Of many every second stands on a narrow screen, the last among them.
                let class = if many && (last - at) % 2 == 1 {
                    "chart-label stack-top second"
                } else {
                    "chart-label stack-top"
                };
                view! { <text class=class x=middle.clone() y=px(TOP - 8.0) text-anchor="middle">{top}</text> " " }
            });
            view! {
                {parts}
                {top}
                <text class="chart-label" x=middle y=px(HEIGHT - 10.0) text-anchor="middle">{column.name.clone()}</text>
                " "
            }
        })
        .collect_view();
    let used = |at: usize| {
        shown
            .iter()
            .any(|column| column.parts.get(at).is_some_and(|number| *number > 0))
    };
    let mut names: Vec<(usize, f64)> = (shown.get(last).map(|column| stack(column, full)).unwrap_or_default())
        .into_iter()
        .enumerate()
        .filter(|(at, _)| used(*at))
        .map(|(at, (_, top, height))| (at, TOP + top + height / 2.0))
        .collect();
    spread(&mut names);
    let side = x(last) + step;
    let names = (names.into_iter())
        .filter_map(|(at, y)| Some((kinds.get(at)?, y)))
        .map(|(kind, y)| {
            let hatch = hatching(kind.style)
                .map(|hatch| view! { <rect fill=hatch x=px(side) y=px(y - 8.0) width="16" height="16"></rect> });
            view! {
                <rect class=format!("stack key {}", kind.style) x=px(side) y=px(y - 8.0) width="16" height="16"></rect>
                {hatch}
                <text class="chart-label" x=px(side + 21.0) y=px(y + 4.5)>{kind.name.clone()}</text>
                " "
            }
        })
        .collect_view();
    view! {
        <figure class="chart stacked">
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=alt>
                <defs>
                    <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <rect class="hatching" width="1.4" height="5"></rect>
                    </pattern>
                    <pattern id="cross" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <rect class="hatching" width="1.4" height="5"></rect>
                        <rect class="hatching" width="5" height="1.4"></rect>
                    </pattern>
                </defs>
                {bars}
                {names}
            </svg>
        </figure>
    }
    .into_any()
}

/// The pattern over a colour, on columns as in the key, so that grey print tells them apart.
fn hatching(style: &str) -> Option<&'static str> {
    match style {
        "wq-4" | "aq-3" => Some("url(#hatch)"),
        "wq-5" | "aq-4" => Some("url(#cross)"),
        _ => None,
    }
}

fn total(column: &Column) -> f64 {
    column.parts.iter().map(|number| f64::from(*number)).sum()
}

/// Number, top and height of each part, the first at the bottom.
fn stack(column: &Column, full: f64) -> Vec<(u32, f64, f64)> {
    let total = total(column);
    let mut from = full;
    let part = |number: &u32| {
        let height = if total > 0.0 {
            full * f64::from(*number) / total
        } else {
            0.0
        };
        from -= height;
        (*number, from, height)
    };
    column.parts.iter().map(part).collect()
}

/// Moves labels apart, those at the bottom first; none leaves the picture.
fn spread(names: &mut [(usize, f64)]) {
    names.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut limit = HEIGHT - BOTTOM - 6.0;
    for (_, y) in names.iter_mut() {
        *y = y.min(limit);
        limit = *y - APART;
    }
    let mut limit = TOP + 6.0;
    for (_, y) in names.iter_mut().rev() {
        *y = y.max(limit);
        limit = *y + APART;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_column_and_nothing_fills_none() {
        let column = |parts: &[u32]| Column {
            name: String::new(),
            parts: parts.to_vec(),
            top: None,
        };
        let stacked = stack(&column(&[1, 3]), 100.0);
        assert_eq!(stacked, [(1, 75.0, 25.0), (3, 0.0, 75.0)]);
        assert_eq!(stack(&column(&[0, 0]), 100.0)[1].2.to_string(), "0");
    }

    #[test]
    fn labels_stand_apart_within_the_picture() {
        let mut names = vec![(0, 340.0), (1, 339.0), (2, 40.0), (3, 39.0), (4, 38.0)];
        spread(&mut names);
        let all: Vec<f64> = names.iter().map(|(_, y)| *y).collect();
        assert!(all.windows(2).all(|pair| pair[0] - pair[1] >= APART - 0.01), "{all:?}");
        assert!(all.iter().all(|y| (TOP..=HEIGHT - BOTTOM).contains(y)), "{all:?}");
    }
}
