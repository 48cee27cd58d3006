//! The elements that a block stands in, and which of their branches are alike.

use super::measure::Measured;
use super::surroundings::{MAX_CLIMB, Names};
use crate::hash::mix;
use crate::tree::{NodeId, NodeKind};

/// Containers looked at, from the inside out: each holds more blocks than the one before.
pub(super) const LEVELS: usize = 4;

/// A container of a block, and the group of the branch that the block stands in there.
#[derive(Clone, Copy, Default)]
pub(crate) struct Level {
    pub(super) container: NodeId,
    /// The group of the child of the container in which the block stands; 0 if the block is all of it.
    pub(super) group: u32,
    pub(super) exists: bool,
}

/// The containers of a block, from the inside out.
pub(crate) type Levels = [Level; LEVELS];

/// The containers of a page.
pub(super) struct Containers {
    /// The group of each element among its siblings, from 1; 0 for elements that hold no blocks.
    group_of: Vec<u32>,
    groups: u32,
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
        let mut containers = Self { group_of: vec![0; page.tree.nodes.len()], groups: 1 };
        for same in keys.chunk_by(|a, b| a.0 == b.0) {
            for &(_, id) in same {
                containers.group_of[id as usize] = containers.groups;
            }
            containers.groups += 1;
        }
        containers
    }

    /// How many groups of branches there are.
    pub(super) fn groups(&self) -> usize {
        self.groups as usize
    }

    /// Every element that holds blocks, with its group.
    pub(super) fn members(&self) -> impl Iterator<Item = (NodeId, usize)> {
        let groups = (0..).zip(&self.group_of).map(|(element, &group)| (element, group as usize));
        groups.filter(|&(_, group)| group > 0)
    }

    /// The containers of the block number `block`, from the inside out.
    pub(super) fn levels(&self, page: &Measured<'_>, block: usize) -> Levels {
        let mut found = [Level::default(); LEVELS];
        let mut at = page.blocks[block].element;
        let (mut branch, mut blocks, mut level) = (None, 1, 0);
        for _ in 0..MAX_CLIMB {
            let (from, to) = page.range(at);
            if to - from > blocks {
                let group = branch.map_or(0, |branch: NodeId| self.group_of[branch as usize]);
                found[level] = Level { container: at, group, exists: true };
                level += 1;
                blocks = to - from;
            }
            if at == 0 || level == LEVELS {
                break;
            }
            branch = Some(at);
            at = page.tree.node(at).parent;
        }
        found
    }
}
