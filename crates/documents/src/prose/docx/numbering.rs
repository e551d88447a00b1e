//! Lists: the numbers that stand before paragraphs and in no text.
//!
//! Word counts headings itself: 一、 (一) 1. are in no paragraph but follow from `numbering.xml`, from
//! the styles and from all the paragraphs before.

use std::collections::{HashMap, HashSet};

use yaodian_contract::prose::ProseTrouble;

use super::{
    numerals::Numerals,
    styles::{Place, Styles},
    xml,
};

/// The levels of a list.
const LEVELS: usize = 9;
/// The longest label, in characters.
const LABEL: usize = 64;

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    numerals: Numerals,
    /// `%1、`: a percent sign and a digit stand for the number of that level.
    text: String,
    /// The style whose paragraphs stand on this level.
    style: Option<String>,
    /// The level, counted from 1, after which it begins anew; 0 for never. `None` for any above.
    restart: Option<usize>,
    /// Whether the numbers of all levels are written in figures.
    legal: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            numerals: Numerals::None,
            text: String::new(),
            style: None,
            restart: None,
            legal: false,
        }
    }
}

/// A list as it is defined: `w:abstractNum`.
#[derive(Debug, Default)]
struct Definition {
    levels: Vec<Level>,
    /// The numbering style that defines it.
    link: Option<String>,
}

/// A list as paragraphs name it: `w:num`.
#[derive(Debug, Default)]
struct List {
    definition: String,
    /// By level: from where it counts anew, and as what.
    overrides: HashMap<usize, (Option<u32>, Option<Level>)>,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<String, Definition>,
    lists: HashMap<u32, List>,
    /// By definition: lists of one definition count on.
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    /// Lists whose own starts were set.
    begun: HashSet<(u32, usize)>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub fn read(text: &str, styles: &Styles) -> Result<Self, ProseTrouble> {
        let mut all = Reading::default();
        xml::each(text, |tag| all.take(tag))?;
        all.close();
        let mut numbering = all.numbering;
        // A definition may only name the style that names the list that has the levels.
        let links: HashMap<String, String> = numbering
            .definitions
            .iter()
            .filter_map(|(id, definition)| {
                let (_, place) = styles.place(Some(definition.link.as_deref()?))?;
                Some((id.clone(), numbering.lists.get(&place.list?)?.definition.clone()))
            })
            .collect();
        for list in numbering.lists.values_mut() {
            if let Some(to) = links.get(&list.definition) {
                list.definition.clone_from(to);
            }
        }
        Ok(numbering)
    }

    /// Counts a paragraph, and says what stands before it: nothing where it is in no list.
    pub fn label(&mut self, place: Option<Place>, style: Option<&str>, styles: &Styles) -> String {
        let inherited = styles.place(style);
        let place = place.unwrap_or_default();
        let Some(number) = place.list.or(inherited.and_then(|(_, inherited)| inherited.list)) else {
            return String::new();
        };
        let Some(list) = self.lists.get(&number) else {
            return String::new();
        };
        let Some(definition) = self.definitions.get(&list.definition) else {
            return String::new();
        };
        let by_style = |id: &str| {
            let level = |level: &Level| level.style.as_deref() == Some(id);
            definition.levels.iter().position(level)
        };
        let at = place
            .level
            .or_else(|| inherited.and_then(|(id, inherited)| inherited.level.or_else(|| by_style(id))))
            .unwrap_or(0)
            .min(LEVELS - 1);
        let own = |at: usize| list.overrides.get(&at);
        let level_of = |at: usize| {
            let level = own(at).and_then(|(_, level)| level.as_ref());
            level.or_else(|| definition.levels.get(at))
        };
        let start_of = |at: usize| {
            let start = own(at).and_then(|(start, _)| *start);
            start.or(level_of(at).map(|level| level.start)).unwrap_or(1)
        };
        let counters = self.counters.entry(list.definition.clone()).or_default();
        for (level, (start, _)) in &list.overrides {
            if start.is_some() && self.begun.insert((number, *level)) {
                counters.get_mut(*level).into_iter().for_each(|counter| *counter = None);
            }
        }
        let Some(level) = level_of(at) else {
            return String::new();
        };
        if let Some(counter) = counters.get_mut(at) {
            *counter = Some(counter.map_or_else(|| start_of(at), |before| before.saturating_add(1)));
        }
        for below in at + 1..LEVELS {
            let anew = match level_of(below).and_then(|level| level.restart) {
                None => true,
                Some(0) => false,
                Some(after) => at < after,
            };
            if let Some(counter) = counters.get_mut(below).filter(|_| anew) {
                *counter = None;
            }
        }
        let mut label = String::new();
        let mut rest = level.text.chars().peekable();
        while let Some(c) = rest.next() {
            let digit = rest.peek().filter(|_| c == '%').and_then(|next| next.to_digit(10));
            let Some(named) = digit.and_then(|digit| (digit as usize).checked_sub(1)) else {
                label.push(c);
                continue;
            };
            rest.next();
            let of = level_of(named).map_or(Numerals::None, |level| level.numerals);
            let count = counters.get(named).copied().flatten();
            let count = count.unwrap_or_else(|| start_of(named));
            let legal = level.legal && of != Numerals::None;
            let numerals = if legal { Numerals::Decimal } else { of };
            label.push_str(&numerals.write(count));
        }
        // A bullet's sign says nothing, and in most fonts is no character.
        if level.numerals == Numerals::None && !level.text.contains('%') {
            return String::new();
        }
        label.chars().take(LABEL).collect()
    }
}

/// Where in `numbering.xml` the reader is.
#[derive(Debug, Default)]
struct Reading {
    numbering: Numbering,
    definition: Option<(String, Definition)>,
    list: Option<(u32, List)>,
    /// The level under way, and whether it overrides one.
    level: Option<(usize, Level, bool)>,
    overridden: usize,
}

impl Reading {
    fn take(&mut self, tag: &xml::Tag<'_>) {
        match tag.local {
            "abstractNum" => {
                self.close();
                let id = tag.value("abstractNumId").unwrap_or_default();
                self.definition = Some((id, Definition::default()));
            }
            "num" => {
                self.close();
                let id = tag.value("numId").and_then(|id| id.trim().parse().ok());
                self.list = id.map(|id| (id, List::default()));
            }
            "abstractNumId" => {
                if let (Some((_, list)), Some(id)) = (&mut self.list, tag.val()) {
                    list.definition = id;
                }
            }
            "numStyleLink" => {
                if let Some((_, definition)) = &mut self.definition {
                    definition.link = tag.val();
                }
            }
            "lvlOverride" => {
                self.close_level();
                self.overridden = level_number(tag);
            }
            "startOverride" => {
                if let Some((_, list)) = &mut self.list {
                    list.overrides.entry(self.overridden).or_default().0 = tag.number();
                }
            }
            "lvl" => {
                self.close_level();
                self.level = Some((level_number(tag), Level::default(), self.list.is_some()));
            }
            _ => self.of_level(tag),
        }
    }

    fn of_level(&mut self, tag: &xml::Tag<'_>) {
        let Some((_, level, _)) = &mut self.level else { return };
        match tag.local {
            "start" => level.start = tag.number().unwrap_or(1),
            "numFmt" => {
                // Formats that the schema does not know stand in `w:format` of a `custom` one.
                let name = tag.val().unwrap_or_default();
                level.numerals = Numerals::named(&name);
            }
            "lvlText" => level.text = tag.val().unwrap_or_default().chars().take(LABEL).collect(),
            "pStyle" => level.style = tag.val(),
            "lvlRestart" => level.restart = tag.number(),
            "isLgl" => level.legal = tag.is_on(),
            _ => {}
        }
    }

    fn close_level(&mut self) {
        let Some((at, level, overrides)) = self.level.take() else {
            return;
        };
        if at >= LEVELS {
            return;
        }
        if overrides {
            if let Some((_, list)) = &mut self.list {
                list.overrides.entry(at).or_default().1 = Some(level);
            }
        } else if let Some((_, definition)) = &mut self.definition {
            if definition.levels.len() <= at {
                definition.levels.resize_with(at + 1, Level::default);
            }
            if let Some(place) = definition.levels.get_mut(at) {
                *place = level;
            }
        }
    }

    fn close(&mut self) {
        self.close_level();
        if let Some((id, definition)) = self.definition.take() {
            self.numbering.definitions.insert(id, definition);
        }
        if let Some((id, list)) = self.list.take() {
            self.numbering.lists.insert(id, list);
        }
    }
}

fn level_number(tag: &xml::Tag<'_>) -> usize {
    let number = tag.value("ilvl").and_then(|level| level.trim().parse().ok());
    number.unwrap_or(0)
}
