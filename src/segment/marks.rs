//! Inline marks: which stretches of text are links, emphases and the like.

use super::{Mode, Walk};
use crate::mark::{Shared, Sort, StoredMark};
use crate::tree::{AttrName, NodeId, Tag};

/// Bytes from which the `href` of a link is read and stored once, however many elements have it.
const LONG: u32 = 64;

/// An element around the place that marks its text.
pub(super) struct Open {
    element: NodeId,
    sort: Sort,
    /// Its address, once it is needed: text in many blocks shares one.
    value: Option<Shared>,
    /// Index in [`super::Segments::marks`], once the block has text of it.
    mark: Option<usize>,
}

/// The elements around the place that mark their text, the outermost first; no two of one sort.
#[derive(Default)]
pub(super) struct OpenMarks {
    open: Vec<Open>,
    /// Whether some of them still wait for text.
    waiting: bool,
}

/// What an inline element marks its text as.
///
/// HTML standard, "phrasing content" of the rendering section: what is set in bold, italics, monospace and so on.
fn sort_of(tag: Tag) -> Option<Sort> {
    match tag {
        Tag::A => Some(Sort::Link),
        Tag::Strong | Tag::B => Some(Sort::Strong),
        Tag::Em | Tag::I | Tag::Cite | Tag::Var => Some(Sort::Emphasis),
        Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => Some(Sort::Code),
        Tag::Del | Tag::S | Tag::Strike => Some(Sort::Strikethrough),
        Tag::Sub => Some(Sort::Subscript),
        Tag::Sup => Some(Sort::Superscript),
        _ => None,
    }
}

impl Walk<'_> {
    /// Begins the mark of an inline element, if it is one; says whether it did.
    pub(super) fn open_mark(&mut self, id: NodeId, tag: Tag) -> bool {
        let Some(sort) = sort_of(tag) else { return false };
        if self.context.mode == Mode::Verbatim
            || self.is_marked(sort)
            || (sort == Sort::Link && self.tree.attr(self.tree.node(id), AttrName::Href).is_none())
        {
            return false;
        }
        self.marks.open.push(Open { element: id, sort, value: None, mark: None });
        self.marks.waiting = true;
        true
    }

    /// Whether the place is inside a mark of this sort.
    pub(super) fn is_marked(&self, sort: Sort) -> bool {
        self.marks.open.iter().any(|open| open.sort == sort)
    }

    /// Ends the mark of the element that was opened last.
    pub(super) fn close_mark(&mut self) {
        let end = self.out.text.len() as u32;
        if let Some(mark) = self.marks.open.pop().and_then(|open| open.mark) {
            self.end_mark(mark, end);
        }
    }

    /// Ends all marks at the end of a block or cell; text to come begins them anew.
    pub(super) fn suspend_marks(&mut self) {
        let end = self.out.text.len() as u32;
        for nth in 0..self.marks.open.len() {
            if let Some(mark) = self.marks.open[nth].mark.take() {
                self.end_mark(mark, end);
                self.marks.waiting = true;
            }
        }
    }

    fn end_mark(&mut self, mark: usize, end: u32) {
        if let Some(mark) = self.out.marks.get_mut(mark) {
            mark.end = end;
        }
    }

    /// Begins the marks that wait for text: words were added at `start`.
    pub(super) fn place_marks(&mut self, start: usize) {
        if !std::mem::take(&mut self.marks.waiting) {
            return;
        }
        let start = start as u32;
        for nth in 0..self.marks.open.len() {
            let Open { element, sort, value, mark: None } = self.marks.open[nth] else { continue };
            let value = value.unwrap_or_else(|| self.address(element, sort));
            self.marks.open[nth].value = Some(value);
            let at = self.out.marks.len() - self.images_inside(element, start);
            self.marks.open[nth].mark = Some(at);
            self.out.marks.insert(at, StoredMark { sort, start, end: start, value, alt_end: value.end });
        }
    }

    /// How many images at this place stand inside an element: its mark comes before theirs.
    fn images_inside(&self, element: NodeId, place: u32) -> usize {
        let images = self.run.images.iter().rev().zip(self.out.marks.iter().rev());
        let is_inside = |(image, mark): &(&NodeId, &StoredMark)| {
            **image > element && mark.sort == Sort::Image && mark.start == place
        };
        images.take_while(is_inside).count()
    }

    fn address(&mut self, element: NodeId, sort: Sort) -> Shared {
        let tree = self.tree;
        let mut attrs = tree.attrs_of(tree.node(element)).iter();
        let Some(href) = attrs.find(|attr| attr.name == AttrName::Href).filter(|_| sort == Sort::Link) else {
            return Shared::default();
        };
        let mut address = || self.out.share(tree.value(href).trim());
        if href.value.1.saturating_sub(href.value.0) < LONG {
            return address();
        }
        // An `<a>` left open is opened again in every paragraph: its address, white space and all, is read once.
        *self.long_addresses.entry(href.value.0).or_insert_with(address)
    }
}
