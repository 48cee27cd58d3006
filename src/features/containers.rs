//! What a block's containers hold, and what stands beside it in them.

use std::collections::HashMap;

use super::Spec;
use super::measure::{BlockSums, Measured, log, ratio};
use super::own::flag;
use super::surroundings::{MAX_CLIMB, Names};
use crate::tree::{NodeId, NodeKind};
use crate::vocab::mix;

/// Containers looked at, from the inside out: each holds more blocks than the one before.
pub(super) const LEVELS: usize = 5;

/// The features of one level.
pub(super) const LEVEL: &[Spec] = &[
    Spec("words", "ln(1 + words of the container)"),
    Spec("share", "its share of the page's words"),
    Spec("link_ratio", "its link ratio"),
    Spec("blocks", "ln(1 + its blocks)"),
    Spec("prose", "share of its words that stand in prose"),
    Spec("before", "share of its words before the block"),
    Spec("words_per_block", "ln(1 + words / blocks)"),
    Spec("headings", "headings / blocks"),
    Spec("images", "images / blocks"),
    Spec("controls", "form controls / blocks"),
    Spec("times", "time elements / blocks"),
    Spec("hops", "elements between this container and the one before / 10"),
    Spec("branch_words", "ln(1 + words of the branch that holds the block)"),
    Spec("branch_share", "the branch's share of the container's words"),
    Spec("branch_prose", "share of the branch's words that stand in prose"),
    Spec("alike", "ln(1 + branches of the same name and class)"),
    Spec("alike_place", "place of the branch among them, 0 to 1"),
    Spec("alike_words", "ln(1 + words a branch, of them)"),
    Spec("alike_share", "their share of the container's words"),
    Spec("alike_link_ratio", "their link ratio"),
    Spec("alike_prose", "share of their words that stand in prose"),
    Spec("alike_images", "images a branch, of them"),
    Spec("alike_headings", "headings a branch, of them"),
    Spec("alike_links", "links a branch, of them, ln(1 + x)"),
    Spec("alike_times", "time elements a branch, of them"),
    Spec("exists", "1 if there is such a container"),
];

/// Branches of one container that look alike.
#[derive(Clone, Copy, Default)]
struct Alike {
    count: u32,
    sums: BlockSums,
    images: u32,
    links: u32,
    times: u32,
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
        let mut containers = Self { group_of: vec![(0, 0); page.tree.nodes.len()], groups: vec![Alike::default()] };
        let mut known: HashMap<u64, u32> = HashMap::new();
        for (id, node) in page.tree.nodes.iter().enumerate() {
            let range = page.range(id as NodeId);
            if range.0 == range.1 || !matches!(node.kind, NodeKind::Element(..)) {
                continue;
            }
            let key = mix(names.signatures[id], u64::from(node.parent));
            let group = *known.entry(key).or_insert_with(|| {
                containers.groups.push(Alike::default());
                containers.groups.len() as u32 - 1
            });
            let alike = &mut containers.groups[group as usize];
            containers.group_of[id] = (group, alike.count);
            let nodes = page.node_sum(id as NodeId, node.end);
            alike.count += 1;
            alike.sums = alike.sums + page.sum(range);
            alike.images += nodes.images;
            alike.links += nodes.links;
            alike.times += nodes.times;
        }
        containers
    }

    /// Writes the features of the block number `block`; returns the container of each level.
    pub(super) fn write(&self, page: &Measured<'_>, block: u32, row: &mut [f32]) -> [NodeId; LEVELS] {
        let mut found = [0; LEVELS];
        let mut at = page.blocks[block as usize].element;
        let (mut branch, mut range) = (None, (block, block + 1));
        let (mut level, mut hops) = (0, 0);
        for _ in 0..MAX_CLIMB {
            let wider = page.range(at);
            if wider.1 - wider.0 > range.1 - range.0 {
                let values = self.level(page, block, at, wider, branch, range, hops);
                row[level * LEVEL.len()..][..LEVEL.len()].copy_from_slice(&values);
                found[level] = at;
                level += 1;
                hops = 0;
                range = wider;
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

    #[expect(clippy::too_many_arguments, reason = "all of them are what a level is")]
    fn level(
        &self,
        page: &Measured<'_>,
        block: u32,
        container: NodeId,
        range: (u32, u32),
        branch: Option<NodeId>,
        branch_range: (u32, u32),
        hops: u32,
    ) -> [f32; LEVEL.len()] {
        let sums = page.sum(range);
        let nodes = page.node_sum(container, page.tree.node(container).end);
        let before = page.sum((range.0, block)).words;
        let inner = page.sum(branch_range);
        let (group, place) = branch.map_or((0, 0), |branch| self.group_of[branch as usize]);
        let alike = self.groups[group as usize];
        let each = alike.count.max(1) as f32;
        let blocks = sums.blocks as f32;
        [
            log(sums.words),
            ratio(sums.words, page.total().words),
            sums.link_ratio(),
            log(sums.blocks),
            sums.prose_share(),
            ratio(before, sums.words),
            (sums.words as f32 / blocks).ln_1p(),
            sums.headings as f32 / blocks,
            nodes.images as f32 / blocks,
            nodes.controls as f32 / blocks,
            nodes.times as f32 / blocks,
            hops as f32 / 10.0,
            log(inner.words),
            ratio(inner.words, sums.words),
            inner.prose_share(),
            log(alike.count),
            place as f32 / each,
            (alike.sums.words as f32 / each).ln_1p(),
            ratio(alike.sums.words, sums.words),
            alike.sums.link_ratio(),
            alike.sums.prose_share(),
            alike.images as f32 / each,
            alike.sums.headings as f32 / each,
            (alike.links as f32 / each).ln_1p(),
            alike.times as f32 / each,
            flag(true),
        ]
    }
}
