//! The blocks themselves: where each begins, what text goes into it, where it ends; and how they are looked at.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;

use super::invisible::without_invisible;
use super::{Candidate, Mode, Segments, Walk, code};
use crate::block::{Item, Kind, Structure};
use crate::char_class::is_blank;
use crate::mark::Shared;
use crate::tree::{DOCUMENT, NodeId};

impl Segments {
    /// The text of a block.
    pub(crate) fn text_of(&self, block: &Candidate) -> &str {
        self.text.get(block.range.start as usize..block.range.end as usize).unwrap_or_default()
    }

    /// The element of the block with this number; the document without one.
    pub(crate) fn element_of(&self, block: Option<usize>) -> NodeId {
        block.and_then(|at| self.blocks.get(at)).map_or(DOCUMENT, |block| block.element)
    }

    /// Copies a string to where blocks and marks find it.
    pub(super) fn share(&mut self, string: &str) -> Shared {
        let start = self.strings.len() as u32;
        self.strings.push_str(string);
        Shared { start, end: self.strings.len() as u32 }
    }

    /// Blocks and images that stand alone, which are blocks in the end.
    pub(super) fn count(&self) -> usize {
        self.blocks.len() + self.images.len()
    }

    /// Leaves out what comes after so many blocks.
    pub(super) fn cut_after(&mut self, max_blocks: usize) {
        self.cut = self.count() > max_blocks;
        while self.count() > max_blocks {
            if self.images.last().is_some_and(|image| image.before >= self.blocks.len()) {
                self.images.pop();
            } else {
                self.blocks.pop();
            }
        }
        if self.cut {
            let end = self.blocks.last().map_or(0, |last| last.range.end);
            self.text.truncate(end as usize);
        }
    }
}

impl Walk<'_> {
    pub(super) fn text(&mut self, id: NodeId) {
        let node = self.tree.node(id);
        let text = self.tree.text_of(node);
        if self.context.mode == Mode::Verbatim && code::is_unshown(self.tree, node) {
            return;
        }
        if self.named_formula(id) {
            return;
        }
        let text = self.without_signs(id, text);
        if self.has_invisible && self.context.mode != Mode::Verbatim {
            self.add(id, &without_invisible(text));
        } else {
            self.add(id, text);
        }
    }

    /// Adds the text of a node; returns where its words begin.
    pub(super) fn add(&mut self, id: NodeId, text: &str) -> usize {
        let blank = is_blank(text);
        if self.run.breaks > 1 && !blank && self.context.mode == Mode::Flow {
            self.flush();
        }
        if !self.run.active {
            if blank && self.context.mode != Mode::Verbatim {
                return self.out.text.len();
            }
            self.begin(id);
        }
        if !blank {
            self.run.last = id;
            self.part_words(text);
        }
        let mut start = self.out.text.len();
        if self.context.mode == Mode::Verbatim {
            self.run.push_line_end(&mut self.out.text, text);
            self.run.push_verbatim(&mut self.out.text, &with_line_feeds(text), self.context.link);
        } else {
            self.run.push_collapsed(&mut self.out.text, text, self.context.link);
            if !blank {
                start += usize::from(self.out.text.as_bytes().get(start).is_some_and(u8::is_ascii_whitespace));
                self.place_marks(start);
            }
        }
        start
    }

    /// Begins a block at this text node. Elements opened since the last block-level tag count as opened inside it.
    pub(super) fn begin(&mut self, id: NodeId) {
        self.run.active = true;
        self.run.start = self.out.text.len();
        (self.run.first, self.run.last) = (id, id);
        self.run.cells = self.out.cells.len();
        if self.waiting.is_empty() {
            self.run.marks = self.out.marks.len();
        } else {
            self.settle_images();
        }
        self.run.end_word();
    }

    pub(super) fn line_break(&mut self) {
        self.run.counts.tags += 1;
        match self.context.mode {
            Mode::Verbatim if self.run.active => {
                self.run.push_verbatim(&mut self.out.text, "\n", self.context.link);
            }
            Mode::Flow if self.run.active => {
                if self.run.breaks == 0 {
                    self.run.break_in_link = self.context.link;
                }
                self.run.breaks += 1;
            }
            Mode::Table => self.run.space = self.run.space.or(Some(self.context.link)),
            _ => {}
        }
    }

    /// Ends the block, if there is one. A run without a letter or digit is none.
    pub(super) fn flush(&mut self) {
        self.end_cell();
        self.suspend_marks();
        let run = std::mem::take(&mut self.run);
        if !run.active {
            return;
        }
        let is_code = self.context.kind == Kind::Code;
        if run.counts.words == 0 || (is_code && self.is_gutter_block(self.context.element, run.start)) {
            self.out.text.truncate(run.start);
            self.out.cells.truncate(run.cells);
            self.drop_marks(run.marks);
            return;
        }
        self.images_passed_on = 0;
        let (range, trimmed) = self.trim(run.start);
        let mut counts = run.counts;
        counts.chars = counts.chars.saturating_sub(trimmed);
        counts.link_chars = counts.link_chars.min(counts.chars);
        let item = self.begun_item();
        let kind = match (self.context.kind, item) {
            (Kind::Paragraph | Kind::Other, Some(Item { depth, number, .. })) => Kind::ListItem { depth, number },
            (kind, _) => kind,
        };
        let structure = Structure {
            cells: run.cells as u32..self.out.cells.len() as u32,
            marks: run.marks as u32..self.out.marks.len() as u32,
            quote_depth: self.context.quote_depth,
            quote: self.context.quote,
            list_depth: self.context.list_depth,
            definition: self.context.definition,
            language: self.language(kind),
            item,
            ..Structure::default()
        };
        self.out.blocks.push(Candidate {
            element: self.context.element,
            nodes: run.first..run.last + 1,
            range,
            kind,
            counts,
            shape: run.shape,
            structure,
        });
    }

    /// Cuts blank lines off a block's text; returns its range and how many characters went. Cells and marks keep their
    /// places in the uncut text, which tell the blank cells apart.
    fn trim(&mut self, start: usize) -> (Range<u32>, u32) {
        if self.context.mode == Mode::Flow {
            return (start as u32..self.out.text.len() as u32, 0);
        }
        let text = self.out.text.get(start..).unwrap_or_default();
        let kept = if self.context.mode == Mode::Table { text.trim_end_matches('\n') } else { text.trim_end() };
        let body = kept.trim_start();
        // The indentation of the first line that is not blank stays.
        let lead = kept.get(..kept.len() - body.len()).and_then(|lead| lead.rfind('\n')).map_or(0, |at| at + 1);
        let trimmed = text.chars().count() - kept.get(lead..).unwrap_or_default().chars().count();
        let end = start + kept.len();
        self.out.text.truncate(end);
        ((start + lead) as u32..end as u32, trimmed as u32)
    }
}

/// A text whose lines all end in a line feed. A page may hold `&#13;`, which ends a line in Markdown all the same.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}
