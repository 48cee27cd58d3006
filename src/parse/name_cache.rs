//! Interned names without a lock.
//!
//! html5ever's atoms are looked up in a perfect hash, and names it does not know behind a lock that all threads share.
//! A small cache in front of it answers nearly every tag of a page with one comparison.

use std::collections::HashSet;

use html5ever::LocalName;

use crate::hash::hash;
use crate::tree::{AskedNames, AttrName, Tag, UNNAMED};

/// Slots of the cache: more than there are names in HTML.
const SLOTS: usize = 256;

/// Long names unknown to the standard that a page may have. They go into html5ever's shared table, whose buckets are
/// walked at every look-up.
const MAX_FOREIGN_NAMES: usize = 1024;
/// Bytes of a name that is kept in place of the table.
const INLINE: usize = 7;

/// An element name, interned.
#[derive(Clone)]
pub(super) struct Name {
    pub(super) local: LocalName,
    pub(super) tag: Tag,
}

/// An attribute name.
#[derive(Clone)]
pub(super) struct AttributeName {
    pub(super) known: AttrName,
    /// Its number among the names that the caller asks for.
    pub(super) asked: Option<u16>,
    pub(super) local: LocalName,
}

impl AttributeName {
    /// Whether the attribute stays in the tree.
    pub(super) fn is_kept(&self) -> bool {
        self.known != AttrName::Other || self.asked.is_some()
    }
}

/// A name as it was spelt, and what was made of it.
type Slot<T> = Option<(Box<[u8]>, T)>;

/// The names seen last.
pub(super) struct NameCache {
    /// The names in the shared table.
    foreign: HashSet<Box<[u8]>>,
    slots: Vec<Slot<Name>>,
    attributes: Vec<Slot<AttributeName>>,
    asked: AskedNames,
}

fn slot(name: &[u8]) -> usize {
    let ends = match name {
        [] => 0,
        [only] => usize::from(*only),
        [first, .., last] => usize::from(*first) * 31 + usize::from(*last) * 7,
    };
    (ends + name.len() * 61) % SLOTS
}

/// The atom of a name. Once a page has too many long ones, they are told apart by a hash that fits into the atom; it
/// begins with a character that no name begins with, and stands for no name.
fn intern(name: &[u8], foreign: &mut HashSet<Box<[u8]>>) -> LocalName {
    let text = String::from_utf8_lossy(name);
    if let Some(known) = LocalName::try_static(&text) {
        return known;
    }
    if name.len() <= INLINE || foreign.contains(name) || foreign.len() < MAX_FOREIGN_NAMES {
        if name.len() > INLINE {
            foreign.insert(name.into());
        }
        return LocalName::from(&*text);
    }
    let mut short = String::from(UNNAMED);
    let mut rest = hash(name);
    while short.len() < INLINE {
        short.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    LocalName::from(short)
}

fn empty<T>() -> Vec<Option<T>> {
    std::iter::repeat_with(|| None).take(SLOTS).collect()
}

impl NameCache {
    pub(super) fn new(asked: &AskedNames) -> Self {
        Self { foreign: HashSet::new(), slots: empty(), attributes: empty(), asked: asked.clone() }
    }

    /// The interned form of an element name.
    pub(super) fn tag(&mut self, name: &[u8]) -> Name {
        let slot = &mut self.slots[slot(name)];
        match slot {
            Some((bytes, cached)) if **bytes == *name => cached.clone(),
            _ => {
                let local = intern(name, &mut self.foreign);
                let fresh = Name { tag: Tag::of(&local), local };
                *slot = Some((name.into(), fresh.clone()));
                fresh
            }
        }
    }

    /// An attribute name, if the attribute stays in the tree or `keep_all` asks for it.
    pub(super) fn attribute(&mut self, name: &[u8], keep_all: bool) -> Option<AttributeName> {
        let slot = &mut self.attributes[slot(name)];
        let found = match slot {
            Some((bytes, cached)) if **bytes == *name => cached.clone(),
            _ => {
                let asked = std::str::from_utf8(name).ok().and_then(|name| self.asked.number(name));
                // The names asked for are few: they need not wait until a page's own have filled the table.
                let local = match asked {
                    Some(_) => LocalName::from(&*String::from_utf8_lossy(name)),
                    None => intern(name, &mut self.foreign),
                };
                let fresh = AttributeName { known: AttrName::of(&local), asked, local };
                *slot = Some((name.into(), fresh.clone()));
                fresh
            }
        };
        (found.is_kept() || keep_all).then_some(found)
    }
}
