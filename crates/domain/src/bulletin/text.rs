//! The words of a bulletin: what a person writes, around figures that nobody types.

use serde::{Deserialize, Serialize};

use super::BulletinProblem;

/// The longest single text, in characters.
pub const LONGEST_WORDS: usize = 4_000;
/// The most sections.
pub const MOST_SECTIONS: usize = 30;

/// What stands in a bulletin, from its title to who signs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Text {
    /// The title; a line feed is a wanted line break.
    pub title: String,
    /// 发文机关标志, over the number; blank where it is issued without a head.
    #[serde(default)]
    pub mark: String,
    /// 发文字号; blank where it is issued without a head.
    #[serde(default)]
    pub number: String,
    /// 主送机关; blank for none.
    #[serde(default)]
    pub addressee: String,
    /// The sections, attachments last.
    pub sections: Vec<Section>,
    /// Who signs.
    pub signed: String,
}

/// A section, under a heading of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Section {
    /// The heading, without a number; blank for what stands before the first one.
    pub heading: String,
    /// Whether it is an attachment (附件).
    #[serde(default)]
    pub attached: bool,
    /// What stands in it.
    pub parts: Vec<Part>,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Words, which can be edited; every line is a paragraph.
    Words(String),
    /// Figures, which cannot: they are set from the facts.
    Figures(Figures),
}

/// Which figures stand in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Figures {
    /// How all targets stand.
    Overall,
    /// What has changed since the bulletin before.
    Change,
    /// The headline targets.
    Headline,
    /// The red ones, with the reasons.
    Red,
    /// The yellow ones, in short.
    Yellow,
    /// Who is named, and by which rule.
    Named,
    /// How units have reported.
    Reports,
    /// Everything red and yellow, with the reasons.
    Behind,
    /// How each chapter stands.
    Chapters,
    /// How each unit stands.
    Units,
}

impl Figures {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Overall,
        Self::Change,
        Self::Headline,
        Self::Red,
        Self::Yellow,
        Self::Named,
        Self::Reports,
        Self::Behind,
        Self::Chapters,
        Self::Units,
    ];
}

impl Text {
    /// The figures in the order in which they stand, each with the section it is in.
    fn figures(&self) -> impl Iterator<Item = (bool, Figures)> {
        self.sections.iter().flat_map(|section| {
            section.parts.iter().filter_map(|part| match part {
                Part::Figures(figures) => Some((section.attached, *figures)),
                Part::Words(_) => None,
            })
        })
    }

    /// Whether somebody may save `self` in the place of `before`: no figure taken out, put in or moved, and
    /// nothing longer than it may be.
    pub(super) fn check(&self, before: &Self) -> Result<(), BulletinProblem> {
        if !self.figures().eq(before.figures()) {
            return Err(BulletinProblem::FiguresChanged);
        }
        if self.sections.len() > MOST_SECTIONS {
            return Err(BulletinProblem::TooManySections { most: MOST_SECTIONS });
        }
        let heads = [&self.title, &self.mark, &self.number, &self.addressee, &self.signed];
        let sections = self.sections.iter().flat_map(|section| {
            let words = section.parts.iter().filter_map(|part| match part {
                Part::Words(words) => Some(words),
                Part::Figures(_) => None,
            });
            std::iter::once(&section.heading).chain(words)
        });
        let longest = heads.into_iter().chain(sections).map(|text| text.chars().count()).max();
        match longest {
            Some(length) if length > LONGEST_WORDS => Err(BulletinProblem::TooLong { length }),
            _ => Ok(()),
        }
    }

    /// Whether it can be published: it has a title and says who signs.
    pub(super) fn is_whole(&self) -> Result<(), BulletinProblem> {
        if self.title.trim().is_empty() {
            Err(BulletinProblem::NoTitle)
        } else if self.signed.trim().is_empty() {
            Err(BulletinProblem::NotSigned)
        } else if self.mark.trim().is_empty() != self.number.trim().is_empty() {
            Err(BulletinProblem::HalfAHead)
        } else {
            Ok(())
        }
    }
}
