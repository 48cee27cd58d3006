//! Where a block stands in the page, and what stands before and after it.

use super::Spec;
use super::containers::{LEVELS, Level, Levels};
use super::measure::{Measured, number, push_keys, ratio};
use super::surroundings::Names;
use crate::block::Kind;
use crate::distances::{since_marked, until_marked};
use crate::hash::{hash, mix};
use crate::prefix::{MAX_TITLE, prefix};
use crate::segment::Candidate;
use crate::tree::{AttrName, NodeId, Tag};

/// Features of a block's place in the page.
pub(super) const POSITION: &[Spec] = &[
    Spec("block", "number of the block / blocks"),
    Spec("words_before_share", "share of the page's words before it"),
    Spec("words_before", "words before it"),
    Spec("words_after", "words after it"),
    Spec("prose_before", "share of the page's prose before it"),
    Spec("first_prose", "signed blocks since the first block of prose"),
    Spec("last_prose", "signed blocks since the last block of prose"),
    Spec("since_prose", "blocks since the block of prose before it"),
    Spec("until_prose", "blocks until the next block of prose"),
    Spec("core", "0 before, 1 inside, 2 after the smallest element with 60 % of the page's prose"),
    Spec("core_place", "where in that element, 0 to 1; outside, 0"),
    Spec("core_share", "its share of the page's words"),
    Spec("core_link_ratio", "its link ratio"),
    Spec("core_distance", "words to it from outside"),
    Spec("wide_core", "0 before, 1 inside, 2 after the smallest element with 85 % of the page's prose"),
    Spec("title_match", "2 * words in both / (words of the title + words of the block), each once; 0 above 30 words"),
    Spec("since_title", "signed words since the short block that matches the title best"),
    Spec("h1", "signed words since the first h1"),
    Spec("heading_level", "7 - level of the heading before it"),
    Spec("heading_blocks", "blocks since that heading"),
    Spec("heading_words", "words since that heading"),
    Spec("heading_link_ratio", "link ratio of that heading"),
    Spec("section_words", "words from that heading to the next"),
    Spec("section_link_ratio", "link ratio from that heading to the next"),
    Spec("section_prose", "share of prose from that heading to the next"),
    Spec("near_link_ratio", "link ratio of the 5 blocks on each side and itself"),
    Spec("near_prose", "share of prose there"),
    Spec("near_words", "words a block there"),
    Spec("far_link_ratio", "link ratio of the 15 blocks on each side and itself"),
    Spec("far_prose", "share of prose there"),
    Spec("far_words", "words a block there"),
    Spec("copies", "blocks of the page with the same text"),
    Spec("copy", "blocks before it with the same text"),
    Spec("alike", "blocks of the page in the same kind of element, by three names and classes"),
    Spec("alike_words", "words a block, of those"),
    Spec("alike_link_ratio", "link ratio of those"),
    Spec("alike_place", "place among those, 0 to 1"),
    Spec("gap_before", "nodes since the block before"),
    Spec("gap_after", "nodes until the next block"),
];

/// Which of a block's containers holds a landmark of the page: 1 for the innermost, 5 for none of the four.
pub(super) const LANDMARKS: &[Spec] = &[
    Spec("title", "the innermost container that holds the block that matches the title best"),
    Spec("h1", "the innermost container that holds the first h1"),
    Spec("longest", "the innermost container that holds the longest block of prose"),
];

/// Share of the page's prose that its core holds, and its wide core.
const CORE: f32 = 0.6;
const WIDE_CORE: f32 = 0.85;
/// The `title_match` from which a block is taken for the title.
const TITLE_MATCH: f32 = 0.5;
/// Blocks on each side that count as near, and as far.
const NEAR: usize = 5;
const FAR: usize = 15;

/// Blocks that look alike.
#[derive(Clone, Copy, Default)]
struct Alike {
    count: u32,
    words: u32,
    chars: u32,
    link_chars: u32,
}

/// What is known of the page as a whole.
pub(super) struct Places {
    first_prose: usize,
    last_prose: usize,
    since_prose: Vec<u32>,
    until_prose: Vec<u32>,
    core: (u32, u32),
    wide_core: (u32, u32),
    title_match: Vec<f32>,
    title: Option<usize>,
    h1: Option<usize>,
    longest: Option<usize>,
    /// Per block: the heading at or before it, and the next one after it.
    sections: Vec<(Option<u32>, u32)>,
    /// Per block: how many have its text, and how many of them stand before it.
    copies: Vec<(u32, u32)>,
    /// Per block: the number of its look-alikes, and its place among them.
    alike: Vec<(u32, u32)>,
    groups: Vec<Alike>,
}

impl Places {
    pub(super) fn new(page: &Measured<'_>, names: &Names) -> Self {
        let blocks = page.blocks;
        let prose: Vec<bool> = blocks.iter().map(Candidate::is_prose).collect();
        let title_match = title_match(page);
        let best = (0..blocks.len()).fold(None, |best: Option<usize>, at| match best {
            Some(best) if title_match[best] >= title_match[at] => Some(best),
            _ => (title_match[at] >= TITLE_MATCH).then_some(at),
        });
        let (alike, groups) = alike(page, names);
        Self {
            first_prose: prose.iter().position(|&prose| prose).unwrap_or(0),
            last_prose: prose.iter().rposition(|&prose| prose).unwrap_or(blocks.len()),
            since_prose: since_marked(prose.iter().copied()),
            until_prose: until_marked(prose.iter().copied()),
            core: core(page, CORE),
            wide_core: core(page, WIDE_CORE),
            title_match,
            title: best,
            h1: blocks.iter().position(|block| block.kind == Kind::Heading { level: 1 }),
            longest: (0..blocks.len())
                .filter(|&at| prose[at])
                .max_by_key(|&at| (blocks[at].size().words, blocks.len() - at)),
            sections: sections(page),
            copies: copies(page),
            alike,
            groups,
        }
    }

    /// Values of [`POSITION`] for the block number `at`.
    pub(super) fn position(&self, page: &Measured<'_>, at: usize) -> [f32; POSITION.len()] {
        let block = &page.blocks[at];
        let (total, before) = (page.total(), page.sum((0, at as u32)));
        let after = total.words - before.words - block.size().words;
        let (core_side, core_place, core_distance) = side(page, self.core, at);
        let core = page.sum(self.core);
        let section = self.section(page, at);
        let near = window(page, at, NEAR);
        let far = window(page, at, FAR);
        let (group, place) = self.alike[at];
        let group = self.groups[group as usize];
        let gap_before = at.checked_sub(1).map_or(0, |before| block.nodes.start - page.blocks[before].nodes.end);
        let gap_after = page.blocks.get(at + 1).map_or(0, |next| next.nodes.start - block.nodes.end);
        [
            at as f32 / page.blocks.len() as f32,
            ratio(before.words, total.words),
            number(before.words),
            number(after),
            ratio(before.prose, total.prose),
            at as f32 - self.first_prose as f32,
            at as f32 - self.last_prose as f32,
            number(self.since_prose[at]),
            number(self.until_prose[at]),
            core_side,
            core_place,
            ratio(core.words, total.words),
            core.link_ratio(),
            core_distance,
            side(page, self.wide_core, at).0,
            self.title_match[at],
            since(page, self.title, at),
            since(page, self.h1, at),
            section[0],
            section[1],
            section[2],
            section[3],
            section[4],
            section[5],
            section[6],
            near[0],
            near[1],
            near[2],
            far[0],
            far[1],
            far[2],
            number(self.copies[at].0),
            number(self.copies[at].1),
            number(group.count),
            (group.words as f32 / group.count.max(1) as f32),
            ratio(group.link_chars, group.chars),
            place as f32 / group.count.max(1) as f32,
            number(gap_before),
            number(gap_after),
        ]
    }

    /// The heading at or before a block, and the next one after it.
    pub(super) fn section_of(&self, at: usize) -> (Option<u32>, u32) {
        self.sections[at]
    }

    /// How many kinds of elements blocks stand in.
    pub(super) fn kinds(&self) -> usize {
        self.groups.len()
    }

    /// The number of the kind of element that a block stands in.
    pub(super) fn kind(&self, at: usize) -> usize {
        self.alike[at].0 as usize
    }

    /// Values of [`LANDMARKS`] for a block in these containers.
    pub(super) fn landmarks(&self, page: &Measured<'_>, levels: &Levels) -> [f32; LANDMARKS.len()] {
        [self.title, self.h1, self.longest].map(|landmark| innermost(page, levels, landmark))
    }

    fn section(&self, page: &Measured<'_>, at: usize) -> [f32; 7] {
        let (heading, next) = self.sections[at];
        let Some(heading) = heading else { return [0.0; 7] };
        let block = &page.blocks[heading as usize];
        let level = if let Kind::Heading { level } = block.kind { level } else { 7 };
        let inside = page.sum((heading + 1, next));
        [
            7.0 - f32::from(level),
            number(at as u32 - heading),
            number(page.sum((heading, at as u32)).words),
            block.size().link_ratio(),
            number(inside.words),
            inside.link_ratio(),
            inside.prose_share(),
        ]
    }
}

/// The innermost of these containers that holds a block: 1 for the first, 5 for none, 0 if there is no such block.
pub(super) fn innermost(page: &Measured<'_>, levels: &Levels, block: Option<usize>) -> f32 {
    let Some(block) = block else { return 0.0 };
    let holds = |level: &Level| {
        let (from, to) = page.range(level.container);
        level.exists && (from as usize..to as usize).contains(&block)
    };
    levels.iter().position(holds).map_or(LEVELS + 1, |level| level + 1) as f32
}

/// The words between two blocks, negative before the first.
pub(super) fn since(page: &Measured<'_>, from: Option<usize>, at: usize) -> f32 {
    let Some(from) = from else { return 0.0 };
    let words = |from: usize, to: usize| page.sum((from as u32, to as u32)).words as f32;
    if from <= at { words(from, at) } else { -words(at, from) }
}

/// The blocks of the smallest element that holds this share of the page's prose.
fn core(page: &Measured<'_>, share: f32) -> (u32, u32) {
    let wanted = page.total().prose as f32 * share;
    let mut best = (0, page.blocks.len() as u32);
    let mut at = 0;
    while let Some(child) = page.tree.children(at).find(|&child| page.sum(page.range(child)).prose as f32 >= wanted) {
        if page.total().prose == 0 {
            break;
        }
        best = page.range(child);
        at = child;
    }
    best
}

/// Which side of a stretch a block is on, where in it, and how many words from it.
fn side(page: &Measured<'_>, (from, to): (u32, u32), at: usize) -> (f32, f32, f32) {
    let at = at as u32;
    if at < from {
        (0.0, 0.0, number(page.sum((at, from)).words))
    } else if at >= to {
        (2.0, 0.0, number(page.sum((to, at)).words))
    } else {
        (1.0, ratio(at - from, to - from), 0.0)
    }
}

/// Link ratio, share of prose and words a block around a block.
fn window(page: &Measured<'_>, at: usize, reach: usize) -> [f32; 3] {
    let range = (at.saturating_sub(reach) as u32, (at + reach + 1).min(page.blocks.len()) as u32);
    let sums = page.sum(range);
    [sums.link_ratio(), sums.prose_share(), (sums.words as f32 / sums.blocks as f32)]
}

fn sections(page: &Measured<'_>) -> Vec<(Option<u32>, u32)> {
    let mut sections: Vec<(Option<u32>, u32)> = Vec::with_capacity(page.blocks.len());
    let mut heading = None;
    for (at, block) in page.blocks.iter().enumerate() {
        if matches!(block.kind, Kind::Heading { .. }) {
            heading = Some(at as u32);
        }
        sections.push((heading, 0));
    }
    let mut next = page.blocks.len() as u32;
    for (at, section) in sections.iter_mut().enumerate().rev() {
        section.1 = next;
        if section.0 == Some(at as u32) {
            next = at as u32;
        }
    }
    sections
}

/// For each block, how many have its text, and how many of them stand before it.
fn copies(page: &Measured<'_>) -> Vec<(u32, u32)> {
    let mut hashes: Vec<(u64, u32)> =
        page.blocks.iter().zip(0..).map(|(block, at)| (hash(page.text_of(block).as_bytes()), at)).collect();
    hashes.sort_unstable();
    let mut copies = vec![(1, 0); hashes.len()];
    for same in hashes.chunk_by(|a, b| a.0 == b.0) {
        for (&(_, at), before) in same.iter().zip(0..) {
            copies[at as usize] = (same.len() as u32, before);
        }
    }
    copies
}

/// Groups blocks by the names and classes of their element and the two around it.
fn alike(page: &Measured<'_>, names: &Names) -> (Vec<(u32, u32)>, Vec<Alike>) {
    let signature = |element: NodeId| {
        let parent = page.tree.node(element).parent;
        let grandparent = page.tree.node(parent).parent;
        [element, parent, grandparent].iter().fold(0, |hash, &id| mix(hash, names.signatures[id as usize]))
    };
    let mut keys: Vec<(u64, u32)> =
        page.blocks.iter().zip(0..).map(|(block, at)| (signature(block.element), at)).collect();
    keys.sort_unstable();
    let mut place = vec![(0, 0); keys.len()];
    let mut groups = Vec::new();
    for same in keys.chunk_by(|a, b| a.0 == b.0) {
        let mut group = Alike::default();
        for &(_, at) in same {
            let counts = page.blocks[at as usize].size();
            place[at as usize] = (groups.len() as u32, group.count);
            group.count += 1;
            group.words += counts.words;
            group.chars += counts.chars;
            group.link_chars += counts.link_chars;
        }
        groups.push(group);
    }
    (place, groups)
}

/// How far each short block agrees with the page's title, 0 to 1: the Dice coefficient of their words.
fn title_match(page: &Measured<'_>) -> Vec<f32> {
    let mut wanted: Vec<u64> = Vec::new();
    for (id, node) in page.tree.nodes.iter().enumerate() {
        let title = match node.html_tag() {
            // A title holds nothing but text, in one node.
            Some(Tag::Title) => page.tree.nodes.get(id + 1).map_or("", |text| page.tree.text_of(text)),
            Some(Tag::Meta) if page.tree.attr(node, AttrName::Property) == Some("og:title") => {
                page.tree.attr(node, AttrName::Content).unwrap_or_default()
            }
            Some(Tag::Body) => break,
            _ => continue,
        };
        let mut words = Vec::new();
        push_keys(&mut words, prefix(title, MAX_TITLE));
        // The shorter title is the one without the name of the site.
        if !words.is_empty() && (wanted.is_empty() || words.len() < wanted.len()) {
            wanted = words;
        }
    }
    if wanted.is_empty() {
        return vec![0.0; page.blocks.len()];
    }
    wanted.sort_unstable();
    wanted.dedup();
    let mut words = Vec::new();
    let share = |at: usize| {
        words.clear();
        words.extend_from_slice(page.keys(at));
        words.sort_unstable();
        words.dedup();
        let held = words.iter().filter(|word| wanted.binary_search(word).is_ok()).count();
        // Both ways, so that a long block is not taken for the title by chance.
        2.0 * held as f32 / (wanted.len() + words.len()) as f32
    };
    (0..page.blocks.len()).map(share).collect()
}
