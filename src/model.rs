//! Features to the probability that a block is main content: boosted oblivious trees, in two passes.
//!
//! All splits on one level of an oblivious tree ask the same question, so a tree of depth 8 is eight comparisons and
//! one look-up, for 64 blocks at a time. The first pass judges every block by its features. The second judges those that
//! have a chance by the same features and by what the first thought of the blocks around. Leaves are whole numbers, so
//! the scores are the same on every platform; a curve of straight pieces, fitted to pages that the trees had not seen,
//! turns scores into probabilities.
//!
//! The weights were trained on WCXB (Foley 2026, CC-BY-4.0) and other corpora by `examples/train`.

mod evidence;
mod shapley;
mod weights;

use std::sync::LazyLock;

use crate::explanation::Explain;
use crate::features::{CONTEXT, FEATURES, Features, Levels, Opinion, Row};
pub(crate) use evidence::Evidence;
use weights::{Curve, Input, Pass, read};

/// Probability in the first pass below which a block is not looked at again.
const SECOND_LOOK: f32 = 0.02;

/// Scores are whole numbers: this many to one unit of log-odds. `UNIT` in `examples/train/weights.py`.
const UNIT: f64 = 2048.0;

/// Blocks judged at a time: their bins fill one cache line an input.
const LANES: usize = 64;

/// The passes.
static PASSES: LazyLock<[Pass; 2]> = LazyLock::new(|| read(include_bytes!("model/weights.bin")).unwrap_or_default());

/// The probability of each block, and the evidence for it if asked for.
pub(crate) fn judged(features: &Features<'_>, explain: Explain) -> (Vec<f32>, Option<Evidence>) {
    let mut rows = Rows::of(features);
    let all: Vec<usize> = (0..features.blocks()).collect();
    let mut judged = rows.judge(&PASSES[0], &all, None);
    let again: Vec<usize> = all.into_iter().filter(|&at| judged[at] >= SECOND_LOOK).collect();
    let opinion = features.opinion(&judged);
    let second = rows.judge(&PASSES[1], &again, Some(&opinion));
    let evidence = match explain {
        Explain::Nothing => None,
        Explain::EveryBlock => Some(Evidence::new(features, &opinion, &again)),
    };
    for (at, probability) in again.into_iter().zip(second) {
        judged[at] = probability;
    }
    (judged, evidence)
}

/// Blocks of a page up to which their rows are kept from the first pass to the second; some 3 MB. Pages with more are
/// rare, and their rows are computed anew.
const MAX_KEPT: usize = 2048;

/// The rows of a page's blocks.
struct Rows<'a> {
    features: &'a Features<'a>,
    /// All rows and containers, on pages that are not too large.
    kept: Vec<Row>,
    levels: Vec<Levels>,
}

impl<'a> Rows<'a> {
    fn of(features: &'a Features<'a>) -> Self {
        let blocks = if features.blocks() <= MAX_KEPT { features.blocks() } else { 0 };
        let mut kept = vec![[0.0; FEATURES + CONTEXT]; blocks];
        let levels = kept.iter_mut().enumerate().map(|(at, row)| features.write(at, row)).collect();
        Self { features, kept, levels }
    }

    /// The probability of each of these blocks, in the light of an opinion if there is one already.
    fn judge(&mut self, pass: &Pass, blocks: &[usize], opinion: Option<&Opinion<'_>>) -> Vec<f32> {
        if self.kept.is_empty() {
            return self.judge_anew(pass, blocks, opinion);
        }
        if let Some(opinion) = opinion {
            for &at in blocks {
                self.features.write_context(opinion, at, &self.levels[at], &mut self.kept[at]);
            }
        }
        let judged = blocks.chunks(LANES).flat_map(|blocks| judge(pass, blocks.iter().map(|&at| &self.kept[at])));
        judged.collect()
    }

    /// The same for rows that are not kept.
    fn judge_anew(&self, pass: &Pass, blocks: &[usize], opinion: Option<&Opinion<'_>>) -> Vec<f32> {
        let mut rows = vec![[0.0; FEATURES + CONTEXT]; LANES.min(blocks.len())];
        let mut judged = Vec::with_capacity(blocks.len());
        for blocks in blocks.chunks(LANES) {
            for (&at, row) in blocks.iter().zip(&mut rows) {
                row.fill(0.0);
                let levels = self.features.write(at, row);
                if let Some(opinion) = opinion {
                    self.features.write_context(opinion, at, &levels, row);
                }
            }
            judged.extend(judge(pass, rows.iter().take(blocks.len())));
        }
        judged
    }
}

/// The probability of each row; there are at most [`LANES`].
fn judge<'r>(pass: &Pass, rows: impl Iterator<Item = &'r Row>) -> Vec<f32> {
    let rows: Vec<&Row> = rows.collect();
    let bins: Vec<[u8; LANES]> = pass.inputs.iter().map(|input| sort_into_bins(input, &rows)).collect();
    scores(pass, &bins).iter().take(rows.len()).map(|&score| pass.curve.at(score)).collect()
}

/// For each row, how many borders of the input its value exceeds.
fn sort_into_bins(input: &Input, rows: &[&Row]) -> [u8; LANES] {
    let mut values = [0.0; LANES];
    for (value, row) in values.iter_mut().zip(rows) {
        *value = row[input.feature];
    }
    // As wide as the values: then the comparisons are counted as they come out of the vector unit.
    let mut exceeded = [0; LANES];
    for border in &input.borders {
        for (count, value) in exceeded.iter_mut().zip(&values) {
            *count += i32::from(value > border);
        }
    }
    exceeded.map(|count| count as u8)
}

/// How many borders of the input a value exceeds.
fn bin(input: &Input, value: f32) -> u8 {
    input.borders.iter().filter(|&&border| value > border).count() as u8
}

/// The score of one row by its bins, one an input.
fn score(pass: &Pass, bins: &[u8]) -> i32 {
    let bins: Vec<[u8; LANES]> = bins.iter().map(|&bin| [bin; LANES]).collect();
    scores(pass, &bins)[0]
}

/// The sum of the leaves that each row falls into.
fn scores(pass: &Pass, bins: &[[u8; LANES]]) -> [i32; LANES] {
    let mut scores = [pass.bias; LANES];
    for tree in &pass.trees {
        let mut leaf = [0u8; LANES];
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
    scores
}

impl Curve {
    /// The value at a score: straight between the points, level outside them.
    fn at(&self, score: i32) -> f32 {
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
        for (pass, width) in passes.iter().zip([FEATURES, FEATURES + CONTEXT]) {
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
        let mut rows = [[0.0; FEATURES + CONTEXT]; 3];
        for (row, (first, second)) in rows.iter_mut().zip([(1.0, 2.5), (1.5, 2.5), (1.0, 2.0)]) {
            (row[0], row[FEATURES]) = (first, second);
        }
        let judged = judge(&pass, rows.iter());
        assert_eq!(judged, [1.0, 0.3, 0.3]);
    }

    #[test]
    fn a_curve_is_level_outside_its_points() {
        let curve = Curve { points: vec![(-10, 0.1), (0, 0.2), (10, 0.9)] };
        for (score, expected) in [(-99, 0.1), (-10, 0.1), (-5, 0.15), (0, 0.2), (10, 0.9), (99, 0.9)] {
            assert!((curve.at(score) - expected).abs() < 1e-6, "{score}");
        }
    }
}
