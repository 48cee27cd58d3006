//! The text of one block, collapsed and counted as it comes in.

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
pub(super) const DIGIT: u8 = 2;
pub(super) const UPPER: u8 = 4;
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

/// The same as one count a byte, from the lowest: digits, uppercase letters, stops, commas, other signs. The highest bit
/// tells letters and digits from the rest.
static ASCII_COUNTS: [u64; 128] = {
    let mut table = [0; 128];
    let mut at = 0;
    while at < 128 {
        let class = ASCII[at];
        let counts = [class & DIGIT, class & UPPER, class & STOP, class & COMMA, is_sign(class)];
        let mut place = 0;
        while place < counts.len() {
            table[at] |= ((counts[place] != 0) as u64) << (8 * place);
            place += 1;
        }
        table[at] |= ((class & (LETTER | DIGIT) != 0) as u64) << WORD;
        at += 1;
    }
    table
};

/// Not 0 for signs that are neither letters, digits, whitespace, stops nor commas.
const fn is_sign(class: u8) -> u8 {
    if class == 0 { 1 } else { class & COLON }
}

/// The bit in [`ASCII_COUNTS`] of letters and digits.
const WORD: u32 = 63;

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

    /// Counts text that was added.
    fn count(&mut self, text: &str, link: bool) {
        let mut tally = Tally { in_word: self.in_word, ..Tally::default() };
        let chars = if text.is_ascii() {
            tally.add_ascii(text.as_bytes());
            text.len() as u32
        } else {
            text.chars().map(|c| tally.add(char_class(c))).count() as u32
        };
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
    }

    /// Words are not joined across this place.
    pub(super) fn end_word(&mut self) {
        self.in_word = false;
        self.space = None;
        self.breaks = 0;
    }
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
}

impl Tally {
    /// Adds ASCII text, with all counts in one register.
    fn add_ascii(&mut self, text: &[u8]) {
        for part in text.chunks(usize::from(u8::MAX)) {
            let (mut counts, mut in_word) = (0, u64::from(self.in_word));
            for byte in part {
                let class = ASCII_COUNTS[usize::from(byte & 0x7f)];
                let word = class >> WORD;
                let starts = word & !in_word;
                counts += (class & !(1 << WORD)) + (starts << 40) + ((starts & (class >> 8)) << 48);
                in_word = word;
            }
            let [digits, upper, stops, commas, signs, starts, capitals, _] = counts.to_le_bytes().map(u32::from);
            for (class, count) in [(DIGIT, digits), (UPPER, upper), (STOP, stops), (COMMA, commas), (COLON, signs)] {
                self.by_bit[class.trailing_zeros() as usize & 7] += count;
            }
            self.classified += part.len() as u32;
            self.starts += starts;
            self.capitals += capitals;
            self.in_word = in_word != 0;
        }
        self.last = text.last().map_or(self.last, |last| ASCII[usize::from(last & 0x7f)]);
    }

    #[inline]
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
    fn ascii_is_counted_as_its_characters_are() {
        let text: String = (0..2000u32).filter_map(|n| char::from_u32(n * n * 31 % 128)).collect();
        let (mut fast, mut slow) = (Tally::default(), Tally::default());
        fast.add_ascii(text.as_bytes());
        text.chars().for_each(|c| slow.add(char_class(c)));
        let signs = |tally: &Tally| tally.of(COLON) + (text.len() as u32 - tally.classified);
        let counts = |tally: &Tally| {
            let classes = [DIGIT, UPPER, STOP, COMMA].map(|class| tally.of(class));
            (classes, signs(tally), tally.starts, tally.capitals, tally.in_word, tally.last)
        };
        assert_eq!(counts(&fast), counts(&slow));
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
