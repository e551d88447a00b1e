//! The days of a year as squares, each with its grade written in.

use leptos::prelude::*;
use yaodian_domain::Date;
use yaodian_monitoring::{
    air::{Day, Grade, Pollutant},
    network::air::CitySpan,
};
use yaodian_words::{Lang, figures, label, monitoring::names, network::air as words, pictures as bars};

use super::{super::picture::calendar as calendar_of, air::style, parts};
use crate::{
    drawing::{Calendar, Day as Square, Mark},
    parts::table,
};

/// A day's grade: `None` where it does not count.
fn graded(span: &CitySpan, day: &Day) -> Option<(u16, Grade)> {
    let incomplete = &span.statistics.days.incomplete;
    let aqi = day.aqi()?;
    let counts = !incomplete.iter().any(|one| one.date == day.date);
    counts.then_some((aqi.index, aqi.grade))
}

/// Twelve months of squares, Monday first, up to the last day of the stretch.
pub(super) fn calendar(lang: Lang, name: &str, span: &CitySpan, year: i16) -> AnyView {
    let last = span.statistics.span.to();
    let days = Calendar::of(lang, year, |date| {
        if date > last {
            Mark::Ahead
        } else {
            Mark::Of(square(lang, span, date))
        }
    });
    let key = (Grade::ALL.into_iter())
        .map(|grade| {
            let (count, place) = (span.statistics.days.grades, grade.place());
            let words = words::grade_count(lang, &names::air_grade(lang, grade), &count[place]);
            view! { <li><b class=format!("day {}", style(grade))>{words::letter(lang, grade)}</b> " " {words}</li> }
        })
        .collect_view();
    let alt = words::calendar_alt(lang, &name);
    view! {
        <ul class="grade-key">{key}</ul>
        {calendar_of(&days, alt)}
        <p class="fine">{words::calendar_note(lang)} " " {words::incomplete_note(lang)}</p>
        {parts::behind(lang, listed(lang, span))}
    }
    .into_any()
}

/// How a day looks: its grade with its letter; a dash where nothing counts.
fn square(lang: Lang, span: &CitySpan, date: Date) -> Square {
    let at = span.days.binary_search_by_key(&date, |day| day.date);
    let day = at.ok().and_then(|at| span.days.get(at));
    match day.and_then(|day| graded(span, day)) {
        Some((index, grade)) => Square {
            class: style(grade).to_owned(),
            sign: words::letter(lang, grade).to_owned(),
            title: words::day_title(lang, &figures::day(date), &index, &names::air_grade(lang, grade)),
        },
        None => Square {
            class: String::new(),
            sign: label::no_value(lang).to_owned(),
            title: words::day_without(lang, &figures::day(date)),
        },
    }
}

/// The same days as a table.
fn listed(lang: Lang, span: &CitySpan) -> AnyView {
    let rows = (span.days.iter())
        .map(|day| {
            let aqi = day.aqi();
            let index = aqi.as_ref().map(|aqi| aqi.index.to_string());
            let grade = match graded(span, day) {
                Some((_, grade)) => names::air_grade(lang, grade),
                None => words::incomplete(lang),
            };
            let primary: Vec<&str> = (aqi.iter())
                .flat_map(|aqi| aqi.primary.iter().map(words::symbol).collect::<Vec<_>>())
                .collect();
            let cells = (Pollutant::ALL)
                .map(|pollutant| {
                    let value = day.published(pollutant).map(|amount| figures::number(amount.into()));
                    view! { <td class="number">{value}</td> }
                })
                .collect_view();
            view! {
                <tr>
                    <th scope="row" class="when">{figures::day(day.date)}</th>
                    <td class="number">{index}</td>
                    <td>{grade}</td>
                    <td>{primary.join(bars::comma(lang))}</td>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    let mut heads = vec![
        (words::day_word(lang).to_owned(), false),
        (words::index_word(lang).to_owned(), true),
        (words::grade_word(lang).to_owned(), false),
        (words::primary_title(lang).to_owned(), false),
    ];
    heads.extend(Pollutant::ALL.map(|pollutant| (words::symbol(pollutant).to_owned(), true)));
    table("records", &heads, rows).into_any()
}
