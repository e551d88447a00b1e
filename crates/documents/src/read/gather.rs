//! The filled cells of a sheet, and the table that they make.

use std::rc::Rc;

use yaodian_contract::ledger::FileTrouble;

use super::{Limits, table::PlainTable};
use crate::cells::Merge;

/// The most columns of a table.
const COLUMNS: usize = 1_000;
/// So many rows above the heads do not count as rows of the table.
const ABOVE: usize = 100;
/// By how many rows under it a row is judged to be the heads.
const NEXT: usize = 5;
/// What a cell costs in bytes, its text aside.
const CELL: usize = size_of::<String>();
/// What a text costs beside its bytes.
const TEXT: usize = 16;

/// A row with its number, from 1. It ends with a filled cell.
type Numbered = (usize, Vec<String>);

/// What is held, in bytes, against what may be.
struct Budget {
    left: u64,
    limit: u64,
}

impl Budget {
    fn spend(&mut self, bytes: usize) -> Result<(), FileTrouble> {
        let left = self.left.checked_sub(bytes as u64);
        self.left = left.ok_or(FileTrouble::Unpacks { limit: self.limit })?;
        Ok(())
    }
}

/// Filled cells, row by row.
pub(super) struct Gathered {
    rows: Vec<Numbered>,
    most: usize,
    budget: Budget,
}

impl Gathered {
    pub fn new(limits: &Limits) -> Self {
        Self {
            rows: Vec::new(),
            most: limits.rows,
            budget: Budget {
                left: limits.unpacked,
                limit: limits.unpacked,
            },
        }
    }

    /// Whether nothing was filled.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds a cell; its row counts from 1, its column from 0. A blank one is none.
    pub fn put(&mut self, row: usize, column: usize, text: String) -> Result<(), FileTrouble> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if column >= COLUMNS {
            return Err(FileTrouble::TooManyColumns { limit: COLUMNS });
        }
        match self.rows.last() {
            Some((last, _)) if *last == row => {}
            Some((last, _)) if *last > row => {
                return Err(FileTrouble::Damaged {
                    detail: format!("row {row} after row {last}"),
                });
            }
            _ if self.rows.len() > self.most.saturating_add(ABOVE) => {
                return Err(FileTrouble::TooManyRows { limit: self.most });
            }
            _ => {
                self.budget.spend(size_of::<Numbered>())?;
                self.rows.push((row, Vec::new()));
            }
        }
        match self.rows.last_mut() {
            Some((_, cells)) => set(cells, column, text, &mut self.budget),
            None => Ok(()),
        }
    }

    /// The table, merged cells spread; `None` where no row has two cells.
    pub fn table(mut self, merges: &[Merge]) -> Result<Option<PlainTable>, FileTrouble> {
        let Some(heads_at) = heads_at(&self.rows) else {
            return Ok(None);
        };
        if self.rows.len() - heads_at - 1 > self.most {
            return Err(FileTrouble::TooManyRows { limit: self.most });
        }
        let mut table = PlainTable::default();
        let mut spread = Spread::new(merges);
        for (at, (number, mut cells)) in self.rows.into_iter().enumerate() {
            let own = spread.come_to(number, &cells);
            if at < heads_at {
                table.above.push((number, cells));
                continue;
            }
            spread.fill(&mut cells, &mut self.budget)?;
            if at == heads_at {
                table.heads = cells;
            } else if own {
                table.rows.push((number, cells));
            }
        }
        Ok(Some(table))
    }
}

/// Sets a cell in a row that grows up to it.
fn set(cells: &mut Vec<String>, column: usize, text: String, budget: &mut Budget) -> Result<(), FileTrouble> {
    let more = (column + 1).saturating_sub(cells.len());
    budget.spend(more * CELL + text.len() + TEXT)?;
    if more > 0 {
        cells.resize(column + 1, String::new());
    }
    if let Some(cell) = cells.get_mut(column) {
        *cell = text;
    }
    Ok(())
}

fn is_filled(cell: &str) -> bool {
    !cell.trim().is_empty()
}

/// The first row of two cells or more that has half as many as the widest of those that follow. What
/// stands above it is a title, or says who filled the sheet in and when.
fn heads_at(rows: &[Numbered]) -> Option<usize> {
    let filled: Vec<usize> = rows
        .iter()
        .map(|(_, cells)| cells.iter().filter(|cell| is_filled(cell)).count())
        .collect();
    filled.iter().enumerate().position(|(at, cells)| {
        let widest = filled.iter().skip(at + 1).take(NEXT).max();
        *cells >= 2 && cells * 2 >= widest.copied().unwrap_or(0)
    })
}

/// What merged cells say, met row by row.
struct Spread<'m> {
    /// Merges that begin further down.
    ahead: &'m [Merge],
    /// By column, the merge that covers it.
    over: Vec<Option<Over>>,
    /// The present row, from 0.
    at: u32,
}

struct Over {
    top: u32,
    bottom: u32,
    text: Rc<str>,
}

impl<'m> Spread<'m> {
    /// `merges` from above.
    fn new(merges: &'m [Merge]) -> Self {
        Self {
            ahead: merges,
            over: Vec::new(),
            at: 0,
        }
    }

    fn over(&self, column: usize) -> Option<&Over> {
        let over = self.over.get(column)?.as_ref();
        over.filter(|over| over.bottom >= self.at)
    }

    /// Goes on to a row; whether it has a cell that no merge from above hides.
    fn come_to(&mut self, number: usize, cells: &[String]) -> bool {
        self.at = u32::try_from(number.saturating_sub(1)).unwrap_or(u32::MAX);
        while let Some((merge, rest)) = self.ahead.split_first()
            && merge.top <= self.at
        {
            self.ahead = rest;
            let left = merge.left as usize;
            let text = cells.get(left).filter(|text| is_filled(text));
            // One that began in a blank row is blank.
            if let Some(text) = text
                && merge.top == self.at
                && self.over(left).is_none()
            {
                self.begin(merge, text);
            }
        }
        cells.iter().enumerate().any(|(column, cell)| {
            let hidden = self.over(column).is_some_and(|over| over.top < self.at);
            is_filled(cell) && !hidden
        })
    }

    fn begin(&mut self, merge: &Merge, text: &str) {
        let text: Rc<str> = text.into();
        let end = (merge.right as usize + 1).min(COLUMNS);
        self.over.resize_with(self.over.len().max(end), || None);
        for column in merge.left as usize..end {
            if self.over(column).is_none()
                && let Some(over) = self.over.get_mut(column)
            {
                *over = Some(Over {
                    top: merge.top,
                    bottom: merge.bottom,
                    text: Rc::clone(&text),
                });
            }
        }
    }

    /// Sets the cells of the present row that merges cover.
    fn fill(&self, cells: &mut Vec<String>, budget: &mut Budget) -> Result<(), FileTrouble> {
        for column in 0..self.over.len() {
            let shown = cells.get(column).map(String::as_str);
            if let Some(over) = self.over(column)
                && shown != Some(&*over.text)
            {
                set(cells, column, over.text.as_ref().to_owned(), budget)?;
            }
        }
        Ok(())
    }
}
