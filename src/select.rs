//! Probabilities to a choice of blocks, and the page's confidence.

/// The weight of recall against precision, b in F-beta: below 1 precision counts for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Focus {
    /// Rather lose a paragraph than keep a teaser.
    Precision,
    /// Both count the same: the highest F1.
    #[default]
    Balanced,
    /// Rather keep a teaser than lose a paragraph.
    Recall,
}

impl Focus {
    /// b in F-beta.
    fn beta(self) -> f64 {
        match self {
            Self::Precision => 0.5,
            Self::Balanced => 1.0,
            Self::Recall => 2.0,
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

/// Chooses the blocks with the highest expected F-beta, given each block's probability and words.
///
/// For the k likeliest blocks S it is about
/// `E(S) = (1 + b²) · Σ_S p·w / (b² · Σ_all p·w + Σ_S w)`,
/// and the S with the largest E is taken. E at b = 1 is the page's confidence. Takes O(n log n) in the blocks.
pub(crate) fn select(probabilities: &[f32], words: &[u32], focus: Focus) -> Selection {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|&a, &b| probabilities[b].total_cmp(&probabilities[a]));
    let (chosen, _) = best_prefix(&order, probabilities, words, focus.beta());
    let (_, confidence) = best_prefix(&order, probabilities, words, 1.0);
    let mut main = vec![false; probabilities.len()];
    for &block in &order[..chosen] {
        main[block] = true;
    }
    Selection { main, confidence: confidence as f32 }
}

/// How many of the likeliest blocks have the largest expected F-beta, and how large it is.
fn best_prefix(order: &[usize], probabilities: &[f32], words: &[u32], beta: f64) -> (usize, f64) {
    let expected = |block: usize| f64::from(probabilities[block]) * f64::from(words[block]);
    let total: f64 = order.iter().map(|&block| expected(block)).sum();
    let (mut hits, mut size, mut best) = (0.0, 0.0, (0, 0.0));
    for (nth, &block) in order.iter().enumerate() {
        hits += expected(block);
        size += f64::from(words[block]);
        let value = (1.0 + beta * beta) * hits / (beta * beta * total + size);
        if value > best.1 {
            best.1 = value;
            if probabilities[block] >= MIN_PROBABILITY {
                best.0 = nth + 1;
            }
        }
    }
    best
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
        // Of the two, the first alone: 2·90 / (90 + 100) = 0.947 against 2·110 / (110 + 200) = 0.71.
        let chosen = select(&[0.9, 0.2], &[100, 100], Focus::Balanced);
        assert_eq!(chosen.main, [true, false]);
        assert!((chosen.confidence - 180.0 / 210.0).abs() < 1e-6);
    }

    #[test]
    fn a_page_of_boilerplate_gives_nothing_and_little_confidence() {
        let chosen = select(&[0.05, 0.02], &[30, 30], Focus::Recall);
        assert_eq!(chosen.main, [false, false]);
        assert!(chosen.confidence < 0.15);
    }

    #[test]
    fn the_focus_turns_the_dial() {
        let (p, w) = ([0.95, 0.6, 0.35, 0.2], [100, 100, 100, 100]);
        let count = |focus| select(&p, &w, focus).main.iter().filter(|&&main| main).count();
        assert_eq!([Focus::Precision, Focus::Balanced, Focus::Recall].map(count), [1, 2, 4]);
    }
}
