//! What the words and the make-up of a short line say: words of page furniture, years, times of day, and lines made alike.

use crate::block::Counts;
use crate::char_class::{char_class, is_of_word};
use crate::hash::mix;
use crate::segment::{Shape, ascii_counts};
use crate::vocab::{CueTable, cues_inside, cues_of_any};

/// What stands in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signs {
    /// Groups of [`crate::vocab::CUES`], as bits.
    pub(crate) cues: u16,
    /// Whether there is a number from 1900 to 2099, standing alone.
    pub(super) year: bool,
    /// Whether there is a time of day: digits, a colon, digits.
    pub(super) clock: bool,
    /// The make-up of the line: which kinds of words and signs follow each other.
    pub(super) pattern: u64,
}

/// Kinds of characters; those of words are the higher ones.
const SPACE: u8 = 0;
const OTHER: u8 = 1;
const UPPER: u8 = 2;
const LOWER: u8 = 4;
const DIGIT: u8 = 8;
const WIDE: u8 = 16;

/// The kind of each byte.
static KINDS: [u8; 256] = {
    let mut kinds = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b' ' => SPACE,
            b'A'..=b'Z' => UPPER,
            b'a'..=b'z' => LOWER,
            b'0'..=b'9' => DIGIT,
            0x80.. => WIDE,
            _ => OTHER,
        };
        byte += 1;
    }
    kinds
};

/// Bytes of the longest line that [`Looked`] can count.
const MAX_COUNTED: usize = 100;

/// A line that was looked through.
#[derive(Default)]
pub(super) struct Looked {
    pub(super) signs: Signs,
    /// Counts of [`ascii_counts`].
    counts: u64,
    words: u32,
    capitalized: u32,
    /// Two spaces stand together.
    double: bool,
}

/// Counts a short line of ASCII while looking through it; none if it is another one, or its whitespace is not collapsed.
/// Most lines of a dump are such, and the counts are those of [`crate::segment::measure`].
pub(super) fn counted(line: &str) -> Option<(Counts, Shape, Signs)> {
    if line.len() > MAX_COUNTED || !line.is_ascii() {
        return None;
    }
    let looked = look(line);
    let [digits, uppercase, stops, commas, symbols, _, _, loose] = looked.counts.to_le_bytes().map(u32::from);
    let counts = Counts { chars: line.len() as u32, words: looked.words, ..Counts::default() };
    let last = line.chars().next_back().map_or(0, char_class);
    let shape =
        Shape { digits, uppercase, stops, commas, symbols, capitalized: looked.capitalized, last, ..Shape::default() };
    (loose == 0 && !looked.double).then_some((counts, shape, looked.signs))
}

/// The signs in a line of any script.
pub(super) fn signs(line: &str, is_unparted: bool) -> Signs {
    let mut signs = look(line).signs;
    if is_unparted {
        signs.cues |= cues_inside(line);
    }
    signs
}

fn look(line: &str) -> Looked {
    let table = CueTable::get();
    let bytes = line.as_bytes();
    let mut looked = Looked::default();
    let (mut at, mut pattern, mut last, mut counts) = (0, 0, SPACE, 0u64);
    while let Some(&first) = bytes.get(at) {
        let kind = KINDS[usize::from(first)];
        if kind < UPPER {
            at += 1;
            if kind == SPACE {
                looked.double |= bytes.get(at) == Some(&b' ');
            } else {
                counts = counts.wrapping_add(ascii_counts(first));
                pattern = step(pattern, first);
                last = OTHER;
            }
            continue;
        }
        let start = at;
        let mut kinds = 0;
        for &byte in bytes.get(at..).unwrap_or_default() {
            let kind = KINDS[usize::from(byte)];
            if kind < UPPER {
                break;
            }
            counts = counts.wrapping_add(ascii_counts(byte));
            kinds |= kind;
            at += 1;
        }
        let letters = CueTable::letters(bytes.get(start..at).unwrap_or_default());
        looked.words += 1;
        looked.capitalized += u32::from(kind == UPPER);
        // Words in small letters are alike however many there are.
        if kinds != LOWER || last != LOWER {
            pattern = step(pattern, kind << 4 | kinds);
            last = kinds;
        }
        match kinds {
            DIGIT => looked.signs.number(letters, at - start, bytes.get(at..at + 2)),
            kinds if kinds >= WIDE => looked.signs.wide(line.get(start..at).unwrap_or_default()),
            _ => looked.signs.cues |= table.groups(letters, at - start),
        }
    }
    looked.signs.pattern = mix(1, pattern);
    looked.counts = counts;
    looked
}

fn step(pattern: u64, token: u8) -> u64 {
    /// A prime, as in the hash of strings in Java.
    const FACTOR: u64 = 31;
    pattern.wrapping_mul(FACTOR).wrapping_add(u64::from(token))
}

impl Signs {
    /// Takes in a number of these last digits.
    fn number(&mut self, digits: u64, length: usize, after: Option<&[u8]>) {
        self.year |= length == 4 && matches!((digits >> 16) as u16, 0x3139 | 0x3230);
        self.clock |= length <= 2 && matches!(after, Some([b':', b'0'..=b'9']));
    }

    /// Takes in words that are not all ASCII.
    fn wide(&mut self, words: &str) {
        let words = words.split(|c| !is_of_word(c));
        self.cues |= words.fold(0, |found, word| found | cues_of_any(word));
    }
}

#[cfg(test)]
#[allow(clippy::string_slice, clippy::format_collect)] // A test fails by panicking, and its texts are short.
mod tests {
    use super::*;

    fn of(line: &str) -> Signs {
        signs(line, false)
    }

    #[test]
    fn lines_made_alike_have_one_pattern() {
        let alike = [
            ["By Jane Roe on 5 May", "By John Doe on 12 June"],
            ["12:30 | Sport", "09:05 | Weather"],
            ["[1] See the notes there", "[2] Or ask"],
        ];
        for [a, b] in alike {
            assert_eq!(of(a).pattern, of(b).pattern, "{a} / {b}");
        }
        assert_ne!(of("5 May").pattern, of("May 5").pattern);
        assert_ne!(of("Home").pattern, of("home").pattern);
    }

    #[test]
    fn signs_are_seen() {
        let date = of("5 May 2024, 12:30");
        assert!(date.year && date.clock);
        assert!(!of("5 of 12024: a note").year && !of("Sport: 12").clock && !of("12: 30").clock);
    }

    #[test]
    fn lines_are_counted_as_blocks_are() {
        let all = "Don't 3.14, I say! [Read more] (2) A;b: C_D  e\tf? -- 12:30 x9Y Z".repeat(3);
        for from in 0..70 {
            for length in 0..90 {
                let line = all[from..from + length].trim();
                let expected = crate::segment::measure(line);
                assert_eq!(counted(line).map(|(counts, shape, _)| (counts, shape)), expected, "{line:?}");
            }
        }
        assert!(counted(&"a".repeat(MAX_COUNTED + 1)).is_none() && counted("é").is_none());
    }

    #[test]
    fn words_of_page_furniture_are_seen() {
        let groups = |line: &str| signs(line, true).cues;
        let share = groups("Share");
        assert_ne!(share, 0);
        for line in ["share!", "Please SHARE", "“Share”", "공유하기", "分享到", "แชร์บทความนี้", "शेयर करें"]
        {
            assert_eq!(groups(line) & share, share, "{line}");
        }
        assert_eq!(groups("Shareholders met"), 0);
        assert_ne!(groups("Über uns"), 0);
        assert_ne!(groups("Главная"), 0);
    }
}
