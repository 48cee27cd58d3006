//! What speaks for and against a block, as numbers.

use crate::block::Kind;
use crate::segment::{Candidate, Segments};
use crate::tree::{AttrName, Node, NodeKind, Tag, Tree};

/// How many features a block has.
pub(crate) const FEATURES: usize = 14;

/// The features of a block, in the order of [`NAMES`].
pub(crate) type Row = [f32; FEATURES];

/// What each feature is.
pub(crate) const NAMES: [&str; FEATURES] = [
    "ln(1 + words)",
    "ln(1 + text density)",
    "link ratio",
    "ends of sentences a word",
    "heading",
    "list item",
    "paragraph element",
    "inside nav, footer, header, aside or form",
    "inside article or main",
    "class or id words of boilerplate around it",
    "class or id words of content around it",
    "ln(1 + words) of the two blocks before and after, mean",
    "link ratio of the two blocks before and after, mean",
    "hidden",
];

const BOILERPLATE: u8 = 1;
const CONTENT: u8 = 2;
const BAD_NAME: u8 = 4;
const GOOD_NAME: u8 = 8;
const HIDDEN: u8 = 16;

/// Class and id words that tend to mark boilerplate.
const BAD_WORDS: &[&str] = &[
    "ad",
    "ads",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "cookie",
    "footer",
    "header",
    "menu",
    "modal",
    "nav",
    "navbar",
    "newsletter",
    "popup",
    "promo",
    "recommended",
    "related",
    "share",
    "sharing",
    "sidebar",
    "social",
    "sponsor",
    "subscribe",
    "tags",
    "toolbar",
    "widget",
];
/// Class and id words that tend to mark content.
const GOOD_WORDS: &[&str] =
    &["article", "body", "content", "description", "entry", "main", "message", "post", "story", "text"];

/// The features of every block.
pub(crate) fn features(tree: &Tree, segments: &Segments) -> Vec<Row> {
    let places = places(tree);
    let own: Vec<Row> = segments.blocks.iter().map(|block| own(tree, block, places[block.element as usize])).collect();
    (0..own.len())
        .map(|at| {
            let mut row = own[at];
            let around = [at.wrapping_sub(2), at.wrapping_sub(1), at + 1, at + 2];
            row[11] = around.iter().filter_map(|&i| own.get(i)).map(|row| row[0]).sum::<f32>() / 4.0;
            row[12] = around.iter().map(|&i| own.get(i).map_or(1.0, |row| row[2])).sum::<f32>() / 4.0;
            row
        })
        .collect()
}

fn own(tree: &Tree, block: &Candidate, place: u8) -> Row {
    let words = block.counts.words as f32;
    let flag = |yes: bool| f32::from(u8::from(yes));
    [
        words.ln_1p(),
        block.counts.text_density().ln_1p(),
        block.counts.link_ratio(),
        block.shape.stops as f32 / words.max(1.0),
        flag(matches!(block.kind, Kind::Heading { .. })),
        flag(matches!(block.kind, Kind::ListItem { .. })),
        flag(tree.node(block.element).html_tag() == Some(Tag::P)),
        flag(place & BOILERPLATE != 0),
        flag(place & CONTENT != 0),
        flag(place & BAD_NAME != 0),
        flag(place & GOOD_NAME != 0),
        0.0,
        0.0,
        flag(place & HIDDEN != 0),
    ]
}

/// What the ancestors of each node say, in one pass: parents come first.
fn places(tree: &Tree) -> Vec<u8> {
    let mut places = vec![0u8; tree.nodes.len()];
    for (id, node) in tree.nodes.iter().enumerate() {
        if let NodeKind::Element(tag, _) = node.kind {
            places[id] = places[node.parent as usize] | place(tree, node, tag);
        }
    }
    places
}

fn place(tree: &Tree, node: &Node, tag: Tag) -> u8 {
    let mut place = match tag {
        Tag::Nav | Tag::Footer | Tag::Header | Tag::Aside | Tag::Button | Tag::Select | Tag::Label => BOILERPLATE,
        Tag::Article | Tag::Main => CONTENT,
        Tag::Html | Tag::Body => return 0,
        _ => 0,
    };
    for attr in tree.attrs_of(node) {
        let value = tree.value(attr);
        match attr.name {
            AttrName::Class | AttrName::Id => place |= name_words(value),
            AttrName::Hidden => place |= HIDDEN,
            AttrName::AriaHidden if value == "true" => place |= HIDDEN,
            AttrName::Style if value.contains("display:none") || value.contains("display: none") => place |= HIDDEN,
            _ => {}
        }
    }
    place
}

fn name_words(value: &str) -> u8 {
    let words = value.split(|c: char| !c.is_ascii_alphanumeric());
    words.fold(0, |found, word| {
        let is = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
        found | u8::from(is(BAD_WORDS)) * BAD_NAME | u8::from(is(GOOD_WORDS)) * GOOD_NAME
    })
}
