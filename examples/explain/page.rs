//! What the report says of a page, as its scripts read it.

use std::collections::BTreeMap;

use mainbody::{Block, Explanation, Extraction, Kind, MarkKind, Pass};
use serde::Serialize;

use crate::arguments::FocusArgument;
use crate::original::{Node, Original};

/// Contributions of a block that are listed; of the others there is the sum.
const LISTED: usize = 16;

#[derive(Serialize)]
pub(crate) struct Page<'a> {
    file: &'a str,
    title: String,
    focus: &'static str,
    confidence: f32,
    warnings: Vec<String>,
    /// Names and formulas of the features that are spoken of.
    features: Vec<[&'static str; 2]>,
    blocks: Vec<PageBlock<'a>>,
    nodes: Vec<Node>,
}

#[derive(Serialize)]
struct PageBlock<'a> {
    text: &'a str,
    kind: String,
    /// Of a heading.
    level: u8,
    /// Of a list item.
    depth: u8,
    number: Option<i32>,
    rows: Vec<Vec<&'a str>>,
    confidence: f32,
    main: bool,
    words: u32,
    density: f32,
    link_ratio: f32,
    path: String,
    /// The number of its element among the nodes.
    node: Option<usize>,
    why: Option<Why>,
}

/// An explanation, with numbers for features.
#[derive(Serialize)]
struct Why {
    pass: u8,
    base: f64,
    score: f64,
    /// Feature, value, log-odds.
    listed: Vec<(usize, f32, f64)>,
    others: [Others; 2],
}

/// What the contributions that are not listed come to: for, and against.
#[derive(Default, Serialize)]
struct Others {
    count: usize,
    log_odds: f64,
}

impl<'a> Page<'a> {
    pub(crate) fn new(file: &'a str, focus: FocusArgument, extraction: &'a Extraction, original: Original) -> Self {
        let mut features = Features::default();
        let blocks = extraction.all_blocks().iter().map(|block| {
            let why = extraction.explain(block).map(|why| features.why(&why));
            let path = block.path();
            PageBlock { node: original.find(&path), path, why, ..PageBlock::from(block) }
        });
        Self {
            file,
            blocks: blocks.collect(),
            title: original.title,
            focus: match focus {
                FocusArgument::Precision => "precision",
                FocusArgument::Balanced => "balanced",
                FocusArgument::Recall => "recall",
            },
            confidence: extraction.confidence(),
            warnings: extraction.warnings().iter().map(ToString::to_string).collect(),
            features: features.list,
            nodes: original.nodes,
        }
    }
}

impl<'a> From<&'a Block> for PageBlock<'a> {
    fn from(block: &'a Block) -> Self {
        let (counts, kind) = (block.counts(), block.kind());
        let (depth, number) = if let Kind::ListItem { depth, number } = kind { (depth, number) } else { (0, None) };
        Self {
            text: if kind == Kind::Image { alt(block) } else { block.text() },
            kind: kind.to_string(),
            level: if let Kind::Heading { level } = kind { level } else { 0 },
            depth,
            number,
            rows: block.rows(),
            confidence: block.confidence(),
            main: block.is_main(),
            words: counts.words,
            density: counts.text_density(),
            link_ratio: counts.link_ratio(),
            path: String::new(),
            node: None,
            why: None,
        }
    }
}

/// The text of an image is what it says of itself.
fn alt(block: &Block) -> &str {
    let mut alts =
        block.marks().filter_map(|mark| if let MarkKind::Image { alt, .. } = mark.kind { Some(alt) } else { None });
    alts.next_back().unwrap_or_default()
}

/// The features spoken of, numbered as they come up.
#[derive(Default)]
struct Features {
    list: Vec<[&'static str; 2]>,
    numbers: BTreeMap<&'static str, usize>,
}

impl Features {
    fn why(&mut self, why: &Explanation) -> Why {
        let (listed, rest) = why.contributions.split_at(why.contributions.len().min(LISTED));
        let listed = listed.iter().map(|part| {
            let number = *self.numbers.entry(part.feature).or_insert_with(|| {
                self.list.push([part.feature, part.formula]);
                self.list.len() - 1
            });
            (number, part.value, part.log_odds)
        });
        let mut others = [Others::default(), Others::default()];
        for part in rest {
            let others = &mut others[usize::from(part.log_odds < 0.0)];
            others.count += 1;
            others.log_odds += part.log_odds;
        }
        Why {
            pass: if why.pass == Pass::First { 1 } else { 2 },
            base: why.base,
            score: why.score,
            listed: listed.collect(),
            others,
        }
    }
}
