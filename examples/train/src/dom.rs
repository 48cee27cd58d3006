//! A page that is changed before it is learned from.

use html5ever::serialize::{SerializeOpts, TraversalScope, serialize};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom, SerializableHandle};

/// A page that is changed before it is learned from.
pub(crate) struct Dom(RcDom);

impl Dom {
    pub(crate) fn parse(html: &str) -> Self {
        let mut options = ParseOpts::default();
        options.tree_builder.scripting_enabled = false;
        Self(parse_document(RcDom::default(), options).one(html))
    }

    /// All elements with their names, in document order.
    pub(crate) fn elements(&self) -> Vec<(Handle, String)> {
        let (mut found, mut todo) = (Vec::new(), vec![self.0.document.clone()]);
        while let Some(node) = todo.pop() {
            todo.extend(node.children.borrow().iter().rev().cloned());
            if let NodeData::Element { name, .. } = &node.data {
                let name = name.local.to_string();
                found.push((node, name));
            }
        }
        found
    }

    pub(crate) fn html(self) -> String {
        let mut out = Vec::new();
        let options = SerializeOpts { traversal_scope: TraversalScope::ChildrenOnly(None), ..SerializeOpts::default() };
        // Writing into memory does not fail.
        serialize(&mut out, &SerializableHandle::from(self.0.document), options).unwrap_or_default();
        String::from_utf8_lossy(&out).into_owned()
    }
}

/// Takes a node out of its page.
pub(crate) fn remove(node: &Handle) {
    let Some(parent) = node.parent.take().and_then(|parent| parent.upgrade()) else { return };
    parent.children.borrow_mut().retain(|child| !std::rc::Rc::ptr_eq(child, node));
}
