//! 新导入: a text that is pasted, or a file; for a new plan or as an amendment of one.

use leptos::{
    ev::{DragEvent, SubmitEvent},
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{File, HtmlInputElement},
};
use leptos_router::hooks::use_navigate;
use yaodian_contract::{Kind, imports::ImportList};
use yaodian_domain::id::PlanId;
use yaodian_intake::{desk::ImportHead, parse, review};
use yaodian_words::{Lang, import_desk as words, names};

use super::{
    super::{Refusal, ask::once, ledger::encode},
    seen,
};
use crate::api;

/// What was filled in by hand stays; what was not follows the text.
#[derive(Clone, Copy)]
struct Line {
    typed: RwSignal<Option<String>>,
    read: Signal<String>,
}

impl Line {
    fn new(read: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self {
            typed: RwSignal::new(None),
            read: Signal::derive(read),
        }
    }

    fn value(self) -> String {
        self.typed.get().unwrap_or_else(|| self.read.get())
    }

    fn field(self, id: &'static str, name: &'static str, hint: Option<&'static str>, required: bool) -> AnyView {
        let described = hint.map(|_| format!("{id}-hint"));
        let hint = hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> });
        view! {
            <div class="field">
                <label for=id>{name}</label>
                {hint}
                <input id=id autocomplete="off" aria-describedby=described aria-required=required.then_some("true") prop:value=move || self.value()
                    on:input=move |event| self.typed.set(Some(event_target_value(&event)))/>
            </div>
        }
        .into_any()
    }
}

/// The id that a plan of another year would have: that of a plan that is there, with its year changed.
fn like(other: Option<&PlanId>, year: &str) -> String {
    let stem = other.map_or("plan", |id| id.as_str());
    let stem = stem
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end_matches('-');
    if year.is_empty() {
        String::new()
    } else {
        format!("{stem}-{year}")
    }
}

fn field() -> Option<HtmlInputElement> {
    document().get_element_by_id("import-file")?.dyn_into().ok()
}

/// The file that was chosen or dropped.
fn chosen_file() -> Option<File> {
    field()?.files()?.get(0)
}

/// The form.
pub(super) fn section(lang: Lang, list: &ImportList) -> AnyView {
    let text = RwSignal::new(String::new());
    // The file itself stays in its field.
    let file = RwSignal::new(None::<String>);
    let amends = RwSignal::new(String::new());
    let read = Memo::new(move |_| text.with(|text| (!text.trim().is_empty()).then(|| parse(text, None))));
    let of_read =
        move |ask: fn(&yaodian_intake::Draft) -> String| read.with(|read| read.as_ref().map(ask).unwrap_or_default());
    let title = Line::new(move || of_read(|draft| draft.title.clone()));
    let next = list
        .plans
        .first()
        .map(|plan| (plan.term.from().year() + 1).to_string())
        .unwrap_or_default();
    let year = Line::new(move || {
        let year = of_read(|draft| draft.year.map(|year| year.to_string()).unwrap_or_default());
        if year.is_empty() && file.with(Option::is_some) {
            next.clone()
        } else {
            year
        }
    });
    let latest = list.plans.first().map(|plan| plan.id.clone());
    let id = Line::new(move || like(latest.as_ref(), &year.value()));
    let issuer = Line::new(String::new);
    let live = move || {
        read.with(|draft| {
            let draft = draft.clone()?;
            let reviewed = text.with(|text| review(text, draft, &[]));
            // Which names are known is known once it is begun, and so is what is to be looked at.
            Some(seen(lang, &reviewed, false))
        })
    };
    let has_something = move || file.with(Option::is_some) || text.with(|text| !text.trim().is_empty());
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let navigate = use_navigate();
    let begin = move |event: SubmitEvent| {
        event.prevent_default();
        let amended = amends.get_untracked();
        let mut pairs = Vec::new();
        let mut put = |name: &str, value: String| {
            if !value.trim().is_empty() {
                pairs.push((name.to_owned(), value.trim().to_owned()));
            }
        };
        if amended.is_empty() {
            put("plan", untrack(|| id.value()));
            put("title", untrack(|| title.value()));
            put("year", untrack(|| year.value()));
            put("issuer", untrack(|| issuer.value()));
        } else {
            put("plan", amended);
            put("amends", "true".to_owned());
        }
        let chosen = file.get_untracked().and_then(|_| chosen_file());
        if let Some(file) = &chosen {
            put("name", file.name());
        }
        let path = format!("/api/v1/imports{}", encode(&pairs));
        let navigate = navigate.clone();
        let answer = async move {
            match chosen {
                Some(file) => api::send_file::<ImportHead>(path, file).await,
                None => api::send_text::<ImportHead>(path, text.get_untracked()).await,
            }
        };
        once(busy, refused, answer, move |begun| {
            if let Some(head) = begun {
                navigate(
                    &format!("/app/imports/{}", head.id),
                    leptos_router::NavigateOptions::default(),
                );
            }
        });
    };
    let take = move |_| file.set(chosen_file().map(|file| file.name()));
    let drop = move |event: DragEvent| {
        event.prevent_default();
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(field) = field().filter(|_| files.is_some()) {
            field.set_files(files.as_ref());
        }
        file.set(chosen_file().map(|file| file.name()));
    };
    let forget = move |_| {
        if let Some(field) = field() {
            field.set_value("");
        }
        file.set(None);
    };
    let plans = list
        .plans
        .iter()
        .filter(|plan| plan.closed_on.is_none())
        .map(|plan| {
            let named = names::plan_of_issuer(&plan.issuer, &plan.title);
            let title = lang.of(&named).to_owned();
            view! { <option value=plan.id.to_string()>{words::amend_this(lang, &title)}</option> }
        })
        .collect_view();
    let new_plan = move || {
        amends.with(String::is_empty).then(|| {
            view! {
                {title.field("new-title", words::title_zh(lang), None, true)}
                <div class="form-row">
                    {year.field("new-year", words::year(lang), None, true)}
                    {id.field("new-id", words::plan_id(lang), Some(words::plan_id_hint(lang)), true)}
                    {issuer.field("new-issuer", words::issuer(lang), Some(words::issuer_hint(lang)), false)}
                </div>
            }
        })
    };
    let chosen = move || {
        file.get().map(|name| {
            view! { <p class="notice">{words::file_chosen(lang, &name)} " " <button type="button" class="linklike" on:click=forget>{words::not_this_file(lang)}</button></p> }
        })
    };
    view! {
        <section class="import-begin" aria-labelledby="begin">
            <h2 id="begin">{words::new_import(lang)}</h2>
            <form class="sheet" novalidate on:submit=begin>
                <div class="begin-columns">
                    <div>
                        <label for="paste">{words::paste(lang)}</label>
                        <textarea id="paste" rows="12" lang="zh-CN" spellcheck="false" placeholder=words::paste_hint(lang)
                            on:input=move |event| text.set(event_target_value(&event))></textarea>
                        <p id="live" class="live-line number" role="status">{move || live().unwrap_or_else(|| words::nothing_yet(lang).to_owned())}</p>
                        <div class="drop" on:dragover=move |event: DragEvent| event.prevent_default() on:drop=drop>
                            <label for="import-file">{words::or_file(lang)}</label>
                            <input id="import-file" type="file" accept=".txt,.docx,.pdf,text/plain,application/pdf" on:change=take/>
                            <p class="hint">{words::file_hint(lang)}</p>
                        </div>
                        {chosen}
                    </div>
                    <div>
                        <label for="amends">{words::what_for(lang)}</label>
                        <select id="amends" on:change=move |event| amends.set(event_target_value(&event))>
                            <option value="">{words::for_new(lang)}</option>
                            {plans}
                        </select>
                        {new_plan}
                        <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
                        <p class="actions">
                            <button type="submit" id="begin-import" prop:disabled=move || busy.get() || !has_something()>
                                {move || if busy.get() { words::reading(lang) } else { words::begin(lang) }}
                            </button>
                        </p>
                    </div>
                </div>
            </form>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_next_years_plan_is_last_years_with_another_year() {
        let last = PlanId::new("hubei-2023").unwrap();
        assert_eq!(like(Some(&last), "2024"), "hubei-2024");
        assert_eq!(like(None, "2024"), "plan-2024");
        assert_eq!(like(Some(&last), ""), "");
    }
}
