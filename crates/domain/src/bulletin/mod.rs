//! 通报: what the office tells of a month or quarter.
//!
//! ```text
//!            edit, draw anew            publish
//!   Draft ─────────────────── Draft ───────────────▶ Published
//!                                                       │ (nothing: a correction is a new bulletin
//!                                                       ▼  that names the one it corrects)
//! ```
//!
//! [`Facts`] are drawn from the check and frozen with the day of knowledge and the edition of the rules.
//! [`Text`] is what a person writes around them; where figures stand is fixed. [`Page`] is both set
//! together, and is frozen when the bulletin is published.

mod edition;
mod facts;
mod naming;
pub mod page;
mod text;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use edition::{Edition, InvalidEdition};
pub use facts::{
    Change, ChapterTally, Facts, Filing, Judged, Moved, Reports, Sources, Turn, UnitReports, is_behind, is_red,
};
pub use naming::{Group, Naming, Place, Ranking};
pub use page::Page;
pub use text::{Figures, LONGEST_WORDS, MOST_SECTIONS, Part, Section, Text};

use crate::id::BulletinId;

/// 通报.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulletin {
    /// How it is referred to.
    pub id: BulletinId,
    /// Raised by every step; 1 for a new draft.
    pub revision: i64,
    /// The published bulletin that it corrects, and why.
    pub corrects: Option<Correction>,
    /// Where it stands.
    pub state: State,
    /// What it tells in figures.
    pub facts: Facts,
    /// What it tells in words.
    pub text: Text,
}

/// A bulletin in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BulletinHead {
    /// How it is referred to.
    pub id: BulletinId,
    /// The month or quarter it is about.
    pub edition: Edition,
    /// Its day of knowledge.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub as_of: Date,
    /// When it was published; `None` for a draft.
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
    pub published_on: Option<Date>,
    /// Which one it corrects.
    pub corrects: Option<BulletinId>,
    /// Which one corrects it, once that is published.
    pub corrected_by: Option<BulletinId>,
}

/// That a bulletin corrects another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Correction {
    /// Which one.
    pub of: BulletinId,
    /// What was wrong; never blank.
    pub reason: String,
}

/// Where a bulletin stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Being written.
    Draft,
    /// Published: nothing of it changes any more.
    Published {
        /// On which day.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        on: Date,
        /// By whom.
        by: String,
        /// As it was shown, in Chinese and in English.
        shown: Box<(Page, Page)>,
    },
}

/// Why something cannot be done with a bulletin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum BulletinProblem {
    /// Somebody has saved it since it was read.
    #[error("revision {read} was read, {now} is the latest")]
    MovedOn {
        /// The revision that was read.
        read: i64,
        /// The latest one.
        now: i64,
    },
    /// It is published; only a correction can follow.
    #[error("published")]
    Published,
    /// Figures were taken out, put in or moved.
    #[error("figures were changed")]
    FiguresChanged,
    /// One of its texts is longer than [`LONGEST_WORDS`].
    #[error("{length} characters")]
    TooLong {
        /// How long it is.
        length: usize,
    },
    /// It has more than [`MOST_SECTIONS`].
    #[error("more than {most} sections")]
    TooManySections {
        /// How many it may have.
        most: usize,
    },
    /// It has no title.
    #[error("no title")]
    NoTitle,
    /// Nobody signs it.
    #[error("not signed")]
    NotSigned,
    /// It has a mark without a number, or a number without a mark.
    #[error("half a head")]
    HalfAHead,
    /// A correction does not say what was wrong.
    #[error("no reason")]
    NoReason,
    /// What is to be corrected is not published, or of another month or quarter.
    #[error("not to be corrected")]
    NotCorrectable,
    /// What is to be corrected has been corrected already, by this one.
    #[error("corrected by {by}")]
    Corrected {
        /// The correction.
        by: BulletinId,
    },
    /// The month or quarter has a bulletin: published, to be corrected, or a draft, to be written on.
    #[error("{there} is there already")]
    Exists {
        /// That one.
        there: BulletinId,
    },
    /// The day of knowledge lies before the month or quarter begins, or in the future.
    #[error("{as_of} is not from {from} to {to}")]
    DayOutside {
        /// The day asked for.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        as_of: Date,
        /// The earliest there can be.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        from: Date,
        /// The latest there can be.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        to: Date,
    },
}

impl Bulletin {
    /// A new draft.
    pub fn draft(id: BulletinId, facts: Facts, text: Text) -> Self {
        Self {
            id,
            revision: 1,
            corrects: None,
            state: State::Draft,
            facts,
            text,
        }
    }

    /// A new draft that corrects this one.
    pub fn correct(&self, id: BulletinId, facts: Facts, reason: &str) -> Result<Self, BulletinProblem> {
        let reason = reason.trim();
        if self.state == State::Draft || facts.edition != self.facts.edition {
            return Err(BulletinProblem::NotCorrectable);
        }
        if reason.is_empty() {
            return Err(BulletinProblem::NoReason);
        }
        if reason.chars().count() > LONGEST_WORDS {
            return Err(BulletinProblem::TooLong {
                length: reason.chars().count(),
            });
        }
        Ok(Self {
            corrects: Some(Correction {
                of: self.id.clone(),
                reason: reason.to_owned(),
            }),
            // What was written stays written.
            ..Self::draft(id, facts, self.text.clone())
        })
    }

    /// Another text.
    pub fn edit(&self, read: i64, text: Text) -> Result<Self, BulletinProblem> {
        self.may_step(read)?;
        text.check(&self.text)?;
        Ok(Self {
            revision: read + 1,
            text,
            ..self.clone()
        })
    }

    /// The same words around figures that are drawn anew.
    pub fn redraw(&self, read: i64, facts: Facts) -> Result<Self, BulletinProblem> {
        self.may_step(read)?;
        if facts.edition != self.facts.edition {
            return Err(BulletinProblem::FiguresChanged);
        }
        Ok(Self {
            revision: read + 1,
            facts,
            ..self.clone()
        })
    }

    /// Published, as it is shown in Chinese and in English.
    pub fn publish(&self, read: i64, by: &str, on: Date, shown: (Page, Page)) -> Result<Self, BulletinProblem> {
        self.may_step(read)?;
        self.text.is_whole()?;
        if on < self.facts.as_of {
            return Err(BulletinProblem::DayOutside {
                as_of: self.facts.as_of,
                from: self.facts.edition.span().from(),
                to: on,
            });
        }
        Ok(Self {
            revision: read + 1,
            state: State::Published {
                on,
                by: by.to_owned(),
                shown: Box::new(shown),
            },
            ..self.clone()
        })
    }

    /// When it was published; `None` for a draft.
    pub fn published_on(&self) -> Option<Date> {
        match &self.state {
            State::Draft => None,
            State::Published { on, .. } => Some(*on),
        }
    }

    /// Whether it is published.
    pub fn is_published(&self) -> bool {
        self.state != State::Draft
    }

    fn may_step(&self, read: i64) -> Result<(), BulletinProblem> {
        if self.is_published() {
            return Err(BulletinProblem::Published);
        }
        if read != self.revision {
            return Err(BulletinProblem::MovedOn {
                read,
                now: self.revision,
            });
        }
        Ok(())
    }
}

/// Whether the facts of `edition` can be drawn by what was known on `as_of`, when today is `today`.
pub fn may_draw(edition: Edition, as_of: Date, today: Date) -> Result<(), BulletinProblem> {
    let from = edition.span().from();
    if as_of < from || as_of > today {
        return Err(BulletinProblem::DayOutside { as_of, from, to: today });
    }
    Ok(())
}
