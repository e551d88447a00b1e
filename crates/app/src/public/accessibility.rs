//! `/accessibility`: for whom the pages work, how that is tested, what falls short.

use leptos::prelude::*;
use yaodian_words::accessibility as words;

use super::{
    Reader,
    frame::{self, statement},
};

/// The page.
pub fn accessibility(reader: &Reader) -> String {
    let lang = reader.lang;
    frame::about_all(reader, words::title(lang), move || {
        view! {
            <header class="masthead">
                <h1>{words::title(lang)}</h1>
                <p class="lede">{words::intro(lang)}</p>
            </header>
            {statement(lang, words::how_title, &[words::how_keyboard, words::how_colour, words::how_small, words::how_reader])}
            {statement(lang, words::tested_title, &[words::tested])}
            {statement(lang, words::limits_title, &[words::limit_language, words::limit_files, words::limit_map, words::limit_app])}
            {statement(lang, words::tell_title, &[words::tell])}
        }
    })
}
