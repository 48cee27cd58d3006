//! What stretches of a block's text are, besides words: [`Mark`], [`MarkKind`].

use std::ops::Range;

/// A stretch of a block's text that the page marks as something: a link, an emphasis, an image, ...
///
/// The marks of a block nest: two of them either share no text or one holds the other. They come sorted by where they
/// begin, of those that begin at one place the longest first, so that a stack is enough to render them. An image comes
/// after the marks that it stands in and before those that begin behind it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Mark<'a> {
    /// Bytes of [`Block::text`](crate::Block::text), on character boundaries; empty for images only.
    pub range: Range<usize>,
    /// What the stretch is.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub kind: MarkKind<'a>,
}

/// What a [`Mark`] says of its stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case", tag = "type"))]
#[non_exhaustive]
pub enum MarkKind<'a> {
    /// `<a href>`.
    Link {
        /// The address as the page spells it, whitespace trimmed, of any scheme. A relative one is made absolute if the
        /// page has an absolute `<base>` or [`Extractor::base_url`](crate::Extractor::base_url) was given; one that is
        /// empty or begins with `#` stays, since it leads to a place on the same page.
        href: &'a str,
    },
    /// `<strong>`, `<b>`.
    Strong,
    /// `<em>`, `<i>` and what browsers set in italics like them: `<cite>`, `<var>`.
    Emphasis,
    /// `<code>`, `<kbd>`, `<samp>`, `<tt>`.
    Code,
    /// `<del>`, `<s>`, `<strike>`.
    Strikethrough,
    /// `<sub>`.
    Subscript,
    /// `<sup>`.
    Superscript,
    /// An image, at the place between two characters where it stands: its words are no part of the block's text.
    Image {
        /// The address, like that of a link. Where the image is loaded late, the one it will have.
        src: &'a str,
        /// The words that stand for it; often empty.
        alt: &'a str,
    },
    /// A formula: the text is its LaTeX source, without dollar signs.
    Math {
        /// Whether it stands on a line of its own.
        display: bool,
    },
    /// The number or sign that points at a note of the page, in place of the link and the superscript it is.
    NoteReference {
        /// The note: that of the block whose [`Block::note`](crate::Block::note) is the same.
        note: &'a str,
    },
}

/// A mark as it is kept: without a lifetime, its strings in [`Page::strings`](crate::page::Page::strings).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StoredMark {
    pub(crate) sort: Sort,
    /// Byte range in [`Page::text`](crate::page::Page::text).
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The address of a link or image, or the name of a note.
    pub(crate) value: Shared,
    /// The `alt` of an image begins where `value` ends, and ends here.
    pub(crate) alt_end: u32,
}

/// A byte range in [`Page::strings`](crate::page::Page::strings).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shared {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Shared {
    pub(crate) fn of(self, strings: &str) -> &str {
        strings.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// [`MarkKind`] without its strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Link,
    Strong,
    Emphasis,
    Code,
    Strikethrough,
    Subscript,
    Superscript,
    Image,
    Math,
    DisplayMath,
    NoteReference,
}

/// A place in the page's text as one in the part of it that is a block's. Of a table the blank rows at both ends are cut
/// off, with all that stands in them.
pub(crate) fn within(text: &Range<u32>, at: u32) -> usize {
    at.min(text.end).saturating_sub(text.start) as usize
}

impl StoredMark {
    /// The mark as callers see it, over a block's text that takes these bytes of the page's.
    pub(crate) fn view<'a>(&self, text: &Range<u32>, strings: &'a str) -> Mark<'a> {
        let value = self.value.of(strings);
        let kind = match self.sort {
            Sort::Link => MarkKind::Link { href: value },
            Sort::Strong => MarkKind::Strong,
            Sort::Emphasis => MarkKind::Emphasis,
            Sort::Code => MarkKind::Code,
            Sort::Strikethrough => MarkKind::Strikethrough,
            Sort::Subscript => MarkKind::Subscript,
            Sort::Superscript => MarkKind::Superscript,
            Sort::Image => {
                MarkKind::Image { src: value, alt: Shared { start: self.value.end, end: self.alt_end }.of(strings) }
            }
            Sort::Math => MarkKind::Math { display: false },
            Sort::DisplayMath => MarkKind::Math { display: true },
            Sort::NoteReference => MarkKind::NoteReference { note: value },
        };
        Mark { range: within(text, self.start)..within(text, self.end), kind }
    }
}
