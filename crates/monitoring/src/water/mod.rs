//! Surface water: GB 3838-2002 and the assessment method of 2011.
//!
//! * [`Item`], [`Unit`], [`Value`], [`Values`]: what was measured;
//! * [`Rules`], [`Limits`], [`Rule`]: what it is held against, by the day of the data, and where that stands;
//! * [`Grade`]: the class of a sample or of means, its main pollution indicators, and why;
//! * [`period`]: a section over a month, a quarter, a year; the points of a lake;
//! * [`river`] and [`Shares`]: a river, a city, a province, or any named set of sections;
//! * [`ClassChange`], [`ShareChange`], [`Held`]: against last month, last year, and a section's target;
//! * [`drinking`]: sources of drinking water; [`trophic`]: the trophic state of lakes;
//! * [`header`], [`reading`], [`day`](crate::day), [`plausible`]: heads and cells as people keep them;
//! * [`table`]: all of it together, for rows of text.
//!
//! # Exactly on a limit, and displayed digits
//!
//! A value is compared with a limit in all the digits that it is given with, and a value on the limit
//! keeps the class (the standard writes ≤ and ≥). Means are not rounded before they are compared. A
//! publisher may grade more digits than it displays, so that its class is worse than the displayed
//! figure tells; [`Grade::notes`] points out where a displayed figure leaves room for that.
//!
//! # What is left out
//!
//! A figure that cannot stand is neither averaged in nor dropped in silence: a cell answers with a
//! [`Refusal`], a row with its [`table::Remark`]s, a period with what it [left out](period::LeftOut).
//!
//! # What is not here
//!
//! The register of sections and the days of sampling: [`network`](crate::network) has them. The 80 specific items of
//! drinking-water sources (GB 3838-2002, table 3). The judgement of a temperature, whose limits are on
//! changes made by people.

mod change;
mod class;
mod doubts;
pub mod drinking;
mod grade;
pub mod header;
mod item;
mod limits;
mod logarithm;
pub mod period;
pub mod plausible;
mod pollutants;
pub mod reading;
pub mod river;
mod rule;
mod shares;
pub mod table;
pub mod trophic;
mod unit;
mod values;

pub use change::{ClassChange, Held, ShareChange, Trend};
pub use class::{Body, Quality, WaterClass};
pub use doubts::Doubt;
pub use grade::{Grade, ItemGrade, Note};
pub use item::{Group, Item};
pub use limits::{Limit, Limits, Rules};
pub use pollutants::{MainPollutant, RiverPollutant};
pub use reading::{Reading, Refusal};
pub use rule::Rule;
pub use shares::Shares;
pub use table::Table;
pub use unit::Unit;
pub use values::{Origin, Value, Values};
