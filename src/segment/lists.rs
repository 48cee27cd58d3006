//! Lists: which item a block is, at what depth and with what number.

use super::Walk;
use crate::block::Kind;
use crate::tree::{AttrName, NodeId, Tag};

/// A list item around the place.
pub(super) struct Item {
    pub(super) kind: Kind,
    /// Whether no block has been made of it yet.
    pub(super) fresh: bool,
}

/// A list around the place.
pub(super) struct List {
    pub(super) end: NodeId,
    next: Option<i32>,
    step: i32,
}

impl Walk<'_> {
    pub(super) fn enter_list(&mut self, id: NodeId, tag: Tag) {
        let node = self.tree.node(id);
        self.context.list_depth = self.context.list_depth.saturating_add(1);
        let mut list = List { end: node.end, next: None, step: 1 };
        if tag == Tag::Ol {
            let reversed = self.tree.attr(node, AttrName::Reversed).is_some();
            let first = if reversed {
                list.step = -1;
                let is_item = |&child: &NodeId| self.tree.node(child).html_tag() == Some(Tag::Li);
                i32::try_from(self.tree.children(id).filter(is_item).count()).unwrap_or(i32::MAX)
            } else {
                1
            };
            list.next = Some(self.number(id, AttrName::Start).unwrap_or(first));
        }
        self.lists.push(list);
    }

    pub(super) fn enter_item(&mut self, id: NodeId) {
        let value = self.number(id, AttrName::Value);
        let number = self.lists.last_mut().and_then(|list| {
            let number = value.or(list.next)?;
            list.next = list.next.map(|_| number.saturating_add(list.step));
            list.next.map(|_| number)
        });
        self.items.push(Item { kind: Kind::ListItem { depth: self.context.list_depth.max(1), number }, fresh: true });
        self.context.item = Some(self.items.len() - 1);
        self.context.kind = Kind::Paragraph;
    }

    /// An attribute that is a whole number.
    pub(super) fn number(&self, id: NodeId, name: AttrName) -> Option<i32> {
        self.tree.attr(self.tree.node(id), name)?.trim().parse().ok()
    }
}
