//! Emphases made narrower, so that their delimiters are read as such.
//!
//! In Chinese and Japanese no space stands after a sign: in `**注意：**后面` the second delimiter ends nothing. The sign goes
//! outside, `**注意**：后面`, which looks the same.

use super::flanking::{Side, delimiter, enclosed, flanks, is_starred, last_side, next_side, opens, side};
use super::inline::Piece;
use super::phrases::push_text_piece;
use crate::mark::MarkKind;

/// Signs that enclose a text together.
const PAIRS: &[(char, char)] = &[
    ('(', ')'),
    ('[', ']'),
    ('"', '"'),
    ('\'', '\''),
    ('‘', '’'),
    ('“', '”'),
    ('〈', '〉'),
    ('《', '》'),
    ('「', '」'),
    ('『', '』'),
    ('【', '】'),
    ('（', '）'),
];

/// The pieces with signs at the edges of emphases put outside of them, as many as it takes for their delimiters to stand.
pub(super) fn signs_out_of_marks(pieces: Vec<Piece<'_>>) -> Vec<Piece<'_>> {
    if !pieces.iter().any(|piece| begun(piece).is_some()) {
        return pieces;
    }
    let enclosed = enclosed(&pieces);
    let mut out = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let begins = run(&pieces[at..], begun);
        if let (Some(kind), Some(Piece::Text(text))) = (begun(piece), pieces.get(at + begins.len())) {
            let after = &pieces[at + begins.len() + 1..];
            let ends = run(after, ended);
            let mut first = signs_before(text, begins, last_side(&out, kind, false), after, enclosed[at]);
            let mut last = signs_after(text, &pieces[..=at], ends, &after[ends.len()..]);
            if first + last > text.len() {
                // Signs around a blank, which both sides would take: nothing is left to mark.
                (first, last) = (0, 0);
            }
            include_partners(text, &mut first, &mut last);
            let (rest, end) = text.split_at(text.len() - last);
            let (start, words) = rest.split_at(first);
            push_text_piece(&mut out, start);
            out.extend_from_slice(begins);
            push_text_piece(&mut out, words);
            out.extend_from_slice(ends);
            push_text_piece(&mut out, end);
            at += begins.len() + 1 + ends.len();
            continue;
        }
        let ends = run(&pieces[at..], ended);
        let next = at + ends.len().max(1);
        let mut signs = "";
        if let Some((&Piece::Text(text), before)) = out.split_last() {
            let last = signs_after(text, before, ends, &pieces[next..]);
            let (words, moved) = text.split_at(text.len() - last);
            out.pop();
            push_text_piece(&mut out, words);
            signs = moved;
        }
        out.extend_from_slice(&pieces[at..next]);
        push_text_piece(&mut out, signs);
        at = next;
    }
    out
}

/// Bytes of the signs to move out of marks that begin with a text.
fn signs_before(text: &str, begins: &[Piece<'_>], left: Side, after: &[Piece<'_>], enclosed: bool) -> usize {
    let beyond = match (begins.first(), after.first()) {
        (_, Some(Piece::End(_)) | None) | (None, _) => Side::Space,
        (Some(piece), _) => begun(piece).map_or(Side::Space, |kind| next_side(after, kind, true)),
    };
    let fits = |inside, outside| opens(inside, outside, enclosed) && stands_beside(begins, outside);
    signs_to_move(text.chars(), left, beyond, fits)
}

/// Bytes of the signs to move out of marks that end with a text.
fn signs_after(text: &str, before: &[Piece<'_>], ends: &[Piece<'_>], after: &[Piece<'_>]) -> usize {
    let Some(kind) = ends.first().and_then(ended) else { return 0 };
    let beyond = match before.last() {
        Some(Piece::Begin(_)) | None => Side::Space,
        Some(_) => last_side(before, kind, true),
    };
    let fits = |inside, outside| flanks(inside, outside) && stands_beside(ends, outside);
    signs_to_move(text.chars().rev(), next_side(after, kind, false), beyond, fits)
}

/// Moves the partner too of a bracket or quotation mark that was moved alone.
fn include_partners(text: &str, first: &mut usize, last: &mut usize) {
    let Some(inside) = text.get(*first..text.len() - *last) else { return };
    let (before, after) = (text.split_at(*first).0, text.split_at(text.len() - *last).1);
    for &(open, close) in PAIRS {
        if before.ends_with(open) && inside.ends_with(close) && inside.len() > close.len_utf8() {
            *last += close.len_utf8();
        } else if after.starts_with(close) && inside.starts_with(open) && inside.len() > open.len_utf8() {
            *first += open.len_utf8();
        }
    }
}

fn begun<'a>(piece: &Piece<'a>) -> Option<MarkKind<'a>> {
    if let Piece::Begin(kind) = *piece { delimiter(&kind).map(|_| kind) } else { None }
}

fn ended<'a>(piece: &Piece<'a>) -> Option<MarkKind<'a>> {
    if let Piece::End(kind) = *piece { delimiter(&kind).map(|_| kind) } else { None }
}

/// The delimiters of one sort that some pieces begin with.
fn run<'a, 'b>(pieces: &'b [Piece<'a>], of_sort: impl Fn(&Piece<'a>) -> Option<MarkKind<'a>>) -> &'b [Piece<'a>] {
    let length = pieces.iter().take_while(|piece| of_sort(piece).is_some()).count();
    &pieces[..length]
}

/// Whether all delimiters of a run can stand beside this, as far as they themselves matter: stars and tildes are signs to
/// each other.
fn stands_beside(run: &[Piece<'_>], outside: Side) -> bool {
    let is_starred = |piece: &Piece<'_>| matches!(piece, Piece::Begin(kind) | Piece::End(kind) if is_starred(kind));
    let stars = run.iter().filter(|piece| is_starred(piece)).count();
    stars == 0 || stars == run.len() || matches!(outside, Side::Space | Side::Sign)
}

/// How many bytes of signs and blanks to move out of a mark, so that what is inside fits what is outside; 0 if none or if
/// nothing helps. The characters come from the edge inwards, `beyond` is what stands inside past all of them.
fn signs_to_move(
    chars: impl Iterator<Item = char>,
    mut outside: Side,
    beyond: Side,
    fits: impl Fn(Side, Side) -> bool,
) -> usize {
    let mut moved = 0;
    for c in chars {
        let inside = side(Some(c));
        if fits(inside, outside) {
            return moved;
        }
        if !matches!(inside, Side::Sign | Side::Space) {
            return 0;
        }
        outside = inside;
        moved += c.len_utf8();
    }
    if fits(beyond, outside) { moved } else { 0 }
}
