//! What must hold of every page, and pages made of markup, of phrases or of data rather than of bytes.

mod data;
mod markup;
mod phrases;
#[path = "../../support/readers.rs"]
mod readers;
#[path = "../../support/round_trip.rs"]
mod round_trip;

use mainbody::{Block, Extraction, Extractor, Kind, Limits, Warning};

pub use data::Data;
pub use markup::Markup;
pub use phrases::Phrases;

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
        assert!(!block.path().is_empty());
    }
    check_texts(extraction);
    // The words are those of the blocks also for the one that reads what was written.
    let html = extraction.html();
    assert!(Extractor::new().extract(&html).is_ok(), "{html}");
}

/// Asks for all that the extraction of a dump can say and checks that it fits together and that no letter is lost; the
/// extraction, if there is one.
///
/// # Panics
///
/// If it does not, so that the fuzzer keeps the dump.
pub fn check_dump(extractor: &Extractor, dump: &str) -> Option<Extraction> {
    let extraction = extractor.extract_dump(dump).ok()?;
    assert!((0.0..=1.0).contains(&extraction.confidence()));
    let mut end = 0;
    for block in extraction.all_blocks() {
        check_block(block, Some(dump));
        let source = block.source().unwrap_or_default();
        assert!(source.start >= end && block.counts().words > 0, "{block:?}");
        end = source.end;
    }
    check_texts(&extraction);
    // Digits may be the number of an item.
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let blocks: String = extraction.all_blocks().iter().map(|block| letters(block.text())).collect();
    let all = letters(dump);
    let cut = extraction.warnings().contains(&Warning::BlockLimit);
    assert!(if cut { all.starts_with(&blocks) } else { all == blocks }, "{dump:?} became {blocks:?}");
    Some(extraction)
}

fn check_texts(extraction: &Extraction) {
    assert_eq!(extraction.ranked().len(), extraction.all_blocks().len());
    let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let blocks: String = extraction.blocks().map(|block| words(block.text())).collect();
    assert_eq!(words(&extraction.text()), blocks);
    let _ = extraction.metadata();
    // Readers of either take a carriage return for the end of a line.
    assert!(!extraction.markdown().contains('\r') && !extraction.html().contains('\r'));
}

/// Asks for Markdown and HTML and checks that other libraries read the words of the blocks in them, and nothing else.
///
/// # Panics
///
/// If they do not.
pub fn check_renderings(extraction: &Extraction, page: &str) {
    let faults = round_trip::faults(extraction);
    assert!(faults.is_empty(), "{page:?}\n{}\nMarkdown:\n{}", faults.join("\n"), extraction.markdown());
}

fn check_block(block: &Block, html: Option<&str>) {
    assert!((0.0..=1.0).contains(&block.confidence()));
    for mark in block.marks() {
        assert!(block.text().get(mark.range.clone()).is_some(), "{mark:?} is out of {block:?}");
    }
    let counts = block.counts();
    assert!(counts.link_chars <= counts.chars && counts.words <= counts.chars);
    assert!((0.0..=1.0).contains(&counts.link_ratio()));
    assert!(block.kind() == Kind::Table || block.rows().is_empty());
    if let (Some(html), Some(range)) = (html, block.source()) {
        assert!(html.get(range.clone()).is_some(), "{range:?} is no range of the page");
    }
}
