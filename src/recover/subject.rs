//! What a page is about, by its own words.

use std::collections::HashSet;

use super::prose::each_word;
use crate::block::Kind;
use crate::prefix::{MAX_TITLE, prefix};
use crate::segment::Segments;
use crate::tree::{AttrName, Tag, Tree};

/// What the parts of a page's title stand between: the title proper and the names of sections and site.
const BETWEEN: [&str; 7] = [" | ", " - ", " – ", " — ", " · ", " :: ", " » "];
/// Share of the words, in percent, that two titles of one thing have in common, of those of either.
const COMMON: usize = 60;
/// Titles that are declared and that are looked at. A page has one or two; each is compared with every entry of its data.
const MAX_DECLARED: usize = 8;
/// Level-one headings that are looked at.
const MAX_HEADINGS: usize = 3;

/// The titles of a page, as sets of words.
#[derive(Debug, Default)]
pub(super) struct Subject {
    titles: Vec<HashSet<u64>>,
}

impl Subject {
    /// By `<title>`, `og:title` and the first headings of level one, without the name of the site.
    pub(super) fn of(tree: &Tree, segments: &Segments) -> Self {
        let mut texts: Vec<&str> = Vec::new();
        let mut site = HashSet::new();
        for (id, node) in (0..).zip(&tree.nodes) {
            match node.html_tag() {
                Some(Tag::Title) => texts.extend(tree.children(id).map(|text| tree.text_of(tree.node(text))).next()),
                Some(Tag::Meta) => {
                    let content = tree.attr(node, AttrName::Content);
                    match tree.attr(node, AttrName::Property) {
                        Some("og:title") => texts.extend(content),
                        Some("og:site_name") => site = words(content.unwrap_or_default()),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        texts.truncate(MAX_DECLARED);
        let headings = segments.blocks.iter().filter(|block| block.kind == Kind::Heading { level: 1 });
        texts.extend(headings.take(MAX_HEADINGS).map(|block| segments.text_of(block)));
        let titles = texts.iter().flat_map(|text| [*text, proper(text)]).map(words);
        Self { titles: titles.filter(|words| !words.is_empty() && *words != site).collect() }
    }

    /// Whether something of this title is what the page is about.
    pub(super) fn is(&self, title: &str) -> bool {
        let words = words(title);
        self.titles.iter().any(|known| {
            let common = known.intersection(&words).count() * 100;
            common >= known.len() * COMMON && common >= words.len() * COMMON
        })
    }
}

/// The longest part of a title.
fn proper(title: &str) -> &str {
    BETWEEN.iter().fold(title, |title, between| title.split(between).max_by_key(|part| part.len()).unwrap_or_default())
}

fn words(text: &str) -> HashSet<u64> {
    let mut words = HashSet::new();
    each_word(prefix(text, MAX_TITLE), &mut |word| {
        words.insert(word);
    });
    words
}
