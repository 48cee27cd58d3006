//! One page's output held against its gold.

use crate::calibration::Prediction;
use crate::corpus::{Gold, Page};
use crate::labels::main_shares;
use crate::metrics::{Score, ShingleRates, SnippetCounts, word_score};
use crate::outputs::{BlockOutput, Output};
use crate::words::{Tokenizer, Words};

/// What a page yields. Which figures it has depends on what its gold holds.
#[derive(Clone, Debug)]
pub(crate) struct PageScores {
    pub(crate) kind: String,
    pub(crate) seconds: f64,
    pub(crate) failed: bool,
    pub(crate) words: Option<Score>,
    pub(crate) shingles: Option<ShingleRates>,
    pub(crate) snippets: Option<SnippetCounts>,
    /// The page's confidence against its word F1.
    pub(crate) page: Option<Prediction>,
    /// Each block's confidence against its share of main words.
    pub(crate) blocks: Vec<Prediction>,
}

impl PageScores {
    pub(crate) fn of(page: &Page, output: &Output, tokenizer: &Tokenizer) -> Self {
        let mut scores = Self {
            kind: page.kind.clone(),
            seconds: output.seconds,
            failed: output.error.is_some(),
            words: None,
            shingles: None,
            snippets: snippets(&page.gold, output),
            page: None,
            blocks: Vec::new(),
        };
        if let Some(text) = &page.gold.text {
            let (predicted, gold) = (tokenizer.words(&output.text), tokenizer.words(text));
            let words = word_score(&predicted, &gold);
            scores.words = Some(words);
            scores.shingles = Some(ShingleRates::of(&predicted, &gold));
            scores.page = output.confidence.map(|confidence| Prediction { confidence, outcome: words.f1, weight: 1.0 });
            scores.blocks = block_predictions(&output.blocks, &gold, tokenizer);
        }
        scores
    }
}

/// A page whose gold names no snippet that must be found says nothing about snippets.
fn snippets(gold: &Gold, output: &Output) -> Option<SnippetCounts> {
    let scored = !gold.with.is_empty();
    scored.then(|| SnippetCounts::of(&output.text, &gold.with, &gold.without))
}

/// Blocks without words have no share and are left out.
fn block_predictions(blocks: &[BlockOutput], gold: &Words, tokenizer: &Tokenizer) -> Vec<Prediction> {
    let words: Vec<Words> = blocks.iter().map(|block| tokenizer.words(&block.text)).collect();
    let shares = main_shares(&words, gold);
    let rows = blocks.iter().zip(&words).zip(shares);
    rows.filter(|((_, words), _)| words.len() > 0)
        .map(|((block, words), share)| Prediction {
            confidence: block.confidence,
            outcome: share,
            weight: f64::from(words.len()),
        })
        .collect()
}
