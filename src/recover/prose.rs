//! What counts as prose in the data of a page, and which of it is new.

use std::collections::HashSet;

use crate::char_class::{IDEOGRAPH, LETTER, char_class, is_unspaced};
use crate::hash::{hash, mix};

/// Words from which a string is prose. Labels, names and titles are shorter.
const MIN_WORDS: u32 = 8;
/// Share of its tokens, in percent, that must read like words. Names of classes, paths and code do not.
const MIN_PLAIN: u32 = 75;
/// Words for each sign of code: text has fewer such signs, queries and code have more.
const WORDS_A_SIGN: u32 = 8;
/// Letters of a word: longer runs of them are keys and encodings. German has words of 30, and seldom.
const MAX_WORD: usize = 40;
/// Characters a word, about, in scripts that do not part words.
const CHARS_A_WORD: u32 = 2;

/// Words of a shingle, as in the measure by which texts are compared (Broder 1997).
const SHINGLE: usize = 4;

/// How a string reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Tokens that read like words, of those that hold a letter.
    plain: u32,
    odd: u32,
    /// Characters of scripts that do not part words.
    unparted: u32,
    /// Signs that are rare in text and common in code.
    signs: u32,
}

impl Look {
    /// Looks at a string; what stands between `<` and `>` is passed over.
    pub(super) fn of(text: &str) -> Self {
        let mut look = Self::default();
        for piece in pieces(text) {
            look.signs += piece.bytes().filter(|byte| b"{}[]=|\\".contains(byte)).count() as u32;
            for token in piece.split_whitespace() {
                look.take(token);
            }
        }
        look
    }

    fn take(&mut self, token: &str) {
        let unparted = token.chars().filter(|&c| is_unparted(c)).count() as u32;
        if unparted > 0 {
            self.unparted += unparted;
            return;
        }
        let core = token.trim_matches(|c: char| !c.is_alphanumeric());
        let edges = token.len() - core.len();
        let word =
            core.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.' | '\u{300}'..='\u{36f}'))
                && core.matches(['-', '.']).count() <= 1
                && core.chars().count() <= MAX_WORD;
        let number = core.chars().all(|c| c.is_numeric() || matches!(c, '.' | ',' | ':' | '-' | '%'));
        if core.is_empty() {
            self.odd += u32::from(edges > 1 || token.contains(['{', '}', '(', ')', ';', '=']));
        } else if word && edges <= 8 && !core.contains('-') {
            self.plain += 1;
        } else if !number {
            self.odd += 1;
        }
    }

    /// About how many words there are.
    pub(super) fn words(self) -> u32 {
        self.plain + self.unparted / CHARS_A_WORD
    }

    /// Whether it is running text of some length, in whatever language: words with whitespace between them, or a run of
    /// a script that does without.
    pub(super) fn is_prose(self) -> bool {
        let tokens = self.words() + self.odd;
        self.words() >= MIN_WORDS && self.words() * 100 >= tokens * MIN_PLAIN && self.signs * WORDS_A_SIGN <= tokens
    }
}

/// Han, kana and Hangul, Thai, Lao, Burmese and Khmer.
fn is_unparted(c: char) -> bool {
    char_class(c) & IDEOGRAPH != 0 || is_unspaced(c)
}

/// Elements whose text is not shown.
const UNSHOWN: [&str; 3] = ["script", "style", "template"];

/// The text between tags.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, tag) = rest.split_at(find_tag(rest).unwrap_or(rest.len()));
        rest = after_tag(tag);
        Some(piece)
    })
}

/// What follows on the tag that a text begins with, or on its element if that is not shown.
fn after_tag(tag: &str) -> &str {
    let after = tag.split_once('>').map_or("", |(_, after)| after);
    let is = |name: &&str| tag.get(1..=name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    match UNSHOWN.iter().find(|name| is(name)) {
        Some(name) => after.find(&format!("</{name}")).and_then(|end| after.get(end..)).unwrap_or_default(),
        None => after,
    }
}

/// Where a tag begins, or a comment.
fn find_tag(text: &str) -> Option<usize> {
    memchr::memchr_iter(b'<', text.as_bytes()).find(|&at| {
        let after = text.as_bytes().get(at + 1);
        after.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!'))
    })
}

/// Whether a string holds tags.
pub(super) fn is_markup(text: &str) -> bool {
    find_tag(text).is_some_and(|at| memchr::memchr(b'>', text.as_bytes().get(at..).unwrap_or_default()).is_some())
}

/// Whether a string holds tags that are written with entities.
pub(super) fn is_escaped_markup(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), "&lt;").any(|at| {
        let after = text.as_bytes().get(at + 4);
        after.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/')
    })
}

/// The texts that a page has so far, as the shingles of their words.
#[derive(Default)]
pub(super) struct Shown {
    shingles: HashSet<u64>,
}

impl Shown {
    /// Adds a text; returns how many of its words are new, standing in no shingle that was there, and how many it has.
    ///
    /// A text of fewer words than a shingle is one shingle.
    pub(super) fn add(&mut self, text: &str) -> (u32, u32) {
        let mut window = [0u64; SHINGLE];
        // Words so far, those of them that are known, and up to where that is clear.
        let (mut words, mut known, mut covered) = (0usize, 0, 0usize);
        let mut take = |key: u64| {
            window.rotate_left(1);
            window[SHINGLE - 1] = key;
            words += 1;
            if words >= SHINGLE && !self.shingles.insert(hash_of(&window)) {
                known += SHINGLE.min(words - covered);
                covered = words;
            }
        };
        for piece in pieces(text) {
            each_word(piece, &mut take);
        }
        if words > 0 && words < SHINGLE && !self.shingles.insert(hash_of(&window)) {
            known = words;
        }
        ((words - known) as u32, words as u32)
    }
}

fn hash_of(words: &[u64; SHINGLE]) -> u64 {
    words.iter().fold(0, |state, &key| mix(state, key))
}

/// Calls `found` with the hash of each word in lower case: runs of letters and digits, ideographs one by one.
pub(super) fn each_word(text: &str, found: &mut impl FnMut(u64)) {
    let mut lower = String::new();
    let mut buffer = [0; 4];
    for c in text.chars().chain([' ']) {
        let class = char_class(c);
        if class & LETTER != 0 || c.is_alphanumeric() && class & IDEOGRAPH == 0 {
            lower.extend(c.to_lowercase());
            continue;
        }
        if !lower.is_empty() {
            found(hash(lower.as_bytes()));
            lower.clear();
        }
        if class & IDEOGRAPH != 0 {
            found(hash(c.encode_utf8(&mut buffer).as_bytes()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_prose_in_any_language() {
        for text in [
            "It rained all night, and by the morning the river had left its bed.",
            "<p>It rained <a href='https://a.example/b_c'>all night</a>, and the <b>river</b> had left its bed.</p>",
            "Die Donaudampfschifffahrtsgesellschaft fährt seit heute früh wieder zwischen Wien und Linz.",
            "夜中じゅう雨が降り、朝には川が岸を越えていた。",
            "비가 밤새 내렸고 아침에는 강물이 둑을 넘어 마을까지 들어왔다.",
            "ฝนตกทั้งคืนและในตอนเช้าแม่น้ำก็ล้นตลิ่ง",
            "Всю ночь шёл дождь, и к утру река вышла из берегов у самой мельницы.",
            "Переосвидетельствование высококвалифицированных железнодорожников, достопримечательности и \
             водогрязеторфопарафинолечебницы: об этом пишут в газете нашего города.",
            "هطل المطر طوال الليل وفي الصباح كان النهر قد فاض عن ضفتيه",
            "सारी रात बारिश हुई और सुबह तक नदी अपने किनारों से बाहर आ गई थी।",
            "On 3 May 2021 some 9,000 people crossed the bridge; 40% of them came back before 18:00.",
        ] {
            assert!(Look::of(text).is_prose(), "{text}: {:?}", Look::of(text));
        }
    }

    #[test]
    fn what_a_machine_wrote_is_not() {
        for text in [
            "",
            "Add to basket",
            "flex w-full flex-col justify-between gap-12 px-12 py-8 text-sm text-white sm:flex-row md:justify-center",
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==",
            "var a=function(e,t){return new Promise(function(n){setTimeout(n,e||t)})};if(a(1)===void 0){throw b}",
            "function add ( first , second ) { return first + second ; } if ( add ( one , two ) ) { throw new Error ( ) ; }",
            "color: red; margin: 0 auto; padding-left: 12px; font-family: system-ui, sans-serif; line-height: 1.5em; border: 0",
            "https://shop.example/a/b?c=d&e=f https://shop.example/g/h https://shop.example/i/j https://shop.example/k",
            "M10 10 L20 20 C30 30 40 40 50 50 Z M10.5 20.25 L30 40 H50 V60 Z m1 2 l3 4",
            "query basket { basket { id items { uid colour price } total delivery { date street town } } } fragment price",
            "5f2c1b9e-0a44-4e0e-9d0b-111111111111 5f2c1b9e-0a44-4e0e-9d0b-222222222222 a1b2c3d4 e5f6a7b8 c9d0e1f2 a3b4c5d6 e7f8a9b0",
        ] {
            assert!(!Look::of(text).is_prose(), "{text}: {:?}", Look::of(text));
        }
    }

    #[test]
    fn tags_are_told_from_comparisons() {
        for (text, markup) in
            [("a < b > c", false), ("<p>a", true), ("a<br/>b", true), ("x </p", false), ("1 <2", false)]
        {
            assert_eq!(is_markup(text), markup, "{text}");
        }
        assert!(is_escaped_markup("&lt;p&gt;It rained."));
        assert!(!is_escaped_markup("1 &lt; 2"));
    }

    #[test]
    fn a_text_is_new_once() {
        let mut shown = Shown::default();
        assert_eq!(shown.add("one two three four five"), (5, 5));
        assert_eq!(shown.add("<b>One</b> two, three four five."), (0, 5));
        assert_eq!(shown.add("one two three four five six"), (1, 6));
        assert_eq!(shown.add("seven eight"), (2, 2));
        assert_eq!(shown.add("Seven eight!"), (0, 2));
        assert_eq!(shown.add("夜中雨降"), (4, 4));
        assert_eq!(shown.add("夜中雨降"), (0, 4));
    }
}
