//! 沙尘扣除: days of sand and dust, left out of the figures of dust.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A day that is left out of PM10, PM2.5 and the composite index, on the record.
///
/// It stays in the ratios of days: «PM10、PM2.5浓度、综合质量指数扣除沙尘天气影响;优良天数比例保留沙尘»
/// (中国环境监测总站, 全国城市空气质量报告, 2021-07 and 2023-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DustDay {
    /// The day.
    pub date: Date,
    /// Why it may be left out: the finding or document that says so, as it was recorded.
    pub reason: String,
}
