//! Features to the probability that a line is main content: the trees of [`crate::model`] on rows of bytes.
//!
//! A feature is a byte already, so that splits compare it as it is: there are no bins to sort it into.

use std::sync::LazyLock;

use super::context::{CONTEXT, Opinion};
use super::features::{FEATURES, Features, Row};
use super::measure::Measured;
use crate::model::{LANES, Pass, read, scores};

/// Probability in the first pass below which a line is not looked at again.
const SECOND_LOOK: f32 = 0.08;

/// Lines of a dump up to which their features are kept from the first pass to the second; some 3 MB. Dumps with more are
/// rare, and their features are computed anew.
const MAX_KEPT: usize = 1 << 14;

/// The passes; their borders are bytes.
static PASSES: LazyLock<[Pass; 2]> =
    LazyLock::new(|| read(include_bytes!("weights.bin")).unwrap_or_default().map(Pass::on_bytes));

/// The probability of each line.
pub(super) fn probabilities(dump: &Measured<'_>) -> Vec<f32> {
    let rows = Rows::of(Features::new(dump));
    let [first, second] = &*PASSES;
    let all: Vec<usize> = (0..dump.lines.len()).collect();
    let mut judged = rows.judge(first, &all, None);
    let again: Vec<usize> = all.into_iter().filter(|&at| judged[at] >= SECOND_LOOK).collect();
    let second_thoughts = rows.judge(second, &again, Some(&Opinion::new(dump, &judged)));
    for (at, probability) in again.into_iter().zip(second_thoughts) {
        judged[at] = probability;
    }
    judged
}

/// The rows of a dump's lines.
struct Rows<'a> {
    features: Features<'a>,
    /// All rows, of dumps that are not too large.
    kept: Vec<Row>,
}

impl<'a> Rows<'a> {
    fn of(features: Features<'a>) -> Self {
        let lines = if features.dump.lines.len() <= MAX_KEPT { features.dump.lines.len() } else { 0 };
        Self { kept: (0..lines).map(|at| features.row(at)).collect(), features }
    }

    /// The probability of each of these lines, in the light of an opinion if there is one already.
    fn judge(&self, pass: &Pass, lines: &[usize], opinion: Option<&Opinion<'_>>) -> Vec<f32> {
        let mut rows = [[0; FEATURES]; LANES];
        let mut contexts = [[0; CONTEXT]; LANES];
        let mut columns = vec![[0; LANES]; pass.inputs.len()];
        let mut judged = Vec::with_capacity(lines.len());
        for lines in lines.chunks(LANES) {
            if self.kept.is_empty() {
                for (&at, row) in lines.iter().zip(&mut rows) {
                    *row = self.features.row(at);
                }
            }
            if let Some(opinion) = opinion {
                for (&at, context) in lines.iter().zip(&mut contexts) {
                    *context = opinion.row(at);
                }
            }
            let own: [&Row; LANES] = std::array::from_fn(|lane| {
                let kept = lines.get(lane).and_then(|&at| self.kept.get(at));
                kept.unwrap_or(&rows[lane])
            });
            for (input, column) in pass.inputs.iter().zip(&mut columns) {
                if let Some(nth) = input.feature.checked_sub(FEATURES) {
                    for (value, context) in column.iter_mut().zip(&contexts) {
                        *value = context[nth];
                    }
                } else {
                    for (value, row) in column.iter_mut().zip(own) {
                        *value = row[input.feature];
                    }
                }
            }
            judged.extend(scores(pass, &columns).iter().take(lines.len()).map(|&score| pass.curve.at(score)));
        }
        judged
    }
}

#[cfg(test)]
mod tests {
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
