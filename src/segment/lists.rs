//! Lists: which item a block is, at what depth and with what number.

use super::Walk;
use crate::block::{self, Kind};
use crate::tree::{AttrName, NodeId, NodeKind, Tag};

/// Nodes of an item among which the checkbox of a task is looked for: it may stand in a label or a paragraph.
const MAX_BEFORE_BOX: usize = 6;

/// A list item around the place.
pub(super) struct Item {
    pub(super) item: block::Item,
    /// Whether no block has been made of it yet.
    pub(super) fresh: bool,
}

/// A list around the place.
pub(super) struct List {
    id: NodeId,
    pub(super) end: NodeId,
    next: Option<i32>,
    step: i32,
}

impl Walk<'_> {
    pub(super) fn enter_list(&mut self, id: NodeId, tag: Tag) {
        let node = self.tree.node(id);
        self.context.list_depth = self.context.list_depth.saturating_add(1);
        let mut list = List { id, end: node.end, next: None, step: 1 };
        if tag == Tag::Ol {
            let reversed = self.tree.attr(node, AttrName::Reversed).is_some();
            let first = if reversed {
                list.step = -1;
                let is_item = |&child: &NodeId| self.tree.node(child).html_tag() == Some(Tag::Li);
                i32::try_from(self.tree.children(id).filter(is_item).count()).unwrap_or(i32::MAX)
            } else {
                1
            };
            list.next = Some(self.ordinal(id, AttrName::Start).unwrap_or(first));
        }
        self.lists.push(list);
    }

    pub(super) fn enter_item(&mut self, id: NodeId) {
        let value = self.ordinal(id, AttrName::Value);
        let number = self.lists.last_mut().and_then(|list| {
            let number = value.or(list.next)?;
            list.next = list.next.map(|_| number.saturating_add(list.step));
            list.next.map(|_| number)
        });
        // An item without a list is one of a list all the same, as browsers show it.
        self.context.list_depth = self.context.list_depth.max(1);
        let (list, reversed) = self.lists.last().map_or((0, false), |list| (list.id, list.step < 0));
        let item = block::Item {
            id,
            depth: self.context.list_depth,
            number,
            list,
            reversed,
            done: self.task(id),
            quotes: self.context.quote_depth,
            quote: self.context.quote,
        };
        self.items.push(Item { item, fresh: true });
        self.context.item = Some(self.items.len() - 1);
        self.context.kind = Kind::Paragraph;
    }

    /// The item around, if no block has been made of it yet; from now on one has.
    pub(super) fn begun_item(&mut self) -> Option<block::Item> {
        let item = self.context.item.and_then(|item| self.items.get_mut(item))?;
        std::mem::take(&mut item.fresh).then_some(item.item)
    }

    /// The item around, if no block with words has been made of it yet.
    pub(super) fn fresh_item(&self) -> Option<block::Item> {
        let item = self.items.get(self.context.item?)?;
        item.fresh.then_some(item.item)
    }

    /// Whether the task that an item begins with is done, if it begins with one: a checkbox before all words.
    ///
    /// Checkboxes that take part in a form, or that open and close a part of the page, have a name or a value.
    fn task(&self, item: NodeId) -> Option<bool> {
        let tree = self.tree;
        let is_around = |&at: &NodeId| match tree.node(at).kind {
            NodeKind::Element(tag, _) => matches!(tag, Tag::P | Tag::Label | Tag::Span),
            _ => tree.text_of(tree.node(at)).trim().is_empty(),
        };
        let first = tree.descendants(item).take(MAX_BEFORE_BOX).find(|at| !is_around(at))?;
        let has = |name: AttrName| tree.attr(tree.node(first), name).is_some();
        let is_box = tree.node(first).html_tag() == Some(Tag::Input)
            && tree.attr(tree.node(first), AttrName::Type).is_some_and(|value| value.eq_ignore_ascii_case("checkbox"));
        let is_control =
            [AttrName::Id, AttrName::Name, AttrName::Value].into_iter().any(has) && !has(AttrName::Disabled);
        (is_box && !is_control).then(|| has(AttrName::Checked))
    }

    fn ordinal(&self, id: NodeId, name: AttrName) -> Option<i32> {
        self.number(id, name)?.try_into().ok()
    }

    /// An attribute that is a whole number.
    pub(super) fn number(&self, id: NodeId, name: AttrName) -> Option<i64> {
        integer(self.tree.attr(self.tree.node(id), name)?)
    }
}

/// The whole number that a text begins with.
///
/// HTML standard, [rules for parsing integers](https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#rules-for-parsing-integers).
pub(super) fn integer(text: &str) -> Option<i64> {
    let text = text.trim_ascii_start();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1 } else { 1 };
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits = digits.bytes().take_while(u8::is_ascii_digit).map(|digit| i64::from(digit - b'0'));
    Some(sign * digits.fold(0i64, |number, digit| number.saturating_mul(10).saturating_add(digit)))
}

#[cfg(test)]
mod tests {
    use super::integer;

    #[test]
    fn numbers_are_read_as_far_as_they_go() {
        for (text, expected) in [
            ("2", Some(2)),
            (" +2px", Some(2)),
            ("-5.", Some(-5)),
            ("007", Some(7)),
            ("99999999999999999999", Some(i64::MAX)),
            ("", None),
            ("-", None),
            ("- 1", None),
            ("+-1", None),
            ("a2", None),
            ("٣", None),
        ] {
            assert_eq!(integer(text), expected, "{text:?}");
        }
    }
}
