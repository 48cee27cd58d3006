//! The cells of data tables.

use super::Walk;
use crate::page::Cell;

impl Walk<'_> {
    /// Begins a cell; empty ones count, so that columns stay columns.
    pub(super) fn begin_cell(&mut self) {
        if !self.run.active {
            self.begin(self.context.element);
        }
        self.end_cell();
        let starts_row = !std::mem::replace(&mut self.run.in_row, true);
        if !starts_row {
            self.run.push_verbatim(&mut self.out.text, "\t", false);
        }
        let start = self.out.text.len() as u32;
        self.out.cells.push(Cell { start, end: start, starts_row });
        self.run.in_cell = true;
        self.run.end_word();
    }

    pub(super) fn end_cell(&mut self) {
        if std::mem::take(&mut self.run.in_cell) {
            let end = self.out.text.len() as u32;
            if let Some(cell) = self.out.cells.last_mut() {
                cell.end = end;
            }
        }
    }

    pub(super) fn end_row(&mut self) {
        self.end_cell();
        if std::mem::take(&mut self.run.in_row) {
            self.run.push_verbatim(&mut self.out.text, "\n", false);
        }
        self.run.end_word();
    }
}
