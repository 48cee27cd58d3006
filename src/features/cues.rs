//! Words that page furniture is made of, in a dozen languages: "Comments", "Lesen Sie auch", "利用規約".
//!
//! Only short blocks are looked at, since in running text such words mean nothing. A page in a language that is not
//! here has zeros in these features and is judged by all the others.

use super::Spec;
use super::measure::Measured;
use super::own::flag;
use crate::vocab::{CUES, cues_of_ideographs, cues_of_word};

/// How many features this file yields: each group of words in the heading above, near before and near after.
pub(super) const CUE_FEATURES: usize = 3 * CUES.len();

/// Words of the longest block that is looked at.
const MAX_WORDS: u32 = 15;

const PLACES: [Spec; 3] = [
    Spec("heading", "1 if such a word stands in the heading at or before the block, of at most 15 words"),
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
    before: Vec<[u32; CUES.len()]>,
    after: Vec<[u32; CUES.len()]>,
}

impl Cues {
    pub(super) fn new(page: &Measured<'_>) -> Self {
        let own: Vec<u16> = (0..page.blocks.len()).map(|at| cues(page, at)).collect();
        let before = distances(own.iter().copied());
        let mut after = distances(own.iter().rev().copied());
        after.reverse();
        Self { own, before, after }
    }

    /// Writes the features of the block number `at`, under the heading number `heading`.
    pub(super) fn write(&self, at: usize, heading: Option<u32>, row: &mut [f32]) {
        let heading = heading.map_or(0, |heading| self.own[heading as usize]);
        for group in 0..CUES.len() {
            let bit = 1 << group;
            row[group] = flag(heading & bit != 0);
            row[CUES.len() + group] = near(self.before[at][group]);
            row[2 * CUES.len() + group] = near(self.after[at][group]);
        }
    }
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
    if block.counts.words > MAX_WORDS {
        return 0;
    }
    let found = page.keys(at).iter().fold(0, |found, &key| found | cues_of_word(key));
    if block.shape.ideographs > 0 { found | cues_of_ideographs(page.text_of(block)) } else { found }
}
