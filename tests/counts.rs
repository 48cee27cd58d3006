//! The counts of blocks, against counting again in the plainest way.
#![allow(clippy::unwrap_used, clippy::format_push_string, clippy::format_collect)] // A test fails by panicking, and need not be fast.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use mainbody::{Block, Counts, Kind};
use markup5ever_rcdom::{Handle, NodeData};
use regex::Regex;

#[path = "support/mutation.rs"]
mod mutation;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/reference.rs"]
mod reference;

/// Runs of letters, digits and the marks on them; each Han, kana or Hangul character is a word of its own, and so is every
/// five letters of scripts without spaces between words.
fn words(text: &str) -> u32 {
    let text: String = text.chars().filter(|&c| !is_mark(c)).collect();
    let is_apart = |c: char| is_han_kana_or_hangul(c) || !c.is_alphanumeric();
    let runs = text.split(is_apart).filter(|run| !run.is_empty());
    let more = |part: &str| part.chars().filter(|&c| is_unspaced(c)).count().div_ceil(5).max(1) - 1;
    let of_run = |run: &str| 1 + run.split(|c: char| c.is_ascii()).map(more).sum::<usize>();
    (text.chars().filter(|&c| is_han_kana_or_hangul(c)).count() + runs.map(of_run).sum::<usize>()) as u32
}

/// Marks that are no words and end none; but for what the documentation excepts.
fn is_mark(c: char) -> bool {
    static MARKS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\A[\p{M}\u{200c}\u{200d}]").unwrap());
    c < '\u{3040}' && MARKS.is_match(c.encode_utf8(&mut [0; 4]))
}

/// Letters of these scripts, and their signs, which are no letters.
fn is_unspaced(c: char) -> bool {
    static SCRIPTS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\A[\p{Thai}\p{Lao}\p{Myanmar}\p{Khmer}]").unwrap());
    c.is_alphanumeric() && SCRIPTS.is_match(c.encode_utf8(&mut [0; 4]))
}

/// Letters of these scripts, not their punctuation; but for what the documentation excepts.
fn is_han_kana_or_hangul(c: char) -> bool {
    static SCRIPTS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\A[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]").unwrap());
    match c {
        '\0'..'\u{1100}' => false,
        _ if EXCEPTED.iter().any(|excepted| excepted.contains(&c)) => false,
        // The mark of a long vowel, which kana and Han share, and hexagrams, which are signs.
        'ー' | '\u{4dc0}'..='\u{4dff}' => true,
        _ => c.is_alphanumeric() && SCRIPTS.is_match(c.encode_utf8(&mut [0; 4])),
    }
}

/// Characters of these scripts that are letters of the word they stand in.
const EXCEPTED: [RangeInclusive<char>; 13] = [
    // Jamo: parts of Hangul syllables, and letters that stand alone.
    '\u{1100}'..='\u{11ff}',
    '\u{3131}'..='\u{318e}',
    '\u{a960}'..='\u{a97f}',
    '\u{d7b0}'..='\u{d7ff}',
    // Han: the mark that repeats a character, zero, numerals.
    '々'..='々',
    '〇'..='〇',
    '〡'..='〩',
    '〸'..='〻',
    // Small kana; half-width kana and jamo.
    '\u{31f0}'..='\u{31ff}',
    '\u{ff66}'..='\u{ffdc}',
    // Marks and kana of old texts; Han characters of extension H.
    '\u{16fe0}'..='\u{16fff}',
    '\u{1aff0}'..='\u{1b16f}',
    '\u{31350}'..='\u{323af}',
];

/// Counts the blocks of a page again; returns how many tables there are.
#[track_caller]
fn check_chars_and_words(name: &str, html: &str) -> usize {
    let extraction = mainbody::extract(html).unwrap();
    for block in extraction.all_blocks() {
        let Counts { chars, words: counted, link_chars, .. } = block.counts();
        let text = block.text();
        assert_eq!((chars as usize, counted), (text.chars().count(), words(text)), "{name}: {block:?}");
        assert!(link_chars <= chars, "{name}: {block:?}");
    }
    extraction.all_blocks().iter().filter(|block| block.kind() == Kind::Table).count()
}

#[test]
fn chars_and_words_of_every_block_of_every_fixture() {
    let tables: usize = pages::pages().iter().map(|page| check_chars_and_words(&page.name, &page.html)).sum();
    assert!(tables > 0, "no fixture has a data table");
}

#[test]
fn chars_and_words_of_every_block_of_broken_pages() {
    for page in pages::pages() {
        for seed in 0..5 {
            let name = format!("{} with seed {seed}", page.name);
            check_chars_and_words(&name, &mutation::mutate(&page.html, seed));
        }
    }
}

#[test]
fn words_of_every_character_that_is_or_may_be_a_word() {
    /// Characters in one block.
    const AT_ONCE: usize = 16;
    let unassigned = Regex::new(r"\A\p{Cn}").unwrap();
    let characters = '\u{300}'..'\u{32400}';
    let assigned: Vec<char> = characters.filter(|c| !unassigned.is_match(c.encode_utf8(&mut [0; 4]))).collect();
    // Each stands between two letters: it joins them to one word, parts them, or is one itself.
    let paragraph = |chars: &[char]| chars.iter().map(|c| format!("a{c}b ")).collect::<String>();
    let page: String = assigned.chunks(AT_ONCE).map(|chars| format!("<p>{}</p>", paragraph(chars))).collect();
    check_chars_and_words("every character", &page);
}

#[test]
fn punctuation_is_no_word() {
    let extraction = mainbody::extract("<p>東京・大阪</p><p>・</p><p>* * *</p>").unwrap();
    let counted: Vec<(&str, u32)> =
        extraction.all_blocks().iter().map(|block| (block.text(), block.counts().words)).collect();
    assert_eq!(counted, [("東京・大阪", 4)]);
}

/// One character of a block's text and whether it stands inside a link.
type Glyph = (char, bool);

/// The text of a paragraph, whitespace collapsed by hand, and the number of elements in it.
fn recount(paragraph: &Handle) -> (Vec<Glyph>, u32) {
    let (mut raw, mut elements) = (Vec::new(), 0);
    let mut todo: Vec<(Handle, bool)> = vec![(paragraph.clone(), false)];
    while let Some((node, mut link)) = todo.pop() {
        match &node.data {
            NodeData::Text { contents } => {
                let plain = contents.borrow();
                raw.extend(plain.chars().map(|c| (if c.is_whitespace() { ' ' } else { c }, link)));
            }
            NodeData::Element { name, attrs, .. } => {
                elements += 1;
                link |= &*name.local == "a" && attrs.borrow().iter().any(|attr| &*attr.name.local == "href");
                if &*name.local == "br" {
                    raw.push(('\n', link));
                }
            }
            _ => {}
        }
        todo.extend(node.children.borrow().iter().rev().map(|child| (child.clone(), link)));
    }
    (collapse(&raw), elements - 1)
}

/// A run of spaces is its first one, and none beside a line break or at the ends.
fn collapse(raw: &[Glyph]) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::new();
    for &(c, link) in raw {
        let last = out.last().map_or('\n', |last| last.0);
        match c {
            ' ' if last == ' ' || last == '\n' => {}
            '\n' => {
                trim_end(&mut out);
                out.push((c, link));
            }
            _ => out.push((c, link)),
        }
    }
    trim_end(&mut out);
    out
}

fn trim_end(glyphs: &mut Vec<Glyph>) {
    let kept = glyphs.iter().rposition(|glyph| !glyph.0.is_whitespace()).map_or(0, |last| last + 1);
    glyphs.truncate(kept);
}

/// A paragraph of nested inline elements.
fn write_paragraph(random: &mut fastrand::Rng) -> String {
    let mut page = String::from("<!doctype html><p>Rain");
    let mut open: Vec<&str> = Vec::new();
    for _ in 0..random.usize(1..40) {
        match random.u8(0..10) {
            0..=3 => {
                page += ["  and", " wind\n", "\tsnow", "&amp;", "s", "雨 ", " 2.5%", "&nbsp;é"][random.usize(0..8)];
            }
            // Links side by side are two words, which tests/structure.rs looks after.
            4 if !open.contains(&"a") && !page.contains("</a>") => {
                page += ["<a href=/x>", "<a name=y>", "<a href>"][random.usize(0..3)];
                open.push("a");
            }
            4 | 5 => {
                open.push(["b", "em", "span", "code", "sub", "u", "mark"][random.usize(0..7)]);
                page += &format!("<{} class=z>", open[open.len() - 1]);
            }
            6 => page += ["<img src=i>", "<wbr>", "<!-- c -->", "<i></i>", " <br>x", "<br> x"][random.usize(0..6)],
            _ => {
                if let Some(name) = open.pop() {
                    page += &format!("</{name}>");
                }
            }
        }
    }
    while let Some(name) = open.pop() {
        page += &format!("</{name}>");
    }
    page + "</p>"
}

fn first_paragraph(node: &Handle) -> Option<Handle> {
    let is_paragraph = matches!(&node.data, NodeData::Element { name, .. } if &*name.local == "p");
    if is_paragraph { Some(node.clone()) } else { node.children.borrow().iter().find_map(first_paragraph) }
}

#[track_caller]
fn check(page: &str) {
    let (glyphs, tags) = recount(&first_paragraph(&reference::parse(page).document).unwrap());
    let text: String = glyphs.iter().map(|glyph| glyph.0).collect();
    let link_chars = glyphs.iter().filter(|glyph| glyph.1).count() as u32;
    let expected = Counts { chars: glyphs.len() as u32, words: words(&text), link_chars, tags };
    let extraction = mainbody::extract(page).unwrap();
    let actual: Vec<(&str, Counts)> =
        extraction.all_blocks().iter().map(|block: &Block| (block.text(), block.counts())).collect();
    assert_eq!(actual, [(text.as_str(), expected)], "{page}");
}

#[test]
fn counts_of_paragraphs_with_nested_elements_and_links() {
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..2000 {
        check(&write_paragraph(&mut random));
    }
}

#[test]
fn a_line_break_is_part_of_the_link_it_stands_in() {
    check("<p>one<a href=x>two<br></a>three</p>");
    check("<p>one<br><a href=x>two</a></p>");
}

#[test]
fn both_ratios_come_from_the_counts() {
    let counts = Counts { chars: 90, words: 15, link_chars: 30, tags: 2 };
    assert!((counts.text_density() - 30.0).abs() < 1e-6);
    assert!((counts.link_ratio() - 1.0 / 3.0).abs() < 1e-6);
    let nothing = Counts::default();
    assert_eq!((nothing.text_density().to_bits(), nothing.link_ratio().to_bits()), (0, 0));
}
