//! Surface water: its rules, the limits of GB 3838-2002, and a sample worked through.

use leptos::prelude::*;
use yaodian_monitoring::water::{
    Body, Grade, Group, Item, ItemGrade, Limits, Rule, Rules, Unit, Value, Values, WaterClass,
};
use yaodian_words::{
    Lang, figures,
    monitoring::{method as words, names, sources, water as remarks, water_rules},
};

use super::{
    super::{
        examples::dec,
        view::{matrix, tag},
    },
    sourced, unseen,
};

/// The classes that the standard has limits for.
const CLASSES: [WaterClass; 5] = [
    WaterClass::I,
    WaterClass::II,
    WaterClass::III,
    WaterClass::IV,
    WaterClass::V,
];

pub(super) fn rules(lang: Lang) -> AnyView {
    let rows = Rule::ALL
        .map(|rule| {
            view! {
                <tr>
                    <th scope="row">{water_rules::rule(lang, rule)}</th>
                    {sourced(lang, rule.source())}
                </tr>
            }
        })
        .collect_view();
    let heads = [words::rule_word(lang), words::clause_word(lang)];
    matrix(
        unseen(words::water_rules_title(lang)),
        &heads.map(|head| (head, false)),
        rows,
    )
}

pub(super) fn limits(lang: Lang) -> AnyView {
    let of_items = Item::ALL.into_iter().flat_map(|item| {
        let [river, lake] = [Body::River, Body::Lake].map(|body| (body, Rules::LATEST.limits(item, body)));
        let own: Vec<_> = if river.1 == lake.1 {
            river.1.map(|limits| (None, limits)).into_iter().collect()
        } else {
            let told = [river, lake].into_iter();
            told.filter_map(|(body, limits)| Some((Some(body), limits?))).collect()
        };
        own.into_iter().map(move |(body, limits)| (item, body, limits))
    });
    let rows = of_items
        .filter(|(item, ..)| matches!(item.group(), Group::Deciding | Group::Apart))
        .map(|(item, body, limits)| row(lang, item, body, limits))
        .collect_view();
    let classes = CLASSES.map(|class| (names::class(lang, class), true));
    let heads: Vec<_> = [(words::item_word(lang), false)].into_iter().chain(classes).collect();
    matrix(sources::source(lang, Rule::BasicLimits.source()), &heads, rows)
}

/// The limits of an item; of one kind of water, where the other has its own.
fn row(lang: Lang, item: Item, body: Option<Body>, limits: &Limits) -> impl IntoView + use<> {
    let unit = (item.unit() != Unit::MilligramPerLitre).then(|| names::unit(lang, item.unit()));
    let body = body.map(|body| names::body(lang, body));
    let apart = (item.group() == Group::Apart).then(|| words::apart(lang));
    let told: Vec<_> = [unit, body, apart].into_iter().flatten().collect();
    let told = (!told.is_empty()).then(|| view! { <small>{told.join(" · ")}</small> });
    let cells = CLASSES
        .map(|class| {
            let limit = limits.of(class).map(|limit| remarks::limit(lang, limit));
            view! { <td class="number">{limit}</td> }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row">{names::item(lang, item)}{told}</th>
            {cells}
        </tr>
    }
}

/// What was measured in the example.
const SAMPLE: [(Item, &str); 5] = [
    (Item::Ph, "7.66"),
    (Item::DissolvedOxygen, "8.24"),
    (Item::Permanganate, "6.68"),
    (Item::AmmoniaNitrogen, "0.18"),
    (Item::TotalPhosphorus, "0.195"),
];

pub(super) fn example(lang: Lang) -> AnyView {
    let mut values = Values::new();
    for (item, value) in SAMPLE {
        values.set(item, Value::found(dec(value)));
    }
    let grade = Grade::of(&values, Body::River, Rules::LATEST);
    let limit = |limit: Option<_>| limit.map_or(words::nothing(lang).to_owned(), |limit| remarks::limit(lang, limit));
    let rows = (grade.items.iter())
        .map(|graded| {
            let decides = Some(graded.class) == grade.class;
            let decides = decides.then(|| view! { <small>{words::decides(lang)}</small> });
            view! {
                <tr>
                    <th scope="row">{names::item(lang, graded.item)}<small>{amount(lang, graded)}</small></th>
                    <td>{names::class(lang, graded.class)}{decides}</td>
                    <td class="number">{limit(graded.kept)}</td>
                    <td class="number">{limit(graded.failed)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::item_word(lang), false),
        (words::class_word(lang), false),
        (words::kept_word(lang), true),
        (words::failed_word(lang), true),
    ];
    view! {
        {matrix(view! { {tag(lang, &[])} {sources::source(lang, Rule::BasicLimits.source())} }, &heads, rows)}
        <p>{outcome(lang, &grade)}</p>
        <p>{pollutants(lang, &grade)}</p>
    }
    .into_any()
}

/// A measured value with its unit.
fn amount(lang: Lang, graded: &ItemGrade) -> String {
    let unit = match graded.item {
        Item::Ph => "",
        item => names::unit(lang, item.unit()),
    };
    figures::with_unit(graded.value.amount, unit)
}

/// The class, and the item that decides it.
fn outcome(lang: Lang, grade: &Grade) -> Option<String> {
    let worst = grade.deciding().next()?;
    Some(words::water_class(
        lang,
        &names::class(lang, worst.class),
        &names::quality(lang, worst.class.quality()),
        &names::item(lang, worst.item),
        &amount(lang, worst),
        &remarks::limit(lang, worst.failed?),
    ))
}

/// The main pollution indicator, and how its multiple is found.
fn pollutants(lang: Lang, grade: &Grade) -> Option<String> {
    let main = grade.pollutants.first()?;
    let graded = grade.items.iter().find(|graded| graded.item == main.item)?;
    let limit = grade
        .rules
        .limits(main.item, grade.body)?
        .of(WaterClass::III)?
        .ceiling()?;
    Some(words::water_pollutant(
        lang,
        &names::item(lang, main.item),
        &figures::number(graded.value.amount),
        &figures::number(limit),
        &figures::number(main.shown()?),
    ))
}
