//! `/water/warnings`: sections that are about to miss their target class.

use std::cmp::Reverse;

use leptos::prelude::*;
use yaodian_domain::{Decimal, id::UnitId, ledger::Network};
use yaodian_monitoring::{
    network::{
        ReviewState,
        outlook::{self, Alarm, Warning},
        water::{self as network, SectionYear},
    },
    water::{Item, ItemGrade, Value},
};
use yaodian_words::{
    Lang, figures,
    monitoring::{names, water::limit},
    network::{self as shared, warnings as words, water as terms},
    pictures as bars,
};

use super::{
    super::{Picture, Reader, frame},
    class, href_with, measured, parts, section_href, unit_name, year,
};
use crate::parts::table;

/// How many are told on the page of water.
const SHORT: usize = 6;
/// How many items are told of each there.
const FEW: usize = 2;

/// A section that is warned of.
pub(super) struct Warned<'s, 'r> {
    section: &'s SectionYear<'r>,
    warning: Warning,
}

/// All that are warned of, the worst first: those that miss the target so far, those that no month can
/// save, those farthest from it, those that need most of what is left.
pub(super) fn all<'s, 'r>(sections: &'s [SectionYear<'r>], as_of: yaodian_domain::Date) -> Vec<Warned<'s, 'r>> {
    let mut all: Vec<Warned<'_, '_>> = (sections.iter())
        .filter_map(|section| {
            let warning = outlook::warning(section, as_of)?;
            Some(Warned { section, warning })
        })
        .collect();
    all.sort_by_key(|one| {
        let warning = &one.warning;
        let far = warning.so_far.index().saturating_sub(warning.target.index());
        let far_of_month = warning.latest.1.index().saturating_sub(warning.target.index());
        let hopeless = warning.ahead.needed.is_none();
        let order = (hopeless, far, warning.ahead.needed, far_of_month);
        (warning.alarm, Reverse(order), one.section.place.code.as_str())
    });
    all
}

/// Why, in a word with its shape.
fn mark(lang: Lang, alarm: Alarm) -> AnyView {
    let (style, shape) = match alarm {
        Alarm::Missing => ("mark is-off-track", "■"),
        Alarm::Slipping => ("mark is-at-risk", "▲"),
    };
    view! {
        <span class=style>
            <span class="shape" aria-hidden="true">{shape}</span>
            <span class="word">{words::alarm(lang, alarm)}</span>
        </span>
    }
    .into_any()
}

/// An item with its mean and the limit of the target class.
fn item(lang: Lang, warned: &Warned<'_, '_>, item: Item, mean: Decimal) -> Option<String> {
    let place = warned.section.place;
    let rules = warned.section.so_far.grade.as_ref()?.rules;
    let graded = ItemGrade::of(item, Value::found(mean), place.body, rules)?;
    let goal = rules.limits(item, place.body)?.of(warned.warning.target)?;
    let unit = names::unit(lang, item.unit());
    let shown = figures::number(graded.shown());
    Some(words::item_mean(
        lang,
        &names::item(lang, item),
        &shown,
        &unit,
        &limit(lang, goal),
    ))
}

fn rows(reader: &Reader, picture: Picture<'_>, warned: &[&Warned<'_, '_>], most: usize) -> AnyView {
    let lang = reader.lang;
    let rows = (warned.iter())
        .map(|one| {
            let (place, warning) = (one.section.place, &one.warning);
            let (month, latest) = warning.latest;
            let more = warning.items.len().saturating_sub(most);
            let more = (more > 0).then(|| view! { <li class="fine">{words::more(lang, &more)}</li> });
            let items = (warning.items.iter().take(most))
                .filter_map(|(which, mean)| item(lang, one, *which, *mean))
                .map(|words| match warning.alarm {
                    Alarm::Missing => words,
                    Alarm::Slipping => format!("{} {words}", bars::month(lang, month)),
                })
                .map(|words| view! { <li>{words}</li> })
                .collect_view();
            view! {
                <tr>
                    <td>{mark(lang, warning.alarm)}</td>
                    <th scope="row">
                        <a href=section_href(reader, &place.code) lang="zh-CN">{place.name.clone()}</a>
                        " "
                        <small>{place.water.as_ref().map(|water| format!("{water} · "))} {unit_name(lang, picture.plan(), &place.unit)}</small>
                    </th>
                    <td data-label=terms::target_class(lang)>{class::mark(lang, Some(warning.target))}</td>
                    <td data-label=terms::so_far(lang)>{class::mark(lang, Some(warning.so_far))}</td>
                    <td data-label=terms::latest_month(lang)>{class::mark(lang, Some(latest))} " " <small>{bars::month(lang, month)}</small></td>
                    <td class="wide"><ul>{items} {more}</ul></td>
                    <td class="wide">{words::ahead(lang, warning.ahead)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::alarm_word(lang), false),
        (terms::section_word(lang), false),
        (terms::target_class(lang), false),
        (terms::so_far(lang), false),
        (terms::latest_month(lang), false),
        (words::items_word(lang), false),
        (words::ahead_word(lang), false),
    ];
    table("warned", &heads, rows).into_any()
}

/// How many of which alarm, in words.
fn counts(lang: Lang, warned: &[&Warned<'_, '_>]) -> String {
    let number = |alarm| warned.iter().filter(|one| one.warning.alarm == alarm).count();
    words::missing_and_slipping(lang, &number(Alarm::Missing), &number(Alarm::Slipping))
}

/// The section of the page of water: the worst, and the way to all.
pub(super) fn in_short(reader: &Reader, picture: Picture<'_>, sections: &[SectionYear<'_>]) -> AnyView {
    let lang = reader.lang;
    let all = all(sections, picture.standing.as_of);
    let every: Vec<&Warned<'_, '_>> = all.iter().collect();
    let inside = if every.is_empty() {
        view! { <p class="absent">{words::none(lang)}</p> }.into_any()
    } else {
        let first: Vec<_> = every.iter().take(SHORT).copied().collect();
        view! {
            <p>{counts(lang, &every)} " " <a href=reader.href("/water/warnings")>{words::see_all(lang)}</a></p>
            {rows(reader, picture, &first, FEW)}
        }
        .into_any()
    };
    view! {
        <section>
            <h2>{words::short_title(lang)}</h2>
            {inside}
        </section>
    }
    .into_any()
}

/// The page of early warnings, of all cities or of one; `None` where the plan has no register of sections.
pub fn water_warnings(reader: &Reader, picture: Picture<'_>, unit: Option<&UnitId>) -> Option<String> {
    let (lang, plan, as_of) = (reader.lang, picture.plan(), picture.standing.as_of);
    let title = words::title(lang);
    let measured = match measured(reader, picture, Network::Water, title)? {
        Ok(measured) => measured,
        Err(page) => return Some(page),
    };
    let record = measured.water()?;
    let sections = network::sections(&measured.register, record, year(picture), as_of);
    let span = network::so_far(year(picture), as_of);
    let raw = span.map(|span| network::states(record, sections.iter().map(|one| one.place), span, as_of));
    let raw = raw.unwrap_or_default();
    let raw = parts::Raw::Samples(raw.count(ReviewState::Raw), raw.all());
    let origin = parts::origin(reader, picture, measured, span, raw);
    let all = all(&sections, as_of);
    let of_unit = |one: &&Warned<'_, '_>| unit.is_none_or(|unit| &one.section.place.unit == unit);
    let shown: Vec<&Warned<'_, '_>> = all.iter().filter(of_unit).collect();
    let link = |name: String, number: usize, href: String, current: bool| {
        view! { <li><a href=href aria-current=current.then_some("true")>{name} " " <span class="number">{number.to_string()}</span></a></li> }
    };
    let mut filters = vec![link(
        words::all(lang).to_owned(),
        all.len(),
        reader.href("/water/warnings"),
        unit.is_none(),
    )];
    for one in &plan.units {
        let number = all.iter().filter(|warned| warned.section.place.unit == one.id).count();
        if number > 0 || unit == Some(&one.id) {
            let href = href_with(reader, "/water/warnings", "unit", one.id.as_str());
            filters.push(link(lang.unit(one).to_owned(), number, href, unit == Some(&one.id)));
        }
    }
    let list = if shown.is_empty() {
        view! { <p class="absent">{words::none(lang)}</p> }.into_any()
    } else {
        view! {
            <p>{counts(lang, &shown)}</p>
            {rows(reader, picture, &shown, usize::MAX)}
        }
        .into_any()
    };
    Some(frame::page(reader, title, move || {
        view! {
            <header class="masthead">
                <p class="issuer"><a href=reader.href("/water")>{shared::back_to_water(lang)}</a></p>
                <h1>{title}</h1>
                {origin}
            </header>
            <section>
                <nav aria-label=words::by_city(lang)><ul class="city-links">{filters}</ul></nav>
                {list}
            </section>
            <section>
                <h2>{words::method_title(lang)} " " <span class="tag">{shared::own_choice(lang)}</span></h2>
                <p class="lede">{words::method(lang)}</p>
            </section>
        }
    }))
}
