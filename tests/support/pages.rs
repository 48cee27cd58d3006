//! The pages of `tests/pages`, as text.

use std::fs;
use std::path::Path;

/// A fixture without what is expected of it.
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) html: String,
}

/// All fixtures, by name. Bytes that are not UTF-8 are replaced: decoding is not what these tests are about.
pub(crate) fn pages() -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut pages: Vec<Page> = fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            let entry = entry.unwrap();
            let bytes = fs::read(entry.path().join("page.html")).ok()?;
            let html = String::from_utf8_lossy(&bytes).into_owned();
            Some(Page { name: entry.file_name().to_string_lossy().into_owned(), html })
        })
        .collect();
    assert!(!pages.is_empty(), "tests/pages holds no page");
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    pages
}
