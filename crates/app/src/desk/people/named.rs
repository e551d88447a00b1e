//! 台账中写到的人: somebody whom ledgers name is looked for, and erased.

use leptos::{ev::SubmitEvent, prelude::*};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use yaodian_contract::named::{Named, NamedEntry, NamedErased, Whom};
use yaodian_domain::{id::EntryId, privacy::Sought};
use yaodian_words::{Lang, people::desk as say, privacy as words};

use super::decide::{Trouble, alert, heard};
use crate::{api, lang};

/// What is about to be erased: everything that was found, or one entry's.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Scope(Option<EntryId>);

/// What the page knows.
#[derive(Clone, Copy)]
struct Desk {
    lang: Lang,
    typed: RwSignal<String>,
    /// A line that is too short to find anybody by.
    short: RwSignal<Option<String>>,
    /// By what was looked, and what was found.
    found: RwSignal<Option<(Vec<Sought>, Named)>>,
    sure: RwSignal<Option<Scope>>,
    erased: RwSignal<Option<NamedErased>>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
}

impl Desk {
    /// Looks for what is typed.
    fn find(self) {
        let lines = self.typed.get_untracked();
        let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
        let values: Result<Vec<Sought>, &str> = lines.map(|line| Sought::new(line).ok_or(line)).collect();
        self.short.set(values.as_ref().err().map(|line| (*line).to_owned()));
        let Ok(values) = values else {
            self.found.set(None);
            return;
        };
        if values.is_empty() {
            return;
        }
        self.erased.set(None);
        self.sure.set(None);
        let whom = Whom {
            values: values.clone(),
            entry: None,
        };
        let answer = api::post::<_, Named>("/api/v1/people/named".to_owned(), whom);
        heard(self.busy, self.trouble, answer, move |named| {
            self.found.set(Some((values, named)));
        });
    }

    fn erase(self, Scope(entry): Scope) {
        let Some((values, _)) = self.found.get_untracked() else {
            return;
        };
        let answer = api::post::<_, NamedErased>("/api/v1/people/named/erase".to_owned(), Whom { values, entry });
        heard(self.busy, self.trouble, answer, move |erased| {
            self.sure.set(None);
            self.found.set(None);
            self.erased.set(Some(erased));
        });
    }
}

/// The page.
#[component]
pub(in crate::desk) fn NamedPage() -> impl IntoView {
    let lang = lang();
    let desk = Desk {
        lang,
        typed: RwSignal::new(String::new()),
        short: RwSignal::new(None),
        found: RwSignal::new(None),
        sure: RwSignal::new(None),
        erased: RwSignal::new(None),
        busy: RwSignal::new(false),
        trouble: RwSignal::new(None),
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        desk.find();
    };
    let short = move || {
        let line = desk.short.get()?;
        Some(
            view! { <p class="refusal" role="alert" id="too-short">{words::too_short(lang, &line, &Sought::SHORTEST)}</p> },
        )
    };
    view! {
        <p class="crumbs"><a href="/app/people">"← " {say::title(lang)}</a></p>
        <h1>{words::named_title(lang)}</h1>
        <p class="lede">{words::named_intro(lang)}</p>
        <form class="sheet" id="look-for" on:submit=on_submit>
            <label for="values">{words::named_field_label(lang)}</label>
            <textarea id="values" rows="3" required autocomplete="off" prop:value=move || desk.typed.get()
                on:input=move |event| desk.typed.set(event_target_value(&event))></textarea>
            {short}
            {alert(lang, desk.trouble)}
            <p class="actions"><button type="submit" prop:disabled=move || desk.busy.get()>{words::named_find(lang)}</button></p>
        </form>
        <div aria-live="polite">
            {move || desk.erased.get().map(|erased| done(lang, &erased))}
            {move || desk.found.get().map(|(values, named)| results(desk, &values, &named))}
        </div>
    }
}

/// What an erasure came to.
fn done(lang: Lang, erased: &NamedErased) -> AnyView {
    let hashed = (erased.hashed > 0).then(|| view! { <p class="hint">{words::named_hashed(lang, &erased.hashed)}</p> });
    let left = (!erased.overwritten).then(|| view! { <p class="refusal">{words::named_left_in_file(lang)}</p> });
    view! {
        <section class="personal" id="erased">
            <p><strong>{words::named_erased(lang, &erased.versions, &erased.rows, &erased.texts)}</strong></p>
            {hashed}
            {left}
            <p class="hint">{words::named_limits_short(lang)}</p>
        </section>
    }
    .into_any()
}

fn results(desk: Desk, values: &[Sought], named: &Named) -> AnyView {
    let lang = desk.lang;
    if named.is_empty() {
        let nothing = words::nothing_of(lang, values.iter().map(Sought::as_str));
        return view! { <p class="absent">{nothing}</p> }.into_any();
    }
    let copy = serde_json::to_string_pretty(named).unwrap_or_default();
    let copy = format!("data:application/json,{}", utf8_percent_encode(&copy, NON_ALPHANUMERIC));
    let copy = view! { <p><a download="named.json" id="named-copy" href=copy>{words::named_copy(lang)}</a></p> };
    let entries = named.entries.chunk_by(|one, next| one.entry == next.entry);
    let entries = entries.map(|versions| entry(desk, versions)).collect_view();
    let rows = named.set_aside.iter().map(|row| {
        view! {
            <section class="personal">
                <h2>{words::named_row_short(lang, &row.batch, &row.row)} " " <span class="fine number">{row.at.clone()}</span></h2>
                {facts(&row.cells)}
            </section>
        }
    });
    let rows = rows.collect_view();
    let audit = (named.audit > 0).then(|| view! { <p class="hint">{words::named_audit(lang, &named.audit)}</p> });
    let hashed = (named.hashed > 0).then(|| view! { <p class="hint">{words::named_hashed(lang, &named.hashed)}</p> });
    let all = named
        .can_be_erased()
        .then(|| eraser(desk, Scope(None), words::named_erase_all(lang)));
    view! { {copy} {entries} {rows} {audit} {hashed} {all} }.into_any()
}

/// The versions of one entry that name the person.
fn entry(desk: Desk, versions: &[NamedEntry]) -> Option<AnyView> {
    let lang = desk.lang;
    let first = versions.first()?;
    let place = format!("{} · {}", first.plan, first.ledger);
    let all = versions.iter().map(|version| {
        let which = if version.latest {
            words::named_latest(lang)
        } else {
            words::named_earlier(lang)
        };
        let beside = (!version.beside.is_empty()).then(|| {
            view! { <p class="fine">{words::named_beside_word(lang)}</p> {facts(&version.beside)} }
        });
        view! {
            <h3>{words::named_version(lang, &version.version, &version.since)} " " <span class="fine">{which}</span></h3>
            {facts(&version.fields)}
            {beside}
        }
    });
    let all = all.collect_view();
    Some(
        view! {
            <section class="personal named">
                <h2>{first.key.clone()} " " <span class="fine">{place}</span></h2>
                {all}
                {eraser(desk, Scope(Some(first.entry)), words::named_erase_one(lang))}
            </section>
        }
        .into_any(),
    )
}

fn facts(of: &[(String, String)]) -> AnyView {
    let facts = of.iter().map(|(heading, value)| {
        view! { <div><dt>{heading.clone()}</dt><dd>{value.clone()}</dd></div> }
    });
    view! { <dl class="facts">{facts.collect_view()}</dl> }.into_any()
}

/// The button that erases, once it was confirmed.
fn eraser(desk: Desk, scope: Scope, word: &'static str) -> AnyView {
    let lang = desk.lang;
    let asked = move || desk.sure.get() == Some(scope);
    let sure = move || {
        if !asked() {
            return view! {
                <p class="actions"><button type="button" class="quiet" on:click=move |_| desk.sure.set(Some(scope))>{word}</button></p>
            }
            .into_any();
        }
        view! {
            <p class="hint" role="alert">{words::named_sure(lang)}</p>
            <p class="actions">
                <button type="button" class="confirm" prop:disabled=move || desk.busy.get() on:click=move |_| desk.erase(scope)>{words::named_do(lang)}</button>
                <button type="button" class="quiet" on:click=move |_| desk.sure.set(None)>{words::named_keep(lang)}</button>
            </p>
        }
        .into_any()
    };
    view! { <div class="eraser">{sure}</div> }.into_any()
}
