//! The characters of a text, counted by class, many at a time.

use crate::char_class::{
    ASCII, CLASSES, COLON, COMMA, DIGIT, LETTER, MARK, SPACE, STOP, UPPER, char_class, is_unspaced,
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

/// The counts of an ASCII character inside a line, one a byte, from the lowest: digits, uppercase letters, stops, commas,
/// other signs; in the last, whitespace that is no space.
pub(crate) fn ascii_counts(byte: u8) -> u64 {
    ASCII_COUNTS[usize::from(u16::from(byte & 0x7f) | AFTER_WORD)]
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

/// Letters that are taken for a word where no space ends it: nearly as many as a word of English has, so that one number of
/// words means as much in one script as in the other.
const UNSPACED_WORD: u8 = 5;

/// Characters by class.
#[derive(Default)]
pub(super) struct Tally {
    by_bit: [u32; 8],
    /// Characters that have a class at all.
    pub(super) classified: u32,
    /// Words that begin, and those of them that begin with a capital.
    pub(super) starts: u32,
    pub(super) capitals: u32,
    /// If the text breaks off in a word: the letters of [unspaced](is_unspaced) scripts at its end.
    pub(super) word: Option<u8>,
    pub(super) last: u8,
    /// Whether there is whitespace that is not a single space.
    pub(super) loose: bool,
    /// Whether there are characters of [unspaced](is_unspaced) scripts.
    pub(super) has_unspaced: bool,
}

impl Tally {
    /// Nothing yet; the word that the text goes on in.
    pub(super) fn new(word: Option<u8>) -> Self {
        Self { word, ..Self::default() }
    }

    /// Adds a text. Returns its characters.
    pub(super) fn add_text(&mut self, text: &str) -> u32 {
        let bytes = text.as_bytes();
        let (mut at, mut chars) = (0, 0);
        let mut after = if self.word.is_some() { AFTER_WORD } else { AFTER_SIGN };
        let mut unspaced = self.word.unwrap_or(0);
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let ascii = self.add_blocks(rest, &mut after);
            let ascii = ascii + self.add_ascii(rest.get(ascii..).unwrap_or_default(), &mut after);
            if ascii > 0 {
                unspaced = 0;
            }
            chars += ascii as u32;
            at += ascii;
            at += text.get(at..).map_or(0, |rest| self.add_wide(rest, &mut chars, &mut after, &mut unspaced));
        }
        self.word = (after == AFTER_WORD).then_some(unspaced);
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
    fn add_wide(&mut self, text: &str, chars: &mut u32, after: &mut u16, unspaced: &mut u8) -> usize {
        let classes = &**CLASSES;
        let mut length = 0;
        for c in text.chars().take_while(|c| !c.is_ascii()) {
            let class = classes.get(c as usize).copied().unwrap_or_else(|| char_class(c));
            *chars += 1;
            length += c.len_utf8();
            self.has_unspaced |= is_unspaced(c);
            self.classified += u32::from(class != 0);
            if class == MARK {
                // Between spaces it stands for itself.
                if *after == AFTER_SPACE {
                    *after = AFTER_SIGN;
                }
                continue;
            }
            for (bit, count) in self.by_bit.iter_mut().enumerate() {
                *count += u32::from(class >> bit & 1);
            }
            let starts = class & (LETTER | DIGIT) != 0 && begins_word(c, *after == AFTER_WORD, unspaced);
            self.starts += u32::from(starts);
            self.capitals += u32::from(starts && class & UPPER != 0);
            self.loose |= class & SPACE != 0;
            *after = match class {
                SPACE => AFTER_SPACE,
                class if class & (LETTER | DIGIT) != 0 => AFTER_WORD,
                _ => AFTER_SIGN,
            };
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

    /// How many characters are of a class.
    pub(super) fn of(&self, class: u8) -> u32 {
        self.by_bit[class.trailing_zeros() as usize & 7]
    }
}

/// Whether a letter or digit begins a word, given whether it stands in one, and the letters of unspaced scripts before it
/// there.
fn begins_word(c: char, in_word: bool, unspaced: &mut u8) -> bool {
    if !in_word {
        *unspaced = u8::from(is_unspaced(c));
        return true;
    }
    let begins = is_unspaced(c) && *unspaced == UNSPACED_WORD;
    if is_unspaced(c) {
        *unspaced = *unspaced % UNSPACED_WORD + 1;
    }
    begins
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::char_class::IDEOGRAPH;

    /// The counts, character by character.
    #[derive(Default)]
    struct Slow {
        counts: [u32; 5],
        signs: u32,
        words: u32,
        capitals: u32,
        in_word: bool,
        /// Letters of unspaced scripts in the word.
        unspaced: u32,
    }

    impl Slow {
        fn add(&mut self, c: char) {
            let class = char_class(c);
            if class == MARK {
                return;
            }
            for (count, of) in self.counts.iter_mut().zip([DIGIT, UPPER, STOP, COMMA, IDEOGRAPH]) {
                *count += u32::from(class & of != 0);
            }
            self.signs += u32::from(class == 0 || class == COLON);
            let in_word = class & (LETTER | DIGIT) != 0;
            if !in_word || !self.in_word || c.is_ascii() {
                self.unspaced = 0;
            }
            self.unspaced += u32::from(is_unspaced(c));
            let is_next = self.unspaced > u32::from(UNSPACED_WORD);
            if in_word && (!self.in_word || is_next) {
                self.words += 1;
                self.capitals += u32::from(class & UPPER != 0);
                self.unspaced %= u32::from(UNSPACED_WORD);
            }
            self.in_word = in_word;
        }
    }

    #[test]
    fn characters_are_counted_together_as_they_are_one_by_one() {
        let ascii: String = (0..2000u32).filter_map(|n| char::from_u32(n * n * 31 % 128)).collect();
        let any: String = (0..9000u32).filter_map(|n| char::from_u32(n * n * 31 % 0x2_0100)).collect();
        let thai = "ฝนตกทั้งคืนและตอนเช้าแม่น้ำก็ล้นตลิ่ง ท่วมสวน abc".repeat(9);
        for text in [ascii, any, thai, "…".repeat(300), "語".repeat(300), "É \u{301} ".repeat(300)] {
            let (mut fast, mut slow) = (Tally::default(), Slow::default());
            let chars = text.chars().count() as u32;
            assert_eq!(fast.add_text(&text), chars);
            text.chars().for_each(|c| slow.add(c));
            let counts = [DIGIT, UPPER, STOP, COMMA, IDEOGRAPH].map(|class| fast.of(class));
            let signs = fast.of(COLON) + (chars - fast.classified);
            let last = text.chars().next_back().map_or(0, char_class);
            assert_eq!((counts, signs, fast.starts), (slow.counts, slow.signs, slow.words), "{text}");
            assert_eq!((fast.capitals, fast.word.is_some(), fast.last), (slow.capitals, slow.in_word, last), "{text}");
            let collapsed = text.split_whitespace().collect::<Vec<_>>().join(" ");
            fast = Tally::default();
            fast.add_text(&collapsed);
            assert!(!fast.loose, "{collapsed}");
        }
    }
}
