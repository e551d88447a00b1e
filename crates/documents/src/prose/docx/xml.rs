//! Elements of a part by their local names.

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesRef, BytesStart, Event},
};
use yaodian_contract::prose::ProseTrouble;

use crate::prose::damaged;

/// An element's beginning.
pub(super) struct Tag<'a> {
    /// Its name without the prefix.
    pub local: &'a str,
    start: &'a BytesStart<'a>,
}

impl<'a> Tag<'a> {
    /// Of the reader's event.
    pub fn new(start: &'a BytesStart<'a>) -> Self {
        let name = start.name().into_inner();
        Self {
            local: name.rsplit_once(':').map_or(name, |(_, local)| local),
            start,
        }
    }

    /// The value of an attribute, whatever its prefix.
    pub fn value(&self, name: &str) -> Option<String> {
        let mut all = self.start.attributes();
        let found = all
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == name)?;
        Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
    }

    /// The value of `w:val`.
    pub fn val(&self) -> Option<String> {
        self.value("val")
    }

    /// The value of `w:val` as a number.
    pub fn number<T: std::str::FromStr>(&self) -> Option<T> {
        self.val()?.trim().parse().ok()
    }

    /// Whether a property that is on or off is on: `<w:vanish/>` and `<w:vanish w:val="1"/>` are.
    pub fn is_on(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// A reader that minds nothing that Word does not mind.
pub(super) fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    reader
}

/// What the reader says of a part that is no XML.
pub(super) fn broken(why: &quick_xml::Error) -> ProseTrouble {
    damaged(why.to_string().chars().take(200).collect::<String>())
}

/// Shows every element's beginning.
pub(super) fn each(text: &str, mut show: impl FnMut(&Tag<'_>)) -> Result<(), ProseTrouble> {
    let mut reader = reader(text);
    loop {
        match reader.read_event().map_err(|why| broken(&why))? {
            Event::Eof => return Ok(()),
            Event::Start(start) => show(&Tag::new(&start)),
            _ => {}
        }
    }
}

/// What `&amp;` or `&#x3001;` stands for. Entities of the file's own are none: they are how a small
/// file is made to mean a large one.
pub(super) fn reference(reference: &BytesRef<'_>) -> Option<String> {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => Some(c.to_string()),
        Ok(None) => quick_xml::escape::resolve_predefined_entity(reference).map(str::to_owned),
        Err(_) => None,
    }
}
