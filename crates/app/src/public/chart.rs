//! The series of a target as SVG: figures against pace and target.

use leptos::prelude::*;
use yaodian_domain::{
    Date, Decimal,
    check::Assessment,
    method::Schedule,
    number::percent,
    observation::{Figure, Observation},
    target::{Promise, Target, Toward},
    time::{DaySpan, days_between},
};
use yaodian_words::{Lang, figures, label, say};

use super::coordinates::{float, px};

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 16.0;
const RIGHT: f64 = 96.0;
const TOP: f64 = 28.0;
const BOTTOM: f64 = 34.0;
/// Labels of two figures are at least so far apart; farther on narrow screens, where they are larger.
const APART: f64 = 52.0;
const APART_ON_NARROW: f64 = 84.0;

struct Point {
    span: DaySpan,
    day: Date,
    value: f64,
    words: String,
}

/// The figure of the whole as a number; of counts the share.
pub(super) fn value(target: &Target, o: &Observation) -> Option<Decimal> {
    Some(match (&o.figure, &target.promise) {
        (Figure::Amount { value }, _) => *value,
        (Figure::Counts { done, of }, Promise::Share { inventory, .. }) => percent(*done, of.or(*inventory)?, 1)?,
        (Figure::Counts { done, of }, _) => percent(*done, (*of)?, 1)?,
        _ => return None,
    })
}

/// The chart, if there are figures for the whole to draw.
pub(super) fn series(
    lang: Lang,
    target: &Target,
    assessment: Option<&Assessment>,
    known: &[&Observation],
    as_of: Date,
) -> Option<impl IntoView + use<>> {
    let unit = figures::unit_of(lang, target);
    let single = target.reporters.len() == 1;
    let mut points: Vec<Point> = known
        .iter()
        .filter(|o| o.unit.is_none() || single)
        .filter_map(|o| {
            let value = value(target, o)?;
            Some(Point {
                span: o.span,
                day: o.span.to(),
                value: float(value)?,
                words: figures::with_unit(value, unit),
            })
        })
        .collect();
    points.sort_by_key(|point| point.day);
    let last = points.last()?;
    let bound = assessment.and_then(|a| a.bound);
    let goal = bound.and_then(|b| float(b.value));
    let first_day = points
        .first()
        .map_or(target.term.from(), |p| p.day)
        .min(target.term.from());
    let last_day = target.term.to().max(last.day);
    let x = move |day: Date| {
        let all = days(first_day, last_day).max(1.0);
        LEFT + (WIDTH - LEFT - RIGHT) * days(first_day, day).clamp(0.0, all) / all
    };
    // Pace runs from where the term began to the goal; a level has no way to go and no pace.
    let start = match &target.promise {
        Promise::Count {
            toward: Toward::RiseFrom(stock) | Toward::FallFrom(stock),
            ..
        } => float(*stock),
        Promise::Count { .. } => Some(0.0),
        Promise::Share { .. } => Some(
            points
                .iter()
                .rfind(|p| p.day < target.term.from())
                .map_or(0.0, |p| p.value),
        ),
        _ => None,
    };
    let counted_from = start.filter(|_| matches!(target.promise, Promise::Count { .. }));
    let values = points.iter().map(|p| p.value).chain(goal).chain(counted_from);
    let (mut low, mut high) = values.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
    let room = ((high - low) * 0.25).max(high.abs() * 0.01).max(0.1);
    (low, high) = (low - room, high + room);
    let y = move |value: f64| TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);

    let at = |day: Date, value: f64| format!("{:.1},{:.1}", x(day), y(value));
    let lines = points
        .chunk_by(|a, b| joined(target, a.span, b.span))
        .filter(|stretch| stretch.len() > 1)
        .map(|stretch| {
            let path: Vec<_> = stretch.iter().map(|p| at(p.day, p.value)).collect();
            view! { <polyline class="chart-line" points=path.join(" ")></polyline> }
        })
        .collect_view();
    let alt = say::chart_alt(lang, &lang.of(&target.name), &last.words, &figures::goal(lang, target));
    let goal_line = goal.map(|goal| {
        let words = format!("{} {}", label::legend_target(lang), bound.map(|b| figures::with_unit(b.value, unit)).unwrap_or_default());
        view! {
            <line class="chart-goal" x1=px(x(target.term.from())) x2=px(x(last_day)) y1=px(y(goal)) y2=px(y(goal))></line>
            <text class="chart-label chart-goal-label" x=px(WIDTH - RIGHT + 8.0) y=px(y(goal) + 4.0)>{words}</text>
        }
    });
    let pace_line = start
        .zip(goal)
        .filter(|(start, goal)| (goal - start).abs() > 0.0)
        .map(|(start, goal)| {
            let way = way(target, start, goal);
            let path: Vec<_> = way.iter().map(|&(day, value)| at(day, value.max(low))).collect();
            let middle = target
                .term
                .to()
                .min(way.iter().map(|(day, _)| *day).max().unwrap_or(target.term.to()));
            let (label_x, label_y) = (
                x(target.term.from()).midpoint(x(middle)),
                y(start.max(low)).midpoint(y(goal)),
            );
            view! {
                <polyline class="chart-pace" points=path.join(" ")></polyline>
                <text class="chart-label" x=px(label_x) y=px(label_y + 18.0)>{label::legend_pace(lang)}</text>
            }
        });
    // Above the line, but below it where the line has a dip.
    let label_at = |index: usize| {
        let value = points[index].value;
        let neighbours = [index.checked_sub(1), Some(index + 1)]
            .into_iter()
            .flatten()
            .filter_map(|i| points.get(i));
        let dip = index > 0 && neighbours.clone().count() == 2 && neighbours.clone().all(|p| p.value > value);
        y(value) + if dip { 22.0 } else { -10.0 }
    };
    // Where figures stand close together, the later ones are labelled; the last always is.
    let labelled = apart(&points, x, &vec![true; points.len()], APART);
    let always = apart(&points, x, &labelled, APART_ON_NARROW);
    let dots = points
        .iter()
        .enumerate()
        .map(|(index, p)| {
            let label = labelled[index].then(|| {
                let class = (!always[index]).then_some("chart-more");
                view! {
                    <g class=class>
                    <text class="chart-label chart-value" text-anchor=anchor(x(p.day)) x=px(x(p.day)) y=px(label_at(index))>{p.words.clone()}</text>
                    <text class="chart-label" text-anchor=anchor(x(p.day)) x=px(x(p.day)) y=px(HEIGHT - 10.0)>{p.day.strftime("%Y-%m").to_string()}</text>
                    </g>
                }
            });
            view! {
                <circle class="chart-dot" cx=px(x(p.day)) cy=px(y(p.value)) r="4"></circle>
                {label}
            }
        })
        .collect_view();
    let today = (as_of >= first_day && as_of <= last_day).then(|| {
        view! { <line class="chart-today" x1=px(x(as_of)) x2=px(x(as_of)) y1=px(TOP) y2=px(HEIGHT - BOTTOM)></line> }
    });
    Some(view! {
        <figure class="chart">
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=alt>
                {today}
                {goal_line}
                {pace_line}
                {lines}
                {dots}
            </svg>
            <figcaption class="fine">{label::series_caption(lang)}</figcaption>
        </figure>
    })
}

/// Which points of `among`, from the last one back, are at least so far from the next that is chosen.
fn apart(points: &[Point], x: impl Fn(Date) -> f64, among: &[bool], least: f64) -> Vec<bool> {
    let mut next = f64::MAX;
    let mut chosen: Vec<bool> = (points.iter().zip(among).rev())
        .map(|(point, among)| {
            let far = *among && next - x(point.day) >= least;
            if far {
                next = x(point.day);
            }
            far
        })
        .collect();
    chosen.reverse();
    chosen
}

/// Whether two figures that follow each other are of one line. Entries of an inventory and stocks
/// stand from year to year; a count and a level so far begin anew with every year, and a level so
/// far is not that of a part.
fn joined(target: &Target, a: DaySpan, b: DaySpan) -> bool {
    match &target.promise {
        Promise::Share { .. }
        | Promise::Count {
            toward: Toward::RiseFrom(_) | Toward::FallFrom(_),
            ..
        } => true,
        Promise::Count { .. } => a.to().year() == b.to().year(),
        _ => a.from() == b.from() || (a.to().year() == b.from().year() && a.to() < b.from()),
    }
}

/// What should be reached from day to day: a straight way, or steps by milestones.
fn way(target: &Target, start: f64, goal: f64) -> Vec<(Date, f64)> {
    let first = (target.term.from(), start);
    match &target.method.schedule {
        Schedule::Linear => vec![first, (target.term.to(), goal)],
        schedule => {
            let mut milestones: Vec<_> = schedule
                .milestones()
                .iter()
                .filter_map(|m| Some((m.by, float(m.reach)?)))
                .collect();
            milestones.sort_by_key(|(by, _)| *by);
            let mut way = vec![first];
            for (by, reach) in milestones {
                way.extend(way.last().map(|&(_, before)| (by, before)));
                way.push((by, reach));
            }
            way
        }
    }
}

fn anchor(x: f64) -> &'static str {
    if x < LEFT + 40.0 { "start" } else { "middle" }
}

fn days(from: Date, to: Date) -> f64 {
    i32::try_from(days_between(from, to)).map_or(0.0, f64::from)
}
