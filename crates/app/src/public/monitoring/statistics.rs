//! What a city's or a station's year comes to, pollutant by pollutant; and the stations of a city.

use leptos::prelude::*;
use yaodian_monitoring::{
    air::{Held, Pollutant, Statistics},
    network::{Place, Role},
};
use yaodian_words::{
    Lang, figures, label,
    monitoring::names,
    network::{self as shared, air as words, water as terms},
    pictures as bars,
};

use super::{super::Reader, air_href, parts};
use crate::parts::table;

/// On how many valid days each pollutant was a primary one, as bars beside the numbers.
pub(super) fn primary(lang: Lang, statistics: &Statistics) -> Option<AnyView> {
    let days = &statistics.days;
    if days.valid() == 0 {
        return None;
    }
    let mut tally: Vec<(Pollutant, u32)> = Pollutant::ALL.into_iter().zip(days.primary).collect();
    tally.retain(|(_, number)| *number > 0);
    tally.sort_by_key(|(pollutant, number)| (std::cmp::Reverse(*number), *pollutant));
    let inside = if tally.is_empty() {
        view! { <p>{words::no_primary(lang)}</p> }.into_any()
    } else {
        let rows = (tally.into_iter())
            .map(|(pollutant, number)| {
                let mille = number * 1_000 / days.valid().max(1);
                let length = format!("--n:{}.{:03}", mille / 1_000, mille % 1_000);
                view! {
                    <tr>
                        <th scope="row">{names::pollutant(lang, pollutant)}</th>
                        <td class="funnel-bar" aria-hidden="true"><div><span style=length></span></div></td>
                        <td class="number">{number.to_string()}</td>
                        <td class="number">{parts::percent(lang, parts::share(number, days.valid()))}</td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <table class="funnel">
                <thead>
                    <tr>
                        <th scope="col">{words::pollutant_word(lang)}</th>
                        <td class="funnel-bar" aria-hidden="true"></td>
                        <th scope="col" class="number">{words::days_word(lang)}</th>
                        <th scope="col" class="number">{words::share_word(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="fine">{words::primary_note(lang)}</p>
        }
        .into_any()
    };
    Some(view! { <section><h2>{words::primary_title(lang)}</h2>{inside}</section> }.into_any())
}

/// The statistics of the year so far, and whether there are days enough.
pub(super) fn validity(lang: Lang, statistics: &Statistics) -> AnyView {
    let rules = statistics.rules;
    let rows = (statistics.pollutants.iter())
        .map(|own| {
            let pollutant = own.pollutant;
            let statistic = rules.headline(pollutant);
            let held = own.figures.headline(pollutant, rules);
            let limit = rules.limit(pollutant, statistic).map(|limit| figures::number(limit.value.into()));
            let kept = held.and_then(Held::meets).map(|kept| {
                if kept {
                    ("mark is-met", "✓", words::keeps(lang))
                } else {
                    ("mark is-off-track", "■", words::exceeds(lang))
                }
            });
            let kept = kept.map(|(style, shape, word)| {
                view! { <span class=style><span class="shape" aria-hidden="true">{shape}</span><span class="word">{word}</span></span> }
            });
            let gaps: Vec<String> = own.gaps.iter().map(|gap| words::gap(lang, gap)).collect();
            let gaps = if gaps.is_empty() {
                words::valid(lang).to_owned()
            } else {
                gaps.join(bars::comma(lang))
            };
            let value = held.map_or_else(|| label::no_value(lang).to_owned(), |held| figures::number(held.value));
            let name: String = words::statistic(lang, statistic, rules.percentile(pollutant));
            view! {
                <tr>
                    <th scope="row">{names::pollutant(lang, pollutant)} " " <small>{name}</small></th>
                    <td class="number">{value} " " <small>{words::unit(pollutant)}</small></td>
                    <td class="number">{limit.unwrap_or_else(|| words::no_limit(lang).to_owned())}</td>
                    <td>{kept}</td>
                    <td class="number">{own.figures.days.to_string()}</td>
                    <td class="wide">{gaps}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::pollutant_word(lang), false),
        (shared::figure_word(lang), true),
        (words::limit_word(lang), true),
        (label::status_word(lang), false),
        (words::valid_days(lang), true),
        (words::validity_word(lang), false),
    ];
    view! {
        <section>
            <h2>{words::statistics_title(lang)}</h2>
            {table("records statistics", &heads, rows)}
        </section>
    }
    .into_any()
}

/// The stations of a city.
pub(super) fn stations(reader: &Reader, stations: &[&Place]) -> Option<AnyView> {
    let lang = reader.lang;
    if stations.is_empty() {
        return None;
    }
    let rows = (stations.iter())
        .map(|place| {
            let role = match place.role {
                Role::Point => words::role_point(lang),
                Role::Control => words::role_control(lang),
                Role::City => words::role_city(lang),
            };
            view! {
                <tr>
                    <th scope="row"><a href=air_href(reader, &place.code) lang="zh-CN">{place.name.clone()}</a></th>
                    <td>{place.code.clone()}</td>
                    <td>{role}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::station_word(lang), false),
        (terms::code_word(lang), false),
        (words::role_word(lang), false),
    ];
    Some(
        view! { <section><h2>{words::stations_title(lang)}</h2>{table("stations", &heads, rows)}</section> }.into_any(),
    )
}
