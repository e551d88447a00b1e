//! 我的个人信息: the copy of all that is kept about a person, to be read; the file of it holds the same.

use jiff::{Timestamp, tz};
use leptos::prelude::*;
use serde_json::Value;
use yaodian_domain::access::Duty;
use yaodian_words::{Lang, people, personal, privacy as words, sign_in};

use crate::{
    api,
    desk::{Loading, shown},
    lang, parts,
};

/// So many rows of one sort are shown; more are in the file.
const MOST: usize = 200;

/// Columns that say whether something is so.
const WHETHER: [&str; 3] = ["active", "known", "second_step"];

/// The page.
#[component]
pub(in crate::desk) fn PersonalPage() -> impl IntoView {
    let lang = lang();
    // As it came: it is read as JSON, of whatever shape.
    let copy = Resource::new(|| (), |()| api::text("/api/v1/sign-in/personal-data".to_owned()));
    view! {
        <p class="crumbs"><a href="/app/sign-in">"← " {sign_in::title(lang)}</a></p>
        <h1>{words::mine(lang)}</h1>
        <p class="lede">{words::mine_intro(lang)}</p>
        <p><a rel="external" download="" href="/api/v1/sign-in/personal-data">{words::download(lang)}</a></p>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(api::read::<Value>(copy.await), move |copy| all(lang, &copy)) })}
        </Suspense>
    }
}

fn all(lang: Lang, copy: &Value) -> AnyView {
    let rows = |held: &Value| held["rows"].as_array().cloned().unwrap_or_default();
    let records = copy["records"].as_object().into_iter().flatten();
    let (none, mut some): (Vec<_>, Vec<_>) = records
        .map(|(name, held)| (name.as_str(), rows(held)))
        .partition(|(_, rows)| rows.is_empty());
    // Who it is comes first.
    some.sort_by_key(|(name, _)| *name != "accounts");
    let tables = some.iter().map(|(name, rows)| table(lang, name, rows)).collect_view();
    let words = (copy["words"].as_array().filter(|rows| !rows.is_empty()))
        .map(|rows| audit_rows(lang, words::words_title(lang), rows, true));
    let audit = copy["audit"]
        .as_array()
        .map(|rows| audit_rows(lang, words::audit_title(lang), rows, false));
    let none: Vec<&str> = none.iter().map(|(name, _)| personal::table(lang, name)).collect();
    let none = (!none.is_empty()).then(|| {
        view! { <section class="personal"><h2>{words::no_rows(lang)}</h2><p class="absent">{none.join(" · ")}</p></section> }
    });
    view! { {tables} {words} {audit} {none} }.into_any()
}

/// A table and its rows.
fn table(lang: Lang, name: &str, rows: &[Value]) -> AnyView {
    let title = personal::table(lang, name).to_owned();
    let left_off = rows.len().saturating_sub(MOST);
    let shown = rows.iter().take(MOST).map(|row| facts(lang, row)).collect_view();
    view! {
        <section class="personal">
            <h2>{title} " " <span class="fine number">{words::rows_count(lang, &rows.len())}</span></h2>
            {shown}
            {more(lang, left_off)}
        </section>
    }
    .into_any()
}

fn more(lang: Lang, left_off: usize) -> Option<AnyView> {
    (left_off > 0).then(|| view! { <p class="hint">{words::more_rows(lang, &left_off)}</p> }.into_any())
}

/// A row: what it holds, by column; what is empty is left out.
fn facts(lang: Lang, row: &Value) -> AnyView {
    let cells = row.as_object().into_iter().flatten();
    let cells = cells.filter(|(_, cell)| !cell.is_null() && cell.as_str() != Some(""));
    let cells = cells
        .map(|(column, cell)| {
            let name = personal::column(lang, column).to_owned();
            view! { <div><dt>{name}</dt><dd>{told(lang, column, cell)}</dd></div> }
        })
        .collect_view();
    view! { <dl class="facts">{cells}</dl> }.into_any()
}

/// What a cell holds, with instants in China's time.
fn told(lang: Lang, column: &str, cell: &Value) -> String {
    match (cell, cell.as_i64()) {
        (_, Some(so @ (0 | 1))) if WHETHER.contains(&column) => personal::whether(lang, so == 1).to_owned(),
        (Value::String(text), _) => {
            let duties = || serde_json::from_str::<Vec<Duty>>(text).ok();
            let duties = (column == "duties").then(duties).flatten();
            duties
                .map(|duties| people::duties(lang, &duties))
                .or_else(|| personal::value(lang, column, text).map(str::to_owned))
                .or_else(|| instant(text))
                .unwrap_or_else(|| text.clone())
        }
        (other, _) => other.to_string(),
    }
}

fn instant(text: &str) -> Option<String> {
    let at: Timestamp = text.parse().ok()?;
    Some(tz::offset(8).to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string())
}

/// What the audit says, the latest first, each with when and on what occasion; `written` are its texts alone.
fn audit_rows(lang: Lang, title: &'static str, rows: &[Value], written: bool) -> AnyView {
    let left_off = rows.len().saturating_sub(MOST);
    let lines = rows.iter().rev().take(MOST).map(|row| {
        let text = |member: &str| row[member].as_str().unwrap_or_default().to_owned();
        let at = text("at");
        let at = instant(&at).unwrap_or(at);
        let done = personal::action(lang, &text("action")).to_owned();
        view! {
            <tr>
                <th scope="row">{done}</th>
                <td class="number" data-label=words::when_word(lang)>{at}</td>
                <td class="address" data-label=words::subject_word(lang)>{text("subject_id")}</td>
                {written.then(|| view! { <td data-label=words::text_word(lang)>{text("text")}</td> })}
            </tr>
        }
    });
    let lines = lines.collect_view();
    let heads = [
        (words::done_word(lang), false),
        (words::when_word(lang), true),
        (words::subject_word(lang), false),
        (words::text_word(lang), false),
    ];
    let heads = &heads[..if written { 4 } else { 3 }];
    view! {
        <section class="personal">
            <h2>{title} " " <span class="fine number">{words::rows_count(lang, &rows.len())}</span></h2>
            {parts::table("records stacks", heads, lines)}
            {more(lang, left_off)}
        </section>
    }
    .into_any()
}
