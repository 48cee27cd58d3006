//! What a block's containers hold, and what stands beside it in them.

use super::Spec;
use super::context::Level;
use super::measure::{BlockSums, Measured, number, ratio};
use super::surroundings::{MAX_CLIMB, Names};
use crate::hash::mix;
use crate::tree::{NodeId, NodeKind};

/// Containers looked at, from the inside out: each holds more blocks than the one before.
pub(super) const LEVELS: usize = 4;

/// The features of one level.
pub(super) const LEVEL: &[Spec] = &[
    Spec("words", "words of the container"),
    Spec("share", "its share of the page's words"),
    Spec("link_ratio", "its link ratio"),
    Spec("blocks", "its blocks"),
    Spec("prose", "share of its words that stand in prose"),
    Spec("before", "share of its words before the block"),
    Spec("words_per_block", "words / blocks"),
    Spec("headings", "headings / blocks"),
    Spec("images", "images / blocks"),
    Spec("controls", "form controls / blocks"),
    Spec("times", "time elements / blocks"),
    Spec("hops", "elements between this container and the one before / 10"),
    Spec("branch_words", "words of the branch that holds the block"),
    Spec("branch_share", "the branch's share of the container's words"),
    Spec("branch_prose", "share of the branch's words that stand in prose"),
    Spec("alike", "branches of the same name and class"),
    Spec("alike_place", "place of the branch among them, 0 to 1"),
    Spec("alike_words", "words a branch, of them"),
    Spec("alike_share", "their share of the container's words"),
    Spec("alike_link_ratio", "their link ratio"),
    Spec("alike_prose", "share of their words that stand in prose"),
    Spec("alike_images", "images a branch, of them"),
    Spec("alike_headings", "headings a branch, of them"),
    Spec("alike_links", "links a branch, of them"),
];

/// Branches of one container that look alike.
#[derive(Clone, Copy, Default)]
struct Alike {
    count: u32,
    sums: BlockSums,
    images: u32,
    links: u32,
}

/// The containers of a page.
pub(super) struct Containers {
    /// The group of each element among its siblings, and its place there.
    group_of: Vec<(u32, u32)>,
    groups: Vec<Alike>,
}

impl Containers {
    /// Groups the elements that hold blocks by parent, name and class.
    pub(super) fn new(page: &Measured<'_>, names: &Names) -> Self {
        let holds = |id: NodeId| {
            let (from, to) = page.range(id);
            from < to
        };
        let elements = page
            .tree
            .nodes
            .iter()
            .zip(0..)
            .filter(|&(node, id)| matches!(node.kind, NodeKind::Element(..)) && holds(id));
        let mut keys: Vec<(u64, NodeId)> =
            elements.map(|(node, id)| (mix(names.signatures[id as usize], u64::from(node.parent)), id)).collect();
        keys.sort_unstable();
        let mut containers = Self { group_of: vec![(0, 0); page.tree.nodes.len()], groups: vec![Alike::default()] };
        for same in keys.chunk_by(|a, b| a.0 == b.0) {
            let mut alike = Alike::default();
            for &(_, id) in same {
                containers.group_of[id as usize] = (containers.groups.len() as u32, alike.count);
                let nodes = page.node_sum(id, page.tree.node(id).end);
                alike.count += 1;
                alike.sums = alike.sums + page.sum(page.range(id));
                alike.images += nodes.images;
                alike.links += nodes.links;
            }
            containers.groups.push(alike);
        }
        containers
    }

    /// How many groups of branches there are.
    pub(super) fn groups(&self) -> usize {
        self.groups.len()
    }

    /// Every element that holds blocks, with its group.
    pub(super) fn members(&self) -> impl Iterator<Item = (NodeId, usize)> {
        let groups = (0..).zip(&self.group_of).map(|(element, &(group, _))| (element, group as usize));
        groups.filter(|&(_, group)| group > 0)
    }

    /// The containers of the block number `block`, from the inside out.
    pub(super) fn levels(&self, page: &Measured<'_>, block: usize) -> [Level; LEVELS] {
        let mut found = [Level::default(); LEVELS];
        let mut at = page.blocks[block].element;
        let (mut branch, mut blocks) = (None, 1);
        let (mut level, mut hops) = (0, 0);
        for _ in 0..MAX_CLIMB {
            let (from, to) = page.range(at);
            if to - from > blocks {
                let group = branch.map_or(0, |branch| self.group_of[branch as usize].0);
                found[level] = Level { container: at, branch, group, hops, exists: true };
                level += 1;
                hops = 0;
                blocks = to - from;
            }
            if at == 0 || level == LEVELS {
                break;
            }
            hops += 1;
            branch = Some(at);
            at = page.tree.node(at).parent;
        }
        found
    }

    /// Writes the features of the block number `block`, which stands in these containers.
    pub(super) fn write(&self, page: &Measured<'_>, block: usize, levels: &[Level; LEVELS], row: &mut [f32]) {
        let block = block as u32;
        let mut inner = (block, block + 1);
        for (level, row) in levels.iter().zip(row.chunks_exact_mut(LEVEL.len())).filter(|(level, _)| level.exists) {
            let range = page.range(level.container);
            row.copy_from_slice(&self.level(page, block, *level, range, inner));
            inner = range;
        }
    }

    /// The features of one container; `range` are its blocks, `inner` those of the container before.
    fn level(
        &self,
        page: &Measured<'_>,
        block: u32,
        level: Level,
        range: (u32, u32),
        inner: (u32, u32),
    ) -> [f32; LEVEL.len()] {
        let sums = page.sum(range);
        let nodes = page.node_sum(level.container, page.tree.node(level.container).end);
        let before = page.sum((range.0, block)).words;
        let inner = page.sum(inner);
        let place = level.branch.map_or(0, |branch| self.group_of[branch as usize].1);
        let alike = self.groups[level.group as usize];
        let each = alike.count.max(1) as f32;
        let blocks = sums.blocks as f32;
        [
            number(sums.words),
            ratio(sums.words, page.total().words),
            sums.link_ratio(),
            number(sums.blocks),
            sums.prose_share(),
            ratio(before, sums.words),
            (sums.words as f32 / blocks),
            sums.headings as f32 / blocks,
            nodes.images as f32 / blocks,
            nodes.controls as f32 / blocks,
            nodes.times as f32 / blocks,
            level.hops as f32 / 10.0,
            number(inner.words),
            ratio(inner.words, sums.words),
            inner.prose_share(),
            number(alike.count),
            place as f32 / each,
            (alike.sums.words as f32 / each),
            ratio(alike.sums.words, sums.words),
            alike.sums.link_ratio(),
            alike.sums.prose_share(),
            alike.images as f32 / each,
            alike.sums.headings as f32 / each,
            (alike.links as f32 / each),
        ]
    }
}
