//! Which rows and columns are left when the filters are applied.

use yaodian_contract::cockpit::{Cockpit, Row};
use yaodian_domain::cockpit::Cell;

use super::address::Asked;

/// What of the matrix is shown: rows and columns by their places in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) rows: Vec<usize>,
    pub(super) columns: Vec<usize>,
}

impl Shown {
    /// What `asked` leaves of `all`: a row or a column without any cell that is asked for goes.
    pub(super) fn of(all: &Cockpit, asked: &Asked) -> Self {
        let of_kind = |at: usize| {
            let column = all.columns.get(at);
            asked
                .units
                .is_none_or(|kind| column.is_some_and(|column| column.kind == kind))
        };
        let of_chapter = |row: &Row| {
            asked
                .chapter
                .is_none_or(|chapter| row.chapter.map_or(0, |at| at + 1) == chapter)
        };
        let takes = |cell: &Cell| of_kind(cell.unit) && asked.takes(cell);
        let kept = |row: &Row| {
            let whole = asked.turned && !asked.unreported && row.turned > 0;
            let named = !asked.picks() && row.named.iter().any(|at| of_kind(*at));
            let all = !asked.picks() && asked.units.is_none();
            of_chapter(row) && (all || named || whole || row.cells.iter().any(takes))
        };
        let rows: Vec<usize> = (all.rows.iter().enumerate())
            .filter(|(_, row)| kept(row))
            .map(|(at, _)| at)
            .collect();
        let used = |at: usize| {
            !asked.picks()
                || rows
                    .iter()
                    .any(|row| all.rows[*row].cells.iter().any(|cell| cell.unit == at && takes(cell)))
        };
        let columns = (0..all.columns.len()).filter(|at| of_kind(*at) && used(*at)).collect();
        Self { rows, columns }
    }
}
