//! The columns by which tables of measurements are known, as bureaus head them and as answers add them.
//!
//! They are words of an interface: scripts look for them, and they are the same in every language.

/// 评价类别: the class that a row was given here.
pub const CLASS: &str = "评价类别";
/// 水质类别: the official class beside it.
pub const OFFICIAL_CLASS: &str = "水质类别";
/// 主要污染指标, each with its multiple.
pub const POLLUTANTS: &str = "主要污染指标";
/// 说明: what is remarked about a row.
pub const REMARKS: &str = "说明";
/// 评价依据: how a row came to its class, in JSON alone.
pub const WHY: &str = "评价依据";

/// Columns that name sets of rows, in the order in which a name is looked for.
pub const SETS: [&str; 9] = ["集", "类型", "流域", "省份", "城市", "水体", "河流", "水体类型", "area"];

/// The main pollutants of a row, in one cell.
pub fn pollutants(all: &[String]) -> String {
    all.join("、")
}

/// The remarks about a row, in one cell.
pub fn remarks(all: &[String]) -> String {
    all.join("；")
}
