//! Content that is not in the visible DOM, as more tree.
//!
//! Some pages show next to nothing until their scripts have run, and carry their text in the data of these scripts, in
//! templates, or in JSON-LD. A page is starved if it shows few words and carries more of prose that it does not show;
//! where it shows some, only what bears the page's title counts. Then that prose is appended to the body as elements,
//! and the page is cut into blocks anew; all later stages judge the new blocks as they judge the others. Groups of the
//! data (a post, an answer, a product) are elements, with lines for title, author and date; keys are classes, so that
//! what the scorer knows of the names of classes holds for them, too.
//!
//! Nothing here knows a site. What is prose is decided by how it reads ([`prose`]), not by the key it stands under.
//!
//! Of the 2,284 pages of the corpora, 69 show few enough words to be looked at and 4 are starved; on none of the others
//! does anything change. Rules that ask less find much and nothing right: of 106 pages that describe their subject in
//! JSON-LD in words that they do not show, one has them in its gold text.

mod content;
mod flight;
mod graft;
mod items;
mod prose;
mod script;
mod sources;
mod subject;
mod value;

use std::ops::Range;

use crate::block::{Kind, Origin};
use crate::limits::Limits;
use crate::overrides::Cut;
use crate::parse::parse;
use crate::segment::{Candidate, Segments, segment};
use crate::tree::{AskedNames, DOCUMENT, NodeId, NodeKind, Tag, Tree};
use crate::vocab::{Flow, flow};
use graft::Graft;
use items::Items;
use prose::{Look, Shown};
use script::read_script;
use sources::{Form, Source, sources};
use subject::Subject;

/// Visible words above which a page is not starved, whatever else it carries. With 600, six more pages of the corpora
/// would be, most of them listings that know more of their entries than they show, and none rightly.
const MAX_VISIBLE: u32 = 200;
/// New words of prose without which a page is not starved.
const MIN_NEW: u32 = 40;
/// New words of prose from which no further kinds of sources are asked.
const ENOUGH: u32 = 150;
/// Visible words up to which a page is a shell, of which all data may be content. Where more is visible, data is content
/// only in groups that bear the page's title: shops and listings carry much that is about other things.
const SHELL: u32 = 40;
/// Texts that are recovered from a page at most; a long thread has hundreds.
const MAX_TEXTS: u32 = 10_000;
/// Share of a text's words, in percent, that must be new for it to be recovered.
const NEW_SHARE: u32 = 40;
/// Words of the shortest text, headings aside, that is taken out because it stands in the page already.
const MIN_REPEATED: u32 = 4;

/// The order in which sources are asked, until the page is starved no longer: first what is markup already, then what is
/// said to be the page's content, then whatever its scripts start from.
const ORDER: [Origin; 4] = [Origin::Noscript, Origin::Template, Origin::JsonLd, Origin::Hydration];

/// A stretch of recovered nodes, up to the next or the end of the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    /// Its first node.
    pub(crate) first: NodeId,
    /// The element of the page that holds the text.
    pub(crate) source: NodeId,
    pub(crate) origin: Origin,
}

/// Some content that may be recovered.
struct Find {
    source: NodeId,
    origin: Origin,
    what: Content,
}

enum Content {
    Items(Items),
    Markup(Tree),
    /// The content of the source.
    Template,
}

/// Appends what a starved page carries unseen, and cuts the page into blocks anew. Returns the new stretches; none if
/// the page is not starved, and then nothing is changed.
///
/// A page with prose costs a look at its blocks; any other is linear in its data, of which there is a limit.
pub(crate) fn recover(tree: &mut Tree, segments: &mut Segments, limits: &Limits, cuts: &[Cut]) -> Vec<Part> {
    let visible = visible_words(segments);
    if visible > MAX_VISIBLE {
        return Vec::new();
    }
    let finds = finds(tree, segments, visible, limits);
    if finds.is_empty() {
        return Vec::new();
    }
    let parts = append(tree, finds, limits);
    *segments = segment(tree, cuts, limits.blocks());
    if hide_repeated(tree, segments, &parts) {
        *segments = segment(tree, cuts, limits.blocks());
    }
    if has_blocks(segments, &parts) { parts } else { Vec::new() }
}

/// Whether any block comes from these stretches, which stand after all else.
pub(crate) fn has_blocks(segments: &Segments, parts: &[Part]) -> bool {
    segments.blocks.last().zip(parts.first()).is_some_and(|(last, part)| part.first <= last.nodes.start)
}

/// Where each of these stands, given as its first node and its element, and which element of the page holds it.
pub(crate) fn origins(
    tree: &Tree,
    places: impl Iterator<Item = (NodeId, NodeId)>,
    parts: &[Part],
) -> Vec<(Origin, NodeId)> {
    let mut noscripts: Vec<Range<NodeId>> = Vec::new();
    for (id, node) in (0..).zip(&tree.nodes) {
        if node.html_tag() == Some(Tag::Noscript) && noscripts.last().is_none_or(|last| last.end <= id) {
            noscripts.push(id..node.end);
        }
    }
    let in_noscript = |at: NodeId| {
        let next = noscripts.partition_point(|noscript| noscript.end <= at);
        noscripts.get(next).is_some_and(|noscript| noscript.contains(&at))
    };
    let origins = places.map(|(at, element)| {
        let part = parts.partition_point(|part| part.first <= at).checked_sub(1).and_then(|last| parts.get(last));
        match part {
            Some(part) => (part.origin, part.source),
            None if in_noscript(at) => (Origin::Noscript, element),
            None => (Origin::Visible, element),
        }
    });
    origins.collect()
}

/// Visible words; of scripts without spaces every second character.
fn visible_words(segments: &Segments) -> u32 {
    let words = |block: &Candidate| block.counts.words - block.shape.ideographs.min(block.counts.words) / 2;
    segments.blocks.iter().map(words).fold(0, u32::saturating_add)
}

/// What a starved page carries; nothing if it is not starved.
fn finds(tree: &Tree, segments: &Segments, visible: u32, limits: &Limits) -> Vec<Find> {
    let sources = sources(tree);
    if sources.is_empty() {
        return Vec::new();
    }
    let subject = Subject::of(tree, segments);
    let mut known = Known { shown: Shown::default(), left: MAX_TEXTS };
    for block in &segments.blocks {
        known.shown.add(segments.text_of(block));
    }
    let shell = visible <= SHELL;
    let (mut finds, mut about, mut all) = (Vec::new(), 0, 0);
    for origin in ORDER {
        let new = if shell && !is_fed(visible, about) { all } else { about };
        if is_fed(visible, new) && new >= ENOUGH {
            break;
        }
        let of_origin: Vec<&Source<'_>> = sources.iter().filter(|source| source.form.origin() == origin).collect();
        for mut find in read(&of_origin, limits, &tree.asked) {
            let new = find.what.keep_new(tree, find.source, &mut known);
            if new > 0 {
                all += new;
                about += find.what.words_about(&subject).unwrap_or(new);
                finds.push(find);
            }
        }
    }
    if is_fed(visible, about) {
        for find in &mut finds {
            find.what.keep_about(&subject);
        }
        return finds;
    }
    if shell && is_fed(visible, all) { finds } else { Vec::new() }
}

/// Whether the page carries so much more than it shows that it is starved without it.
fn is_fed(visible: u32, new: u32) -> bool {
    new >= MIN_NEW && new >= visible
}

/// What some sources hold.
fn read(sources: &[&Source<'_>], limits: &Limits, asked: &AskedNames) -> Vec<Find> {
    let mut payload = String::new();
    let mut finds: Vec<Find> = Vec::with_capacity(sources.len());
    for source in sources {
        let mut items = Items::new(matches!(source.form, Form::JsonLd(_)));
        let mut markup = None;
        match source.form {
            Form::Template => {}
            Form::Swallowed(text) | Form::Inert(text) => markup = Some(parse(text, limits, asked)),
            Form::JsonLd(text) | Form::Json(text) => items.read(text),
            Form::Script(text) => match flight::piece(text) {
                Some(piece) => payload.push_str(&piece),
                None => read_script(text, &mut items),
            },
        }
        let what = match (source.form, markup) {
            (_, Some(tree)) => Content::Markup(tree),
            (Form::Template, None) => Content::Template,
            _ => Content::Items(items),
        };
        finds.push(Find { source: source.node, origin: source.form.origin(), what });
    }
    if let Some(source) = sources.iter().find(|_| !payload.is_empty()) {
        let mut items = Items::new(false);
        flight::read_rows(&payload, &mut items);
        finds.push(Find { source: source.node, origin: Origin::Hydration, what: Content::Items(items) });
    }
    finds
}

impl Content {
    /// Drops what is not new; returns how many new words of prose are left.
    fn keep_new(&mut self, tree: &Tree, source: NodeId, known: &mut Known) -> u32 {
        let text = match self {
            Self::Items(items) => return items.keep_new(|text| known.news(text)),
            Self::Markup(markup) => shown_text(markup, DOCUMENT),
            Self::Template => shown_text(tree, source),
        };
        if Look::of(&text).is_prose() { known.news(&text) } else { 0 }
    }

    /// The new words in groups that have the page's title; `None` of markup, which has no groups.
    fn words_about(&self, subject: &Subject) -> Option<u32> {
        match self {
            Self::Items(items) => Some(items.words_about(|title| subject.is(title))),
            Self::Markup(_) | Self::Template => None,
        }
    }

    fn keep_about(&mut self, subject: &Subject) {
        if let Self::Items(items) = self {
            items.keep_about(|title| subject.is(title));
        }
    }
}

/// What there is so far.
struct Known {
    shown: Shown,
    /// How many more texts may be recovered.
    left: u32,
}

impl Known {
    /// The new words of a text; none if most of it is known.
    fn news(&mut self, text: &str) -> u32 {
        if self.left == 0 {
            return 0;
        }
        let (new, words) = self.shown.add(text);
        if new * 100 < words * NEW_SHARE {
            return 0;
        }
        self.left -= 1;
        new
    }
}

/// The text below an element that would be shown if the element were.
fn shown_text(tree: &Tree, element: NodeId) -> String {
    let mut text = String::new();
    let mut id = element + 1;
    while id < tree.node(element).end {
        let node = tree.node(id);
        id += 1;
        match node.kind {
            NodeKind::Element(tag, _) if flow(tag) == Flow::Skipped => id = node.end,
            NodeKind::Element(..) => text.push(' '),
            _ => text.push_str(tree.text_of(node)),
        }
    }
    text
}

/// Appends what was found.
fn append(tree: &mut Tree, finds: Vec<Find>, limits: &Limits) -> Vec<Part> {
    // Templates are copied from the page as it was.
    let page = finds.iter().any(|find| matches!(find.what, Content::Template)).then(|| tree.clone());
    let mut parts = Vec::with_capacity(finds.len());
    let mut graft = Graft::new(tree, limits);
    for find in finds {
        parts.push(Part { first: graft.next(), source: find.source, origin: find.origin });
        match (find.what, &page) {
            (Content::Items(items), _) => graft.items(&items),
            (Content::Markup(markup), _) => graft.body(&markup, ""),
            (Content::Template, Some(page)) => graft.template(page, find.source),
            (Content::Template, None) => {}
        }
    }
    graft.finish();
    parts
}

/// Takes the text from those recovered blocks that repeat others; says whether there were any.
fn hide_repeated(tree: &mut Tree, segments: &Segments, parts: &[Part]) -> bool {
    let first = parts.first().map_or(NodeId::MAX, |part| part.first);
    let mut shown = Shown::default();
    let mut any = false;
    for block in &segments.blocks {
        let (new, words) = shown.add(segments.text_of(block));
        let short = words < MIN_REPEATED && !matches!(block.kind, Kind::Heading { .. });
        if block.nodes.start < first || short || new * 100 >= words * NEW_SHARE {
            continue;
        }
        any = true;
        for id in block.nodes.clone() {
            if let Some(node) = tree.nodes.get_mut(id as usize).filter(|node| node.kind == NodeKind::Text) {
                node.data = (0, 0);
            }
        }
    }
    any
}
