//! Ambient air: GB 3095, HJ 633 and HJ 663.
mod amount;
mod breakpoints;
mod grade;
mod hour;
mod index;
mod pollutant;
pub mod reading;
mod rule;
mod rules;

pub use amount::{Amount, Mean, NotAnAmount};
pub use grade::Grade;
pub use hour::Hour;
pub use index::{Aqi, How, Part, Period, SubIndex};
pub use pollutant::{Averaging, Concentrations, Indicator, Pollutant, PollutantSet};
pub use reading::{Reading, Refusal};
pub use rule::{Rule, Sourced};
pub use rules::{Limit, Rules, Statistic};
