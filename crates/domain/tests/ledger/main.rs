//! 台账: what stands in cells, what an entry may say, who may say it, and the figures that follow.

mod access;
mod cells;
mod comparing;
mod counting;
mod entries;
mod fixtures;
mod queries;
