//! Interned names without a lock.
//!
//! html5ever's atoms are looked up in a perfect hash, and names it does not know behind a lock that all threads share.
//! A small cache in front of it answers nearly every tag of a page with one comparison.

use html5ever::LocalName;

use crate::tree::{AttrName, Tag};

/// Slots of the cache; a page uses some 40 names.
const SLOTS: usize = 256;

/// An element name, interned.
#[derive(Clone)]
pub(super) struct Name {
    pub(super) local: LocalName,
    pub(super) tag: Tag,
}

/// A name as it was spelt, and what was made of it.
type Slot<T> = Option<(Box<[u8]>, T)>;

/// The names seen last.
pub(super) struct NameCache {
    slots: Vec<Slot<Name>>,
    attributes: Vec<Slot<(AttrName, LocalName)>>,
}

impl Default for NameCache {
    fn default() -> Self {
        Self { slots: vec![const { None }; SLOTS], attributes: vec![const { None }; SLOTS] }
    }
}

fn slot(name: &[u8]) -> usize {
    let ends = match name {
        [] => 0,
        [only] => usize::from(*only),
        [first, .., last] => usize::from(*first) * 31 + usize::from(*last) * 7,
    };
    (ends + name.len() * 61) % SLOTS
}

fn intern(name: &[u8]) -> LocalName {
    LocalName::from(&*String::from_utf8_lossy(name))
}

impl NameCache {
    /// The interned form of an element name.
    pub(super) fn tag(&mut self, name: &[u8]) -> Name {
        let slot = &mut self.slots[slot(name)];
        match slot {
            Some((bytes, cached)) if **bytes == *name => cached.clone(),
            _ => {
                let local = intern(name);
                let fresh = Name { tag: Tag::of(&local), local };
                *slot = Some((name.into(), fresh.clone()));
                fresh
            }
        }
    }

    /// An attribute name and its interned form, if some stage reads the attribute or `keep_all` asks for it.
    pub(super) fn attribute(&mut self, name: &[u8], keep_all: bool) -> Option<(AttrName, Option<LocalName>)> {
        let slot = &mut self.attributes[slot(name)];
        let (known, local) = match slot {
            Some((bytes, cached)) if **bytes == *name => cached.clone(),
            _ => {
                let local = intern(name);
                let fresh = (AttrName::of(&local), local);
                *slot = Some((name.into(), fresh.clone()));
                fresh
            }
        };
        (known != AttrName::Other || keep_all).then_some((known, Some(local)))
    }
}
