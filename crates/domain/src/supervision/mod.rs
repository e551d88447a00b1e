//! 督查: what the office and the units settle with each other beyond figures.
//!
//! Five kinds of [`Case`], each a list of steps that were taken, by whom and when:
//!
//! ```text
//! 督办单 notice     issued ─▶ signed for ─▶ answered ─▶ settled      the office may withdraw or
//!                                ▲────── sent back ──┘               escalate it until it is settled
//! 延期   extension  asked ─▶ granted │ refused                       the unit may withdraw it
//! 调整   change     asked ─▶ agreed ─▶ granted │ refused             two people decide, neither asked
//! 申诉   appeal     asked ─▶ granted │ refused                       on what a score is made of
//! 销号   closure    asked ─▶ accepted │ refused                      accepted ─▶ reopened
//! ```
//!
//! * [`matter`]: what they are about; [`step`]: the steps and the states between them;
//! * [`case`]: a case, and what each step needs;
//! * [`rights`]: who may take which;
//! * [`ladder`]: 督办阶梯, which slip a plan sends for what, with its times and points;
//! * [`effect`]: what a case changes of its target.
//!
//! # Invariants
//!
//! * Nothing is proposed but what the check calls for ([`Assessment::notice`](crate::check::Assessment::notice)),
//!   and nothing is accepted as closed that the check does not call met.
//! * Whoever asks for something does not grant it, in whichever post.
//! * What was taken stays: a case only grows.

pub mod case;
pub mod effect;
pub mod ladder;
pub mod matter;
pub mod rights;
pub mod step;

pub use case::{Case, CaseProblem};
pub use effect::decide;
pub use ladder::{Ladder, Measure, Proposal, propose};
pub use matter::{CaseKind, Matter, Notice};
pub use step::{State, Step};

/// A step that was taken in a case.
pub type Taken = crate::hand::Taken<Step>;
