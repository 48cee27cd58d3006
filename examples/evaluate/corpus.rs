//! Reads a corpus: a directory with `gold.jsonl`, one line a page, and the pages themselves as
//! `html/<id>.html.gz` or `html/<id>.html`, as they were stored, in any encoding.
//!
//! Stands on its own, so that a training tool can include it as it is.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use thiserror::Error;

/// A page and what should be extracted from it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) url: Option<String>,
    /// The type of the page, for example article or forum.
    #[serde(rename = "type", default = "unknown_kind")]
    pub(crate) kind: String,
    #[serde(flatten)]
    pub(crate) gold: Gold,
}

/// What a person, or a reader view, took for the main content.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Gold {
    /// The whole main content.
    pub(crate) text: Option<String>,
    /// Snippets that must stand in the extracted text.
    #[serde(default)]
    pub(crate) with: Vec<String>,
    /// Snippets that must not.
    #[serde(default)]
    pub(crate) without: Vec<String>,
    pub(crate) title: Option<String>,
    /// Names, however they are joined.
    #[serde(default, deserialize_with = "joined")]
    pub(crate) author: Option<String>,
    /// A day, such as 2024-05-01.
    pub(crate) date: Option<String>,
}

/// A string, or the strings of a list with a comma between.
pub(crate) fn joined<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Names {
        One(String),
        Many(Vec<String>),
    }
    Ok(Option::deserialize(deserializer)?.map(|names| match names {
        Names::One(name) => name,
        Names::Many(names) => names.join(", "),
    }))
}

fn unknown_kind() -> String {
    "unknown".to_owned()
}

#[derive(Debug, Error)]
pub(crate) enum CorpusError {
    #[error("cannot read {}: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{} line {line} is not a page: {source}", path.display())]
    NotAPage { path: PathBuf, line: usize, source: serde_json::Error },
    #[error("{} line {line} repeats the id {id:?}", path.display())]
    RepeatedId { path: PathBuf, line: usize, id: String },
}

/// A corpus: the gold is in memory, the pages stay on disk until they are asked for.
#[derive(Clone, Debug)]
pub(crate) struct Corpus {
    pub(crate) name: String,
    directory: PathBuf,
    pages: Vec<Page>,
}

impl Corpus {
    pub(crate) fn open(directory: &Path) -> Result<Self, CorpusError> {
        let path = directory.join("gold.jsonl");
        let unreadable = |source| CorpusError::Unreadable { path: path.clone(), source };
        let file = File::open(&path).map_err(unreadable)?;
        let mut pages: Vec<Page> = Vec::new();
        let mut ids = HashSet::new();
        for (index, text) in BufReader::new(file).lines().enumerate() {
            let page: Page = serde_json::from_str(&text.map_err(unreadable)?)
                .map_err(|source| CorpusError::NotAPage { path: path.clone(), line: index + 1, source })?;
            if !ids.insert(page.id.clone()) {
                return Err(CorpusError::RepeatedId { path, line: index + 1, id: page.id });
            }
            pages.push(page);
        }
        Ok(Self { name: name(directory), directory: directory.to_owned(), pages })
    }

    /// The pages, in the order of `gold.jsonl`.
    pub(crate) fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The bytes of a page, as the server sent them.
    pub(crate) fn bytes(&self, page: &Page) -> Result<Vec<u8>, CorpusError> {
        let plain = self.directory.join("html").join(format!("{}.html", page.id));
        let outcome = match fs::read(&plain) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => unpack(&packed(&plain)),
            outcome => outcome,
        };
        outcome.map_err(|source| CorpusError::Unreadable { path: plain, source })
    }
}

/// The directory's own name, even where the path does not spell it (`.` or `corpora/..`).
fn name(directory: &Path) -> String {
    let full = fs::canonicalize(directory).unwrap_or_else(|_| directory.to_owned());
    full.file_name().map_or_else(|| full.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn packed(plain: &Path) -> PathBuf {
    let mut path = plain.as_os_str().to_owned();
    path.push(".gz");
    path.into()
}

fn unpack(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    MultiGzDecoder::new(File::open(path)?).read_to_end(&mut bytes)?;
    Ok(bytes)
}
