//! What kind of page it is: the same values for all its blocks.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Spec;
use super::measure::{Measured, number, ratio};
use super::own::flag;
use crate::block::Kind;
use crate::segment::Shape;
use crate::tree::{AttrName, Node, NodeId, NodeKind, Space, Tag, Tree, is_json_ld};

/// Features of the page.
pub(super) const PAGE: &[Spec] = &[
    Spec("words", "words of the page"),
    Spec("blocks", "its blocks"),
    Spec("link_ratio", "its link ratio"),
    Spec("prose", "share of its words that stand in prose"),
    Spec("prose_words", "words in prose"),
    Spec("stops_per_word", "ends of sentences / words"),
    Spec("longest", "words of its longest block"),
    Spec("longest_share", "share of the words in the longest block"),
    Spec("headings", "headings / blocks"),
    Spec("list_items", "list items / blocks"),
    Spec("tables", "data tables"),
    Spec("codes", "code blocks"),
    Spec("images", "images / blocks"),
    Spec("controls", "form controls / blocks"),
    Spec("times", "time elements"),
    Spec("paragraphs", "p elements / blocks"),
    Spec("articles", "article elements"),
    Spec("mains", "main elements"),
    Spec("h1s", "h1 elements"),
    Spec("forms", "form elements"),
    Spec("ideographs", "Han, kana and Hangul / chars"),
    Spec("og_article", "1 if og:type is article"),
    Spec("og_product", "1 if og:type begins with product"),
    Spec("og_website", "1 if og:type is website"),
    Spec("ld_article", "1 if JSON-LD or microdata names an article type"),
    Spec("ld_product", "the same for Product"),
    Spec("ld_thread", "the same for a forum posting, a question or a page of questions"),
    Spec("ld_recipe", "the same for Recipe, Event or JobPosting"),
    Spec("ld_organization", "the same for a kind of organization"),
];

/// Types of schema.org, as they stand in JSON-LD and at the end of an `itemtype`.
const TYPES: [&[&str]; 5] = [
    &["Article", "NewsArticle", "BlogPosting", "Report", "TechArticle", "ScholarlyArticle"],
    &["Product", "ProductGroup"],
    &["DiscussionForumPosting", "QAPage", "Question"],
    &["Recipe", "Event", "JobPosting"],
    &["Organization", "LocalBusiness", "Corporation", "ProfessionalService"],
];

/// What is counted over the nodes of a page.
#[derive(Default)]
struct Found {
    paragraphs: u32,
    articles: u32,
    mains: u32,
    h1s: u32,
    forms: u32,
    images: u32,
    /// `<button>`, `<input>`, `<select>`, `<textarea>`, `<label>`.
    controls: u32,
    times: u32,
    og: [bool; 3],
    types: [bool; TYPES.len()],
}

/// Values of [`PAGE`].
pub(super) fn page_shape(page: &Measured<'_>) -> [f32; PAGE.len()] {
    let found = found(page);
    let total = page.total();
    let blocks = page.blocks.len().max(1) as f32;
    let kinds = |is: fn(Kind) -> bool| page.blocks.iter().filter(|block| is(block.kind)).count() as u32;
    let longest = page.blocks.iter().map(|block| block.size().words).max().unwrap_or(0);
    let shapes = page.blocks.iter().map(|block| &block.shape);
    let ideographs: u32 = shapes.map(|shape: &Shape| shape.ideographs).sum();
    [
        number(total.words),
        number(total.blocks),
        total.link_ratio(),
        total.prose_share(),
        number(total.prose),
        ratio(total.stops, total.words),
        number(longest),
        ratio(longest, total.words),
        total.headings as f32 / blocks,
        kinds(|kind| matches!(kind, Kind::ListItem { .. })) as f32 / blocks,
        number(kinds(|kind| kind == Kind::Table)),
        number(kinds(|kind| kind == Kind::Code)),
        found.images as f32 / blocks,
        found.controls as f32 / blocks,
        number(found.times),
        found.paragraphs as f32 / blocks,
        number(found.articles),
        number(found.mains),
        number(found.h1s),
        number(found.forms),
        ratio(ideographs, total.chars),
        flag(found.og[0]),
        flag(found.og[1]),
        flag(found.og[2]),
        flag(found.types[0]),
        flag(found.types[1]),
        flag(found.types[2]),
        flag(found.types[3]),
        flag(found.types[4]),
    ]
}

/// Bytes of the longest `itemtype` that is read: those of schema.org have some 40, and many elements may share one.
const MAX_TYPE: usize = 256;

fn found(page: &Measured<'_>) -> Found {
    let mut found = Found::default();
    for (id, node) in page.tree.nodes.iter().enumerate() {
        let NodeKind::Element(tag, space) = node.kind else { continue };
        found.images += u32::from(tag == Tag::Svg);
        if space != Space::Html {
            continue;
        }
        match tag {
            Tag::P => found.paragraphs += 1,
            Tag::Article => found.articles += 1,
            Tag::Main => found.mains += 1,
            Tag::H1 => found.h1s += 1,
            Tag::Form => found.forms += 1,
            Tag::Img | Tag::Picture | Tag::Video => found.images += 1,
            Tag::Button | Tag::Input | Tag::Select | Tag::Textarea | Tag::Label => found.controls += 1,
            Tag::Time => found.times += 1,
            Tag::Meta => found.meta(page, node),
            Tag::Script => {
                if let Some(text) = json_ld(page.tree, id as NodeId) {
                    found.json_ld(text);
                }
            }
            _ => {}
        }
        if let Some(kind) = page.tree.attr(node, AttrName::Itemtype).filter(|kind| kind.len() <= MAX_TYPE) {
            found.name_type(kind.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or_default());
        }
    }
    found
}

/// The text of a script, if it is JSON-LD.
pub(super) fn json_ld(tree: &Tree, script: NodeId) -> Option<&str> {
    let kind = tree.attr(tree.node(script), AttrName::Type)?;
    let text = tree.nodes.get(script as usize + 1).filter(|next| next.parent == script)?;
    is_json_ld(kind).then(|| tree.text_of(text))
}

static TYPE_KEY: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("\"@type\""));

impl Found {
    fn meta(&mut self, page: &Measured<'_>, node: &Node) {
        if page.tree.attr(node, AttrName::Property) == Some("og:type") {
            let kind = page.tree.attr(node, AttrName::Content).unwrap_or_default().to_ascii_lowercase();
            self.og = [kind == "article", kind.starts_with("product") || kind == "og:product", kind == "website"];
        }
    }

    /// Looks for `"@type": "Name"`, or the first of `"@type": ["Name", ...]`, wherever it stands.
    fn json_ld(&mut self, text: &str) {
        for at in TYPE_KEY.find_iter(text.as_bytes()) {
            let rest = text.get(at + TYPE_KEY.needle().len()..).unwrap_or_default();
            let value = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, ':' | '[' | '"'));
            self.name_type(value.split('"').next().unwrap_or_default());
        }
    }

    fn name_type(&mut self, name: &str) {
        let name = name.strip_prefix("http://schema.org/").or(name.strip_prefix("https://schema.org/")).unwrap_or(name);
        for (found, names) in self.types.iter_mut().zip(TYPES) {
            *found |= names.contains(&name);
        }
    }
}
