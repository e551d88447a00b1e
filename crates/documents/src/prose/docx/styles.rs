//! Styles, as far as they number paragraphs.

use std::collections::HashMap;

use yaodian_contract::prose::ProseTrouble;

use super::xml;

/// How far a style is followed to the one that it is based on.
const CHAIN: usize = 32;

/// A paragraph's place in a list: `w:numPr`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The list; 0 for none.
    pub list: Option<u32>,
    /// The level, counted from 0.
    pub level: Option<usize>,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    place: Place,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub fn read(text: &str) -> Result<Self, ProseTrouble> {
        let mut all = Self::default();
        let mut current: Option<String> = None;
        xml::each(text, |tag| match tag.local {
            "style" => {
                current = tag.value("styleId");
                let Some(id) = &current else { return };
                let is_default = matches!(tag.value("default").as_deref(), Some("1" | "true" | "on"));
                if is_default && tag.value("type").as_deref() == Some("paragraph") {
                    all.default = Some(id.clone());
                }
                all.styles.entry(id.clone()).or_default();
            }
            "basedOn" | "numId" | "ilvl" => {
                let Some(style) = current.as_ref().and_then(|id| all.styles.get_mut(id)) else {
                    return;
                };
                match tag.local {
                    "basedOn" => style.based_on = tag.val(),
                    "numId" => style.place.list = tag.number(),
                    _ => style.place.level = tag.number(),
                }
            }
            _ => {}
        })?;
        Ok(all)
    }

    /// The place that a style gives its paragraphs, and the style that says so.
    pub fn place<'s>(&'s self, style: Option<&'s str>) -> Option<(&'s str, Place)> {
        let mut id = style.or(self.default.as_deref())?;
        let mut level = None;
        for _ in 0..CHAIN {
            let style = self.styles.get(id)?;
            level = level.or(style.place.level);
            if style.place.list.is_some() {
                return Some((
                    id,
                    Place {
                        list: style.place.list,
                        level,
                    },
                ));
            }
            id = style.based_on.as_deref()?;
        }
        None
    }
}
