//! `/air`: the air of all cities: days, ranks, months, the map.

use leptos::prelude::*;
use yaodian_domain::{Decimal, ledger::Network};
use yaodian_monitoring::{
    air::{Best, Change, DayCounts, Grade, Pollutant, Statistics, ranks},
    network::{
        air::{self as network, CitySpan, CityYear},
        water::so_far,
    },
};
use yaodian_words::{
    Lang, figures, label,
    monitoring::names,
    network::{self as shared, air as words},
    open_data, pictures as bars,
};

use super::{
    super::{
        Picture, Reader, download, frame,
        preview::{self, Subject},
    },
    air_href, heat, map, measured, parts,
    pictures::{self, Column, Kind},
    sets, unit_name, year,
};
use crate::parts::table;

/// The style of a grade.
pub(super) fn style(grade: Grade) -> &'static str {
    match grade {
        Grade::Excellent => "aq-1",
        Grade::Good => "aq-2",
        Grade::Light => "aq-3",
        Grade::Moderate => "aq-4",
        Grade::Heavy => "aq-5",
        Grade::Severe => "aq-6",
    }
}

/// The page of ambient air; `None` where the plan has no register of stations.
pub fn air(reader: &Reader, picture: Picture<'_>) -> Option<String> {
    let (lang, plan, as_of) = (reader.lang, picture.plan(), picture.standing.as_of);
    let title = words::title(lang);
    let measured = match measured(reader, picture, Network::Air, title)? {
        Ok(measured) => measured,
        Err(page) => return Some(page),
    };
    let record = measured.air()?;
    let cities = network::cities(&measured.register, record, year(picture), as_of);
    let span = so_far(year(picture), as_of);
    let (raw, all) = cities.iter().fold((0, 0), |(raw, all), city| {
        (raw + city.so_far.raw, all + city.so_far.days.len())
    });
    let origin = parts::origin(reader, picture, measured, span, parts::Raw::Days(raw, all));
    let headline = headline(lang, &cities);
    let months = months(lang, &cities);
    let ranking = ranking(reader, picture, &cities);
    let heat = heat::cities(reader, plan, &cities);
    let squares = cities.iter().filter_map(|city| {
        let unit = plan.units.get(&city.so_far.city)?;
        let days = &city.so_far.statistics.days;
        Some(map::City {
            unit,
            figure: parts::percent(lang, days.good_ratio()),
            small: format!("{} / {}", days.good(), days.valid()),
            step: days.good_ratio().map(heat::step),
            href: air_href(reader, unit.id.as_str()),
        })
    });
    let caption = words::map_title(lang, &figures::day(as_of));
    let map = map::cities(lang, caption, words::map_note(lang), squares.collect());
    let sets = sets::targets(reader, picture, measured);
    let downloads = download::rows(
        reader,
        &[
            ("city-months", open_data::tables::city_months(lang), &[]),
            ("stations", open_data::tables::stations(lang), &[]),
            ("station-months", open_data::tables::station_months(lang), &[]),
        ],
    );
    let preview = preview::of(reader, picture, Subject::Air);
    Some(frame::pictured(reader, title, preview, move || {
        view! {
            <header class="masthead">
                <h1>{title}</h1>
                {origin}
                {headline}
            </header>
            <section>
                <h2>{words::cities_title(lang)}</h2>
                {ranking}
            </section>
            {sets}
            <section>
                <h2>{words::months_title(lang)}</h2>
                {months}
            </section>
            <section>
                <h2>{words::heat_title(lang)}</h2>
                {heat}
                {map}
                {downloads}
            </section>
        }
    }))
}

/// The sum of what the days of cities count for.
fn sum<'c>(all: impl Iterator<Item = &'c DayCounts>) -> [u32; Grade::COUNT] {
    all.fold([0; Grade::COUNT], |mut sum, days| {
        for (sum, number) in sum.iter_mut().zip(&days.grades) {
            *sum += number;
        }
        sum
    })
}

/// Good, heavy and all of the days by grade.
fn counts(grades: &[u32; Grade::COUNT]) -> (u32, u32, u32) {
    let of = |counts: fn(Grade) -> bool| {
        let those = Grade::ALL.into_iter().filter(|grade| counts(*grade));
        those.map(|grade| grades[grade.place()]).sum::<u32>()
    };
    (of(Grade::is_good), of(Grade::is_heavy), grades.iter().sum())
}

/// The large figures without what explains them: what each is, its value, its counts.
pub(in crate::public) fn in_short(lang: Lang, picture: Picture<'_>) -> Option<Vec<[String; 3]>> {
    let measured = picture.known.measured(Network::Air)?;
    let cities = network::cities(
        &measured.register,
        measured.air()?,
        year(picture),
        picture.standing.as_of,
    );
    let (good, heavy, valid) = counts(&sum(cities.iter().map(|city| &city.so_far.statistics.days)));
    let figure = |name: &str, part: u32| {
        let counts = shared::of_counts(lang, &part, &valid);
        [name.to_owned(), parts::percent(lang, parts::share(part, valid)), counts]
    };
    (valid > 0).then(|| {
        vec![
            figure(words::good_ratio(lang), good),
            figure(words::heavy_days(lang), heavy),
        ]
    })
}

/// The large figures: good days, heavy days, PM2.5 of all cities.
fn headline(lang: Lang, cities: &[CityYear]) -> AnyView {
    let (good, heavy, valid) = counts(&sum(cities.iter().map(|city| &city.so_far.statistics.days)));
    if valid == 0 {
        return view! { <p class="absent">{shared::no_data(lang)}</p> }.into_any();
    }
    // Cities that were not measured the year before make no change.
    let both: Vec<(&CityYear, &CitySpan)> = (cities.iter())
        .filter_map(|city| Some((city, city.last_year.as_ref()?)))
        .collect();
    let (good_now, heavy_now, valid_now) = counts(&sum(both.iter().map(|(now, _)| &now.so_far.statistics.days)));
    let (good_before, heavy_before, valid_before) =
        counts(&sum(both.iter().map(|(_, before)| &before.statistics.days)));
    let under = |part: u32, now: u32, before: u32| {
        let counts = shared::of_counts(lang, &part, &valid);
        let change = parts::points(lang, parts::share(now, valid_now), parts::share(before, valid_before));
        let change = (valid_before > 0).then(|| {
            let points = shared::points(lang, &change);
            view! { " · " {shared::on_last_year(lang, &points)} }
        });
        view! { <span class="fine number">{counts} {change}</span> }.into_any()
    };
    let part = (!both.is_empty() && both.len() < cities.len()).then(|| {
        view! { <p class="fine">{shared::compared(lang, &both.len(), &cities.len())}</p> }
    });
    let set = yaodian_monitoring::air::CitySet {
        name: String::new(),
        cities: cities.iter().map(|city| city.so_far.city.to_string()).collect(),
    };
    let of = |name: &str| {
        let city = cities.iter().find(|city| city.so_far.city.as_str() == name)?;
        Some(&city.so_far.statistics)
    };
    let rules = cities.first().map(|city| city.so_far.statistics.rules);
    let particles = rules.and_then(|rules| set.figures(rules, 1, of).means[Pollutant::Pm25.place()].value);
    let particles = particles.map(|mean| {
        let under = view! { <span class="fine">{shared::cities_of(lang, &cities.len())}</span> }.into_any();
        let value = figures::with_unit(mean, words::unit(Pollutant::Pm25));
        parts::figure(names::pollutant(lang, Pollutant::Pm25), value, under)
    });
    view! {
        <dl class="large-figures">
            {parts::figure(words::good_ratio(lang), parts::percent(lang, parts::share(good, valid)), under(good, good_now, good_before))}
            {parts::figure(words::heavy_days(lang), parts::percent(lang, parts::share(heavy, valid)), under(heavy, heavy_now, heavy_before))}
            {particles}
        </dl>
        {part}
    }
    .into_any()
}

/// A city's figure with its mark where there are too few days of it.
fn held(lang: Lang, statistics: &Statistics, pollutant: Pollutant) -> AnyView {
    let value = statistics.headline(pollutant);
    let few = value.is_some() && statistics.pollutant(pollutant).is_some_and(|own| !own.is_valid());
    let few = few.then(|| view! { <small class="too-few">{words::too_few(lang)}</small> " " });
    let value = value.map_or_else(|| label::no_value(lang).to_owned(), figures::number);
    view! { {few} {value} }.into_any()
}

/// Cities with their figures and ranks.
fn ranking(reader: &Reader, picture: Picture<'_>, cities: &[CityYear]) -> AnyView {
    let (lang, plan) = (reader.lang, picture.plan());
    let now = |city: &CityYear| city.so_far.statistics.composite().value;
    let indexes: Vec<Option<Decimal>> = cities.iter().map(now).collect();
    let ratios: Vec<Option<Decimal>> = (cities.iter())
        .map(|city| city.so_far.statistics.days.good_ratio())
        .collect();
    let by_index = ranks(&indexes, Best::Lowest);
    let by_days = ranks(&ratios, Best::Highest);
    let mut order: Vec<usize> = (0..cities.len()).collect();
    let unit = |at: usize| plan.units.iter().position(|unit| unit.id == cities[at].so_far.city);
    order.sort_by_key(|at| {
        (
            by_index[*at].unwrap_or(usize::MAX),
            by_days[*at].unwrap_or(usize::MAX),
            unit(*at),
        )
    });
    let rows = (order.into_iter())
        .map(|at| {
            let city = &cities[at];
            let statistics = &city.so_far.statistics;
            let before = city.last_year.as_ref().map(|before| &before.statistics);
            let days = &statistics.days;
            let particles = before
                .and_then(|before| before.headline(Pollutant::Pm25))
                .zip(statistics.headline(Pollutant::Pm25))
                .and_then(|(before, now)| Change::between(before, now)?.percent);
            let particles = particles.map_or_else(
                || label::no_value(lang).to_owned(),
                |percent| words::percent_change(lang, &figures::signed(percent)),
            );
            let index = indexes[at].map_or_else(|| label::no_value(lang).to_owned(), figures::number);
            let ratio = ratios[at];
            view! {
                <tr>
                    <td class="number">{parts::rank(lang, by_index[at])}</td>
                    <th scope="row"><a href=air_href(reader, city.so_far.city.as_str())>{unit_name(lang, plan, &city.so_far.city)}</a></th>
                    <td class="number">{index}</td>
                    <td class="number">{held(lang, statistics, Pollutant::Pm25)}</td>
                    <td class="number">{parts::percent(lang, ratio)}</td>
                    <td class="number">{days.good().to_string()} " / " {days.valid().to_string()}</td>
                    <td class="number">{parts::rank(lang, by_days[at])}</td>
                    <td class="number">{parts::points(lang, ratio, before.and_then(|before| before.days.good_ratio()))}</td>
                    <td class="number">{days.heavy().to_string()}</td>
                    <td class="number">{particles}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::composite_rank(lang), true),
        (shared::city_word(lang), false),
        (words::composite(lang), true),
        (words::fine_particles(lang), true),
        (words::good_ratio(lang), true),
        (words::good_days(lang), true),
        (words::good_rank(lang), true),
        (words::good_change(lang), true),
        (words::heavy_short(lang), true),
        (words::fine_change(lang), true),
    ];
    view! {
        {table("ranking air-ranking", &heads, rows)}
        <p class="fine">{words::cities_note(lang)}</p>
    }
    .into_any()
}

/// Months as columns of grades, and the same as a table.
fn months(lang: Lang, cities: &[CityYear]) -> AnyView {
    let kinds = Grade::ALL.map(|grade| Kind {
        style: style(grade),
        name: words::short(lang, grade).to_owned(),
    });
    let months: Vec<(i8, [u32; Grade::COUNT])> = (1_i8..=12)
        .zip(0_usize..)
        .map(|(month, at)| (month, sum(cities.iter().filter_map(|city| city.months.get(at)))))
        .collect();
    let ratio = |grades: &[u32; Grade::COUNT]| {
        let (good, _, valid) = counts(grades);
        parts::share(good, valid)
    };
    let columns: Vec<Column> = (months.iter())
        .map(|(month, grades)| Column {
            name: month.to_string(),
            parts: grades.to_vec(),
            top: ratio(grades).map(|share| parts::percent(lang, Some(share))),
        })
        .collect();
    let all = sum(cities.iter().map(|city| &city.so_far.statistics.days));
    let alt = words::months_alt(lang, &parts::percent(lang, ratio(&all)));
    let rows = (months.iter())
        .filter(|(_, grades)| counts(grades).2 > 0)
        .map(|(month, grades)| {
            let (good, _, valid) = counts(grades);
            let cells = grades
                .map(|number| view! { <td class="number">{number.to_string()}</td> })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">{bars::month(lang, *month)}</th>
                    {cells}
                    <td class="number">{shared::share_of(lang, good, valid)}</td>
                </tr>
            }
        })
        .collect_view();
    let mut heads = vec![(shared::month_word(lang).to_owned(), false)];
    heads.extend(Grade::ALL.map(|grade| (names::air_grade(lang, grade).to_owned(), true)));
    heads.push((words::good_ratio(lang).to_owned(), true));
    view! {
        {pictures::stacked(alt, &kinds, &columns)}
        <p class="fine">{words::months_note(lang)}</p>
        {parts::behind(lang, table("records", &heads, rows))}
    }
    .into_any()
}
