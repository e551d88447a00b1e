//! All imports, and the way to a new one.

use leptos::prelude::*;
use yaodian_contract::imports::{ImportCheck, ImportList};
use yaodian_intake::desk::{ImportHead, SourceKind, State};
use yaodian_words::{Lang, import_desk as words, intake};

use super::{
    super::{Loading, in_browser, shown},
    begin, minute, state_class,
};
use crate::{api, lang, parts};

/// The page.
#[component]
pub(crate) fn ImportsPage() -> impl IntoView {
    let lang = lang();
    let list = Resource::new(|| (), |()| api::text("/api/v1/imports".to_owned()));
    view! {
        <h1>{words::title(lang)}</h1>
        <p class="lede">{words::intro(lang)}</p>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(api::read::<ImportList>(list.await), move |list| page(lang, list)) })}
        </Suspense>
    }
}

fn page(lang: Lang, list: ImportList) -> AnyView {
    let heads = [
        (words::head_plan(lang), false),
        (words::head_state(lang), false),
        (words::head_left(lang), false),
        (words::head_source(lang), false),
        (words::head_saved(lang), false),
    ];
    let any = !list.imports.is_empty();
    let rows = list.imports.iter().map(|head| row(lang, head)).collect_view();
    let table = any.then(|| {
        view! { <section aria-labelledby="imports-list"><h2 id="imports-list">{words::all_imports(lang)}</h2>{parts::table("case-list imports-list", &heads, rows)}</section> }
    });
    view! { {table} {begin::section(lang, &list)} }.into_any()
}

fn source(lang: Lang, head: &ImportHead) -> String {
    let kind = match head.source.kind {
        SourceKind::Pasted => return words::pasted(lang).to_owned(),
        SourceKind::Txt => "TXT",
        SourceKind::Docx => "DOCX",
        SourceKind::Pdf => "PDF",
    };
    format!("{kind} · {}", head.source.name)
}

fn row(lang: Lang, head: &ImportHead) -> AnyView {
    let state = head.state;
    let about = match head.amends {
        Some(version) => words::amends_version(lang, &head.plan, &version),
        None => words::new_plan_of(lang, &head.plan, &head.titles.year),
    };
    let title = lang.of(&head.titles.title);
    let title = if title.is_empty() { &head.titles.title.zh } else { title }.to_owned();
    let path = format!("/api/v1/imports/{}/check", head.id);
    let left = (state == State::Open).then(|| view! { <Left path/> });
    view! {
        <tr>
            <th scope="row"><a href=format!("/app/imports/{}", head.id)>{title}</a> <br/><span class="fine">{about}</span></th>
            <td><span class=state_class(state)>{intake::state(lang, state)}</span></td>
            <td>{left}</td>
            <td>{source(lang, head)}</td>
            <td>{head.saved.by.clone()} <br/><span class="fine number">{minute(&head.saved)}</span></td>
        </tr>
    }
    .into_any()
}

/// How many doubts an import has left; told once the server has read it.
#[component]
fn Left(path: String) -> impl IntoView {
    let lang = lang();
    let check = in_browser(move || api::get::<ImportCheck>(path.clone()));
    move || {
        check.with(|check| match check {
            None => "…".to_owned(),
            Some(Ok(check)) => words::left_short(lang, &check.counts.doubts, &check.hindrances.len()),
            Some(Err(_)) => String::new(),
        })
    }
}
