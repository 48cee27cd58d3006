//! A tree from a page that the caller has already parsed into an `RcDom`.

use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::arena::{keep_attributes, space_of};
use crate::error::Error;
use crate::limits::Limits;
use crate::tree::{AskedNames, DOCUMENT, Node, NodeId, NodeKind, OtherNames, Tag, Tree};
use crate::warning::Warning;

/// What is left to do on the way through the DOM.
enum Step {
    Open(Handle, usize),
    Close(NodeId),
}

/// Copies a DOM into an arena. Elements nested deeper than the limit are flattened; at the limit of nodes the page is cut
/// off.
///
/// # Errors
///
/// [`Error::TooLarge`] if its texts and attribute values are longer than a page may be.
pub(crate) fn from_rcdom(dom: &RcDom, limits: &Limits, asked: &AskedNames) -> Result<Tree, Error> {
    let mut copier = Copier {
        tree: Tree { asked: asked.clone(), nodes: vec![DOCUMENT_NODE], ..Tree::default() },
        others: OtherNames::default(),
        open: vec![DOCUMENT],
        max_depth: limits.depth(),
        max_nodes: limits.nodes(),
    };
    let mut todo = vec![Step::Close(DOCUMENT), Step::Open(dom.document.clone(), 1)];
    while let Some(step) = todo.pop() {
        match step {
            Step::Open(handle, depth) => {
                copier.open(&handle, depth, &mut todo);
                limits.check(copier.tree.text.len() + copier.tree.attr_text.len())?;
            }
            Step::Close(id) => copier.close(id),
        }
    }
    copier.tree.other_names = copier.others.into_names();
    Ok(copier.tree)
}

/// A tree has it before anything is copied: it is there whatever the limit of nodes and whatever the DOM begins with.
const DOCUMENT_NODE: Node = Node {
    kind: NodeKind::Document,
    other_name: u16::MAX,
    parent: DOCUMENT,
    end: DOCUMENT + 1,
    data: (0, 0),
    source: (0, 0),
};

struct Copier {
    tree: Tree,
    others: OtherNames,
    open: Vec<NodeId>,
    max_depth: usize,
    max_nodes: usize,
}

impl Copier {
    fn open(&mut self, handle: &Handle, depth: usize, todo: &mut Vec<Step>) {
        let mut other_name = u16::MAX;
        let (kind, data) = match &handle.data {
            NodeData::Document => return push_children(handle, depth, todo),
            NodeData::Text { contents } => {
                let start = self.tree.text.len() as u32;
                self.tree.text.push_str(&contents.borrow());
                (NodeKind::Text, (start, self.tree.text.len() as u32))
            }
            NodeData::Element { name, attrs, .. } => {
                let space = space_of(&name.ns);
                let tag = Tag::of(&name.local);
                if tag == Tag::Other {
                    other_name = self.others.number(&name.local);
                }
                (
                    NodeKind::Element(tag, space),
                    keep_attributes(
                        tag,
                        &attrs.borrow(),
                        &self.tree.asked,
                        &mut self.tree.attrs,
                        &mut self.tree.attr_text,
                    ),
                )
            }
            NodeData::Comment { .. } | NodeData::Doctype { .. } | NodeData::ProcessingInstruction { .. } => return,
        };
        if self.tree.nodes.len() >= self.max_nodes {
            self.tree.cut = Some(Warning::NodeLimit);
            return;
        }
        let id = self.tree.nodes.len() as NodeId;
        let parent = self.open.last().copied().unwrap_or(DOCUMENT);
        self.tree.nodes.push(Node { kind, other_name, parent, end: id + 1, data, source: (0, 0) });
        if kind == NodeKind::Text {
            return;
        }
        let nests = depth < self.max_depth;
        if nests {
            self.open.push(id);
            todo.push(Step::Close(id));
        } else {
            self.tree.depth_limited = true;
        }
        push_children(handle, depth + usize::from(nests), todo);
    }

    fn close(&mut self, id: NodeId) {
        self.open.pop();
        let end = self.tree.nodes.len() as NodeId;
        self.tree.nodes[id as usize].end = end;
    }
}

/// Children in reverse, so that the first is on top; the contents of a template count as its children.
fn push_children(handle: &Handle, depth: usize, todo: &mut Vec<Step>) {
    let children = handle.children.borrow();
    todo.extend(children.iter().rev().map(|child| Step::Open(child.clone(), depth)));
    if let NodeData::Element { template_contents, .. } = &handle.data {
        if let Some(contents) = &*template_contents.borrow() {
            let children = contents.children.borrow();
            todo.extend(children.iter().rev().map(|child| Step::Open(child.clone(), depth)));
        }
    }
}
