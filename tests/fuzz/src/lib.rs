//! What must hold of every page, and pages made of markup rather than of bytes.

mod markup;

use mainbody::{Block, Extraction, Extractor, Kind, Limits};

pub use markup::Markup;

/// The fuzzer's pages are small: a limit below their size is the only one that they can reach.
pub fn small_limits() -> Extractor {
    Extractor::new().limits(Limits::new().max_nodes(64).max_depth(16).max_blocks(8).max_work(1 << 12))
}

/// Asks for all that an extraction can say and checks that it fits together.
///
/// # Panics
///
/// If it does not, so that the fuzzer keeps the page.
pub fn check(extraction: &Extraction, html: Option<&str>) {
    assert!((0.0..=1.0).contains(&extraction.confidence()));
    for block in extraction.all_blocks() {
        check_block(block, html);
    }
    assert_eq!(extraction.ranked().len(), extraction.all_blocks().len());
    let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let blocks: String = extraction.blocks().map(|block| words(block.text())).collect();
    assert_eq!(words(&extraction.text()), blocks);
}

fn check_block(block: &Block, html: Option<&str>) {
    assert!((0.0..=1.0).contains(&block.confidence()));
    assert!(block.text().contains(char::is_alphanumeric), "{block:?} says nothing");
    let counts = block.counts();
    assert!(counts.link_chars <= counts.chars && counts.words <= counts.chars);
    assert!((0.0..=1.0).contains(&counts.link_ratio()));
    assert!(!block.path().is_empty());
    assert_eq!(block.rows().is_empty(), block.kind() != Kind::Table);
    if let (Some(html), Some(range)) = (html, block.source()) {
        assert!(html.get(range.clone()).is_some(), "{range:?} is no range of the page");
    }
}
