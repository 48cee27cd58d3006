//! What is kept of a page's features, to explain its scores.

use std::sync::LazyLock;

use super::shapley::shares;
use super::weights::Pass;
use super::{PASSES, UNIT, bin, score};
use crate::explanation::{Contribution, Explanation, Pass as Decided};
use crate::features::{CONTEXT, Features, Opinion, specs};

/// The names and formulas of the features.
static SPECS: LazyLock<Vec<(String, String)>> = LazyLock::new(specs);

/// The values that decided on each block of a page.
#[derive(Debug)]
pub(crate) struct Evidence {
    /// Those of the inputs of the pass that decided, one block after the other.
    values: Vec<f32>,
    /// Where in `values` those of each block begin, and which pass it was.
    blocks: Vec<(usize, Decided)>,
}

impl Evidence {
    /// The features are computed once more: so keeping them costs nothing where nobody asks for it. `again` are the blocks
    /// that the second pass decided on, in order.
    pub(super) fn new(features: &Features<'_>, opinion: &Opinion<'_>, again: &[usize]) -> Self {
        let inputs = |decided| pass_of(decided).inputs.len();
        let first = features.blocks().saturating_sub(again.len());
        let values = first * inputs(Decided::First) + again.len() * inputs(Decided::Second);
        let mut evidence = Self { values: Vec::with_capacity(values), blocks: Vec::with_capacity(features.blocks()) };
        let mut again = again.iter().copied().peekable();
        for at in 0..features.blocks() {
            let mut context = [0.0; CONTEXT];
            let (row, levels) = features.row(at);
            let decided = if again.next_if_eq(&at).is_some() {
                features.write_context(opinion, at, &levels, &mut context);
                Decided::Second
            } else {
                Decided::First
            };
            evidence.blocks.push((evidence.values.len(), decided));
            let value = |feature: usize| row.iter().chain(&context).nth(feature).copied().unwrap_or(0.0);
            evidence.values.extend(pass_of(decided).inputs.iter().map(|input| value(input.feature)));
        }
        evidence
    }

    /// Why the block number `at` scored as it did.
    pub(crate) fn explain(&self, at: usize) -> Option<Explanation> {
        let &(from, decided) = self.blocks.get(at)?;
        let pass = pass_of(decided);
        let values = self.values.get(from..from + pass.inputs.len())?;
        let bins: Vec<u8> = pass.inputs.iter().zip(values).map(|(input, &value)| bin(input, value)).collect();
        let score = score(pass, &bins);
        let shares = shares(pass, &bins, score);
        let mut contributions: Vec<Contribution> = Vec::new();
        for ((input, &value), share) in pass.inputs.iter().zip(values).zip(shares.inputs) {
            let (feature, formula) = SPECS.get(input.feature)?;
            if share != 0 {
                contributions.push(Contribution { feature, formula, value, log_odds: log_odds(share) });
            }
        }
        contributions.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
        Some(Explanation {
            pass: decided,
            base: log_odds(shares.base),
            contributions,
            score: log_odds(score),
            probability: pass.curve.at(score),
        })
    }
}

fn pass_of(decided: Decided) -> &'static Pass {
    match decided {
        Decided::First => &PASSES[0],
        Decided::Second => &PASSES[1],
    }
}

/// A power of two divides exactly.
fn log_odds(score: i32) -> f64 {
    f64::from(score) / UNIT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explanation::Explain;
    use crate::extractor::Extractor;

    #[test]
    fn a_block_takes_what_is_documented() {
        /// As [`Explain::EveryBlock`] and [`crate::Limits`] have it.
        const MOST: usize = 750;
        let page =
            "<p>It rained all night, and by the morning the river had left its bed.</p><nav><a href=/>Home</a></nav>";
        let extraction = Extractor::new().explain(Explain::EveryBlock).extract(&page.repeat(50)).unwrap();
        let evidence = extraction.evidence.unwrap();
        assert_eq!(evidence.blocks.len(), extraction.blocks.len());
        let bytes =
            evidence.values.capacity() * size_of::<f32>() + evidence.blocks.capacity() * size_of::<(usize, Decided)>();
        assert!(bytes <= MOST * evidence.blocks.len(), "{bytes} for {}", evidence.blocks.len());
        let largest = PASSES.iter().map(|pass| pass.inputs.len()).max().unwrap_or(0);
        assert!(largest * size_of::<f32>() + size_of::<(usize, Decided)>() <= MOST);
        assert_eq!(evidence.values.capacity(), evidence.values.len());
    }
}
