//! The pages below a directory: `.html` and `.htm`, plain or gzipped.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use walkdir::WalkDir;

/// A small `.gz` file can unpack to any size, so a page is read no further than this.
const MAX_PAGE_BYTES: u64 = 64 << 20;

/// The pages below `dir`, sorted by path.
///
/// # Errors
///
/// If something below `dir` cannot be listed, or no page is there: a bench of nothing would pass.
pub(crate) fn paths(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in WalkDir::new(dir) {
        let entry = entry?;
        if entry.file_type().is_file() && is_page(entry.path()) {
            paths.push(entry.into_path());
        }
    }
    paths.sort_unstable();
    if paths.is_empty() { Err(io::Error::other(format!("no pages below {}", dir.display()))) } else { Ok(paths) }
}

fn is_page(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    [".html", ".htm", ".html.gz"].iter().any(|ending| name.ends_with(ending))
}

/// The bytes of a page, unpacked.
///
/// # Errors
///
/// If the file cannot be read.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let mut bytes = Vec::new();
    if path.extension().is_some_and(|ending| ending == "gz") {
        MultiGzDecoder::new(file).take(MAX_PAGE_BYTES).read_to_end(&mut bytes)?;
    } else {
        file.take(MAX_PAGE_BYTES).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
