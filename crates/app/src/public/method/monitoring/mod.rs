//! 监测评价方法: every rule on measurements with its source, the limits, and examples worked through.
//!
//! All of it is read from `yaodian_monitoring` while the page is made.

mod air;
mod documents;
mod water;

use leptos::prelude::*;
use yaodian_monitoring::source::{Source, Standing};
use yaodian_words::{
    Lang, label,
    monitoring::{method as words, sources},
};

use super::{
    super::{Reader, frame},
    Part, part, view,
};

/// The anchor of the part of the method page that leads here.
pub(super) const ID: &str = "monitoring";

const PARTS: [Part; 8] = [
    part(
        "documents",
        words::documents_title,
        words::documents_lede,
        documents::documents,
    ),
    part(
        "water-rules",
        words::water_rules_title,
        words::water_rules_lede,
        water::rules,
    ),
    part("water-limits", words::limits_title, words::limits_lede, water::limits),
    part(
        "water-example",
        words::water_example_title,
        words::water_example_lede,
        water::example,
    ),
    part("air-rules", words::air_rules_title, words::air_rules_lede, air::rules),
    part(
        "air-breakpoints",
        words::breakpoints_title,
        words::breakpoints_lede,
        air::breakpoints,
    ),
    part("air-year", words::year_title, words::year_lede, air::year),
    part(
        "air-example",
        words::air_example_title,
        words::air_example_lede,
        air::example,
    ),
];

/// The page on how measurements are assessed.
pub fn monitoring_method(reader: &Reader) -> String {
    let lang = reader.lang;
    let method = reader.href("/method");
    frame::about_all(reader, words::title(lang), move || {
        let contents = view::contents(lang, PARTS.iter().map(|part| (part.id, (part.title)(lang))));
        let parts = (1..)
            .zip(&PARTS)
            .map(|(number, part)| view::section(lang, number, part))
            .collect_view();
        view! {
            <header class="masthead">
                <p class="issuer"><a href=method>{label::method(lang)}</a></p>
                <h1>{words::title(lang)}</h1>
                <p class="lede">{words::intro(lang)}</p>
                <p class="lede">{words::exact(lang)}</p>
            </header>
            {contents}
            {parts}
        }
    })
}

/// The part of the method page that leads here.
pub(super) fn further(reader: &Reader, number: usize) -> impl IntoView + use<> {
    let lang = reader.lang;
    let title = words::title(lang);
    view! {
        <section id=ID class="rule">
            <h2>{format!("{number} {title}")}</h2>
            <p class="lede">{words::lead(lang)}</p>
            <p><a href=reader.href("/method/monitoring")>{title}</a></p>
        </section>
    }
}

/// How surely a rule is known; what nobody held against the document stands out.
fn known(lang: Lang, standing: Standing) -> AnyView {
    let words = sources::standing(lang, standing);
    match standing {
        Standing::Unverified => view! { <span class="tag">{words}</span> }.into_any(),
        _ => words.into_any(),
    }
}

/// The document and the clause of a rule, as they are numbered there.
fn clause(lang: Lang, source: Source) -> AnyView {
    match source.document.number() {
        Some(number) => {
            view! { <span lang="zh-CN"><span class="keep">{number}</span>" "{source.clause}</span> }.into_any()
        }
        None => sources::document(lang, source.document).into_any(),
    }
}

/// A cell with where a rule stands.
fn sourced(lang: Lang, source: Source) -> impl IntoView + use<> {
    view! { <td>{clause(lang, source)}<small>{known(lang, source.standing)}</small></td> }
}

/// A caption for those who cannot see the title above the table.
fn unseen(title: &'static str) -> impl IntoView + use<> {
    view! { <span class="visually-hidden">{title}</span> }
}
