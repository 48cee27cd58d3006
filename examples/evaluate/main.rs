//! Scores the library, or the outputs of another extractor, against corpora with gold texts.
//!
//! ```text
//! cargo run --release --example evaluate -- corpora/*
//! cargo run --release --example evaluate -- corpora/forums --outputs forums.jsonl --json
//! ```
//!
//! For each corpus and each type of page:
//!
//! * words: means over the pages of the precision, recall and F1 of the multiset of words;
//! * 4-word shingles: mean precision and mean recall over the pages, and the F1 of these two;
//! * snippets: precision, recall and F1 over all snippets that must and must not be extracted;
//! * metadata, with `--metadata`: title, author and date (see `metadata.rs`), the library's beside those
//!   of `--outputs`;
//! * calibration: page confidence against the page's word F1, and block confidence against the
//!   share of the block's shingles that stand in the gold text (see `labels.rs`).
//!
//! The time in the extractor is summed over the pages; to compare it, let `--jobs 1` keep the
//! threads from slowing each other down.

use std::collections::HashMap;
use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use corpus::{Corpus, CorpusError};
use outputs::OutputsError;
use report::CorpusReport;
use scoring::PageScores;
use words::Tokenizer;

#[path = "../arguments/mod.rs"]
mod arguments;
mod calibration;
mod corpus;
mod labels;
mod metadata;
mod metrics;
mod outputs;
mod report;
mod scoring;
mod words;

/// Measure extraction against corpora with gold texts
#[derive(Parser)]
struct Arguments {
    /// Directories with gold.jsonl and html/
    #[arg(required = true)]
    corpora: Vec<PathBuf>,
    /// Print one JSON document instead of tables
    #[arg(long)]
    json: bool,
    /// What to prefer when in doubt
    #[arg(long, value_enum, default_value_t)]
    focus: arguments::FocusArgument,
    /// Score these JSON lines (id, text) instead of running the library; once for each corpus
    #[arg(long, value_name = "FILE", conflicts_with = "focus")]
    outputs: Vec<PathBuf>,
    /// Score title, author and date, of the library and of --outputs side by side, instead of the text
    #[arg(long)]
    metadata: bool,
    /// Threads to use; one a core if not given
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

fn main() -> ExitCode {
    arguments::exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let given = arguments.outputs.len();
    if given > 0 && given != arguments.corpora.len() {
        return Err("give --outputs once for each corpus, in the same order".into());
    }
    let tokenizer = Tokenizer::new()?;
    let pool = ThreadPoolBuilder::new().num_threads(arguments.jobs.unwrap_or(0)).build()?;
    let mut out = io::stdout().lock();
    let mut reports = Vec::new();
    for (index, directory) in arguments.corpora.iter().enumerate() {
        let corpus = Corpus::open(directory)?;
        if arguments.metadata {
            let others = arguments.outputs.get(index).map(|file| outputs::read_outputs(file)).transpose()?;
            let outputs = extract_all(&corpus, arguments.focus, &pool)?;
            metadata::write_report(&mut out, &corpus, &outputs, others.as_ref(), &tokenizer)?;
            continue;
        }
        let scores = if let Some(file) = arguments.outputs.get(index) {
            score_outputs(&corpus, file, &pool, &tokenizer)?
        } else {
            score_library(&corpus, arguments.focus, &pool, &tokenizer)?
        };
        let report = CorpusReport::new(&corpus.name, &scores);
        if arguments.json {
            reports.push(report);
        } else {
            report.write_text(&mut out)?;
        }
    }
    if arguments.json && !arguments.metadata {
        writeln!(out, "{}", serde_json::to_string_pretty(&reports)?)?;
    }
    Ok(())
}

fn score_library(
    corpus: &Corpus,
    focus: arguments::FocusArgument,
    pool: &ThreadPool,
    tokenizer: &Tokenizer,
) -> Result<Vec<PageScores>, CorpusError> {
    let extractor = focus.extractor();
    pool.install(|| {
        let pages = corpus.pages().par_iter();
        pages
            .map(|page| {
                let output = outputs::extract(&extractor, &corpus.bytes(page)?);
                if let Some(error) = &output.error {
                    let url = page.url.as_deref().unwrap_or("no URL");
                    eprintln!("{} {} ({url}): {error}", corpus.name, page.id);
                }
                Ok(PageScores::of(page, &output, tokenizer))
            })
            .collect()
    })
}

/// What the library says of each page, by id.
fn extract_all(
    corpus: &Corpus,
    focus: arguments::FocusArgument,
    pool: &ThreadPool,
) -> Result<HashMap<String, outputs::Output>, CorpusError> {
    let extractor = focus.extractor();
    pool.install(|| {
        let pages = corpus.pages().par_iter();
        pages.map(|page| Ok((page.id.clone(), outputs::extract(&extractor, &corpus.bytes(page)?)))).collect()
    })
}

/// A page that has no output is not scored, so that a part of a corpus can be.
fn score_outputs(
    corpus: &Corpus,
    file: &Path,
    pool: &ThreadPool,
    tokenizer: &Tokenizer,
) -> Result<Vec<PageScores>, OutputsError> {
    let outputs = outputs::read_outputs(file)?;
    let scores: Vec<PageScores> = pool.install(|| {
        let pages = corpus.pages().par_iter();
        pages
            .filter_map(|page| Some((page, outputs.get(&page.id)?)))
            .map(|(page, output)| PageScores::of(page, output, tokenizer))
            .collect()
    });
    let missing = corpus.pages().len() - scores.len();
    if missing > 0 {
        eprintln!("{}: {missing} pages without an output are not scored", corpus.name);
    }
    Ok(scores)
}
