//! Tree to blocks: a flat list in document order, each piece of text in at most one of them.

mod blocks;
mod cells;
mod char_class;
mod code;
mod data_table;
mod images;
mod lists;
mod marks;
mod math;
mod notes;
mod permalink;
mod run;
mod shown;
mod tally;

use std::collections::HashMap;
use std::ops::Range;

use crate::block::{Counts, Kind, Structure};
use crate::cell::StoredCell;
use crate::mark::{Shared, StoredMark};
use crate::overrides::Cut;
use crate::tree::{AttrName, DOCUMENT, NodeId, NodeKind, Tag, Tree};
use crate::vocab::{Flow, flow, heading_level};
pub(crate) use char_class::{DIGIT, IDEOGRAPH, LETTER, STOP, UPPER, char_class};
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
        self.counts.words >= PROSE_WORDS && self.counts.link_ratio() <= PROSE_LINK_RATIO
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
        if walk.out.blocks.len() > max_blocks {
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

/// How the text at a place is put together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Every block-level element begins a block.
    Flow,
    /// Inside `<pre>`: one block, whitespace kept.
    Verbatim,
    /// Inside a data table: one block.
    Table,
}

/// What holds at a place in the page.
#[derive(Clone, Copy)]
struct Context {
    element: NodeId,
    kind: Kind,
    mode: Mode,
    link: bool,
    /// Inside the `<thead>` of a data table.
    in_head: bool,
    list_depth: u8,
    quote_depth: u8,
    /// The `<blockquote>` around, or 0.
    quote: NodeId,
    /// The `<figure>` around, or 0.
    figure: NodeId,
    /// Index in [`Walk::items`] of the list item around.
    item: Option<usize>,
}

/// An open element: what to go back to at its end.
struct Frame {
    end: NodeId,
    outer: Context,
    boundary: bool,
    /// Whether its mark ends here.
    marked: bool,
    /// Whether it stands in the line by its name, but apart from its neighbours.
    apart: bool,
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
    /// Those addresses of links that are long, by where the tree has them.
    long_addresses: HashMap<u32, Shared>,
    /// Images before the block that begins next.
    waiting: Vec<Waiting>,
    /// Runs since the last block that took such images in.
    images_passed_on: u32,
    last_image: LastImage,
    /// The last `<picture>` whose sources an image was loaded from.
    last_picture: NodeId,
    /// Whether formulas may be drawn by a script.
    scripted_formulas: bool,
    /// Whether classes may name formulas.
    named_formulas: bool,
    /// Where the subtree ends that was last looked through in vain.
    searched_for_formula: NodeId,
    searched_for_gutter: NodeId,
}

impl<'a> Walk<'a> {
    fn new(tree: &'a Tree, cuts: &'a [Cut]) -> Self {
        let context = Context {
            element: DOCUMENT,
            kind: Kind::Paragraph,
            mode: Mode::Flow,
            link: false,
            in_head: false,
            list_depth: 0,
            quote_depth: 0,
            quote: 0,
            figure: 0,
            item: None,
        };
        Self {
            tree,
            cuts,
            out: Segments { text: String::with_capacity(tree.text.len() / 2), ..Segments::default() },
            run: Run::default(),
            context,
            frames: Vec::new(),
            items: Vec::new(),
            lists: Vec::new(),
            marks: OpenMarks::default(),
            long_addresses: HashMap::new(),
            waiting: Vec::new(),
            images_passed_on: 0,
            last_image: LastImage::default(),
            last_picture: DOCUMENT,
            scripted_formulas: math::may_be_scripted(tree),
            named_formulas: math::may_be_named(tree),
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
        if self.is_permalink(id, tag) || self.is_return(id, tag) {
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
            if frame.boundary {
                self.boundary(frame.outer.mode);
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
        let (mut marked, mut apart) = (false, false);
        if boundary {
            self.boundary(outer.mode);
            if outer.mode == Mode::Table && tag == Tag::Caption {
                self.flush();
            }
            self.context.element = id;
            self.enter(id, tag, flow);
        } else {
            apart = self.stands_apart(id);
            if apart {
                self.keep_apart(outer.link);
            }
            let is_own_link = tag == Tag::A && self.is_own_link(id);
            self.context.link |= tag == Tag::A && !is_own_link && self.tree.attr(node, AttrName::Href).is_some();
            marked = node.end > id + 1 && !is_own_link && self.open_mark(id, tag);
            if tag == Tag::Img {
                self.image(id);
            }
        }
        if !boundary || outer.mode != Mode::Flow {
            self.run.counts.tags += 1;
        }
        if node.end > id + 1 {
            self.frames.push(Frame { end: node.end, outer, boundary, marked, apart });
        } else {
            self.context = outer;
        }
    }

    /// Takes in what a block-level element says about its text.
    fn enter(&mut self, id: NodeId, tag: Tag, flow: Flow) {
        match flow {
            Flow::Verbatim if self.context.mode == Mode::Flow => {
                self.context.mode = Mode::Verbatim;
                self.context.kind = Kind::Code;
            }
            Flow::Table if self.context.mode == Mode::Flow && code::is_code_table(self.tree, id) => {
                self.context.mode = Mode::Verbatim;
                self.context.kind = Kind::Code;
            }
            Flow::Table if self.context.mode == Mode::Flow && data_table::is_data_table(self.tree, id) => {
                self.context.mode = Mode::Table;
                self.context.kind = Kind::Table;
            }
            _ if self.context.mode == Mode::Table => self.enter_in_table(id, tag),
            _ if self.context.mode == Mode::Flow => self.enter_in_flow(id, tag),
            _ => {}
        }
    }

    fn enter_in_flow(&mut self, id: NodeId, tag: Tag) {
        let kind = &mut self.context.kind;
        match tag {
            Tag::P if *kind == Kind::Other => *kind = Kind::Paragraph,
            Tag::Blockquote => {
                *kind = Kind::Quote;
                self.context.quote_depth = self.context.quote_depth.saturating_add(1);
                self.context.quote = id;
            }
            Tag::Figure => self.context.figure = id,
            Tag::Figcaption | Tag::Caption => *kind = Kind::Caption,
            Tag::Dt => *kind = Kind::Term,
            Tag::Dd => *kind = Kind::Definition,
            Tag::Button | Tag::Label | Tag::Legend | Tag::Nav | Tag::Footer if *kind == Kind::Paragraph => {
                *kind = Kind::Other;
            }
            Tag::Ol | Tag::Ul | Tag::Menu | Tag::Dir => self.enter_list(id, tag),
            Tag::Li => self.enter_item(id),
            _ => {
                if let Some(level) = heading_level(tag) {
                    *kind = Kind::Heading { level };
                }
            }
        }
    }
}
