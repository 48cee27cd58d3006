//! The blocks of a dump: a line each, measured.

use std::ops::Range;

use memchr::memchr;

use super::link_numbers::{link_numbers, without};
use super::marker::Marker;
use super::signs::{Signs, counted, signs};
use super::split::{Piece, is_wide, pieces};
use crate::block::Counts;
use crate::char_class::{DIGIT, IDEOGRAPH, LETTER, char_class};
use crate::hash::hash;
use crate::segment::{Shape, measure};

/// Words of the longest line whose make-up and words are looked at one by one.
pub(super) const SHORT_WORDS: u32 = 15;
/// Deepest list that is told apart.
const MAX_DEPTH: usize = 16;

/// A line that is a block.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Byte range in [`Lines::text`], without the marker.
    pub(crate) range: Range<u32>,
    /// Byte range in the dump.
    pub(crate) source: Range<u32>,
    pub(crate) marker: Marker,
    /// How many lists it stands in by its indentation, at least 1.
    pub(crate) depth: u8,
    pub(super) indent: u16,
    pub(super) gap: u16,
    pub(crate) counts: Counts,
    pub(crate) shape: Shape,
    /// Words as long as those of alphabets.
    pub(super) size: u32,
    /// Whether it reads like running text.
    pub(super) prose: bool,
    /// The class of its first character.
    pub(super) first: u8,
    /// Whether that is a small letter of a script that has capitals.
    pub(super) begins_small: bool,
    /// Hash of the text.
    pub(super) key: u64,
    /// Of short lines only.
    pub(super) signs: Signs,
}

impl Line {
    /// Whether it is a heading of the line that follows: short, begun like a sentence and not ended like one, before a
    /// paragraph.
    pub(super) fn heads(&self, next: &Self) -> bool {
        /// Words of the longest heading.
        const MAX_WORDS: u32 = 20;
        let begins = !self.begins_small;
        let open = self.shape.stops == 0 && self.shape.last & (LETTER | DIGIT | IDEOGRAPH) != 0;
        self.size <= MAX_WORDS && begins && open && next.marker == Marker::None && next.prose
    }
}

/// Counts a line, and looks for signs if it is short; none if its whitespace is not collapsed.
fn look_through(text: &str) -> Option<(Counts, Shape, Signs)> {
    let of_short = |counts: &Counts, signs: &dyn Fn() -> Signs| {
        if counts.words <= SHORT_WORDS { signs() } else { Signs::default() }
    };
    if let Some((counts, shape, signs)) = counted(text) {
        return Some((counts, shape, of_short(&counts, &|| signs)));
    }
    let (counts, shape) = measure(text)?;
    Some((counts, shape, of_short(&counts, &|| signs(text, shape.is_unparted()))))
}

/// Whether a line of this size reads like running text.
fn is_prose(size: u32, counts: &Counts, shape: &Shape) -> bool {
    /// Words of the shortest sentence that is prose, and of the shortest line that is without one.
    const SENTENCE: u32 = 12;
    const LONG: u32 = 25;
    /// Of a date or a row of figures, one character in so many is a digit, or more.
    const DIGITS: u32 = 3;
    (size >= LONG || (size >= SENTENCE && shape.stops > 0)) && shape.digits < counts.chars / DIGITS
}

/// The lines of a dump.
#[derive(Debug, Default)]
#[expect(clippy::struct_field_names, reason = "the lines of `Lines` are what they are")]
pub(crate) struct Lines {
    /// The dump, followed by the lines whose whitespace had to be collapsed, or that were not all text.
    pub(crate) text: String,
    pub(crate) lines: Vec<Line>,
    /// Whether there would have been more.
    pub(crate) cut: bool,
}

impl Lines {
    pub(crate) fn text_of(&self, line: &Line) -> &str {
        self.text.get(line.range.start as usize..line.range.end as usize).unwrap_or_default()
    }
}

/// Cuts a dump into at most so many lines. Lines without a letter or digit are none.
pub(super) fn lines(dump: &str, most: usize) -> Lines {
    /// Pieces that may become one line: a bullet, a number and a text.
    const PIECES: usize = 3;
    let (mut pieces, cut) = pieces(dump, most.saturating_add(1).saturating_mul(PIECES));
    settle_markers(&mut pieces, dump);
    let mut out = Lines { text: dump.to_owned(), lines: Vec::with_capacity(pieces.len().min(most)), cut };
    let has_nul = memchr(0, dump.as_bytes()).is_some();
    let numbers = link_numbers(dump);
    let (mut indents, mut rest) = (Vec::new(), numbers.as_slice());
    for piece in &pieces {
        let depth = depth(&mut indents, piece);
        let before = |end: usize| rest.partition_point(|number| number.start < end);
        let (from, to) = (before(piece.start + piece.marked), before(piece.end));
        let bare = bare(dump, piece, rest.get(from..to).unwrap_or_default(), has_nul);
        let line = out.line(dump, piece, depth, bare.as_deref());
        rest = rest.get(to..).unwrap_or_default();
        if let Some(line) = line {
            if out.lines.len() == most {
                out.cut = true;
                break;
            }
            out.lines.push(line);
        }
    }
    out
}

/// The text of a piece, if something stands in it that is none: numbers of links, and NUL, which HTML drops as well.
fn bare(dump: &str, piece: &Piece, numbers: &[Range<usize>], has_nul: bool) -> Option<String> {
    let range = piece.start + piece.marked..piece.end;
    let has_nul = has_nul && dump.get(range.clone()).is_some_and(|text| text.contains('\0'));
    (has_nul || !numbers.is_empty()).then(|| without(dump, &range, numbers).replace('\0', ""))
}

/// Decides which numbers are those of a list, and gives a marker that stands alone to the line below it.
fn settle_markers(pieces: &mut Vec<Piece>, dump: &str) {
    if pieces.iter().all(|piece| piece.marker == Marker::None) {
        return;
    }
    let follows = |a: Option<&Piece>, b: Option<&Piece>| match (a.map(|a| a.marker), b.map(|b| b.marker)) {
        (Some(Marker::Number(a)), Some(Marker::Number(b))) => a + 1 == b,
        _ => false,
    };
    let counted: Vec<bool> = (0..pieces.len())
        .map(|at| {
            let before = at.checked_sub(1).and_then(|before| pieces.get(before));
            follows(before, pieces.get(at)) || follows(pieces.get(at), pieces.get(at + 1))
        })
        .collect();
    let mut alone: Option<Marker> = None;
    let mut kept: Vec<Piece> = Vec::with_capacity(pieces.len());
    for (mut piece, counted) in std::mem::take(pieces).into_iter().zip(counted) {
        if matches!(piece.marker, Marker::Number(_)) && piece.indent == 0 && !counted {
            (piece.marker, piece.marked) = (Marker::None, 0);
        }
        match (alone.take(), piece.marker) {
            (Some(marker), Marker::None) => {
                // The line above was its marker.
                kept.pop();
                piece.marker = marker;
            }
            (None, Marker::None) => {}
            (_, marker) => {
                let text = dump.get(piece.start + piece.marked..piece.end).unwrap_or_default();
                alone = match (marker, text.parse()) {
                    (marker, _) if text.is_empty() => Some(marker),
                    (Marker::Bullet, Ok(number)) if text.len() <= 3 => Some(Marker::Number(number)),
                    _ => None,
                };
                if text.is_empty() {
                    piece.marked = 0;
                }
            }
        }
        kept.push(piece);
    }
    *pieces = kept;
}

/// How deep the list is that a piece stands in, by the indents of the items around.
fn depth(indents: &mut Vec<u16>, piece: &Piece) -> u8 {
    if piece.marker == Marker::None {
        if piece.indent == 0 {
            indents.clear();
        }
        return 1;
    }
    while indents.last().is_some_and(|&last| last > piece.indent) {
        indents.pop();
    }
    if indents.last() != Some(&piece.indent) && indents.len() < MAX_DEPTH {
        indents.push(piece.indent);
    }
    indents.len().max(1) as u8
}

impl Lines {
    /// The line of a piece, if it has a word; `bare` is its text where that is not as it stands in the dump.
    fn line(&mut self, dump: &str, piece: &Piece, depth: u8, bare: Option<&str>) -> Option<Line> {
        let mut range = piece.start + piece.marked..piece.end;
        let mut text = bare.or(dump.get(range.clone())).unwrap_or_default();
        let measured = if bare.is_none() { look_through(text) } else { None };
        let (mut counts, mut shape, signs) = measured.unwrap_or_else(|| {
            range = self.push_collapsed(text);
            text = self.text.get(range.clone()).unwrap_or_default();
            look_through(text).unwrap_or_default()
        });
        if counts.words == 0 {
            return None;
        }
        // Density is taken a line.
        counts.tags = piece.breaks;
        shape.breaks = piece.breaks;
        let size = shape.size(counts).words;
        Some(Line {
            size,
            prose: is_prose(size, &counts, &shape),
            source: piece.start as u32..piece.end as u32,
            marker: piece.marker,
            depth,
            indent: piece.indent,
            gap: piece.gap,
            first: text.chars().next().map_or(0, char_class),
            begins_small: text.starts_with(char::is_lowercase),
            key: hash(text.as_bytes()),
            signs,
            range: range.start as u32..range.end as u32,
            counts,
            shape,
        })
    }

    /// Adds a text with single spaces in place of all whitespace, behind all others; or with nothing, where a line was
    /// broken that is of a script without spaces.
    fn push_collapsed(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        for line in text.split(['\n', '\r']) {
            for (nth, word) in line.split_whitespace().enumerate() {
                let ends_wide = || self.text.chars().next_back().is_some_and(is_wide);
                let is_torn = nth == 0 && word.chars().next().is_some_and(is_wide) && ends_wide();
                if self.text.len() > start && !is_torn {
                    self.text.push(' ');
                }
                self.text.push_str(word);
            }
        }
        start..self.text.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(dump: &str) -> Vec<(String, Marker, u8)> {
        let all = lines(dump, usize::MAX);
        all.lines.iter().map(|line| (all.text_of(line).to_owned(), line.marker, line.depth)).collect()
    }

    #[track_caller]
    fn check(dump: &str, expected: &[(&str, Marker, u8)]) {
        let expected: Vec<_> = expected.iter().map(|&(text, marker, depth)| (text.to_owned(), marker, depth)).collect();
        assert_eq!(found(dump), expected, "{dump:?}");
    }

    #[test]
    fn whitespace_is_collapsed() {
        let none = Marker::None;
        check("a  b\tc\u{a0}\u{3000}d", &[("a b c d", none, 1)]);
        check(&"中文\n字。\n".repeat(3), &[("中文", none, 1), ("字。", none, 1)].repeat(3));
        let wrapped = format!("{0}\n{0}\n{0}\nb c", "中".repeat(30));
        check(&wrapped, &[(&format!("{} b c", "中".repeat(90)), none, 1)]);
        check("a b\n---\n\nc “d”", &[("a b", none, 1), ("c “d”", none, 1)]);
    }

    #[test]
    fn prose_is_told_in_scripts_without_spaces() {
        let is_prose = |dump: &str| lines(dump, usize::MAX).lines[0].prose;
        assert!(is_prose(&"น้ำท่วมเมืองเก่าเมื่อคืนนี้".repeat(8)));
        assert!(is_prose("昨夜一晩中雨が降り続き、朝になると川は堤防を越えて、粉屋通りの家々の庭にまで広がっていた。"));
        assert!(!is_prose("입력 2024.03.18 09:12 수정 2024.03.18 11:40 12.5.24, 3.2.25, 4.6.26."));
        assert!(!is_prose("หน้าแรก ข่าว กีฬา") && !is_prose("首页 新闻 体育"));
    }

    #[test]
    fn bullets_and_numbers_make_items() {
        let (bullet, number) = (Marker::Bullet, Marker::Number);
        check("• a\n  ◦ b\n• c", &[("a", bullet, 1), ("b", bullet, 2), ("c", bullet, 1)]);
        check("1. a\n2. b\nc", &[("a", number(1), 1), ("b", number(2), 1), ("c", Marker::None, 1)]);
        check("  3. a", &[("a", number(3), 1)]);
        check("1. Introduction\nIt rained.", &[("1. Introduction", Marker::None, 1), ("It rained.", Marker::None, 1)]);
    }

    #[test]
    fn a_marker_alone_belongs_to_the_next_line() {
        check(
            "  • 1\n    First\n\n  • 2\n\n    Second",
            &[("First", Marker::Number(1), 1), ("Second", Marker::Number(2), 1)],
        );
        check("•\nFirst", &[("First", Marker::Bullet, 1)]);
        check("• 1\n• 2", &[("1", Marker::Bullet, 1), ("2", Marker::Bullet, 1)]);
    }
}
