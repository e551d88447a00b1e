//! Ranks of cities.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Which end of a list comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Best {
    /// The lowest figure: concentrations, the composite index.
    Lowest,
    /// The highest figure: the share of good days.
    Highest,
}

/// The rank of each figure, in the order that they are given in. Equal figures share a rank, and those
/// behind them count on: 1, 2, 3, 4, 5, 5, 7 ([`Rule::Ranking`](super::Rule::Ranking)).
///
/// Figures are compared as they are published, so that cities with the same published figure tie.
/// A city without a figure has no rank.
///
/// ```
/// use yaodian_monitoring::air::{Best, ranks};
/// let figures = ["3.77", "2.21", "3.77", "3.81"].map(|figure| figure.parse().ok());
/// assert_eq!(ranks(&figures, Best::Lowest), [Some(2), Some(1), Some(2), Some(4)]);
/// ```
pub fn ranks(figures: &[Option<Decimal>], best: Best) -> Vec<Option<usize>> {
    let mut sorted: Vec<Decimal> = figures.iter().flatten().copied().collect();
    sorted.sort_unstable();
    let better = |figure: &Decimal| match best {
        Best::Lowest => sorted.partition_point(|other| other < figure),
        Best::Highest => sorted.len() - sorted.partition_point(|other| other <= figure),
    };
    figures
        .iter()
        .map(|figure| figure.as_ref().map(|figure| better(figure) + 1))
        .collect()
}
