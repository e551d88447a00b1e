//! `/air/{key}`: a city or a station, day by day, month by month, and what the rest of the year must bring.

use leptos::prelude::*;
use yaodian_domain::{Decimal, id::UnitId, ledger::Monitored, ledger::Network, time::days_between};
use yaodian_monitoring::{
    air::{Held, Pollutant, Statistics},
    network::{
        Measured, Place,
        air::{self as network, CitySpan},
        outlook::{DaysAhead, days_ahead},
        water::so_far,
    },
};
use yaodian_words::{
    Lang, figures,
    monitoring::names,
    network::{self as shared, air as words, warnings, water as terms},
    open_data, pictures as bars,
};

use super::{
    super::{Picture, Reader, download, frame, goal},
    air_href, days, measured, parts, series,
    series::{Line, Point},
    sets, statistics, unit_name, year,
};
use crate::parts::table;

/// What the page is about.
struct Subject<'r> {
    /// Its name.
    name: String,
    /// The city, where it is one.
    city: Option<UnitId>,
    /// Its unit.
    unit: UnitId,
    /// The year so far.
    span: CitySpan,
    /// The same stretch of the year before.
    last_year: Option<CitySpan>,
    /// The stations of a city.
    stations: Vec<&'r Place>,
}

/// The page of a city, by the id of its unit, or of a station, by its code; `None` where there is neither.
pub fn air_place(reader: &Reader, picture: Picture<'_>, key: &str) -> Option<String> {
    let lang = reader.lang;
    let measured = match measured(reader, picture, Network::Air, words::title(lang))? {
        Ok(measured) => measured,
        Err(page) => return Some(page),
    };
    let subject = subject(reader, picture, measured, key)?;
    let own = &subject.span.statistics;
    let raw = parts::Raw::Days(subject.span.raw, subject.span.days.len());
    let origin = parts::origin(reader, picture, measured, Some(own.span), raw);
    let headline = headline(lang, &subject);
    let ahead = ahead(reader, picture, measured, &subject);
    let calendar = days::calendar(lang, &subject.name, &subject.span, year(picture));
    let series = series(lang, &subject, year(picture));
    let primary = statistics::primary(lang, own);
    let validity = statistics::validity(lang, own);
    let stations = statistics::stations(reader, &subject.stations);
    let downloads = if subject.city.is_some() {
        let own: &[(&str, &str)] = &[("unit", subject.unit.as_str())];
        let table = ("city-months", open_data::tables::city_months(lang), own);
        download::rows(reader, &[table])
    } else {
        let own: &[(&str, &str)] = &[("station", key)];
        let table = ("station-months", open_data::tables::station_months(lang), own);
        download::rows(reader, &[table])
    };
    let issuer = if subject.city.is_some() {
        view! { <a href=reader.href("/air")>{shared::back_to_air(lang)}</a> }.into_any()
    } else {
        let city = unit_name(lang, picture.plan(), &subject.unit);
        view! { <a href=air_href(reader, subject.unit.as_str())>{words::station_of(lang, &city)}</a> }.into_any()
    };
    let title = if subject.city.is_some() {
        words::city_of(lang, &subject.name)
    } else {
        subject.name.clone()
    };
    Some(frame::page(reader, &title.clone(), move || {
        view! {
            <header class="masthead">
                <p class="issuer">{issuer}</p>
                <h1>{title}</h1>
                {origin}
                {headline}
            </header>
            {ahead}
            <section>
                <h2>{words::calendar_title(lang)}</h2>
                {calendar}
            </section>
            {series}
            {primary}
            {validity}
            {stations}
            <section>{downloads}</section>
        }
    }))
}

fn subject<'r>(reader: &Reader, picture: Picture<'_>, measured: &'r Measured, key: &str) -> Option<Subject<'r>> {
    let (record, as_of, year) = (measured.air()?, picture.standing.as_of, year(picture));
    let register = &measured.register;
    let span = so_far(year, as_of)?;
    let serving = || register.on(as_of).into_iter().filter(|place| place.serves(span));
    if let Some(place) = serving().find(|place| place.code == key) {
        return Some(Subject {
            name: place.name.clone(),
            city: None,
            unit: place.unit.clone(),
            span: network::station(record, place, year, as_of)?,
            last_year: None,
            stations: Vec::new(),
        });
    }
    let unit = UnitId::new(key).ok()?;
    let stations: Vec<&Place> = serving().filter(|place| place.unit == unit).collect();
    let city = network::cities(register, record, year, as_of)
        .into_iter()
        .find(|city| city.so_far.city == unit)?;
    Some(Subject {
        name: unit_name(reader.lang, picture.plan(), &unit),
        city: Some(unit.clone()),
        unit,
        span: city.so_far,
        last_year: city.last_year,
        stations,
    })
}

/// The large figures: good days, heavy days, PM2.5, the composite index.
fn headline(lang: Lang, subject: &Subject<'_>) -> AnyView {
    let statistics = &subject.span.statistics;
    let days = &statistics.days;
    if days.valid() == 0 {
        return view! { <p class="absent">{shared::no_data(lang)}</p> }.into_any();
    }
    let before = subject.last_year.as_ref().map(|before| &before.statistics);
    let ratio = shared::of_counts(lang, &days.good(), &days.valid());
    let change = before.and_then(|before| before.days.good_ratio()).map(|before| {
        let points = shared::points(lang, &parts::points(lang, days.good_ratio(), Some(before)));
        view! { " · " {shared::on_last_year(lang, &points)} }
    });
    let good = view! { <span class="fine number">{ratio} {change}</span> }.into_any();
    let small = |text: Option<String>| view! { <span class="fine number">{text}</span> }.into_any();
    let particles = statistics.headline(Pollutant::Pm25).map(|mean| {
        let before = before.and_then(|before| before.headline(Pollutant::Pm25));
        let before = before.map(|before| format!("{} {}", shared::last_year(lang), figures::number(before)));
        let value = figures::with_unit(mean, words::unit(Pollutant::Pm25));
        parts::figure(names::pollutant(lang, Pollutant::Pm25), value, small(before))
    });
    let index = statistics.composite().value.map(|index| {
        let before = before.and_then(|before| before.composite().value);
        let before = before.map(|before| format!("{} {}", shared::last_year(lang), figures::number(before)));
        parts::figure(words::composite(lang), figures::number(index), small(before))
    });
    let heavy = Some(format!("{} / {}", days.heavy(), days.valid()));
    view! {
        <dl class="large-figures">
            {parts::figure(words::good_ratio(lang), parts::percent(lang, days.good_ratio()), good)}
            {parts::figure(words::heavy_days(lang), days.heavy().to_string(), small(heavy))}
            {particles}
            {index}
        </dl>
    }
    .into_any()
}

/// How many more good days are needed: for the target of the register that counts this city, else so that
/// the share is no lower than that of the year before.
fn ahead(reader: &Reader, picture: Picture<'_>, measured: &Measured, subject: &Subject<'_>) -> Option<AnyView> {
    let lang = reader.lang;
    let statistics = &subject.span.statistics;
    let days = &statistics.days;
    subject.city.as_ref()?;
    if days.valid() == 0 {
        return None;
    }
    let counts = |fed: &sets::Fed<'_>| {
        let places = subject.stations.iter();
        fed.figure == Monitored::GoodAirDays
            && places
                .clone()
                .any(|place| fed.among.holds(&measured.register.ledger, &place.row))
    };
    let fed = sets::fed(picture, measured).into_iter().find(counts);
    let bound = fed.as_ref().and_then(|fed| {
        let bound = picture.standing.target(&fed.target.id)?.bound?;
        let name = lang.of(&fed.target.name);
        let words = words::goal_of(lang, &name, &goal(lang, fed.target, picture.standing.as_of));
        let href = reader.href(&format!("/target/{}", fed.target.id));
        Some((bound.value, view! { <a href=href>{words}</a> }.into_any()))
    });
    let last_year = || {
        let ratio = subject.last_year.as_ref()?.statistics.days.good_ratio()?;
        let words = words::goal_of_year(lang, &figures::with_unit(ratio, "%"));
        Some((ratio, words.into_any()))
    };
    let (bound, why): (Decimal, AnyView) = bound.or_else(last_year)?;
    let last = subject.span.days.last()?.date;
    let end = yaodian_domain::time::DaySpan::year(year(picture)).to();
    // Of a year that is over nothing is left, whatever of it was not measured.
    let left = if picture.standing.as_of > end {
        0
    } else {
        days_between(last, end)
    };
    let ahead: DaysAhead = days_ahead(days.good(), days.valid(), u32::try_from(left).unwrap_or(0), bound);
    Some(
        view! {
            <section>
                <h2>{words::ahead_title(lang)}</h2>
                <p>{why} " · " <strong>{warnings::days_ahead(lang, ahead)}</strong></p>
            </section>
        }
        .into_any(),
    )
}

/// PM2.5 and ozone by month, each with its limit.
fn series(lang: Lang, subject: &Subject<'_>, year: i16) -> Option<AnyView> {
    let months = network::monthly(&subject.span.days, year);
    let rules = subject.span.statistics.rules;
    let drawn: Vec<(Pollutant, Vec<Point>)> = [Pollutant::Pm25, Pollutant::O3]
        .into_iter()
        .map(|pollutant| {
            let points = (1_i8..).zip(&months).filter_map(|(month, statistics)| {
                let held = held(statistics, pollutant)?;
                Some(Point {
                    month,
                    value: held.value,
                    words: figures::number(held.value),
                    fails: held.meets() == Some(false),
                })
            });
            (pollutant, points.collect())
        })
        .collect();
    if drawn.iter().all(|(_, points)| points.is_empty()) {
        return None;
    }
    let title = |pollutant: Pollutant| {
        let statistic = words::statistic(lang, rules.headline(pollutant), rules.percentile(pollutant));
        format!(
            "{} · {statistic} ({})",
            names::pollutant(lang, pollutant),
            words::unit(pollutant)
        )
    };
    let pictures = (drawn.iter())
        .map(|(pollutant, points)| {
            let limit = rules.limit(*pollutant, rules.headline(*pollutant));
            let lines: Vec<Line> = (limit.into_iter())
                .map(|limit| {
                    let value = Decimal::from(limit.value);
                    Line {
                        value,
                        words: words::limit_of(lang, &figures::number(value)),
                        own: true,
                    }
                })
                .collect();
            let told = points
                .iter()
                .map(|point| terms::month_mean(lang, &bars::month(lang, point.month), &point.words));
            let alt = words::series_alt(
                lang,
                &title(*pollutant),
                &told.collect::<Vec<_>>().join(bars::comma(lang)),
            );
            view! {
                <figure class="small-multiple">
                    <figcaption><b>{title(*pollutant)}</b></figcaption>
                    {series::months(alt, points, &lines, true)}
                </figure>
            }
        })
        .collect_view();
    let rows = (drawn.iter())
        .map(|(pollutant, points)| {
            let cells = (1..=12)
                .map(|month| {
                    let point = points.iter().find(|point| point.month == month);
                    view! { <td class="number">{point.map(|point| point.words.clone())}</td> }
                })
                .collect_view();
            view! { <tr><th scope="row">{title(*pollutant)}</th>{cells}</tr> }
        })
        .collect_view();
    let mut heads = vec![(words::pollutant_word(lang).to_owned(), false)];
    heads.extend((1..=12).map(|month| (bars::month(lang, month), true)));
    Some(
        view! {
            <section>
                <h2>{words::series_title(lang)}</h2>
                <div class="small-multiples">{pictures}</div>
                {parts::behind(lang, table("records months-table", &heads, rows))}
            </section>
        }
        .into_any(),
    )
}

fn held(statistics: &Statistics, pollutant: Pollutant) -> Option<Held> {
    let figures = &statistics.pollutant(pollutant)?.figures;
    figures.headline(pollutant, statistics.rules).copied()
}
