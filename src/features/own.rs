//! What a block says of itself.

use super::Spec;
use super::measure::{Measured, number, ratio};
use crate::block::Kind;
use crate::char_class::{LETTER, STOP};
use crate::segment::Candidate;
use crate::tree::Tag;

/// The features of a block's own text and element.
pub(super) const OWN: &[Spec] = &[
    Spec("words", "words"),
    Spec("chars_per_word", "chars / (words + 1)"),
    Spec("text_density", "text density"),
    Spec("link_ratio", "link chars / chars"),
    Spec("tags", "tags"),
    Spec("stops_per_word", "ends of sentences / words"),
    Spec("stops", "ends of sentences"),
    Spec("commas_per_word", "commas / words"),
    Spec("digits", "digits / chars"),
    Spec("uppercase", "uppercase letters / chars"),
    Spec("symbols", "other signs / chars"),
    Spec("ideographs", "Han, kana and Hangul / chars"),
    Spec("capitalized", "words that begin with a capital / words"),
    Spec("breaks", "line breaks"),
    Spec("last_stop", "1 if the last character ends a sentence"),
    Spec("last_letter", "1 if the last character is a letter"),
    Spec("ellipsis", "1 if the text ends in an ellipsis"),
    Spec("heading", "7 - heading level, 0 for other kinds"),
    Spec("list_item", "depth of the list, 0 for other kinds"),
    Spec("kind", "0 paragraph, 1 quote, 2 code, 3 table, 4 caption, 5 term, 6 definition, 7 other, 8 the two above"),
    Spec("cells", "cells"),
    Spec("paragraph_element", "1 if the element is a p"),
    Spec("links", "links"),
    Spec("words_per_link", "words / (links + 1)"),
    Spec("fragment_links", "links to this page / links"),
    Spec("marks", "bold and italic elements / words"),
    Spec("copyright", "1 if a copyright sign stands in it"),
    Spec("separators", "bars, dots and arrows between words / words"),
    Spec("at_sign", "1 if an at sign stands in it"),
    Spec("quotes", "quotation marks / words"),
    Spec("longest_word", "characters of the longest word"),
];

/// The features of a block that its neighbours see.
pub(super) const SEEN: &[Spec] = &[
    Spec("words", "words"),
    Spec("link_ratio", "link chars / chars"),
    Spec("stops_per_word", "ends of sentences / words"),
    Spec("heading", "7 - heading level, 0 for other kinds"),
    Spec("kind", "as own.kind"),
];

/// Values of [`SEEN`] for a block.
pub(super) fn seen(block: &Candidate) -> [f32; SEEN.len()] {
    let counts = block.size();
    [
        number(counts.words),
        counts.link_ratio(),
        block.shape.stops as f32 / counts.words.max(1) as f32,
        heading(block.kind),
        kind_number(block.kind),
    ]
}

/// Values of [`OWN`] for the block number `at`.
pub(super) fn own(page: &Measured<'_>, at: usize) -> [f32; OWN.len()] {
    let block = &page.blocks[at];
    // Where its inline elements may begin.
    let from = at.checked_sub(1).map_or(0, |before| page.blocks[before].nodes.end).max(block.element);
    let (counts, shape) = (block.size(), &block.shape);
    let of_chars = |count: u32| ratio(count, counts.chars);
    let per_word = |count: u32| count as f32 / counts.words.max(1) as f32;
    let nodes = page.node_sum(from, block.nodes.end);
    let signs = Signs::of(page.text_of(block));
    [
        number(counts.words),
        counts.chars as f32 / (counts.words as f32 + 1.0),
        counts.text_density(),
        counts.link_ratio(),
        number(counts.tags),
        per_word(shape.stops),
        number(shape.stops),
        per_word(shape.commas),
        of_chars(shape.digits),
        of_chars(shape.uppercase),
        of_chars(shape.symbols),
        of_chars(shape.ideographs),
        per_word(shape.capitalized),
        number(shape.breaks),
        flag(shape.last & STOP != 0),
        flag(shape.last & LETTER != 0),
        flag(signs.ellipsis),
        heading(block.kind),
        list_depth(block.kind),
        kind_number(block.kind),
        number(block.structure.cells.len() as u32),
        flag(page.tree.node(block.element).html_tag() == Some(Tag::P)),
        number(nodes.links),
        (counts.words as f32 / (nodes.links as f32 + 1.0)),
        ratio(nodes.fragments, nodes.links),
        per_word(nodes.marks),
        flag(signs.copyright),
        per_word(signs.separators),
        flag(signs.at),
        per_word(signs.quotes),
        number(signs.longest_word),
    ]
}

/// 1 for true.
pub(super) fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

fn heading(kind: Kind) -> f32 {
    if let Kind::Heading { level } = kind { 7.0 - f32::from(level) } else { 0.0 }
}

fn list_depth(kind: Kind) -> f32 {
    if let Kind::ListItem { depth, .. } = kind { f32::from(depth) } else { 0.0 }
}

fn kind_number(kind: Kind) -> f32 {
    match kind {
        Kind::Paragraph => 0.0,
        Kind::Quote => 1.0,
        Kind::Code => 2.0,
        Kind::Table => 3.0,
        Kind::Caption => 4.0,
        Kind::Term => 5.0,
        Kind::Definition => 6.0,
        Kind::Other => 7.0,
        Kind::Heading { .. } | Kind::ListItem { .. } | Kind::Image => 8.0,
    }
}

/// Signs that tell more than words.
#[derive(Default)]
struct Signs {
    ellipsis: bool,
    copyright: bool,
    at: bool,
    separators: u32,
    quotes: u32,
    longest_word: u32,
}

/// Bytes of a block's text that are looked through; what is longer is prose or data by its length alone.
const SIGNS_SEARCHED: usize = 400;

/// Whether a byte may be the first of a sign, or stands between words.
static NOTED: [bool; 256] = {
    let mut noted = [false; 256];
    let bytes = b" \n|>\"@\xc2\xe2\xe3";
    let mut nth = 0;
    while nth < bytes.len() {
        noted[bytes[nth] as usize] = true;
        nth += 1;
    }
    noted
};

impl Signs {
    fn of(text: &str) -> Self {
        let head = text.as_bytes().get(..SIGNS_SEARCHED).unwrap_or(text.as_bytes());
        let mut signs = Self { ellipsis: text.ends_with("...") || text.ends_with('…'), ..Self::default() };
        let mut word = 0;
        for (at, &byte) in head.iter().enumerate() {
            if !NOTED[usize::from(byte)] {
                continue;
            }
            if byte == b' ' || byte == b'\n' {
                signs.add_word(head.get(word..at).unwrap_or_default());
                word = at + 1;
            } else {
                signs.count(byte, head.get(at + 1).copied().unwrap_or(0), head.get(at + 2).copied().unwrap_or(0));
            }
        }
        signs.add_word(head.get(word..).unwrap_or_default());
        signs
    }

    /// Takes in the length of a word.
    fn add_word(&mut self, word: &[u8]) {
        // Hardly any word has more bytes than the longest so far has characters.
        if word.len() as u32 > self.longest_word {
            let chars = word.iter().filter(|&&byte| byte & 0xc0 != 0x80).count() as u32;
            self.longest_word = self.longest_word.max(chars);
        }
    }

    /// Counts a sign by its first three bytes in UTF-8.
    fn count(&mut self, byte: u8, second: u8, third: u8) {
        match (byte, second, third) {
            // A bar, an angle; U+00B7 and U+00BB; a bullet and U+203A; the arrows.
            (b'|' | b'>', ..) | (0xc2, 0xb7 | 0xbb, _) | (0xe2, 0x80, 0xa2 | 0xba) | (0xe2, 0x86, _) => {
                self.separators += 1;
            }
            // Quotation marks: straight, U+00AB, curly, and corner brackets.
            (b'"', ..) | (0xc2, 0xab, _) | (0xe2, 0x80, 0x98..=0x9f) | (0xe3, 0x80, 0x8c..=0x8f) => self.quotes += 1,
            (b'@', ..) => self.at = true,
            (0xc2, 0xa9, _) => self.copyright = true,
            _ => {}
        }
    }
}
