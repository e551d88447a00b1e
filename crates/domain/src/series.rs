//! Published series that are measured on another basis than any target: shown beside the targets
//! they are related to, never judged.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    id::{SeriesId, TargetId, UnitId},
    observation::Source,
    plan::Name,
    time::DaySpan,
};

/// A published series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// How it is referred to.
    pub id: SeriesId,
    /// Its name.
    pub name: Name,
    /// The unit of measure.
    pub measure: Name,
    /// On what basis it is measured: 17 重点城市, 国控断面.
    pub basis: Name,
    /// The targets beside which it is shown.
    pub related: Vec<TargetId>,
    /// What was published, in the order of the file.
    pub points: Vec<Point>,
}

/// One figure of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Whose figure; `None` for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The days it describes.
    pub span: DaySpan,
    /// The day it became known.
    pub known_on: Date,
    /// The figure, decimals as published.
    pub value: Decimal,
    /// The change on the same stretch of last year, as published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// Where it was published.
    pub source: Source,
}

/// A published change on last year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// In the measure's own unit; percentage points for percentages.
    Points(Decimal),
    /// In percent of last year's figure.
    Percent(Decimal),
}
