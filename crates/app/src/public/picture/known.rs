//! The days of a year on which figures became known, and on which reports were due.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use yaodian_domain::{
    Date,
    period::{Cadence, Period},
};
use yaodian_words::{Lang, drawing as words, figures, label};

use super::{Alone, Picture, behind, plan_made_up};
use crate::{
    drawing::{Calendar, Day, Mark},
    public::Reader,
};

/// How many figures became known on each day up to the day of knowledge; on which days reports are due.
struct Days {
    year: i16,
    known: BTreeMap<Date, usize>,
    due: BTreeSet<Date>,
}

fn days(picture: Picture<'_>) -> Days {
    let (plan, as_of) = (picture.plan(), picture.standing.as_of);
    let year = plan.term.from().year();
    let mut known = BTreeMap::new();
    let targets = plan
        .targets
        .iter()
        .flat_map(|target| picture.known.observations.of(&target.id));
    for o in targets.filter(|o| o.known_on.year() == year && o.known_on <= as_of) {
        *known.entry(o.known_on).or_default() += 1;
    }
    let schedule = plan.schedule();
    let due = Period::ending_in(Cadence::Month, plan.term)
        .map(|period| schedule.due(period))
        .collect();
    Days { year, known, due }
}

/// A step of ink for a number of figures.
fn step(number: usize) -> Option<u8> {
    match number {
        0 => None,
        1..=4 => Some(1),
        5..=19 => Some(2),
        20..=99 => Some(3),
        _ => Some(4),
    }
}

fn drawn(lang: Lang, days: &Days, as_of: Date) -> Calendar {
    Calendar::of(lang, days.year, |date| {
        let (number, due) = (
            days.known.get(&date).copied().unwrap_or_default(),
            days.due.contains(&date),
        );
        if date > as_of && !due {
            return Mark::Ahead;
        }
        let known = (number > 0).then(|| words::known_on(lang, &figures::day(date), &number));
        let due_words = due.then(|| words::due_on(lang, &figures::day(date)));
        let title = match (known, due_words) {
            (Some(known), Some(due)) => words::both(lang, &known, &due),
            (known, due) => known.or(due).unwrap_or_default(),
        };
        let wash = step(number).map(|step| format!("wash-{step}"));
        let class = match (wash, due) {
            (Some(wash), true) => wash + " due",
            (None, true) => "due".to_owned(),
            (wash, false) => wash.unwrap_or_default(),
        };
        let sign = if number > 0 { number.to_string() } else { String::new() };
        Mark::Of(Day { class, sign, title })
    })
}

/// A year of squares, each with its sign; what a square says in words is its title.
pub(in crate::public) fn calendar(calendar: &Calendar, alt: String) -> AnyView {
    let months = (calendar.months().into_iter())
        .map(|(name, offset, days)| {
            let days = (days.into_iter())
                .map(|(date, mark)| {
                    let place = (date.day() == 1).then(|| format!("grid-column-start:{offset}"));
                    match mark {
                        Mark::Ahead => view! { <li class="day ahead" style=place></li> }.into_any(),
                        Mark::Of(day) => {
                            let class = if day.class.is_empty() {
                                "day".to_owned()
                            } else {
                                format!("day {}", day.class)
                            };
                            let title = (!day.title.is_empty()).then(|| day.title.clone());
                            view! { <li class=class style=place title=title>{day.sign.clone()}</li> }.into_any()
                        }
                    }
                })
                .collect_view();
            view! { <li><h3>{name}</h3><ol class="day-squares">{days}</ol></li> }
        })
        .collect_view();
    view! { <ol class="year-of-days" aria-label=alt>{months}</ol> }.into_any()
}

/// The calendar of the plan's year, with the table behind it.
pub(in crate::public) fn known(reader: &Reader, picture: Picture<'_>) -> Option<AnyView> {
    let (lang, as_of) = (reader.lang, picture.standing.as_of);
    let days = days(picture);
    if days.known.is_empty() {
        return None;
    }
    let year = drawn(lang, &days, as_of);
    let all: BTreeSet<Date> = days.known.keys().chain(&days.due).copied().collect();
    let rows = (all.into_iter())
        .map(|date| {
            let number = days.known.get(&date).map(ToString::to_string);
            let due = days.due.contains(&date).then(|| words::due_word(lang));
            view! {
                <tr>
                    <th scope="row">{figures::day(date)}</th>
                    <td class="number">{number.unwrap_or_else(|| label::no_value(lang).to_owned())}</td>
                    <td>{due}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::day_word(lang), false),
        (words::known_word(lang), true),
        (words::due_word(lang), false),
    ];
    let table = behind(lang, words::known_table(lang, &days.year), &heads, rows.into_any());
    Some(
        view! {
            <section aria-labelledby="known">
                <h2 id="known">{words::known_title(lang)}</h2>
                {calendar(&year, words::known_alt(lang, &days.year))}
                <p class="fine">{words::known_note(lang)} " " {words::see_table(lang)}</p>
                {table}
            </section>
        }
        .into_any(),
    )
}

/// The same year as a picture by itself.
pub fn known_alone(lang: Lang, picture: Picture<'_>, size: (u16, u16)) -> String {
    let days = days(picture);
    let year = drawn(lang, &days, picture.standing.as_of);
    let alt = words::known_alt(lang, &days.year);
    let alone = Alone {
        heading: alt.clone(),
        alt,
        note: Some(words::known_note(lang).to_owned()),
    };
    alone.svg(lang, picture, size, plan_made_up(picture), |frame| {
        year.draw(frame, "known")
    })
}
