//! Sums over the lines of a dump, and the stretches they make.

use std::ops::{Add, Range, Sub};

use super::lines::{Line, Lines};
use super::repeats::Repeats;
use crate::char_class::{LETTER, STOP};
use crate::vocab::CUES;

/// Words of the longest line that heads others.
const HEAD_WORDS: u32 = 12;
/// Words that a line which is no prose takes from the stretch of prose it stands in: one for stretches with wide gaps, one
/// for dense ones.
pub(super) const COSTS: [i64; 2] = [3, 12];

/// Lines beyond the ends of a dump that windows may reach.
pub(super) const MARGIN: usize = 24;

/// A sum over the lines before each line, and over all; with as much as [`MARGIN`] lines of nothing on both sides.
pub(super) struct Sums<T>(Vec<T>);

impl<T: Copy + Default + Add<Output = T> + Sub<Output = T>> Sums<T> {
    pub(super) fn of(values: impl ExactSizeIterator<Item = T>) -> Self {
        let mut sum = T::default();
        let mut sums = Vec::with_capacity(values.len() + 2 * MARGIN + 1);
        sums.resize(MARGIN + 1, sum);
        sums.extend(values.map(|value| {
            sum = sum + value;
            sum
        }));
        sums.resize(sums.len() + MARGIN, sum);
        Self(sums)
    }

    /// The sum over the lines from `from` to before `to`.
    pub(super) fn between(&self, from: usize, to: usize) -> T {
        self.0[to + MARGIN] - self.0[from + MARGIN]
    }

    /// For each of these lines, the sum over the lines before it.
    pub(super) fn before(&self, lines: &Range<usize>) -> impl Iterator<Item = T> {
        self.0[MARGIN..][lines.clone()].iter().copied()
    }

    /// For each of these lines, the sum over it and so many lines before and after it, [`MARGIN`] at most, as far as there
    /// are any.
    pub(super) fn around(&self, lines: &Range<usize>, (before, after): (usize, usize)) -> impl Iterator<Item = T> {
        let from = &self.0[MARGIN - before..][lines.clone()];
        let to = &self.0[MARGIN + after + 1..][lines.clone()];
        from.iter().zip(to).map(|(&from, &to)| to - from)
    }
}

/// How many lines off each group of words of page furniture is, 255 at most.
pub(super) type Cues = [u8; CUES.len()];

/// A dump with its sums.
pub(crate) struct Measured<'a> {
    pub(super) lines: &'a [Line],
    pub(super) repeats: Repeats,
    pub(super) sizes: Sums<u32>,
    /// Words of lines that read like prose.
    pub(super) prose: Sums<u32>,
    /// Lines that end like sentences.
    pub(super) ended: Sums<u32>,
    /// Lines that stand elsewhere, too.
    pub(super) repeated: Sums<u32>,
    /// Where the run of prose, or of what is none, begins and ends that each line stands in.
    pub(super) runs: Vec<(u32, u32)>,
    /// The stretches richest in prose, one for each of [`COSTS`].
    pub(super) cores: [(usize, usize); COSTS.len()],
    /// The line at or before each line that heads it.
    pub(super) heads: Vec<Option<u32>>,
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
            sizes: Sums::of(lines.iter().map(|line| line.size)),
            prose: Sums::of(lines.iter().map(|line| if line.prose { line.size } else { 0 })),
            ended: Sums::of(lines.iter().map(|line| u32::from(line.shape.last & STOP != 0))),
            repeated: Sums::of(repeats.same.iter().map(|&same| u32::from(same > 1))),
            runs: runs(lines),
            cores: COSTS.map(|cost| core(lines, cost)),
            heads: heads(lines),
            cues_before: cue_distances(lines.iter()),
            cues_after,
            lines,
            repeats,
        }
    }
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
fn heads(lines: &[Line]) -> Vec<Option<u32>> {
    let mut last = None;
    let heads = lines.iter().enumerate().map(|(at, line)| {
        let short = line.size <= HEAD_WORDS && line.shape.last & LETTER != 0 && line.marker == super::Marker::None;
        let heads_next = |next: &Line| next.prose || next.marker != super::Marker::None;
        if short && (line.signs.cues != 0 || lines.get(at + 1).is_some_and(heads_next)) {
            last = Some(at as u32);
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
