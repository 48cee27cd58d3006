//! Elements in a line that are never shown, or stand apart from their neighbours, and buttons that do not.

use super::edges::is_read_out;
use super::{Mode, Walk};
use crate::block::Kind;
use crate::prefix::prefix;
use crate::tree::{AttrName, NodeId, NodeKind, Tag};
use crate::vocab::{Flow, flow};

/// Nodes inside of what is left out, at most. Sort keys and dates for machines have one to three; more may be a text that
/// a click unfolds.
const MAX_HIDDEN: NodeId = 8;
/// Bytes of its text, for the same reason: coordinates and remarks to editors have up to 30.
const MAX_HIDDEN_TEXT: usize = 40;
/// Nodes on each side of it, in the element around, among which other words are looked for.
const MAX_BESIDE: NodeId = 16;
/// Bytes of a text beside an element in which words are looked for: many elements may stand beside one text.
pub(super) const MAX_LOOK: usize = 256;
/// Roles of WAI-ARIA that tell the cells of a table.
const CELL_ROLES: &[&str] = &["cell", "columnheader", "gridcell", "rowheader"];

impl Walk<'_> {
    /// Whether an element in a line is hidden and short, and other words stand in the line.
    ///
    /// What is all of its block stays, and so do hidden blocks: often a script shows them.
    pub(super) fn is_left_out(&self, id: NodeId, tag: Tag) -> bool {
        // Controls and links may show one label or the other, as a script has it.
        let may_change = tag == Tag::A || self.context.link || self.context.kind == Kind::Other;
        let node = self.tree.node(id);
        let is_filled_line = flow(tag) == Flow::Inline && node.end > id + 1;
        if may_change || !is_filled_line || self.context.mode == Mode::Verbatim {
            return false;
        }
        // Inside of what is hidden and stays nothing is left out either.
        self.is_hidden(id)
            && !self.is_hidden(node.parent)
            && self.is_short_line(id)
            && (self.has_begun_line() || self.has_words_around(id))
    }

    /// Whether an element says itself that it is not there.
    fn is_hidden(&self, id: NodeId) -> bool {
        self.tree.attrs_of(self.tree.node(id)).iter().any(|attr| match attr.name {
            AttrName::Hidden => true,
            AttrName::Style => attr.style.is_removed(),
            _ => false,
        })
    }

    /// Whether there is text in the line so far. In a table that of any cell will do: a cell begins with its sort key.
    fn has_begun_line(&self) -> bool {
        self.run.active && (self.run.breaks < 2 || self.context.mode == Mode::Table)
    }

    /// Whether an element holds little text, and besides it nothing but elements in the line. Links may be tags or
    /// answers that a script shows, formulas and images are shown in other ways.
    fn is_short_line(&self, id: NodeId) -> bool {
        let tree = self.tree;
        let inside = tree.descendants(id);
        let mut length = 0;
        inside.len() <= MAX_HIDDEN as usize
            && inside.into_iter().all(|at| {
                let node = tree.node(at);
                length += tree.text_of(node).len();
                let stands_in_line = match node.kind {
                    NodeKind::Element(tag, _) if tag.is_image() => false,
                    NodeKind::Element(Tag::A | Tag::Math, _) => false,
                    NodeKind::Element(tag, _) => flow(tag) == Flow::Inline,
                    _ => true,
                };
                stands_in_line && length <= MAX_HIDDEN_TEXT
            })
    }

    /// Whether other words stand in the element around, if that is one in the line.
    fn has_words_around(&self, id: NodeId) -> bool {
        let tree = self.tree;
        let parent = tree.node(id).parent;
        let around = tree.node(parent);
        if around.html_tag().is_none_or(|tag| flow(tag) != Flow::Inline) {
            return false;
        }
        let end = tree.node(id).end;
        let before = (parent + 1).max(id.saturating_sub(MAX_BESIDE))..id;
        let after = end..around.end.min(end.saturating_add(MAX_BESIDE));
        before.chain(after).any(|at| prefix(tree.text_of(tree.node(at)), MAX_LOOK).contains(char::is_alphanumeric))
    }

    /// Whether an element that stands in the line by its name is shown apart from its neighbours, as a cell or a block, or is
    /// not shown, but read out.
    ///
    /// In code it is shown on a line of its own.
    pub(super) fn stands_apart(&self, id: NodeId) -> bool {
        let in_code = self.context.mode == Mode::Verbatim;
        self.tree.attrs_of(self.tree.node(id)).iter().any(|attr| match attr.name {
            AttrName::Style if in_code => attr.style.is_line(),
            AttrName::Style => attr.style.is_apart(),
            AttrName::Role => !in_code && CELL_ROLES.contains(&self.tree.value(attr)),
            AttrName::Class => !in_code && is_read_out(self.tree.value(attr)),
            _ => false,
        })
    }

    /// Whether a button is a word of a sentence, as terms are that a click explains: there are words right before and after
    /// it, in the same element.
    pub(super) fn stands_in_sentence(&self, id: NodeId) -> bool {
        let node = self.tree.node(id);
        let is_words = |at: NodeId| {
            let beside = self.tree.node(at);
            beside.parent == node.parent && prefix(self.tree.text_of(beside), MAX_LOOK).contains(char::is_alphabetic)
        };
        self.run.active
            && self.context.mode == Mode::Flow
            && self.context.kind != Kind::Other
            && is_words(id.saturating_sub(1))
            && node.end < self.tree.node(node.parent).end
            && is_words(node.end)
    }

    /// Words before and after this place are not joined. In code they stand on two lines.
    pub(super) fn keep_apart(&mut self, link: bool) {
        self.run.space = self.run.space.or(Some(link));
    }
}
