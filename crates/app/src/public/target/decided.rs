//! What was decided about a target since the plan was issued: dates, numbers, units' shares.

use leptos::prelude::*;
use yaodian_domain::{
    Date, Decimal,
    check::{Assessment, Reason, allotment},
    decision::{Amendment, Extension},
    id::UnitId,
    target::Target,
};
use yaodian_words::{figures, label, method as words, names, say};

use super::super::{Picture, Reader, picture as drawn, unit_links};
use crate::parts;

/// Extensions and amendments, as far as they were asked for or decided by the day.
pub(super) fn decisions(
    reader: &Reader,
    target: &Target,
    assessment: Option<&Assessment>,
    as_of: Date,
) -> Option<impl IntoView + use<>> {
    let (amendments, extensions) = (
        target.decisions.amendments_by(as_of),
        target.decisions.extensions_by(as_of),
    );
    if amendments.is_empty() && extensions.is_empty() {
        return None;
    }
    let lang = reader.lang;
    let mut rows: Vec<(Date, AnyView)> = (amendments.into_iter())
        .map(|amendment| (amendment.decided_on, amended(reader, target, assessment, amendment)))
        .chain(
            (extensions.into_iter()).map(|extension| (extension.asked_on, extended(reader, target, extension, as_of))),
        )
        .collect();
    rows.sort_by_key(|(day, _)| *day);
    let rows = rows.into_iter().map(|(_, row)| row).collect_view();
    let heads = [
        (label::decided_word(lang), false),
        (label::decision_word(lang), false),
        (label::target_word(lang), false),
        (label::answer_word(lang), false),
        (label::reason_word(lang), false),
    ];
    Some(view! {
        <section>
            <h2>{label::decisions_title(lang)}</h2>
            {parts::table("records", &heads, rows)}
        </section>
    })
}

fn row(day: Date, what: &'static str, change: String, answer: AnyView, reason: &str) -> AnyView {
    view! {
        <tr>
            <td class="keep">{figures::day(day)}</td>
            <th scope="row">{what}</th>
            <td class="keep">{change}</td>
            <td class="fine">{answer}</td>
            <td class="fine" lang="zh-CN">{reason.to_owned()}</td>
        </tr>
    }
    .into_any()
}

/// The old number, the new one, and how the old promise stood on its last day.
fn amended(reader: &Reader, target: &Target, assessment: Option<&Assessment>, amendment: &Amendment) -> AnyView {
    let lang = reader.lang;
    let stood = assessment
        .into_iter()
        .flat_map(|a| &a.reasons)
        .find_map(|reason| match reason {
            Reason::Amended { on, from, to, stood } if *on == amendment.decided_on && *to == amendment.number => {
                Some((*from, *stood))
            }
            _ => None,
        });
    let own = |value: Decimal| figures::with_unit(value, figures::unit_of(lang, target));
    let change = match stood {
        Some((from, _)) => say::changed(lang, &own(from), &own(amendment.number)),
        None => own(amendment.number),
    };
    let answer = stood.map(|(_, status)| say::stood_until_then(lang, &names::status(lang, status)));
    row(
        amendment.decided_on,
        label::amendment_word(lang),
        change,
        answer.into_any(),
        &amendment.reason,
    )
}

fn extended(reader: &Reader, target: &Target, extension: &Extension, as_of: Date) -> AnyView {
    let lang = reader.lang;
    let change = say::changed(lang, &target.due_on(extension.asked_on), &extension.new_due);
    let answer = match extension.answer_by(as_of) {
        None => label::unanswered_word(lang).into_any(),
        Some(answer) => {
            let word = if answer.granted {
                label::granted_word(lang)
            } else {
                label::refused_word(lang)
            };
            let note = (!answer.note.is_empty()).then(|| view! { <small lang="zh-CN">{answer.note.clone()}</small> });
            view! { {say::answered(lang, &word, &answer.on)} {note} }.into_any()
        }
    };
    row(
        extension.asked_on,
        label::extension_word(lang),
        change,
        answer,
        &extension.reason,
    )
}

/// The units' shares held against the whole, where it was broken down by the day.
pub(super) fn shares(reader: &Reader, picture: Picture<'_>, target: &Target) -> Option<impl IntoView + use<>> {
    let (plan, as_of) = (picture.plan(), picture.standing.as_of);
    let given = plan.allocations.iter().filter(|share| share.holds_on(as_of));
    let checked = allotment(target, given)?;
    let lang = reader.lang;
    let bar = drawn::shares(lang, picture, target);
    let entries = figures::entries_of(lang, target);
    let own = |value: Decimal| figures::with_unit(value, entries);
    let row = |name: &'static str, value: Option<String>| {
        value.map(|value| view! { <div><dt>{name}</dt><dd class="number">{value}</dd></div> })
    };
    let found = |excess: Option<Decimal>| excess.map(|excess| words::finding(lang, excess, entries));
    let units = |name: &'static str, units: &[UnitId]| {
        (!units.is_empty()).then(|| view! { <div><dt>{name}</dt><dd>{unit_links(reader, plan, units)}</dd></div> })
    };
    Some(view! {
        <section>
            <h2>{label::allotment_title(lang)}</h2>
            <dl class="facts">
                {row(label::allotment_sum(lang), checked.sum.map(own))}
                {row(label::allotment_whole(lang), checked.whole.map(own))}
                {row(label::allotment_finding(lang), found(checked.excess))}
                {row(label::inventory_finding(lang), found(checked.inventory_excess))}
                {units(label::without_share(lang), &checked.without_share)}
                {units(label::strangers(lang), &checked.strangers)}
            </dl>
            {bar}
        </section>
    })
}
