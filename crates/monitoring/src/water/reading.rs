//! From the text of a cell to a value of an item, or to the reason why there is none.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    class::Body,
    item::Item,
    limits::{Limits, Rules},
    plausible::{self, Bounds},
    unit::Unit,
    values::{Origin, Value},
};
use crate::cell::{self, Cell, CellError};

/// What a cell says of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// Nothing was measured, or nothing was told.
    Missing,
    /// A value, in the item's own unit.
    Value(Value),
    /// Something that cannot stand; it is never averaged in, and never dropped in silence.
    Refused(Refusal),
}

/// Why a figure is kept out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The text is no figure.
    #[error("{0}")]
    Text(CellError),
    /// Below zero, where nothing can be.
    #[error("below zero")]
    Negative,
    /// Beyond what can be.
    #[error("not between {} and {}", .0.low, .0.high)]
    Implausible(Bounds),
    /// «Not found» of an item that cannot be unfindable, such as pH.
    #[error("cannot be below a limit of detection")]
    CannotBeUndetected,
    /// «Not found» without a limit, of an item without limits to take half of.
    #[error("the limit of detection is not told")]
    UntoldDetection,
    /// A figure that is about `factor` times the others of its column: another unit.
    #[error("about {factor} times the others")]
    OtherUnit {
        /// The factor: 1000 or 0.001.
        factor: Decimal,
    },
    /// Most of the column cannot be what its head says: it holds something else.
    #[error("the column seems to hold something else")]
    OtherColumn {
        /// The column, counted from 0, whose figures would fit under this head, where there is one.
        fits: Option<usize>,
    },
}

/// Reads the text of a cell that tells of `item` in `unit`.
///
/// What is below a limit of detection counts as half of that limit
/// ([`Rule::HalfOfDetection`](super::Rule::HalfOfDetection)). Where the limit is not told, it is taken
/// to be the item's strictest limit, so that «not found» is never worse than Ⅰ;
/// [`Origin::HalfOfUntoldLimit`] tells that it was assumed.
///
/// A unit that does not measure the item makes every figure implausible; [`header`](super::header)
/// refuses such columns before.
pub fn read(text: &str, item: Item, unit: Unit, body: Body, rules: Rules) -> Reading {
    match value(text, item, unit, body, rules) {
        Ok(Some(value)) => Reading::Value(value),
        Ok(None) => Reading::Missing,
        Err(refusal) => Reading::Refused(refusal),
    }
}

fn value(text: &str, item: Item, unit: Unit, body: Body, rules: Rules) -> Result<Option<Value>, Refusal> {
    let bounds = plausible::bounds(item);
    let own = |figure: Decimal| {
        let factor = unit.factor_to(item.unit()).ok_or(Refusal::Implausible(bounds))?;
        figure.checked_mul(factor).ok_or(Refusal::Implausible(bounds))
    };
    let value = match cell::read(text).map_err(Refusal::Text)? {
        Cell::Missing => return Ok(None),
        Cell::Figure(figure) => Value::found(own(figure)?),
        Cell::Below { .. } if !item.can_be_undetected() => return Err(Refusal::CannotBeUndetected),
        Cell::Below { limit: Some(limit) } => Value {
            amount: half(own(limit)?),
            origin: Origin::HalfOfLimit,
        },
        Cell::Below { limit: None } => {
            let limits = rules.limits(item, body).or_else(|| rules.limits(item, Body::Lake));
            let strictest = limits.and_then(Limits::strictest);
            Value {
                amount: half(strictest.ok_or(Refusal::UntoldDetection)?),
                origin: Origin::HalfOfUntoldLimit,
            }
        }
    };
    bounds.hold(value.amount).map(|()| Some(value))
}

/// Half of a limit; exact, since a limit has far fewer digits than a `Decimal`.
fn half(limit: Decimal) -> Decimal {
    limit / Decimal::TWO
}
