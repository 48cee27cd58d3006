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
    /// The row it begins in, from 0: as in [`Block::rows`](crate::Block::rows). Rows without cells are not counted.
    pub row: usize,
    /// The column it begins in, from 0, with the columns that cells to the left and from rows above take up counted.
    pub column: usize,
    /// Whether it is a `<th>`, stands in a `<thead>` or says so with `scope` or a role of WAI-ARIA.
    pub header: bool,
    /// Columns that it takes, 1 to 1000.
    pub colspan: usize,
    /// Rows that it takes, at least 1, and no more than there are in its `<thead>`, `<tbody>` or `<tfoot>`.
    pub rowspan: usize,
}

/// A cell as it is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StoredCell {
    /// Byte range in [`Page::text`](crate::page::Page::text).
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) colspan: u16,
    /// 0: down to the last row of its group.
    pub(crate) rowspan: u16,
    /// Rows without cells before the one that it starts, in the same group; 255 stand for more, so that cells stay small.
    pub(crate) blank_rows: u8,
    pub(crate) starts_row: bool,
    /// Whether its row is the first of a group: `<thead>`, `<tbody>`, `<tfoot>`.
    pub(crate) starts_group: bool,
    pub(crate) header: bool,
}

/// A row with cells.
#[derive(Clone, Copy)]
struct Row {
    /// Its number among all rows of the table, those without cells counted.
    number: usize,
    /// One past the last row with cells of its group.
    group_end: usize,
}

/// Puts cells into the grid of their table.
///
/// HTML standard, [forming a table](https://html.spec.whatwg.org/multipage/tables.html#forming-a-table): no cell reaches
/// beyond its group of rows, and rows without cells are rows that one may reach into.
#[derive(Clone)]
pub(crate) struct Grid {
    rows: Vec<Row>,
    row: usize,
    begun: bool,
    column: usize,
    /// For each column, the first row that no cell from above reaches.
    free_from: Vec<usize>,
}

impl Grid {
    pub(crate) fn new(cells: &[StoredCell]) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        let (mut group, mut number) = (0, 0);
        for cell in cells.iter().filter(|cell| cell.starts_row) {
            if cell.starts_group {
                end_group(&mut rows, group);
                group = rows.len();
            }
            number += 1 + usize::from(cell.blank_rows);
            rows.push(Row { number, group_end: 0 });
        }
        end_group(&mut rows, group);
        Self { rows, row: 0, begun: false, column: 0, free_from: Vec::new() }
    }

    /// The row, column and number of rows of the next cell; only rows with cells count.
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
        self.column += usize::from(cell.colspan);
        let mut rowspan = self.rows_of(cell);
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

    /// How many rows with cells a cell that begins in this row reaches into.
    fn rows_of(&self, cell: &StoredCell) -> usize {
        let Some(first) = self.rows.get(self.row) else { return 1 };
        let group = self.rows.get(self.row..first.group_end).unwrap_or_default();
        let end = first.number + usize::from(cell.rowspan);
        let rows = if cell.rowspan == 0 { group.len() } else { group.partition_point(|row| row.number < end) };
        rows.max(1)
    }
}

/// Ends the group of the rows from this one on.
fn end_group(rows: &mut [Row], first: usize) {
    let end = rows.len();
    for row in rows.iter_mut().skip(first) {
        row.group_end = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(colspan: u16, rowspan: u16, starts_row: bool) -> StoredCell {
        StoredCell { start: 0, end: 0, colspan, rowspan, blank_rows: 0, starts_row, starts_group: false, header: false }
    }

    /// The places of cells given as rows of (columns, rows); what else is to be said of the first of each row.
    fn places_with(rows: &[&[(u16, u16)]], say: impl Fn(usize, &mut StoredCell)) -> Vec<(usize, usize, usize)> {
        let mut cells = Vec::new();
        for (row, spans) in rows.iter().enumerate() {
            let first = cells.len();
            cells.extend(spans.iter().enumerate().map(|(nth, &(colspan, rowspan))| cell(colspan, rowspan, nth == 0)));
            say(row, &mut cells[first]);
        }
        let mut grid = Grid::new(&cells);
        cells.iter().map(|cell| grid.place(cell)).collect()
    }

    fn places(rows: &[&[(u16, u16)]]) -> Vec<(usize, usize, usize)> {
        places_with(rows, |_, _| {})
    }

    #[test]
    fn cells_stand_right_of_those_that_reach_down() {
        assert_eq!(places(&[&[(1, 2), (2, 1)], &[(1, 1), (1, 1)]]), [(0, 0, 2), (0, 1, 1), (1, 1, 1), (1, 2, 1)]);
        assert_eq!(places(&[&[(1, 1), (1, 0)], &[(1, 1), (1, 1)]]), [(0, 0, 1), (0, 1, 2), (1, 0, 1), (1, 2, 1)]);
        assert_eq!(places(&[&[(1, MAX_ROWSPAN)], &[(1, 1)]]), [(0, 0, 2), (1, 1, 1)]);
        assert_eq!(places(&[&[(1, 3)]]), [(0, 0, 1)]);
        assert_eq!(places(&[&[(MAX_COLSPAN, 2), (1, 1)], &[(1, 1)]]), [(0, 0, 1), (0, 1000, 1), (1, 0, 1)]);
    }

    #[test]
    fn rows_without_cells_are_reached_into() {
        let table: [&[(u16, u16)]; 3] = [&[(1, 2), (1, 3)], &[(1, 1)], &[(1, 1), (1, 1)]];
        let blank_before = |blank| {
            move |row, cell: &mut StoredCell| {
                if row == blank {
                    cell.blank_rows = 1;
                }
            }
        };
        let [top, middle] = [0, 1].map(|row| places_with(&table, blank_before(row)));
        assert_eq!(top, [(0, 0, 2), (0, 1, 3), (1, 2, 1), (2, 0, 1), (2, 2, 1)]);
        assert_eq!(middle, [(0, 0, 1), (0, 1, 2), (1, 0, 1), (2, 0, 1), (2, 1, 1)]);
    }

    #[test]
    fn no_cell_reaches_into_the_next_group() {
        let table: [&[(u16, u16)]; 3] = [&[(1, 2), (1, 1)], &[(1, 0)], &[(1, 1), (1, 1)]];
        let places = places_with(&table, |row, cell| cell.starts_group = row != 2);
        assert_eq!(places, [(0, 0, 1), (0, 1, 1), (1, 0, 2), (2, 1, 1), (2, 2, 1)]);
    }
}
