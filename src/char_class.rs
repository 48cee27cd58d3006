//! What kind of character each is: letter, digit, stop, comma, ideograph, whitespace, combining mark or sign.

use std::sync::LazyLock;

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

pub(crate) const LETTER: u8 = 1;
pub(crate) const DIGIT: u8 = 2;
pub(crate) const UPPER: u8 = 4;
pub(crate) const STOP: u8 = 8;
pub(crate) const COMMA: u8 = 16;
pub(crate) const IDEOGRAPH: u8 = 32;
pub(crate) const SPACE: u8 = 64;
pub(crate) const COLON: u8 = 128;
/// A sign that belongs to the letter before it, as accents, viramas and tones do: it neither begins a word nor ends one.
pub(crate) const MARK: u8 = LETTER | COLON;

/// The classes of the ASCII characters.
pub(crate) static ASCII: [u8; 128] = {
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

/// Characters that are looked up rather than classified: all before the ideographs.
const LOOKED_UP: u32 = 0x3040;

/// The classes of the characters of most alphabets.
pub(crate) static CLASSES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let category = CodePointMapData::<GeneralCategory>::new();
    let is_mark = |c: char| GeneralCategoryGroup::Mark.contains(category.get(c)) || is_joiner(c);
    let class = |c: char| if is_mark(c) { MARK } else { classify(c) };
    (0..LOOKED_UP).map(|c| char::from_u32(c).map_or(0, class)).collect()
});

/// Whether a character joins letters or parts them, as in Persian and the scripts of India.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// What kind of character this is, as a set of bits.
pub(crate) fn char_class(c: char) -> u8 {
    if c.is_ascii() {
        return ASCII[c as usize];
    }
    CLASSES.get(c as usize).copied().unwrap_or_else(|| classify(c))
}

fn classify(c: char) -> u8 {
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
        '…' | '。' | '｡' | '！' | '？' | '．' | '؟' | '۔' | '।' | '॥' | '።' | '፧' | '։' | '။' | '។' | '៕' | '།' => {
            STOP
        }
        '、' | '､' | '，' | '；' | '،' | '؛' | '፣' | '፤' | '၊' | '՝' => COMMA,
        '：' => COLON,
        c if c.is_whitespace() => SPACE,
        c if c.is_uppercase() => LETTER | UPPER,
        c if c.is_alphabetic() => LETTER,
        c if c.is_numeric() => DIGIT,
        _ => 0,
    }
}

/// Whether a character is part of a word: a letter, a digit or an ideograph, or a mark on one.
pub(crate) fn is_of_word(c: char) -> bool {
    char_class(c) & (LETTER | DIGIT | IDEOGRAPH) != 0
}

/// Whether a character is of a script with spaces between phrases, not between words: Thai, Lao, Burmese and Khmer.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Whether a text is whitespace only.
pub(crate) fn is_blank(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Nearly all that is whitespace only is ASCII, an indentation.
    let mut at = bytes.iter().take_while(|byte| matches!(byte, b'\t'..=b'\r' | b' ')).count();
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
pub(crate) fn space_length(bytes: &[u8], at: usize) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    /// Another library's tables of Unicode say the same.
    #[test]
    fn marks_are_what_unicode_says() {
        let [marks, later] = [r"^[\p{M}\u{200c}\u{200d}]$", r"^\p{Cn}$"].map(|set| Regex::new(set).unwrap());
        for c in (0..LOOKED_UP).filter_map(char::from_u32) {
            let text = c.to_string();
            // One of the two may know a version of Unicode that is older, where the character was not assigned yet.
            assert!(
                later.is_match(&text) || (char_class(c) == MARK) == marks.is_match(&text),
                "U+{:04X}",
                u32::from(c)
            );
        }
    }

    #[test]
    fn whitespace_is_what_unicode_says() {
        for c in (0..=0x0001_ffff).filter_map(char::from_u32) {
            let text = c.to_string();
            let expected = if c.is_whitespace() { text.len() } else { 0 };
            assert_eq!(space_length(text.as_bytes(), 0), expected, "U+{:04X}", u32::from(c));
        }
    }
}
