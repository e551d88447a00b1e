//! 水质和空气质量评价: names, remarks, and the rules with where they stand.
//!
//! * [`columns`]: what the columns of tables are called;
//! * [`names`]: items, units, classes, words of quality, pollutants;
//! * [`water`], [`air`]: what is remarked about a row, and why a cell was set aside;
//! * [`water_rules`], [`air_rules`]: what each rule says;
//! * [`sources`]: the documents, and how surely their words are known;
//! * [`method`]: the page on all of it.

pub mod air;
pub mod air_rules;
pub mod columns;
pub mod method;
pub mod names;
pub mod sources;
pub mod water;
pub mod water_rules;
