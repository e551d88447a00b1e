//! «Download the rows»: the files of the open tables, beside the figures that are in them.

use leptos::prelude::*;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use yaodian_words::open_data as words;

use super::Reader;

/// What need not be written with percent signs (RFC 3986, unreserved).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The forms of a table, each with how it is called.
const FORMS: [(&str, &str); 3] = [("csv", "CSV"), ("json", "JSON"), ("xlsx", "XLSX")];

/// A file of a table for the same day, with the rows in which these fields have these values.
fn file(reader: &Reader, table: &str, form: &str, only: &[(&str, &str)]) -> String {
    let day = reader.as_of.map(|day| ("as_of", day.to_string()));
    let only = only.iter().map(|(field, value)| (*field, (*value).to_owned()));
    let pairs: Vec<String> = only
        .chain(day)
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(&value, PLAIN)))
        .collect();
    let query = if pairs.is_empty() {
        String::new()
    } else {
        format!("?{}", pairs.join("&"))
    };
    format!("{}/data/{table}.{form}{query}", reader.base)
}

/// Links to the three forms of a table.
pub(super) fn files(reader: &Reader, table: &str, only: &[(&str, &str)]) -> impl IntoView + use<> {
    FORMS
        .into_iter()
        .enumerate()
        .map(|(at, (form, name))| {
            let comma = (at > 0).then_some(" · ");
            view! { {comma}<a href=file(reader, table, form, only) download="">{name}</a> }
        })
        .collect_view()
}

/// What can be downloaded of what a page shows: a table, what of it that is, and which of its rows.
pub(super) type Offered<'a> = (&'static str, &'static str, &'a [(&'a str, &'a str)]);

/// One line with the tables that a page's figures are in.
pub(super) fn rows(reader: &Reader, offered: &[Offered<'_>]) -> impl IntoView + use<> {
    let lang = reader.lang;
    let all = (offered.iter())
        .map(|(table, what, only)| {
            let all = reader.href(&format!("/data/{table}"));
            view! { <span class="keep"><a href=all>{*what}</a> ": " {files(reader, table, only)}</span> " " }
        })
        .collect_view();
    view! { <p class="fine downloads">{words::download_word(lang)} " — " {all}</p> }
}
