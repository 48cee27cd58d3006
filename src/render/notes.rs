//! The names under which notes are written.

use std::collections::{HashMap, HashSet};

use crate::block::Block;
use crate::mark::MarkKind;

/// The names of those notes that are there and referred to.
#[derive(Debug, Default)]
pub(super) struct Notes<'a>(HashMap<&'a str, String>);

impl<'a> Notes<'a> {
    /// Names the notes among blocks after the sign that first refers to each. If two bear the same, the second has no
    /// name; Markdown does not tell them apart by case.
    pub(super) fn of(blocks: impl Iterator<Item = &'a Block> + Clone) -> Self {
        let there: HashSet<&str> = blocks.clone().filter_map(Block::note).collect();
        let mut names: HashMap<&str, String> = HashMap::new();
        let mut taken = HashSet::new();
        let references = blocks.filter(|_| !there.is_empty()).flat_map(|block| {
            block.marks().filter_map(move |mark| match mark.kind {
                MarkKind::NoteReference { note } => Some((note, block.text().get(mark.range)?)),
                _ => None,
            })
        });
        for (note, sign) in references.filter(|(note, _)| there.contains(note)) {
            let name = note_name(sign);
            if !name.is_empty() && !names.contains_key(note) && taken.insert(name.to_lowercase()) {
                names.insert(note, name);
            }
        }
        Self(names)
    }

    /// The name of a note, if it is there and referred to.
    pub(super) fn name(&self, note: &str) -> Option<&str> {
        self.0.get(note).map(String::as_str)
    }
}

/// The name that the sign of a reference gives its note: `1` for `[1]`.
pub(super) fn note_name(sign: &str) -> String {
    sign.chars().filter(|c| c.is_alphanumeric()).collect()
}
