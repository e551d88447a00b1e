//! What the rest of a column says of a cell: figures in another unit, columns under the wrong head.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    class::{Body, WaterClass},
    header::Head,
    limits::{Limit, Rules},
    plausible::{self, Fit},
    reading::Refusal,
    table::{Column, Table},
};
use crate::cell::{self, Cell};

/// A cell that is set aside because of what the rest of its column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The row, counted from 0.
    pub row: usize,
    /// The column, counted from 0.
    pub column: usize,
    /// Why.
    pub refusal: Refusal,
}

impl Table {
    /// The cells that their own column speaks against: figures in another unit, and columns that hold
    /// something else, such as conductivity under the head of pH.
    pub fn doubts<R: AsRef<[S]>, S: AsRef<str>>(&self, rows: &[R]) -> Vec<Doubt> {
        let figures: Vec<Vec<Option<Decimal>>> =
            (0..self.columns().len()).map(|column| figures(rows, column)).collect();
        let mut doubts = Vec::new();
        let mut doubt_all = |column: usize, figures: &[Option<Decimal>], refusal: Refusal| {
            let there = figures.iter().enumerate().filter(|(_, figure)| figure.is_some());
            doubts.extend(there.map(|(row, _)| Doubt { row, column, refusal }));
        };
        let mut off = vec![false; self.columns().len()];
        for (column, head) in self.items() {
            let fit = fit_of(head, &figures[column]);
            if !fit.is_doubtful() {
                continue;
            }
            let elsewhere = self.where_it_is(column, head, &figures);
            // Without another column that fits, failure codes such as 9999 must not take the good figures
            // beside them along.
            if elsewhere.is_none() && !fit.is_hopeless() {
                continue;
            }
            off[column] = true;
            doubt_all(column, &figures[column], Refusal::OtherColumn { fits: elsewhere });
            if let Some(other) = elsewhere
                && matches!(self.columns()[other], Column::Item(_))
                && !std::mem::replace(&mut off[other], true)
            {
                doubt_all(other, &figures[other], Refusal::OtherColumn { fits: Some(column) });
            }
        }
        for (column, head) in self.items().filter(|(column, _)| !off[*column]) {
            let own: Vec<Option<Decimal>> = converted(head, &figures[column]).collect();
            let limits = Rules::LATEST.limits(head.item, Body::Lake);
            let worst = limits
                .and_then(|limits| limits.of(WaterClass::V))
                .and_then(Limit::ceiling);
            let found = plausible::other_units(head.item, &own, worst);
            doubts.extend(found.into_iter().map(|(row, refusal)| Doubt { row, column, refusal }));
        }
        doubts
    }

    /// The column whose figures would fit under the head of `column`: one that is no item's, or one
    /// whose head would in turn suit the figures that stand here.
    fn where_it_is(&self, column: usize, head: Head, figures: &[Vec<Option<Decimal>>]) -> Option<usize> {
        (0..self.columns().len()).find(|&other| {
            let suits = match &self.columns()[other] {
                Column::Item(head) => other != column && fit_of(*head, &figures[column]).is_good(),
                Column::Carried => true,
                _ => false,
            };
            suits && fit_of(head, &figures[other]).is_good()
        })
    }
}

/// The figures of a column as they stand; those below a limit of detection say nothing of a unit.
fn figures<R: AsRef<[S]>, S: AsRef<str>>(rows: &[R], column: usize) -> Vec<Option<Decimal>> {
    rows.iter()
        .map(|row| match cell::read(row.as_ref().get(column)?.as_ref()) {
            Ok(Cell::Figure(figure)) => Some(figure),
            _ => None,
        })
        .collect()
}

fn fit_of(head: Head, figures: &[Option<Decimal>]) -> Fit {
    Fit::of(head.item, converted(head, figures).flatten())
}

/// Figures in the unit of the head's item.
fn converted(head: Head, figures: &[Option<Decimal>]) -> impl Iterator<Item = Option<Decimal>> {
    let factor = head.unit.factor_to(head.item.unit());
    figures
        .iter()
        .map(move |figure| figure.and_then(|figure| figure.checked_mul(factor?)))
}
