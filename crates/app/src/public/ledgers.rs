//! 台账: the ledgers that anybody may browse.

use leptos::prelude::*;
use yaodian_contract::ledger::LedgerHead;
use yaodian_words::public_ledger as words;

use super::{
    Picture, Reader, frame,
    ledger::{fed, goals, listed, today},
};
use crate::{parts, pictures};

/// The public ledgers, each with how far its entries have come.
pub fn ledgers(reader: &Reader, picture: Picture<'_>, heads: &[LedgerHead]) -> String {
    let lang = reader.lang;
    let known: Vec<_> = (heads.iter())
        .filter_map(|head| Some((head, picture.plan().ledger(&head.id)?)))
        .collect();
    let none = known
        .is_empty()
        .then(|| view! { <section><p class="absent">{words::no_public_ledgers(lang)}</p></section> });
    let ledgers = (known.into_iter())
        .map(|(head, ledger)| {
            let number = head.funnel.first().copied().unwrap_or_default();
            let tag = head.demonstration.then(|| parts::demonstration_tag(lang));
            let targets = (fed(picture.plan(), ledger).into_iter())
                .map(|(target, _)| {
                    let judged = picture.standing.target(&target.id).map(|a| parts::judged(lang, a));
                    let href = reader.href(&format!("/target/{}", target.id));
                    view! { <li>{judged} " " <a href=href>{lang.of(&target.name).to_owned()}</a></li> }
                })
                .collect_view();
            view! {
                <section class="ledger-card">
                    <h2><a href=reader.href(&format!("/ledger/{}", head.id))>{lang.of(&head.name).to_owned()}</a> {tag}</h2>
                    <p>{words::listed_word(lang)} " " <strong class="number">{listed(reader, number, head.expected)}</strong></p>
                    <ul class="items">{targets}</ul>
                    {pictures::funnel_of(lang, ledger, &head.funnel, head.expected, &goals(reader, picture, ledger, number))}
                </section>
            }
        })
        .collect_view();
    frame::about_all(reader, words::ledgers(lang), move || {
        view! {
            <header class="masthead">
                <h1>{words::ledgers(lang)}</h1>
                <p class="lede">{words::ledgers_intro(lang)}</p>
                {today(reader, picture)}
            </header>
            {none}
            {ledgers}
        }
    })
}
