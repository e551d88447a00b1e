//! `/privacy`: what is kept about the people who work with the product, and what they may ask for.

use leptos::prelude::*;
use yaodian_domain::privacy::Topic;
use yaodian_words::{audit, privacy as words};

use super::{
    Picture, Reader,
    frame::{self, statement},
};

/// The page; `contact` is where people ask, if that was told.
pub fn privacy(reader: &Reader, picture: Picture<'_>, contact: Option<&str>) -> String {
    let lang = reader.lang;
    let publisher = lang.of(&picture.plan().issuer).to_owned();
    let contact = contact.map(|contact| view! { <li>{words::contact(lang, &contact)}</li> });
    let row = |topic: Topic| {
        view! {
            <tr>
                <th scope="row">{words::of(lang, topic)}</th>
                <td data-label=words::why(lang)>{words::purpose(lang, topic)}</td>
                <td data-label=words::who(lang)>{words::seen_by(lang, topic)}</td>
                <td data-label=words::how_long(lang)>{words::kept(lang, topic)}</td>
                <td data-label=words::then(lang)>{words::fate(lang, topic.fate())}</td>
            </tr>
        }
    };
    frame::page(reader, words::title(lang), move || {
        view! {
            <header class="masthead">
                <h1>{words::title(lang)}</h1>
                <p class="lede">{words::intro(lang)}</p>
            </header>
            <section class="statement" id="responsible">
                <h2>{words::responsible_title(lang)}</h2>
                <ul>
                    <li>{words::responsible(lang, &publisher)}</li>
                    {contact}
                    <li>{words::ask_administrator(lang)}</li>
                </ul>
            </section>
            <section class="kept">
                <h2>{words::list_title(lang)}</h2>
                <div class="table-wrap" tabindex="0">
                    <table class="matrix stacks">
                        <caption class="visually-hidden">{words::list_title(lang)}</caption>
                        <thead><tr>
                            <th scope="col">{words::what(lang)}</th>
                            <th scope="col">{words::why(lang)}</th>
                            <th scope="col">{words::who(lang)}</th>
                            <th scope="col">{words::how_long(lang)}</th>
                            <th scope="col">{words::then(lang)}</th>
                        </tr></thead>
                        <tbody>{Topic::ALL.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
                <p class="law">{words::law(lang)}</p>
            </section>
            {statement(lang, words::rights_title, &[words::right_copy, words::right_correct, words::right_erase, words::right_named])}
            {statement(lang, words::limits_title, &[words::limit_backups, words::limit_old, words::limit_text, words::limit_sheets])}
            <p class="fine"><a href="/changes/verify">{audit::title(lang)}</a></p>
        }
    })
}
