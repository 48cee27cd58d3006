//! Features to the probability that a line is main content: the trees of [`crate::model`] on rows of bytes.
//!
//! A feature is a byte already, so that splits compare it as it is: there are no bins to sort it into.

use std::sync::LazyLock;

use super::columns::Columns;
use super::context::Opinion;
use super::features::columns;
use super::measure::Measured;
use crate::model::{LANES, Pass, read, scores};

/// Lines whose features are computed at a time: they take less than 400 KB, and most dumps have fewer.
const STRETCH: usize = 1 << 12;

/// The passes; their borders are bytes.
static PASSES: LazyLock<[Pass; 2]> =
    LazyLock::new(|| read(include_bytes!("weights.bin")).unwrap_or_default().map(Pass::on_bytes));

/// The probability of each line.
pub(super) fn probabilities(dump: &Measured<'_>) -> Vec<f32> {
    let [first, second] = &*PASSES;
    let all = dump.lines.len();
    let stretches = || (0..all).step_by(STRETCH).map(|from| from..all.min(from + STRETCH));
    let mut judged = Vec::with_capacity(all);
    let mut kept = None;
    for lines in stretches() {
        let columns = columns(dump, lines);
        judge(first, &columns, &mut judged);
        kept = Some(columns);
    }
    let opinion = Opinion::new(dump, &judged);
    let mut second_thoughts = Vec::with_capacity(all);
    for lines in stretches() {
        // Those of a dump of one stretch are at hand.
        let known = kept.take().filter(|columns: &Columns| columns.lines == lines);
        let mut columns = known.unwrap_or_else(|| self::columns(dump, lines));
        opinion.push(&mut columns);
        judge(second, &columns, &mut second_thoughts);
    }
    second_thoughts
}

/// Adds the probability of each of these lines.
fn judge(pass: &Pass, columns: &Columns, judged: &mut Vec<f32>) {
    let mut bins = vec![[0; LANES]; pass.inputs.len()];
    for nth in 0..columns.chunks() {
        for (input, bins) in pass.inputs.iter().zip(&mut bins) {
            *bins = *columns.chunk(input.feature, nth);
        }
        let rows = columns.lines.len().saturating_sub(nth * LANES);
        judged.extend(scores(pass, &bins, rows).map(|score| pass.curve.at(score)));
    }
    // The last chunk may have lanes beyond the last line.
    judged.truncate(columns.lines.end);
}

#[cfg(test)]
mod tests {
    use super::super::context::CONTEXT;
    use super::super::features::FEATURES;
    use super::*;

    #[test]
    fn the_weights_can_be_read() {
        let passes = read(include_bytes!("weights.bin")).unwrap();
        for (pass, width) in passes.iter().zip([FEATURES, FEATURES + CONTEXT]) {
            assert!(!pass.trees.is_empty());
            assert!(pass.inputs.iter().all(|input| input.feature < width));
            assert!(pass.inputs.iter().flat_map(|input| &input.borders).all(|border| (0.0..255.0).contains(border)));
        }
    }
}
