//! A target divided among units: one bar.

use leptos::prelude::*;
use yaodian_domain::{
    Decimal, number,
    observation::Figure,
    target::{Promise, Target},
};
use yaodian_words::{Lang, drawing as words, figures, label};

use super::{Alone, Picture, any_made_up, behind, figure, float};
use crate::{
    drawing::{Frame, Part, Shares},
    public::target::current,
};

/// What a unit was given, and how much of it is done, in entries.
struct Given {
    name: String,
    share: Decimal,
    done: Option<Decimal>,
}

/// The shares of a count, or of an inventory by its entries; nothing where a target is not divided.
fn given(lang: Lang, picture: Picture<'_>, target: &Target) -> Vec<Given> {
    let (plan, as_of) = (picture.plan(), picture.standing.as_of);
    let known = current(picture.known.observations.of(&target.id), as_of);
    (target.reporters.iter())
        .filter_map(|id| {
            let unit = plan.units.get(id)?;
            let allocation = plan.allocation(&target.id, id, as_of)?;
            let share = match target.promise {
                Promise::Count { .. } => allocation.goal,
                Promise::Share { .. } => {
                    let of = allocation.inventory?;
                    (allocation.goal.checked_mul(of)? / Decimal::ONE_HUNDRED).ceil()
                }
                _ => return None,
            };
            let last = (known.iter())
                .filter(|o| o.unit.as_ref() == Some(id))
                .max_by_key(|o| (o.span.to(), o.known_on));
            let done = last.and_then(|o| match &o.figure {
                Figure::Amount { value } => Some(*value),
                Figure::Counts { done, .. } => Some(*done),
                Figure::Progress { .. } | Figure::Words { .. } => None,
            });
            Some(Given {
                name: lang.unit(unit).to_owned(),
                share: share.max(Decimal::ZERO),
                done,
            })
        })
        .collect()
}

fn sum(all: &[Given]) -> Option<Decimal> {
    all.iter()
        .try_fold(Decimal::ZERO, |sum, given| sum.checked_add(given.share))
        .filter(|sum| !sum.is_zero())
}

fn drawn(all: &[Given]) -> Shares {
    let part = |given: &Given| {
        Some(Part {
            name: given.name.clone(),
            share: float(given.share)?,
            done: given.done.and_then(float).unwrap_or_default().max(0.0),
            words: figures::number(given.share),
        })
    };
    Shares {
        parts: all.iter().filter_map(part).collect(),
    }
}

fn alt(lang: Lang, target: &Target, all: &[Given], sum: Decimal) -> String {
    words::shares_alt(
        lang,
        &lang.of(&target.name),
        &all.len(),
        &figures::with_unit(sum, figures::entries_of(lang, target)),
    )
}

/// The picture for a page, with every share in the table behind it.
pub(in crate::public) fn shares(lang: Lang, picture: Picture<'_>, target: &Target) -> Option<AnyView> {
    let all = given(lang, picture, target);
    let sum = sum(&all).filter(|_| all.len() > 1)?;
    let shares = drawn(&all);
    let (wide, narrow) = (
        shares.draw(Frame::WIDE.high(Shares::HEIGHT), "shares"),
        shares.draw(Frame::NARROW.high(Shares::HEIGHT), "shares-n"),
    );
    let rows = (all.iter())
        .map(|given| {
            let of = number::percent(given.share, sum, 1).map(|share| figures::with_unit(share, "%"));
            view! {
                <tr>
                    <th scope="row">{given.name.clone()}</th>
                    <td class="number">{figures::number(given.share)}</td>
                    <td class="number">{of}</td>
                    <td class="number">{given.done.map_or_else(|| label::no_value(lang).to_owned(), figures::number)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (label::unit_word(lang), false),
        (words::share_word(lang), true),
        (words::of_whole(lang), true),
        (words::done_word(lang), true),
    ];
    let table = behind(
        lang,
        words::shares_table(lang, &lang.of(&target.name)),
        &heads,
        rows.into_any(),
    );
    let caption = view! { {words::shares_note(lang)} " " {words::see_table(lang)} }.into_any();
    let figure = figure("shares", &alt(lang, target, &all, sum), &wide, &narrow, caption, table);
    Some(view! { <h3>{words::shares_title(lang)}</h3> {figure} }.into_any())
}

/// The picture by itself; `None` where the target is not divided.
pub fn shares_alone(lang: Lang, picture: Picture<'_>, target: &Target, size: (u16, u16)) -> Option<String> {
    let now = target.in_force(picture.standing.as_of);
    let all = given(lang, picture, &now);
    let sum = sum(&all).filter(|_| all.len() > 1)?;
    let made_up = any_made_up(picture.known.observations.of(&target.id));
    let alone = Alone {
        heading: lang.of(&target.name).to_owned(),
        alt: alt(lang, &now, &all, sum),
        note: Some(words::shares_note(lang).to_owned()),
    };
    Some(alone.svg(lang, picture, size, made_up, |frame| drawn(&all).draw(frame, "shares")))
}
