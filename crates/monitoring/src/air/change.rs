//! One period against another.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use yaodian_domain::number;

/// How a published figure changed ([`Rule::ChangeOfPublished`](super::Rule::ChangeOfPublished)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The figure before, as published.
    pub before: Decimal,
    /// The figure now, as published.
    pub now: Decimal,
    /// Now less before, in the figure's unit: percentage points for a share.
    pub by: Decimal,
    /// In percent of the figure before, to one decimal; `None` where that was zero.
    pub percent: Option<Decimal>,
}

impl Change {
    /// From one published figure to another; `None` for figures beyond any that are published.
    ///
    /// ```
    /// use yaodian_monitoring::air::Change;
    /// // PM2.5 of Hubei's 17 cities, January to August 2023: 37 μg/m³, up 12.1 %.
    /// let change = Change::between(33.into(), 37.into()).unwrap();
    /// assert_eq!(change.percent.unwrap().to_string(), "12.1");
    /// ```
    pub fn between(before: Decimal, now: Decimal) -> Option<Self> {
        let by = now.checked_sub(before)?;
        Some(Self {
            before,
            now,
            by,
            percent: number::percent(by, before, 1),
        })
    }
}
