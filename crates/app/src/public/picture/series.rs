//! A target's figures against its goal and its pace.

use leptos::prelude::*;
use yaodian_domain::{
    Date,
    check::{Assessment, Projection},
    method::Schedule,
    observation::Observation,
    target::{Promise, Target, Toward},
    time::DaySpan,
};
use yaodian_words::{Lang, drawing as words, figures, label, names, say};

use super::{Alone, Picture, any_made_up, behind, figure, float, height};
use crate::{
    drawing::{Ahead, Frame, Goal, Point, Series},
    public::target::current,
};

/// What is drawn, and the figures that it is drawn from.
struct Drawn<'o> {
    series: Series,
    shown: Vec<(&'o Observation, String)>,
    alt: String,
    pace: Option<String>,
}

/// The picture, if there are figures for the whole to draw. `target` is as it is in force.
pub(in crate::public) fn series(
    lang: Lang,
    target: &Target,
    assessment: Option<&Assessment>,
    known: &[&Observation],
    projection: Option<&Projection>,
    as_of: Date,
) -> Option<AnyView> {
    let drawn = drawn(lang, target, assessment, known, projection, as_of)?;
    let (wide, narrow) = (
        drawn.series.draw(Frame::WIDE, "series"),
        drawn.series.draw(Frame::NARROW, "series-n"),
    );
    let rows = rows(lang, target, &drawn, projection);
    let name = lang.of(&target.name);
    let heads = [
        (words::span_word(lang), false),
        (words::day_word(lang), false),
        (label::value_word(lang), true),
    ];
    let table = behind(lang, words::series_table(lang, &name), &heads, rows);
    let caption = view! { {label::series_caption(lang)} " · " {drawn.pace.clone()} " " {words::see_table(lang)} };
    Some(figure("series", &drawn.alt, &wide, &narrow, caption.into_any(), table))
}

/// The picture by itself; `None` where there are no figures for the whole.
pub fn series_alone(lang: Lang, picture: Picture<'_>, target: &Target, size: (u16, u16)) -> Option<String> {
    let as_of = picture.standing.as_of;
    let assessment = picture.standing.target(&target.id);
    let observations = picture.known.observations.of(&target.id);
    let (now, current) = (target.in_force(as_of), current(observations, as_of));
    let drawn = drawn(lang, &now, assessment, &current, None, as_of)?;
    let status = assessment.map(|assessment| {
        let value = figures::value(lang, &now, assessment).unwrap_or_else(|| label::no_value(lang).to_owned());
        let shape = assessment.status.shape();
        let goal = figures::goal(lang, &now);
        format!(
            "{shape} {} · {value} · {} {goal}",
            names::status(lang, assessment.status),
            label::target_word(lang)
        )
    });
    let made_up = any_made_up(drawn.shown.iter().map(|(o, _)| *o));
    let alone = Alone {
        heading: lang.of(&target.name).to_owned(),
        alt: drawn.alt,
        note: status,
    };
    Some(alone.svg(lang, picture, size, made_up, |frame| drawn.series.draw(frame, "series")))
}

fn drawn<'o>(
    lang: Lang,
    target: &Target,
    assessment: Option<&Assessment>,
    known: &[&'o Observation],
    projection: Option<&Projection>,
    as_of: Date,
) -> Option<Drawn<'o>> {
    let unit = figures::unit_of(lang, target);
    let single = target.reporters.len() == 1;
    if matches!(
        target.promise,
        Promise::Deliverable | Promise::Duty { .. } | Promise::Statement { .. }
    ) {
        return None;
    }
    let mut shown: Vec<(&Observation, String, f64)> = (known.iter())
        .filter(|o| o.unit.is_none() || single)
        .filter_map(|o| {
            let value = height(target, &o.figure)?;
            Some((*o, figures::with_unit(value, unit), float(value)?))
        })
        .collect();
    shown.sort_by_key(|(o, ..)| o.span.to());
    let mut points: Vec<Point> = Vec::with_capacity(shown.len());
    for (at, (o, words, value)) in shown.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| shown.get(before));
        points.push(Point {
            day: o.span.to(),
            value: *value,
            words: words.clone(),
            joined: before.is_some_and(|(before, ..)| joined(target, before.span, o.span)),
        });
    }
    let (first, last) = (points.first()?, points.last()?);
    let bound = assessment.and_then(|a| a.bound);
    let goal = bound.and_then(|bound| {
        Some(Goal {
            from: target.term.from(),
            value: float(bound.value)?,
            words: format!(
                "{} {}",
                label::legend_target(lang),
                figures::with_unit(bound.value, unit)
            ),
        })
    });
    // Pace runs from where the term began to the goal; a level has no way to go and no pace.
    let start = match &target.promise {
        Promise::Count {
            toward: Toward::RiseFrom(stock) | Toward::FallFrom(stock),
            ..
        } => Some((float(*stock)?, figures::with_unit(*stock, unit))),
        Promise::Count { .. } => Some((0.0, figures::with_unit(0.into(), unit))),
        Promise::Share { .. } => {
            let before = points.iter().rfind(|point| point.day < target.term.from());
            Some(before.map_or_else(
                || (0.0, figures::with_unit(0.into(), unit)),
                |point| (point.value, point.words.clone()),
            ))
        }
        _ => None,
    };
    let going = start
        .zip(goal.as_ref())
        .filter(|((start, _), goal)| (goal.value - start).abs() > 0.0);
    let pace = going
        .as_ref()
        .map(|((start, _), goal)| (way(target, *start, goal.value), label::legend_pace(lang).to_owned()));
    let pace_words = going.map(|((_, start), _)| match target.method.schedule {
        Schedule::Linear => {
            let reach = bound
                .map(|bound| figures::with_unit(bound.value, unit))
                .unwrap_or_default();
            words::pace_between(lang, &start, &target.term.from(), &reach, &target.term.to())
        }
        _ => words::pace_by_steps(lang).to_owned(),
    });
    let ahead = projection.and_then(|projection| {
        let range = projection
            .range
            .and_then(|(low, high)| Some((float(low)?, float(high)?)));
        Some(Ahead {
            on: projection.on,
            value: float(projection.expected)?,
            range,
            words: words::projected_value(lang, &figures::with_unit(projection.expected, unit)),
        })
    });
    let from = first.day.min(target.term.from());
    let to = target.term.to().max(last.day);
    let today = (from..=to).contains(&as_of).then(|| (as_of, words::today(lang, as_of)));
    let alt = say::chart_alt(lang, &lang.of(&target.name), &last.words, &figures::goal(lang, target));
    let series = Series {
        lang,
        from,
        to,
        points,
        goal,
        pace,
        ahead,
        today,
    };
    let shown = shown.into_iter().map(|(o, words, _)| (o, words)).collect();
    Some(Drawn {
        series,
        shown,
        alt,
        pace: pace_words,
    })
}

/// Figures, newest first; then what is asked for, and what would come.
fn rows(lang: Lang, target: &Target, drawn: &Drawn<'_>, projection: Option<&Projection>) -> AnyView {
    let row = |span: String, day: String, value: String| {
        view! { <tr><th scope="row">{span}</th><td>{day}</td><td class="number">{value}</td></tr> }.into_any()
    };
    let unit = figures::unit_of(lang, target);
    let mut rows: Vec<AnyView> = (drawn.shown.iter().rev())
        .map(|(o, words)| row(figures::span(lang, o.span), figures::day(o.span.to()), words.clone()))
        .collect();
    if let Some(projection) = projection {
        let value = figures::with_unit(projection.expected, unit);
        rows.push(row(
            words::projected_row(lang).to_owned(),
            figures::day(projection.on),
            value,
        ));
    }
    if drawn.series.goal.is_some() {
        rows.push(row(
            label::target_word(lang).to_owned(),
            figures::day(target.due()),
            figures::goal(lang, target),
        ));
    }
    rows.collect_view().into_any()
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
            let mut milestones: Vec<_> = (schedule.milestones().iter())
                .filter_map(|milestone| Some((milestone.by, float(milestone.reach)?)))
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
