//! Moving through the grid, and what keys and clicks do in it.

use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};
use yaodian_domain::ledger::Column;

use super::{editor, screen::Screen};

/// So many rows are passed by «page up» and «page down».
const LEAP: usize = 10;

fn cell((row, column): (usize, usize)) -> Option<HtmlElement> {
    let found = document().query_selector(&format!("#grid [data-cell=\"{row},{column}\"]"));
    found.ok().flatten()?.dyn_into().ok()
}

/// Makes a cell the one that the keyboard reaches. Whether there is such a cell.
fn activate(screen: Screen, place: (usize, usize)) -> Option<HtmlElement> {
    let next = cell(place)?;
    if let Some(before) = cell(screen.active.get_value()) {
        let _ = before.set_attribute("tabindex", "-1");
    }
    let _ = next.set_attribute("tabindex", "0");
    screen.active.set_value(place);
    Some(next)
}

/// Moves to a cell.
pub(super) fn focus(screen: Screen, place: (usize, usize)) {
    if let Some(cell) = activate(screen, place) {
        let _ = cell.focus();
    }
}

/// Sees to it that the keyboard reaches some cell after other rows came.
pub(super) fn keep_a_cell(screen: Screen) {
    let active = screen.active.try_get_value().unwrap_or_default();
    if cell(active).is_none() && activate(screen, (0, 0)).is_none() {
        return;
    }
    if let Some(cell) = cell(screen.active.get_value()) {
        let _ = cell.set_attribute("tabindex", "0");
    }
}

/// The cell that is so many rows and columns away, within the page.
pub(super) fn beside(screen: Screen, rows: isize, columns: isize) -> (usize, usize) {
    let (row, column) = screen.active.get_value();
    let last = |count: usize| count.saturating_sub(1);
    let (most_rows, most_columns) = (
        last(screen.page.with_untracked(|page| page.rows.len())),
        last(screen.columns.with_untracked(Vec::len)),
    );
    (
        row.saturating_add_signed(rows).min(most_rows),
        column.saturating_add_signed(columns).min(most_columns),
    )
}

fn place_of(event: &ev::Event) -> Option<(usize, usize)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let cell = target
        .closest("[data-cell]")
        .ok()
        .flatten()?
        .get_attribute("data-cell")?;
    let (row, column) = cell.split_once(',')?;
    Some((row.parse().ok()?, column.parse().ok()?))
}

/// Chooses the entry of a row, or no longer.
fn pick(screen: Screen, row: usize) {
    let movable = screen.open.with_value(|open| !open.view.moves.is_empty());
    let Some(id) = screen
        .page
        .with_untracked(|page| page.rows.get(row).map(|entry| entry.id))
        .filter(|_| movable)
    else {
        return;
    };
    // All but one is not «all that meet the query»: what is on the page stays chosen.
    if screen.all.get_untracked() {
        screen.all.set(false);
        let ids = screen
            .page
            .with_untracked(|page| page.rows.iter().map(|entry| entry.id).collect());
        screen.chosen.set(ids);
    }
    screen.chosen.update(|chosen| {
        if !chosen.remove(&id) {
            chosen.insert(id);
        }
    });
}

pub(super) fn clicked(screen: Screen, event: &ev::MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(row) = target.as_ref().and_then(|target| target.get_attribute("data-pick")) {
        if let Ok(row) = row.parse() {
            pick(screen, row);
        }
        return;
    }
    if target.is_some_and(|target| target.closest("a").ok().flatten().is_some()) {
        return;
    }
    let Some(place) = place_of(event) else { return };
    // The first click goes there, the second one writes.
    if screen.active.get_value() == place {
        editor::begin(screen, place, None);
    } else {
        focus(screen, place);
    }
}

pub(super) fn pressed(screen: Screen, event: &ev::KeyboardEvent) {
    let Some(place) = place_of(event) else { return };
    if event.is_composing() || event.alt_key() {
        return;
    }
    screen.active.set_value(place);
    let key = event.key();
    let far = event.ctrl_key() || event.meta_key();
    let all = isize::MAX;
    let leap = isize::try_from(LEAP).unwrap_or(1);
    let next = match key.as_str() {
        "ArrowUp" => beside(screen, -1, 0),
        "ArrowDown" => beside(screen, 1, 0),
        "ArrowLeft" => beside(screen, 0, -1),
        "ArrowRight" => beside(screen, 0, 1),
        "PageUp" => beside(screen, -leap, 0),
        "PageDown" => beside(screen, leap, 0),
        "Home" if far => (0, 0),
        "End" if far => beside(screen, all, all),
        "Home" => beside(screen, 0, -all),
        "End" => beside(screen, 0, all),
        "Enter" | "F2" => {
            event.prevent_default();
            let column = screen.columns.with_untracked(|columns| columns.get(place.1).cloned());
            match (column, cell(place)) {
                (Some(Column::Key), Some(cell)) => {
                    if let Some(link) = cell
                        .query_selector("a")
                        .ok()
                        .flatten()
                        .and_then(|link| link.dyn_into::<HtmlElement>().ok())
                    {
                        link.click();
                    }
                }
                _ => editor::begin(screen, place, None),
            }
            return;
        }
        " " => {
            event.prevent_default();
            pick(screen, place.0);
            return;
        }
        // A letter begins to write anew, as in a sheet.
        letter if !far && letter.chars().count() == 1 => {
            event.prevent_default();
            editor::begin(screen, place, Some(letter));
            return;
        }
        _ => return,
    };
    event.prevent_default();
    focus(screen, next);
}
