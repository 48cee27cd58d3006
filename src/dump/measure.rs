//! Sums over the lines of a dump, and the stretches they make.

use super::lines::{Line, Lines};
use super::repeats::Repeats;
use crate::segment::{LETTER, STOP};
use crate::vocab::CUES;

/// Words of the longest line that heads others.
const HEAD_WORDS: u32 = 12;
/// Words that a line which is no prose takes from the stretch of prose it stands in: one for stretches with wide gaps, one
/// for dense ones.
pub(super) const COSTS: [i64; 2] = [3, 12];

/// Lines beyond the ends of a dump that windows may reach.
pub(super) const MARGIN: usize = 24;

/// Sums over the lines of a stretch.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub(super) size: u32,
    /// Words of lines that read like prose.
    pub(super) prose: u32,
    /// Lines that end like sentences.
    pub(super) ended: u32,
    /// Lines that stand elsewhere, too.
    pub(super) repeated: u32,
}

impl std::ops::Sub for Sums {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self {
            size: self.size - other.size,
            prose: self.prose - other.prose,
            ended: self.ended - other.ended,
            repeated: self.repeated - other.repeated,
        }
    }
}

/// How many lines off each group of words of page furniture is, 255 at most.
pub(super) type Cues = [u8; CUES.len()];

/// A dump with its sums.
pub(crate) struct Measured<'a> {
    pub(super) lines: &'a [Line],
    /// What its neighbours see of each line.
    pub(super) seen: Vec<[u8; 2]>,
    pub(super) repeats: Repeats,
    /// Sums over the lines before each line, and over all; with room on both sides for windows that reach beyond the ends.
    sums: Vec<Sums>,
    /// Where the run of prose, or of what is none, begins and ends that each line stands in.
    runs: Vec<(u32, u32)>,
    /// The stretches richest in prose, one for each of [`COSTS`].
    pub(super) cores: [(usize, usize); COSTS.len()],
    /// The line at or before each line that heads it.
    heads: Vec<u32>,
    pub(super) cues_before: Vec<Cues>,
    pub(super) cues_after: Vec<Cues>,
}

impl<'a> Measured<'a> {
    pub(super) fn new(lines: &'a Lines) -> Self {
        let lines = lines.lines.as_slice();
        let repeats = Repeats::new(lines);
        let mut cues_after = cue_distances(lines.iter().rev());
        cues_after.reverse();
        Self {
            seen: lines.iter().map(super::features::seen).collect(),
            sums: sums(lines, &repeats),
            runs: runs(lines),
            cores: COSTS.map(|cost| core(lines, cost)),
            heads: heads(lines),
            cues_before: cue_distances(lines.iter()),
            cues_after,
            lines,
            repeats,
        }
    }

    /// Sums over the lines from `from` to before `to`.
    pub(super) fn sum(&self, from: usize, to: usize) -> Sums {
        self.sums[to + MARGIN] - self.sums[from + MARGIN]
    }

    /// Sums over a line and so many lines, [`MARGIN`] at most, on each side of it, as far as there are any.
    pub(super) fn around(&self, at: usize, reach: usize) -> Sums {
        self.sums[at + MARGIN + reach + 1] - self.sums[at + MARGIN - reach]
    }

    pub(super) fn run(&self, at: usize) -> (usize, usize) {
        let (from, to) = self.runs[at];
        (from as usize, to as usize)
    }

    /// The number of the line that heads the line `at`, if any does.
    pub(super) fn head(&self, at: usize) -> Option<usize> {
        let head = self.heads[at] as usize;
        (head < self.lines.len()).then_some(head)
    }
}

fn sums(lines: &[Line], repeats: &Repeats) -> Vec<Sums> {
    let mut sum = Sums::default();
    let mut sums = Vec::with_capacity(lines.len() + 2 * MARGIN + 1);
    sums.resize(MARGIN + 1, sum);
    for (line, &same) in lines.iter().zip(&repeats.same) {
        let size = line.size;
        sum.size += size;
        sum.prose += if line.prose { size } else { 0 };
        sum.ended += u32::from(line.shape.last & STOP != 0);
        sum.repeated += u32::from(same > 1);
        sums.push(sum);
    }
    sums.resize(sums.len() + MARGIN, sum);
    sums
}

fn runs(lines: &[Line]) -> Vec<(u32, u32)> {
    let mut runs = Vec::with_capacity(lines.len());
    for run in lines.chunk_by(|a, b| a.prose == b.prose) {
        let from = runs.len();
        runs.resize(from + run.len(), (from as u32, (from + run.len()) as u32));
    }
    runs
}

/// The stretch of lines with the largest sum, where prose counts by its words and any other line costs this many: the
/// maximum subsequence of Pasternak and Roth, *Extracting article text from the web*, WWW 2009.
pub(super) fn core(lines: &[Line], cost: i64) -> (usize, usize) {
    let (mut best, mut found) = (0, (0, 0));
    let (mut sum, mut from) = (0, 0);
    for (at, line) in lines.iter().enumerate() {
        if sum <= 0 {
            (sum, from) = (0, at);
        }
        sum += if line.prose { i64::from(line.size) } else { -cost };
        if sum > best {
            (best, found) = (sum, (from, at + 1));
        }
    }
    found
}

/// The nearest line at or before each line that may be a heading: short, ending in a letter, followed by what is unlike
/// it, or with words of page furniture.
fn heads(lines: &[Line]) -> Vec<u32> {
    let mut last = u32::MAX;
    let heads = lines.iter().enumerate().map(|(at, line)| {
        let short = line.size <= HEAD_WORDS && line.shape.last & LETTER != 0 && line.marker == super::Marker::None;
        let heads_next = |next: &Line| next.prose || next.marker != super::Marker::None;
        if short && (line.signs.cues != 0 || lines.get(at + 1).is_some_and(heads_next)) {
            last = at as u32;
        }
        last
    });
    heads.collect()
}

/// How many lines back each group of words was last seen, 255 at most.
fn cue_distances<'a>(lines: impl ExactSizeIterator<Item = &'a Line>) -> Vec<Cues> {
    let mut since = [u8::MAX; CUES.len()];
    let mut distances = Vec::with_capacity(lines.len());
    for line in lines {
        since = since.map(|since| since.saturating_add(1));
        if line.signs.cues != 0 {
            for (group, since) in since.iter_mut().enumerate() {
                *since = if line.signs.cues & (1 << group) == 0 { *since } else { 0 };
            }
        }
        distances.push(since);
    }
    distances
}
