//! What keys do on the desk: the queue is worked through by keyboard alone.

use leptos::{ev::KeyboardEvent, prelude::*, wasm_bindgen::JsCast, web_sys::Element};
use yaodian_intake::Doubt;
use yaodian_words::{Lang, import_desk as words};

use super::{
    queue::{accept, correct, drop, go},
    screen::{Desk, Mode, Pane, Undone},
};

/// Goes so many doubts further.
fn step(desk: Desk, by: isize) {
    let now = desk.doubt.get_untracked();
    let next = desk.reviewed.with_untracked(|reviewed| {
        let last = reviewed.queue.len().checked_sub(1)?;
        let at = now.and_then(|now| reviewed.queue.iter().position(|doubt| doubt.key() == now));
        let to = at.map_or(0, |at| at.saturating_add_signed(by).min(last));
        reviewed.queue.get(to).map(Doubt::key)
    });
    desk.pane.set(Pane::Queue);
    go(desk, next, true);
}

/// Whether somebody is typing, or a button would take the key.
fn is_taken(event: &KeyboardEvent, enter: bool) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let within = |css: &str| {
        target
            .as_ref()
            .is_some_and(|target| target.closest(css).ok().flatten().is_some())
    };
    within("input, select, textarea, [contenteditable], .import-form") || (enter && within("a, button, summary"))
}

/// What a key does, wherever on the desk the focus is.
pub(super) fn pressed(desk: Desk, help: RwSignal<bool>, event: &KeyboardEvent) {
    let off = !desk.keys.get_untracked();
    if off || event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let key = event.key();
    if is_taken(event, key == "Enter") || desk.mode.get_untracked() != Mode::Review {
        return;
    }
    let in_queue = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|target| target.closest("#queue").ok().flatten().is_some());
    let doubt = || {
        desk.doubt
            .get_untracked()
            .and_then(|key| desk.doubt_at(&key))
            .filter(|_| desk.pane.get_untracked() == Pane::Queue)
    };
    let open = desk
        .head
        .with_untracked(|head| head.state == yaodian_intake::desk::State::Open);
    match key.as_str() {
        "j" => step(desk, 1),
        "k" => step(desk, -1),
        "ArrowDown" if in_queue => step(desk, 1),
        "ArrowUp" if in_queue => step(desk, -1),
        "Escape" if help.get_untracked() => help.set(false),
        "?" => help.update(|help| *help = !*help),
        "u" if open => {
            desk.undo();
            follow(desk);
        }
        "r" if open => {
            desk.redo();
            follow(desk);
        }
        "Enter" | "e" | "d" if open => {
            let Some(doubt) = doubt() else { return };
            match key.as_str() {
                "Enter" => accept(desk, &doubt),
                "e" => correct(desk, &doubt),
                _ => drop(desk, &doubt),
            }
        }
        _ => return,
    }
    event.prevent_default();
}

/// After something was taken back: on to the doubt that is there again.
fn follow(desk: Desk) {
    let place = desk.undone.with_untracked(|undone| match undone.last()? {
        Undone::Decision(edit) => super::spot::place(edit),
        Undone::Text(..) => None,
    });
    let key = desk.reviewed.with_untracked(|reviewed| {
        let there = reviewed.queue.iter().find(|doubt| Some(doubt.span) == place);
        there.map(Doubt::key)
    });
    if key.is_some() {
        go(desk, key, desk.pane.get_untracked() == Pane::Queue);
    }
}

/// The most important keys, in a line.
pub(super) fn line(lang: Lang) -> AnyView {
    view! {
        <kbd>"j"</kbd> " " <kbd>"k"</kbd> " " {words::key_move(lang)} " · " <kbd>"Enter"</kbd> " " {words::key_accept(lang)}
        " · " <kbd>"e"</kbd> " " {words::key_correct(lang)} " · " <kbd>"d"</kbd> " " {words::key_drop(lang)} " · " <kbd>"u"</kbd> " " {words::key_undo(lang)}
    }
    .into_any()
}

/// All keys, and the way to turn them off.
pub(super) fn help(desk: Desk) -> AnyView {
    let lang = desk.lang;
    let rows = [
        ("j / ↓", words::key_next(lang)),
        ("k / ↑", words::key_previous(lang)),
        ("Enter", words::key_accept_long(lang)),
        ("e", words::key_correct_long(lang)),
        ("d", words::key_drop_long(lang)),
        ("u", words::key_undo_long(lang)),
        ("r", words::key_redo_long(lang)),
        ("Esc", words::key_escape(lang)),
        ("?", words::key_help(lang)),
    ];
    let rows = rows.map(|(key, what)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div> });
    view! {
        <div class="keys-help">
            <dl>{rows.into_iter().collect_view()}</dl>
            <label class="tick">
                <input type="checkbox" prop:checked=move || desk.keys.get() on:change=move |event| desk.keys.set(event_target_checked(&event))/>
                {words::keys_on(lang)}
            </label>
        </div>
    }
    .into_any()
}
