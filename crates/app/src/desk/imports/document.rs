//! The document as it came, with what was read in it; words can be selected in it.

use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
    web_sys::{Element, Node},
};
use yaodian_domain::plan::Span;
use yaodian_intake::Edit;
use yaodian_words::import_desk as words;

use super::{
    blocks::{Block, Piece, Sort, block},
    light,
    screen::{Desk, Editing, Mode, Pane},
    spot::Spot,
};

/// The document.
pub(super) fn pane(desk: Desk) -> AnyView {
    let lang = desk.lang;
    let blocks = Memo::new(move |_| desk.cuts.with(|cuts| cuts.len()));
    Effect::new(move |_| watch_selection(desk));
    view! {
        <div class="document-frame">
            <article id="document" class="source-text" lang="zh-CN" aria-label=words::document(lang)
                on:mouseover=move |event| light::over_document(desk, &event) on:click=move |event| light::clicked_document(desk, &event)>
                <For each=move || 0..blocks.get() key=|nth| *nth let:nth>
                    {
                        let drawn = Memo::new(move |_| {
                            let span = desk.cuts.with(|cuts| cuts.get(nth).copied())?;
                            Some(desk.text.with(|text| desk.marks.with(|marks| block(text, span, marks))))
                        });
                        view! { <div class="doc-block" id=format!("b{nth}")>{move || drawn.with(|block| block.as_ref().map(drawn_block))}</div> }
                    }
                </For>
            </article>
            {move || (desk.is_open() && desk.mode.get() == Mode::Review).then(|| selection_bar(desk))}
        </div>
    }
    .into_any()
}

fn drawn_block(block: &Block) -> AnyView {
    let paragraphs = block.paragraphs.iter().map(|paragraph| {
        let pieces = paragraph.pieces.iter().map(piece).collect_view();
        match paragraph.sort {
            Sort::Title => view! { <p class="doc-title">{pieces}</p> }.into_any(),
            Sort::Chapter => view! { <p class="doc-chapter">{pieces}</p> }.into_any(),
            Sort::Heading => view! { <p class="doc-heading">{pieces}</p> }.into_any(),
            Sort::Prose => view! { <p class="prose">{pieces}</p> }.into_any(),
        }
    });
    paragraphs.collect_view().into_any()
}

fn piece(piece: &Piece) -> AnyView {
    view! { <span data-at=piece.at.to_string() class=piece.mark.class()>{piece.text.clone()}</span> }.into_any()
}

/// A selection is told by the page, not by one of its elements.
fn watch_selection(desk: Desk) {
    const CHANGE: &str = "selectionchange";
    let heard = Closure::<dyn FnMut()>::new(move || {
        // Whoever goes on to a button still means the words.
        if let Some(picked) = selected(desk) {
            desk.picked.set(Some(picked));
        }
    });
    let page = document();
    let _ = page.add_event_listener_with_callback(CHANGE, heard.as_ref().unchecked_ref());
    let heard = StoredValue::new_local(heard);
    on_cleanup(move || {
        heard.with_value(|heard| {
            let _ = document().remove_event_listener_with_callback(CHANGE, heard.as_ref().unchecked_ref());
        });
    });
}

/// The byte of the text at a place of the page: so many UTF-16 units into a node of text.
fn byte_at(desk: Desk, node: &Node, offset: u32) -> Option<usize> {
    let element: Element = match node.dyn_ref::<Element>() {
        // Between elements: at the beginning of the next one.
        Some(element) => {
            let next = element.child_nodes().get(offset)?;
            return byte_at(desk, &next, 0);
        }
        None => node.parent_element()?,
    };
    let start = light::byte_of(desk, element)?;
    let text = node.text_content()?;
    let mut units = 0;
    let mut bytes = 0;
    for c in text.chars() {
        if units >= offset as usize {
            break;
        }
        units += c.len_utf16();
        bytes += c.len_utf8();
    }
    Some(start + bytes)
}

/// The words of the document that are selected, or the place of the caret.
fn selected(desk: Desk) -> Option<Span> {
    let selection = document().get_selection().ok().flatten()?;
    let range = selection.get_range_at(0).ok()?;
    let start = byte_at(desk, &range.start_container().ok()?, range.start_offset().ok()?)?;
    let end = byte_at(desk, &range.end_container().ok()?, range.end_offset().ok()?).unwrap_or(start);
    (start <= end).then_some(Span { start, end })
}

/// What can be done with the words that are selected.
fn selection_bar(desk: Desk) -> AnyView {
    let lang = desk.lang;
    let within_task = move |at: usize| {
        desk.reviewed.with(|reviewed| {
            let spot = Spot::at(reviewed, at)?;
            let task = spot.task(reviewed)?;
            (task.span.start < at && at < task.span.end).then_some(at)
        })
    };
    let bar = move || {
        let picked = desk.picked.get()?;
        let trimmed = trimmed(desk, picked);
        let split = within_task(picked.start);
        let spot = desk.reviewed.with(|reviewed| Spot::at(reviewed, picked.start));
        if trimmed.is_none() && split.is_none() && spot.is_none() {
            return None;
        }
        // Where there is room for one side only, the other one is a step away.
        let over = spot.map(|_| {
            let go = move |_| {
                desk.pane.set(Pane::Draft);
                light::show(desk, picked);
            };
            view! { <button type="button" class="quiet narrow-only" on:mousedown=|event| event.prevent_default() on:click=go>{words::see_in_draft(lang)}</button> }
        });
        let told = trimmed.map(|span| {
            let words = super::card::clean(&desk.words(span));
            view! { <span class="quote picked">{words}</span> }
        });
        let here = trimmed.is_none().then(|| {
            let after = super::card::clean(&desk.words(Span {
                start: picked.start,
                end: after(desk, picked.start),
            }));
            view! { <span class="fine">{words::caret(lang)} " " <span class="quote">{after} "…"</span></span> }
        });
        let add = trimmed.map(|span| {
            view! { <button type="button" id="make-target" on:mousedown=|event| event.prevent_default() on:click=move |_| desk.edit(Editing::Add(span))>{words::make_target(lang)}</button> }
        });
        let split = split.map(|at| {
            view! { <button type="button" id="split-here" class="quiet" on:mousedown=|event| event.prevent_default() on:click=move |_| desk.decide(Edit::Split { at })>{words::split_here(lang)}</button> }
        });
        Some(
            view! { <div class="selection-bar" role="toolbar" aria-label=words::with_selection(lang)>{told} {here} {add} {split} {over}</div> },
        )
    };
    bar.into_any()
}

/// Twelve characters further, or the end.
fn after(desk: Desk, start: usize) -> usize {
    desk.text.with_untracked(|text| {
        let rest = text.get(start..).unwrap_or_default();
        start + rest.char_indices().nth(12).map_or(rest.len(), |(at, _)| at)
    })
}

/// A selection without the white space around it; `None` where nothing is left.
fn trimmed(desk: Desk, span: Span) -> Option<Span> {
    let words = desk.words(span);
    let lead = words.len() - words.trim_start().len();
    let kept = words.trim();
    (!kept.is_empty()).then(|| Span {
        start: span.start + lead,
        end: span.start + lead + kept.len(),
    })
}
