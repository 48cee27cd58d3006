//! Features to the probability that a block is main content: boosted oblivious trees, in two passes.
//!
//! All splits on one level of an oblivious tree ask the same question, so a tree of depth 7 is seven comparisons and
//! one look-up, for 32 blocks at a time. The first pass judges every block by its features. The second judges those that
//! have a chance, by what the first thought of the blocks around, by what kind of page it is, and by some of their
//! features. Leaves are whole numbers, so the scores are the same on every platform; a curve of straight pieces, fitted to
//! pages that the trees had not seen, turns scores into probabilities.
//!
//! The weights were trained on WCXB (Foley 2026, CC-BY-4.0) and other corpora by `examples/train`.

mod evidence;
mod shapley;
mod weights;

use std::sync::LazyLock;

use crate::explanation::Explain;
use crate::features::{CONTEXT, EARLY, FEATURES, Features, Levels, Opinion};
pub(crate) use evidence::Evidence;
use weights::{Curve, Input};
pub(crate) use weights::{Pass, read};

/// Probability in the first pass below which a block is not looked at again.
const SECOND_LOOK: f32 = 0.02;

/// Scores are whole numbers: this many to one unit of log-odds. `UNIT` in `examples/train/weights.py`.
const UNIT: f64 = 2048.0;

/// Blocks judged at a time: their bins fill half a cache line an input. More would leave more lanes idle on a page's last
/// blocks.
pub(crate) const LANES: usize = 32;

/// The passes.
static PASSES: LazyLock<[Pass; 2]> = LazyLock::new(|| read(include_bytes!("model/weights.bin")).unwrap_or_default());

/// The probability of each block, and the evidence for it if asked for.
pub(crate) fn judged(features: &Features<'_>, explain: Explain) -> (Vec<f32>, Option<Evidence>) {
    let [first, second] = &*PASSES;
    let mut again = SecondLook::new(second, features);
    let mut probabilities = first_look(first, features, &mut again);
    let opinion = features.opinion(&probabilities);
    let second_thoughts = again.judge(features, &opinion);
    let evidence = match explain {
        Explain::Nothing => None,
        Explain::EveryBlock => Some(Evidence::new(features, &opinion, &again.blocks)),
    };
    for (at, probability) in again.blocks.into_iter().zip(second_thoughts) {
        probabilities[at] = probability;
    }
    (probabilities, evidence)
}

/// The probability of each block by itself; those that have a chance are put down for a second look.
fn first_look(pass: &Pass, features: &Features<'_>, again: &mut SecondLook<'_>) -> Vec<f32> {
    let blocks = features.blocks();
    let mut rows = Rows::<EARLY>::new();
    let mut containers = Vec::with_capacity(LANES);
    let mut bins = Vec::with_capacity(pass.inputs.len());
    let mut probabilities = Vec::with_capacity(blocks);
    for from in (0..blocks).step_by(LANES) {
        containers.clear();
        for (row, at) in rows.0.iter_mut().zip(from..blocks) {
            row.fill(0.0);
            containers.push(features.write_early(at, row));
        }
        bins.clear();
        sort_into_bins(&pass.inputs, 0, &rows, &mut bins);
        let judged = scores(pass, &bins, containers.len()).map(|score| pass.curve.at(score));
        for ((&probability, levels), (row, at)) in judged.iter().zip(&containers).zip(rows.0.iter().zip(from..)) {
            probabilities.push(probability);
            if probability >= SECOND_LOOK {
                again.add(at, row, *levels);
            }
        }
    }
    again.put_away();
    probabilities
}

/// Blocks that are to be judged again. All that is kept of their rows is the bins, a quarter of the size.
struct SecondLook<'p> {
    pass: &'p Pass,
    /// Inputs that are features of the block, and those that are of its context; between them are those of the page.
    own: &'p [Input],
    context: &'p [Input],
    /// The bins of the page's inputs.
    page_wide: Vec<[u8; LANES]>,
    blocks: Vec<usize>,
    containers: Vec<Levels>,
    /// The bins of all inputs but the context's, for [`LANES`] blocks at a time.
    bins: Vec<Vec<[u8; LANES]>>,
    /// Rows that wait until there are enough for the next, and how many they are.
    rows: Rows<EARLY>,
    waiting: usize,
}

impl<'p> SecondLook<'p> {
    fn new(pass: &'p Pass, features: &Features<'_>) -> Self {
        let first_from = |feature: usize| pass.inputs.partition_point(|input| input.feature < feature);
        let (inputs, context) = pass.inputs.split_at(first_from(FEATURES));
        let (own, of_page) = inputs.split_at(first_from(EARLY));
        let value = |input: &Input| features.page_wide().get(input.feature - EARLY).copied().unwrap_or_default();
        let page_wide = of_page.iter().map(|input| [bin(input, value(input)); LANES]).collect();
        let (blocks, containers, bins) = (Vec::new(), Vec::new(), Vec::new());
        Self { pass, own, context, page_wide, blocks, containers, bins, rows: Rows::new(), waiting: 0 }
    }

    fn add(&mut self, at: usize, row: &[f32; EARLY], levels: Levels) {
        if let Some(place) = self.rows.0.get_mut(self.waiting) {
            *place = *row;
        }
        self.blocks.push(at);
        self.containers.push(levels);
        self.waiting += 1;
        if self.waiting == LANES {
            self.put_away();
        }
    }

    fn put_away(&mut self) {
        let mut bins = Vec::with_capacity(self.pass.inputs.len());
        sort_into_bins(self.own, 0, &self.rows, &mut bins);
        bins.extend_from_slice(&self.page_wide);
        self.bins.push(bins);
        self.waiting = 0;
    }

    /// The probability of each of the blocks, in the light of this opinion on all.
    fn judge(&mut self, features: &Features<'_>, opinion: &Opinion<'_>) -> Vec<f32> {
        let mut rows = Rows::<CONTEXT>::new();
        let mut judged = Vec::with_capacity(self.blocks.len());
        let blocks = self.blocks.chunks(LANES).zip(self.containers.chunks(LANES));
        for ((blocks, containers), bins) in blocks.zip(&mut self.bins) {
            for ((&at, levels), row) in blocks.iter().zip(containers).zip(rows.0.iter_mut()) {
                features.write_context(opinion, at, levels, row);
            }
            sort_into_bins(self.context, FEATURES, &rows, bins);
            let scores = scores(self.pass, bins, blocks.len());
            judged.extend(scores.iter().take(blocks.len()).map(|&score| self.pass.curve.at(score)));
        }
        judged
    }
}

/// Rows of as many features, one a lane.
struct Rows<const N: usize>(Box<[[f32; N]; LANES]>);

impl<const N: usize> Rows<N> {
    fn new() -> Self {
        Self(Box::new([[0.0; N]; LANES]))
    }
}

/// For each input, how many of its borders each row exceeds. The first value of a row is that of the feature number
/// `first`.
fn sort_into_bins<const N: usize>(inputs: &[Input], first: usize, rows: &Rows<N>, bins: &mut Vec<[u8; LANES]>) {
    bins.extend(inputs.iter().map(|input| {
        // No weights lead further; the compiler does not know it.
        let feature = (input.feature - first).min(N - 1);
        let mut values = [0.0; LANES];
        for (value, row) in values.iter_mut().zip(&*rows.0) {
            *value = row[feature];
        }
        exceeded(&input.borders, &values)
    }));
}

/// How many of the borders each value exceeds.
///
/// Not inlined: the values then lie side by side in memory when they are compared, and not one by one in registers.
#[inline(never)]
fn exceeded(borders: &[f32], values: &[f32; LANES]) -> [u8; LANES] {
    /// Values whose counts stay in registers.
    const AT_ONCE: usize = 16;
    let mut bins = [0; LANES];
    for (bins, values) in bins.chunks_exact_mut(AT_ONCE).zip(values.chunks_exact(AT_ONCE)) {
        // As wide as the values: then the comparisons are counted as they come out of the vector unit.
        let mut counts = [0i32; AT_ONCE];
        for border in borders {
            for (count, value) in counts.iter_mut().zip(values) {
                *count += i32::from(value > border);
            }
        }
        for (bin, count) in bins.iter_mut().zip(counts) {
            *bin = count as u8;
        }
    }
    bins
}

/// How many borders of the input a value exceeds.
fn bin(input: &Input, value: f32) -> u8 {
    input.borders.iter().filter(|&&border| value > border).count() as u8
}

/// The score of one row by its bins, one an input.
fn score(pass: &Pass, bins: &[u8]) -> i32 {
    let bins: Vec<[u8; LANES]> = bins.iter().map(|&bin| [bin; LANES]).collect();
    scores(pass, &bins, 1)[0]
}

/// The sums of the leaves that so many rows fall into; what stands behind them means nothing.
pub(crate) fn scores(pass: &Pass, bins: &[[u8; LANES]], rows: usize) -> [i32; LANES] {
    let mut scores = [pass.bias; LANES];
    // A page's last blocks rarely fill all lanes.
    match rows {
        0..=8 => add_leaves::<8>(pass, bins, &mut scores),
        9..=16 => add_leaves::<16>(pass, bins, &mut scores),
        _ => add_leaves::<LANES>(pass, bins, &mut scores),
    }
    scores
}

/// Adds the leaves that the first `N` rows fall into.
fn add_leaves<const N: usize>(pass: &Pass, bins: &[[u8; LANES]], scores: &mut [i32; LANES]) {
    for tree in &pass.trees {
        let mut leaf = [0u8; N];
        for split in tree.splits.iter().rev() {
            let bins = &bins[usize::from(split.input)];
            for (leaf, &bin) in leaf.iter_mut().zip(bins) {
                *leaf = leaf.wrapping_add(*leaf) | u8::from(bin > split.border);
            }
        }
        for (score, leaf) in scores.iter_mut().zip(leaf) {
            *score += i32::from(tree.leaves[usize::from(leaf)]);
        }
    }
}

impl Curve {
    /// The value at a score: straight between the points, level outside them.
    pub(crate) fn at(&self, score: i32) -> f32 {
        let after = self.points.partition_point(|point| point.0 <= score);
        match (after.checked_sub(1).and_then(|before| self.points.get(before)), self.points.get(after)) {
            (Some(&(x0, y0)), Some(&(x1, y1))) => {
                let share = (score - x0) as f32 / (x1 - x0).max(1) as f32;
                y0 + (y1 - y0) * share
            }
            (Some(&(_, y)), None) | (None, Some(&(_, y))) => y,
            (None, None) => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::weights::{LEAVES, Split, Tree};
    use super::*;

    #[test]
    fn the_weights_can_be_read() {
        let passes = read(include_bytes!("model/weights.bin")).unwrap();
        for (pass, width) in passes.iter().zip([EARLY, FEATURES + CONTEXT]) {
            assert!(!pass.trees.is_empty());
            assert!(pass.inputs.iter().all(|input| input.feature < width));
            assert!(pass.inputs.is_sorted_by_key(|input| input.feature));
            assert!(pass.curve.points.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1));
            assert!(pass.curve.points.iter().all(|point| (0.0..=1.0).contains(&point.1)));
        }
    }

    #[test]
    fn a_row_falls_into_the_leaf_that_its_comparisons_spell() {
        let mut leaves = [0; LEAVES];
        leaves[0b10] = 7;
        let tree =
            Tree { splits: vec![Split { input: 0, border: 0 }, Split { input: 1, border: 1 }], leaves, cover: &[0; 4] };
        let pass = Pass {
            inputs: vec![
                Input { feature: 0, borders: vec![1.0] },
                Input { feature: FEATURES, borders: vec![1.0, 2.0] },
            ],
            trees: vec![tree],
            bias: 3,
            curve: Curve { points: vec![(0, 0.0), (10, 1.0)] },
        };
        let mut bins = Vec::new();
        let rows = |values: [f32; 3]| {
            let mut rows = Rows::<1>::new();
            rows.0.iter_mut().zip(values).for_each(|(row, value)| *row = [value]);
            rows
        };
        sort_into_bins(&pass.inputs[..1], 0, &rows([1.0, 1.5, 1.0]), &mut bins);
        sort_into_bins(&pass.inputs[1..], FEATURES, &rows([2.5, 2.5, 2.0]), &mut bins);
        let judged = scores(&pass, &bins, 3).map(|score| pass.curve.at(score));
        assert_eq!(judged[..3], [1.0, 0.3, 0.3]);
    }

    #[test]
    fn a_curve_is_level_outside_its_points() {
        let curve = Curve { points: vec![(-10, 0.1), (0, 0.2), (10, 0.9)] };
        for (score, expected) in [(-99, 0.1), (-10, 0.1), (-5, 0.15), (0, 0.2), (10, 0.9), (99, 0.9)] {
            assert!((curve.at(score) - expected).abs() < 1e-6, "{score}");
        }
    }
}
