//! The stored pages of the corpora that stand beside the repository.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Their files, in a fixed order; where there are no corpora none, and a line that says so.
pub(crate) fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let files = walkdir::WalkDir::new(root).into_iter().filter_map(|entry| Some(entry.ok()?.into_path()));
    let mut files: Vec<PathBuf> = files.filter(|file| file.to_string_lossy().ends_with(".html.gz")).collect();
    files.sort();
    if files.is_empty() {
        println!("no corpora beside the repository: passed over");
    }
    files
}

/// A stored page as it came.
pub(crate) fn bytes(file: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(File::open(file).unwrap()).read_to_end(&mut bytes).unwrap();
    bytes
}

/// A stored page as text.
#[allow(dead_code)] // Some tests look at the bytes alone.
pub(crate) fn unzipped(file: &Path) -> String {
    String::from_utf8_lossy(&bytes(file)).into_owned()
}
