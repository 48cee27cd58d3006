//! The caller's say in what is main content: what is to be kept and what is to be pruned.

use std::ops::Range;

use crate::selector::{Elements, Selector, SyntaxError};
use crate::tree::{AskedNames, NodeId, NodeKind, Tree};
use crate::vocab::{Flow, flow};
use crate::warning::Warning;

/// The selectors of a caller.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    keep: Vec<Selector>,
    prune: Vec<Selector>,
    /// The attributes that they ask for.
    pub(crate) asked: AskedNames,
}

impl Rules {
    pub(crate) fn keep(&mut self, selector: &str) -> Result<(), SyntaxError> {
        let selector = self.read(selector)?;
        self.keep.push(selector);
        Ok(())
    }

    pub(crate) fn prune(&mut self, selector: &str) -> Result<(), SyntaxError> {
        let selector = self.read(selector)?;
        self.prune.push(selector);
        Ok(())
    }

    fn read(&mut self, selector: &str) -> Result<Selector, SyntaxError> {
        let selector = Selector::parse(selector)?;
        selector.attributes().for_each(|name| self.asked.add(name));
        Ok(selector)
    }

    /// A warning for each selector: what there is to say of them where there are no elements.
    pub(crate) fn unmatched(&self) -> impl Iterator<Item = Warning> {
        self.keep.iter().chain(&self.prune).map(unmatched)
    }

    /// What the selectors say of a page, and a warning for each that matches nothing.
    ///
    /// Linear in the page, times the steps of the selectors; nothing is looked at where there are none.
    pub(crate) fn apply(&self, tree: &Tree) -> (Overrides, Vec<Warning>) {
        if self.keep.is_empty() && self.prune.is_empty() {
            return (Overrides::default(), Vec::new());
        }
        let elements = Elements::new(tree);
        let mut warnings = Vec::new();
        let mut matched = |selectors: &[Selector]| {
            let mut marks = vec![false; tree.nodes.len()];
            for selector in selectors {
                if !selector.mark(&elements, &mut marks) {
                    warnings.push(unmatched(selector));
                }
            }
            marks
        };
        let (kept, pruned) = inherited(tree, &matched(&self.keep), &matched(&self.prune));
        let cuts = cuts(tree, &kept, &pruned);
        (Overrides { kept, pruned, cuts }, warnings)
    }
}

/// Which nodes stand in kept elements and which in pruned ones, by what the selectors match: the innermost decides.
///
/// What is kept though it is pruned as well is kept with all inside: `*` prunes what is not kept.
fn inherited(tree: &Tree, keep: &[bool], prune: &[bool]) -> (Vec<bool>, Vec<bool>) {
    let count = tree.nodes.len();
    let (mut kept, mut pruned, mut firm) = (vec![false; count], vec![false; count], vec![false; count]);
    for (id, node) in tree.nodes.iter().enumerate().skip(1) {
        let parent = node.parent as usize;
        let is_firm = if keep[id] { prune[id] || firm[parent] } else { firm[parent] };
        let is_pruned = prune[id] && !keep[id] && !is_firm;
        firm[id] = is_firm;
        kept[id] = !is_pruned && (keep[id] || kept[parent]);
        pruned[id] = is_pruned || (!keep[id] && pruned[parent]);
    }
    (kept, pruned)
}

fn unmatched(selector: &Selector) -> Warning {
    Warning::NoMatch { selector: selector.text().to_owned() }
}

/// Where an element that is pruned is left out of the text of a block, instead of being pruned with its blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    Nowhere,
    /// Inside tables and preformatted text, where all is one block.
    InBlock,
    /// Everywhere: it is part of a line of text.
    Anywhere,
}

/// Which elements are cut out of blocks: the outermost of the pruned ones, if nothing inside is kept.
fn cuts(tree: &Tree, kept: &[bool], pruned: &[bool]) -> Vec<Cut> {
    let mut holds_kept = kept.to_vec();
    let mut holds_block = vec![false; tree.nodes.len()];
    let mut cuts = vec![Cut::Nowhere; tree.nodes.len()];
    for (id, node) in tree.nodes.iter().enumerate().skip(1).rev() {
        if let NodeKind::Element(tag, _) = node.kind {
            holds_block[id] |= !matches!(flow(tag), Flow::Inline | Flow::LineBreak | Flow::Skipped);
            let outermost = pruned[id] && !pruned[node.parent as usize];
            if outermost && !holds_kept[id] {
                cuts[id] = if holds_block[id] { Cut::InBlock } else { Cut::Anywhere };
            }
        }
        holds_kept[node.parent as usize] |= holds_kept[id];
        holds_block[node.parent as usize] |= holds_block[id];
    }
    cuts
}

/// What the selectors say of a page; empty where there are none.
#[derive(Debug, Default)]
pub(crate) struct Overrides {
    /// The nodes inside kept elements.
    kept: Vec<bool>,
    /// The nodes inside pruned elements.
    pruned: Vec<bool>,
    pub(crate) cuts: Vec<Cut>,
}

impl Overrides {
    /// Whether anything is cut out of blocks from a node on.
    pub(crate) fn cuts_from(&self, first: NodeId) -> bool {
        self.cuts.iter().skip(first as usize).any(|cut| *cut != Cut::Nowhere)
    }

    /// Whether a block must or must not be main content, given its element and its nodes; `None` if nothing is said.
    ///
    /// One word that is kept keeps the block; it is pruned if all of them are.
    pub(crate) fn of_block(&self, tree: &Tree, element: NodeId, nodes: &Range<NodeId>) -> Option<bool> {
        let has = |marks: &[bool], id: NodeId| marks.get(id as usize).copied().unwrap_or(false);
        if has(&self.kept, element) || nodes.clone().any(|id| has(&self.kept, id)) {
            return Some(true);
        }
        let is_text = |id: &NodeId| !tree.text_of(tree.node(*id)).trim().is_empty();
        let pruned = has(&self.pruned, element)
            || (nodes.clone().any(|id| has(&self.pruned, id))
                && nodes.clone().filter(is_text).all(|id| has(&self.pruned, id)));
        pruned.then_some(false)
    }
}
