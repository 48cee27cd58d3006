//! Probabilities to a choice of blocks, and the page's confidence.

use std::fmt;

use crate::block::Role;
use crate::ranking::likeliest_first;

/// What counts for more in the choice of blocks: precision or recall.
///
/// The blocks with the highest F-beta to be expected are chosen, as the module [`scoring`](crate::scoring) describes: the
/// weighted harmonic mean of precision and recall, in which recall weighs b² times as much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Focus {
    /// Rather lose a paragraph than keep a teaser: b = 0.5.
    Precision,
    /// About the highest F1, the harmonic mean of the two: b = 0.85, which on most corpora gives a higher F1 than 1.
    #[default]
    Balanced,
    /// Rather keep a teaser than lose a paragraph: b = 2. A [plain-text dump](crate::Extractor::extract_dump) in doubt
    /// gives its best guess, and not nothing.
    Recall,
}

impl fmt::Display for Focus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Precision => "precision",
            Self::Balanced => "balanced",
            Self::Recall => "recall",
        })
    }
}

impl Focus {
    /// b in F-beta: below 1 precision counts for more.
    fn beta(self) -> f32 {
        match self {
            Self::Precision => 0.5,
            // Not 1: the blocks of a page err together more often than one by one, and then on the side of too much. By
            // cross-validation 0.85 gives a higher F1 than 1 on nine of twelve corpora and page types.
            Self::Balanced => 0.85,
            Self::Recall => 2.0,
        }
    }
}

/// What becomes of the lines before the text that are its [title and byline](Role).
///
/// Texts that people made by hand differ in whether they hold them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum FrontMatter {
    /// They are no main content.
    Exclude,
    /// They are judged like all other blocks.
    #[default]
    AsScored,
    /// They are main content wherever there is any.
    Include,
}

impl FrontMatter {
    /// Changes a choice of blocks, given the role of each.
    pub(crate) fn apply(self, roles: &[Role], main: &mut [bool]) {
        let any = main.iter().any(|main| *main);
        for (main, _) in main.iter_mut().zip(roles).filter(|(_, role)| **role != Role::Text) {
            *main = match self {
                Self::Exclude => false,
                Self::AsScored => *main,
                Self::Include => any,
            };
        }
    }
}

/// Blocks less likely than this are never main content: a page where none is likelier has none.
const MIN_PROBABILITY: f32 = 0.1;

/// Which blocks are main content.
#[derive(Debug, PartialEq)]
pub(crate) struct Selection {
    /// One flag a block.
    pub(crate) main: Vec<bool>,
    /// The F1 to be expected of the best choice, 0 to 1.
    pub(crate) confidence: f32,
}

/// Thresholds at which the size of the main content is looked at: enough that more change nothing.
const THRESHOLDS: usize = 64;

/// Chooses the blocks with the highest expected F-beta, given each block's probability and words.
///
/// Blocks of a page do not err one by one: a list of comments is main content as a whole or not at all. So the main
/// content is taken to be, for some threshold u, all blocks likelier than u, every u from 0 to 1 being as probable as
/// any other, which leaves each block the probability that it has. If W(k) are the words of the k likeliest blocks, and
/// G(u) those of the blocks likelier than u, the expected F-beta of the k likeliest is the mean over u of
/// `(1 + b²) · min(W(k), G(u)) / (b² · G(u) + W(k))`,
/// and the k with the largest is taken.
///
/// The page's confidence is the F1 of the balanced choice if the words were right or wrong one by one,
/// `2 · Σ_S p·w / (Σ_all p·w + Σ_S w)`, which by measurement is the F1 that comes out. Takes O(n log n) in the blocks.
pub(crate) fn select(probabilities: &[f32], words: &[u32], focus: Focus) -> Selection {
    let order = likeliest_first(probabilities);
    let best = |focus: Focus| &order[..best_prefix(&order, probabilities, words, focus.beta())];
    let chosen = best(focus);
    let balanced = if focus == Focus::Balanced { chosen } else { best(Focus::Balanced) };
    let mut main = vec![false; probabilities.len()];
    for &block in chosen {
        main[block] = true;
    }
    Selection { main, confidence: expected_f1(&order, balanced, probabilities, words) }
}

/// How many of the likeliest blocks have the largest expected F-beta.
fn best_prefix(order: &[usize], probabilities: &[f32], words: &[u32], beta: f32) -> usize {
    let sizes: Vec<f32> = order
        .iter()
        .scan(0u64, |size, &block| {
            *size += u64::from(words[block]);
            Some(*size as f32)
        })
        .collect();
    let likelier = |threshold: f32| order.partition_point(|&block| probabilities[block] > threshold);
    // Thresholds above the likeliest block leave no main content: whatever is chosen then, F is 0.
    let gold: [f32; THRESHOLDS] = std::array::from_fn(|nth| {
        let threshold = (nth as f32 + 0.5) / THRESHOLDS as f32;
        likelier(threshold).checked_sub(1).and_then(|last| sizes.get(last)).copied().unwrap_or(0.0)
    });
    let (mut best, mut chosen) = (0.0, 0);
    for (nth, (&block, &size)) in order.iter().zip(&sizes).enumerate() {
        if probabilities[block] < MIN_PROBABILITY {
            break;
        }
        let value = if size > 0.0 { value(size, &gold, beta * beta) } else { 0.0 };
        if value > best {
            (best, chosen) = (value, nth + 1);
        }
    }
    chosen
}

/// The F-beta of a choice of this many words, summed over the sizes that the main content may have; but for a factor.
fn value(size: f32, gold: &[f32; THRESHOLDS], square: f32) -> f32 {
    /// Sums that are added up side by side, in the lanes of a vector.
    const SIDE_BY_SIDE: usize = 8;
    let mut sums = [0.0; SIDE_BY_SIDE];
    for gold in gold.chunks_exact(SIDE_BY_SIDE) {
        for (sum, &gold) in sums.iter_mut().zip(gold) {
            *sum += size.min(gold) / (square * gold + size);
        }
    }
    sums.iter().sum()
}

/// The F1 to be expected of a choice; of none, that of the likeliest block there is.
fn expected_f1(order: &[usize], chosen: &[usize], probabilities: &[f32], words: &[u32]) -> f32 {
    let expected = |block: usize| f64::from(probabilities[block]) * f64::from(words[block]);
    let total: f64 = order.iter().map(|&block| expected(block)).sum();
    let chosen = if chosen.is_empty() { &order[..order.len().min(1)] } else { chosen };
    let hits: f64 = chosen.iter().map(|&block| expected(block)).sum();
    let size: f64 = chosen.iter().map(|&block| f64::from(words[block])).sum();
    if size > 0.0 { (2.0 * hits / (total + size)) as f32 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_choose_from() {
        assert_eq!(select(&[], &[], Focus::Balanced), Selection { main: vec![], confidence: 0.0 });
        assert_eq!(select(&[1.0], &[0], Focus::Balanced), Selection { main: vec![false], confidence: 0.0 });
    }

    #[test]
    fn certainty_is_chosen_and_known() {
        let chosen = select(&[0.0, 1.0, 1.0, 0.0], &[10, 50, 50, 10], Focus::Balanced);
        assert_eq!(chosen, Selection { main: vec![false, true, true, false], confidence: 1.0 });
    }

    #[test]
    fn the_value_is_the_expected_f1() {
        let chosen = select(&[0.9, 0.2], &[100, 100], Focus::Balanced);
        assert_eq!(chosen.main, [true, false]);
        assert!((chosen.confidence - 180.0 / 210.0).abs() < 1e-6);
    }

    #[test]
    fn a_small_article_is_not_drowned_in_a_large_doubt() {
        // With the comments: F1 is 1 in 40 of 100 cases and 0.17 in the others. Without: 1 in 55 and 0.17 in 40.
        let chosen = select(&[0.95, 0.4], &[100, 1000], Focus::Balanced);
        assert_eq!(chosen.main, [true, false]);
    }

    #[test]
    fn a_page_of_boilerplate_gives_nothing_and_little_confidence() {
        let chosen = select(&[0.05, 0.02], &[30, 30], Focus::Recall);
        assert_eq!(chosen.main, [false, false]);
        assert!(chosen.confidence < 0.1);
    }

    #[test]
    fn front_matter_is_left_out_left_alone_or_kept() {
        let roles = [Role::Title, Role::Byline, Role::Text];
        let apply = |front_matter: FrontMatter, mut main: [bool; 3]| {
            front_matter.apply(&roles, &mut main);
            main
        };
        assert_eq!(apply(FrontMatter::Exclude, [true, false, true]), [false, false, true]);
        assert_eq!(apply(FrontMatter::AsScored, [true, false, true]), [true, false, true]);
        assert_eq!(apply(FrontMatter::Include, [true, false, true]), [true, true, true]);
        // A title is no content where there is none.
        assert_eq!(apply(FrontMatter::Include, [false, false, false]), [false, false, false]);
    }

    #[test]
    fn the_focus_turns_the_dial() {
        let (p, w) = ([0.95, 0.6, 0.35, 0.25], [100, 100, 100, 100]);
        let count = |focus| select(&p, &w, focus).main.iter().filter(|&&main| main).count();
        assert_eq!([Focus::Precision, Focus::Balanced, Focus::Recall].map(count), [1, 2, 3]);
    }
}
