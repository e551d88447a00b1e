//! Small multiples: twelve months of one item as a line, with its limits drawn in and labelled.

use leptos::prelude::*;
use yaodian_domain::Decimal;

use super::super::coordinates::{float, px};

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 150.0;
const LEFT: f64 = 10.0;
const RIGHT: f64 = 74.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 26.0;

/// A month's value.
pub(super) struct Point {
    /// The month, 1 to 12.
    pub(super) month: i8,
    /// Its value.
    pub(super) value: Decimal,
    /// The value as it is written.
    pub(super) words: String,
    /// Whether it fails what it should keep.
    pub(super) fails: bool,
}

/// A limit.
pub(super) struct Line {
    /// Where it lies.
    pub(super) value: Decimal,
    /// What it is called.
    pub(super) words: String,
    /// Whether it is the one to be kept, which is drawn stronger.
    pub(super) own: bool,
}

/// The picture; `from_zero` for what has a zero to start from.
pub(super) fn months(alt: String, points: &[Point], lines: &[Line], from_zero: bool) -> AnyView {
    let floats: Vec<(f64, &Point)> = points.iter().filter_map(|one| Some((float(one.value)?, one))).collect();
    let limits: Vec<(f64, &Line)> = lines.iter().filter_map(|one| Some((float(one.value)?, one))).collect();
    let values = || floats.iter().map(|(v, _)| *v).chain(limits.iter().map(|(v, _)| *v));
    let highest = values().fold(f64::MIN, f64::max);
    let lowest = values().fold(f64::MAX, f64::min);
    if floats.is_empty() {
        return ().into_any();
    }
    let room = ((highest - lowest) * 0.12).max(highest.abs() * 0.02).max(1e-9);
    let (low, high) = if from_zero {
        (0.0, highest + room)
    } else {
        (lowest - room, highest + room)
    };
    let y = |value: f64| TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
    let x = |month: i8| LEFT + (WIDTH - LEFT - RIGHT) * f64::from(month - 1) / 11.0;
    let path: Vec<String> = (floats.iter())
        .map(|(value, one)| format!("{},{}", px(x(one.month)), px(y(*value))))
        .collect();
    let dots = (floats.iter())
        .map(|(value, one)| {
            let (cx, cy) = (x(one.month), y(*value));
            let title = one.words.clone();
            // What fails is another shape, not another colour alone.
            if one.fails {
                view! { <rect class="chart-dot fails" x=px(cx - 4.0) y=px(cy - 4.0) width="8" height="8"><title>{title}</title></rect> }.into_any()
            } else {
                view! { <circle class="chart-dot" cx=px(cx) cy=px(cy) r="3.5"><title>{title}</title></circle> }.into_any()
            }
        })
        .collect_view();
    let mut places: Vec<(f64, &Line)> = limits.iter().map(|(value, line)| (y(*value), *line)).collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut labelled = f64::MIN;
    let limits = (places.into_iter())
        .map(|(at, line)| {
            let label = (at + 4.5).max(labelled + 15.0);
            labelled = label;
            let style = if line.own { "chart-goal" } else { "chart-limit" };
            let label_style = if line.own {
                "chart-label chart-goal-own"
            } else {
                "chart-label"
            };
            view! {
                <line class=style x1=px(LEFT) x2=px(WIDTH - RIGHT + 4.0) y1=px(at) y2=px(at)></line>
                <text class=label_style x=px(WIDTH - RIGHT + 8.0) y=px(label)>{line.words.clone()}</text>
                " "
            }
        })
        .collect_view();
    let last = floats.last().map(|(value, one)| {
        let at = x(one.month);
        let anchor = if at < LEFT + 30.0 { "start" } else { "middle" };
        view! { <text class="chart-label chart-value" x=px(at) y=px((y(*value) - 9.0).max(12.0)) text-anchor=anchor>{one.words.clone()}</text> " " }
    });
    let months = (1..=12_i8)
        .map(|month| view! { <text class="chart-label" x=px(x(month)) y=px(HEIGHT - 6.0) text-anchor="middle">{month.to_string()}</text> " " })
        .collect_view();
    view! {
        <svg class="months-series" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=alt>
            {limits}
            <polyline class="chart-line" points=path.join(" ")></polyline>
            {dots}
            {last}
            {months}
        </svg>
    }
    .into_any()
}
