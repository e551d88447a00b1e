//! The documents that rules come from, and what is meant by «verified».

use leptos::prelude::*;
use yaodian_monitoring::{
    air,
    source::{Document, Source, Standing},
    water,
};
use yaodian_words::{
    Lang,
    monitoring::{method as words, sources},
};

use super::{super::view::matrix, air::EDITIONS, known, unseen};

pub(super) fn documents(lang: Lang) -> AnyView {
    let all = all();
    let standings = Standing::ALL
        .map(|standing| {
            let count = (all.iter())
                .filter(|sources| sources.iter().any(|source| source.standing == standing))
                .count();
            view! {
                <div>
                    <dt>{known(lang, standing)}</dt>
                    <dd>{sources::standing_meaning(lang, standing)} " " <span class="fine">{words::rules_so_known(lang, &count)}</span></dd>
                </div>
            }
        })
        .collect_view();
    let rows = Document::ALL
        .map(|document| {
            let from = |sources: &&Vec<Source>| sources.iter().any(|source| source.document == document);
            let unverified = |sources: &&Vec<Source>| {
                (sources.iter()).any(|source| source.document == document && source.standing == Standing::Unverified)
            };
            let title = sources::document(lang, document);
            let name = match document.number() {
                Some(number) => {
                    view! { <span class="keep" lang="zh-CN">{number}</span><small>{title}</small> }.into_any()
                }
                None => title.into_any(),
            };
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="number">{all.iter().filter(from).count()}</td>
                    <td class="number">{all.iter().filter(unverified).count()}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::document_word(lang), false),
        (words::rules_word(lang), true),
        (words::unverified_word(lang), true),
    ];
    view! {
        {matrix(unseen(words::documents_title(lang)), &heads, rows)}
        <h3>{words::known_word(lang)}</h3>
        <dl class="facts">{standings}</dl>
    }
    .into_any()
}

/// Where each rule stands: one source, or one by each edition.
fn all() -> Vec<Vec<Source>> {
    let of_water = water::Rule::ALL.map(|rule| vec![rule.source()]);
    let of_air = air::Rule::ALL.map(|rule| EDITIONS.map(|rules| rule.source(rules)).to_vec());
    of_water.into_iter().chain(of_air).collect()
}
