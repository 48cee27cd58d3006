//! The stages one by one, for the benches, the tests and the examples `train` and `crawl` of this crate. No part of the
//! promise of stability.
#![allow(missing_docs)]

use markup5ever_rcdom::RcDom;

use crate::features::{CONTEXT, EARLY, Features};
use crate::limits::Limits;
use crate::segment::Segments;
use crate::select::Selection;
use crate::tree::{AskedNames, NodeKind, Space, Tree};

/// Bytes to text, with nothing known of the encoding.
pub fn decode(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    crate::decode::decode(bytes, None).text
}

/// The name of the encoding that a page says it is in.
pub fn declared_encoding(bytes: &[u8]) -> Option<&'static str> {
    crate::decode::declared(bytes).map(encoding_rs::Encoding::name)
}

/// A page after parsing.
pub struct Parsed(Tree);

/// A page after segmenting.
pub struct Segmented(Segments);

impl Parsed {
    pub fn parse(html: &str) -> Self {
        Self(crate::parse::parse(html, &Limits::default(), &AskedNames::default()))
    }

    pub fn from_dom(dom: &RcDom) -> Self {
        Self(crate::parse::from_rcdom(dom, &Limits::default(), &AskedNames::default()).unwrap_or_default())
    }

    pub fn nodes(&self) -> usize {
        self.0.nodes.len()
    }

    /// Appends what a starved page carries unseen, as extraction does before all else.
    #[must_use]
    pub fn recover(mut self) -> Self {
        let mut segments = crate::segment::segment(&self.0, &[], Limits::default().blocks());
        crate::recover::recover(&mut self.0, &mut segments, &Limits::default(), &[]);
        self
    }

    pub fn segment(&self) -> Segmented {
        Segmented(crate::segment::segment(&self.0, &[], Limits::default().blocks()))
    }

    /// The tree as html5lib writes trees: kept attributes only, sorted by name; no comments, no doctype; the content of
    /// a template below a `content` line.
    pub fn dump(&self) -> String {
        let mut out = String::new();
        let mut indents = vec![0; self.0.nodes.len()];
        let mut text_open = false;
        for (id, node) in self.0.nodes.iter().enumerate().skip(1) {
            let indent = if node.parent == 0 { 0 } else { indents[node.parent as usize] + 1 };
            indents[id] = indent;
            match node.kind {
                NodeKind::Text => {
                    let previous_is_text = text_open && self.0.nodes[id - 1].kind == NodeKind::Text;
                    if previous_is_text && self.0.nodes[id - 1].parent == node.parent {
                        out.truncate(out.len() - 2);
                    } else {
                        push_indent(&mut out, indent);
                        out.push('"');
                    }
                    out.push_str(self.0.text_of(node));
                    out.push_str("\"\n");
                    text_open = true;
                    continue;
                }
                NodeKind::Element(_, space) => {
                    push_indent(&mut out, indent);
                    out.push('<');
                    out.push_str(match space {
                        Space::Html => "",
                        Space::Svg => "svg ",
                        Space::MathMl => "math ",
                    });
                    out.push_str(self.0.name_of(node));
                    out.push_str(">\n");
                    let mut attrs: Vec<(&str, &str)> =
                        self.0.attrs_of(node).iter().map(|attr| (attr.name.as_str(), self.0.value(attr))).collect();
                    attrs.retain(|(name, _)| !name.is_empty());
                    attrs.sort_unstable();
                    for (name, value) in attrs {
                        push_indent(&mut out, indent + 1);
                        out.extend([name, "=\"", value, "\"\n"]);
                    }
                }
                NodeKind::Document => {}
            }
            text_open = false;
        }
        out
    }

    /// The elements of a page that a selector matches, each by its number in document order; those inside of templates
    /// are not counted. `None` where the selector is refused.
    pub fn matching(html: &str, selector: &str) -> Option<Vec<usize>> {
        use crate::selector::{Elements, Selector};
        use crate::tree::Tag;
        let selector = Selector::parse(selector).ok()?;
        let mut asked = AskedNames::default();
        selector.attributes().for_each(|name| asked.add(name));
        let tree = crate::parse::parse(html, &Limits::default(), &asked);
        let mut marks = vec![false; tree.nodes.len()];
        selector.mark(&Elements::new(&tree), &mut marks);
        let (mut matching, mut elements, mut id) = (Vec::new(), 0, 0);
        while let Some(node) = tree.nodes.get(id) {
            if let NodeKind::Element(tag, _) = node.kind {
                if marks[id] {
                    matching.push(elements);
                }
                elements += 1;
                if tag == Tag::Template {
                    id = node.end as usize;
                    continue;
                }
            }
            id += 1;
        }
        Some(matching)
    }

    /// Whether this attribute of elements of this name is kept while parsing.
    pub fn keeps(element: &str, attribute: &str) -> bool {
        use crate::tree::{AttrName, Tag};
        let tag = Tag::of(&html5ever::LocalName::from(element));
        AttrName::of(&html5ever::LocalName::from(attribute)).is_read_on(tag)
    }
}

/// What stands in a page, in document order.
pub enum Event<'a> {
    Open(&'a str),
    Text(&'a str),
    Close(&'a str),
}

impl Parsed {
    /// Calls `found` with all elements and texts of the page.
    pub fn events<'a>(&'a self, mut found: impl FnMut(Event<'a>)) {
        let tree = &self.0;
        let mut open: Vec<u32> = Vec::new();
        for (id, node) in tree.nodes.iter().enumerate().skip(1) {
            while let Some(&last) = open.last().filter(|&&last| tree.node(last).end as usize <= id) {
                found(Event::Close(tree.name_of(tree.node(last))));
                open.pop();
            }
            match node.kind {
                NodeKind::Text => found(Event::Text(tree.text_of(node))),
                NodeKind::Element(..) => {
                    found(Event::Open(tree.name_of(node)));
                    open.push(id as u32);
                }
                NodeKind::Document => {}
            }
        }
        while let Some(last) = open.pop() {
            found(Event::Close(tree.name_of(tree.node(last))));
        }
    }
}

/// The lines of a plain-text dump.
pub struct DumpLines(crate::dump::Lines);

impl DumpLines {
    pub fn cut(dump: &str) -> Self {
        Self(crate::dump::stages::cut(dump))
    }

    pub fn len(&self) -> usize {
        self.0.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.lines.is_empty()
    }

    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.lines.iter().map(|line| self.0.text_of(line))
    }

    /// The byte range of each line in the dump.
    pub fn sources(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        self.0.lines.iter().map(|line| line.source.start as usize..line.source.end as usize)
    }

    /// The features of all lines, row after row.
    pub fn rows(&self) -> Vec<u8> {
        crate::dump::stages::rows(&self.0)
    }

    /// The context features of all lines, row after row, given a first opinion on each.
    pub fn context(&self, first: &[f32]) -> Vec<u8> {
        crate::dump::stages::context(&self.0, first)
    }

    /// Whether each line stands in the stretch richest in prose, where a line that is no prose costs this many words.
    pub fn core(&self, cost: i64) -> Vec<bool> {
        crate::dump::stages::core(&self.0, cost)
    }
}

/// The title of a dump and the lines of its byline.
pub fn dump_head(dump: &str) -> (Option<String>, Vec<String>) {
    let found = crate::dump::dump(dump, usize::MAX);
    let text = |at: &usize| found.lines.lines.get(*at).map(|line| found.lines.text_of(line).to_owned());
    (found.head.title.as_ref().and_then(text), found.head.bylines.iter().filter_map(text).collect())
}

/// The name and formula of every feature of a dump's lines, those of the context last, and how many come before these.
pub fn dump_specs() -> (Vec<(String, String)>, usize) {
    crate::dump::stages::all_specs()
}

fn push_indent(out: &mut String, indent: usize) {
    out.push_str("| ");
    for _ in 0..indent {
        out.push_str("  ");
    }
}

impl Segmented {
    pub fn len(&self) -> usize {
        self.0.blocks.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.blocks.is_empty()
    }

    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.blocks.iter().map(|block| self.0.text_of(block))
    }

    pub fn words(&self) -> Vec<u32> {
        self.0.blocks.iter().map(|block| block.counts.words).collect()
    }

    pub fn features<'a>(&'a self, page: &'a Parsed) -> Featured<'a> {
        Featured(crate::features::features(&page.0, &self.0))
    }

    pub fn select(&self, probabilities: &[f32]) -> Vec<bool> {
        let Selection { main, .. } = crate::select::select(probabilities, &self.words(), crate::Focus::Balanced);
        main
    }
}

/// A page's features.
pub struct Featured<'a>(Features<'a>);

impl Featured<'_> {
    /// The features of all blocks, row after row.
    pub fn rows(&self) -> Vec<f32> {
        (0..self.0.blocks()).flat_map(|at| self.0.row(at).0).collect()
    }

    /// Writes the features of all blocks as the first pass asks for them, row over row; how many rows there were.
    pub fn write_rows(&self) -> usize {
        let mut row = [0.0; EARLY];
        for at in 0..self.0.blocks() {
            std::hint::black_box(self.0.write_early(at, &mut row));
            std::hint::black_box(&row);
        }
        self.0.blocks()
    }

    /// The context features of all blocks, row after row, given a first opinion on each.
    pub fn context(&self, first: &[f32]) -> Vec<f32> {
        let opinion = self.0.opinion(first);
        let rows = (0..self.0.blocks()).flat_map(|at| {
            let mut context = [0.0; CONTEXT];
            let (_, levels) = self.0.row(at);
            self.0.write_context(&opinion, at, &levels, &mut context);
            context
        });
        rows.collect()
    }

    pub fn probabilities(&self) -> Vec<f32> {
        crate::model::judged(&self.0, crate::Explain::Nothing).0
    }
}

/// The name and formula of every feature, in the order of a row of features followed by one of context.
pub fn feature_specs() -> Vec<(String, String)> {
    crate::features::specs()
}

/// How many of the features the first pass of the model sees: so many from the front.
pub const FIRST_PASS: usize = EARLY;
