//! `/indicators`: figures of several years side by side; `/indicator/{target}`: one of them with its sources.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use yaodian_domain::{Decimal, observation::Observation, target::Target};
use yaodian_words::{figures, indicators as words, label};

use super::{Picture, Reader, document, frame, goal, observed, origin, picture as drawn, target::records};
use crate::parts;

/// So many years stand beside each other in the list.
const YEARS: usize = 5;

/// Of each year the figure of the longest stretch of it, by what is known on the day.
fn by_year<'o>(target: &Target, current: &[&'o Observation]) -> BTreeMap<i16, &'o Observation> {
    let alone = target.reporters.len() == 1;
    let mut years: BTreeMap<i16, &Observation> = BTreeMap::new();
    for &o in current.iter().filter(|o| o.unit.is_none() || alone) {
        if drawn::height(target, &o.figure).is_none() {
            continue;
        }
        let length = |o: &Observation| (o.span.to() - o.span.from()).get_days();
        let slot = years.entry(o.span.to().year()).or_insert(o);
        if (o.span.to(), length(o), o.known_on) > (slot.span.to(), length(slot), slot.known_on) {
            *slot = o;
        }
    }
    years
}

fn years<'a>(picture: Picture<'a>, target: &Target) -> BTreeMap<i16, &'a Observation> {
    let known = picture.known.observations.of(&target.id);
    let (current, _) = records::parted(known, picture.standing.as_of);
    by_year(target, &current)
}

/// Whether a published series on another basis that goes over several years stands beside a target.
fn has_series(picture: Picture<'_>, target: &Target) -> bool {
    let as_of = picture.standing.as_of;
    let related = picture
        .known
        .series
        .iter()
        .filter(|series| series.related.contains(&target.id));
    related.into_iter().any(|series| {
        let known = series
            .points
            .iter()
            .filter(|point| point.known_on <= as_of && point.unit.is_none());
        known.map(|point| point.span.to().year()).collect::<BTreeSet<_>>().len() > 1
    })
}

/// Whether there is a page of a target over the years.
pub(super) fn has(picture: Picture<'_>, target: &Target) -> bool {
    years(picture, target).len() > 1 || has_series(picture, target)
}

/// The change on the year before: as published, else the difference of two figures of the same months.
fn change(target: &Target, before: Option<&Observation>, o: &Observation) -> Option<(Decimal, bool)> {
    if let Some(published) = o.change_on_last_year {
        return Some((published, true));
    }
    let before = before.filter(|before| {
        let (a, b) = (before.span, o.span);
        let months = |span: yaodian_domain::time::DaySpan| (span.from().month(), span.to().month());
        a.to().year() + 1 == b.to().year() && a.from().year() + 1 == b.from().year() && months(a) == months(b)
    })?;
    let difference = drawn::height(target, &o.figure)?.checked_sub(drawn::height(target, &before.figure)?)?;
    Some((difference, false))
}

/// All of them.
pub fn indicators(reader: &Reader, picture: Picture<'_>) -> String {
    let (lang, plan) = (reader.lang, picture.plan());
    let all: Vec<(&Target, BTreeMap<i16, &Observation>)> = (plan.targets.iter())
        .filter(|target| has(picture, target))
        .map(|target| (target, years(picture, target)))
        .collect();
    let shown: BTreeSet<i16> = all.iter().flat_map(|(_, years)| years.keys().copied()).collect();
    let shown: Vec<i16> = shown.into_iter().rev().take(YEARS).collect();
    let rows = all
        .iter()
        .map(|(target, years)| {
            let cells = shown
                .iter()
                .rev()
                .map(|year| {
                    let o = years.get(year);
                    let part = o.filter(|o| !is_whole(o)).map(|o| figures::span(lang, o.span));
                    let value = o.map(|o| observed(lang, target, None, &o.figure));
                    view! { <td class="number">{value} {part.map(|part| view! { <br/><span class="fine">{part}</span> })}</td> }
                })
                .collect_view();
            let made_up = parts::made_up(lang, picture.standing.target(&target.id));
            view! {
                <tr>
                    <th scope="row"><a href=reader.href(&format!("/indicator/{}", target.id))>{lang.of(&target.name).to_owned()}</a> {made_up}</th>
                    {cells}
                    <td class="number">{goal(lang, target, picture.standing.as_of)}</td>
                </tr>
            }
        })
        .collect_view();
    let mut heads = vec![(words::indicator_word(lang).to_owned(), false)];
    heads.extend(shown.iter().rev().map(|year| (year.to_string(), true)));
    heads.push((label::target_word(lang).to_owned(), true));
    let table = if all.is_empty() {
        view! { <p class="absent">{words::none(lang)}</p> }.into_any()
    } else {
        parts::table("indicator-list", &heads, rows).into_any()
    };
    frame::about_all(reader, words::indicators(lang), move || {
        view! {
            <header class="masthead">
                <h1>{words::indicators(lang)}</h1>
                <p class="lede">{words::intro(lang)}</p>
                {frame::day_line(reader, picture.standing.as_of)}
            </header>
            <section>{table}</section>
        }
    })
}

/// Whether a figure is of a whole year or of its end.
fn is_whole(o: &Observation) -> bool {
    o.span.to().month() == 12
}

/// One of them; `None` where there are no figures of several years.
pub fn indicator(reader: &Reader, picture: Picture<'_>, target: &Target) -> Option<String> {
    let (lang, plan, as_of) = (reader.lang, picture.plan(), picture.standing.as_of);
    if !has(picture, target) {
        return None;
    }
    let known = picture.known.observations.of(&target.id);
    let (current, _) = records::parted(known, as_of);
    let years = by_year(target, &current);
    let all: Vec<&Observation> = years.values().copied().collect();
    let rows = all
        .iter()
        .enumerate()
        .rev()
        .map(|(at, o)| {
            let before = at.checked_sub(1).and_then(|at| all.get(at)).copied();
            let change = change(target, before, o).map(|(change, published)| {
                let how = if published {
                    words::change_published(lang)
                } else {
                    words::change_computed(lang)
                };
                view! { {figures::change(lang, target, change)} <br/> <span class="fine">{how}</span> }
            });
            view! {
                <tr>
                    <th scope="row">{o.span.to().year().to_string()}</th>
                    <td>{figures::span(lang, o.span)}</td>
                    <td class="number">{observed(lang, target, None, &o.figure)}</td>
                    <td class="number">{change}</td>
                    <td class="fine">{origin(reader, plan, o)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::year_word(lang), false),
        (label::describes_word(lang), false),
        (label::value_word(lang), true),
        (label::change_on_last_year(lang), true),
        (label::source_word(lang), false),
    ];
    let table = if all.len() > 1 {
        parts::table("records", &heads, rows).into_any()
    } else {
        view! { <p class="absent">{words::no_own(lang)}</p> }.into_any()
    };
    let now = target.in_force(as_of);
    let figure = drawn::series(lang, &now, picture.standing.target(&target.id), &current, None, as_of);
    let stretches = records::table(reader, picture, target, current);
    let related = records::related(reader, picture, target);
    let ways = vec![(words::indicators(lang).to_owned(), reader.href("/indicators"))];
    let name = lang.of(&target.name).to_owned();
    Some(frame::about_all(reader, &words::title(lang, &name), move || {
        view! {
            <header class="masthead">
                {document::trail(reader, ways, name.clone())}
                <h1>{name}</h1>
                <p><a href=reader.href(&format!("/target/{}", target.id))>{words::to_target(lang)}</a> " " <span class="number">{goal(lang, target, as_of)}</span></p>
                {frame::day_line(reader, as_of)}
            </header>
            {figure}
            <section><h2>{words::by_year(lang)}</h2>{table}</section>
            <section><h2>{words::all_stretches(lang)}</h2>{stretches}</section>
            {related}
        }
    }))
}
