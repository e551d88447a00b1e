//! Where the keyboard is once something was done: on what is said of it, never lost.
//!
//! A button is disabled while an answer is waited for, and what was pressed may be gone by then; browsers put the focus
//! on the body in both cases, and whoever uses a keyboard or a screen reader would begin at the top again.

use leptos::{
    prelude::*,
    wasm_bindgen::JsCast as _,
    web_sys::{Element, HtmlElement},
};

/// What has the focus, and what is around it.
pub(super) struct Kept {
    at: Element,
    around: Vec<Element>,
}

/// What has the focus now; nothing if nothing has. Only ever called in the browser.
pub(super) fn keep() -> Option<Kept> {
    let at = held()?;
    let around = ["form", "section", "main"].into_iter();
    let around = around.filter_map(|name| at.closest(name).ok().flatten());
    Some(Kept {
        around: around.collect(),
        at,
    })
}

/// Gives the focus back once what was answered is shown, if it was lost meanwhile.
pub(super) fn give_back(kept: Option<Kept>, refused: bool) {
    let Some(kept) = kept else { return };
    request_animation_frame(move || {
        if held().is_some() {
            return;
        }
        let wanted: &[&str] = if refused {
            &["[aria-invalid=true]", "[role=alert]"]
        } else {
            &["[role=status].notice"]
        };
        for around in kept.around.iter().filter(|around| around.is_connected()) {
            let found = wanted.iter().find_map(|css| around.query_selector(css).ok().flatten());
            if found.is_some_and(|found| onto(&found)) {
                return;
            }
        }
        if kept.at.is_connected() && onto(&kept.at) {
            return;
        }
        for around in kept.around.iter().filter(|around| around.is_connected()) {
            let head = around.query_selector("h1, h2, h3").ok().flatten();
            if head.is_some_and(|head| onto(&head)) {
                return;
            }
        }
    });
}

/// Puts the focus on the first field, or else the first button, inside.
pub(super) fn first_of(inside: &Element) {
    for css in ["input:not([tabindex])", "button"] {
        let found = inside.query_selector(css).ok().flatten();
        if found.is_some_and(|found| onto(&found)) {
            return;
        }
    }
}

/// What has the focus, if not the page as a whole.
fn held() -> Option<Element> {
    let at = document().active_element()?;
    (at.tag_name() != "BODY").then_some(at)
}

/// Puts the focus on something, also on words; whether it is there.
fn onto(element: &Element) -> bool {
    let Some(element) = element.dyn_ref::<HtmlElement>() else {
        return false;
    };
    if element.tab_index() < 0 && !element.has_attribute("tabindex") {
        let _ = element.set_attribute("tabindex", "-1");
    }
    let _ = element.focus();
    held().is_some_and(|at| at.is_same_node(Some(element)))
}
