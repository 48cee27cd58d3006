//! What is printed of a corpus: a table for people, or JSON with the same figures.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::calibration::{Calibration, Prediction};
use crate::metrics::{Score, ShingleRates, SnippetCounts};
use crate::scoring::PageScores;

#[derive(Clone, Debug, Serialize)]
pub(crate) struct CorpusReport {
    corpus: String,
    pages: usize,
    failed: usize,
    /// Spent in the extractor, summed over the pages.
    seconds: f64,
    all: Row,
    by_type: BTreeMap<String, Row>,
    page_calibration: Option<Calibration>,
    block_calibration: Option<Calibration>,
}

/// The scores of some pages; nothing where their gold does not allow the measure.
#[derive(Clone, Debug, Serialize)]
struct Row {
    pages: usize,
    words: Option<Score>,
    shingles: Option<Score>,
    snippets: Option<Score>,
}

impl Row {
    fn of(pages: &[&PageScores]) -> Self {
        let words: Vec<Score> = pages.iter().filter_map(|page| page.words).collect();
        let shingles: Vec<ShingleRates> = pages.iter().filter_map(|page| page.shingles).collect();
        let mut snippets = SnippetCounts::default();
        for counts in pages.iter().filter_map(|page| page.snippets) {
            snippets += counts;
        }
        Self {
            pages: pages.len(),
            words: Score::mean(&words),
            shingles: ShingleRates::mean(&shingles),
            snippets: snippets.score(),
        }
    }
}

impl CorpusReport {
    pub(crate) fn new(corpus: &str, pages: &[PageScores]) -> Self {
        let mut by_type: BTreeMap<String, Vec<&PageScores>> = BTreeMap::new();
        for page in pages {
            by_type.entry(page.kind.clone()).or_default().push(page);
        }
        let page_predictions: Vec<Prediction> = pages.iter().filter_map(|page| page.page).collect();
        let block_predictions: Vec<Prediction> = pages.iter().flat_map(|page| &page.blocks).copied().collect();
        Self {
            corpus: corpus.to_owned(),
            pages: pages.len(),
            failed: pages.iter().filter(|page| page.failed).count(),
            seconds: pages.iter().map(|page| page.seconds).sum(),
            all: Row::of(&pages.iter().collect::<Vec<_>>()),
            by_type: by_type.into_iter().map(|(kind, pages)| (kind, Row::of(&pages))).collect(),
            page_calibration: Calibration::of(&page_predictions),
            block_calibration: Calibration::of(&block_predictions),
        }
    }

    pub(crate) fn write_text(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "== {}: {} pages, {} failed, {:.2} s in the extractor\n",
            self.corpus, self.pages, self.failed, self.seconds
        )?;
        self.write_scores(out)?;
        if let Some(calibration) = &self.page_calibration {
            let title = "page confidence against word F1";
            write_calibration(out, title, ["pages", "F1"], calibration)?;
        }
        if let Some(calibration) = &self.block_calibration {
            let title = "block confidence against share of main words, by words";
            write_calibration(out, title, ["blocks", "share"], calibration)?;
        }
        Ok(())
    }

    fn write_scores(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{:<14} {:>6}  {:^20}  {:^20}  {:^20}", "", "", "words", "4-word shingles", "snippets")?;
        write!(out, "{:<14} {:>6}", "type", "pages")?;
        for _ in 0..3 {
            write!(out, "  {:>6} {:>6} {:>6}", "P", "R", "F1")?;
        }
        writeln!(out)?;
        write_row(out, "all", &self.all)?;
        for (kind, row) in &self.by_type {
            write_row(out, kind, row)?;
        }
        writeln!(out)
    }
}

fn write_row(out: &mut impl Write, name: &str, row: &Row) -> io::Result<()> {
    write!(out, "{name:<14} {:>6}", row.pages)?;
    for score in [row.words, row.shingles, row.snippets] {
        let figures = score.map(|score| [score.precision, score.recall, score.f1]);
        let [precision, recall, f1] = figures.map_or([None; 3], |figures| figures.map(Some));
        write!(out, "  {:>6} {:>6} {:>6}", figure(precision), figure(recall), figure(f1))?;
    }
    writeln!(out)
}

fn write_calibration(
    out: &mut impl Write,
    title: &str,
    [items, outcome]: [&str; 2],
    calibration: &Calibration,
) -> io::Result<()> {
    writeln!(
        out,
        "{title}: Spearman {}, mean absolute error {:.3}, expected calibration error {:.3}",
        figure(calibration.spearman),
        calibration.mean_absolute_error,
        calibration.expected_calibration_error
    )?;
    writeln!(out, "{:<14} {items:>8} {:>16} {:>12}", "confidence", "mean confidence", format!("mean {outcome}"))?;
    for bin in &calibration.bins {
        writeln!(
            out,
            "{:<14} {:>8} {:>16} {:>12}",
            format!("{:.1} to {:.1}", bin.from, bin.to),
            bin.count,
            figure(bin.mean_confidence),
            figure(bin.mean_outcome)
        )?;
    }
    writeln!(out)
}

pub(crate) fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"))
}
