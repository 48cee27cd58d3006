//! html5ever's window on the arena.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{Attribute, ElemName, ElementFlags, NodeOrText, QualName, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{LocalName, Namespace};

use super::arena::{Arena, NONE};
use super::attributes::Attributes;
use crate::tree::{AskedNames, AttrName, DOCUMENT, NodeId, NodeKind, Tag, Tree};
use crate::warning::Warning;

/// html5ever's window on the arena.
pub(super) struct Sink {
    arena: RefCell<Arena>,
    /// Byte range in the input of the token being processed.
    token: Cell<(u32, u32)>,
    /// Whether the depth limit flattened some of the page.
    pub(super) depth_limited: Cell<bool>,
    /// The limit at which the page was cut off.
    pub(super) cut: Cell<Option<Warning>>,
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
    pub(super) fn new(bytes: usize, asked: &AskedNames) -> Self {
        let arena = Arena::with_capacity(bytes, asked.clone());
        Self {
            arena: RefCell::new(arena),
            token: Cell::new((0, 0)),
            depth_limited: Cell::new(false),
            cut: Cell::new(None),
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

    /// Keeps the attributes of a formatting element, which has a number for each list of them.
    pub(super) fn number_attributes(&self, tag: Tag, attributes: &Attributes) -> u32 {
        self.arena.borrow_mut().number_attributes(tag, attributes)
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

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = ElementName<'a>;

    fn finish(self) -> Tree {
        Tree { depth_limited: self.depth_limited.get(), cut: self.cut.take(), ..self.arena.into_inner().into_tree() }
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
        let NodeKind::Element(tag, _) = arena.draft(*target).kind else { return };
        let (start, end) = arena.draft(*target).data;
        let mut all = arena.attrs[start as usize..end as usize].to_vec();
        let (from, to) = arena.add_attrs(tag, &attrs);
        let added = arena.attrs[from as usize..to as usize].to_vec();
        let before = all.len();
        all.extend(added.into_iter().filter(|new| {
            !arena.attrs[start as usize..end as usize].iter().any(|old| (old.name, old.asked) == (new.name, new.asked))
        }));
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
