//! The arena that html5ever's tree builder writes into.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{Attribute, ElemName, ElementFlags, NodeOrText, QualName, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{LocalName, Namespace, ns};

use super::attributes::Attributes;
use crate::tree::{Attr, AttrName, DOCUMENT, Node, NodeId, NodeKind, OtherNames, Space, Tag, Tree};

/// No node.
const NONE: NodeId = NodeId::MAX;

/// A node while the tree is being built: linked, because the adoption agency and foster parenting move nodes about.
struct Draft {
    kind: NodeKind,
    /// Index in [`Arena::names`]; unused for text.
    name: u32,
    parent: NodeId,
    first: NodeId,
    last: NodeId,
    previous: NodeId,
    next: NodeId,
    /// As [`Node::data`].
    data: (u32, u32),
    source: (u32, u32),
    /// Comments and the like hold a place in the builder's hands, but not in the tree.
    dropped: bool,
}

/// The state behind the sink.
#[derive(Default)]
struct Arena {
    drafts: Vec<Draft>,
    names: Vec<QualName>,
    /// The number in `names` of each HTML element name already met, by [`Tag`].
    known: Vec<u32>,
    text: String,
    attrs: Vec<Attr>,
    attr_text: String,
}

/// html5ever's window on the arena.
pub(super) struct Sink {
    arena: RefCell<Arena>,
    /// Byte range in the input of the token being processed.
    token: Cell<(u32, u32)>,
    /// Whether the depth limit flattened some of the page.
    pub(super) depth_limited: Cell<bool>,
    /// The element made last, if one was made for this token.
    made: Cell<NodeId>,
}

/// The name of an element, borrowed from the arena.
#[derive(Debug)]
pub(super) struct ElementName<'a>(Ref<'a, QualName>);

impl ElemName for ElementName<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    /// An empty document, with room for the tree of an input of this many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        /// Bytes of input a node: real pages have 40 to 100.
        const BYTES_PER_NODE: usize = 64;
        let mut arena = Arena {
            drafts: Vec::with_capacity(bytes / BYTES_PER_NODE),
            known: vec![NONE; Tag::Other as usize + 1],
            ..Arena::default()
        };
        arena.add(NodeKind::Document, NONE, (0, 0), (0, 0));
        Self {
            arena: RefCell::new(arena),
            token: Cell::new((0, 0)),
            depth_limited: Cell::new(false),
            made: Cell::new(NONE),
        }
    }
}

impl Sink {
    /// Says which token is processed next.
    pub(super) fn begin_token(&self, source: (usize, usize)) {
        self.token.set((source.0 as u32, source.1 as u32));
        self.made.set(NONE);
    }

    /// How many nodes were made.
    pub(super) fn nodes(&self) -> usize {
        self.arena.borrow().drafts.len()
    }

    /// The name of an element.
    pub(super) fn tag(&self, id: NodeId) -> Option<Tag> {
        match self.arena.borrow().drafts[id as usize].kind {
            NodeKind::Element(tag, _) => Some(tag),
            _ => None,
        }
    }

    /// Gives attributes to the element that was made for a tag, if one was.
    ///
    /// The element of a tag is made after those that it implies, and none of these bears its name.
    pub(super) fn give_attributes(&self, tag: Tag, attributes: &Attributes) {
        let mut arena = self.arena.borrow_mut();
        let id = self.made.get();
        if id != NONE && matches!(arena.draft(id).kind, NodeKind::Element(made, _) if made == tag) {
            arena.draft(id).data = arena.take_attributes(attributes);
        }
    }
}

impl Arena {
    /// Copies the attributes of a tag; returns their place in [`Tree::attrs`].
    fn take_attributes(&mut self, attributes: &Attributes) -> (u32, u32) {
        let start = self.attrs.len() as u32;
        let mut from = self.attr_text.len() as u32;
        let base = from;
        match std::str::from_utf8(attributes.values()) {
            Ok(values) => {
                self.attr_text.push_str(values);
                for (name, end) in attributes.kept() {
                    let to = base + end as u32;
                    self.attrs.push(Attr { name, value: (from, to) });
                    from = to;
                }
            }
            // The tokenizer cuts a `str` at ASCII characters only.
            Err(_) => return (start, start),
        }
        (start, self.attrs.len() as u32)
    }

    fn draft(&mut self, id: NodeId) -> &mut Draft {
        &mut self.drafts[id as usize]
    }

    fn add(&mut self, kind: NodeKind, name: u32, data: (u32, u32), source: (u32, u32)) -> NodeId {
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

    fn add_element(&mut self, name: QualName, attrs: &[Attribute], source: (u32, u32)) -> NodeId {
        let space = match name.ns {
            ns!(svg) => Space::Svg,
            ns!(mathml) => Space::MathMl,
            _ => Space::Html,
        };
        let tag = Tag::of(&name.local);
        let number = self.number_of(name, tag, space);
        let data = self.add_attrs(attrs);
        self.add(NodeKind::Element(tag, space), number, data, source)
    }

    fn add_attrs(&mut self, attrs: &[Attribute]) -> (u32, u32) {
        let start = self.attrs.len() as u32;
        for attr in attrs {
            let name = AttrName::of(&attr.name.local);
            if name != AttrName::Other && attr.name.ns == ns!() {
                let from = self.attr_text.len() as u32;
                self.attr_text.push_str(&attr.value);
                self.attrs.push(Attr { name, value: (from, self.attr_text.len() as u32) });
            }
        }
        (start, self.attrs.len() as u32)
    }

    /// Takes a node out of its parent's list of children.
    fn detach(&mut self, id: NodeId) {
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
    fn attach(&mut self, parent: NodeId, id: NodeId, next: NodeId) {
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

    fn insert(&mut self, parent: NodeId, child: NodeOrText<NodeId>, next: NodeId, source: (u32, u32)) {
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
    fn into_tree(self) -> Tree {
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
            depth_limited: false,
        }
    }
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

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = ElementName<'a>;

    fn finish(self) -> Tree {
        Tree { depth_limited: self.depth_limited.get(), ..self.arena.into_inner().into_tree() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> ElementName<'a> {
        ElementName(Ref::map(self.arena.borrow(), |arena| &arena.names[arena.drafts[*target as usize].name as usize]))
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let id = self.arena.borrow_mut().add_element(name, &attrs, self.token.get());
        self.made.set(id);
        id
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        let mut arena = self.arena.borrow_mut();
        let id = arena.add(NodeKind::Text, NONE, (0, 0), (0, 0));
        arena.draft(id).dropped = true;
        id
    }

    fn create_pi(&self, target: StrTendril, _: StrTendril) -> NodeId {
        self.create_comment(target)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.arena.borrow_mut().insert(*parent, child, NONE, self.token.get());
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let mut arena = self.arena.borrow_mut();
        match arena.draft(*element).parent {
            NONE => arena.insert(*previous, child, NONE, self.token.get()),
            parent => arena.insert(parent, child, *element, self.token.get()),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    // The content of a template stands as its children: stages that must not see it skip the element.
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let mut arena = self.arena.borrow_mut();
        let parent = arena.draft(*sibling).parent;
        if parent != NONE {
            arena.insert(parent, child, *sibling, self.token.get());
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        let mut arena = self.arena.borrow_mut();
        let (start, end) = arena.draft(*target).data;
        let mut all = arena.attrs[start as usize..end as usize].to_vec();
        let (from, to) = arena.add_attrs(&attrs);
        let added = arena.attrs[from as usize..to as usize].to_vec();
        let before = all.len();
        all.extend(
            added
                .into_iter()
                .filter(|new| !arena.attrs[start as usize..end as usize].iter().any(|old| old.name == new.name)),
        );
        if all.len() > before {
            let from = arena.attrs.len() as u32;
            arena.attrs.extend(all);
            let to = arena.attrs.len() as u32;
            arena.draft(*target).data = (from, to);
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.arena.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut arena = self.arena.borrow_mut();
        loop {
            let child = arena.draft(*node).first;
            if child == NONE {
                break;
            }
            arena.attach(*new_parent, child, NONE);
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &NodeId) -> bool {
        // The tree builder holds a name of the arena while it asks.
        let arena = self.arena.borrow();
        let (start, end) = arena.drafts[*handle as usize].data;
        arena.attrs[start as usize..end as usize].iter().any(|attr| {
            let value = arena.attr_text.get(attr.value.0 as usize..attr.value.1 as usize).unwrap_or_default();
            attr.name == AttrName::Encoding
                && ["text/html", "application/xhtml+xml"].iter().any(|kind| value.eq_ignore_ascii_case(kind))
        })
    }
}
