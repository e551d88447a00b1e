//! The heat table: a row for each task, a column for each unit. Blank cells are bare, so that three
//! thousand of them cost next to nothing; whatever happens in a cell is heard by the table.

use leptos::prelude::*;
use yaodian_contract::cockpit::{Cockpit, Row};
use yaodian_domain::{check::Status, cockpit::Cell};
use yaodian_words::{Lang, cockpit as say, names};

use super::{Screen, address::Asked, keys, shown::Shown, words};

/// Columns before those of the units: what the row is, and how the whole stands.
pub(super) const BEFORE: usize = 2;

pub(super) fn matrix(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let groups = move || {
        screen
            .all
            .with(|all| screen.shown.with(|shown| group_heads(lang, all, shown)))
    };
    let heads = move || {
        screen
            .all
            .with(|all| screen.shown.with(|shown| unit_heads(lang, all, shown)))
    };
    let rows = move || {
        screen.all.with(|all| {
            screen.shown.with(|shown| {
                screen.asked.with(|asked| {
                    let mut before = None;
                    (shown.rows.iter())
                        .filter_map(|at| all.rows.get(*at))
                        .map(|row| {
                            let first = before.replace(row.chapter).is_some_and(|before| before != row.chapter);
                            line(lang, all, shown, asked, row, first)
                        })
                        .collect_view()
                })
            })
        })
    };
    let style = move || {
        let (rows, columns) = screen.shown.with(|shown| (shown.rows.len(), shown.columns.len()));
        format!("--rows:{rows};--columns:{columns}")
    };
    let nothing = move || screen.shown.with(|shown| shown.rows.is_empty());
    view! {
        <div class="heat-frame">
            <table
                id="heat"
                class="heat"
                role="grid"
                aria-label=say::matrix(lang)
                aria-describedby="heat-keys"
                aria-readonly="true"
                aria-multiselectable="true"
                style=style
                on:keydown=move |event| keys::pressed(screen, &event)
                on:click=move |event| keys::clicked(screen, &event)
            >
                <thead>
                    <tr class="groups"><td class="row-head"></td><td class="whole"></td>{groups}</tr>
                    <tr>
                        <th scope="col" class="row-head">{say::rows_head(lang)}</th>
                        <th scope="col" class="whole">{say::whole_head(lang)}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {move || nothing().then(|| view! { <p class="absent" id="no-rows">{say::no_match(lang)}</p> })}
        </div>
    }
    .into_any()
}

/// Whether a column is the first of its kind.
fn begins(all: &Cockpit, shown: &Shown, place: usize) -> bool {
    let kind = |place: usize| {
        shown
            .columns
            .get(place)
            .and_then(|at| all.columns.get(*at))
            .map(|column| column.kind)
    };
    place.checked_sub(1).is_none_or(|before| kind(before) != kind(place))
}

fn group_heads(lang: Lang, all: &Cockpit, shown: &Shown) -> Vec<AnyView> {
    let mut groups: Vec<(&'static str, usize)> = Vec::new();
    for (place, at) in shown.columns.iter().enumerate() {
        let Some(column) = all.columns.get(*at) else { continue };
        match groups.last_mut() {
            Some((_, count)) if !begins(all, shown, place) => *count += 1,
            _ => groups.push((say::units(lang, column.kind), 1)),
        }
    }
    groups
        .into_iter()
        .map(|(name, count)| {
            view! { <th scope="colgroup" class="begins" colspan=count.to_string()>{name}</th> }.into_any()
        })
        .collect()
}

fn unit_heads(lang: Lang, all: &Cockpit, shown: &Shown) -> Vec<AnyView> {
    (shown.columns.iter().enumerate())
        .filter_map(|(place, at)| {
            let column = all.columns.get(*at)?;
            let class = if begins(all, shown, place) { "unit begins" } else { "unit" };
            let name = lang.of(&column.name).to_owned();
            Some(view! { <th scope="col" class=class title=name.clone() abbr=name><span>{words::short(lang, column)}</span></th> }.into_any())
        })
        .collect()
}

fn line(lang: Lang, all: &Cockpit, shown: &Shown, asked: &Asked, row: &Row, first: bool) -> AnyView {
    let name = words::row(lang, row);
    let cells = (shown.columns.iter().enumerate())
        .map(|(place, at)| {
            let begins = begins(all, shown, place);
            let found = row.cells.binary_search_by_key(at, |cell| cell.unit).ok();
            let cell = found
                .and_then(|found| row.cells.get(found))
                .filter(|cell| asked.takes(cell));
            match (cell, all.columns.get(*at)) {
                (Some(cell), Some(column)) => filled(begins, cell, words::cell(lang, column, row, cell)),
                _ if !asked.picks() && found.is_none() && row.named.contains(at) => named(lang, begins),
                _ => view! { <td class=begins.then_some("begins")></td> }.into_any(),
            }
        })
        .collect_view();
    let (targets, turned) = (row.targets.len(), row.turned);
    let mut whole = format!("{} · {}", names::status(lang, row.status), say::parts(lang, &targets));
    if turned > 0 {
        whole = format!("{whole} · {}", say::turned_parts(lang, &turned));
    }
    let title = name.clone();
    view! {
        <tr class:first=first>
            <th scope="row" class="row-head" title=title>{name}</th>
            {shape("whole", row.status, 1, turned, false, whole)}
            {cells}
        </tr>
    }
    .into_any()
}

fn filled(begins: bool, cell: &Cell, says: String) -> AnyView {
    let class = match (begins, cell.sent) {
        (false, 0) => "cell",
        (true, 0) => "cell begins",
        (false, sent) if sent < cell.parts => "cell some",
        (true, sent) if sent < cell.parts => "cell begins some",
        (false, _) => "cell sent",
        (true, _) => "cell begins sent",
    };
    shape(class, cell.status, cell.parts, cell.turned, true, says)
}

/// A status as a cell: shape and colour, all it says for those who do not see it or point at it.
fn shape(class: &'static str, status: Status, parts: usize, turned: usize, opens: bool, says: String) -> AnyView {
    let turned = if turned > 0 { " turned" } else { "" };
    let (count, title) = ((parts > 1).then(|| parts.to_string()), says.clone());
    view! {
        <td class=format!("{class} is-{}{turned}", status.as_str()) title=title data-opens=opens.then_some("") aria-selected=opens.then_some("false")>
            <span class="shape" aria-hidden="true">{status.shape().to_string()}</span>
            <span class="count" aria-hidden="true">{count}</span>
            <span class="visually-hidden">{says}</span>
        </td>
    }
    .into_any()
}

fn named(lang: Lang, begins: bool) -> AnyView {
    let class = if begins { "named begins" } else { "named" };
    view! { <td class=class title=say::named_only(lang)><span class="visually-hidden">{say::named_only(lang)}</span></td> }
        .into_any()
}
