//! Words that only tags keep apart: labels, tags and figures side by side, between which a style sheet puts room.
//!
//! `<span>2026</span><span>1h 54m</span>` is shown as two words. Where two letters meet at the edge of an element, it is told
//! by the letters and by the tags whether one word goes on or another begins.

use super::{Mode, Walk};
use crate::mark::Sort;
use crate::prefix::prefix;
use crate::tree::Tag;

/// Bytes of a class that are read: elements that the parser copies share theirs.
const MAX_CLASS: usize = 256;
/// Classes of labels for those who cannot see where they stand.
const READ_OUT: &[&str] = &[
    "a-offscreen",
    "assistive-text",
    "clipped",
    "screen-reader-text",
    "screenreader-only",
    "sr-only",
    "u-visually-hidden",
    "visually-hidden",
    "visuallyhidden",
];

/// The tags of elements in the line since the last text.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is something else that was met")]
pub(super) struct Edge {
    /// Whether there are any.
    met: bool,
    closed: Option<Tag>,
    /// Whether one began after another had ended, or an image stands between.
    reopened: bool,
    /// Whether both were links.
    between_links: bool,
    /// Whether one was raised or lowered, is the reading of a sign, or a part of a formula: they belong to what they stand
    /// at.
    joined: bool,
}

impl Edge {
    /// An element begins; no tag is that of an element that is not HTML.
    pub(super) fn open(&mut self, tag: Option<Tag>) {
        self.met = true;
        self.reopened |= self.closed.is_some() || tag == Some(Tag::Img);
        self.between_links |= self.closed == Some(Tag::A) && tag == Some(Tag::A);
        self.joined |= is_joined(tag);
    }

    pub(super) fn close(&mut self, tag: Option<Tag>) {
        self.met = true;
        self.closed = tag;
        self.joined |= is_joined(tag);
    }

    /// Whether words that meet here are two.
    fn parts(self, before: char, after: char) -> bool {
        if !self.met || self.joined {
            return false;
        }
        let (before, after) = (Letter::of(before), Letter::of(after));
        match (before, after) {
            (Letter::Other, _) | (_, Letter::Other) => false,
            (Letter::Lower | Letter::Digit, Letter::Upper) => true,
            _ if self.between_links => true,
            (Letter::Upper | Letter::Lower, Letter::Lower) => false,
            _ => self.reopened,
        }
    }
}

/// What a character is to the one beside it. Scripts without case are left as they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letter {
    Lower,
    Upper,
    Digit,
    Other,
}

impl Letter {
    fn of(c: char) -> Self {
        match c {
            c if c.is_lowercase() => Self::Lower,
            c if c.is_uppercase() => Self::Upper,
            c if c.is_ascii_digit() => Self::Digit,
            _ => Self::Other,
        }
    }
}

fn is_joined(tag: Option<Tag>) -> bool {
    matches!(tag, None | Some(Tag::Sup | Tag::Sub | Tag::Ruby | Tag::Rt | Tag::Rp | Tag::Wbr))
}

impl Walk<'_> {
    /// Puts a space before a text if it begins a word of its own.
    pub(super) fn part_words(&mut self, text: &str) {
        let edge = std::mem::take(&mut self.edge);
        let in_code = self.context.mode == Mode::Verbatim || self.is_marked(Sort::Code);
        if !edge.met || in_code || !self.run.active || self.run.space.is_some() || self.run.breaks > 0 {
            return;
        }
        let before = self.out.text.get(self.run.start..).and_then(|text| text.chars().next_back());
        let (Some(before), Some(after)) = (before, text.chars().next()) else { return };
        if edge.parts(before, after) {
            self.keep_apart(false);
        }
    }
}

/// Whether a class is that of a label that is read out, not shown: no part of the words beside it.
pub(super) fn is_read_out(class: &str) -> bool {
    prefix(class, MAX_CLASS).split_ascii_whitespace().any(|word| READ_OUT.contains(&word))
}
