//! The numbers that text browsers write before links, as in `[12]Contact`: no word of the page.

use std::ops::Range;

use memchr::memchr_iter;

use crate::char_class::is_of_word;

/// Numbers directly before a word that a dump of a text browser has at least.
const MIN_NUMBERS: usize = 10;
/// Of numbers before words, one in so many may be out of order.
const STRAYS: usize = 10;
/// Of those in order, one in so many has other text before it on its line, or a bullet: entries of a list of sources
/// begin with theirs.
const WITHIN: usize = 4;
/// Of those in order, one in so many may stand directly behind a word, as notes do.
const BEHIND_WORDS: usize = 2;
/// Numbers that may be left out, for links that show nothing.
const MAX_GAP: u32 = 3;
/// Digits of the largest number.
const MAX_DIGITS: usize = 5;

/// Where the numbers of links stand in a dump, brackets included; nowhere, unless it has many of them in rising order.
pub(super) fn link_numbers(dump: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut next, mut ordered, mut strays, mut within, mut behind) = (1, 0, 0, 0, 0);
    for start in memchr_iter(b'[', dump.as_bytes()) {
        let Some((number, end)) = bracketed(dump, start) else { continue };
        let before_word = dump.get(end..).is_some_and(|rest| rest.chars().next().is_some_and(is_of_word));
        let gap = if before_word { MAX_GAP } else { 0 };
        if !(next..=next + gap).contains(&number) {
            strays += usize::from(before_word);
            continue;
        }
        next = number + 1;
        found.push(start..end);
        if before_word {
            let before = dump.get(..start).unwrap_or_default();
            ordered += 1;
            within += usize::from(!before.trim_end_matches([' ', '\t']).ends_with(['\n', '\r']));
            behind += usize::from(before.chars().next_back().is_some_and(is_of_word));
        }
    }
    let is_numbered = ordered >= MIN_NUMBERS
        && strays * STRAYS <= ordered
        && within * WITHIN >= ordered
        && behind * BEHIND_WORDS <= ordered;
    if is_numbered { found } else { Vec::new() }
}

/// The number between the bracket at `start` and one behind it, and where that ends.
fn bracketed(dump: &str, start: usize) -> Option<(u32, usize)> {
    let rest = dump.get(start + 1..)?;
    let digits = rest.bytes().take(MAX_DIGITS + 1).take_while(u8::is_ascii_digit).count();
    let number = rest.get(..digits)?.parse().ok()?;
    (digits <= MAX_DIGITS && rest.as_bytes().get(digits) == Some(&b']')).then_some((number, start + digits + 2))
}

/// The text of a range without the numbers that stand in it.
pub(super) fn without(dump: &str, range: &Range<usize>, numbers: &[Range<usize>]) -> String {
    let mut text = String::with_capacity(range.len());
    let mut from = range.start;
    for number in numbers {
        text.push_str(dump.get(from..number.start).unwrap_or_default());
        from = number.end;
    }
    text + dump.get(from..range.end).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::format_collect)] // A test need not be fast.
mod tests {
    use super::*;

    fn bare(dump: &str) -> String {
        without(dump, &(0..dump.len()), &link_numbers(dump))
    }

    fn numbered(from: u32, to: u32, unit: &str) -> String {
        (from..to).map(|number| unit.replace('#', &number.to_string())).collect()
    }

    #[test]
    fn numbers_of_links_are_found() {
        let menu = numbered(1, 15, "  * [#]Home\n");
        assert_eq!(bare(&menu), "  * Home\n".repeat(14));
        let line = numbered(1, 15, "the [#]river and ");
        assert_eq!(bare(&line), "the river and ".repeat(14));
        // Links of images alone, in brackets and quotes, and those that show nothing.
        let dump = format!("{menu}[15]\n[16][logo.png] ([17]more) [19]\u{201c}Rain\u{201d} [21]News, as in 1998 [3]");
        let expected =
            format!("{}\n[logo.png] (more) [19]\u{201c}Rain\u{201d} News, as in 1998 [3]", "  * Home\n".repeat(14));
        assert_eq!(bare(&dump), expected);
    }

    #[test]
    fn other_numbers_are_left_alone() {
        let sources = numbered(1, 40, "[#]Roe, J. Rivers, page [7].\n");
        let notes = numbered(1, 40, "It rained[#] that night, or so they[#]said. ");
        let ideographs = numbered(1, 40, "研究[#]表明。");
        let few = numbered(1, 10, "* [#]Home\n");
        let same = "see [1]there and ".repeat(40);
        let falling: String = (1..40).rev().map(|number| format!("* [{number}]Home\n")).collect();
        let cited = format!("{}\n{}", numbered(1, 20, "as ([#]Roe) says. "), numbered(1, 20, "  [#]Roe, J. Rivers.\n"));
        let indices = "a [0]b a[1]c a[100000]d [99999999999999999999]e [x]f [";
        for dump in [&*sources, &*notes, &*ideographs, &*few, &*same, &*falling, &*cited, indices, ""] {
            assert_eq!(bare(dump), dump);
        }
    }
}
