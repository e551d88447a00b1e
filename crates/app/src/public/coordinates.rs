//! Coordinates of pictures: the only binary floating point in the product. Nothing is decided by them, and
//! the same figures stand in a table beside each picture.

use yaodian_domain::Decimal;

/// A coordinate as SVG has it, to a tenth.
pub(super) fn px(value: f64) -> String {
    format!("{value:.1}")
}

/// A figure as a coordinate.
pub(super) fn float(value: Decimal) -> Option<f64> {
    value.to_string().parse().ok()
}
