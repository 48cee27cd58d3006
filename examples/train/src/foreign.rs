//! Texts as if in a script without capitals, as most scripts are: nearly all pages of the corpora are in the Latin one.

use crate::corpus::{Gold, Page};

/// A letter for each of the Latin ones.
const LETTERS: [char; 26] = [
    'ا', 'ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع', 'غ', 'ف', 'ق', 'ك', 'ل',
    'م', 'ن', 'ه',
];

/// The signs that end sentences and part them, in a script that has any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signs {
    Kept,
    /// As in Thai and Lao.
    LeftOut,
}

/// The text in letters that know no capitals. Line breaks stay where they are.
pub(crate) fn foreign(text: &str, signs: Signs) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let ends_word = chars.peek().is_none_or(|next| next.is_whitespace());
        let nth = usize::from((c as u32 as u8 | 0x20).wrapping_sub(b'a'));
        match LETTERS.get(nth) {
            Some(&letter) if c.is_ascii_alphabetic() => out.push(letter),
            _ if signs == Signs::LeftOut && ends_word && matches!(c, '.' | ',' | ';') => {}
            _ => out.push(c),
        }
    }
    out
}

/// The page with its main content in the same letters.
pub(crate) fn foreign_page(page: &Page, signs: Signs) -> Page {
    let text = page.gold.text.as_deref().map(|text| foreign(text, signs));
    Page { gold: Gold { text, ..page.gold.clone() }, ..page.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_their_case() {
        assert_eq!(foreign("Ab, aB.\nÉ 3.5", Signs::Kept), "اب, اب.\nÉ 3.5");
        assert_eq!(foreign("Ab, aB.\nÉ 3.5", Signs::LeftOut), "اب اب\nÉ 3.5");
    }
}
