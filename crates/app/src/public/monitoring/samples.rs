//! The samples of a section: when, how far looked through, what they said, and what was said before.

use std::collections::BTreeMap;

use leptos::prelude::*;
use yaodian_domain::Date;
use yaodian_monitoring::{
    network::{Moment, Version, WaterRecord, WaterSaid, water::SectionYear},
    water::{Grade, Item, ItemGrade, Value},
};
use yaodian_words::{
    Lang, figures,
    monitoring::names,
    network::{self as shared, water as words},
    pictures as bars,
};

use super::class;
use crate::parts::table;

/// Columns of items beside a sample.
const ITEMS: usize = 6;

/// The samples that count, and below them the revisions.
pub(super) fn samples(
    lang: Lang,
    record: &WaterRecord,
    section: &SectionYear<'_>,
    ranked: &[ItemGrade],
    as_of: Date,
) -> Option<AnyView> {
    let (place, span) = (section.place, section.so_far.span);
    let counting: Vec<_> = record.counting(&place.code, span, as_of).collect();
    if counting.is_empty() {
        return None;
    }
    let rules = yaodian_monitoring::water::Rules::LATEST;
    let items: Vec<Item> = ranked.iter().take(ITEMS).map(|one| one.item).collect();
    let written = |item: Item, value: Value| {
        let graded = ItemGrade::of(item, value, place.body, rules);
        figures::number(graded.map_or_else(|| value.settled().normalize(), |graded| graded.shown()))
    };
    let rows = (counting.iter())
        .map(|(moment, version)| {
            let values = &version.value.values;
            let cells = (items.iter())
                .map(|item| {
                    let value = values.get(*item).map(|value| written(*item, value));
                    view! { <td class="number">{value}</td> }
                })
                .collect_view();
            let grade = Grade::of(values, place.body, rules);
            view! {
                <tr>
                    <th scope="row" class="when">{shared::moment(*moment)}</th>
                    <td>{shared::state(lang, version.state)}</td>
                    <td class="when">{figures::day(version.known_on)}</td>
                    <td>{class::mark(lang, grade.class)}</td>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    let mut heads = vec![
        (words::sampled_word(lang).to_owned(), false),
        (words::state_word(lang).to_owned(), false),
        (words::known_word(lang).to_owned(), false),
        (shared::class_word(lang).to_owned(), false),
    ];
    heads.extend(items.iter().map(|item| (names::item(lang, *item).to_owned(), true)));
    let mut said: BTreeMap<Moment, Vec<&Version<WaterSaid>>> = BTreeMap::new();
    for (moment, version) in record.history(&place.code, span, as_of) {
        said.entry(moment).or_default().push(version);
    }
    let revised = (said.into_iter())
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(moment, versions)| {
            let steps = (versions.iter())
                .map(|version| {
                    format!(
                        "{} {}",
                        figures::day(version.known_on),
                        shared::state(lang, version.state)
                    )
                })
                .collect::<Vec<_>>()
                .join(" → ");
            let changes = (versions.windows(2))
                .flat_map(|pair| changes(lang, pair, written))
                .collect::<Vec<_>>()
                .join(bars::comma(lang));
            view! { <li><b class="number">{shared::moment(moment)}</b> " " <span class="fine">{steps}</span> " " {changes}</li> }
        })
        .collect::<Vec<_>>();
    let revised = (!revised.is_empty()).then(|| {
        view! {
            <h3>{words::revisions_title(lang)}</h3>
            <p class="fine">{words::revisions_note(lang)}</p>
            <ul class="plain-list">{revised}</ul>
        }
    });
    Some(
        view! {
            <section>
                <h2>{words::samples_title(lang)}</h2>
                {table("records samples", &heads, rows)}
                {revised}
            </section>
        }
        .into_any(),
    )
}

/// What a later word changed.
fn changes(lang: Lang, pair: &[&Version<WaterSaid>], written: impl Fn(Item, Value) -> String) -> Vec<String> {
    let [before, after] = pair else { return Vec::new() };
    let (before, after) = (&before.value.values, &after.value.values);
    let changed = Item::ALL
        .into_iter()
        .filter(|item| before.get(*item) != after.get(*item));
    let told = changed.map(|item| {
        let value = |value: Option<Value>| {
            value.map_or_else(|| shared::not_measured(lang).to_owned(), |value| written(item, value))
        };
        words::revised(
            lang,
            &value(before.get(item)),
            &value(after.get(item)),
            &names::item(lang, item),
        )
    });
    told.collect()
}
