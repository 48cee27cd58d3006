//! Which delimiters of emphases are read as such, by what stands beside them.

use super::inline::Piece;
use crate::mark::MarkKind;

/// What begins and ends a mark that is an emphasis of some kind.
pub(super) fn delimiter(kind: &MarkKind<'_>) -> Option<&'static str> {
    match kind {
        MarkKind::Strong => Some("**"),
        MarkKind::Emphasis => Some("*"),
        MarkKind::Strikethrough => Some("~~"),
        _ => None,
    }
}

/// What stands beside a delimiter, as the rules for them tell characters apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Space,
    /// Punctuation in every table: ASCII's, quotation marks, dashes and the like.
    Sign,
    Letter,
    /// Punctuation or not, as the parser's tables have it.
    Unclear,
}

pub(super) fn side(c: Option<char>) -> Side {
    match c {
        None => Side::Space,
        Some(c) if c.is_whitespace() => Side::Space,
        Some(c) if c.is_alphanumeric() => Side::Letter,
        Some(c) if c.is_ascii_punctuation() || is_general_punctuation(c) || is_wide_punctuation(c) => Side::Sign,
        Some(_) => Side::Unclear,
    }
}

/// Whether a character of the Unicode block General Punctuation is that in every version of Unicode. Two of the block are
/// signs of mathematics.
fn is_general_punctuation(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}') && !matches!(c, '\u{2044}' | '\u{2052}')
}

/// Whether a character is punctuation of Chinese, Japanese or Korean text in every version of Unicode: of the blocks CJK
/// Symbols and Punctuation, and Halfwidth and Fullwidth Forms.
fn is_wide_punctuation(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}')
        || matches!(c, '\u{ff01}'..='\u{ff03}' | '\u{ff05}'..='\u{ff0a}' | '\u{ff0c}'..='\u{ff0f}')
        || matches!(c, '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' | '\u{ff20}' | '\u{ff3b}'..='\u{ff3d}' | '\u{ff3f}')
        || matches!(c, '\u{ff5b}' | '\u{ff5d}' | '\u{ff5f}'..='\u{ff65}')
}

/// Whether the delimiters around `pieces[begin..=end]` would be read as such.
///
/// `CommonMark` 0.31, [left- and right-flanking delimiter runs](https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run).
/// Another mark that begins or ends at the same place may yet be dropped; what is right with and without it counts.
pub(super) fn can_stand(pieces: &[Piece<'_>], begin: usize, end: usize, enclosed: bool) -> bool {
    if end <= begin {
        return false;
    }
    let (Piece::Begin(kind), before, inside, after) =
        (pieces[begin], &pieces[..begin], &pieces[begin + 1..end], &pieces[end + 1..])
    else {
        return false;
    };
    // Two runs of delimiters that touch would be read as one.
    let touches_end = matches!(before.last(), Some(Piece::End(other)) if delimiter(other).is_some());
    let (first, left) = (next_side(inside, kind, true), last_side(before, kind, false));
    !touches_end && opens(first, left, enclosed) && flanks(last_side(inside, kind, true), next_side(after, kind, false))
}

/// Whether a delimiter between these opens a mark.
pub(super) fn opens(first: Side, left: Side, enclosed: bool) -> bool {
    flanks(first, left) && (!enclosed || left == Side::Space || (left, first) == (Side::Sign, Side::Letter))
}

/// For each piece, whether it begins a mark of stars inside another that began before. If its delimiter could end a mark
/// too, it would be taken to end that one.
pub(super) fn enclosed(pieces: &[Piece<'_>]) -> Vec<bool> {
    let (mut open, mut touching) = (0usize, 0);
    let enclosed = pieces.iter().map(|piece| match piece {
        Piece::Begin(kind) if is_starred(kind) => {
            open += 1;
            touching += 1;
            open > touching
        }
        Piece::End(kind) if is_starred(kind) => {
            open = open.saturating_sub(1);
            touching = 0;
            false
        }
        _ => {
            touching = 0;
            false
        }
    });
    enclosed.collect()
}

/// Whether a delimiter has its mark on the one side and not on the other.
pub(super) fn flanks(inside: Side, outside: Side) -> bool {
    match inside {
        Side::Space => false,
        Side::Letter => true,
        Side::Sign | Side::Unclear => matches!(outside, Side::Space | Side::Sign),
    }
}

/// A raised or lowered character: some are signs, others numbers.
const SCRIPT: char = '⁺';

/// What follows on a delimiter. Marks that are no delimiters begin and end with signs.
pub(super) fn next_side(pieces: &[Piece<'_>], kind: MarkKind<'_>, inside: bool) -> Side {
    nearest(pieces.iter(), kind, inside, |piece| match piece {
        Piece::Text(text) => text.chars().next(),
        Piece::Image { space_before: true, .. } => Some(' '),
        Piece::Begin(kind) | Piece::End(kind) if is_script(kind) => Some(SCRIPT),
        _ => Some('['),
    })
}

/// What stands before a delimiter.
pub(super) fn last_side(pieces: &[Piece<'_>], kind: MarkKind<'_>, inside: bool) -> Side {
    nearest(pieces.iter().rev(), kind, inside, |piece| match piece {
        Piece::Text(text) => text.chars().next_back(),
        Piece::Image { space_after: true, .. } => Some(' '),
        Piece::Begin(kind) | Piece::End(kind) if is_script(kind) => Some(SCRIPT),
        _ => Some(']'),
    })
}

/// What stands beside a delimiter, past others.
fn nearest<'a>(
    pieces: impl Iterator<Item = &'a Piece<'a>>,
    kind: MarkKind<'_>,
    inside: bool,
    char_of: impl Fn(&Piece<'_>) -> Option<char>,
) -> Side {
    let mut past_others = false;
    for piece in pieces {
        match piece {
            Piece::Begin(other) | Piece::End(other) if delimiter(other).is_some() => {
                past_others |= is_starred(other) != is_starred(&kind);
            }
            piece => {
                return match side(char_of(piece)) {
                    Side::Letter if past_others && inside => Side::Sign,
                    found => found,
                };
            }
        }
    }
    Side::Space
}

fn is_script(kind: &MarkKind<'_>) -> bool {
    matches!(kind, MarkKind::Subscript | MarkKind::Superscript)
}

/// Whether the delimiter is of stars: runs of them are read together.
pub(super) fn is_starred(kind: &MarkKind<'_>) -> bool {
    matches!(kind, MarkKind::Strong | MarkKind::Emphasis)
}
