//! The text of one block, collapsed and counted as it comes in.

use std::sync::LazyLock;

use crate::block::Counts;
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
    /// `<br>` inside the block.
    pub(crate) breaks: u32,
    /// Words that begin with an uppercase letter.
    pub(crate) capitalized: u32,
    /// The class of the last character of the text, see [`char_class`].
    pub(crate) last: u8,
}

pub(crate) const LETTER: u8 = 1;
pub(crate) const DIGIT: u8 = 2;
pub(crate) const UPPER: u8 = 4;
pub(crate) const STOP: u8 = 8;
pub(super) const COMMA: u8 = 16;
pub(crate) const IDEOGRAPH: u8 = 32;
pub(super) const SPACE: u8 = 64;
pub(super) const COLON: u8 = 128;

/// The classes of the ASCII characters.
static ASCII: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0;
    while byte < 128u8 {
        table[byte as usize] = match byte {
            b'0'..=b'9' => DIGIT,
            b'a'..=b'z' => LETTER,
            b'A'..=b'Z' => LETTER | UPPER,
            b'.' | b'!' | b'?' => STOP,
            b',' | b';' => COMMA,
            b':' => COLON,
            b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | b' ' => SPACE,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// What may stand before an ASCII character: in [`ASCII_COUNTS`] it is found this far on.
const AFTER_SIGN: u16 = 0;
const AFTER_WORD: u16 = 0x80;
const AFTER_SPACE: u16 = 0x100;

/// The counts of each ASCII character, one a byte, from the lowest: digits, uppercase letters, stops, commas, other signs,
/// words that begin, words that begin with a capital, and whitespace that is not a single space; by what stands before.
static ASCII_COUNTS: [u64; 512] = {
    let mut table = [0; 512];
    let mut at = 0;
    while at < 3 * 0x80 {
        let class = ASCII[at & 0x7f];
        let after = at as u16 & !0x7f;
        let starts = class & ((LETTER | DIGIT) * (after != AFTER_WORD) as u8);
        let capital = class & (UPPER * (starts != 0) as u8);
        let loose = class & (SPACE * (after == AFTER_SPACE || at & 0x7f != b' ' as usize) as u8);
        let counts =
            [class & DIGIT, class & UPPER, class & STOP, class & COMMA, is_sign(class), starts, capital, loose];
        let mut place = 0;
        while place < counts.len() {
            table[at] |= ((counts[place] != 0) as u64) << (8 * place);
            place += 1;
        }
        at += 1;
    }
    table
};

/// What each ASCII character is to the one after it.
static AFTER: [u16; 128] = {
    let mut table = [AFTER_SIGN; 128];
    let mut at = 0;
    while at < 128 {
        if ASCII[at] & (LETTER | DIGIT) != 0 {
            table[at] = AFTER_WORD;
        } else if ASCII[at] == SPACE {
            table[at] = AFTER_SPACE;
        }
        at += 1;
    }
    table
};

/// Not 0 for signs that are neither letters, digits, whitespace, stops nor commas.
const fn is_sign(class: u8) -> u8 {
    if class == 0 { 1 } else { class & COLON }
}

/// Characters after which a count of one byte may be full.
const FULL: usize = 255;

/// Characters that are looked up rather than classified: all before the ideographs.
const LOOKED_UP: u32 = 0x3040;

/// The classes of the characters of most alphabets.
static CLASSES: LazyLock<Vec<u8>> =
    LazyLock::new(|| (0..LOOKED_UP).map(|c| char::from_u32(c).map_or(0, char_class)).collect());

/// What kind of character this is, as a set of bits.
pub(crate) fn char_class(c: char) -> u8 {
    match c {
        '\0'..='\x7f' => ASCII[c as usize],
        // Punctuation and marks among the kana.
        '\u{30a0}' | '\u{30fb}' | '\u{3099}'..='\u{309c}' => 0,
        // Kana, Han and Hangul syllables: each is a word.
        '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{20000}'..='\u{3134f}' => IDEOGRAPH,
        '…' | '。' | '！' | '？' | '．' | '؟' | '۔' | '।' | '॥' | '።' => STOP,
        '、' | '，' | '；' | '،' | '؛' => COMMA,
        '：' => COLON,
        c if c.is_whitespace() => SPACE,
        c if c.is_uppercase() => LETTER | UPPER,
        c if c.is_alphabetic() => LETTER,
        c if c.is_numeric() => DIGIT,
        _ => 0,
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
    in_word: bool,
    /// Where in [`super::Segments::cells`] the cells begin.
    pub(super) cells: usize,
    /// Where in [`super::Segments::marks`] the marks begin.
    pub(super) marks: usize,
    /// Whether the last of the cells is still open.
    pub(super) in_cell: bool,
    /// Whether its row is.
    pub(super) in_row: bool,
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
        let mut tally = Tally { in_word: self.in_word, ..Tally::default() };
        let chars = tally.add_text(text);
        self.in_word = tally.in_word;
        self.counts.words += tally.starts + tally.of(IDEOGRAPH);
        self.counts.chars += chars;
        if link {
            self.counts.link_chars += chars;
        }
        let shape = &mut self.shape;
        shape.ideographs += tally.of(IDEOGRAPH);
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
        self.in_word = false;
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

/// The counts of an ASCII character inside a line, one a byte, from the lowest: digits, uppercase letters, stops, commas,
/// other signs; in the last, whitespace that is no space.
pub(crate) fn ascii_counts(byte: u8) -> u64 {
    ASCII_COUNTS[usize::from(u16::from(byte & 0x7f) | AFTER_WORD)]
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

/// Whether a text is whitespace only.
pub(super) fn is_blank(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let space = space_length(bytes, at);
        if space == 0 {
            return false;
        }
        at += space;
    }
    true
}

/// Bytes of the whitespace character that begins at `at`; 0 if there is none.
#[inline]
fn space_length(bytes: &[u8], at: usize) -> usize {
    match bytes[at] {
        byte @ 0..=0x7f => usize::from(ASCII[usize::from(byte)] == SPACE),
        // Only these begin whitespace beyond ASCII: U+0085 and U+00A0; U+1680; U+2000 to U+205F; U+3000.
        0xc2 => 2 * usize::from(matches!(bytes.get(at + 1), Some(0x85 | 0xa0))),
        0xe1..=0xe3 => {
            let wide = matches!(
                bytes.get(at..at + 3),
                Some(
                    [0xe1, 0x9a, 0x80]
                        | [0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf]
                        | [0xe2, 0x81, 0x9f]
                        | [0xe3, 0x80, 0x80]
                )
            );
            3 * usize::from(wide)
        }
        _ => 0,
    }
}

/// Characters of a block that is counted at once.
const BLOCK: usize = 32;

/// The counts of [`ASCII_COUNTS`], for each place in a block.
#[derive(Default)]
struct BlockCounts([[u8; BLOCK]; 8]);

impl BlockCounts {
    /// Adds a block; `before` is the character before it, and then its last. Without a branch, so that the places of a
    /// block are counted side by side.
    #[expect(clippy::needless_bitwise_bool, reason = "a lazy operator is a branch")]
    fn add(&mut self, block: &[u8; BLOCK], before: &mut u8) {
        let mut shifted = [*before; BLOCK];
        shifted[1..].copy_from_slice(&block[..BLOCK - 1]);
        *before = block[BLOCK - 1];
        let [digits, uppers, stops, commas, signs, starts, capitals, looses] = &mut self.0;
        for place in 0..BLOCK {
            let (byte, before) = (block[place], shifted[place]);
            let digit = byte.wrapping_sub(b'0') < 10;
            let upper = byte.wrapping_sub(b'A') < 26;
            let word = digit | ((byte | 0x20).wrapping_sub(b'a') < 26);
            let stop = (byte == b'.') | (byte == b'!') | (byte == b'?');
            let comma = (byte == b',') | (byte == b';');
            let (blank, other_space) = (byte == b' ', byte.wrapping_sub(b'\t') < 5);
            let word_before = (before.wrapping_sub(b'0') < 10) | ((before | 0x20).wrapping_sub(b'a') < 26);
            let space_before = (before == b' ') | (before.wrapping_sub(b'\t') < 5);
            let start = word & !word_before;
            digits[place] += u8::from(digit);
            uppers[place] += u8::from(upper);
            stops[place] += u8::from(stop);
            commas[place] += u8::from(comma);
            signs[place] += u8::from(!(word | stop | comma | blank | other_space));
            starts[place] += u8::from(start);
            capitals[place] += u8::from(start & upper);
            looses[place] += u8::from(other_space | (blank & space_before));
        }
    }

    fn sums(&self) -> [u32; 8] {
        self.0.map(|counts| counts.iter().map(|&count| u32::from(count)).sum())
    }
}

/// Characters by class.
#[derive(Default)]
struct Tally {
    by_bit: [u32; 8],
    /// Characters that have a class at all.
    classified: u32,
    /// Words that begin, and those of them that begin with a capital.
    starts: u32,
    capitals: u32,
    in_word: bool,
    last: u8,
    /// Whether there is whitespace that is not a single space.
    loose: bool,
}

impl Tally {
    /// Adds a text. Returns its characters.
    fn add_text(&mut self, text: &str) -> u32 {
        let bytes = text.as_bytes();
        let (mut at, mut chars) = (0, 0);
        let mut after = if self.in_word { AFTER_WORD } else { AFTER_SIGN };
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let ascii = self.add_blocks(rest, &mut after);
            let ascii = ascii + self.add_ascii(rest.get(ascii..).unwrap_or_default(), &mut after);
            chars += ascii as u32;
            at += ascii;
            at += text.get(at..).map_or(0, |rest| self.add_wide(rest, &mut chars, &mut after));
        }
        self.in_word = after == AFTER_WORD;
        self.last = text.chars().next_back().map_or(self.last, char_class);
        chars
    }

    /// Adds the ASCII characters that a text begins with, all counts in one register. Returns how many.
    fn add_ascii(&mut self, text: &[u8], after: &mut u16) -> usize {
        let mut length = 0;
        for part in text.chunks(FULL) {
            let (mut counts, mut before, mut added) = (0, *after, 0usize);
            for byte in part {
                if !byte.is_ascii() {
                    break;
                }
                counts += ASCII_COUNTS[usize::from(u16::from(*byte) | before) & 0x1ff];
                before = AFTER[usize::from(*byte)];
                added += 1;
            }
            *after = before;
            self.take_in(counts.to_le_bytes().map(u32::from), added as u32);
            length += added;
            if added < part.len() {
                break;
            }
        }
        length
    }

    /// Adds whole blocks of ASCII characters, many at a time. Returns how many characters.
    fn add_blocks(&mut self, text: &[u8], after: &mut u16) -> usize {
        let mut before = match *after {
            AFTER_WORD => b'a',
            AFTER_SPACE => b' ',
            _ => b'-',
        };
        let mut rest = text;
        loop {
            let (mut counts, mut blocks) = (BlockCounts::default(), 0);
            while let Some((block, after)) = rest.split_first_chunk().filter(|(block, _)| block.is_ascii()) {
                counts.add(block, &mut before);
                rest = after;
                blocks += 1;
                if blocks == FULL {
                    break;
                }
            }
            if blocks == 0 {
                break;
            }
            self.take_in(counts.sums(), (blocks * BLOCK) as u32);
        }
        *after = AFTER[usize::from(before & 0x7f)];
        text.len() - rest.len()
    }

    /// Adds the characters beyond ASCII that a text begins with. Returns their bytes.
    fn add_wide(&mut self, text: &str, chars: &mut u32, after: &mut u16) -> usize {
        let classes = &**CLASSES;
        let mut length = 0;
        for c in text.chars().take_while(|c| !c.is_ascii()) {
            let class = classes.get(c as usize).copied().unwrap_or_else(|| char_class(c));
            for (bit, count) in self.by_bit.iter_mut().enumerate() {
                *count += u32::from(class >> bit & 1);
            }
            self.classified += u32::from(class != 0);
            let starts = class & (LETTER | DIGIT) != 0 && *after != AFTER_WORD;
            self.starts += u32::from(starts);
            self.capitals += u32::from(starts && class & UPPER != 0);
            self.loose |= class & SPACE != 0;
            *after = match class {
                SPACE => AFTER_SPACE,
                class if class & (LETTER | DIGIT) != 0 => AFTER_WORD,
                _ => AFTER_SIGN,
            };
            *chars += 1;
            length += c.len_utf8();
        }
        length
    }

    /// Adds what was counted of some ASCII characters.
    fn take_in(&mut self, counts: [u32; 8], chars: u32) {
        let [digits, upper, stops, commas, signs, starts, capitals, loose] = counts;
        for (class, count) in [(DIGIT, digits), (UPPER, upper), (STOP, stops), (COMMA, commas), (COLON, signs)] {
            self.by_bit[class.trailing_zeros() as usize & 7] += count;
        }
        self.classified += chars;
        self.starts += starts;
        self.capitals += capitals;
        self.loose |= loose != 0;
    }

    #[cfg(test)]
    fn add(&mut self, class: u8) {
        for (bit, count) in self.by_bit.iter_mut().enumerate() {
            *count += u32::from(class >> bit & 1);
        }
        self.classified += u32::from(class != 0);
        let in_word = class & (LETTER | DIGIT) != 0;
        let starts = in_word && !self.in_word;
        self.starts += u32::from(starts);
        self.capitals += u32::from(starts && class & UPPER != 0);
        self.in_word = in_word;
        self.last = class;
    }

    fn of(&self, class: u8) -> u32 {
        self.by_bit[class.trailing_zeros() as usize & 7]
    }
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
    fn characters_are_counted_together_as_they_are_one_by_one() {
        let ascii: String = (0..2000u32).filter_map(|n| char::from_u32(n * n * 31 % 128)).collect();
        let any: String = (0..9000u32).filter_map(|n| char::from_u32(n * n * 31 % 0x2_0100)).collect();
        for text in [ascii, any, "…".repeat(300), "語".repeat(300), "É ".repeat(300)] {
            let (mut fast, mut slow) = (Tally::default(), Tally::default());
            let chars = text.chars().count() as u32;
            assert_eq!(fast.add_text(&text), chars);
            text.chars().for_each(|c| slow.add(char_class(c)));
            let counts = |tally: &Tally| {
                let classes = [DIGIT, UPPER, STOP, COMMA, IDEOGRAPH].map(|class| tally.of(class));
                let signs = tally.of(COLON) + (chars - tally.classified);
                (classes, signs, tally.starts, tally.capitals, tally.in_word, tally.last)
            };
            assert_eq!(counts(&fast), counts(&slow), "{text}");
            let collapsed = text.split_whitespace().collect::<Vec<_>>().join(" ");
            fast = Tally::default();
            fast.add_text(&collapsed);
            assert!(!fast.loose, "{collapsed}");
        }
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
        check(&["สวัสดีครับ"], "สวัสดีครับ", 1);
    }

    #[test]
    fn whitespace_is_what_unicode_says() {
        for c in (0..=0x0001_ffff).filter_map(char::from_u32) {
            let text = c.to_string();
            let expected = if c.is_whitespace() { text.len() } else { 0 };
            assert_eq!(space_length(text.as_bytes(), 0), expected, "U+{:04X}", u32::from(c));
        }
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
