//! The days of a year as squares, each with its grade written in.

use leptos::prelude::*;
use yaodian_domain::{Date, time::DaySpan};
use yaodian_monitoring::{
    air::{Day, Grade, Pollutant},
    network::air::CitySpan,
};
use yaodian_words::{Lang, figures, label, monitoring::names, network::air as words, pictures as bars};

use super::{air::style, parts};
use crate::parts::table;

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
    let months = (1..=12)
        .filter_map(|month| DaySpan::month(year, month))
        .map(|month| {
            let (first, number) = (month.from(), month.from().month());
            let offset = first.weekday().to_monday_one_offset();
            let days = (1..=month.to().day())
                .filter_map(|day| Date::new(year, number, day).ok())
                .map(|date| square(lang, span, date, (date == first).then_some(offset), date > last))
                .collect_view();
            view! { <li><h3>{bars::month(lang, number)}</h3><ol class="day-squares">{days}</ol></li> }
        })
        .collect_view();
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
        <ol class="year-of-days" aria-label=alt>{months}</ol>
        <p class="fine">{words::calendar_note(lang)} " " {words::incomplete_note(lang)}</p>
        {parts::behind(lang, listed(lang, span))}
    }
    .into_any()
}

fn square(lang: Lang, span: &CitySpan, date: Date, offset: Option<i8>, ahead: bool) -> AnyView {
    let place = offset.map(|offset| format!("grid-column-start:{offset}"));
    if ahead {
        return view! { <li class="day ahead" style=place></li> }.into_any();
    }
    let at = span.days.binary_search_by_key(&date, |day| day.date);
    let day = at.ok().and_then(|at| span.days.get(at));
    match day.and_then(|day| graded(span, day)) {
        Some((index, grade)) => {
            let title = words::day_title(lang, &figures::day(date), &index, &names::air_grade(lang, grade));
            view! { <li class=format!("day {}", style(grade)) style=place title=title>{words::letter(lang, grade)}</li> }
                .into_any()
        }
        None => {
            let title = words::day_without(lang, &figures::day(date));
            view! { <li class="day" style=place title=title>{label::no_value(lang)}</li> }.into_any()
        }
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
