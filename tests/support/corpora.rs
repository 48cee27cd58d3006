//! The stored pages of the corpora that stand beside the repository.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Their files, in a fixed order; none where there are no corpora.
pub(crate) fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let files = walkdir::WalkDir::new(root).into_iter().filter_map(|entry| Some(entry.ok()?.into_path()));
    let mut files: Vec<PathBuf> = files.filter(|file| file.to_string_lossy().ends_with(".html.gz")).collect();
    files.sort();
    files
}

/// A stored page as text.
pub(crate) fn unzipped(file: &Path) -> String {
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(File::open(file).unwrap()).read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}
