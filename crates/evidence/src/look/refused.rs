//! A short name for what is refused.

/// How much is looked through for a tag, in bytes.
const HEAD: usize = 4096;

/// What a refused file is; `found` is the extension that `infer` has for it. Empty if unknown.
pub(super) fn name(bytes: &[u8], found: Option<&str>) -> String {
    if let Some(name) = markup(bytes) {
        return name.to_owned();
    }
    match found {
        Some("heif") => "HEIC".to_owned(),
        Some("tif") => "TIFF".to_owned(),
        Some("sh") => "script".to_owned(),
        Some(extension) => extension.to_ascii_uppercase(),
        None if is_text(bytes) => "TXT".to_owned(),
        None => String::new(),
    }
}

/// Pages and drawings. They may begin with a declaration or a comment, or lie behind something
/// else: what they hold is told, as that is the danger in them.
pub(super) fn markup(bytes: &[u8]) -> Option<&'static str> {
    // NULs, so that UTF-16 is read too.
    let plain: Vec<u8> = head(bytes)
        .iter()
        .filter(|byte| **byte != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let has = |tag: &[u8]| plain.windows(tag.len()).any(|window| window == tag);
    let text = plain.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&plain).trim_ascii_start();
    if has(b"<svg") {
        Some("SVG")
    } else if has(b"<?php") {
        Some("PHP")
    } else if [
        &b"<!doctype html"[..],
        b"<html",
        b"<script",
        b"<body",
        b"<iframe",
        b"<table",
    ]
    .into_iter()
    .any(has)
    {
        Some("HTML")
    } else if text.starts_with(b"<?xml") {
        Some("XML")
    } else if text.starts_with(b"mime-version:") {
        Some("MHTML")
    } else {
        None
    }
}

fn is_text(bytes: &[u8]) -> bool {
    let head = head(bytes);
    let whole = match std::str::from_utf8(head) {
        Ok(_) => true,
        // A character may be cut in two at the end.
        Err(error) => head.len() < bytes.len() && error.error_len().is_none(),
    };
    whole && !head.contains(&0)
}

fn head(bytes: &[u8]) -> &[u8] {
    bytes.get(..HEAD).unwrap_or(bytes)
}
