//! From the text of a cell to a concentration, or to the reason why there is none.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{amount::Amount, pollutant::Pollutant};
use crate::cell::{self, Cell, CellError};

/// What a cell or an instrument told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// Nothing.
    #[default]
    Missing,
    /// A concentration that can stand.
    Value(Amount),
    /// Something that is set aside: never averaged in, never dropped without a word.
    Refused(Refusal),
}

impl Reading {
    /// The concentration, where it can stand.
    pub const fn value(self) -> Option<Amount> {
        match self {
            Self::Value(amount) => Some(amount),
            Self::Missing | Self::Refused(_) => None,
        }
    }
}

/// Why a figure is set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// Neither a figure nor a known mark.
    NotAFigure,
    /// «Less than can be found», from which no rule at hand makes a concentration of air.
    BelowDetection,
    /// Below zero: −1, −99 and −999 are marks of a fault.
    Negative,
    /// All nines (9999, 99999): a mark of a fault.
    AllNines,
    /// Higher than air ever is, see [`most`]: often a figure in another unit.
    Absurd,
}

impl Refusal {
    /// How many there are.
    pub const COUNT: usize = 5;

    /// All of them.
    pub const ALL: [Self; Self::COUNT] = [
        Self::NotAFigure,
        Self::BelowDetection,
        Self::Negative,
        Self::AllNines,
        Self::Absurd,
    ];

    /// Its place in [`Refusal::ALL`].
    pub const fn place(self) -> usize {
        self as usize
    }
}

/// The highest concentration that is believed ([`Rule::Plausibility`](super::Rule::Plausibility)).
///
/// Well above the highest breakpoints, where an index of 500 is still told. Dust is believed up to
/// 9,998 μg/m³, since sand storms do bring thousands.
pub const fn most(pollutant: Pollutant) -> Amount {
    Amount::from_units(match pollutant {
        Pollutant::So2 | Pollutant::No2 | Pollutant::Pm25 => 5_000,
        Pollutant::O3 => 2_000,
        Pollutant::Co => 200,
        Pollutant::Pm10 => 9_998,
    })
}

/// Judges a figure in the pollutant's own unit.
pub fn judge(figure: Decimal, pollutant: Pollutant) -> Reading {
    if figure.is_sign_negative() && !figure.is_zero() {
        return Reading::Refused(Refusal::Negative);
    }
    if is_all_nines(figure) {
        return Reading::Refused(Refusal::AllNines);
    }
    match Amount::try_from(figure) {
        Ok(amount) if amount <= most(pollutant) => Reading::Value(amount),
        _ => Reading::Refused(Refusal::Absurd),
    }
}

/// Reads a cell whose figures are `factor` times the pollutant's own unit.
pub fn read(text: &str, pollutant: Pollutant, factor: Decimal) -> Reading {
    let figure: Option<Decimal> = match cell::read(text) {
        Ok(Cell::Missing) => return Reading::Missing,
        Ok(Cell::Below { .. }) => return Reading::Refused(Refusal::BelowDetection),
        Err(CellError::NotAFigure) => return Reading::Refused(Refusal::NotAFigure),
        Ok(Cell::Figure(figure)) => Some(figure),
        // 35.300000000000004: a program's decimal, longer than an instrument's, and plain enough.
        Err(CellError::TooLong) => text.trim().parse().ok(),
    };
    let Some(figure) = figure else {
        return Reading::Refused(Refusal::Absurd);
    };
    if is_all_nines(figure) {
        return Reading::Refused(Refusal::AllNines);
    }
    figure
        .checked_mul(factor)
        .map_or(Reading::Refused(Refusal::Absurd), |figure| judge(figure, pollutant))
}

/// 9999 and longer, with or without zeros behind the point.
fn is_all_nines(figure: Decimal) -> bool {
    let plain = figure.normalize();
    let mut rest = plain.mantissa();
    if plain.scale() > 0 || rest < 9_999 {
        return false;
    }
    while rest % 10 == 9 {
        rest /= 10;
    }
    rest == 0
}
