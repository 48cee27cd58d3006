//! What holds at a place in the page: how its text is put together, and what kind of block it begins.

use super::{Walk, code, data_table};
use crate::block::Kind;
use crate::tree::{DOCUMENT, NodeId, Tag};
use crate::vocab::{Flow, heading_level};

/// How the text at a place is put together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Every block-level element begins a block.
    Flow,
    /// Inside `<pre>`: one block, whitespace kept.
    Verbatim,
    /// Inside a data table: one block.
    Table,
}

/// What holds at a place in the page.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) element: NodeId,
    pub(super) kind: Kind,
    pub(super) mode: Mode,
    pub(super) link: bool,
    /// Inside the `<thead>` of a data table.
    pub(super) in_head: bool,
    pub(super) list_depth: u8,
    pub(super) quote_depth: u8,
    /// The `<blockquote>` around, or 0.
    pub(super) quote: NodeId,
    /// The innermost `<dd>` around, unless a `<dt>` stands in between; else 0.
    pub(super) definition: NodeId,
    /// The `<figure>` around, or 0.
    pub(super) figure: NodeId,
    /// Index in [`Walk::items`] of the list item around.
    pub(super) item: Option<usize>,
}

impl Default for Context {
    fn default() -> Self {
        Self {
            element: DOCUMENT,
            kind: Kind::Paragraph,
            mode: Mode::Flow,
            link: false,
            in_head: false,
            list_depth: 0,
            quote_depth: 0,
            quote: 0,
            definition: 0,
            figure: 0,
            item: None,
        }
    }
}

impl Walk<'_> {
    /// Takes in what a block-level element says about its text.
    pub(super) fn enter(&mut self, id: NodeId, tag: Tag, flow: Flow) {
        match flow {
            Flow::Verbatim if self.context.mode == Mode::Flow => {
                self.context.mode = Mode::Verbatim;
                self.context.kind = Kind::Code;
            }
            Flow::Table if self.context.mode == Mode::Flow && code::is_code_table(self.tree, id) => {
                self.context.mode = Mode::Verbatim;
                self.context.kind = Kind::Code;
            }
            Flow::Table if self.context.mode == Mode::Flow && data_table::is_data_table(self.tree, id) => {
                self.context.mode = Mode::Table;
                self.context.kind = Kind::Table;
            }
            _ if self.context.mode == Mode::Table => self.enter_in_table(id, tag),
            _ if self.context.mode == Mode::Flow => self.enter_in_flow(id, tag),
            _ => {}
        }
    }

    fn enter_in_flow(&mut self, id: NodeId, tag: Tag) {
        let kind = &mut self.context.kind;
        match tag {
            Tag::P if *kind == Kind::Other => *kind = Kind::Paragraph,
            Tag::Blockquote => {
                *kind = Kind::Quote;
                self.context.quote_depth = self.context.quote_depth.saturating_add(1);
                self.context.quote = id;
            }
            Tag::Figure => self.context.figure = id,
            Tag::Figcaption | Tag::Caption => *kind = Kind::Caption,
            Tag::Dt => {
                *kind = Kind::Term;
                self.context.definition = 0;
            }
            Tag::Dd => {
                *kind = Kind::Definition;
                self.context.definition = id;
            }
            Tag::Button | Tag::Label | Tag::Legend | Tag::Nav | Tag::Footer if *kind == Kind::Paragraph => {
                *kind = Kind::Other;
            }
            Tag::Ol | Tag::Ul | Tag::Menu | Tag::Dir => self.enter_list(id, tag),
            Tag::Li => self.enter_item(id),
            _ => {
                if let Some(level) = heading_level(tag) {
                    *kind = Kind::Heading { level };
                }
            }
        }
    }
}
