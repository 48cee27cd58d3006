//! Characters that show nothing and only say where a line may break or must not: left in a text, they break words apart for
//! whoever searches it.

use std::borrow::Cow;

use memchr::memmem;

use crate::char_class::is_unspaced;

const SOFT_HYPHEN: char = '\u{ad}';
const ZERO_WIDTH_SPACE: char = '\u{200b}';
const WORD_JOINER: char = '\u{2060}';
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Whether there may be such characters in the text of a page. Most have none.
pub(super) fn may_hold(text: &str) -> bool {
    let mut bytes = [0; 4];
    [SOFT_HYPHEN, ZERO_WIDTH_SPACE, WORD_JOINER, BYTE_ORDER_MARK]
        .iter()
        .any(|c| memmem::find(text.as_bytes(), c.encode_utf8(&mut bytes).as_bytes()).is_some())
}

/// The text without them. The space without width stays where it parts words: in the scripts of South-East Asia.
pub(super) fn without_invisible(text: &str) -> Cow<'_, str> {
    if !may_hold(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let is_kept = match c {
            SOFT_HYPHEN | WORD_JOINER | BYTE_ORDER_MARK => false,
            ZERO_WIDTH_SPACE => out.chars().next_back().is_some_and(is_unspaced),
            _ => true,
        };
        if is_kept {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out() {
        for (text, expected) in [
            ("Mit\u{ad}tel\u{ad}al\u{ad}ter", "Mittelalter"),
            ("std\u{200b}::\u{2060}vec \u{feff}x", "std::vec x"),
            ("ฝน\u{200b}ตก", "ฝน\u{200b}ตก"),
            ("नमस्\u{200d}ते", "नमस्\u{200d}ते"),
            ("\u{200b}", ""),
            ("rain", "rain"),
        ] {
            assert_eq!(without_invisible(text), expected);
            assert!(may_hold(text) || text == expected);
        }
    }
}
