//! The cells of data tables.

use super::{Mode, Walk};
use crate::block::Kind;
use crate::cell::{MAX_COLSPAN, MAX_ROWSPAN, StoredCell};
use crate::tree::{AttrName, NodeId, Tag};

impl Walk<'_> {
    pub(super) fn enter_in_table(&mut self, id: NodeId, tag: Tag) {
        match tag {
            Tag::Thead => self.context.in_head = true,
            Tag::Td | Tag::Th => self.begin_cell(id, tag),
            Tag::Tr => self.begin_row(id),
            Tag::Caption => {
                self.context.mode = Mode::Flow;
                self.context.kind = Kind::Caption;
            }
            _ => {}
        }
    }

    /// Begins a cell; empty ones count, so that columns stay columns.
    fn begin_cell(&mut self, id: NodeId, tag: Tag) {
        if !self.run.active {
            self.begin(self.context.element);
        }
        self.end_cell();
        let starts_row = !std::mem::replace(&mut self.run.in_row, true);
        if !starts_row {
            self.run.push_verbatim(&mut self.out.text, "\t", false);
        }
        let start = self.out.text.len() as u32;
        let span = |name, most: u16| {
            let span = self.number(id, name).filter(|&span| span >= 0)?;
            Some(u16::try_from(span).unwrap_or(most).min(most))
        };
        let colspan = span(AttrName::Colspan, MAX_COLSPAN).unwrap_or(1).max(1);
        let rowspan = span(AttrName::Rowspan, MAX_ROWSPAN).unwrap_or(1);
        let header = tag == Tag::Th || self.context.in_head || self.is_named_header(id);
        let blank_rows = std::mem::take(&mut self.run.rows_begun).saturating_sub(1);
        let starts_group = std::mem::take(&mut self.run.in_new_group);
        let cell = StoredCell { start, end: start, colspan, rowspan, blank_rows, starts_row, starts_group, header };
        self.out.cells.push(cell);
        self.run.in_cell = true;
        self.run.end_word();
    }

    /// Whether a `<td>` says that it is a header: `scope`, or a role of WAI-ARIA.
    fn is_named_header(&self, id: NodeId) -> bool {
        let node = self.tree.node(id);
        self.tree.attrs_of(node).iter().any(|attr| match attr.name {
            AttrName::Scope => true,
            AttrName::Role => matches!(self.tree.value(attr), "columnheader" | "rowheader"),
            _ => false,
        })
    }

    pub(super) fn end_cell(&mut self) {
        if std::mem::take(&mut self.run.in_cell) {
            self.suspend_marks();
            let end = self.out.text.len() as u32;
            if let Some(cell) = self.out.cells.last_mut() {
                cell.end = end;
            }
        }
    }

    /// Begins a row, in the group that the element around it is.
    fn begin_row(&mut self, id: NodeId) {
        self.end_row();
        self.run.rows_begun = self.run.rows_begun.saturating_add(1);
        let group = self.tree.node(id).parent;
        if group != self.run.row_group {
            (self.run.row_group, self.run.in_new_group, self.run.rows_begun) = (group, true, 1);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if std::mem::take(&mut self.run.in_row) {
            self.run.push_verbatim(&mut self.out.text, "\n", false);
        }
        self.run.end_word();
    }
}
