//! What the names around a block say: elements, classes, ids, roles and properties of its ancestors.

use std::collections::HashMap;

use super::Spec;
use super::measure::Measured;
use super::own::flag;
use crate::hash::{hash, mix};
use crate::prefix::prefix;
use crate::tree::{AttrName, Node, NodeId, NodeKind, Tag, Tree};
use crate::vocab::{NAME_GROUPS, name_groups};

/// Ancestors looked at. What is further out says little, and the bound keeps deep pages linear.
pub(super) const MAX_CLIMB: usize = 24;

/// Bytes of a class, an id or the like that are read.
const MAX_VALUE: usize = 4096;

/// Slots for values of classes and the like that were just read: the elements of a list bear the same ones.
const SEEN_VALUES: usize = 512;

/// Ancestors that count, each as the inverse of how near it is.
const ANCESTORS: &[(Tag, Spec)] = &[
    (Tag::Article, Spec("in_article", "1 / (1 + distance to the nearest article)")),
    (Tag::Main, Spec("in_main", "the same for main")),
    (Tag::Section, Spec("in_section", "the same for section")),
    (Tag::Nav, Spec("in_nav", "the same for nav")),
    (Tag::Header, Spec("in_header", "the same for header")),
    (Tag::Footer, Spec("in_footer", "the same for footer")),
    (Tag::Aside, Spec("in_aside", "the same for aside")),
    (Tag::Form, Spec("in_form", "the same for form")),
    (Tag::Td, Spec("in_td", "the same for td")),
    (Tag::Table, Spec("in_table", "the same for table")),
    (Tag::Ul, Spec("in_ul", "the same for ul")),
    (Tag::Ol, Spec("in_ol", "the same for ol")),
    (Tag::Li, Spec("in_li", "the same for li")),
    (Tag::Dl, Spec("in_dl", "the same for dl")),
    (Tag::Figure, Spec("in_figure", "the same for figure")),
    (Tag::Blockquote, Spec("in_blockquote", "the same for blockquote")),
    (Tag::Button, Spec("in_button", "the same for button")),
    (Tag::Noscript, Spec("in_noscript", "the same for noscript")),
    (Tag::P, Spec("in_p", "the same for p")),
    (Tag::Div, Spec("in_div", "the same for div")),
];

/// Signs that an ancestor is not shown.
const HIDDEN: &[Spec] = &[
    Spec("hidden", "1 / (1 + distance to the nearest hidden or display:none)"),
    Spec("aria_hidden", "the same for aria-hidden=true"),
    Spec("modal", "the same for aria-modal=true"),
];

/// How many features this file yields.
pub(super) const SURROUNDINGS: usize = ANCESTORS.len() + HIDDEN.len() + NAME_GROUPS.len() + 2;

/// Their specifications, in order.
pub(super) fn specs() -> impl Iterator<Item = (String, String)> {
    let own = ANCESTORS.iter().map(|(_, spec)| spec).chain(HIDDEN).map(|spec| (spec.0.to_owned(), spec.1.to_owned()));
    let groups = NAME_GROUPS.iter().map(|(group, _)| {
        let formula = "1 / (1 + distance to the nearest ancestor with such a class, id, role or property)";
        (format!("named_{group}"), formula.to_owned())
    });
    let last =
        [("depth", "elements above the block / 10"), ("named", "ancestors of the nearest 24 that bear names / 10")];
    own.chain(groups).chain(last.map(|(name, formula)| (name.to_owned(), formula.to_owned())))
}

/// The names of a page's elements, as bits.
pub(super) struct Names {
    /// Per node: bit of [`ANCESTORS`] and [`HIDDEN`].
    elements: Vec<u32>,
    /// Per node: bits of [`NAME_GROUPS`].
    groups: Vec<u64>,
    /// Per node: a hash of the element's name and its class words without digits.
    pub(super) signatures: Vec<u64>,
    depths: Vec<u16>,
}

impl Names {
    /// Reads the names of all elements that hold blocks, once.
    pub(super) fn new(page: &Measured<'_>) -> Self {
        let tree = page.tree;
        let count = tree.nodes.len();
        let mut names = Self {
            elements: vec![0; count],
            groups: vec![0; count],
            signatures: vec![0; count],
            depths: vec![0; count],
        };
        let mut lists = Lists::new();
        for (id, node) in tree.nodes.iter().enumerate() {
            let NodeKind::Element(tag, _) = node.kind else { continue };
            let (from, to) = page.range(id as NodeId);
            if from == to {
                continue;
            }
            names.depths[id] = names.depths[node.parent as usize].saturating_add(1);
            names.signatures[id] = mix(hash(&[tag as u8]), u64::from(node.other_name));
            let said = lists.said(tree, node);
            names.elements[id] = ELEMENT_BITS[tag as usize] | said.hidden;
            // A word on the root says something of the site, not of a block.
            if !matches!(tag, Tag::Html | Tag::Body) {
                names.groups[id] = said.groups;
            }
            if let Some(classes) = said.classes {
                names.signatures[id] = mix(names.signatures[id], classes);
            }
        }
        names
    }

    /// The groups of an element's names, as bits.
    pub(super) fn groups_of(&self, element: NodeId) -> u64 {
        self.groups.get(element as usize).copied().unwrap_or(0)
    }

    /// Writes the features of a block that stands in `element`.
    pub(super) fn write(&self, tree: &Tree, element: NodeId, row: &mut [f32]) {
        let (elements, groups) = row.split_at_mut(ANCESTORS.len() + HIDDEN.len());
        let (mut elements_seen, mut groups_seen, mut named) = (0u32, 0u64, 0.0);
        let mut at = element;
        for distance in 0..MAX_CLIMB {
            let near = 1.0 / (1.0 + distance as f32);
            let mut new = self.elements[at as usize] & !elements_seen;
            elements_seen |= new;
            while new != 0 {
                elements[new.trailing_zeros() as usize] = near;
                new &= new - 1;
            }
            let mut new = self.groups[at as usize];
            named += flag(new != 0);
            new &= !groups_seen;
            groups_seen |= new;
            while new != 0 {
                groups[new.trailing_zeros() as usize] = near;
                new &= new - 1;
            }
            if at == 0 {
                break;
            }
            at = tree.node(at).parent;
        }
        let last = groups.len() - 2;
        groups[last] = f32::from(self.depths[element as usize]) / 10.0;
        groups[last + 1] = named / 10.0;
    }
}

/// What the attributes of an element say.
#[derive(Clone, Copy, Default)]
struct Said {
    /// Bits of [`NAME_GROUPS`].
    groups: u64,
    /// A hash of its class words without digits.
    classes: Option<u64>,
    /// Bits of [`HIDDEN`].
    hidden: u32,
}

/// What lists of attributes say. Elements that the parser copies share a list, which is read once or twice.
struct Lists {
    /// Values that were just read, by their hashes: their groups and signatures.
    values: Vec<(u64, (u64, u64))>,
    /// The end of the furthest list so far: one before it may be that of a copy.
    furthest: u32,
    /// What such lists say, by where they begin.
    copies: HashMap<u32, Said>,
}

impl Lists {
    fn new() -> Self {
        Self { values: vec![(0, (0, 0)); SEEN_VALUES], furthest: 0, copies: HashMap::new() }
    }

    fn said(&mut self, tree: &Tree, node: &Node) -> Said {
        let (start, end) = node.data;
        if start == end {
            return Said::default();
        }
        if start >= self.furthest {
            self.furthest = end;
            return self.read(tree, node);
        }
        if let Some(said) = self.copies.get(&start) {
            return *said;
        }
        let said = self.read(tree, node);
        self.copies.insert(start, said);
        said
    }

    fn read(&mut self, tree: &Tree, node: &Node) -> Said {
        let mut said = Said::default();
        for attr in tree.attrs_of(node) {
            match attr.name {
                AttrName::Class | AttrName::Id | AttrName::Role | AttrName::Itemprop => {
                    let (groups, signature) = self.value(prefix(tree.value(attr), MAX_VALUE));
                    said.groups |= groups;
                    if attr.name == AttrName::Class {
                        said.classes = Some(signature);
                    }
                }
                AttrName::Hidden => said.hidden |= hidden_bit(0),
                AttrName::Style if attr.style.is_hidden() => said.hidden |= hidden_bit(0),
                AttrName::AriaHidden if tree.value(attr) == "true" => said.hidden |= hidden_bit(1),
                AttrName::AriaModal if tree.value(attr) == "true" => said.hidden |= hidden_bit(2),
                _ => {}
            }
        }
        said
    }

    fn value(&mut self, value: &str) -> (u64, u64) {
        let key = hash(value.as_bytes());
        let slot = &mut self.values[key as usize % SEEN_VALUES];
        if slot.0 != key {
            *slot = (key, name_groups(value));
        }
        slot.1
    }
}

/// The bit of each element name, by its number.
static ELEMENT_BITS: [u32; Tag::Other as usize + 1] = {
    let mut bits = [0; Tag::Other as usize + 1];
    let mut nth = 0;
    while nth < ANCESTORS.len() {
        bits[ANCESTORS[nth].0 as usize] = 1 << nth;
        nth += 1;
    }
    bits
};

fn hidden_bit(nth: usize) -> u32 {
    1 << (ANCESTORS.len() + nth)
}
