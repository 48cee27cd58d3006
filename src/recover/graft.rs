//! Items to nodes, at the end of a page's body.

use super::items::{Item, Items, What};
use crate::limits::Limits;
use crate::parse::parse;
use crate::tree::{Attr, AttrName, DOCUMENT, Node, NodeId, NodeKind, Space, Tag, Tree};
use crate::vocab::{Flow, flow};
use crate::warning::Warning;

/// Groups that become elements inside each other; those further in have none of their own.
const MAX_GROUPS: usize = 24;
/// Bytes of a key that becomes a class.
const MAX_CLASS: usize = 64;

/// Appends nodes to a tree.
pub(super) struct Graft<'t> {
    tree: &'t mut Tree,
    /// The elements that are open, those that were there before among them.
    open: Vec<NodeId>,
    limits: &'t Limits,
}

impl<'t> Graft<'t> {
    /// Goes to the end of a page's body.
    pub(super) fn new(tree: &'t mut Tree, limits: &'t Limits) -> Self {
        let mut open = vec![DOCUMENT];
        while let Some(last) = open.last().and_then(|&at| last_skeleton(tree, at)) {
            open.push(last);
        }
        Self { tree, open, limits }
    }

    /// The next node to be.
    pub(super) fn next(&self) -> NodeId {
        self.tree.nodes.len() as NodeId
    }

    /// Closes all that is open.
    pub(super) fn finish(mut self) {
        while self.close() {}
    }

    fn push(&mut self, kind: NodeKind, data: (u32, u32)) -> NodeId {
        let id = self.next();
        let parent = self.open.last().copied().unwrap_or(DOCUMENT);
        self.tree.nodes.push(Node { kind, other_name: u16::MAX, parent, end: id + 1, data, source: (0, 0) });
        id
    }

    fn start(&mut self, tag: Tag, class: &str) {
        let attr = self.tree.attrs.len() as u32;
        if !class.is_empty() {
            let from = self.tree.attr_text.len() as u32;
            self.tree.attr_text.push_str(class);
            let value = (from, self.tree.attr_text.len() as u32);
            self.tree.attrs.push(Attr::new(AttrName::Class, None, value, || class));
        }
        let id = self.push(NodeKind::Element(tag, Space::Html), (attr, self.tree.attrs.len() as u32));
        self.open.push(id);
    }

    fn close(&mut self) -> bool {
        let end = self.next();
        let Some(id) = self.open.pop() else { return false };
        if let Some(node) = self.tree.nodes.get_mut(id as usize) {
            node.end = end;
        }
        true
    }

    fn text(&mut self, text: &str) {
        let from = self.tree.text.len() as u32;
        self.tree.text.push_str(text);
        let to = self.tree.text.len() as u32;
        self.push(NodeKind::Text, (from, to));
    }

    fn element(&mut self, tag: Tag, class: &str, text: &str) {
        self.start(tag, class);
        self.text(text);
        self.close();
    }

    /// Adds the content of some data: groups become elements, their keys classes.
    pub(super) fn items(&mut self, items: &Items) {
        let mut ends: Vec<(usize, bool)> = Vec::new();
        let mut at = 0;
        let contents = items.contents_before();
        self.start(Tag::Div, "");
        while let Some(item) = items.list.get(at) {
            while ends.last().is_some_and(|(end, _)| *end <= at) {
                if ends.pop().is_some_and(|(_, opened)| opened) {
                    self.close();
                }
            }
            at += 1;
            if self.is_full() {
                break;
            }
            match item.what {
                What::Group | What::Entry if contents.get(at) == contents.get(item.end as usize) => {
                    at = item.end as usize;
                }
                What::Group | What::Entry => {
                    let opened = ends.len() < MAX_GROUPS;
                    if opened {
                        let tag = if item.what == What::Entry { Tag::Article } else { Tag::Div };
                        self.start(tag, &class(items, item));
                    }
                    ends.push((item.end as usize, opened));
                    self.labels(items, at - 1);
                }
                What::Prose => self.prose(items.text(item), &class(items, item)),
                What::Markup => self.markup(items.text(item), &class(items, item)),
                What::EscapedMarkup => {
                    let markup = text_of(&parse(items.text(item), self.limits, &self.tree.asked));
                    self.markup(&markup, &class(items, item));
                }
                What::Dropped => at = item.end as usize,
                What::Short | What::Title | What::Author | What::Date => {}
            }
        }
        for _ in ends.iter().filter(|(_, opened)| *opened) {
            self.close();
        }
        self.close();
    }

    /// Adds the title, the author and the date of a group.
    fn labels(&mut self, items: &Items, group: usize) {
        for (what, tag, class) in
            [(What::Title, Tag::H2, "title"), (What::Author, Tag::Div, "author"), (What::Date, Tag::Div, "date")]
        {
            let label = items.children(Some(group)).filter_map(|at| items.list.get(at)).find(|item| item.what == what);
            if let Some(label) = label {
                self.element(tag, class, items.text(label));
            }
        }
    }

    /// Whether the limit of nodes is reached: the rest is left out then.
    fn is_full(&mut self) -> bool {
        let full = self.tree.nodes.len() > self.limits.nodes();
        if full {
            self.tree.cut = Some(Warning::NodeLimit);
        }
        full
    }

    /// Adds running text, a paragraph a line.
    fn prose(&mut self, text: &str, class: &str) {
        self.start(Tag::Div, class);
        let plain =
            if text.contains('&') { text_of(&parse(text, self.limits, &self.tree.asked)) } else { text.to_owned() };
        for line in plain.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if self.is_full() {
                break;
            }
            self.element(Tag::P, "", line);
        }
        self.close();
    }

    /// Adds what a text with tags holds.
    fn markup(&mut self, text: &str, class: &str) {
        self.body(&parse(text, self.limits, &self.tree.asked), class);
    }

    /// Adds what the body of a parsed text holds.
    pub(super) fn body(&mut self, fragment: &Tree, class: &str) {
        self.tree.depth_limited |= fragment.depth_limited;
        if self.tree.cut.is_none() {
            self.tree.cut.clone_from(&fragment.cut);
        }
        let body = fragment.nodes.iter().position(|node| node.html_tag() == Some(Tag::Body));
        if let Some(body) = body {
            self.start(Tag::Div, class);
            let shift = self.take_attributes(fragment);
            self.copy(fragment, body as NodeId, shift);
            self.close();
        }
    }

    /// Adds the content of a `<template>` of the page.
    pub(super) fn template(&mut self, page: &Tree, template: NodeId) {
        self.start(Tag::Div, "");
        // The attributes of the page are those of the tree.
        self.copy(page, template, 0);
        self.close();
    }

    /// Adds all attributes of a fragment, each once even where elements share them; returns by how much their numbers
    /// grow.
    fn take_attributes(&mut self, fragment: &Tree) -> u32 {
        let (shift, base) = (self.tree.attrs.len() as u32, self.tree.attr_text.len() as u32);
        self.tree.attr_text.push_str(&fragment.attr_text);
        let moved = |attr: &Attr| Attr { value: (base + attr.value.0, base + attr.value.1), ..*attr };
        self.tree.attrs.extend(fragment.attrs.iter().map(moved));
        shift
    }

    /// Adds a copy of the content of an element, without what is never shown. The numbers of its attributes grow by
    /// `shift`. At the limit of nodes the rest is left out.
    fn copy(&mut self, from: &Tree, element: NodeId, shift: u32) {
        let outer = self.open.len();
        let mut ends: Vec<NodeId> = Vec::new();
        let mut id = element + 1;
        while id < from.node(element).end {
            while ends.last().is_some_and(|end| *end <= id) {
                ends.pop();
                self.close();
            }
            if self.is_full() {
                break;
            }
            let node = from.node(id);
            id += 1;
            match node.kind {
                NodeKind::Text => self.text(from.text_of(node)),
                NodeKind::Element(tag, _) if flow(tag) == Flow::Skipped => id = node.end,
                NodeKind::Element(..) => {
                    let copy = self.push(node.kind, (node.data.0 + shift, node.data.1 + shift));
                    self.open.push(copy);
                    ends.push(node.end);
                }
                NodeKind::Document => {}
            }
        }
        while self.open.len() > outer {
            self.close();
        }
    }
}

/// `<html>` or `<body>`, where it is the last child.
fn last_skeleton(tree: &Tree, at: NodeId) -> Option<NodeId> {
    let is_skeleton = |id: &NodeId| matches!(tree.node(*id).html_tag(), Some(Tag::Html | Tag::Body));
    let last = tree.children(at).filter(is_skeleton).last()?;
    (tree.node(last).end as usize == tree.nodes.len()).then_some(last)
}

/// The key and the type of an item, as words of a class.
fn class(items: &Items, item: &Item) -> String {
    let short = |text: &str| text.chars().take(MAX_CLASS).collect::<String>();
    let key = short(items.piece(item.key));
    match item.what {
        What::Group | What::Entry if !items.text(item).is_empty() => format!("{key} {}", short(items.text(item))),
        _ => key,
    }
}

/// All text of a tree.
fn text_of(tree: &Tree) -> String {
    tree.nodes.iter().map(|node| tree.text_of(node)).collect()
}
