//! What a reporter types, before it is a figure.
//!
//! The browser reads it while it is typed and the server when it arrives, by the same function, so
//! that both say the same about the same text.

use serde::{Deserialize, Serialize};

use crate::{
    Decimal,
    number::{self, NumberError},
    observation::{Figure, FigureProblem, Step},
    target::{Promise, Reference, Target},
};

/// The fields of a report's form, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Typed {
    /// The figure, where one figure is asked for.
    pub value: String,
    /// How many are done or good, where counts are asked for.
    pub done: String,
    /// Out of how many.
    pub of: String,
    /// The step reached, where a deliverable is reported on.
    pub step: Option<Step>,
    /// The words, where only words are asked for.
    pub words: String,
}

/// Which fields the form for a target has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// One figure.
    Value,
    /// How many, out of how many.
    Counts,
    /// A step.
    Step,
    /// Words.
    Words,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is documented at `Typed` and `Content`")]
pub enum Field {
    Value,
    Done,
    Of,
    Step,
    Words,
    Progress,
    Problems,
    NextSteps,
    Note,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// It cannot be read.
    #[error(transparent)]
    Number {
        /// Why.
        why: NumberError,
    },
    /// It can be read and cannot be.
    #[error(transparent)]
    Figure {
        /// Why.
        why: FigureProblem,
    },
}

/// A field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[error("{field:?}: {trouble}")]
pub struct FieldTrouble {
    /// The field.
    pub field: Field,
    /// What is wrong.
    pub trouble: Trouble,
}

/// Which fields a report on `target` has.
///
/// Shares, sets to be held and percentages that are counted from things are asked for as counts:
/// percentages of units cannot be added up, counts can.
pub fn entry(target: &Target) -> Entry {
    match &target.promise {
        Promise::Deliverable => Entry::Step,
        Promise::Duty { .. } | Promise::Statement { .. } => Entry::Words,
        Promise::Share { .. }
        | Promise::NotWorse {
            reference: Reference::Whole { .. },
            ..
        } => Entry::Counts,
        Promise::Level { measure, .. } | Promise::SetElsewhere { measure, .. } | Promise::NotWorse { measure, .. } => {
            if measure.is_percent() && measure.counted.is_some() {
                Entry::Counts
            } else {
                Entry::Value
            }
        }
        Promise::Count { .. } => Entry::Value,
    }
}

impl Typed {
    /// The figure that was typed for `target`, or the first field that stands in the way.
    pub fn read(&self, target: &Target) -> Result<Figure, FieldTrouble> {
        let (figure, field) = match entry(target) {
            Entry::Value => (
                Figure::Amount {
                    value: number_in(Field::Value, &self.value)?,
                },
                Field::Value,
            ),
            Entry::Counts => {
                let done = number_in(Field::Done, &self.done)?;
                let of = match self.of.trim() {
                    // One unit of several has a whole of its own, and only it knows how large.
                    "" if target.reporters.len() > 1 => {
                        let trouble = Trouble::Figure {
                            why: FigureProblem::WholeUnknown,
                        };
                        return Err(FieldTrouble {
                            field: Field::Of,
                            trouble,
                        });
                    }
                    "" => None,
                    typed => Some(number_in(Field::Of, typed)?),
                };
                (Figure::Counts { done, of }, Field::Done)
            }
            Entry::Step => match self.step {
                Some(step) => (Figure::Progress { step }, Field::Step),
                None => {
                    return Err(FieldTrouble {
                        field: Field::Step,
                        trouble: Trouble::Number {
                            why: NumberError::Empty,
                        },
                    });
                }
            },
            Entry::Words => (
                Figure::Words {
                    text: self.words.trim().into(),
                },
                Field::Words,
            ),
        };
        figure.fits(target).map_err(|why| {
            let field = match (&figure, &why) {
                (Figure::Counts { .. }, FigureProblem::EmptyWhole | FigureProblem::WholeUnknown) => Field::Of,
                (
                    Figure::Counts { of: Some(of), .. },
                    FigureProblem::Negative { value } | FigureProblem::NotWhole { value },
                ) if of == value => Field::Of,
                _ => field,
            };
            FieldTrouble {
                field,
                trouble: Trouble::Figure { why },
            }
        })?;
        Ok(figure)
    }

    /// The text of a figure, for opening a saved report again.
    pub fn of(figure: &Figure) -> Self {
        match figure {
            Figure::Amount { value } => Self {
                value: value.to_string(),
                ..Self::default()
            },
            Figure::Counts { done, of } => Self {
                done: done.to_string(),
                of: of.map(|of| of.to_string()).unwrap_or_default(),
                ..Self::default()
            },
            Figure::Progress { step } => Self {
                step: Some(*step),
                ..Self::default()
            },
            Figure::Words { text } => Self {
                words: text.to_string(),
                ..Self::default()
            },
        }
    }
}

fn number_in(field: Field, text: &str) -> Result<Decimal, FieldTrouble> {
    // 80 % is not eighty things.
    let percent = text.chars().position(|c| matches!(c, '%' | '％'));
    let read = match percent {
        Some(at) if field != Field::Value => Err(NumberError::Unexpected { found: '%', at: at + 1 }),
        _ => number::parse(text),
    };
    read.map_err(|why| FieldTrouble {
        field,
        trouble: Trouble::Number { why },
    })
}
