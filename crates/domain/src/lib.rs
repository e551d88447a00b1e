//! The pure core of Yaodian (要点).
//!
//! A government department's yearly work plan is full of promises. This crate
//! holds the vocabulary for them and the one rule that judges them:
//!
//! * [`plan`]: the document as issued, from chapter down to assignment;
//! * [`unit`]: who answers;
//! * [`target`]: one checkable promise with the exact words it comes from;
//! * [`method`]: how it is compared, put together, paced and weighted;
//! * [`allocation`]: a unit's share of it;
//! * [`decision`]: what was decided about it since: new numbers, new dates;
//! * [`observation`]: what became known, about which days, on which day;
//! * [`ledger`]: 台账, the list of real things behind a figure;
//! * [`workdays`]: which days are worked, by the notices on public holidays;
//! * [`period`] and [`report`]: how a unit's figure travels to approval;
//! * [`people`]: who holds which post of which unit, from when until when;
//! * [`access`]: who may do what;
//! * [`check`]: [`check::assess`], the only place that decides a status;
//! * [`judgement`]: a reviewer's own view, beside the computed status and never in its place;
//! * [`key`]: what a program may do in a person's name;
//! * [`sign_in`]: how often somebody may try to sign in, what a password must be, how long a session lasts;
//! * [`alert`]: 安全提醒, what a person is told of what opens the account;
//! * [`privacy`]: 个人信息, what is kept about people, and what becomes of it;
//! * [`reminder`]: who is reminded of what on a day;
//! * [`bulletin`]: 通报, what is told of the plan at the end of a month or quarter, and stays told;
//! * [`open_data`]: under which terms its data may be used;
//! * [`standing`]: the whole plan judged on a day;
//! * [`cockpit`]: tasks × units on a day, and what the office has to see to;
//! * [`score`]: 考核, what a unit has earned, with the arithmetic;
//! * [`supervision`]: 督办, 延期, 调整, 销号: what office and units settle with each other;
//! * [`closing`]: 年终收官 and 结转, the end of a plan and what goes on in the next one.
//!
//! # Invariants
//!
//! * Nothing here reads a clock, a file, a network or a random number. The day
//!   on which a question is asked is always an argument.
//! * No binary floating point. Figures are [`Decimal`]s, shares of time are
//!   whole days over whole days.
//! * No sentence for people. Outcomes and refusals are data (a code with its
//!   arguments); the crate `yaodian-words` puts them into Chinese and English.
//! * The same source is compiled for the server and for the browser, and both
//!   give the same answer to the last digit.

#![deny(missing_docs)]

pub mod access;
pub mod alert;
pub mod allocation;
pub mod bulletin;
pub mod check;
pub mod closing;
pub mod cockpit;
pub mod decision;
pub mod evidence;
pub mod hand;
pub mod id;
pub mod judgement;
pub mod key;
pub mod ledger;
pub mod method;
pub mod number;
pub mod observation;
pub mod open_data;
pub mod people;
pub mod period;
pub mod plan;
pub mod privacy;
pub mod reminder;
pub mod report;
#[cfg(feature = "schema")]
pub mod schema;
pub mod score;
pub mod series;
pub mod sign_in;
pub mod standing;
pub mod supervision;
pub mod target;
#[cfg(feature = "testing")]
pub mod testing;
pub mod time;
pub mod typed;
pub mod unit;
pub mod workdays;

pub use jiff::civil::Date;
pub use rust_decimal::Decimal;

/// The examples of the README, so that they are run.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
