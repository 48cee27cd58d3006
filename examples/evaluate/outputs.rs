//! What is scored: texts that the library extracts now, or that some extractor wrote to a file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{fs, io};

use mainbody::{Extraction, Extractor, Metadata};
use serde::Deserialize;
use thiserror::Error;

use crate::corpus::joined;

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
    #[serde(flatten)]
    pub(crate) about: About,
    #[serde(skip)]
    pub(crate) blocks: Vec<BlockOutput>,
}

/// What an extractor says of a page.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct About {
    pub(crate) title: Option<String>,
    #[serde(default, deserialize_with = "joined")]
    pub(crate) author: Option<String>,
    /// Of publication, or of the last change where that is all that is known.
    pub(crate) date: Option<String>,
}

impl From<&Metadata> for About {
    fn from(metadata: &Metadata) -> Self {
        let authors = metadata.authors();
        Self {
            title: metadata.title().map(str::to_owned),
            author: (!authors.is_empty()).then(|| authors.join("; ")),
            date: metadata.published().or(metadata.modified()).map(str::to_owned),
        }
    }
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
            about: About::from(page.metadata()),
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
