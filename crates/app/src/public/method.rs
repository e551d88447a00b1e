//! 评判方法: the rules in plain words.

use leptos::prelude::*;
use yaodian_domain::check::{RULE_VERSION, Status};
use yaodian_words::label;

use super::{Reader, frame};
use crate::parts;

/// The method page.
pub fn method(reader: &Reader) -> String {
    let lang = reader.lang;
    let rules = [
        label::method_known(lang),
        label::method_level(lang),
        label::method_count(lang),
        label::method_deliver(lang),
        label::method_heard(lang),
        label::method_units(lang),
        label::method_late(lang),
    ];
    let rules = rules.map(|rule| view! { <li>{rule}</li> }).collect_view();
    let marks = Status::ALL
        .map(|status| view! { <li>{parts::mark(lang, status)}</li> })
        .collect_view();
    frame::page(reader, label::method(lang), move || {
        view! {
            <header class="masthead">
                <h1>{label::method(lang)}</h1>
                <p class="lede">{label::method_intro(lang)}</p>
                <p class="fine">{label::rule_version(lang)} " " {RULE_VERSION}</p>
            </header>
            <ol class="rules">{rules}</ol>
            <h2>{label::status_word(lang)}</h2>
            <ul class="legend">{marks}</ul>
            <p>{label::method_shapes(lang)}</p>
        }
    })
}
