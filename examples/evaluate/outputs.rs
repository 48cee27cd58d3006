//! What is scored: texts that the library extracts now, or that some extractor wrote to a file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{fs, io};

use mainbody::{Extraction, Extractor};
use serde::Deserialize;
use thiserror::Error;

/// What an extractor made of a page. One that failed has an empty text.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Output {
    #[serde(default, deserialize_with = "null_is_empty")]
    pub(crate) text: String,
    pub(crate) confidence: Option<f64>,
    /// Spent on this page in the extractor alone.
    #[serde(default, alias = "s")]
    pub(crate) seconds: f64,
    #[serde(alias = "err")]
    pub(crate) error: Option<String>,
    #[serde(skip)]
    pub(crate) blocks: Vec<BlockOutput>,
}

/// A block of the page, kept or not.
#[derive(Clone, Debug)]
pub(crate) struct BlockOutput {
    pub(crate) text: String,
    pub(crate) confidence: f64,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(flatten)]
    output: Output,
}

fn null_is_empty<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[derive(Debug, Error)]
pub(crate) enum OutputsError {
    #[error("cannot read {}: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{} line {line} is not an output: {source}", path.display())]
    NotAnOutput { path: PathBuf, line: usize, source: serde_json::Error },
}

/// Reads JSON lines with at least `id` and `text`, such as the batch example writes, by id.
pub(crate) fn read_outputs(file: &Path) -> Result<HashMap<String, Output>, OutputsError> {
    let lines =
        fs::read_to_string(file).map_err(|source| OutputsError::Unreadable { path: file.to_owned(), source })?;
    lines
        .lines()
        .enumerate()
        .map(|(index, line)| match serde_json::from_str::<Line>(line) {
            Ok(line) => Ok((line.id, line.output)),
            Err(source) => Err(OutputsError::NotAnOutput { path: file.to_owned(), line: index + 1, source }),
        })
        .collect()
}

/// Runs the library on a page.
pub(crate) fn extract(extractor: &Extractor, bytes: &[u8]) -> Output {
    let start = Instant::now();
    let outcome = extractor.extract_bytes(bytes);
    let seconds = start.elapsed().as_secs_f64();
    match outcome {
        Ok(page) => Output {
            text: page.text(),
            confidence: Some(f64::from(page.confidence())),
            seconds,
            error: None,
            blocks: blocks(&page),
        },
        Err(error) => Output { seconds, error: Some(error.to_string()), ..Output::default() },
    }
}

fn blocks(page: &Extraction) -> Vec<BlockOutput> {
    let blocks = page.all_blocks().iter();
    blocks
        .map(|block| BlockOutput { text: block.text().to_owned(), confidence: f64::from(block.confidence()) })
        .collect()
}
