//! How well an extracted text agrees with the gold text, by words, by shingles and by snippets.

use std::ops::AddAssign;

use serde::Serialize;

use crate::words::{Multiset, Words};

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Score {
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    pub(crate) f1: f64,
}

impl Score {
    pub(crate) fn new(precision: f64, recall: f64) -> Self {
        let sum = precision + recall;
        Self { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }

    /// The mean of each figure by itself: the mean F1 is not the F1 of the means.
    pub(crate) fn mean(scores: &[Self]) -> Option<Self> {
        Some(Self {
            precision: mean(scores.iter().map(|score| score.precision))?,
            recall: mean(scores.iter().map(|score| score.recall))?,
            f1: mean(scores.iter().map(|score| score.f1))?,
        })
    }
}

/// Nothing if there are no values.
pub(crate) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

/// Nothing if `whole` is zero.
fn ratio(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

/// Precision, recall and F1 of the multiset of words.
pub(crate) fn word_score(predicted: &Words, gold: &Words) -> Score {
    let predicted: Multiset<_> = predicted.iter().collect();
    let gold: Multiset<_> = gold.iter().collect();
    if predicted.len() == 0 && gold.len() == 0 {
        return Score::new(1.0, 1.0);
    }
    let common = predicted.overlap(&gold);
    Score::new(ratio(common, predicted.len()).unwrap_or(0.0), ratio(common, gold.len()).unwrap_or(0.0))
}

/// A page's share of shingles that are right, and its share of the right ones that were found.
/// Either is undefined when there are no shingles to take a share of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ShingleRates {
    pub(crate) precision: Option<f64>,
    pub(crate) recall: Option<f64>,
}

impl ShingleRates {
    pub(crate) fn of(predicted: &Words, gold: &Words) -> Self {
        let predicted: Multiset<_> = predicted.shingles().collect();
        let gold: Multiset<_> = gold.shingles().collect();
        if predicted.len() == 0 && gold.len() == 0 {
            return Self { precision: Some(1.0), recall: Some(1.0) };
        }
        let common = predicted.overlap(&gold);
        Self { precision: ratio(common, predicted.len()), recall: ratio(common, gold.len()) }
    }

    /// Precision and recall are means over the pages where they are defined; F1 is computed from
    /// these two means.
    pub(crate) fn mean(rates: &[Self]) -> Option<Score> {
        if rates.is_empty() {
            return None;
        }
        Some(Score::new(
            mean(rates.iter().filter_map(|rates| rates.precision)).unwrap_or(0.0),
            mean(rates.iter().filter_map(|rates| rates.recall)).unwrap_or(0.0),
        ))
    }
}

/// Snippets that must stand in the text and do or do not, and snippets that must not but do.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct SnippetCounts {
    pub(crate) true_positives: u32,
    pub(crate) false_negatives: u32,
    pub(crate) false_positives: u32,
}

impl SnippetCounts {
    pub(crate) fn of(predicted: &str, with: &[String], without: &[String]) -> Self {
        let text = normalized(predicted);
        let mut counts = Self::default();
        for snippet in with {
            if text.contains(&normalized(snippet)) {
                counts.true_positives += 1;
            } else {
                counts.false_negatives += 1;
            }
        }
        for snippet in without {
            counts.false_positives += u32::from(text.contains(&normalized(snippet)));
        }
        counts
    }

    /// Of all snippets at once, so that a page counts by the number of its snippets.
    pub(crate) fn score(self) -> Option<Score> {
        let gold = self.true_positives + self.false_negatives;
        let predicted = self.true_positives + self.false_positives;
        (gold + predicted > 0).then(|| {
            Score::new(
                ratio(self.true_positives, predicted).unwrap_or(0.0),
                ratio(self.true_positives, gold).unwrap_or(0.0),
            )
        })
    }
}

impl AddAssign for SnippetCounts {
    fn add_assign(&mut self, other: Self) {
        self.true_positives += other.true_positives;
        self.false_negatives += other.false_negatives;
        self.false_positives += other.false_positives;
    }
}

/// In lower case, with whitespace collapsed.
fn normalized(text: &str) -> String {
    // The four information separators are whitespace to Python, with which figures must compare.
    let words = text.split(|char: char| char.is_whitespace() || matches!(char, '\x1c'..='\x1f'));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{Score, ShingleRates, SnippetCounts, mean, word_score};
    use crate::words::Tokenizer;

    type Outcome = Result<(), regex::Error>;

    #[track_caller]
    fn assert_near(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-9, "{actual} is not {expected}");
    }

    #[test]
    fn word_score_counts_repeated_words() -> Outcome {
        let tokenizer = Tokenizer::new()?;
        // Common: "the" once, "cat" once; 4 words predicted, 5 in the gold.
        let score = word_score(&tokenizer.words("The cat, the dog"), &tokenizer.words("a cat on the mat"));
        assert_near(score.precision, 2.0 / 4.0);
        assert_near(score.recall, 2.0 / 5.0);
        assert_near(score.f1, 4.0 / 9.0);
        Ok(())
    }

    #[test]
    fn an_empty_prediction_is_right_only_for_an_empty_gold() -> Outcome {
        let tokenizer = Tokenizer::new()?;
        let (empty, word) = (tokenizer.words(""), tokenizer.words("word"));
        assert_eq!(word_score(&empty, &empty), Score::new(1.0, 1.0));
        assert_eq!(word_score(&empty, &word), Score::new(0.0, 0.0));
        assert_eq!(word_score(&word, &empty), Score::new(0.0, 0.0));
        Ok(())
    }

    #[test]
    fn shingles_see_the_order_of_words() -> Outcome {
        let tokenizer = Tokenizer::new()?;
        // Predicted: abcd bcde; gold: abcd bcdx cdxy.
        let rates = ShingleRates::of(&tokenizer.words("a b c d e"), &tokenizer.words("a b c d x y"));
        assert_eq!(rates.precision, Some(1.0 / 2.0));
        assert_eq!(rates.recall, Some(1.0 / 3.0));
        Ok(())
    }

    #[test]
    fn an_undefined_shingle_rate_is_left_out_of_the_mean() -> Outcome {
        let tokenizer = Tokenizer::new()?;
        let (empty, text) = (tokenizer.words(""), tokenizer.words("a b c d"));
        let nothing_predicted = ShingleRates::of(&empty, &text);
        assert_eq!(nothing_predicted.precision, None);
        assert_eq!(nothing_predicted.recall, Some(0.0));
        let rates = [nothing_predicted, ShingleRates::of(&text, &text)];
        assert_eq!(ShingleRates::mean(&rates), Some(Score::new(1.0, 0.5)));
        assert_eq!(ShingleRates::mean(&[]), None);
        Ok(())
    }

    #[test]
    fn snippets_are_matched_without_case_and_spacing() {
        let with = ["Main  text".to_owned(), "absent".to_owned()];
        let without = ["Cookie".to_owned(), "Advert".to_owned()];
        let mut counts = SnippetCounts::of("the main\ntext, COOKIE settings", &with, &without);
        assert_eq!(counts.score(), Some(Score::new(0.5, 0.5)));
        counts += SnippetCounts::of("main text", &with[..1], &[]);
        assert_eq!(counts.score(), Some(Score::new(2.0 / 3.0, 2.0 / 3.0)));
        assert_eq!(SnippetCounts::default().score(), None);
    }

    #[test]
    fn mean_scores() {
        let scores = [Score::new(1.0, 1.0), Score::new(1.0, 0.0)];
        let expected = Score { precision: 1.0, recall: 0.5, f1: 0.5 };
        assert_eq!(Score::mean(&scores), Some(expected));
        assert_eq!(mean(std::iter::empty()), None);
    }
}
