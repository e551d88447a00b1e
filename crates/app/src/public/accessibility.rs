//! `/accessibility`: for whom the pages work, how that is tested, what falls short.

use leptos::prelude::*;
use yaodian_words::{Lang, accessibility as words};

use super::{Reader, frame};

type Words = fn(Lang) -> &'static str;

/// The page.
pub fn accessibility(reader: &Reader) -> String {
    let lang = reader.lang;
    let section = |title: Words, lines: &[Words]| {
        let lines = lines
            .iter()
            .map(|words| view! { <li>{words(lang)}</li> })
            .collect_view();
        view! { <section class="statement"><h2>{title(lang)}</h2><ul>{lines}</ul></section> }
    };
    frame::about_all(reader, words::title(lang), move || {
        view! {
            <header class="masthead">
                <h1>{words::title(lang)}</h1>
                <p class="lede">{words::intro(lang)}</p>
            </header>
            {section(words::how_title, &[words::how_keyboard, words::how_colour, words::how_small, words::how_reader])}
            {section(words::tested_title, &[words::tested])}
            {section(words::limits_title, &[words::limit_language, words::limit_files, words::limit_map, words::limit_app])}
            {section(words::tell_title, &[words::tell])}
        }
    })
}
