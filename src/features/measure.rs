//! Sums over blocks and nodes, so that any stretch of the page is measured in constant time.

use crate::block::Kind;
use crate::char_class::is_of_word;
use crate::hash::hash;
use crate::segment::{Candidate, Segments};
use crate::tree::{AttrName, Node, NodeId, NodeKind, Tag, Tree};

/// Words of the longest block whose words are looked at one by one.
pub(super) const SHORT_WORDS: u32 = 30;

/// Sums over the blocks of a stretch of the page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct BlockSums {
    pub(super) blocks: u32,
    pub(super) words: u32,
    pub(super) chars: u32,
    pub(super) link_chars: u32,
    /// Words of blocks that read like prose.
    pub(super) prose: u32,
    pub(super) headings: u32,
    pub(super) stops: u32,
}

/// Counts of elements in a stretch of the page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NodeSums {
    /// `<a href>`.
    pub(super) links: u32,
    /// Links to a place on the same page.
    pub(super) fragments: u32,
    /// `<b>`, `<strong>`, `<em>`, `<i>`.
    pub(super) marks: u32,
}

macro_rules! sums {
    ($type:ident { $($field:ident)* }) => {
        impl std::ops::Add for $type {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self { $($field: self.$field + other.$field),* }
            }
        }
        impl std::ops::Sub for $type {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self { $($field: self.$field - other.$field),* }
            }
        }
    };
}

sums!(BlockSums { blocks words chars link_chars prose headings stops });
sums!(NodeSums { links fragments marks });

impl BlockSums {
    fn of(block: &Candidate) -> Self {
        let counts = block.size();
        Self {
            blocks: 1,
            words: counts.words,
            chars: counts.chars,
            link_chars: counts.link_chars,
            prose: if block.is_prose() { counts.words } else { 0 },
            headings: u32::from(matches!(block.kind, Kind::Heading { .. })),
            stops: block.shape.stops,
        }
    }

    pub(super) fn link_ratio(&self) -> f32 {
        ratio(self.link_chars, self.chars)
    }

    pub(super) fn prose_share(&self) -> f32 {
        ratio(self.prose, self.words)
    }
}

/// `part / whole`, 0 for an empty whole.
pub(super) fn ratio(part: u32, whole: u32) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// A count as a feature. Features are raw numbers: trees do not care for scale, and logarithms differ in their last bit
/// from one platform to the next.
pub(super) fn number(count: u32) -> f32 {
    count as f32
}

/// A page with its sums.
pub(super) struct Measured<'a> {
    pub(super) tree: &'a Tree,
    pub(super) segments: &'a Segments,
    pub(super) blocks: &'a [Candidate],
    /// Sums over the blocks before each block, and over all.
    block_sums: Vec<BlockSums>,
    /// Sums over the nodes before each node, and over all.
    node_sums: Vec<NodeSums>,
    /// How many blocks begin before each node.
    blocks_before: Vec<u32>,
    /// Hashes of the words of short blocks, one block after the other.
    keys: Vec<u64>,
    /// Where in `keys` those of each block end.
    key_ends: Vec<u32>,
}

impl<'a> Measured<'a> {
    pub(super) fn new(tree: &'a Tree, segments: &'a Segments) -> Self {
        let blocks = &segments.blocks;
        let mut block_sums = Vec::with_capacity(blocks.len() + 1);
        let mut sum = BlockSums::default();
        block_sums.push(sum);
        for block in blocks {
            sum = sum + BlockSums::of(block);
            block_sums.push(sum);
        }
        let (keys, key_ends) = short_keys(segments);
        Self {
            keys,
            key_ends,
            tree,
            segments,
            blocks,
            block_sums,
            node_sums: node_sums(tree),
            blocks_before: blocks_before(tree.nodes.len(), blocks),
        }
    }

    /// The blocks that begin inside an element.
    pub(super) fn range(&self, element: NodeId) -> (u32, u32) {
        let end = self.tree.node(element).end;
        (self.blocks_before[element as usize], self.blocks_before[end as usize])
    }

    /// Sums over the blocks from `from` to before `to`.
    pub(super) fn sum(&self, (from, to): (u32, u32)) -> BlockSums {
        self.block_sums[to as usize] - self.block_sums[from as usize]
    }

    /// Sums over all blocks.
    pub(super) fn total(&self) -> BlockSums {
        self.sum((0, self.blocks.len() as u32))
    }

    /// Sums over the nodes from `from` to before `to`.
    pub(super) fn node_sum(&self, from: NodeId, to: NodeId) -> NodeSums {
        self.node_sums[to as usize] - self.node_sums[from as usize]
    }

    /// Hashes of the words of the block number `at`, in lower case; none if it has more than [`SHORT_WORDS`].
    pub(super) fn keys(&self, at: usize) -> &[u64] {
        let from = at.checked_sub(1).map_or(0, |before| self.key_ends[before]);
        &self.keys[from as usize..self.key_ends[at] as usize]
    }

    /// The text of a block.
    pub(super) fn text_of(&self, block: &Candidate) -> &'a str {
        self.segments.text_of(block)
    }
}

fn short_keys(segments: &Segments) -> (Vec<u64>, Vec<u32>) {
    let (mut keys, mut ends) = (Vec::new(), Vec::with_capacity(segments.blocks.len()));
    for block in &segments.blocks {
        if block.size().words <= SHORT_WORDS {
            push_keys(&mut keys, segments.text_of(block));
        }
        ends.push(keys.len() as u32);
    }
    (keys, ends)
}

/// Adds the hashes of a text's words in lower case.
pub(super) fn push_keys(keys: &mut Vec<u64>, text: &str) {
    if text.is_ascii() {
        let lower = text.to_ascii_lowercase();
        let words = lower.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
        keys.extend(words.filter(|word| !word.is_empty()).map(hash));
    } else {
        let words = text.split(|c| !is_of_word(c)).filter(|word| !word.is_empty());
        keys.extend(words.map(|word| hash(word.to_lowercase().as_bytes())));
    }
}

fn blocks_before(nodes: usize, blocks: &[Candidate]) -> Vec<u32> {
    let mut before = Vec::with_capacity(nodes + 1);
    for (count, block) in blocks.iter().enumerate() {
        while before.len() <= block.nodes.start as usize {
            before.push(count as u32);
        }
    }
    before.resize(nodes + 1, blocks.len() as u32);
    before
}

fn node_sums(tree: &Tree) -> Vec<NodeSums> {
    let mut sums = Vec::with_capacity(tree.nodes.len() + 1);
    let mut sum = NodeSums::default();
    sums.push(sum);
    for node in &tree.nodes {
        if let NodeKind::Element(tag, _) = node.kind {
            count(&mut sum, tree, node, tag);
        }
        sums.push(sum);
    }
    sums
}

fn count(sum: &mut NodeSums, tree: &Tree, node: &Node, tag: Tag) {
    match tag {
        Tag::A => {
            if let Some(href) = tree.attr(node, AttrName::Href) {
                sum.links += 1;
                sum.fragments += u32::from(href.is_empty() || href.starts_with('#'));
            }
        }
        Tag::B | Tag::Strong | Tag::Em | Tag::I => sum.marks += 1,
        _ => {}
    }
}
