//! `/target/{id}/measured`: the places behind a target's figure; and the figure on the target's own page.

use leptos::prelude::*;
use yaodian_domain::{
    ledger::{Feed, Monitored, Network, monitored::fields},
    target::Target,
    time::DaySpan,
};
use yaodian_monitoring::{
    air::Pollutant,
    network::{
        Measured, Record, ReviewState, air as cities,
        feeds::{Counted, Standing},
        water as network,
    },
};
use yaodian_words::{
    figures, label,
    network::{self as shared, air as air_words, water as words},
};

use super::{
    super::{Picture, Reader, frame, goal},
    air_href, class, parts, section_href,
    sets::{self, Fed},
    unit_name,
};
use crate::parts::{judged, table};

/// How a target that a network feeds is counted, and what was measured, if anything was.
fn fed<'a>(picture: Picture<'a>, target: &'a Target) -> Option<(Fed<'a>, Option<&'a Measured>)> {
    let ledger = picture.plan().ledger_of(&target.id)?;
    let feed = ledger.feeds.iter().find(|feed| feed.target() == Some(&target.id))?;
    let Feed::Monitored { figure, among, .. } = feed else {
        return None;
    };
    let fed = Fed {
        target,
        figure: *figure,
        among,
    };
    Some((fed, picture.known.measured(figure.network())))
}

/// The section of a target's page; `None` where no network feeds it.
pub(in super::super) fn short(reader: &Reader, picture: Picture<'_>, target: &Target) -> Option<AnyView> {
    let lang = reader.lang;
    let (fed, measured) = fed(picture, target)?;
    let inside = match measured {
        None => view! { <p class="absent">{shared::no_data(lang)}</p> }.into_any(),
        Some(measured) => {
            let href = reader.href(&format!("/target/{}/measured", target.id));
            let tag = (measured.register.demonstration).then(|| crate::parts::demonstration_tag(lang));
            let standing = fed.standing(measured, picture.standing.as_of);
            view! {
                {summary(reader, picture, measured, &fed, standing.as_ref())}
                <p class="measured-link"><a href=href>{shared::measured_link(lang)}</a> {tag}</p>
            }
            .into_any()
        }
    };
    Some(view! { <section><h2>{shared::measured_title(lang)}</h2>{inside}</section> }.into_any())
}

/// The set, the stretch and the figure.
fn summary(
    reader: &Reader,
    picture: Picture<'_>,
    measured: &Measured,
    fed: &Fed<'_>,
    standing: Option<&(DaySpan, Standing<'_>)>,
) -> AnyView {
    let lang = reader.lang;
    let ledger = &measured.register.ledger;
    let set = shared::set(lang, ledger, &picture.plan().units, fed.among);
    let row = |name: &'static str, value: AnyView| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let (figure, span, note) = match standing {
        None => (shared::nothing_over(lang).to_owned(), None, None),
        Some((span, standing)) => {
            let figure = standing
                .figure
                .as_ref()
                .map(|figure| sets::figure(lang, fed.target, figure));
            let note = (!standing.is_whole()).then(|| {
                view! { <p class="note">{shared::without(lang, &standing.without)} " · " {shared::not_whole(lang)}</p> }
            });
            let figure = figure.unwrap_or_else(|| shared::no_data(lang).to_owned());
            (figure, Some(figures::span(lang, *span)), note)
        }
    };
    let register = lang.of(&ledger.name).to_owned();
    view! {
        <dl class="facts">
            {row(shared::set_word(lang), view! { {set} " · " {shared::figure(lang, fed.figure)} }.into_any())}
            {row(shared::figure_word(lang), view! { <strong class="number">{figure}</strong> }.into_any())}
            {row(label::describes_word(lang), span.into_any())}
            {row(label::source_word(lang), shared::measured_at(lang, &register).into_any())}
        </dl>
        {note}
    }
    .into_any()
}

/// The page of what is behind a target's figure; `None` where no network feeds it.
pub fn measured_behind(reader: &Reader, picture: Picture<'_>, target: &Target) -> Option<String> {
    let (lang, as_of) = (reader.lang, picture.standing.as_of);
    let (fed, measured) = fed(picture, target)?;
    let name = lang.of(&target.name).to_owned();
    let title = match fed.figure.network() {
        Network::Water => shared::measured_behind(lang, &name),
        Network::Air => shared::cities_behind(lang, &name),
    };
    let back = reader.href(&format!("/target/{}", target.id));
    let assessment = picture.standing.target(&target.id).map(|one| judged(lang, one));
    let asked = goal(lang, target, as_of);
    let standing = measured.and_then(|measured| fed.standing(measured, as_of));
    let figure = standing.as_ref().and_then(|(_, standing)| standing.figure.as_ref());
    let figure = figure.map(|figure| {
        let (value, counts) = sets::large(lang, target, figure);
        view! { <p class="figure-line"><strong class="number">{value}</strong> " " <span class="number">{counts}</span></p> }
    });
    let body = match measured {
        None => {
            let day = frame::day_line(reader, as_of);
            view! { {day} <p class="absent">{shared::no_data(lang)}</p> }.into_any()
        }
        Some(measured) => {
            let span = standing.as_ref().map(|(span, _)| *span);
            let (raw, places) = match &standing {
                None => (parts::Raw::Samples(0, 0), None),
                Some((span, standing)) => {
                    let (raw, places) = behind(reader, picture, (measured, &fed), standing, *span);
                    (raw, Some(places))
                }
            };
            view! {
                {parts::origin(reader, picture, measured, span, raw)}
                {summary(reader, picture, measured, &fed, standing.as_ref())}
                {places}
            }
            .into_any()
        }
    };
    Some(frame::page(reader, &title.clone(), move || {
        view! {
            <header class="masthead">
                <p class="issuer"><a href=back>{name}</a></p>
                <h1>{title}</h1>
                {figure}
                <p>{assessment} " " <span class="number">{label::target_word(lang)} " " {asked}</span></p>
            </header>
            <section>{body}</section>
        }
    }))
}

/// How much of what stands behind a figure is raw, and all of it: sections, or cities.
fn behind(
    reader: &Reader,
    picture: Picture<'_>,
    (measured, fed): (&Measured, &Fed<'_>),
    standing: &Standing<'_>,
    span: DaySpan,
) -> (parts::Raw, AnyView) {
    let as_of = picture.standing.as_of;
    let places = standing.places.iter().map(|(place, _)| *place);
    match &measured.record {
        Record::Water(record) => {
            let states = network::states(record, places, span, as_of);
            let raw = parts::Raw::Samples(states.count(ReviewState::Raw), states.all());
            (raw, sections(reader, picture, measured, standing))
        }
        Record::Air(record) => {
            let all = cities::over(record, &places.collect::<Vec<_>>(), span, as_of);
            let (raw, days) = all
                .iter()
                .fold((0, 0), |(raw, days), city| (raw + city.raw, days + city.days.len()));
            (parts::Raw::Days(raw, days), of_cities(reader, picture, fed, &all))
        }
    }
}

/// All sections of the set: those that count, those that do not, those without a result.
fn sections(reader: &Reader, picture: Picture<'_>, measured: &Measured, standing: &Standing<'_>) -> AnyView {
    let (lang, plan) = (reader.lang, picture.plan());
    let mut sorted: Vec<_> = standing.places.iter().collect();
    // Those that do not count stand first: they are why the figure is no higher.
    let order = |counted: &Counted| match counted {
        Counted::Out(class) => (0, 6 - class.index()),
        Counted::Without => (1, 0),
        Counted::In(class) => (2, 6 - class.index()),
        Counted::OfCity => (3, 0),
    };
    sorted.sort_by_key(|(place, counted)| (order(counted), place.code.as_str()));
    let rows = (sorted.into_iter())
        .map(|(place, counted)| {
            let (class, counts) = match counted {
                Counted::In(class) => (Some(*class), view! { <b>{shared::counted(lang)}</b> }.into_any()),
                Counted::Out(class) => (Some(*class), shared::not_counted(lang).into_any()),
                Counted::Without | Counted::OfCity => (
                    None,
                    view! { <span class="absent">{shared::without_short(lang)}</span> }.into_any(),
                ),
            };
            let level = place.level.as_deref();
            let level = level.map(|level| shared::option(lang, &measured.register.ledger, fields::LEVEL, level));
            view! {
                <tr>
                    <td>{counts}</td>
                    <th scope="row"><a href=section_href(reader, &place.code) lang="zh-CN">{place.name.clone()}</a></th>
                    <td>{class::mark(lang, class)}</td>
                    <td>{class::mark(lang, place.target)}</td>
                    <td lang="zh-CN">{place.water.clone()}</td>
                    <td>{unit_name(lang, plan, &place.unit)}</td>
                    <td>{level}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (shared::counts_word(lang), false),
        (words::section_word(lang), false),
        (shared::class_word(lang), false),
        (words::target_class(lang), false),
        (words::water_word(lang), false),
        (shared::city_word(lang), false),
        (shared::level_word(lang), false),
    ];
    view! {
        <h2 class="behind-title">{shared::result_of(lang)}</h2>
        {table("sections-list", &heads, rows)}
    }
    .into_any()
}

/// Good days, their ratio, heavy days and PM2.5, the one that decides the figure first.
fn ordered<T>(figure: Monitored, mut columns: [T; 4]) -> [T; 4] {
    columns.rotate_left(match figure {
        Monitored::FineParticles => 3,
        Monitored::HeavyAirDays => 2,
        Monitored::GoodAirDays => 1,
        _ => 0,
    });
    columns
}

/// The cities of the set with their figures; those that are wanted and have none too.
fn of_cities(reader: &Reader, picture: Picture<'_>, fed: &Fed<'_>, all: &[cities::CitySpan]) -> AnyView {
    let (lang, plan) = (reader.lang, picture.plan());
    let rows = (all.iter())
        .map(|city| {
            let statistics = &city.statistics;
            let days = &statistics.days;
            let few = (statistics.pollutants.iter()).any(|own| !own.is_valid());
            let few = few.then(|| view! { " " <small class="too-few">{air_words::too_few(lang)}</small> });
            let particles = statistics.headline(Pollutant::Pm25);
            let particles = particles.map_or_else(|| label::no_value(lang).to_owned(), figures::number);
            view! {
                <tr>
                    <th scope="row"><a href=air_href(reader, city.city.as_str())>{unit_name(lang, plan, &city.city)}</a> {few}</th>
                    {ordered(fed.figure, [
                        view! { <td class="number">{days.good().to_string()} " / " {days.valid().to_string()}</td> }.into_any(),
                        view! { <td class="number">{parts::percent(lang, days.good_ratio())}</td> }.into_any(),
                        view! { <td class="number">{days.heavy().to_string()}</td> }.into_any(),
                        view! { <td class="number">{particles}</td> }.into_any(),
                    ]).collect_view()}
                </tr>
            }
        })
        .collect_view();
    let mut heads = vec![(shared::city_word(lang), false)];
    heads.extend(ordered(
        fed.figure,
        [
            (air_words::good_days(lang), true),
            (air_words::good_ratio(lang), true),
            (air_words::heavy_short(lang), true),
            (air_words::fine_particles(lang), true),
        ],
    ));
    view! {
        <h2 class="behind-title">{shared::result_of_cities(lang)}</h2>
        {table("ranking", &heads, rows)}
    }
    .into_any()
}
