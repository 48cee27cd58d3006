//! The text of one block, collapsed and counted as it comes in.

use super::tally::Tally;
use crate::block::Counts;
use crate::char_class::{COLON, COMMA, DIGIT, IDEOGRAPH, SPACE, STOP, UPPER, space_length};
use crate::tree::NodeId;

/// What else is counted of a block's text, for the features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) digits: u32,
    pub(crate) uppercase: u32,
    /// Ends of sentences: `. ! ? …` and their kin in other scripts.
    pub(crate) stops: u32,
    /// Commas and semicolons of all scripts.
    pub(crate) commas: u32,
    /// Other signs that are neither letters, digits nor whitespace.
    pub(crate) symbols: u32,
    /// Han, kana and Hangul characters.
    pub(crate) ideographs: u32,
    /// Whether there are characters of scripts without spaces between words.
    pub(crate) has_unspaced: bool,
    /// `<br>` inside the block.
    pub(crate) breaks: u32,
    /// Words that begin with an uppercase letter.
    pub(crate) capitalized: u32,
    /// The class of the last character of the text, see [`super::char_class`].
    pub(crate) last: u8,
}

impl Shape {
    /// Whether words may stand in the text with nothing between them.
    pub(crate) fn is_unparted(&self) -> bool {
        self.ideographs > 0 || self.has_unspaced
    }

    /// The counts of this text as they would be in an alphabet, so that a length means the same in every script: two
    /// characters of Han, kana or Hangul are about a word, which takes six with the space behind it.
    pub(crate) fn size(&self, counts: Counts) -> Counts {
        let ideographs = self.ideographs.min(counts.words);
        if ideographs == 0 {
            return counts;
        }
        let more = u64::from(ideographs) * 2;
        let linked = more * u64::from(counts.link_chars) / u64::from(counts.chars.max(1));
        Counts {
            words: counts.words - ideographs / 2,
            chars: counts.chars.saturating_add(more as u32),
            link_chars: counts.link_chars.saturating_add(linked as u32),
            ..counts
        }
    }
}

/// A block that is being put together.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a state of its own: text, links, cells and rows nest freely"
)]
pub(super) struct Run {
    /// Whether there is any text yet.
    pub(super) active: bool,
    /// Where the block's text begins in the buffer.
    pub(super) start: usize,
    pub(super) first: NodeId,
    pub(super) last: NodeId,
    pub(super) counts: Counts,
    pub(super) shape: Shape,
    /// A space is due before the next word; whether it is part of a link.
    pub(super) space: Option<bool>,
    /// Line breaks due before the next word.
    pub(super) breaks: u32,
    /// Whether the first of them is part of a link.
    pub(super) break_in_link: bool,
    /// If the text breaks off in a word: as [`Tally::word`].
    word: Option<u8>,
    /// Where in [`super::Segments::cells`] the cells begin.
    pub(super) cells: usize,
    /// Where in [`super::Segments::marks`] the marks begin.
    pub(super) marks: usize,
    /// The elements of the images among them.
    pub(super) images: Vec<NodeId>,
    /// Whether the last of the cells is still open.
    pub(super) in_cell: bool,
    /// Whether its row is.
    pub(super) in_row: bool,
    /// Rows begun since the last cell.
    pub(super) rows_begun: u8,
    /// The element that holds the last of them: its group.
    pub(super) row_group: NodeId,
    /// Whether that has no cells yet.
    pub(super) in_new_group: bool,
}

impl Run {
    /// Adds a text node with its whitespace collapsed.
    ///
    /// Words with one space between them, which most text is, are added as they stand.
    pub(super) fn push_collapsed(&mut self, out: &mut String, text: &str, link: bool) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let space = space_length(bytes, at);
            if space > 0 {
                self.space = self.space.or(Some(link));
                at += space;
                continue;
            }
            let end = end_of_words(bytes, at);
            let words = text.get(at..end).unwrap_or_default();
            self.push_separator(out);
            out.push_str(words);
            self.count(words, link);
            at = end;
        }
    }

    /// Adds text as it is.
    pub(super) fn push_verbatim(&mut self, out: &mut String, text: &str, link: bool) {
        out.push_str(text);
        self.count(text, link);
    }

    /// Ends the line of code before a text that stands apart from it, unless one of the two does so itself.
    pub(super) fn push_line_end(&mut self, out: &mut String, text: &str) {
        let is_due = !text.is_empty() && self.space.take().is_some() && out.len() > self.start;
        if is_due && !out.ends_with('\n') && !text.starts_with(['\n', '\r']) {
            self.push_verbatim(out, "\n", false);
        }
    }

    /// Writes the space or line break that is due.
    fn push_separator(&mut self, out: &mut String) {
        let space = self.space.take();
        let breaks = std::mem::take(&mut self.breaks);
        if out.len() == self.start || out.ends_with(['\t', '\n']) {
            return;
        }
        if breaks > 0 {
            self.shape.breaks += breaks;
            self.push_verbatim(out, "\n", self.break_in_link);
        } else if let Some(space_in_link) = space {
            self.push_verbatim(out, " ", space_in_link);
        }
    }

    /// Counts text that was added; whether it holds whitespace that is not a single space.
    fn count(&mut self, text: &str, link: bool) -> bool {
        let mut tally = Tally::new(self.word);
        let chars = tally.add_text(text);
        self.word = tally.word;
        self.counts.words += tally.starts + tally.of(IDEOGRAPH);
        self.counts.chars += chars;
        if link {
            self.counts.link_chars += chars;
        }
        let shape = &mut self.shape;
        shape.ideographs += tally.of(IDEOGRAPH);
        shape.has_unspaced |= tally.has_unspaced;
        shape.capitalized += tally.capitals;
        shape.digits += tally.of(DIGIT);
        shape.uppercase += tally.of(UPPER);
        shape.stops += tally.of(STOP);
        shape.commas += tally.of(COMMA);
        shape.symbols += tally.of(COLON) + (chars - tally.classified);
        if tally.last & SPACE == 0 {
            shape.last = tally.last;
        }
        tally.loose
    }

    /// Words are not joined across this place.
    pub(super) fn end_word(&mut self) {
        self.word = None;
        self.space = None;
        self.breaks = 0;
    }
}

/// Counts a text that is a block of its own; none if its whitespace is not collapsed.
pub(crate) fn measure(text: &str) -> Option<(Counts, Shape)> {
    let mut run = Run::default();
    let loose = run.count(text, false);
    (!loose).then_some((run.counts, run.shape))
}

/// Where a stretch of words ends that begins at `at`: before whitespace that is not a single space between words.
fn end_of_words(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        let space = space_length(bytes, at);
        let between = space == 1 && bytes[at] == b' ' && at + 1 < bytes.len() && space_length(bytes, at + 1) == 0;
        if space > 0 && !between {
            break;
        }
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(parts: &[&str], text: &str, words: u32) {
        let (mut run, mut out) = (Run::default(), String::new());
        for part in parts {
            run.push_collapsed(&mut out, part, false);
        }
        assert_eq!((&*out, run.counts.words), (text, words), "{parts:?}");
        assert_eq!(run.counts.chars as usize, text.chars().count());
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        check(&["Hello, world"], "Hello, world", 2);
        check(&["Word", "s"], "Words", 1);
        check(&["a ", " b"], "a b", 2);
        check(&["don't 3.14"], "don't 3.14", 4);
        check(&["", " \n\t"], "", 0);
        check(&["--- * ---"], "--- * ---", 0);
    }

    #[test]
    fn ideographs_are_words_of_their_own() {
        check(&["日本語"], "日本語", 3);
        check(&["東京2020年"], "東京2020年", 4);
        check(&["한국어 abc"], "한국어 abc", 4);
        check(&["สวัสดี", "ครับ"], "สวัสดีครับ", 2);
        check(&["ฝนตก แม่น้ำ"], "ฝนตก แม่น้ำ", 2);
    }

    #[test]
    fn marks_belong_to_their_words() {
        check(&["नमस्ते दुनिया"], "नमस्ते दुनिया", 2);
        check(&["e\u{301}te\u{301}", "s"], "e\u{301}te\u{301}s", 1);
        check(&["می\u{200c}خواهم"], "می\u{200c}خواهم", 1);
        check(&["\u{301} a"], "\u{301} a", 1);
    }

    #[test]
    fn a_size_means_the_same_in_every_script() {
        let size = |text: &str, link_chars: u32| {
            let (counts, shape) = measure(text).unwrap();
            let size = shape.size(Counts { link_chars, ..counts });
            (size.words, size.chars, size.link_chars)
        };
        assert_eq!(size("It rained all night", 9), (4, 19, 9));
        assert_eq!(size("整夜都在下雨", 2), (3, 18, 6));
        assert_eq!(size("2020年 abc", 0), (3, 11, 0));
        assert_eq!(size("ฝนตกทั้งคืน", 0), (2, 11, 0));
    }

    #[test]
    fn all_unicode_whitespace_collapses() {
        check(&["\u{a0}a\u{3000}\u{2003}b\u{a0}"], "a b", 2);
    }

    #[test]
    fn a_space_belongs_to_the_link_it_begins_in() {
        let (mut run, mut out) = (Run::default(), String::new());
        run.push_collapsed(&mut out, "see ", false);
        run.push_collapsed(&mut out, "the page ", true);
        run.push_collapsed(&mut out, " here", false);
        assert_eq!((&*out, run.counts.link_chars), ("see the page here", 9));
    }
}
