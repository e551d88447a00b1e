//! The grid: entries in rows, reached by mouse, finger and keyboard.
//!
//! A cell knows its place by `data-cell="row,column"`; all that happens in it is heard by the
//! table, so that a thousand cells cost no more than their text.

use leptos::{ev, prelude::*};
use yaodian_domain::ledger::{Column, Entry, FieldKind};
use yaodian_words::ledger as words;

use super::{Open, keys, screen::Screen};

pub(super) fn grid(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let count = move || screen.page.with(|page| page.matching + 1);
    let name = screen
        .open
        .with_value(|open| lang.of(&open.view.ledger.name).to_owned());
    let picks = move || screen.open.with_value(|open| !open.view.moves.is_empty());
    let whole = move || {
        screen.page.with(|page| {
            screen
                .chosen
                .with(|chosen| !page.rows.is_empty() && page.rows.iter().all(|entry| chosen.contains(&entry.id)))
        })
    };
    let heads = move || {
        let asked = screen.asked.get();
        let columns = screen.columns.get();
        screen.open.with_value(|open| {
            (columns.iter().enumerate())
                .map(|(at, column)| {
                    let sorted = asked.query.sort.as_ref() == Some(column);
                    let (order, arrow) = match (sorted, asked.query.descending) {
                        (false, _) => (None, ""),
                        (true, false) => (Some("ascending"), " ↑"),
                        (true, true) => (Some("descending"), " ↓"),
                    };
                    let next = asked.but(|query| {
                        // Upwards, downwards, as entered.
                        query.sort = (!sorted || !asked.query.descending).then(|| column.clone());
                        query.descending = sorted && !asked.query.descending;
                    });
                    let class = class_of(open, column);
                    view! {
                        <th role="columnheader" scope="col" class=class aria-sort=order aria-colindex=(at + 2).to_string() data-column=column.to_string()>
                            <a href=screen.href(&next) data-noscroll="">{open.heading(lang, column)}</a>
                            <span aria-hidden="true">{arrow}</span>
                        </th>
                    }
                    .into_any()
                })
                .collect_view()
        })
    };
    let pick_page = move |event: ev::Event| {
        let on = event_target_checked(&event);
        screen.all.set(false);
        screen.page.with_untracked(|page| {
            screen.chosen.update(|chosen| {
                for entry in &page.rows {
                    if on {
                        chosen.insert(entry.id)
                    } else {
                        chosen.remove(&entry.id)
                    };
                }
            });
        });
    };
    let rows = move || {
        let columns = screen.columns.get();
        screen.page.with(|page| {
            screen.open.with_value(|open| {
                (page.rows.iter().enumerate())
                    .map(|(at, entry)| row(screen, open, &columns, page.from, at, entry))
                    .collect_view()
            })
        })
    };
    view! {
        <div class="grid-wrap">
            <table
                id="grid"
                class="grid"
                role="grid"
                aria-label=name
                aria-describedby="keys"
                aria-multiselectable="true"
                aria-rowcount=move || count().to_string()
                aria-colcount=move || (screen.columns.with(Vec::len) + 1).to_string()
                on:keydown=move |event| keys::pressed(screen, &event)
                on:click=move |event| keys::clicked(screen, &event)
            >
                <thead>
                    <tr role="row" aria-rowindex="1">
                        <th role="columnheader" scope="col" class="pick">
                            {move || picks().then(|| view! {
                                <input type="checkbox" id="pick-page" aria-label=words::pick_page(lang) prop:checked=whole on:change=pick_page/>
                            })}
                        </th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {move || screen.page.with(|page| page.rows.is_empty()).then(|| {
                let nothing = screen.page.with(|page| page.all == 0);
                view! { <p class="absent" id="no-rows">{if nothing { words::empty(lang) } else { words::no_match(lang) }}</p> }
            })}
        </div>
    }
    .into_any()
}

fn class_of(open: &Open, column: &Column) -> Option<&'static str> {
    match column {
        Column::Key => Some("key"),
        _ => {
            let number = open
                .field(column)
                .is_some_and(|field| matches!(field.kind, FieldKind::Number { .. }));
            number.then_some("number")
        }
    }
}

fn row(screen: Screen, open: &Open, columns: &[Column], from: usize, at: usize, entry: &Entry) -> AnyView {
    let lang = screen.lang;
    let id = entry.id;
    let picked = move || screen.all.get() || screen.chosen.with(|chosen| chosen.contains(&id));
    let cells = (columns.iter().enumerate())
        .map(|(place, column)| {
            let text = open.cell(lang, entry, column);
            let cell = format!("{at},{place}");
            let tab = if (at, place) == (0, 0) { "0" } else { "-1" };
            let index = (place + 2).to_string();
            if *column == Column::Key {
                let href = format!("/app/ledger/{}/entry/{id}", open.view.ledger.id);
                view! {
                    <th role="rowheader" scope="row" class="key" data-cell=cell tabindex=tab aria-colindex=index>
                        <a href=href tabindex="-1">{text}</a>
                    </th>
                }
                .into_any()
            } else {
                let fixed = (!open.writes(entry, column)).then_some("true");
                view! {
                    <td role="gridcell" class=class_of(open, column) data-cell=cell tabindex=tab aria-colindex=index aria-readonly=fixed>
                        {text}
                    </td>
                }
                .into_any()
            }
        })
        .collect_view();
    let picks = !open.view.moves.is_empty();
    let label = words::pick(lang, &entry.row.key);
    view! {
        <tr
            role="row"
            data-entry=id.to_string()
            aria-rowindex=(from + at + 2).to_string()
            aria-selected=move || picked().to_string()
        >
            <td role="gridcell" class="pick">
                {picks.then(|| view! { <input type="checkbox" tabindex="-1" data-pick=at.to_string() aria-label=label prop:checked=picked/> })}
            </td>
            {cells}
        </tr>
    }
    .into_any()
}
