//! Texts that a sheet would take for formulas.
//!
//! A text such as `=HYPERLINK(…)` in a CSV file runs when the file is opened. An apostrophe before
//! it makes it a text; one is taken away again on reading. The rule can be undone exactly, since a
//! text that already begins with apostrophes before such a sign gets one more.

use std::borrow::Cow;

/// Whether a sheet could take `text` for a formula.
pub(crate) fn is_formula_like(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// `text` as it can stand in a CSV file.
pub fn neutralise(text: &str) -> Cow<'_, str> {
    if is_formula_like(text.trim_start_matches('\'')) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// The text that [`neutralise`] made `text` of.
pub fn restore(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula_like(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}
