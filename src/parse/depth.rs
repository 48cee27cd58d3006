//! Keeps the stack of open elements short.
//!
//! html5ever looks through its stack of open elements at nearly every tag, so nesting without bound makes it
//! quadratic. Browsers stop nesting at 512 elements; from there on a start tag here leaves an empty element behind, its
//! end tag is ignored, and the text goes into the deepest element there is.

use std::cell::Cell;
use std::collections::HashMap;

use html5ever::LocalName;
use html5ever::interface::Tracer;
use html5ever::tree_builder::TreeBuilder;

use super::sink::Sink;
use crate::tree::{NodeId, Tag};

/// Counts the elements that the tree builder holds.
pub(super) struct DepthGuard {
    max: usize,
    /// About what the builder holds now: exact when `stale` is false.
    bound: usize,
    /// Whether tags were processed since the builder's elements were counted.
    stale: bool,
    /// End tags to ignore, by name.
    swallowed: HashMap<LocalName, usize>,
}

impl DepthGuard {
    pub(super) fn new(max: usize) -> Self {
        Self { max, bound: 0, stale: true, swallowed: HashMap::new() }
    }

    /// Whether a start tag about to be processed would nest too deeply.
    pub(super) fn must_flatten(&mut self, builder: &TreeBuilder<NodeId, Sink>, tag: Tag) -> bool {
        // Implied elements are not counted one by one, so the count is made exact well before the limit.
        if self.bound >= self.max / 2 && self.stale {
            self.bound = held(builder);
            self.stale = false;
        }
        if self.bound < self.max {
            self.bound += 1;
            self.stale = true;
            return false;
        }
        if is_leaf(tag) {
            self.stale = true;
            return false;
        }
        true
    }

    /// Notes that the end tag of a flattened element is to be ignored.
    pub(super) fn swallow_end_of(&mut self, name: LocalName) {
        *self.swallowed.entry(name).or_insert(0) += 1;
    }

    /// Whether this end tag belongs to a flattened element.
    pub(super) fn swallows_end_of(&mut self, name: &LocalName) -> bool {
        if !self.swallowed.is_empty() {
            if let Some(count) = self.swallowed.get_mut(name) {
                *count -= 1;
                if *count == 0 {
                    self.swallowed.remove(name);
                }
                return true;
            }
        }
        self.stale = true;
        false
    }
}

/// Elements that hold no elements, and those that stand once at the top: they do not nest.
fn is_leaf(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Area
            | Tag::Base
            | Tag::Body
            | Tag::Br
            | Tag::Col
            | Tag::Embed
            | Tag::Frame
            | Tag::Head
            | Tag::Hr
            | Tag::Html
            | Tag::Iframe
            | Tag::Img
            | Tag::Input
            | Tag::Link
            | Tag::Meta
            | Tag::Noembed
            | Tag::Noframes
            | Tag::Param
            | Tag::Plaintext
            | Tag::Script
            | Tag::Source
            | Tag::Style
            | Tag::Textarea
            | Tag::Title
            | Tag::Track
            | Tag::Wbr
            | Tag::Xmp
    )
}

/// The open and the active formatting elements together.
fn held(builder: &TreeBuilder<NodeId, Sink>) -> usize {
    struct Count(Cell<usize>);
    impl Tracer for Count {
        type Handle = NodeId;
        fn trace_handle(&self, _: &NodeId) {
            self.0.set(self.0.get() + 1);
        }
    }
    let count = Count(Cell::new(0));
    builder.trace_handles(&count);
    count.0.get()
}
