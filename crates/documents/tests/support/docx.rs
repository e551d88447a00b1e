//! DOCX files made by hand.

use std::fmt::Write;

use super::package;

/// A document with this body, and with these definitions of lists and styles.
pub fn document(body: &str, numbering: &str, styles: &str) -> Vec<u8> {
    const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#;
    package(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "word/document.xml",
            &format!("<?xml version=\"1.0\"?><w:document {W}><w:body>{body}</w:body></w:document>"),
        ),
        (
            "word/numbering.xml",
            &format!("<w:numbering {W}>{numbering}</w:numbering>"),
        ),
        ("word/styles.xml", &format!("<w:styles {W}>{styles}</w:styles>")),
    ])
}

/// A paragraph of text.
pub fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A paragraph in a list, on a level.
pub fn listed(list: u32, level: usize, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

/// A paragraph of a style.
pub fn styled(style: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
}

/// Lists with levels of a format and a text each: list 1 is of definition 1, and so on.
pub fn lists(all: &[&[(&str, &str)]]) -> String {
    let mut written = String::new();
    for (at, levels) in (1..).zip(all) {
        write!(written, r#"<w:abstractNum w:abstractNumId="{at}">"#).unwrap();
        for (level, (format, text)) in levels.iter().enumerate() {
            write!(
                written,
                r#"<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>"#
            )
            .unwrap();
        }
        written.push_str("</w:abstractNum>");
    }
    for at in 1..=all.len() {
        write!(
            written,
            r#"<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>"#
        )
        .unwrap();
    }
    written
}
