//! Whether confidences mean what they say: predictions held against outcomes.

use serde::Serialize;

use crate::metrics::mean;

/// The upper edges of all bins but the last, which ends at 1.
const EDGES: [f64; 9] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/// A confidence and what came of it, both 0 to 1.
///
/// For a page the outcome is its word F1 and the weight 1; for a block the outcome is its share
/// of main words and the weight the number of its words, so that a paragraph counts for more than
/// a menu entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prediction {
    pub(crate) confidence: f64,
    pub(crate) outcome: f64,
    pub(crate) weight: f64,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Calibration {
    /// Whether a higher confidence goes with a higher outcome; unweighted.
    pub(crate) spearman: Option<f64>,
    pub(crate) mean_absolute_error: f64,
    /// The mean over the bins of the distance between confidence and outcome.
    pub(crate) expected_calibration_error: f64,
    pub(crate) bins: Vec<Bin>,
}

/// The predictions with a confidence from `from` to below `to`.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Bin {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) count: u32,
    pub(crate) weight: f64,
    pub(crate) mean_confidence: Option<f64>,
    pub(crate) mean_outcome: Option<f64>,
}

impl Calibration {
    /// Nothing if there are no predictions of any weight.
    pub(crate) fn of(predictions: &[Prediction]) -> Option<Self> {
        let error = |prediction: &Prediction| (prediction.confidence - prediction.outcome).abs();
        let mean_absolute_error = weighted_mean(predictions, error)?;
        let bins = bins(predictions);
        let weight: f64 = bins.iter().map(|bin| bin.weight).sum();
        let gaps = bins.iter().filter_map(|bin| {
            let gap = bin.mean_confidence? - bin.mean_outcome?;
            Some(gap.abs() * bin.weight)
        });
        Some(Self {
            spearman: spearman(predictions),
            mean_absolute_error,
            expected_calibration_error: gaps.sum::<f64>() / weight,
            bins,
        })
    }
}

fn weighted_mean<'a>(
    predictions: impl IntoIterator<Item = &'a Prediction>,
    value: impl Fn(&Prediction) -> f64,
) -> Option<f64> {
    let (sum, weight) = predictions.into_iter().fold((0.0, 0.0), |(sum, weight), prediction| {
        (sum + value(prediction) * prediction.weight, weight + prediction.weight)
    });
    (weight > 0.0).then(|| sum / weight)
}

fn bins(predictions: &[Prediction]) -> Vec<Bin> {
    let mut members = vec![Vec::new(); EDGES.len() + 1];
    for prediction in predictions {
        let index = EDGES.partition_point(|&edge| edge <= prediction.confidence);
        members[index].push(*prediction);
    }
    let lower = [0.0].into_iter().chain(EDGES);
    let upper = EDGES.into_iter().chain([1.0]);
    let ranges = lower.zip(upper);
    ranges
        .zip(members)
        .map(|((from, to), members)| Bin {
            from,
            to,
            count: members.iter().map(|_| 1).sum(),
            weight: members.iter().map(|member| member.weight).sum(),
            mean_confidence: weighted_mean(&members, |member| member.confidence),
            mean_outcome: weighted_mean(&members, |member| member.outcome),
        })
        .collect()
}

/// Spearman's rank correlation of confidence and outcome; nothing if either never varies.
fn spearman(predictions: &[Prediction]) -> Option<f64> {
    let confidences = ranks(predictions.iter().map(|prediction| prediction.confidence));
    let outcomes = ranks(predictions.iter().map(|prediction| prediction.outcome));
    pearson(&confidences, &outcomes)
}

/// Each value's rank; equal values share the mean of their ranks.
fn ranks(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<(usize, f64)> = values.enumerate().collect();
    sorted.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut ranks = vec![0.0; sorted.len()];
    let mut below = 0_u32;
    for ties in sorted.chunk_by(|a, b| a.1.total_cmp(&b.1).is_eq()) {
        let count: u32 = ties.iter().map(|_| 1).sum();
        for &(index, _) in ties {
            ranks[index] = f64::from(below) + f64::from(count + 1) / 2.0;
        }
        below += count;
    }
    ranks
}

fn pearson(xs: &[f64], ys: &[f64]) -> Option<f64> {
    let mean_x = mean(xs.iter().copied())?;
    let mean_y = mean(ys.iter().copied())?;
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in xs.iter().zip(ys) {
        let (x, y) = (x - mean_x, y - mean_y);
        xy += x * y;
        xx += x * x;
        yy += y * y;
    }
    (xx > 0.0 && yy > 0.0).then(|| xy / (xx.sqrt() * yy.sqrt()))
}

#[cfg(test)]
mod tests {
    use super::{Calibration, Prediction, bins, ranks, spearman};

    fn predictions(triples: &[(f64, f64, f64)]) -> Vec<Prediction> {
        let triples = triples.iter();
        triples.map(|&(confidence, outcome, weight)| Prediction { confidence, outcome, weight }).collect()
    }

    #[track_caller]
    fn assert_near(actual: Option<f64>, expected: f64) {
        let near = actual.is_some_and(|actual| (actual - expected).abs() < 1e-9);
        assert!(near, "{actual:?} is not {expected}");
    }

    #[test]
    fn equal_values_share_a_rank() {
        let values = [0.3, 0.1, 0.3, 0.9];
        assert_eq!(ranks(values.into_iter()), [2.5, 1.0, 2.5, 4.0]);
    }

    #[test]
    fn spearman_by_hand() {
        // Ranks 1 2 3 4 5 and 2 1 4 3 5: 1 - 6 * 4 / (5 * 24).
        let pairs = [(0.1, 0.2), (0.2, 0.1), (0.3, 0.4), (0.4, 0.3), (0.5, 0.5)];
        let triples = pairs.map(|(confidence, outcome)| (confidence, outcome, 1.0));
        assert_near(spearman(&predictions(&triples)), 0.8);
        assert_eq!(spearman(&predictions(&[(0.5, 0.1, 1.0), (0.5, 0.9, 1.0)])), None);
    }

    #[test]
    fn the_first_and_the_last_bin_hold_the_extremes() {
        let bins = bins(&predictions(&[(0.0, 0.0, 1.0), (0.1, 0.0, 1.0), (1.0, 1.0, 2.0)]));
        let counts: Vec<u32> = bins.iter().map(|bin| bin.count).collect();
        assert_eq!(counts, [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_near(bins[9].mean_confidence, 1.0);
        assert_eq!(bins[5].mean_outcome, None);
    }

    #[test]
    fn errors_are_weighted() {
        // Bin 0.9 to 1: confidence 0.95, outcome (1 * 3 + 0 * 1) / 4; bin 0.2 to 0.3: no gap.
        let triples = [(0.95, 1.0, 3.0), (0.95, 0.0, 1.0), (0.25, 0.25, 4.0)];
        let calibration = Calibration::of(&predictions(&triples));
        let expected = calibration.as_ref().map(|it| it.expected_calibration_error);
        assert_near(expected, 0.2 * 4.0 / 8.0);
        let absolute = calibration.as_ref().map(|it| it.mean_absolute_error);
        assert_near(absolute, (0.05 * 3.0 + 0.95) / 8.0);
        assert!(Calibration::of(&[]).is_none());
    }
}
