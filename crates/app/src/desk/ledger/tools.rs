//! What stands around the grid: search, filters, views, files; and its pages.

use leptos::{ev::SubmitEvent, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlInputElement};
use yaodian_domain::{
    Decimal,
    ledger::{
        Column,
        query::{Filter, Test},
    },
};
use yaodian_words::{Lang, figures, ledger as words};

use super::{
    address::{encode, put},
    filters, options,
    screen::Screen,
    views,
};

/// What is typed in the field with this id.
pub(super) fn typed(id: &str) -> String {
    let field = document().get_element_by_id(id);
    let field = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    field.map(|field| field.value()).unwrap_or_default()
}

pub(super) fn tools(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        let text = typed("search").trim().to_owned();
        screen.show(&screen.asked.get_untracked().but(|query| query.search = text));
    };
    let units = screen
        .open
        .with_value(|open| open.view.only.is_none().then(|| open.holders(lang)));
    let stages = screen.open.with_value(|open| {
        let stages = 0..=open.view.ledger.stages.len();
        stages
            .map(|at| (at.to_string(), open.stage_reached(lang, at)))
            .collect::<Vec<_>>()
    });
    view! {
        <div class="ledger-tools">
            <form class="search" role="search" on:submit=search>
                <label class="visually-hidden" for="search">{words::search(lang)}</label>
                <input id="search" type="search" placeholder=words::search_hint(lang)
                    prop:value=move || screen.asked.with(|asked| asked.query.search.clone())/>
                <button class="quiet" type="submit">{words::search(lang)}</button>
            </form>
            {units.map(|units| choice(screen, "by-unit", Column::Unit, words::all_units(lang), units))}
            {choice(screen, "by-stage", Column::Stage, words::all_stages(lang), stages)}
            {filters::more(screen)}
            {views::views(screen)}
        </div>
        {filters::chips(screen)}
        <div class="ledger-line">
            <p class="number" id="matching" role="status">
                {move || screen.page.with(|page| words::matching(lang, &count(page.matching), &count(page.all)))}
                {move || screen.busy.get().then(|| view! { <span class="fine">" " {words::busy(lang)}</span> })}
            </p>
            {move || files(screen)}
        </div>
    }
    .into_any()
}

pub(super) fn count(n: usize) -> String {
    figures::number(Decimal::from(n))
}

/// A drop-down that asks for one value of a column.
fn choice(screen: Screen, id: &'static str, column: Column, all: &'static str, list: Vec<(String, String)>) -> AnyView {
    let lang = screen.lang;
    let name = screen.open.with_value(|open| open.heading(lang, &column));
    let changed = {
        let column = column.clone();
        move |event| {
            let value: String = event_target_value(&event);
            let asked = screen.asked.get_untracked().but(|query| match value.as_str() {
                "" => query.filters.retain(|filter| filter.column != column),
                _ => put(
                    query,
                    Filter {
                        column: column.clone(),
                        test: Test::OneOf(vec![value]),
                    },
                ),
            });
            screen.show(&asked);
        }
    };
    let drawn = move || {
        let now = screen.asked.with(|asked| {
            let filter = asked.query.filters.iter().find(|filter| filter.column == column);
            match filter.map(|filter| &filter.test) {
                Some(Test::OneOf(values)) if values.len() == 1 => values.first().cloned(),
                _ => None,
            }
        });
        options(list.clone(), &now.unwrap_or_default())
    };
    view! {
        <label class="visually-hidden" for=id>{name}</label>
        <select id=id on:change=changed><option value="">{all}</option>{drawn}</select>
    }
    .into_any()
}

/// The ledger as files, the way up, and a new entry.
fn files(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let search = screen.asked.with(|asked| encode(&asked.query.pairs()));
    let edits = screen.open.with_value(|open| !open.view.edits.is_empty());
    let here = screen
        .open
        .with_value(|open| format!("/app/ledger/{}", open.view.ledger.id));
    view! {
        <p class="ledger-files">
            {edits.then(|| view! {
                <a class="button" id="to-upload" href=format!("{here}/upload")>{words::upload(lang)}</a>
                <a class="button quiet" id="to-new" href=format!("{here}/entry/new")>{words::new_entry(lang)}</a>
            })}
            <a rel="external" download="" id="template" href=screen.path("/template.xlsx")>{words::template(lang)}</a>
            <a rel="external" download="" id="export-xlsx" href=screen.path(&format!("/export.xlsx{search}"))>{words::export(lang)} " XLSX"</a>
            <a rel="external" download="" id="export-csv" href=screen.path(&format!("/export.csv{search}"))>"CSV"</a>
        </p>
    }
    .into_any()
}

/// The rows of a page that can be chosen.
const SIZES: [usize; 4] = [25, 50, 100, 200];

pub(super) fn paging(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let pages = move || {
        let rows = screen.asked.with(|asked| asked.rows);
        screen.page.with(|page| page.matching.div_ceil(rows).max(1))
    };
    let link = move |id: &'static str, words: &'static str, page: usize, is: bool| {
        if is {
            let href = screen.href(&screen.asked.get().on_page(page));
            view! { <a id=id href=href data-noscroll="">{words}</a> }.into_any()
        } else {
            view! { <span class="fine">{words}</span> }.into_any()
        }
    };
    let jump = move |event: SubmitEvent| {
        event.prevent_default();
        let page = typed("page").trim().parse().unwrap_or(1_usize);
        let most = pages();
        screen.show(&screen.asked.get_untracked().on_page(page.clamp(1, most)));
    };
    let sized = move |event| {
        let rows = event_target_value(&event).parse().unwrap_or(50);
        let asked = screen.asked.get_untracked().on_page(1);
        screen.show(&super::address::Asked { rows, ..asked });
    };
    let sizes = move || {
        let now = screen.asked.with(|asked| asked.rows);
        let mut sizes = SIZES.to_vec();
        if !sizes.contains(&now) {
            sizes.push(now);
        }
        options(
            sizes
                .into_iter()
                .map(|n| (n.to_string(), words::rows(lang, &n)))
                .collect(),
            &now.to_string(),
        )
    };
    let page = move || screen.asked.with(|asked| asked.page);
    view! {
        <nav class="paging" aria-label=words::pages(lang)>
            {move || link("previous", words::previous(lang), page().saturating_sub(1), page() > 1)}
            <form on:submit=jump>
                <label for="page">{words::page(lang)}</label>
                <input id="page" class="number" inputmode="numeric" size="5" prop:value=move || page().to_string()/>
                <span class="number" id="page-count">"/ " {move || count(pages())}</span>
                <button class="quiet" type="submit">{words::jump(lang)}</button>
            </form>
            {move || link("next", words::next(lang), page() + 1, page() < pages())}
            <label class="visually-hidden" for="rows">{words::rows_each(lang)}</label>
            <select id="rows" on:change=sized>{sizes}</select>
            {move || {
                let asked = screen.asked.get();
                let wide = asked.wide;
                let words = if wide { words::fewer_columns(lang) } else { words::all_columns(lang) };
                let href = screen.href(&super::address::Asked { wide: !wide, ..asked });
                view! { <a id="columns" href=href data-noscroll="">{words}</a> }
            }}
        </nav>
    }
    .into_any()
}

/// Values of which one or the other is meant.
pub(super) fn join(lang: Lang, parts: &[String]) -> String {
    parts.join(words::or(lang))
}
