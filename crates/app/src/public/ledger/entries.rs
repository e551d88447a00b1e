//! The entries of a page, and the ways to the others.

use leptos::prelude::*;
use yaodian_domain::{
    Decimal,
    ledger::{Column, Entry, FieldKind, Ledger, query::ROWS},
    plan::Plan,
};
use yaodian_words::{Lang, cells, figures, label, pictures, public_ledger as words};

use super::{super::Reader, LedgerPage, address};

/// How many fields stand in the table; an entry's page has all.
const FIELDS: usize = 5;

/// The columns of the table: number, unit, stage, and the fields that say most, in their order.
fn columns(ledger: &Ledger) -> Vec<Column> {
    let mut shown: Vec<usize> = (0..ledger.fields.len())
        .filter(|at| ledger.fields[*at].kind.has_column())
        .collect();
    shown.sort_by_key(|at| !ledger.fields[*at].required);
    shown.truncate(FIELDS);
    shown.sort_unstable();
    let fields = shown.into_iter().map(|at| Column::Field(ledger.fields[at].id.clone()));
    [Column::Key, Column::Unit, Column::Stage]
        .into_iter()
        .chain(fields)
        .collect()
}

fn is_number(ledger: &Ledger, column: &Column) -> bool {
    matches!(column, Column::Field(id) if ledger.field(id).is_some_and(|(_, field)| matches!(field.kind, FieldKind::Number { .. })))
}

/// The entries, or why there are none.
pub(super) fn table(reader: &Reader, plan: &Plan, page: &LedgerPage) -> AnyView {
    let (lang, ledger, entries) = (reader.lang, &page.ledger, &page.entries);
    if entries.rows.is_empty() {
        let why = match (entries.all, entries.matching) {
            (0, _) => pictures::no_entries(lang),
            (_, 0) => words::nothing_matches(lang),
            _ => words::beyond_the_end(lang),
        };
        return view! { <p class="absent">{why}</p> }.into_any();
    }
    let columns = columns(ledger);
    let heads = columns.iter().map(|column| head(reader, page, column)).collect_view();
    let rows = (entries.rows.iter())
        .map(|entry| {
            let cells = (columns.iter().skip(1))
                .map(|column| {
                    let number = is_number(ledger, column).then_some("number");
                    view! { <td class=number>{cell(reader, plan, ledger, entry, column)}</td> }
                })
                .collect_view();
            let href = address::entry(reader, &ledger.id, &entry.row.key);
            view! { <tr><th scope="row"><a href=href>{entry.row.key.clone()}</a></th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table class="entry-list">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A heading that sorts by its column.
fn head(reader: &Reader, page: &LedgerPage, column: &Column) -> AnyView {
    let (lang, ledger) = (reader.lang, &page.ledger);
    let name = cells::column(lang, ledger, column);
    let href = address::page(reader, &ledger.id, &address::sorted(&page.query, column), 0);
    let sorted = (page.query.sort.as_ref() == Some(column)).then_some({
        if page.query.descending {
            ("descending", " ↓")
        } else {
            ("ascending", " ↑")
        }
    });
    let number = is_number(ledger, column).then_some("number");
    let arrow = sorted.map(|(_, arrow)| view! { <span aria-hidden="true">{arrow}</span> });
    view! {
        <th scope="col" class=number aria-sort=sorted.map(|(way, _)| way)>
            <a href=href title=words::sort_by(lang, &name)>{name.clone()}</a>{arrow}
        </th>
    }
    .into_any()
}

/// A value as it is read; a deliverable that an entry stands for is the way to it.
pub(super) fn cell(reader: &Reader, plan: &Plan, ledger: &Ledger, entry: &Entry, column: &Column) -> AnyView {
    let lang = reader.lang;
    if *column == Column::Stage {
        let day = entry
            .row
            .reached
            .last()
            .map(|day| view! { " " <small>{figures::day(*day)}</small> });
        return view! { {words::reached(lang, ledger, entry.row.reached.len())} {day} }.into_any();
    }
    let Some(text) = entry.row.text(ledger, column) else {
        return ().into_any();
    };
    if let Column::Field(id) = column
        && ledger.field(id).map(|(at, _)| at) == ledger.part_field()
        && let Some(target) = plan.targets.iter().find(|target| target.id.as_str() == text)
    {
        let href = reader.href(&format!("/target/{}", target.id));
        return view! { <a href=href>{lang.of(&target.name).to_owned()}</a> }.into_any();
    }
    let value = match text.parse::<Decimal>() {
        Ok(number) if is_number(ledger, column) => figures::number(number),
        _ => cells::value(lang, ledger, &plan.units, column, &text),
    };
    if lang == Lang::En && !value.is_ascii() {
        return view! { <span lang="zh-CN">{value}</span> }.into_any();
    }
    value.into_any()
}

/// How many there are, and the entries that were asked for as files.
pub(super) fn counted(reader: &Reader, page: &LedgerPage) -> AnyView {
    let (lang, entries) = (reader.lang, &page.entries);
    let number = |n: usize| pictures::count(i64::try_from(n).unwrap_or(i64::MAX));
    let (matching, all) = (number(entries.matching), number(entries.all));
    let said = if entries.matching == entries.all {
        words::all_entries(lang, &all)
    } else {
        words::matching_of(lang, &matching, &all)
    };
    let file = |ending| address::file(reader, &page.ledger.id, &page.query, ending);
    let files = (entries.matching > 0).then(|| {
        view! {
            " · "
            {words::download(lang, &matching)}
            <a href=file("csv")>"CSV"</a>
            " "
            <a href=file("json")>"JSON"</a>
            " "
            <a href=file("xlsx")>"XLSX"</a>
        }
    });
    view! { <p class="entry-count">{said} {files}</p> }.into_any()
}

/// The ways to the other pages.
pub(super) fn paging(reader: &Reader, page: &LedgerPage) -> Option<AnyView> {
    let (lang, entries) = (reader.lang, &page.entries);
    let pages = address::Pages::around(entries.from, entries.matching, ROWS);
    if pages.before.is_none() && pages.after.is_none() {
        return None;
    }
    let number = |n: usize| pictures::count(i64::try_from(n).unwrap_or(i64::MAX));
    let shown = (!entries.rows.is_empty()).then(|| {
        let last = entries.from + entries.rows.len();
        words::stretch(
            lang,
            &number(entries.from + 1),
            &number(last),
            &number(entries.matching),
        )
    });
    let way = |from: usize, rel: Option<&'static str>, name: &'static str| {
        let href = address::page(reader, &page.ledger.id, &page.query, from);
        view! { <a href=href rel=rel>{name}</a> " " }
    };
    Some(
        view! {
            <nav class="entry-pages" aria-label=words::pages_title(lang)>
                {pages.before.map(|_| way(0, None, words::first_page(lang)))}
                {pages.before.map(|from| way(from, Some("prev"), words::previous_page(lang)))}
                <span class="number">{shown}</span>
                " "
                {pages.after.map(|from| way(from, Some("next"), words::next_page(lang)))}
                {pages.after.map(|_| way(pages.last, None, words::last_page(lang)))}
            </nav>
        }
        .into_any(),
    )
}

/// All that the public sees of an entry, as facts.
pub(super) fn facts(reader: &Reader, plan: &Plan, ledger: &Ledger, entry: &Entry) -> AnyView {
    let lang = reader.lang;
    let fields = (ledger.fields.iter()).filter(|field| field.kind.has_column());
    let rows = std::iter::once(Column::Unit)
        .chain(fields.map(|field| Column::Field(field.id.clone())))
        .map(|column| {
            let value = match entry.row.text(ledger, &column) {
                Some(_) => cell(reader, plan, ledger, entry, &column),
                None => label::no_value(lang).into_any(),
            };
            view! { <div><dt>{cells::column(lang, ledger, &column)}</dt><dd>{value}</dd></div> }
        })
        .collect_view();
    let changed =
        view! { <div><dt>{words::changed_on(lang)}</dt><dd class="number">{figures::day(entry.changed_on)}</dd></div> };
    view! { <dl class="facts">{rows} {changed}</dl> }.into_any()
}
