//! Sections as a table.

use leptos::prelude::*;
use yaodian_domain::{id::UnitId, ledger::monitored::fields};
use yaodian_monitoring::{
    network::{Register, water::SectionYear},
    water::{Held, MainPollutant},
};
use yaodian_words::{
    Lang,
    monitoring::names,
    network::{self as shared, water as words},
    pictures as bars,
};

use super::{
    super::{Picture, Reader},
    class, section_href, unit_name,
};
use crate::parts::table;

/// All sections of a year, in the order of the units, each with its class and what pollutes it.
pub(super) fn sections(
    reader: &Reader,
    picture: Picture<'_>,
    register: &Register,
    sections: &[SectionYear<'_>],
) -> AnyView {
    let (lang, plan) = (reader.lang, picture.plan());
    let mut sorted: Vec<&SectionYear<'_>> = sections.iter().collect();
    sorted.sort_by_key(|one| {
        let unit = plan.units.iter().position(|unit| unit.id == one.place.unit);
        (unit.unwrap_or(usize::MAX), one.place.code.as_str())
    });
    let mut before = None;
    let rows = (sorted.into_iter())
        .map(|one| {
            let place = one.place;
            let first = before.replace(&place.unit) != Some(&place.unit);
            let anchor = first.then(|| anchor(&place.unit));
            let level = place.level.as_deref();
            let level = level.map(|level| shared::option(lang, &register.ledger, fields::LEVEL, level));
            let latest = one.latest_month();
            view! {
                <tr id=anchor>
                    <th scope="row"><a href=section_href(reader, &place.code) lang="zh-CN">{place.name.clone()}</a></th>
                    <td lang="zh-CN">{place.water.clone()}</td>
                    <td>{unit_name(lang, plan, &place.unit)}</td>
                    <td>{level}</td>
                    <td>{class::mark(lang, place.target)}</td>
                    <td>{class::mark(lang, one.class())} {held(lang, one.held())}</td>
                    <td>
                        {class::mark(lang, latest.and_then(|month| one.month(month)))}
                        " "
                        <small>{latest.map(|month| bars::month(lang, month))}</small>
                    </td>
                    <td>{class::mark(lang, one.last_year)}</td>
                    <td class="fine">{pollutants(lang, one)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::section_word(lang), false),
        (words::water_word(lang), false),
        (shared::city_word(lang), false),
        (shared::level_word(lang), false),
        (words::target_class(lang), false),
        (words::so_far(lang), false),
        (words::latest_month(lang), false),
        (shared::last_year(lang), false),
        (words::main_pollutants(lang), false),
    ];
    table("sections-list", &heads, rows).into_any()
}

/// Where the sections of a unit begin.
pub(super) fn anchor(unit: &UnitId) -> String {
    format!("of-{unit}")
}

/// Whether the target is missed, as a shape with its words for whoever cannot see it.
fn held(lang: Lang, held: Option<Held>) -> Option<AnyView> {
    (held?.target == Some(false)).then(|| {
        let word = words::off_target(lang);
        view! {
            " "
            <span class="mark is-off-track" title=word>
                <span class="shape" aria-hidden="true">"■"</span>
                <span class="visually-hidden">{word}</span>
            </span>
        }
        .into_any()
    })
}

/// The main pollutants of the year so far, with their multiples.
fn pollutants(lang: Lang, section: &SectionYear<'_>) -> String {
    let all = section.so_far.grade.iter().flat_map(|grade| &grade.pollutants);
    let told = |one: &MainPollutant| match one.shown() {
        Some(times) => format!("{} ({times})", names::item(lang, one.item)),
        None => names::item(lang, one.item).to_owned(),
    };
    all.map(told).collect::<Vec<_>>().join(bars::comma(lang))
}
