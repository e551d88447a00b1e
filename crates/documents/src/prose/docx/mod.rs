//! Word's XML format: the text of the main story.

mod numbering;
mod numerals;
mod paragraph;
mod story;
mod styles;
mod xml;

use std::io::{Read, Seek};

use yaodian_contract::prose::ProseTrouble;

use self::{numbering::Numbering, story::Story, styles::Styles};
use super::{ProseLimits, of_file};
use crate::read::parts::Parts;

/// What a part that is not the text itself may unpack to, in bytes.
const SMALL: u64 = 16 << 20;

/// The part that holds the text, if the package is a document of Word's.
pub(super) fn main_part<R: Read + Seek>(parts: &mut Parts<R>) -> Result<Option<String>, ProseTrouble> {
    let relations = part(parts, "_rels/.rels", SMALL)?.unwrap_or_default();
    let mut main = None;
    xml::each(&relations, |tag| {
        let ours = |kind: &str| kind.ends_with("/officeDocument");
        if tag.local == "Relationship" && tag.value("Type").is_some_and(|kind| ours(&kind)) {
            main = main.take().or(tag.value("Target"));
        }
    })?;
    let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
    let main = main.replace('\\', "/").trim_start_matches('/').to_lowercase();
    let listed = parts.names().any(|name| name == main);
    // The same relation leads to the main part of a sheet and of slides.
    Ok((listed && parts.kind() != "XLSX" && parts.kind() != "PowerPoint").then_some(main))
}

/// Reads the text of the document whose main part is `main`.
pub(super) fn read<R: Read + Seek>(
    parts: &mut Parts<R>,
    main: &str,
    limits: &ProseLimits,
) -> Result<String, ProseTrouble> {
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", main));
    let beside = |name: &str| match name.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if folder.is_empty() => name.to_owned(),
        None => format!("{folder}/{name}"),
    };
    let (mut styles, mut numbering) = (beside("styles.xml"), beside("numbering.xml"));
    let relations = part(parts, &beside(&format!("_rels/{name}.rels")), SMALL)?.unwrap_or_default();
    xml::each(&relations, |tag| {
        let (Some(kind), Some(target)) = (tag.value("Type"), tag.value("Target")) else {
            return;
        };
        let target = beside(&target.replace('\\', "/").to_lowercase());
        if kind.ends_with("/styles") {
            styles = target;
        } else if kind.ends_with("/numbering") {
            numbering = target;
        }
    })?;
    let styles = match part(parts, &styles, SMALL)? {
        Some(text) => Styles::read(&text)?,
        None => Styles::default(),
    };
    let numbering = match part(parts, &numbering, SMALL)? {
        Some(text) => Numbering::read(&text, &styles)?,
        None => Numbering::default(),
    };
    let text = part(parts, main, u64::MAX)?.unwrap_or_default();
    Story::new(&styles, numbering, limits.text_bytes).read(&text)
}

/// The text of a part: UTF-8, or UTF-16 with a mark, as XML may be.
fn part<R: Read + Seek>(parts: &mut Parts<R>, name: &str, most: u64) -> Result<Option<String>, ProseTrouble> {
    let Some(bytes) = parts.whole(name, most).map_err(of_file)? else {
        return Ok(None);
    };
    let (text, _, _) = encoding_rs::UTF_8.decode(&bytes);
    Ok(Some(text.into_owned()))
}
