//! Ambient air: GB 3095, HJ 633 and HJ 663.
//!
//! * [`Aqi`], [`SubIndex`]: the index of an hour or a day, and why;
//! * [`Station`]: hours in, days out; [`CityDay`]: points in, the city's day out;
//! * [`Tally`]: days in, [`Statistics`] of a month, a year or any stretch out;
//! * [`Composite`], [`ranks`], [`CitySet`], [`Change`]: what cities are compared by;
//! * [`table`]: tables of text as people keep them;
//! * [`Rules`], [`Rule`]: the editions by date, and where each rule stands.
//!
//! # What is exact
//!
//! Concentrations are whole thousandths of their unit ([`Amount`]); means are fractions ([`Mean`]) that
//! are rounded half to even once, when a figure is published. An index is made of published
//! concentrations and rounded up, so that CO of 2.2 mg/m³ is 55 and not 56.
//!
//! # Nothing is dropped in silence
//!
//! A figure that cannot stand is a [`Refusal`]; a station tells what it set aside in
//! [`Station::left_out`], a period in [`PollutantStatistics::left_out`] and [`DayCounts::incomplete`].

mod amount;
mod breakpoints;
mod change;
mod city;
mod composite;
mod day;
mod day_counts;
mod dust;
mod grade;
pub mod header;
mod hour;
mod index;
mod percentile;
mod pollutant;
mod rank;
pub mod reading;
mod rule;
mod rules;
mod sets;
mod station;
mod statistics;
pub mod table;
mod tally;
mod validity;

pub use amount::{Amount, Mean, NotAnAmount};
pub use breakpoints::ROUND_INDEXES;
pub use change::Change;
pub use city::CityDay;
pub use composite::{Composite, IndexRounding, Ratio};
pub use day::{Basis, Day, DayValue};
pub use day_counts::{DayCounts, Incomplete};
pub use dust::DustDay;
pub use grade::Grade;
pub use hour::Hour;
pub use index::{Aqi, Brief, How, Part, Period, SubIndex};
pub use pollutant::{Averaging, Concentrations, Indicator, Pollutant, PollutantSet};
pub use rank::{Best, ranks};
pub use reading::{Reading, Refusal};
pub use rule::{Rule, Sourced};
pub use rules::{Limit, Rules, Statistic};
pub use sets::{CitySet, SetFigures, SetMean};
pub use station::{HourError, HoursLeftOut, LeftOut, Readings, Run, Station};
pub use statistics::{Figures, Held, PollutantStatistics, Statistics};
pub use table::{Calculated, Table};
pub use tally::{DayError, LeftOutDay, Tally};
pub use validity::{Gap, Month};
