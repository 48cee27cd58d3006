//! What all blocks of a page share: their text, marks and cells, and the paths to their elements.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use crate::block::Origin;
use crate::cell::StoredCell;
use crate::mark::StoredMark;
use crate::tree::{NodeId, NodeKind, Tree};

/// No step: the parent of the root element.
const NONE: u32 = u32::MAX;

/// The element of a block of a page without any.
pub(crate) const NO_ELEMENT: u32 = NONE;

/// In a selector, an element of whatever name.
const ANY: &str = "*";

/// The shared part of a page's blocks.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The texts of all blocks, one after the other.
    pub(crate) text: String,
    pub(crate) cells: Vec<StoredCell>,
    pub(crate) marks: Vec<StoredMark>,
    /// Addresses, languages and the like, of marks and blocks.
    pub(crate) strings: String,
    pub(crate) steps: Vec<Step>,
    pub(crate) names: Vec<Box<str>>,
}

/// An element on the way to a block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    parent: u32,
    /// 1 for the first element child of its parent.
    nth: u32,
    /// Index in [`Page::names`].
    name: u16,
}

impl Page {
    /// The selector of an element, from the root down.
    pub(crate) fn path(&self, element: u32) -> String {
        let mut steps = Vec::new();
        let mut at = self.steps.get(element as usize);
        while let Some(step) = at {
            let name = self.names.get(usize::from(step.name)).map_or(ANY, |name| name);
            let parent = self.steps.get(step.parent as usize);
            steps.push(match name {
                _ if is_alone(name, parent) => name.to_owned(),
                _ => format!("{}:nth-child({})", escaped(name), step.nth),
            });
            at = parent;
        }
        steps.reverse();
        steps.join(" > ")
    }
}

/// Whether an element is the only one of its name beside its siblings: the root element, and its body. Elsewhere, in
/// formulas and drawings, `html` and `body` are names like any other.
fn is_alone(name: &str, parent: Option<&Step>) -> bool {
    match parent {
        None => name == "html",
        Some(root) => name == "body" && root.parent == NONE,
    }
}

/// Where a block stands in the page.
pub(crate) struct Place {
    pub(crate) origin: Origin,
    /// The element of the page that holds it.
    pub(crate) holder: NodeId,
    /// The step of that element, see [`Page::steps`].
    pub(crate) step: u32,
}

impl Place {
    /// The bytes of the input that a block of this element and these nodes takes. Recovered nodes stand nowhere in it;
    /// the element that holds their text does.
    pub(crate) fn source(&self, tree: &Tree, element: NodeId, nodes: &Range<NodeId>) -> Range<u32> {
        tree.source_of(self.holder, if self.holder == element { nodes } else { &(0..0) })
    }
}

/// The name of an element as it is written in a selector: CSS Object Model, "serialize an identifier".
fn escaped(name: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii();
    let starts_well = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if name == ANY || (starts_well && name.chars().all(is_plain)) {
        return name.into();
    }
    let mut out = String::with_capacity(2 * name.len());
    for (at, c) in name.char_indices() {
        let begins = name.get(..at).is_some_and(|before| matches!(before, "" | "-"));
        if c.is_ascii_control() || (c.is_ascii_digit() && begins) {
            let _ = write!(out, "\\{:x} ", u32::from(c));
        } else {
            out.extend((!is_plain(c) || name == "-").then_some('\\'));
            out.push(c);
        }
    }
    out.into()
}

/// The paths to some elements of a tree.
#[derive(Default)]
pub(crate) struct Paths {
    pub(crate) steps: Vec<Step>,
    pub(crate) names: Vec<Box<str>>,
}

/// The paths to `elements`, which may repeat, and the step at which each one ends.
///
/// One walk over the tree: the place of an element among its siblings is counted as they go by.
pub(crate) fn paths(tree: &Tree, elements: impl Iterator<Item = NodeId>) -> (Paths, Vec<u32>) {
    let mut wanted = vec![false; tree.nodes.len()];
    let elements: Vec<NodeId> = elements.collect();
    for &element in &elements {
        let mut at = element;
        while at != 0 && !std::mem::replace(&mut wanted[at as usize], true) {
            at = tree.node(at).parent;
        }
    }
    let mut paths = Paths::default();
    let mut step_of = vec![NONE; tree.nodes.len()];
    let mut children = vec![0u32; tree.nodes.len()];
    for (id, node) in tree.nodes.iter().enumerate() {
        if !matches!(node.kind, NodeKind::Element(..)) {
            continue;
        }
        let nth = &mut children[node.parent as usize];
        *nth += 1;
        if wanted[id] {
            step_of[id] = paths.steps.len() as u32;
            let name = paths.name(tree.name_of(node));
            paths.steps.push(Step { parent: step_of[node.parent as usize], nth: *nth, name });
        }
    }
    let ends = elements.iter().map(|&element| step_of[element as usize]).collect();
    (paths, ends)
}

impl Paths {
    /// The number of a name; a page has few, and its common ones come first.
    fn name(&mut self, name: &str) -> u16 {
        /// Names looked through before giving up on finding one again.
        const LOOKED_THROUGH: usize = 64;
        let known = self.names.iter().take(LOOKED_THROUGH).position(|known| **known == *name);
        let number = known.unwrap_or(self.names.len()).min(usize::from(u16::MAX));
        if number == self.names.len() && number < usize::from(u16::MAX) {
            self.names.push(name.into());
        }
        number as u16
    }
}
