//! Rows of an XLSX sheet, one after another.

use std::collections::HashMap;

use calamine::{DataRef, XlsxCellFormulaMetadataRecord, XlsxCellReader, XlsxError, XlsxFormulaMetadata};
use yaodian_contract::ledger::FileTrouble;

use super::{Rows, package::Bytes};
use crate::{
    cells::{Batch, Raw},
    serial::Epoch,
};

/// Shared formulas whose text is kept for the cells that share it.
const FORMULAS: usize = 10_000;

/// Rows as the reader gives them.
pub(super) struct XlsxRows<'t> {
    reader: XlsxCellReader<'t, Bytes>,
    epoch: Epoch,
    /// The first cell of the row that comes next.
    held: Option<XlsxCellFormulaMetadataRecord<'t>>,
    /// Texts of shared formulas.
    shared: HashMap<usize, String>,
    last: Option<u32>,
}

impl<'t> XlsxRows<'t> {
    pub fn new(reader: XlsxCellReader<'t, Bytes>, epoch: Epoch) -> Self {
        Self {
            reader,
            epoch,
            held: None,
            shared: HashMap::new(),
            last: None,
        }
    }

    fn next(&mut self) -> Result<Option<XlsxCellFormulaMetadataRecord<'t>>, FileTrouble> {
        loop {
            match self
                .reader
                .next_cell_with_formula_metadata()
                .map_err(|why| damaged(&why))?
            {
                // Cells that are only formatted, down to the last row perhaps.
                Some(cell) if cell.formula.is_none() && matches!(cell.value, DataRef::Empty) => {}
                other => return Ok(other),
            }
        }
    }

    fn formula(&mut self, found: XlsxFormulaMetadata) -> String {
        match found {
            XlsxFormulaMetadata::Normal { formula } => formula,
            XlsxFormulaMetadata::Shared {
                shared_index, formula, ..
            } => {
                if self.shared.len() < FORMULAS {
                    self.shared.insert(shared_index, formula.clone());
                }
                formula
            }
            XlsxFormulaMetadata::SharedDerived { shared_index } => {
                self.shared.get(&shared_index).cloned().unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    fn raw(&mut self, cell: XlsxCellFormulaMetadataRecord<'t>, batch: &mut Batch<'t>) -> Option<Raw<'t>> {
        if let Some(formula) = cell.formula {
            let formula = self.formula(formula);
            return Some(Raw::Formula(batch.keep(&format!("={formula}"))));
        }
        Some(match cell.value {
            DataRef::Empty => return None,
            DataRef::SharedString(text) => Raw::Book(text),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                Raw::Text(batch.keep(&text))
            }
            DataRef::Int(value) => Raw::Number(value.into()),
            DataRef::Float(value) => batch.number(value),
            DataRef::Bool(value) => Raw::Bool(value),
            DataRef::DateTime(value) => batch.moment(value.as_f64(), self.epoch),
            DataRef::Error(error) => Raw::Fault(batch.keep(&error.to_string())),
        })
    }
}

impl<'t> Rows<'t> for XlsxRows<'t> {
    fn fill(&mut self, batch: &mut Batch<'t>) -> Result<bool, FileTrouble> {
        loop {
            let next = match self.held.take() {
                Some(held) => Some(held),
                None => self.next()?,
            };
            let row = next.as_ref().map(|cell| cell.pos.0);
            if row != self.last {
                if let Some(last) = self.last {
                    batch.close(last as usize + 1);
                    if row.is_some_and(|row| row < last) {
                        return Err(FileTrouble::Damaged {
                            detail: format!("row {} after row {}", row.unwrap_or(0) + 1, last + 1),
                        });
                    }
                }
                self.last = row;
                if batch.is_full() && row.is_some() {
                    self.held = next;
                    return Ok(true);
                }
            }
            let Some(cell) = next else { return Ok(false) };
            // A sheet ends at XFD.
            let column = cell.pos.1;
            if column < 16_384
                && let Some(raw) = self.raw(cell, batch)
            {
                batch.push(column, raw);
            }
        }
    }
}

pub(super) fn damaged(why: &XlsxError) -> FileTrouble {
    match why {
        XlsxError::Password => FileTrouble::Password,
        XlsxError::Zip(why) => super::parts::damaged(why),
        other => FileTrouble::Damaged {
            detail: other.to_string(),
        },
    }
}
