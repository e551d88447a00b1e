//! Writing XML, shortly.

use std::io;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

pub(super) type Out = Writer<Vec<u8>>;
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(super) const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A part: its declaration and its one element.
pub(super) fn part(
    name: &str,
    attributes: Attributes<'_>,
    inside: impl FnOnce(&mut Out) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    let mut out = Writer::new(Vec::new());
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
    element(&mut out, name, attributes, inside)?;
    Ok(out.into_inner())
}

/// An element with something in it.
pub(super) fn element(
    out: &mut Out,
    name: &str,
    attributes: Attributes<'_>,
    inside: impl FnOnce(&mut Out) -> io::Result<()>,
) -> io::Result<()> {
    out.create_element(name)
        .with_attributes(attributes.iter().copied())
        .write_inner_content(inside)?;
    Ok(())
}

/// An element with nothing in it.
pub(super) fn empty(out: &mut Out, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
    out.create_element(name)
        .with_attributes(attributes.iter().copied())
        .write_empty()?;
    Ok(())
}

/// An element with words in it.
pub(super) fn words(out: &mut Out, name: &str, attributes: Attributes<'_>, words: &str) -> io::Result<()> {
    // What XML cannot hold is left out.
    let legal: String = words.chars().filter(|c| !c.is_control()).collect();
    out.create_element(name)
        .with_attributes(attributes.iter().copied())
        .write_text_content(BytesText::new(&legal))?;
    Ok(())
}

/// An element whose one attribute is its value.
pub(super) fn value(out: &mut Out, name: &str, value: &str) -> io::Result<()> {
    empty(out, name, &[("w:val", value)])
}
