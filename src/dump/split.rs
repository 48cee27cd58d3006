//! A dump to pieces: its lines without the space around them, and paragraphs that were wrapped put together again.

use memchr::{memchr, memchr2, memchr2_iter, memmem};

use super::marker::{Marker, marker};
use crate::char_class::{IDEOGRAPH, char_class, is_of_word};

/// Columns beyond which no dump is wrapped.
const MAX_WIDTH: usize = 132;
/// Columns up to which lines are short by nature, not because they were wrapped.
const MIN_WIDTH: usize = 50;
/// Columns below the width that the last word of a full line may leave free.
const SLACK: usize = 12;
/// Full lines that a wrapped dump has at least; and of its lines, one in so many.
const MIN_FULL: usize = 3;
const FULL_LINES: usize = 20;
/// Lines longer than the width that a wrapped dump may have, for addresses, tables and code; and of its lines, one in so
/// many.
const MAX_LONG: usize = 2;
const LONG_LINES: usize = 50;
/// Columns that lines of Chinese and Japanese may leave free, so that none begins with a full stop.
const WIDE_SLACK: usize = 4;
/// Columns of a tab.
const TAB: u16 = 8;

/// A piece of a dump that is one block.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    /// Bytes of the dump, its marker included.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Columns before it.
    pub(super) indent: u16,
    /// Blank lines before it.
    pub(super) gap: u16,
    /// Line breaks inside it.
    pub(super) breaks: u32,
    pub(super) marker: Marker,
    /// Bytes of the marker and the space behind it.
    pub(super) marked: usize,
}

/// Cuts a dump into its pieces, at most so many; and says whether there would have been more.
pub(super) fn pieces(dump: &str, most: usize) -> (Vec<Piece>, bool) {
    let width = wrapped_at(dump);
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut start, mut gap, mut open) = (0, 0u16, false);
    for end in memchr2_iter(b'\n', b'\r', dump.as_bytes()).chain([dump.len()]) {
        let line = dump.get(start..end).unwrap_or_default();
        let text = trimmed(line);
        let after_return = start > 0 && dump.as_bytes().get(start - 1) == Some(&b'\r');
        if text.is_empty() {
            let half = line.is_empty() && after_return && dump.as_bytes().get(end) == Some(&b'\n');
            if !half {
                gap = gap.saturating_add(1);
                open = false;
            }
        } else {
            let piece = piece(line, text, start, gap);
            (open, gap) = (open && has_words(text), 0);
            let last = pieces.last_mut().filter(|_| open);
            let joined = width.zip(last).is_some_and(|(width, last)| join(last, &piece, dump, width));
            open = width.is_some();
            if !joined {
                if pieces.len() == most {
                    return (pieces, true);
                }
                if has_words(text) {
                    pieces.push(piece);
                } else if piece.marker == Marker::Bullet && piece.end == piece.start + piece.marked {
                    // It may belong to the next line, so that of several in a row only the last can.
                    let is_alone = |last: &Piece| last.marker == Marker::Bullet && last.end == last.start + last.marked;
                    if pieces.last().is_some_and(is_alone) {
                        pieces.pop();
                    }
                    pieces.push(piece);
                }
            }
        }
        start = end + 1;
    }
    (pieces, false)
}

/// Whether there is a letter or digit.
fn has_words(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) || text.chars().any(is_of_word)
}

/// A line without the blanks around it: most lines begin and end in ASCII, and are seen at a glance to have none.
fn trimmed(line: &str) -> &str {
    match line.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => line,
        _ => line.trim_matches(is_blank),
    }
}

/// Whitespace, and the byte order mark.
fn is_blank(c: char) -> bool {
    c == ' ' || c.is_whitespace() || c == '\u{feff}'
}

fn piece(line: &str, text: &str, start: usize, gap: u16) -> Piece {
    let lead = if text.len() == line.len() { 0 } else { line.len() - line.trim_start_matches(is_blank).len() };
    // No-break and ideographic spaces begin paragraphs, and are no indentation of the whole.
    let columns = |c: char| match c {
        '\t' => TAB,
        ' ' => 1,
        _ => 0,
    };
    let indent = line.get(..lead).unwrap_or_default().chars().fold(0u16, |sum, c| sum.saturating_add(columns(c)));
    let (found, marked) = marker(text);
    Piece { start: start + lead, end: start + lead + text.len(), indent, gap, breaks: 0, marker: found, marked }
}

/// Takes a line into the piece before it, if it is the next line of the same paragraph: where its first word would not
/// have fitted into the line before.
fn join(last: &mut Piece, next: &Piece, dump: &str, width: usize) -> bool {
    let hangs = last.marker != Marker::None && next.indent > last.indent;
    if next.marker != Marker::None
        || !(next.indent == last.indent || hangs || last.breaks == 0 && last.indent > next.indent)
    {
        return false;
    }
    let text = |piece: &Piece| dump.get(piece.start..piece.end).unwrap_or_default();
    let line = text(last).rsplit(['\n', '\r']).next().unwrap_or_default().trim();
    let next_line = text(next);
    let needed = match next_line.chars().next() {
        Some(first) if is_wide(first) => columns_of(first) + WIDE_SLACK,
        _ => 1 + columns(next_line.split(' ').next().unwrap_or_default()),
    };
    if usize::from(next.indent.max(last.indent)) + columns(line) + needed <= width {
        return false;
    }
    last.end = next.end;
    last.breaks += 1;
    true
}

/// Whether a character takes two columns, and no space stands between two of its kind.
pub(super) fn is_wide(c: char) -> bool {
    let is_hangul = matches!(c, '\u{ac00}'..='\u{d7af}');
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}') || char_class(c) == IDEOGRAPH && !is_hangul
}

fn columns_of(c: char) -> usize {
    if is_wide(c) || char_class(c) == IDEOGRAPH { 2 } else { 1 }
}

/// Columns that a line takes in a terminal.
fn columns(line: &str) -> usize {
    if line.is_ascii() { line.len() } else { line.chars().map(columns_of).sum() }
}

/// Whether the last word is an address: text browsers list those of all links at the end, a line each, whatever the width.
fn ends_in_address(line: &str) -> bool {
    let word = line.rsplit(' ').next().unwrap_or_default();
    memchr(b':', word.as_bytes()).is_some() && word.contains("://")
}

/// The width at which all lines of a dump were wrapped, in columns, if they were: lines are crowded below it, and nearly
/// none is longer.
fn wrapped_at(dump: &str) -> Option<usize> {
    let mut rest = dump;
    let has_addresses = memmem::find(dump.as_bytes(), b"://").is_some();
    let mut of_width = [0usize; MAX_WIDTH + 1];
    let (mut lines, mut long) = (0, 0);
    while !rest.is_empty() {
        let end = memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let line = rest.get(..end)?.trim_end();
        let next = rest.get(end + 1..).unwrap_or_default();
        if has_addresses && ends_in_address(line) {
            rest = next;
            continue;
        }
        // Three bytes a column at most, but for rare signs.
        let columns = if line.len() > 3 * MAX_WIDTH { usize::MAX } else { columns(line) };
        lines += usize::from(columns > 0);
        match of_width.get_mut(columns) {
            Some(count) => *count += 1,
            None => long += 1,
        }
        // Most dumps that are not wrapped are told apart by their first long lines.
        if long > MAX_LONG + lines / LONG_LINES {
            return None;
        }
        rest = next;
    }
    let allowed = MAX_LONG + lines / LONG_LINES;
    for width in (MIN_WIDTH..=MAX_WIDTH).rev() {
        let crowd =
            |from: usize, to: usize| of_width.get(from + 1..=to).map_or(0, |counts| counts.iter().sum::<usize>());
        let (full, below) = (crowd(width - SLACK, width), crowd(width - 3 * SLACK, width - SLACK));
        let is_edge = of_width.get(width).is_some_and(|&count| count > 0);
        if is_edge && full >= MIN_FULL && full * FULL_LINES >= lines && full > below {
            return Some(width);
        }
        long += of_width.get(width).copied().unwrap_or_default();
        if long > allowed {
            return None;
        }
    }
    None
}

#[cfg(test)]
#[allow(clippy::string_slice, clippy::format_collect)] // A test fails by panicking, and its texts are short.
mod tests {
    use super::*;

    fn texts(dump: &str) -> Vec<&str> {
        pieces(dump, usize::MAX).0.iter().map(|piece| &dump[piece.start..piece.end]).collect()
    }

    #[test]
    fn lines_are_pieces() {
        assert_eq!(texts("\u{feff}One\n\n  two \r\nthree\rfour\u{a0}\n\n"), ["One", "two", "three", "four"]);
        assert_eq!(texts(""), [""; 0]);
        assert_eq!(texts(" \n\t\n"), [""; 0]);
    }

    #[test]
    fn blank_lines_and_indents_are_counted() {
        let (found, _) = pieces("\u{feff}a\r\n\r\n  b\n\n\n\tc\n\u{3000}\u{a0}d\n\u{c}e", usize::MAX);
        let layout: Vec<_> = found.iter().map(|piece| (piece.gap, piece.indent)).collect();
        assert_eq!(layout, [(0, 0), (1, 2), (2, TAB), (0, 0), (0, 0)]);
    }

    /// A paragraph, and the same wrapped at a width.
    fn paragraph(width: usize, word: &str) -> String {
        let (mut out, mut at) = (String::new(), 0);
        for nth in 0..120 {
            let word = &word[..word.len() - nth * nth % 7];
            if at + word.len() > width {
                out.push('\n');
                at = 0;
            } else if nth > 0 {
                out.push(' ');
            }
            out.push_str(word);
            at += word.len() + 1;
        }
        out + "\n"
    }

    #[test]
    fn wrapped_paragraphs_are_one_piece() {
        let dump = "The old bridge over the harbour was opened to traffic\non Monday morning, three years after the great flood.\n\n\
                    * Home\n* A list item that is long enough to be wrapped at its\n  end\n";
        let found = texts(dump);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].ends_with("flood."));
        assert!(found[2].ends_with("end"));
    }

    #[test]
    fn any_width_is_found_between_short_lines_and_a_few_long_ones() {
        let menu = "Home\n\nNews\n\nSport\n\n".repeat(10);
        let address = format!("https://made.example/{}\n", "long/".repeat(40));
        for width in [60, 72, 80, 100] {
            for line_end in ["\n", "\r\n", "\r"] {
                let dump = format!("{menu}{0}\n{address}\n{0}\n{menu}", paragraph(width, "flooding"));
                let (found, _) = pieces(&dump.replace('\n', line_end), usize::MAX);
                assert_eq!(found.iter().filter(|piece| piece.breaks > 4).count(), 2, "{width} {line_end:?} {found:?}");
                assert_eq!(found.len(), 63, "{width} {line_end:?}");
            }
        }
    }

    #[test]
    fn a_list_of_addresses_hides_no_width() {
        let list: String = (1..60).map(|nth| format!("{nth:4}. https://made.example/story/{nth}\n")).collect();
        let dump = format!("{}\n{list}", paragraph(72, "flooding"));
        let (found, _) = pieces(&dump, usize::MAX);
        assert_eq!((found.len(), found.iter().filter(|piece| piece.breaks > 4).count()), (60, 1));
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let line = "語".repeat(38);
        let dump = format!("{line}\n{line}。\n{line}\n語です\n\n短い\n");
        assert_eq!(texts(&dump).len(), 2);
    }

    #[test]
    fn lines_without_words_are_no_pieces_and_there_is_a_limit() {
        assert_eq!(texts("a\n---\n***\n•\n•\n*\nb\n|\n…\n語\n1"), ["a", "*", "b", "語", "1"]);
        let (found, cut) = pieces(&"a\n".repeat(100), 10);
        assert!(found.len() == 10 && cut);
        assert!(!pieces(&"a\n".repeat(10), 10).1);
    }

    #[test]
    fn short_lines_are_not_wrapped_ones() {
        assert_eq!(texts("Home\nNews\nSport\nWeather forecast").len(), 4);
        let headlines: String = (30..90).map(|length| format!("{}\n", "word ".repeat(length / 5))).collect();
        assert_eq!(texts(&headlines).len(), 60);
        let long = "word ".repeat(40);
        assert_eq!(texts(&format!("{long}\n{long}")).len(), 2);
    }
}
