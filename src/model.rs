//! Features to the probability that a block is main content.

use crate::features::{FEATURES, Row};

/// Weights of a logistic regression, in the order of the features.
const WEIGHTS: [f32; FEATURES] = [0.9, 0.3, -2.5, 2.0, 0.5, -0.5, 0.6, -2.0, 1.0, -0.8, 0.5, 0.6, -1.5, -0.7];
/// The score of a block of which nothing is known.
const BIAS: f32 = -4.0;

/// The probability of each block.
pub(crate) fn probabilities(rows: &[Row]) -> Vec<f32> {
    rows.iter()
        .map(|row| logistic(row.iter().zip(&WEIGHTS).map(|(value, weight)| value * weight).sum::<f32>() + BIAS))
        .collect()
}

fn logistic(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}
