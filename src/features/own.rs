//! What a block says of itself.

use super::Spec;
use super::measure::{Measured, NodeSums, log, ratio};
use crate::block::Kind;
use crate::segment::{COLON, COMMA, Candidate, DIGIT, LETTER, STOP, UPPER};
use crate::tree::Tag;

/// The features of a block's own text and element.
pub(super) const OWN: &[Spec] = &[
    Spec("words", "ln(1 + words)"),
    Spec("chars_per_word", "chars / (words + 1)"),
    Spec("text_density", "ln(1 + text density)"),
    Spec("link_ratio", "link chars / chars"),
    Spec("tags", "ln(1 + tags)"),
    Spec("stops_per_word", "ends of sentences / words"),
    Spec("stops", "ln(1 + ends of sentences)"),
    Spec("commas_per_word", "commas / words"),
    Spec("digits", "digits / chars"),
    Spec("uppercase", "uppercase letters / chars"),
    Spec("symbols", "other signs / chars"),
    Spec("ideographs", "Han, kana and Hangul / chars"),
    Spec("capitalized", "words that begin with a capital / words"),
    Spec("breaks", "ln(1 + line breaks)"),
    Spec("first_upper", "1 if the first character is a capital"),
    Spec("first_digit", "1 if the first character is a digit"),
    Spec("first_other", "1 if the first character is no letter or digit"),
    Spec("last_stop", "1 if the last character ends a sentence"),
    Spec("last_letter", "1 if the last character is a letter"),
    Spec("last_colon", "1 if the last character is a colon"),
    Spec("last_other", "1 if the last character is another sign"),
    Spec("ellipsis", "1 if the text ends in an ellipsis"),
    Spec("heading", "7 - heading level, 0 for other kinds"),
    Spec("list_item", "depth of the list, 0 for other kinds"),
    Spec("numbered", "1 for an item of an ordered list"),
    Spec("kind", "0 paragraph, 1 quote, 2 code, 3 table, 4 caption, 5 term, 6 definition, 7 other, 8 the two above"),
    Spec("cells", "ln(1 + cells)"),
    Spec("paragraph_element", "1 if the element is a p"),
    Spec("links", "ln(1 + links)"),
    Spec("words_per_link", "ln(1 + words / (links + 1))"),
    Spec("fragment_links", "links to this page / links"),
    Spec("foreign_links", "links to other hosts / links"),
    Spec("scheme_links", "links with a scheme other than http / links"),
    Spec("images", "ln(1 + images)"),
    Spec("controls", "ln(1 + form controls)"),
    Spec("times", "ln(1 + time elements)"),
    Spec("marks", "bold and italic elements / words"),
    Spec("year", "1 if a number from 1900 to 2099 stands in the first 200 bytes"),
    Spec("copyright", "1 if a copyright sign stands in it"),
    Spec("separators", "bars, dots and arrows between words / words"),
    Spec("currency", "1 if a currency sign stands in it"),
    Spec("at_sign", "1 if an at sign stands in it"),
    Spec("questions", "question marks / words"),
    Spec("quotes", "quotation marks / words"),
    Spec("longest_word", "ln(1 + bytes of the longest word)"),
];

/// Values of [`OWN`] for a block; `from` is where its elements may begin.
pub(super) fn own(page: &Measured<'_>, block: &Candidate, from: u32) -> [f32; OWN.len()] {
    let (counts, shape) = (block.counts, &block.shape);
    let share = |count: u32| ratio(count, counts.chars);
    let per_word = |count: u32| count as f32 / counts.words.max(1) as f32;
    let nodes = page.node_sum(from, block.nodes.end);
    let signs = Signs::of(page.text_of(block));
    [
        log(counts.words),
        counts.chars as f32 / (counts.words as f32 + 1.0),
        counts.text_density().ln_1p(),
        counts.link_ratio(),
        log(counts.tags),
        per_word(shape.stops),
        log(shape.stops),
        per_word(shape.commas),
        share(shape.digits),
        share(shape.uppercase),
        share(shape.symbols),
        share(shape.ideographs),
        per_word(shape.capitalized),
        log(shape.breaks),
        flag(shape.first & UPPER != 0),
        flag(shape.first & DIGIT != 0),
        flag(shape.first & (LETTER | DIGIT) == 0),
        flag(shape.last & STOP != 0),
        flag(shape.last & LETTER != 0),
        flag(shape.last & COLON != 0),
        flag(shape.last & (LETTER | DIGIT | STOP | COLON | COMMA) == 0),
        flag(signs.ellipsis),
        heading(block.kind),
        list_depth(block.kind),
        flag(matches!(block.kind, Kind::ListItem { number: Some(_), .. })),
        kind_number(block.kind),
        log(block.cells.len() as u32),
        flag(page.tree.node(block.element).html_tag() == Some(Tag::P)),
        log(nodes.links),
        (counts.words as f32 / (nodes.links as f32 + 1.0)).ln_1p(),
        ratio(nodes.fragments, nodes.links),
        ratio(nodes.foreign, nodes.links),
        ratio(nodes.schemes, nodes.links),
        log(nodes.images),
        log(nodes.controls),
        log(nodes.times),
        marks(&nodes, counts.words),
        flag(signs.year),
        flag(signs.copyright),
        per_word(signs.separators),
        flag(signs.currency),
        flag(signs.at),
        per_word(signs.questions),
        per_word(signs.quotes),
        log(signs.longest_word),
    ]
}

/// 1 for true.
pub(super) fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

fn marks(nodes: &NodeSums, words: u32) -> f32 {
    nodes.marks as f32 / words.max(1) as f32
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
        Kind::Heading { .. } | Kind::ListItem { .. } => 8.0,
    }
}

/// Signs that tell more than words.
#[derive(Default)]
struct Signs {
    ellipsis: bool,
    year: bool,
    copyright: bool,
    currency: bool,
    at: bool,
    separators: u32,
    questions: u32,
    quotes: u32,
    longest_word: u32,
}

/// Bytes of a block's text that are looked through; what is longer is prose or data by its length alone.
const SIGNS_SEARCHED: usize = 400;
/// Bytes within which a year counts: further on it is one of many numbers.
const YEAR_WITHIN: usize = 200;

impl Signs {
    fn of(text: &str) -> Self {
        let head = &text.as_bytes()[..text.len().min(SIGNS_SEARCHED)];
        let mut signs = Self { ellipsis: text.ends_with("...") || text.ends_with('…'), ..Self::default() };
        let mut word = 0u32;
        let mut digits = 0usize;
        for (at, &byte) in head.iter().enumerate() {
            let digit = byte.is_ascii_digit();
            if !digit {
                signs.year |= digits == 4 && at <= YEAR_WITHIN && is_year(&head[at - 4..at]);
            }
            digits = if digit { digits + 1 } else { 0 };
            word = if byte == b' ' || byte == b'\n' { 0 } else { word + 1 };
            signs.longest_word = signs.longest_word.max(word);
            signs.count(byte, head.get(at + 1).copied().unwrap_or(0), head.get(at + 2).copied().unwrap_or(0));
        }
        signs.year |= digits == 4 && is_year(&head[head.len() - 4..]);
        signs
    }

    fn count(&mut self, byte: u8, second: u8, third: u8) {
        match (byte, second) {
            (b'|' | b'>', _) => self.separators += 1,
            (b'?', _) => self.questions += 1,
            (b'"', _) => self.quotes += 1,
            (b'@', _) => self.at = true,
            (b'$', _) | (0xc2, 0xa3 | 0xa5) => self.currency = true,
            // U+00A9, and U+00B7, U+00AB, U+00BB.
            (0xc2, 0xa9) => self.copyright = true,
            (0xc2, 0xb7 | 0xbb) => self.separators += 1,
            (0xc2, 0xab) => self.quotes += 1,
            // U+20AC and its neighbours; quotation marks, bullets, arrows; corner brackets.
            (0xe2, 0x82) => self.currency = true,
            (0xe2, 0x80) if matches!(third, 0x98..=0x9f) => self.quotes += 1,
            (0xe2, 0x80) if matches!(third, 0xa2 | 0xba) => self.separators += 1,
            (0xe2, 0x86) => self.separators += 1,
            (0xe3, 0x80) if matches!(third, 0x8c..=0x8f) => self.quotes += 1,
            _ => {}
        }
    }
}

fn is_year(digits: &[u8]) -> bool {
    digits.starts_with(b"19") || digits.starts_with(b"20")
}
