//! Features to the probability that a block is main content.

use crate::features::Features;

/// The probability of each block.
pub(crate) fn probabilities(features: &Features) -> Vec<f32> {
    features.rows().map(|row| row[0].min(1.0)).collect()
}
