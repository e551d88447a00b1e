//! 改原文: a slip of the scanner is mended in the text itself; everything is read anew at each key.

use std::sync::Arc;

use leptos::prelude::*;
use yaodian_intake::Edit;
use yaodian_words::import_desk as words;

use super::{Desk, mode_button, screen::Mode};

/// The text to be written in, with what is seen in it.
pub(super) fn pane(desk: Desk) -> AnyView {
    let lang = desk.lang;
    // Decisions are carried over from how things stood when one began, whatever is typed on the way.
    let from: StoredValue<(Arc<str>, Vec<Edit>)> =
        StoredValue::new((desk.text.get_untracked(), desk.edits.get_untracked()));
    let breaks = desk.text.with_untracked(|text| text.contains("\r\n"));
    desk.lost.set(0);
    let typed = move |event| {
        let text: String = event_target_value(&event);
        // A field of the page knows one sort of line break only; the text keeps its own.
        let text = if breaks { text.replace('\n', "\r\n") } else { text };
        from.with_value(|from| desk.write(from, text));
    };
    let start = desk.text.get_untracked().to_string();
    // A text of others that was taken over meanwhile is shown too.
    let field = NodeRef::<leptos::html::Textarea>::new();
    Effect::new(move |_| {
        let text = desk.text.get();
        if let Some(field) = field.get()
            && same_lines(&field.value()) != same_lines(&text)
        {
            field.set_value(&text);
            from.set_value((text.clone(), desk.edits.get_untracked()));
        }
    });
    let lost = move || {
        let lost = desk.lost.get();
        (lost > 0).then(|| view! { <p class="odd" role="alert">{words::decisions_lost(lang, &lost)}</p> })
    };
    view! {
        <div class="text-pane">
            <label for="whole-text">{words::edit_text(lang)}</label>
            <p class="hint">{words::edit_text_hint(lang)}</p>
            {lost}
            <textarea id="whole-text" lang="zh-CN" spellcheck="false" node_ref=field prop:value=start on:input=typed></textarea>
            <p class="actions">{mode_button(desk, Mode::Review, words::done_editing(lang))}</p>
        </div>
    }
    .into_any()
}

/// A text as a field of the page has it.
fn same_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
