//! Words that page furniture is made of, in thirty languages: "Comments", "Lesen Sie auch", "利用規約".
//!
//! Only short blocks are looked at, since in running text such words mean nothing. A page in a language that is not
//! here has zeros in these features and is judged by all the others.

use super::Spec;
use super::containers::Levels;
use super::measure::Measured;
use super::own::flag;
use crate::block::Kind;
use crate::vocab::{CUES, cues_inside, cues_of_word};

/// How many features this file yields: each group of words at four places around a block.
pub(super) const CUE_FEATURES: usize = PLACES.len() * CUES.len();

/// Words of the longest block that is looked at.
const MAX_WORDS: u32 = 15;

const PLACES: [Spec; 4] = [
    Spec(
        "heading",
        "1 if such a word stands in the heading at or before the block, of at most 15 words; 0.5 if in one that this is below",
    ),
    Spec("container", "1 / n if the n-th of the 4 containers around the block is the innermost that begins with one"),
    Spec("before", "1 / (1 + blocks since a block of at most 15 words with such a word)"),
    Spec("after", "1 / (1 + blocks until such a block)"),
];

/// The specifications, in order.
pub(super) fn specs() -> impl Iterator<Item = (String, String)> {
    PLACES.iter().flat_map(|place| {
        CUES.iter().map(move |(group, _)| (format!("{group}_{}", place.0), format!("words of {group}: {}", place.1)))
    })
}

/// The groups of words found in each block, as bits, and how far off each group is.
pub(super) struct Cues {
    own: Vec<u16>,
    /// For headings, the groups found in those of higher rank that they are below.
    outline: Vec<u16>,
    before: Vec<[u32; CUES.len()]>,
    after: Vec<[u32; CUES.len()]>,
}

impl Cues {
    pub(super) fn new(page: &Measured<'_>) -> Self {
        let own: Vec<u16> = (0..page.blocks.len()).map(|at| cues(page, at)).collect();
        let before = distances(own.iter().copied());
        let mut after = distances(own.iter().rev().copied());
        after.reverse();
        Self { outline: outline(page, &own), own, before, after }
    }

    /// Writes the features of the block number `at`, under the heading number `heading`, in these containers.
    pub(super) fn write(&self, page: &Measured<'_>, at: usize, heading: Option<u32>, levels: &Levels, row: &mut [f32]) {
        let (heading, above) = heading.map_or((0, 0), |at| (self.own[at as usize], self.outline[at as usize]));
        let (headings, row) = row.split_at_mut(CUES.len());
        let (containers, row) = row.split_at_mut(CUES.len());
        for group in 0..CUES.len() {
            let bit = 1 << group;
            headings[group] = if heading & bit == 0 { 0.5 * flag(above & bit != 0) } else { 1.0 };
            row[group] = near(self.before[at][group]);
            row[CUES.len() + group] = near(self.after[at][group]);
        }
        let mut seen = 0;
        for (level, nth) in levels.iter().filter(|level| level.exists).zip(1u8..) {
            let first = page.range(level.container).0 as usize;
            let mut new = self.own.get(first).filter(|_| first != at).copied().unwrap_or(0) & !seen;
            seen |= new;
            while new != 0 {
                containers[new.trailing_zeros() as usize] = 1.0 / f32::from(nth);
                new &= new - 1;
            }
        }
    }
}

/// For each heading, the groups of words in the headings of higher rank that it is below.
fn outline(page: &Measured<'_>, own: &[u16]) -> Vec<u16> {
    // The open heading of each rank.
    let mut open = [0; 7];
    let mut outline = vec![0; own.len()];
    for (at, block) in page.blocks.iter().enumerate() {
        let Kind::Heading { level } = block.kind else { continue };
        let (above, below) = open.split_at_mut(usize::from(level.min(6)));
        outline[at] = above.iter().fold(0, |all, groups| all | groups);
        below.fill(0);
        below[0] = own[at];
    }
    outline
}

/// Nothing of the kind so far.
const FAR: u32 = u32::MAX;

fn near(distance: u32) -> f32 {
    if distance == FAR { 0.0 } else { 1.0 / (1.0 + distance as f32) }
}

/// How far back each group was last seen.
fn distances(cues: impl Iterator<Item = u16>) -> Vec<[u32; CUES.len()]> {
    let mut since = [FAR; CUES.len()];
    cues.map(|cues| {
        for (group, since) in since.iter_mut().enumerate() {
            *since = if cues & (1 << group) == 0 { since.saturating_add(1) } else { 0 };
        }
        since
    })
    .collect()
}

fn cues(page: &Measured<'_>, at: usize) -> u16 {
    let block = &page.blocks[at];
    if block.size().words > MAX_WORDS {
        return 0;
    }
    let found = page.keys(at).iter().fold(0, |found, &key| found | cues_of_word(key));
    if block.shape.is_unparted() { found | cues_inside(page.text_of(block)) } else { found }
}
