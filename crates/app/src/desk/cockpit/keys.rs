//! Moving through the heat table, and what keys and clicks do in it. A cell is told by its row and
//! column in the table's body.

use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, HtmlTableCellElement, HtmlTableRowElement},
};

use super::{Chosen, Screen, matrix::BEFORE};

/// So many rows are passed by «page up» and «page down».
const LEAP: usize = 10;

fn cell((row, column): (usize, usize)) -> Option<HtmlElement> {
    let css = format!("#heat > tbody > tr:nth-child({}) > :nth-child({})", row + 1, column + 1);
    document().query_selector(&css).ok().flatten()?.dyn_into().ok()
}

/// The place of the cell in which something happened.
fn place_of(event: &ev::Event) -> Option<(usize, usize)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let cell = target
        .closest("tbody > tr > *")
        .ok()
        .flatten()?
        .dyn_into::<HtmlTableCellElement>()
        .ok()?;
    let row = cell.parent_element()?.dyn_into::<HtmlTableRowElement>().ok()?;
    Some((
        usize::try_from(row.section_row_index()).ok()?,
        usize::try_from(cell.cell_index()).ok()?,
    ))
}

/// Goes to a cell, which is then the one that the keyboard reaches.
fn focus(screen: Screen, place: (usize, usize)) {
    let Some(next) = cell(place) else { return };
    if let Ok(Some(before)) = document().query_selector("#heat [tabindex='0']") {
        let _ = before.set_attribute("tabindex", "-1");
    }
    let _ = next.set_attribute("tabindex", "0");
    screen.active.set_value(place);
    let _ = next.focus();
}

/// Goes back to the cell that was left last.
pub(super) fn back(screen: Screen) {
    focus(screen, screen.active.get_value());
}

/// Sees to it that the keyboard reaches some cell.
pub(super) fn keep_a_cell() {
    if let Ok(None) = document().query_selector("#heat [tabindex='0']")
        && let Some(first) = cell((0, 1))
    {
        let _ = first.set_attribute("tabindex", "0");
    }
}

/// Opens the parts behind a cell, if there are any.
fn open(screen: Screen, (row, column): (usize, usize)) {
    if let Some(what) = behind(screen, (row, column)) {
        screen.show(&screen.asked.get_untracked().but(|asked| asked.open = Some(what)));
    }
}

/// Chooses a cell, or no longer.
fn choose(screen: Screen, place: (usize, usize)) {
    if let Some(what) = behind(screen, place) {
        screen.choose(what);
    }
}

fn behind(screen: Screen, (row, column): (usize, usize)) -> Option<Chosen> {
    screen.behind(row, column.checked_sub(BEFORE)?)
}

/// Shows which cells are chosen.
pub(super) fn mark_chosen(screen: Screen) {
    screen.all.track();
    let mark = |cell: &Element, is: &str| {
        let _ = cell.set_attribute("aria-selected", is);
    };
    if let Ok(marked) = document().query_selector_all("#heat [aria-selected='true']") {
        for at in 0..marked.length() {
            if let Some(cell) = marked.get(at).and_then(|node| node.dyn_into::<Element>().ok()) {
                mark(&cell, "false");
            }
        }
    }
    let (shown, chosen) = (screen.shown.get(), screen.chosen.get());
    for (unit, place) in &chosen {
        screen.all.with_untracked(|all| {
            let is_unit = |at: &usize| all.columns.get(*at).is_some_and(|column| &column.unit == unit);
            let Some(column) = shown.columns.iter().position(is_unit) else {
                return;
            };
            for (row, at) in shown.rows.iter().enumerate() {
                let is_row = all
                    .rows
                    .get(*at)
                    .is_some_and(|row| place.as_ref().is_none_or(|place| place == &row.place));
                if let Some(cell) =
                    cell((row, column + BEFORE)).filter(|cell| is_row && cell.has_attribute("data-opens"))
                {
                    mark(&cell, "true");
                }
            }
        });
    }
}

pub(super) fn clicked(screen: Screen, event: &ev::MouseEvent) {
    if let Some(place) = place_of(event) {
        focus(screen, place);
        if event.ctrl_key() || event.meta_key() {
            choose(screen, place);
        } else {
            open(screen, place);
        }
    }
}

/// The next cell in a direction that says something, or the last one there is.
fn next_filled(mut at: (usize, usize), step: impl Fn((usize, usize)) -> (usize, usize)) -> (usize, usize) {
    loop {
        let next = step(at);
        if next == at {
            return at;
        }
        at = next;
        if cell(at).is_some_and(|cell| cell.has_attribute("data-opens")) {
            return at;
        }
    }
}

pub(super) fn pressed(screen: Screen, event: &ev::KeyboardEvent) {
    let Some(at) = place_of(event) else { return };
    if event.is_composing() || event.alt_key() || event.shift_key() {
        return;
    }
    let (rows, columns) = screen
        .shown
        .with_untracked(|shown| (shown.rows.len(), shown.columns.len() + BEFORE));
    let most = (rows.saturating_sub(1), columns.saturating_sub(1));
    let up = |(row, column): (usize, usize)| (row.saturating_sub(1), column);
    let down = |(row, column): (usize, usize)| ((row + 1).min(most.0), column);
    let left = |(row, column): (usize, usize)| (row, column.saturating_sub(1));
    let right = |(row, column): (usize, usize)| (row, (column + 1).min(most.1));
    let far = event.ctrl_key() || event.meta_key();
    let next = match (event.key().as_str(), far) {
        ("ArrowUp", false) => up(at),
        ("ArrowDown", false) => down(at),
        ("ArrowLeft", false) => left(at),
        ("ArrowRight", false) => right(at),
        ("ArrowUp", true) => next_filled(at, up),
        ("ArrowDown", true) => next_filled(at, down),
        ("ArrowLeft", true) => next_filled(at, left),
        ("ArrowRight", true) => next_filled(at, right),
        ("PageUp", _) => (at.0.saturating_sub(LEAP), at.1),
        ("PageDown", _) => ((at.0 + LEAP).min(most.0), at.1),
        ("Home", false) => (at.0, 0),
        ("End", false) => (at.0, most.1),
        ("Home", true) => (0, 0),
        ("End", true) => most,
        ("Enter", _) => {
            event.prevent_default();
            screen.active.set_value(at);
            open(screen, at);
            return;
        }
        (" ", _) => {
            event.prevent_default();
            choose(screen, at);
            return;
        }
        _ => return,
    };
    event.prevent_default();
    focus(screen, next);
}

/// «Escape» closes what was opened.
pub(super) fn anywhere(screen: Screen, event: &ev::KeyboardEvent) {
    let asked = screen.asked.get_untracked();
    if event.key() == "Escape" && asked.open.is_some() {
        event.prevent_default();
        super::panel::close(screen);
    }
}
