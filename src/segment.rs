//! Tree to blocks: a flat list in document order, each piece of text in at most one of them.

mod added_signs;
mod blocks;
mod cells;
mod code;
mod context;
mod data_table;
mod edges;
mod image_address;
mod images;
mod invisible;
mod lists;
mod marks;
mod math;
mod notes;
mod permalink;
mod run;
mod shown;
mod tally;
mod typed_signs;

use std::collections::HashMap;
use std::ops::Range;

use crate::block::{Counts, Kind, Structure};
use crate::cell::StoredCell;
use crate::mark::{Shared, StoredMark};
use crate::overrides::Cut;
use crate::tree::{AttrName, DOCUMENT, NodeId, NodeKind, Tag, Tree};
use crate::vocab::{Flow, flow};
use context::{Context, Mode};
use edges::Edge;
pub(crate) use images::with_images;
use images::{LastImage, LoneImage, Waiting};
use lists::{Item, List};
use marks::OpenMarks;
use run::Run;
pub(crate) use run::{Shape, measure};
pub(crate) use tally::ascii_counts;

/// A block before anything is known of its worth.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The block-level element that holds it.
    pub(crate) element: NodeId,
    /// Its text nodes: from the first to one past the last.
    pub(crate) nodes: Range<NodeId>,
    /// Byte range in [`Segments::text`].
    pub(crate) range: Range<u32>,
    pub(crate) kind: Kind,
    pub(crate) counts: Counts,
    pub(crate) shape: Shape,
    pub(crate) structure: Structure,
}

/// Words from which a block counts as prose, if it is no list of links.
const PROSE_WORDS: u32 = 12;
/// Link ratio up to which a block counts as prose.
const PROSE_LINK_RATIO: f32 = 0.35;

impl Candidate {
    /// Whether the block reads like running text.
    pub(crate) fn is_prose(&self) -> bool {
        self.size().words >= PROSE_WORDS && self.counts.link_ratio() <= PROSE_LINK_RATIO
    }

    /// What the text measures, whatever its script: see [`Shape::size`].
    pub(crate) fn size(&self) -> Counts {
        self.shape.size(self.counts)
    }
}

/// The blocks of a page.
#[derive(Debug, Default)]
pub(crate) struct Segments {
    pub(crate) text: String,
    pub(crate) cells: Vec<StoredCell>,
    pub(crate) marks: Vec<StoredMark>,
    /// As [`Page::strings`](crate::page::Page::strings).
    pub(crate) strings: String,
    pub(crate) blocks: Vec<Candidate>,
    pub(crate) images: Vec<LoneImage>,
    /// Whether the limit of blocks left some of the page out.
    pub(crate) cut: bool,
}

/// Cuts a tree into blocks, in one walk that ends at `max_blocks` of them. What the caller prunes inside a block is left
/// out of its text.
pub(crate) fn segment(tree: &Tree, cuts: &[Cut], max_blocks: usize) -> Segments {
    let mut walk = Walk::new(tree, cuts);
    let mut id = DOCUMENT;
    while (id as usize) < tree.nodes.len() {
        if walk.out.count() > max_blocks {
            break;
        }
        id = walk.visit(id);
    }
    walk.leave_until(NodeId::MAX);
    walk.flush();
    walk.set_all_apart();
    walk.out.cut_after(max_blocks);
    notes::find(tree, &mut walk.out);
    walk.out
}

/// An open element: what to go back to at its end.
struct Frame {
    /// Its tag, if it is HTML.
    tag: Option<Tag>,
    end: NodeId,
    outer: Context,
    boundary: bool,
    /// Whether its mark ends here.
    marked: bool,
    /// Whether it stands in the line by its name, but apart from its neighbours.
    apart: bool,
    /// What is written at its end.
    sign: &'static str,
}

struct Walk<'a> {
    tree: &'a Tree,
    cuts: &'a [Cut],
    out: Segments,
    run: Run,
    context: Context,
    frames: Vec<Frame>,
    items: Vec<Item>,
    lists: Vec<List>,
    marks: OpenMarks,
    /// The tags in the line since the last text.
    edge: Edge,
    /// Those addresses of links that are long, by where the tree has them.
    long_addresses: HashMap<u32, Shared>,
    /// Images before the block that begins next.
    waiting: Vec<Waiting>,
    /// Runs since the last block that took such images in.
    images_passed_on: u32,
    /// The text that a bracket begins which is left out with that before the link between them.
    bracket_due: Option<(NodeId, char)>,
    last_image: LastImage,
    /// The last `<picture>` whose sources an image was loaded from.
    last_picture: NodeId,
    /// Whether formulas may be drawn by a script.
    scripted_formulas: bool,
    /// Whether classes may name formulas.
    named_formulas: bool,
    /// Whether there are characters that only say where a line may break.
    has_invisible: bool,
    /// Where the subtree ends that was last looked through in vain.
    searched_for_formula: NodeId,
    searched_for_gutter: NodeId,
}

impl<'a> Walk<'a> {
    fn new(tree: &'a Tree, cuts: &'a [Cut]) -> Self {
        Self {
            tree,
            cuts,
            out: Segments { text: String::with_capacity(tree.text.len() / 2), ..Segments::default() },
            run: Run::default(),
            context: Context::default(),
            frames: Vec::new(),
            items: Vec::new(),
            lists: Vec::new(),
            marks: OpenMarks::default(),
            edge: Edge::default(),
            long_addresses: HashMap::new(),
            waiting: Vec::new(),
            images_passed_on: 0,
            bracket_due: None,
            last_image: LastImage::default(),
            last_picture: DOCUMENT,
            scripted_formulas: math::may_be_scripted(tree),
            named_formulas: math::may_be_named(tree),
            has_invisible: invisible::may_hold(&tree.text),
            searched_for_formula: 0,
            searched_for_gutter: 0,
        }
    }

    /// Takes in one node; returns the next to visit.
    fn visit(&mut self, id: NodeId) -> NodeId {
        self.leave_until(id);
        let node = self.tree.node(id);
        let NodeKind::Element(tag, _) = node.kind else {
            if node.kind == NodeKind::Text {
                self.text(id);
            }
            return id + 1;
        };
        if self.is_cut(id) {
            return node.end;
        }
        if let Some(next) = self.visit_special(id, tag) {
            return next;
        }
        let flow = if tag == Tag::Button && self.stands_in_sentence(id) { Flow::Inline } else { flow(tag) };
        match flow {
            Flow::Skipped => return node.end,
            Flow::LineBreak => self.line_break(),
            _ => self.open(id, tag, flow),
        }
        id + 1
    }

    /// Takes in formulas, permalinks and line numbers, which are more or less than the text in them; says where they end.
    fn visit_special(&mut self, id: NodeId, tag: Tag) -> Option<NodeId> {
        let holds_formulas = matches!(tag, Tag::Span | Tag::Div | Tag::P | Tag::Script | Tag::Other);
        if tag == Tag::Math || (self.scripted_formulas && holds_formulas) {
            if let Some(next) = self.formula(id, tag) {
                return Some(next);
            }
        }
        if matches!(tag, Tag::AmpAnim | Tag::AmpImg) {
            self.image(id);
            if images::holds_no_more(self.tree, id) {
                return Some(self.tree.node(id).end);
            }
        }
        if self.is_left_out(id, tag) {
            return Some(self.tree.node(id).end);
        }
        if self.is_permalink(id, tag) || self.is_return(id, tag) || self.is_tool(id, tag) {
            self.run.counts.tags += 1;
            return Some(self.tree.node(id).end);
        }
        if self.context.mode == Mode::Verbatim {
            if self.is_gutter(id) {
                return Some(self.tree.node(id).end);
            }
            if self.begins_line_of_code(id, tag) {
                self.boundary(Mode::Verbatim);
            }
        }
        None
    }

    fn is_cut(&self, id: NodeId) -> bool {
        match self.cuts.get(id as usize) {
            None | Some(Cut::Nowhere) => false,
            Some(Cut::InBlock) => self.context.mode != Mode::Flow,
            Some(Cut::Anywhere) => true,
        }
    }

    /// Closes the elements that end before `id`.
    fn leave_until(&mut self, id: NodeId) {
        while self.frames.last().is_some_and(|frame| frame.end <= id) {
            let Some(frame) = self.frames.pop() else { break };
            self.end_sign(frame.sign, self.context.link);
            if frame.boundary {
                self.boundary(frame.outer.mode);
            } else {
                self.edge.close(frame.tag);
            }
            if frame.marked {
                self.close_mark();
            }
            if frame.apart {
                self.keep_apart(frame.outer.link);
            }
            self.context = frame.outer;
        }
        while self.lists.last().is_some_and(|list| list.end <= id) {
            self.lists.pop();
        }
        let open = self.context.item.map_or(0, |item| item + 1);
        self.items.truncate(open);
    }

    /// The text before and after this place is not one line.
    ///
    /// `outer` is the mode outside the element that begins or ends here.
    fn boundary(&mut self, outer: Mode) {
        match (self.context.mode, outer) {
            (Mode::Verbatim, Mode::Verbatim) => {
                let text = &self.out.text;
                if self.run.active && text.len() > self.run.start && !text.ends_with('\n') {
                    self.run.push_verbatim(&mut self.out.text, "\n", false);
                }
            }
            (Mode::Table, Mode::Table) => self.run.space = self.run.space.or(Some(false)),
            _ => self.flush(),
        }
    }

    fn open(&mut self, id: NodeId, tag: Tag, flow: Flow) {
        let node = self.tree.node(id);
        let outer = self.context;
        let boundary = flow != Flow::Inline;
        let (mut marked, mut apart, mut sign) = (false, false, "");
        if boundary {
            // A button may be all of a heading, as in an accordion, or stand at its end.
            let is_control =
                tag == Tag::Button && matches!(outer.kind, Kind::Heading { .. }) && self.has_words_beside(id);
            self.boundary(outer.mode);
            if outer.mode == Mode::Table && tag == Tag::Caption {
                self.flush();
            }
            self.context.element = id;
            self.enter(id, tag, flow);
            if is_control {
                self.context.kind = Kind::Other;
            }
        } else {
            self.edge.open(node.html_tag());
            apart = self.stands_apart(id);
            if apart {
                self.keep_apart(outer.link);
            }
            let is_own_link = tag == Tag::A && self.is_own_link(id);
            self.context.link |= tag == Tag::A && !is_own_link && self.tree.attr(node, AttrName::Href).is_some();
            marked = node.end > id + 1 && !is_own_link && self.open_mark(id, tag);
            sign = self.begin_sign(id, tag);
            if tag == Tag::Img {
                self.image(id);
            }
        }
        if !boundary || outer.mode != Mode::Flow {
            self.run.counts.tags += 1;
        }
        if node.end > id + 1 {
            self.frames.push(Frame { tag: node.html_tag(), end: node.end, outer, boundary, marked, apart, sign });
        } else {
            self.context = outer;
        }
    }
}
