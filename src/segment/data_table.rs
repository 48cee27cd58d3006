//! Tells tables of data from tables that lay out a page.

use crate::tree::{AttrName, NodeId, Tag, Tree};

/// Mean bytes of text a cell up to which a table without header cells holds data. Cells of layouts hold paragraphs.
const MAX_MEAN_CELL: usize = 60;
/// The same for a table that has header cells, a caption or a summary.
const MAX_MEAN_CELL_WITH_HEADER: usize = 200;
/// Bytes of the longest cell that a data table may have.
const MAX_CELL: usize = 1500;
/// Share of rows, in percent, that must have the commonest number of cells where there is no header.
const MIN_REGULAR_ROWS: usize = 60;
/// Rows that a data table without header has at least.
const MIN_ROWS: usize = 3;
/// Share of cells, in percent, that must not be empty where there is no header: layouts are full of spacers.
const MIN_FULL_CELLS: usize = 50;

/// What a look through a table finds.
#[derive(Default)]
struct Look {
    rows: usize,
    cells: usize,
    full_cells: usize,
    /// Rows by their number of cells, the last entry for all longer ones.
    rows_of_width: [usize; 16],
    width: usize,
    header: bool,
    /// Whether it holds code or a form: only below a header is that data.
    needs_header: bool,
    /// Cells of the first row that hold a heading.
    headings: usize,
    /// Whether that row has other cells as well.
    partly_headings: bool,
    /// Bytes of text, of all cells, of the present one and of the longest.
    bytes: usize,
    cell_bytes: usize,
    longest: usize,
}

impl Look {
    fn end_cell(&mut self) {
        self.longest = self.longest.max(self.cell_bytes);
        self.bytes += self.cell_bytes;
        self.full_cells += usize::from(self.cell_bytes > 0);
        self.cell_bytes = 0;
    }

    /// Takes in a heading element; whether the table may still be one of data: its first row may be set in headings.
    fn heading(&mut self) -> bool {
        self.headings += 1;
        self.rows == 0 && self.width >= self.headings
    }

    fn end_row(&mut self) {
        self.end_cell();
        if self.width > 0 {
            self.partly_headings |= self.rows == 0 && self.headings > 0 && self.headings != self.full_cells.max(2);
            self.rows += 1;
            let last = self.rows_of_width.len() - 1;
            self.rows_of_width[self.width.min(last)] += 1;
            self.width = 0;
        }
    }

    fn is_data(&self) -> bool {
        let widest = self.rows_of_width.iter().rposition(|&rows| rows > 0).unwrap_or(0);
        let is_complete = self.header || !self.needs_header;
        if widest < 2 || self.rows < 2 || self.longest > MAX_CELL || self.partly_headings || !is_complete {
            return false;
        }
        let mean = self.bytes / self.cells.max(1);
        if self.header {
            return mean <= MAX_MEAN_CELL_WITH_HEADER;
        }
        let regular = self.rows_of_width[2..].iter().max().copied().unwrap_or(0);
        mean <= MAX_MEAN_CELL
            && self.rows >= MIN_ROWS
            && regular * 100 >= self.rows * MIN_REGULAR_ROWS
            && self.full_cells * 100 >= self.cells * MIN_FULL_CELLS
    }
}

/// Whether the table element `table` holds data.
///
/// Looks at each node once, and stops at a table inside the table, so that nested tables cost no more than flat ones.
pub(super) fn is_data_table(tree: &Tree, table: NodeId) -> bool {
    let element = tree.node(table);
    if matches!(tree.attr(element, AttrName::Role), Some("presentation" | "none")) {
        return false;
    }
    let mut look = Look {
        header: tree.attr(element, AttrName::Summary).is_some_and(|summary| !summary.is_empty()),
        ..Look::default()
    };
    for id in tree.descendants(table) {
        let node = tree.node(id);
        match node.html_tag() {
            None => look.cell_bytes += tree.text_of(node).trim().len(),
            Some(Tag::Tr) => look.end_row(),
            Some(tag @ (Tag::Td | Tag::Th)) => {
                look.end_cell();
                look.cells += 1;
                look.width += 1;
                look.header |= tag == Tag::Th;
            }
            Some(Tag::Caption | Tag::Thead) => look.header = true,
            Some(Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4) => {
                if !look.heading() {
                    return false;
                }
            }
            Some(Tag::Pre | Tag::Form) => look.needs_header = true,
            Some(
                Tag::Table
                | Tag::Article
                | Tag::Section
                | Tag::Nav
                | Tag::Blockquote
                | Tag::Iframe
                | Tag::Textarea
                | Tag::Script,
            ) => return false,
            Some(_) => {}
        }
    }
    look.end_row();
    look.is_data()
}
