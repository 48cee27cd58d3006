//! The cells of data tables: [`Cell`].

use std::ops::Range;

/// Columns that one cell may take: `colspan` in the HTML standard, "attributes common to td and th elements".
pub(crate) const MAX_COLSPAN: u16 = 1000;
/// Rows that one cell may take: `rowspan`, in the same place.
pub(crate) const MAX_ROWSPAN: u16 = 65534;

/// Columns in which cells may reach down into further rows. Beyond them a cell takes one row, so that a row costs no
/// more than this to place.
const MAX_COLUMNS_SPANNED: usize = 128;

/// A cell of a data table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Cell<'a> {
    /// Its words; empty for an empty cell.
    pub text: &'a str,
    /// Where they stand in [`Block::text`](crate::Block::text), in bytes. Marks never cross it.
    pub range: Range<usize>,
    /// The row it begins in, from 0: as in [`Block::rows`](crate::Block::rows).
    pub row: usize,
    /// The column it begins in, from 0, with the columns that cells to the left and from rows above take up counted.
    pub column: usize,
    /// Whether it is a `<th>`, stands in a `<thead>` or says so with `scope` or a role of WAI-ARIA.
    pub header: bool,
    /// Columns that it takes, 1 to 1000.
    pub colspan: usize,
    /// Rows that it takes, at least 1, and no more than there are.
    pub rowspan: usize,
}

/// A cell as it is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StoredCell {
    /// Byte range in [`Page::text`](crate::page::Page::text).
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) colspan: u16,
    /// 0: down to the last row.
    pub(crate) rowspan: u16,
    pub(crate) starts_row: bool,
    pub(crate) header: bool,
}

/// Puts cells into the grid of their table.
pub(crate) struct Grid {
    rows: usize,
    row: usize,
    begun: bool,
    column: usize,
    /// For each column, the first row that no cell from above reaches.
    free_from: Vec<usize>,
}

impl Grid {
    pub(crate) fn new(cells: &[StoredCell]) -> Self {
        let rows = cells.iter().filter(|cell| cell.starts_row).count().max(1);
        Self { rows, row: 0, begun: false, column: 0, free_from: Vec::new() }
    }

    /// The row, column and number of rows of the next cell.
    pub(crate) fn place(&mut self, cell: &StoredCell) -> (usize, usize, usize) {
        if cell.starts_row && self.begun {
            self.row += 1;
            self.column = 0;
        }
        self.begun = true;
        while self.free_from.get(self.column).is_some_and(|&free| free > self.row) {
            self.column += 1;
        }
        let (row, column) = (self.row, self.column);
        let left = self.rows.saturating_sub(row).max(1);
        self.column += usize::from(cell.colspan);
        let mut rowspan = if cell.rowspan == 0 { left } else { usize::from(cell.rowspan).min(left) };
        if rowspan > 1 && self.column > MAX_COLUMNS_SPANNED {
            rowspan = 1;
        } else if rowspan > 1 {
            self.free_from.resize(self.free_from.len().max(self.column), 0);
            for free in self.free_from.iter_mut().take(self.column).skip(column) {
                *free = (*free).max(row + rowspan);
            }
        }
        (row, column, rowspan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of cells given as rows of (columns, rows).
    fn places(rows: &[&[(u16, u16)]]) -> Vec<(usize, usize, usize)> {
        let cells: Vec<StoredCell> = rows
            .iter()
            .flat_map(|row| {
                row.iter().enumerate().map(|(nth, &(colspan, rowspan))| StoredCell {
                    start: 0,
                    end: 0,
                    colspan,
                    rowspan,
                    starts_row: nth == 0,
                    header: false,
                })
            })
            .collect();
        let mut grid = Grid::new(&cells);
        cells.iter().map(|cell| grid.place(cell)).collect()
    }

    #[test]
    fn cells_stand_right_of_those_that_reach_down() {
        assert_eq!(places(&[&[(1, 2), (2, 1)], &[(1, 1), (1, 1)]]), [(0, 0, 2), (0, 1, 1), (1, 1, 1), (1, 2, 1)]);
        assert_eq!(places(&[&[(1, 1), (1, 0)], &[(1, 1), (1, 1)]]), [(0, 0, 1), (0, 1, 2), (1, 0, 1), (1, 2, 1)]);
        assert_eq!(places(&[&[(1, MAX_ROWSPAN)], &[(1, 1)]]), [(0, 0, 2), (1, 1, 1)]);
        assert_eq!(places(&[&[(1, 3)]]), [(0, 0, 1)]);
        assert_eq!(places(&[&[(MAX_COLSPAN, 2), (1, 1)], &[(1, 1)]]), [(0, 0, 1), (0, 1000, 1), (1, 0, 1)]);
    }
}
