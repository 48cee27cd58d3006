//! Keeps the stack of open elements short.
//!
//! html5ever looks through its stack of open elements at nearly every tag, so nesting without bound makes it
//! quadratic. Browsers stop nesting at 512 elements; from there on a start tag here leaves an empty element behind, its
//! end tag is ignored, and the text goes into the deepest element there is.
//!
//! Formatting elements left open are opened again in every paragraph that follows, which multiplies a page by their
//! number. Pages leave a few open; beyond a limit further ones are flattened likewise.

use std::cell::Cell;
use std::collections::HashMap;

use html5ever::LocalName;
use html5ever::interface::Tracer;
use html5ever::tokenizer::TokenSink;
use html5ever::tree_builder::TreeBuilder;

use super::sink::Sink;
use crate::tree::{NodeId, Tag};

/// Formatting elements that the tree builder may hold, those open counted twice. It changes none of the 2,284 pages of
/// the corpora.
pub(super) const MAX_FORMATTING: usize = 64;
/// The same once they have multiplied a page.
const MAX_FORMATTING_MULTIPLIED: usize = 4;
/// Start tags after which the open elements are counted anew, at least.
const RECOUNT: usize = 256;
/// Nodes from which a page is looked at for that. A page that has more nodes than bytes, comments aside, is multiplied:
/// tags are three bytes at least, and text stands between them.
const FIRST_LOOK: usize = 1 << 17;

/// Counts the elements that the tree builder holds.
pub(super) struct DepthGuard {
    max: usize,
    /// About what the builder holds now: exact when `stale` is false.
    bound: usize,
    /// The bound at which it is counted anew: as every start tag is taken to nest, it runs ahead of a flat page.
    recount_at: usize,
    /// The same of its formatting elements.
    formatting: usize,
    max_formatting: usize,
    /// Nodes from which the page is looked at next.
    next_look: usize,
    /// Whether tags were processed since the builder's elements were counted.
    stale: bool,
    /// End tags to ignore, by name.
    swallowed: HashMap<LocalName, usize>,
}

impl DepthGuard {
    pub(super) fn new(max: usize) -> Self {
        Self {
            max,
            bound: 0,
            recount_at: RECOUNT,
            formatting: 0,
            max_formatting: MAX_FORMATTING,
            next_look: FIRST_LOOK,
            stale: true,
            swallowed: HashMap::new(),
        }
    }

    /// Whether a start tag about to be processed would nest too deeply.
    pub(super) fn must_flatten(&mut self, builder: &TreeBuilder<NodeId, Sink>, tag: Tag) -> bool {
        let formatting = is_formatting(tag);
        // Implied elements are not counted one by one, so the count is made exact well before the limit.
        let due = self.bound >= self.recount_at.min(self.max / 2);
        if self.stale && (due || (formatting && self.formatting >= self.max_formatting / 2)) {
            (self.bound, self.formatting) = held(builder);
            self.recount_at = 2 * self.bound + RECOUNT;
            self.stale = false;
        }
        let fits = self.bound < self.max && !(formatting && self.formatting >= self.max_formatting);
        // Foreign elements nest, whatever their names.
        let is_leaf = || is_leaf(tag) && !builder.adjusted_current_node_present_but_not_in_html_namespace();
        let flatten = !fits && !is_leaf();
        if !flatten {
            self.bound += 1;
            self.formatting += 2 * usize::from(formatting);
            self.stale = true;
        }
        flatten
    }

    /// Whether formatting elements have multiplied the page, so that all of them must be closed now.
    pub(super) fn is_multiplied(&mut self, nodes: usize, bytes: usize) -> bool {
        if nodes < self.next_look {
            return false;
        }
        self.next_look = nodes + FIRST_LOOK / 2;
        let multiplied = nodes > bytes;
        if multiplied {
            self.max_formatting = MAX_FORMATTING_MULTIPLIED;
            self.stale = true;
        }
        multiplied
    }

    /// About how many elements the builder holds, rather too many than too few.
    pub(super) fn open(&self) -> usize {
        self.bound
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

/// Elements of HTML that hold no elements, and those that stand once at the top: they do not nest.
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

/// Elements that the tree builder opens again after the block they stand in.
pub(super) const FORMATTING: [Tag; 14] = [
    Tag::A,
    Tag::B,
    Tag::Big,
    Tag::Code,
    Tag::Em,
    Tag::Font,
    Tag::I,
    Tag::Nobr,
    Tag::S,
    Tag::Small,
    Tag::Strike,
    Tag::Strong,
    Tag::Tt,
    Tag::U,
];

fn is_formatting(tag: Tag) -> bool {
    FORMATTING.contains(&tag)
}

/// The open and the active formatting elements together, and those of them that are formatting elements.
fn held(builder: &TreeBuilder<NodeId, Sink>) -> (usize, usize) {
    struct Count<'a> {
        sink: &'a Sink,
        all: Cell<usize>,
        formatting: Cell<usize>,
    }
    impl Tracer for Count<'_> {
        type Handle = NodeId;
        fn trace_handle(&self, node: &NodeId) {
            self.all.set(self.all.get() + 1);
            self.formatting.set(self.formatting.get() + usize::from(self.sink.tag(*node).is_some_and(is_formatting)));
        }
    }
    let count = Count { sink: &builder.sink, all: Cell::new(0), formatting: Cell::new(0) };
    builder.trace_handles(&count);
    (count.all.get(), count.formatting.get())
}
