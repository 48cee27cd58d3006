//! Nodes while the tree is being built: linked, because the tree builder moves them about.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use html5ever::interface::{Attribute, NodeOrText, QualName};
use html5ever::{Namespace, ns};

use super::attributes::{self, Attributes};
use crate::tree::{
    AskedNames, Attr, AttrName, DOCUMENT, MIN_JSON, Node, NodeId, NodeKind, OtherNames, Space, Tag, Tree, begins_json,
};

/// No node.
pub(super) const NONE: NodeId = NodeId::MAX;

/// A node while the tree is being built: linked, because the adoption agency and foster parenting move nodes about.
pub(super) struct Draft {
    pub(super) kind: NodeKind,
    /// Index in [`Arena::names`]; unused for text.
    pub(super) name: u32,
    pub(super) parent: NodeId,
    pub(super) first: NodeId,
    last: NodeId,
    previous: NodeId,
    next: NodeId,
    /// As [`Node::data`].
    pub(super) data: (u32, u32),
    source: (u32, u32),
    /// Comments and the like hold a place in the builder's hands, but not in the tree.
    pub(super) dropped: bool,
}

/// The state behind the sink.
#[derive(Default)]
pub(super) struct Arena {
    pub(super) drafts: Vec<Draft>,
    pub(super) names: Vec<QualName>,
    /// The number in `names` of each HTML element name already met, by [`Tag`].
    known: Vec<u32>,
    text: String,
    pub(super) attrs: Vec<Attr>,
    pub(super) attr_text: String,
    asked: AskedNames,
    /// The number of each list of attributes of formatting elements, and by number its place in `attrs`.
    numbers: HashMap<Box<[u8]>, u32>,
    numbered: Vec<(u32, u32)>,
}

impl Arena {
    /// A document, with room for the tree of an input of this many bytes.
    pub(super) fn with_capacity(bytes: usize, asked: AskedNames) -> Self {
        // Bytes of input for one of each, roughly: too little costs a reallocation, too much costs memory.
        const BYTES_PER_NODE: usize = 64;
        const BYTES_PER_BYTE_OF_TEXT: usize = 2;
        const BYTES_PER_BYTE_OF_VALUES: usize = 4;
        const BYTES_PER_ATTRIBUTE: usize = 160;
        let mut arena = Self {
            drafts: Vec::with_capacity(bytes / BYTES_PER_NODE),
            text: String::with_capacity(bytes / BYTES_PER_BYTE_OF_TEXT),
            attrs: Vec::with_capacity(bytes / BYTES_PER_ATTRIBUTE),
            attr_text: String::with_capacity(bytes / BYTES_PER_BYTE_OF_VALUES),
            known: vec![NONE; Tag::Other as usize + 1],
            asked,
            ..Self::default()
        };
        arena.add(NodeKind::Document, NONE, (0, 0), (0, 0));
        arena
    }

    /// Copies the attributes of a tag; returns their place in [`Tree::attrs`].
    pub(super) fn take_attributes(&mut self, attributes: &Attributes) -> (u32, u32) {
        let start = self.attrs.len() as u32;
        let base = self.attr_text.len();
        match std::str::from_utf8(attributes.values()) {
            Ok(values) => {
                self.attr_text.push_str(values);
                self.attrs.extend(attributes.kept().map(|(name, value)| {
                    let place = ((base + value.start) as u32, (base + value.end) as u32);
                    Attr::new(name.known, name.asked, place, || values.get(value).unwrap_or_default())
                }));
            }
            // The tokenizer cuts a `str` at ASCII characters only.
            Err(_) => return (start, start),
        }
        (start, self.attrs.len() as u32)
    }

    /// The number of a tag's list of attributes, which is kept once however many elements are made of the tag. Equal
    /// lists have one number where the tree builder compares them: of `<a>` there is never more than one to compare.
    pub(super) fn number_attributes(&mut self, tag: Tag, attributes: &Attributes) -> u32 {
        let number = self.numbered.len() as u32;
        if tag != Tag::A {
            match self.numbers.entry(attributes.spelt()) {
                Entry::Occupied(known) => return *known.get(),
                Entry::Vacant(vacant) => vacant.insert(number),
            };
        }
        let place = self.take_attributes(attributes);
        self.numbered.push(place);
        number
    }

    pub(super) fn draft(&mut self, id: NodeId) -> &mut Draft {
        &mut self.drafts[id as usize]
    }

    pub(super) fn add(&mut self, kind: NodeKind, name: u32, data: (u32, u32), source: (u32, u32)) -> NodeId {
        let id = self.drafts.len() as NodeId;
        self.drafts.push(Draft {
            kind,
            name,
            parent: NONE,
            first: NONE,
            last: NONE,
            previous: NONE,
            next: NONE,
            data,
            source,
            dropped: false,
        });
        id
    }

    fn number_of(&mut self, name: QualName, tag: Tag, space: Space) -> u32 {
        let next = self.names.len() as u32;
        if space == Space::Html && tag != Tag::Other {
            let known = &mut self.known[tag as usize];
            if *known != NONE {
                return *known;
            }
            *known = next;
        }
        self.names.push(name);
        next
    }

    pub(super) fn add_element(&mut self, name: QualName, attrs: &[Attribute], source: (u32, u32)) -> NodeId {
        let space = space_of(&name.ns);
        let tag = Tag::of(&name.local);
        let number = self.number_of(name, tag, space);
        let number_of_list = attributes::number(tag, attrs);
        let data = number_of_list.and_then(|number| self.numbered.get(number as usize).copied());
        let data = data.unwrap_or_else(|| self.add_attrs(tag, attrs));
        self.add(NodeKind::Element(tag, space), number, data, source)
    }

    pub(super) fn add_attrs(&mut self, tag: Tag, attrs: &[Attribute]) -> (u32, u32) {
        keep_attributes(tag, attrs, &self.asked, &mut self.attrs, &mut self.attr_text)
    }

    /// Takes a node out of its parent's list of children.
    pub(super) fn detach(&mut self, id: NodeId) {
        let node = self.draft(id);
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
        if parent == NONE {
            return;
        }
        match previous {
            NONE => self.draft(parent).first = next,
            previous => self.draft(previous).next = next,
        }
        match next {
            NONE => self.draft(parent).last = previous,
            next => self.draft(next).previous = previous,
        }
    }

    /// Links `id` as a child of `parent`, before `next` or at the end.
    pub(super) fn attach(&mut self, parent: NodeId, id: NodeId, next: NodeId) {
        self.detach(id);
        let previous = match next {
            NONE => self.draft(parent).last,
            next => self.draft(next).previous,
        };
        let node = self.draft(id);
        (node.parent, node.previous, node.next) = (parent, previous, next);
        match previous {
            NONE => self.draft(parent).first = id,
            previous => self.draft(previous).next = id,
        }
        match next {
            NONE => self.draft(parent).last = id,
            next => self.draft(next).previous = id,
        }
    }

    /// Adds text as a child of `parent`, before `next` or at the end.
    ///
    /// Text that follows on a text node, in the tree and in the buffer alike, lengthens it; elsewhere it stands beside
    /// it, because moving it would make foster-parented text quadratic.
    fn add_text(&mut self, parent: NodeId, text: &str, next: NodeId, source: (u32, u32)) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        let end = self.text.len() as u32;
        let previous = match next {
            NONE => self.draft(parent).last,
            next => self.draft(next).previous,
        };
        if previous != NONE {
            let node = self.draft(previous);
            if node.kind == NodeKind::Text && node.data.1 == start && !node.dropped {
                node.data.1 = end;
                node.source.1 = source.1;
                return;
            }
        }
        let id = self.add(NodeKind::Text, NONE, (start, end), source);
        self.attach(parent, id, next);
    }

    pub(super) fn insert(&mut self, parent: NodeId, child: NodeOrText<NodeId>, next: NodeId, source: (u32, u32)) {
        match child {
            NodeOrText::AppendNode(id) => self.attach(parent, id, next),
            NodeOrText::AppendText(text) => self.add_text(parent, &text, next, source),
        }
    }

    /// The node that follows `id` in document order, after its subtree where `inside` is false; the second value says
    /// how many open elements are left on the way.
    fn step(&self, id: NodeId, inside: bool) -> (NodeId, usize) {
        let node = &self.drafts[id as usize];
        if inside && node.first != NONE {
            return (node.first, 0);
        }
        let mut closed = 0;
        let mut at = node;
        while at.next == NONE {
            if at.parent == NONE {
                return (NONE, closed);
            }
            closed += 1;
            at = &self.drafts[at.parent as usize];
        }
        (at.next, closed)
    }

    /// Renumbers the nodes in document order.
    pub(super) fn into_tree(self) -> Tree {
        let mut nodes: Vec<Node> = Vec::with_capacity(self.drafts.len());
        let mut others = OtherNames::default();
        let mut open: Vec<NodeId> = Vec::new();
        let mut draft = DOCUMENT;
        while draft != NONE {
            let from = &self.drafts[draft as usize];
            let id = nodes.len() as NodeId;
            if !from.dropped {
                let other_name = match from.kind {
                    NodeKind::Element(Tag::Other, _) => others.number(&self.names[from.name as usize].local),
                    _ => u16::MAX,
                };
                let parent = open.last().copied().unwrap_or(DOCUMENT);
                nodes.push(Node { kind: from.kind, other_name, parent, end: id, data: from.data, source: from.source });
            }
            let inside = !from.dropped && from.first != NONE;
            if inside {
                open.push(id);
            } else if !from.dropped {
                nodes[id as usize].end = nodes.len() as NodeId;
            }
            let (next, closed) = self.step(draft, inside);
            for _ in 0..closed {
                close(&mut nodes, open.pop());
            }
            draft = next;
        }
        while !open.is_empty() {
            close(&mut nodes, open.pop());
        }
        Tree {
            nodes,
            text: self.text,
            attrs: self.attrs,
            attr_text: self.attr_text,
            other_names: others.into_names(),
            asked: self.asked,
            depth_limited: false,
            cut: None,
        }
    }
}

/// The namespace of an element, as far as stages tell them apart.
pub(super) fn space_of(namespace: &Namespace) -> Space {
    match *namespace {
        ns!(svg) => Space::Svg,
        ns!(mathml) => Space::MathMl,
        _ => Space::Html,
    }
}

/// Copies those attributes that stages read and those that are asked for; returns their place among the kept.
pub(super) fn keep_attributes(
    tag: Tag,
    attributes: &[Attribute],
    asked: &AskedNames,
    kept: &mut Vec<Attr>,
    text: &mut String,
) -> (u32, u32) {
    let start = kept.len() as u32;
    for attribute in attributes {
        let name = AttrName::of(&attribute.name.local);
        let json = attribute.value.len() >= MIN_JSON && begins_json(attribute.value.as_bytes());
        let read = name.is_read_on(tag) || json;
        let (name, asked) =
            if name.is_read_on(tag) { (name, None) } else { (AttrName::Other, asked.number(&attribute.name.local)) };
        if (read || asked.is_some()) && attribute.name.ns == ns!() {
            let from = text.len() as u32;
            text.push_str(&attribute.value);
            kept.push(Attr::new(name, asked, (from, text.len() as u32), || &attribute.value));
        }
    }
    (start, kept.len() as u32)
}

/// Marks where the subtree of an open node ends, in the tree and in the source.
fn close(nodes: &mut [Node], id: Option<NodeId>) {
    let end = nodes.len() as NodeId;
    let Some(id) = id else { return };
    let source_end = nodes[id as usize].source.1;
    let parent = nodes[id as usize].parent as usize;
    nodes[id as usize].end = end;
    let last = nodes.last().map_or(0, |node| node.source.1).max(source_end);
    nodes[id as usize].source.1 = last;
    if parent != id as usize {
        nodes[parent].source.1 = nodes[parent].source.1.max(last);
    }
}
