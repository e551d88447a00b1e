//! 通报: the list, and each of them as it was published.

use leptos::prelude::*;
use yaodian_domain::bulletin::{Bulletin, BulletinHead, State};
use yaodian_words::{Lang, bulletin as words, changes};

use super::{Reader, frame};
use crate::bulletin::{document, list, title};

/// All that are published, the latest first.
pub fn bulletins(reader: &Reader, heads: &[BulletinHead]) -> String {
    let lang = reader.lang;
    let list = if heads.is_empty() {
        view! { <p class="absent">{words::none_published(lang)}</p> }.into_any()
    } else {
        let feed = format!("{}/feed/bulletins.atom", reader.base);
        let list = list(lang, heads, "/bulletin", true);
        view! { {list} <p class="fine"><a href=feed type="application/atom+xml">{changes::feed_bulletins(lang)}</a></p> }.into_any()
    };
    frame::about_all(reader, words::bulletins(lang), move || {
        view! {
            <header class="masthead">
                <h1>{words::bulletins(lang)}</h1>
                <p class="lede">{words::intro(lang)}</p>
            </header>
            {list}
        }
    })
}

/// One of them.
pub fn bulletin(reader: &Reader, bulletin: &Bulletin, head: &BulletinHead) -> String {
    let lang = reader.lang;
    let name = title(lang, head);
    let page = words::page(lang, bulletin, None);
    let edition = words::edition(lang, head.edition);
    let corrected = head.corrected_by.as_ref().map(|by| {
        view! { <p class="trial" role="note"><a href=format!("/bulletin/{by}")>{words::corrected_by(lang, &edition)}</a></p> }
    });
    let corrects = bulletin.corrects.as_ref().map(|correction| {
        view! { <p class="fine"><a href=format!("/bulletin/{}", correction.of)>{words::corrects_word(lang)}</a></p> }
    });
    let published = match &bulletin.state {
        State::Draft => words::draft_word(lang).to_owned(),
        // By the office; people's names are nobody else's business.
        State::Published { on, .. } => words::issued_on(lang, on),
    };
    let file = |form: &str| format!("/bulletin/{}/{form}", head.id);
    let (docx, pdf) = (file("docx"), file("pdf"));
    let note = (lang == Lang::En).then(|| view! { <p class="fine">{words::contents_note(lang)}</p> });
    let shown = document(lang, &page, bulletin.facts.as_of);
    frame::about_all(reader, &name, move || {
        view! {
            {corrected}
            <p class="document-tools">
                <span class="fine">{published}</span>
                <a href=docx>{words::download_docx(lang)}</a>
                <a href=pdf>{words::download_pdf(lang)}</a>
            </p>
            {corrects}
            {note}
            {shown}
        }
    })
}
