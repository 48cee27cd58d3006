//! A line of text and its marks, as a stream.

use std::ops::Range;

use crate::block::Block;
use crate::cell::Cell;
use crate::mark::{Mark, MarkKind};

/// A piece of a block's text, or the begin or end of a mark. Begins and ends nest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Begin(MarkKind<'a>),
    End(MarkKind<'a>),
    /// An image. A text has at most one space where it stands; where it splits no word, another goes to its other side.
    Image {
        src: &'a str,
        alt: &'a str,
        space_before: bool,
        space_after: bool,
    },
}

/// The pieces of a caption: the images above, the words, the images below.
pub(super) fn around_caption<'a, 'b>(pieces: &'b [Piece<'a>]) -> [&'b [Piece<'a>]; 3] {
    let is_text = |piece: &Piece<'_>| !matches!(piece, Piece::Image { .. });
    let first = pieces.iter().position(is_text).unwrap_or(pieces.len());
    let last = pieces.iter().rposition(is_text).map_or(first, |last| last + 1);
    [&pieces[..first], &pieces[first..last], &pieces[last..]]
}

/// A block's text with its marks, as pieces.
pub(super) fn pieces(block: &Block) -> Vec<Piece<'_>> {
    pieces_of(block.text(), 0..block.text().len(), block.marks())
}

/// The cells of a table, each as pieces.
pub(super) fn cells(block: &Block) -> impl Iterator<Item = (Cell<'_>, Vec<Piece<'_>>)> {
    block.cells_and_marks().map(|(cell, marks)| {
        let pieces = pieces_of(block.text(), cell.range.clone(), marks);
        (cell, pieces)
    })
}

/// The part of a block's text in a range, with the marks in it.
fn pieces_of<'a>(text: &'a str, range: Range<usize>, marks: impl Iterator<Item = Mark<'a>>) -> Vec<Piece<'a>> {
    let mut stream = Stream { text, at: range.start, open: Vec::new(), out: Vec::new() };
    for mark in marks {
        stream.close_until(mark.range.start);
        stream.push_text(mark.range.start);
        let end = stream.open.last().map_or(range.end, |(end, _)| *end).min(mark.range.end);
        match mark.kind {
            MarkKind::Image { src, alt } => stream.push_image(src, alt, &range),
            kind if end > mark.range.start => {
                stream.out.push(Piece::Begin(kind));
                stream.open.push((end, kind));
            }
            _ => {}
        }
    }
    stream.close_until(range.end);
    stream.push_text(range.end);
    stream.out
}

struct Stream<'a> {
    text: &'a str,
    at: usize,
    /// The open marks, and where they end.
    open: Vec<(usize, MarkKind<'a>)>,
    out: Vec<Piece<'a>>,
}

impl<'a> Stream<'a> {
    fn push_image(&mut self, src: &'a str, alt: &'a str, range: &Range<usize>) {
        let before = self.text.get(range.start..self.at).and_then(|text| text.chars().next_back());
        let after = self.text.get(self.at..range.end).and_then(|text| text.chars().next());
        let is_free = |side: Option<char>| side.is_none_or(char::is_whitespace);
        let (space_before, space_after) = (!is_free(before) && is_free(after), is_free(before) && !is_free(after));
        self.out.push(Piece::Image { src, alt, space_before, space_after });
    }

    /// Ends the marks that end up to this place.
    fn close_until(&mut self, place: usize) {
        while let Some(&(end, kind)) = self.open.last().filter(|(end, _)| *end <= place) {
            self.open.pop();
            self.push_text(end);
            self.out.push(Piece::End(kind));
        }
    }

    fn push_text(&mut self, end: usize) {
        let text = self.text.get(self.at..end).unwrap_or_default();
        if !text.is_empty() {
            self.out.push(Piece::Text(text));
        }
        self.at = self.at.max(end);
    }
}
