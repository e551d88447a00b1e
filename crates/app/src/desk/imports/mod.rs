//! 导入新文件: a document becomes a draft, the draft is gone through, and a plan is published.
//!
//! The text is read and reviewed in the browser at every change; the server keeps the text and the list of
//! decisions ([`keep`]). Document and draft stand beside each other ([`document`], [`draft`]), and what is
//! looked at on one side lights up on the other ([`light`]).

#![cfg_attr(
    not(target_arch = "wasm32"),
    expect(
        clippy::large_types_passed_by_value,
        reason = "the desk is a handful of signals, copied into every closure that needs it"
    )
)]

mod begin;
mod blocks;
mod card;
mod clauses;
mod compare;
mod document;
mod draft;
mod figures;
mod form;
mod keep;
mod keys;
mod light;
mod list;
mod publish;
mod queue;
mod screen;
mod spot;
mod target;
mod text;
mod units;

pub(super) use list::ImportsPage;

use leptos::{ev, prelude::*};
use leptos_router::hooks::use_params_map;
use yaodian_contract::imports::{ImportCheck, ImportDesk};
use yaodian_intake::desk::{Stamp, State};
use yaodian_words::{Lang, figures as numbers, import_desk as words, intake};

use self::{
    keep::Kept,
    screen::{Desk, Mode, Pane},
};
use super::{Loading, Refusal, in_browser, shown};
use crate::{api, lang};

/// One import. It is drawn in the browser only: whoever works on it needs the script, and a long text would
/// be sent and drawn twice.
#[component]
pub(super) fn ImportPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let opening = in_browser(move || api::get::<ImportDesk>(format!("/api/v1/imports/{}", id())));
    let lang = lang();
    view! {
        <p class="crumbs"><a href="/app/imports">{words::title(lang)}</a></p>
        {move || match opening.get() {
            None => Loading().into_any(),
            Some(answer) => shown(answer, move |desk| opened(Desk::new(lang, desk))).into_any(),
        }}
    }
}

/// The desk, once it is there.
fn opened(desk: Desk) -> AnyView {
    let lang = desk.lang;
    let help = RwSignal::new(false);
    // Before anything is drawn: whoever is quick has not chosen another pane by then.
    untrack(|| {
        desk.keep.recover(desk);
        if desk.is_open() && desk.reviewed.with(|reviewed| !reviewed.queue.is_empty()) {
            desk.pane.set(Pane::Queue);
        }
    });
    let hidden = window_event_listener_untyped("pagehide", move |_| desk.keep.leave(desk));
    let away = window_event_listener_untyped("blur", move |_| desk.keep.send_now(desk));
    let online = window_event_listener_untyped("online", move |_| desk.keep.send_now(desk));
    let pressed = window_event_listener(ev::keydown, move |event| keys::pressed(desk, help, &event));
    on_cleanup(move || {
        desk.keep.leave(desk);
        for listener in [hidden, away, online, pressed] {
            listener.remove();
        }
    });
    let title = move || desk.head.with(|head| lang.of(&head.titles.title).to_owned());
    let now = Memo::new(move |_| desk.mode.get());
    let mode = move || now.get();
    let check = check(desk);
    let side = move || match mode() {
        Mode::Text => text::pane(desk),
        Mode::Review | Mode::Compare | Mode::Publish => document::pane(desk),
    };
    let works = Memo::new(move |_| matches!(now.get(), Mode::Review | Mode::Text));
    let is_open = Memo::new(move |_| desk.is_open());
    // The document is drawn once, whatever stands beside it.
    let writes = Memo::new(move |_| now.get() == Mode::Text);
    view! {
        <div id="import-desk" class="import-desk" data-mode=move || format!("{:?}", mode()).to_lowercase() data-pane=move || format!("{:?}", desk.pane.get()).to_lowercase()>
            <header class="import-head">
                <div>
                    <h1>{title}</h1>
                    {facts(desk)}
                </div>
                {saved(desk)}
                {modes(desk)}
            </header>
            {move || (!is_open.get()).then(|| publish::done(desk))}
            {clash(desk)}
            <div class="import-body">
                <div class="import-left">{move || { writes.get(); untrack(side) }}</div>
                <div class="import-right">
                    {move || works.get().then(|| panes(desk))}
                    {form::panel(desk)}
                    <div id="import-side" class="import-side">{move || if works.get() {
                        working(desk, help)
                    } else {
                        now.get();
                        is_open.get();
                        checked(desk, check)
                    }}</div>
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// What the server's check answered; nothing as long as nobody wants to know.
type Check = LocalResource<Option<api::Answer<ImportCheck>>>;

/// How the import stands by the server's check, asked for when it is looked at.
fn check(desk: Desk) -> Check {
    LocalResource::new(move || {
        let wanted = matches!(desk.mode.get(), Mode::Compare | Mode::Publish) && desk.keep.kept.get() == Kept::Saved;
        // Every revision is checked anew.
        desk.head.with(|head| head.revision);
        let path = desk.path("/check");
        async move {
            if wanted {
                Some(api::get::<ImportCheck>(path).await)
            } else {
                None
            }
        }
    })
}

fn checked(desk: Desk, check: Check) -> AnyView {
    let mode = desk.mode;
    let open = untrack(|| desk.is_open());
    // What was published or given up is told above.
    if !open {
        return ().into_any();
    }
    let titles = (mode.get_untracked() == Mode::Publish).then(|| publish::titles(desk));
    view! {
        {titles}
        <Suspense fallback=Loading>
            {move || Suspend::new(async move {
                match check.await {
                    Some(answer) => shown(answer, move |check| match mode.get_untracked() {
                        Mode::Publish => publish::pane(desk, &check),
                        _ => compare::pane(desk, &check),
                    })
                    .into_any(),
                    None => view! { <Loading/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn working(desk: Desk, help: RwSignal<bool>) -> AnyView {
    let pane = Memo::new(move |_| desk.pane.get());
    (move || match pane.get() {
        Pane::Queue => queue::pane(desk, help),
        Pane::Figures => figures::pane(desk),
        Pane::Draft | Pane::Document => draft::pane(desk),
    })
    .into_any()
}

/// From where the text came, for which plan, and what is seen in it.
fn facts(desk: Desk) -> AnyView {
    let lang = desk.lang;
    let about = move || {
        desk.head.with(|head| {
            let plan = head.plan.to_string();
            match head.amends {
                Some(version) => words::amends_version(lang, &plan, &version),
                None => words::new_plan_of(lang, &plan, &head.titles.year),
            }
        })
    };
    let counts = move || desk.reviewed.with(|reviewed| seen(lang, reviewed, true));
    let state = move || desk.head.with(|head| intake::state(lang, head.state));
    view! { <p class="fine import-facts"><span class="state">{state}</span> " " {about} " · " <span id="seen" class="number" role="status">{counts}</span></p> }.into_any()
}

/// What is seen in a text, in one line; with how much of it is to be looked at where that is known.
fn seen(lang: Lang, reviewed: &yaodian_intake::Reviewed, doubts: bool) -> String {
    let items = reviewed.draft.items.iter().filter(|item| !item.tasks.is_empty());
    let tasks: usize = items.clone().map(|item| item.tasks.len()).sum();
    let (items, targets) = (items.count(), reviewed.targets().count());
    if doubts {
        words::seen(lang, &items, &tasks, &targets, &reviewed.queue.len())
    } else {
        words::read(lang, &items, &tasks, &targets)
    }
}

/// Whether everything is saved.
fn saved(desk: Desk) -> AnyView {
    let lang = desk.lang;
    let words_ = move || match desk.keep.kept.get() {
        Kept::Saved => {
            let at = desk.head.with(|head| head.saved.at);
            (
                words::saved_at(lang, &format!("{:02}:{:02}", at.hour(), at.minute())),
                "saved",
            )
        }
        Kept::Sending => (words::saving(lang).to_owned(), "sending"),
        Kept::Waiting => (words::offline(lang).to_owned(), "unsaved"),
        Kept::Refused(_) | Kept::Clash(_) => (words::unsaved(lang).to_owned(), "unsaved"),
    };
    let retry = move || {
        matches!(desk.keep.kept.get(), Kept::Waiting | Kept::Refused(_)).then(|| {
            view! { " " <button type="button" class="linklike" on:click=move |_| desk.keep.send(desk)>{words::retry(lang)}</button> }
        })
    };
    let undo = move |_| desk.undo();
    let redo = move |_| desk.redo();
    let none = move || !desk.can_undo() || !desk.is_open();
    let no_more = move || desk.undone.with(Vec::is_empty) || !desk.is_open();
    view! {
        <p class="import-saved">
            <button type="button" class="quiet" id="undo" prop:disabled=none on:click=undo>{words::undo(lang)}</button>
            <button type="button" class="quiet" id="redo" prop:disabled=no_more on:click=redo>{words::redo(lang)}</button>
            <span id="saved" class="fine" role="status" data-state=move || words_().1>{move || words_().0} {retry}</span>
        </p>
        {move || match desk.keep.kept.get() {
            Kept::Refused(kind) => Some(view! { <Refusal kind/> }),
            _ => None,
        }}
    }
    .into_any()
}

/// Somebody else has saved meanwhile.
fn clash(desk: Desk) -> AnyView {
    let lang = desk.lang;
    (move || match desk.keep.kept.get() {
        Kept::Clash(saved) => {
            let at = minute(&saved);
            Some(view! {
                <div class="odd clash" role="alert" id="clash">
                    <p><strong>{words::clash(lang, &saved.by, &at)}</strong></p>
                    <p>{words::clash_hint(lang)}</p>
                    <p class="actions">
                        <button type="button" id="mine-on-top" on:click=move |_| desk.keep.take_theirs(desk, true)>{words::mine_on_top(lang)}</button>
                        <button type="button" class="quiet" id="theirs" on:click=move |_| desk.keep.take_theirs(desk, false)>{words::theirs_only(lang)}</button>
                    </p>
                </div>
            })
        }
        _ => None,
    })
    .into_any()
}

fn mode_button(desk: Desk, mode: Mode, name: &'static str) -> impl IntoView {
    let pressed = move || (desk.mode.get() == mode).to_string();
    let id = format!("mode-{mode:?}").to_lowercase();
    view! { <button type="button" class="quiet" id=id aria-pressed=pressed on:click=move |_| desk.mode.set(mode)>{name}</button> }
}

fn modes(desk: Desk) -> AnyView {
    let lang = desk.lang;
    let write = move || {
        desk.is_open()
            .then(|| mode_button(desk, Mode::Text, words::edit_text(lang)))
    };
    view! {
        <div class="tabs import-modes" role="group" aria-label=words::modes(lang)>
            {mode_button(desk, Mode::Review, words::review(lang))}
            {write}
            {mode_button(desk, Mode::Compare, words::compare(lang))}
            {mode_button(desk, Mode::Publish, words::publish_tab(lang))}
        </div>
    }
    .into_any()
}

/// What stands beside the document, or in its place.
fn panes(desk: Desk) -> AnyView {
    let lang = desk.lang;
    // What was looked at last stays in view.
    let turn_to = move |pane: Pane| {
        desk.pane.set(pane);
        if let Some(span) = desk.at.get_value() {
            light::show(desk, span);
        }
    };
    let button = move |pane: Pane,
                       id: &'static str,
                       class: &'static str,
                       name: &'static str,
                       count: Option<Signal<usize>>| {
        let pressed = move || (desk.pane.get() == pane).to_string();
        let count = count.map(|count| view! { " " <b class="number count">{move || count.get().to_string()}</b> });
        view! { <button type="button" class=format!("quiet {class}") id=id aria-pressed=pressed on:click=move |_| turn_to(pane)>{name} {count}</button> }
    };
    let doubts = Signal::derive(move || desk.reviewed.with(|reviewed| reviewed.queue.len()));
    view! {
        <div class="tabs import-panes" role="group" aria-label=words::panes(lang)>
            {button(Pane::Document, "pane-document", "narrow-only", words::document(lang), None)}
            {button(Pane::Draft, "pane-draft", "", words::draft(lang), None)}
            {button(Pane::Queue, "pane-queue", "", words::queue(lang), Some(doubts))}
            {button(Pane::Figures, "pane-figures", "", words::figures_tab(lang), None)}
        </div>
    }
    .into_any()
}

/// The state of an import, as a class.
fn state_class(state: State) -> &'static str {
    match state {
        State::Open => "state state-submitted",
        State::Published { .. } => "state state-approved",
        State::Dropped => "state",
    }
}

/// When something was saved.
fn minute(stamp: &Stamp) -> String {
    let at = stamp.at;
    format!("{} {:02}:{:02}", numbers::day(at.date()), at.hour(), at.minute())
}
