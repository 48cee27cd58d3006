//! What a first opinion on all blocks says of each one: the features that only the second pass of the model sees.

use super::Spec;
use super::containers::{Containers, LEVELS, Levels};
use super::measure::{Measured, ratio};
use super::position::Places;
use crate::distances::{since_marked, until_marked};
use crate::ranking::likeliest_first;

/// Blocks before and after a block whose p it sees.
const NEIGHBOURS: [isize; 6] = [-3, -2, -1, 1, 2, 3];
/// Probability from which a block of the first opinion counts as main content.
const LIKELY: f32 = 0.5;
/// Blocks on each side that count as near, and as far.
const NEAR: usize = 4;
const FAR: usize = 12;

const OWN: [Spec; 1] = [Spec("own", "first probability p of the block")];
const AFTER: [Spec; 16] = [
    Spec("near", "mean p by words of the 4 blocks on each side"),
    Spec("far", "mean p by words of the 12 blocks on each side"),
    Spec("alike", "mean p by words of blocks in the same kind of element"),
    Spec("heading", "p of the heading at or before the block"),
    Spec("section", "mean p by words from that heading to the next"),
    Spec("page", "mean p by words of the page"),
    Spec("expected", "words of main content to expect, the sum of p times words"),
    Spec("highest", "the highest p of the page"),
    Spec("before", "share of the expected words that stand before the block"),
    Spec("since_likely", "blocks since one with p of at least 0.5"),
    Spec("until_likely", "blocks until one with p of at least 0.5"),
    Spec("first_likely", "signed blocks since the first with p of at least 0.5"),
    Spec("last_likely", "signed blocks since the last with p of at least 0.5"),
    Spec("likely_words", "share of the page's words in blocks with p of at least 0.5"),
    Spec("gap", "words of blocks with p below 0.5 between the likely block before and the one after"),
    Spec("rank", "share of the page's expected words in blocks of higher p"),
];

/// How many features this file yields.
pub(crate) const CONTEXT: usize = OWN.len() + NEIGHBOURS.len() + 2 * LEVELS + AFTER.len();

/// The specifications, in order.
pub(super) fn specs() -> Vec<(String, String)> {
    let own = |spec: &Spec| (format!("first.{}", spec.0), spec.1.to_owned());
    let mut all: Vec<_> = OWN.iter().map(own).collect();
    all.extend(NEIGHBOURS.iter().map(|offset| (format!("first.next{offset:+}"), "p of that neighbour".to_owned())));
    for level in 1..=LEVELS {
        all.push((format!("first.level{level}"), "mean p by words of that container".to_owned()));
        all.push((format!("first.level{level}_alike"), "mean p by words of the branches like the block's".to_owned()));
    }
    all.extend(AFTER.iter().map(own));
    all
}

/// A first opinion, with sums.
pub(crate) struct Opinion<'a> {
    p: &'a [f32],
    /// Sums of p · words over the blocks before each block.
    mass: Vec<f32>,
    since: Vec<u32>,
    until: Vec<u32>,
    first: usize,
    last: usize,
    likely_words: u32,
    highest: f32,
    /// Share of the mass in blocks of higher p.
    rank: Vec<f32>,
    /// p · words and words of the branches of each group.
    groups: Vec<(f32, u32)>,
    /// The same of the blocks of each kind of element.
    kinds: Vec<(f32, u32)>,
}

impl<'a> Opinion<'a> {
    pub(super) fn new(page: &Measured<'_>, containers: &Containers, places: &Places, p: &'a [f32]) -> Self {
        let words = |at: usize| page.blocks[at].size().words;
        let mut mass = vec![0.0; p.len() + 1];
        for at in 0..p.len() {
            mass[at + 1] = mass[at] + p[at] * words(at) as f32;
        }
        let likely = |at: &usize| p[*at] >= LIKELY;
        let mut groups = vec![(0.0, 0); containers.groups()];
        for (element, group) in containers.members() {
            let range = page.range(element);
            groups[group].0 += mass[range.1 as usize] - mass[range.0 as usize];
            groups[group].1 += page.sum(range).words;
        }
        let mut kinds = vec![(0.0, 0); places.kinds()];
        for at in 0..p.len() {
            let kind = &mut kinds[places.kind(at)];
            kind.0 += p[at] * words(at) as f32;
            kind.1 += words(at);
        }
        let marks = || p.iter().map(|&p| p >= LIKELY);
        Self {
            p,
            since: since_marked(marks()),
            until: until_marked(marks()),
            first: (0..p.len()).find(likely).unwrap_or(0),
            last: (0..p.len()).rfind(likely).unwrap_or(p.len()),
            likely_words: (0..p.len()).filter(likely).map(words).sum(),
            highest: p.iter().copied().fold(0.0, f32::max),
            rank: ranks(page, p, mass[p.len()]),
            mass,
            groups,
            kinds,
        }
    }

    /// Mean p by words of the blocks from `from` to before `to`.
    fn mean(&self, page: &Measured<'_>, (from, to): (u32, u32)) -> f32 {
        let words = page.sum((from, to)).words;
        (self.mass[to as usize] - self.mass[from as usize]) / words.max(1) as f32
    }

    /// Writes the features of the block number `at`, in these containers from the inside out.
    pub(super) fn write(&self, page: &Measured<'_>, places: &Places, at: usize, levels: &Levels, row: &mut [f32]) {
        row[0] = self.p[at];
        for (nth, offset) in NEIGHBOURS.into_iter().enumerate() {
            let other = at.checked_add_signed(offset).and_then(|other| self.p.get(other));
            row[OWN.len() + nth] = other.copied().unwrap_or(0.0);
        }
        let row = &mut row[OWN.len() + NEIGHBOURS.len()..];
        for (nth, level) in levels.iter().enumerate() {
            let (mass, words) = self.groups[level.group as usize];
            row[2 * nth] = if level.exists { self.mean(page, page.range(level.container)) } else { -1.0 };
            row[2 * nth + 1] = mass / words.max(1) as f32;
        }
        row[2 * LEVELS..].copy_from_slice(&self.after(page, places, at));
    }

    fn after(&self, page: &Measured<'_>, places: &Places, at: usize) -> [f32; AFTER.len()] {
        let blocks = self.p.len();
        let all = (0, blocks as u32);
        let around = |reach: usize| (at.saturating_sub(reach) as u32, (at + reach + 1).min(blocks) as u32);
        let (heading, next) = places.section_of(at);
        let (mass, words) = self.kinds[places.kind(at)];
        let total = self.mass[blocks];
        let gap = (at.saturating_sub(self.since[at] as usize), (at + self.until[at] as usize).min(blocks));
        [
            self.mean(page, around(NEAR)),
            self.mean(page, around(FAR)),
            mass / words.max(1) as f32,
            heading.map_or(-1.0, |heading| self.p[heading as usize]),
            heading.map_or(-1.0, |heading| self.mean(page, (heading, next))),
            self.mean(page, all),
            total,
            self.highest,
            if total > 0.0 { self.mass[at] / total } else { 0.0 },
            self.since[at] as f32,
            self.until[at] as f32,
            at as f32 - self.first as f32,
            at as f32 - self.last as f32,
            ratio(self.likely_words, page.total().words),
            page.sum((gap.0 as u32, gap.1 as u32)).words as f32,
            self.rank[at],
        ]
    }
}

/// For each block, the share of the mass that stands in blocks of higher p.
fn ranks(page: &Measured<'_>, p: &[f32], total: f32) -> Vec<f32> {
    let mut ranks = vec![0.0; p.len()];
    let mut above = 0.0;
    for at in likeliest_first(p) {
        ranks[at] = if total > 0.0 { above / total } else { 0.0 };
        above += p[at] * page.blocks[at].size().words as f32;
    }
    ranks
}
