//! What is looked at on one side lights up on the other, and is scrolled into view.

use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition},
};
use yaodian_domain::plan::Span;

use super::{
    screen::{Desk, Pane},
    spot::Spot,
};

const LIT: &str = "lit";

/// The pieces of the document that stand in a stretch of the text.
fn pieces(desk: Desk, span: Span) -> Vec<Element> {
    let cuts = desk.cuts.get_untracked();
    let touched = cuts
        .iter()
        .enumerate()
        .filter(|(_, block)| span.start < block.end && block.start < span.end);
    let mut found = Vec::new();
    for (nth, block) in touched {
        let css = format!("#b{nth} [data-at]");
        let Ok(all) = document().query_selector_all(&css) else {
            continue;
        };
        let all = (0..all.length()).filter_map(|at| all.get(at)?.dyn_into::<Element>().ok());
        let mut all = all
            .filter_map(|piece| Some((block.start + start_of(&piece)?, piece)))
            .peekable();
        while let Some((start, piece)) = all.next() {
            let next = all.peek().map_or(block.end, |(start, _)| *start);
            if start < span.end && span.start < next {
                found.push(piece);
            }
        }
    }
    found
}

/// How many bytes lie before a piece in its block.
fn start_of(piece: &Element) -> Option<usize> {
    piece.get_attribute("data-at")?.parse().ok()
}

/// The byte of the text at which the piece begins in which something happened, if it happened in one.
pub(super) fn byte_of(desk: Desk, node: Element) -> Option<usize> {
    let piece = node.closest("[data-at]").ok().flatten()?;
    let block = piece.closest(".doc-block").ok().flatten()?.id();
    let nth: usize = block.strip_prefix('b')?.parse().ok()?;
    let block = desk.cuts.with_untracked(|cuts| cuts.get(nth).copied())?;
    Some(block.start + start_of(&piece)?)
}

fn clear() {
    if let Ok(lit) = document().query_selector_all(".lit") {
        for at in 0..lit.length() {
            if let Some(element) = lit.get(at).and_then(|node| node.dyn_into::<Element>().ok()) {
                let _ = element.class_list().remove_1(LIT);
            }
        }
    }
}

fn scroll(element: &Element, to: ScrollLogicalPosition) {
    let how = ScrollIntoViewOptions::new();
    how.set_block(to);
    how.set_behavior(ScrollBehavior::Auto);
    element.scroll_into_view_with_scroll_into_view_options(&how);
}

fn draft_element(spot: Spot) -> Option<HtmlElement> {
    document().get_element_by_id(&spot.id())?.dyn_into().ok()
}

/// Lights a stretch of the document and what stands there in the draft.
fn light(desk: Desk, span: Span) -> (Vec<Element>, Option<HtmlElement>) {
    clear();
    desk.at.set_value(Some(span));
    let pieces = pieces(desk, span);
    for piece in &pieces {
        let _ = piece.class_list().add_1(LIT);
    }
    let card = desk
        .reviewed
        .with_untracked(|reviewed| Spot::at(reviewed, span.start))
        .and_then(draft_element);
    if let Some(card) = &card {
        let _ = card.class_list().add_1(LIT);
    }
    (pieces, card)
}

/// Lights a stretch of the text on both sides, and brings it into view.
pub(super) fn show(desk: Desk, span: Span) {
    // What was decided just now is drawn first.
    request_animation_frame(move || {
        let (pieces, card) = light(desk, span);
        if let Some(first) = pieces.first() {
            scroll(first, ScrollLogicalPosition::Center);
        }
        if let Some(card) = card {
            scroll(&card, ScrollLogicalPosition::Nearest);
        }
    });
}

/// Brings a stretch into view from elsewhere: first the document itself, where there is room for one side
/// only.
pub(super) fn jump(desk: Desk, span: Span) {
    desk.mode.set(super::screen::Mode::Review);
    if is_narrow() {
        desk.pane.set(Pane::Document);
    }
    show(desk, span);
}

/// Whether there is room for one side only.
pub(super) fn is_narrow() -> bool {
    window()
        .match_media("(max-width: 59.99rem)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

/// The part of the draft in whose element something happened.
pub(super) fn spot_of(event: &ev::Event) -> Option<Spot> {
    let mut node: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    while let Some(element) = node {
        if let Some(spot) = Spot::named(&element.id()) {
            return Some(spot);
        }
        node = element.parent_element();
    }
    None
}

/// Something in the draft is pointed at or has the focus.
pub(super) fn over_draft(desk: Desk, event: &ev::Event) {
    let span = desk
        .reviewed
        .with_untracked(|reviewed| spot_of(event).and_then(|spot| spot.span(reviewed)));
    if let Some(span) = span {
        light(desk, span);
    }
}

/// Something in the draft was clicked: the document goes there.
pub(super) fn clicked_draft(desk: Desk, event: &ev::Event) {
    let span = desk
        .reviewed
        .with_untracked(|reviewed| spot_of(event).and_then(|spot| spot.span(reviewed)));
    if let Some(span) = span.filter(|_| !is_narrow()) {
        let (pieces, _) = light(desk, span);
        if let Some(first) = pieces.first() {
            scroll(first, ScrollLogicalPosition::Center);
        }
    }
}

/// The part of the draft that stands where something happened in the document.
fn under(desk: Desk, event: &ev::Event) -> Option<(Spot, Span)> {
    let at = byte_of(desk, event.target()?.dyn_into().ok()?)?;
    desk.reviewed.with_untracked(|reviewed| {
        let spot = Spot::at(reviewed, at)?;
        Some((spot, spot.span(reviewed)?))
    })
}

/// Words of the document are pointed at.
pub(super) fn over_document(desk: Desk, event: &ev::Event) {
    if let Some((_, span)) = under(desk, event) {
        light(desk, span);
    }
}

/// Words of the document were clicked: the draft goes there.
pub(super) fn clicked_document(desk: Desk, event: &ev::Event) {
    let Some((spot, span)) = under(desk, event) else { return };
    light(desk, span);
    if !is_narrow()
        && let Some(card) = draft_element(spot)
    {
        scroll(&card, ScrollLogicalPosition::Center);
    }
}
