//! How targets stood from month to month, by replay: a past month is judged by what was known then.

use leptos::prelude::*;
use yaodian_domain::{
    Date,
    check::Status,
    plan::Chapter,
    standing::{Standing, Tally, month_ends},
    unit::Unit,
};
use yaodian_words::{Lang, drawing as words, names, pictures as bars};

use super::{Alone, Picture, behind, figure, plan_made_up, plan_name};
use crate::{
    drawing::{Column, Frame, Months},
    public::Reader,
};

/// How high it is drawn.
const WIDE: f64 = 320.0;
const NARROW: f64 = 390.0;

/// A day that is looked back upon, and how many stood where.
type Stood = (Date, Tally);

fn stood(picture: Picture<'_>, tally: impl Fn(Date) -> Tally) -> Vec<Stood> {
    let days = month_ends(picture.plan().term, picture.standing.as_of);
    days.into_iter().map(|day| (day, tally(day))).collect()
}

fn of_plan(picture: Picture<'_>, tally: impl Fn(&Standing) -> Tally) -> Vec<Stood> {
    let (plan, observations) = (picture.plan(), &picture.known.observations);
    stood(picture, |day| tally(&Standing::of(plan, observations, day)))
}

/// What a column is called: a day after the term by its month, as the months before.
fn drawn(lang: Lang, picture: Picture<'_>, stood: &[Stood]) -> Months {
    let term = picture.plan().term;
    let several = term.from().year() != term.to().year();
    let column = |(day, tally): &Stood| Column {
        name: if *day > term.to() {
            words::by_now(lang).to_owned()
        } else if several {
            day.strftime("%y-%m").to_string()
        } else {
            day.month().to_string()
        },
        counts: Status::ALL
            .map(|status| (status, u32::try_from(tally.at(status)).unwrap_or(u32::MAX)))
            .to_vec(),
    };
    Months {
        places: month_ends(term, term.to()).len(),
        columns: stood.iter().map(column).collect(),
        names: Status::ALL
            .map(|status| (status, names::status(lang, status).to_owned()))
            .to_vec(),
    }
}

/// What the last column says.
fn alt(lang: Lang, name: &str, stood: &[Stood]) -> String {
    let Some((day, tally)) = stood.last() else {
        return name.to_owned();
    };
    let list: Vec<String> = (Status::ALL.into_iter().rev())
        .filter(|status| tally.at(*status) > 0)
        .map(|status| words::one_count(lang, &names::status(lang, status), &tally.at(status)))
        .collect();
    words::months_alt(lang, &name, &words::month_of(lang, *day), &list.join(bars::comma(lang)))
}

fn section(lang: Lang, picture: Picture<'_>, name: &str, stood: &[Stood]) -> Option<AnyView> {
    if stood.iter().all(|(_, tally)| tally.total() == 0) {
        return None;
    }
    let months = drawn(lang, picture, stood);
    let (wide, narrow) = (
        months.draw(Frame::WIDE.high(WIDE), "months"),
        months.draw(Frame::NARROW.high(NARROW), "months-n"),
    );
    let used: Vec<Status> = (Status::ALL.into_iter().rev())
        .filter(|status| stood.iter().any(|(_, tally)| tally.at(*status) > 0))
        .collect();
    let rows = (stood.iter())
        .map(|(day, tally)| {
            let cells = (used.iter())
                .map(|status| view! { <td class="number">{tally.at(*status).to_string()}</td> })
                .collect_view();
            view! { <tr><th scope="row">{day.to_string()}</th>{cells}</tr> }
        })
        .collect_view();
    let mut heads = vec![(words::month_end(lang), false)];
    heads.extend(used.iter().map(|status| (names::status(lang, *status), true)));
    let table = behind(lang, words::months_table(lang, &name), &heads, rows.into_any());
    let caption = view! { {words::months_note(lang)} " " {words::see_table(lang)} }.into_any();
    let figure = figure("months", &alt(lang, name, stood), &wide, &narrow, caption, table);
    Some(
        view! {
            <section aria-labelledby="months">
                <h2 id="months">{words::months_title(lang)}</h2>
                {figure}
            </section>
        }
        .into_any(),
    )
}

/// All targets of the plan, month by month.
pub(in crate::public) fn plan_months(reader: &Reader, picture: Picture<'_>) -> Option<AnyView> {
    let name = plan_name(reader.lang, picture.plan());
    section(reader.lang, picture, &name, &of_plan(picture, Standing::targets))
}

/// The targets of a chapter, month by month: for the page of the chapter.
pub fn chapter_months(reader: &Reader, picture: Picture<'_>, chapter: &Chapter) -> Option<AnyView> {
    let stood = of_plan(picture, |standing| standing.chapter(picture.plan(), chapter));
    section(reader.lang, picture, reader.lang.of(&chapter.name), &stood)
}

/// A unit's parts of its targets, month by month.
pub(in crate::public) fn unit_months(reader: &Reader, picture: Picture<'_>, unit: &Unit) -> Option<AnyView> {
    let (plan, observations) = (picture.plan(), &picture.known.observations);
    let stood = stood(picture, |day| {
        Standing::of_unit(plan, observations, &unit.id, day).targets()
    });
    section(reader.lang, picture, reader.lang.unit(unit), &stood)
}

/// All targets of the plan, month by month, as a picture by itself.
pub fn months_alone(lang: Lang, picture: Picture<'_>, size: (u16, u16)) -> String {
    let stood = of_plan(picture, Standing::targets);
    let name = plan_name(lang, picture.plan());
    let months = drawn(lang, picture, &stood);
    let alone = Alone {
        alt: alt(lang, &name, &stood),
        note: Some(words::months_title(lang).to_owned()),
        heading: name,
    };
    alone.svg(lang, picture, size, plan_made_up(picture), |frame| {
        months.draw(frame, "months")
    })
}
