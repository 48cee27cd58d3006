//! Why a block scored as it did.

/// What an extraction keeps, so that it can say why its blocks scored as they did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Explain {
    /// Nothing, at no cost: [`Extraction::explain`](crate::Extraction::explain) gives `None`.
    #[default]
    Nothing,
    /// The features of every block, up to 750 bytes each; an extraction takes half as long again.
    EveryBlock,
}

/// Which of the scorer's two passes decided on a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Pass {
    /// The first, by the block and the page around it: it gave the block next to no chance.
    First,
    /// The second, which also sees what the first thought of this block and of those around it: the features whose names
    /// begin with `first.`. They are explained as features like any other, not by what the first pass made them from.
    Second,
}

/// Why a block scored as it did: `base`, plus what each feature contributed, is `score`, and `score` makes `probability`.
///
/// The contributions are the exact Shapley values of the trees that decided, added up; see
/// [`scoring`](crate::scoring#why-a-block-scored-as-it-did). All log-odds are whole multiples of 1/2048, so they add up to
/// the score exactly, in any order.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Explanation {
    /// Which pass decided.
    pub pass: Pass,
    /// What this pass expects of a block of which it knows nothing, in log-odds: the same for all blocks that it decides.
    pub base: f64,
    /// What each feature added or took away, the largest first. Features that made no difference are left out.
    pub contributions: Vec<Contribution>,
    /// The sum of the above, in log-odds, before calibration.
    pub score: f64,
    /// The calibrated probability for this score, 0 to 1: the block's confidence.
    pub probability: f32,
}

/// What one feature contributed to the score of a block.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Contribution {
    /// The feature's name, such as `own.link_ratio`.
    pub feature: &'static str,
    /// How the feature is computed, as in the table in [`scoring`](crate::scoring#what-the-features-are).
    pub formula: &'static str,
    /// The feature's value for this block.
    pub value: f32,
    /// Log-odds added to the score: above 0 it speaks for main content, below 0 against.
    pub log_odds: f64,
}
