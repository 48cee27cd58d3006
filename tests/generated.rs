//! Pages that nobody wrote: markup nested and misnested at will, the same on every run, and what must hold of it. The
//! fuzz targets of `tests/fuzz` do the same with pages that are bred.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use arbitrary::{Arbitrary, Unstructured};
use mainbody::{Block, Extraction, Extractor, Kind, Limits, Warning};
use rayon::prelude::*;

#[path = "fuzz/src/markup.rs"]
#[allow(unreachable_pub, reason = "public in the package that it is part of")]
mod markup;
#[path = "support/reference.rs"]
mod reference;

use markup::Markup;

/// Pages of a run.
const PAGES: u64 = if cfg!(debug_assertions) { 200 } else { 4_000 };
/// Bytes of randomness that the longest page is made of; its markup is some four times as long.
const LONGEST: usize = 2_000;

fn page(seed: u64) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let bytes: Vec<u8> = (0..random.usize(1..LONGEST)).map(|_| random.u8(..)).collect();
    Markup::arbitrary(&mut Unstructured::new(&bytes)).unwrap().0
}

fn on_all(check: impl Fn(&str) + Sync) {
    (0..PAGES).into_par_iter().for_each(|seed| check(&page(seed)));
}

/// What the blocks are, but for their confidence: html5ever joins the pieces of text that it moves out of tables, and
/// one feature counts nodes.
fn said(extraction: &Extraction) -> Vec<String> {
    let blocks = extraction.all_blocks().iter();
    let said = blocks.map(|block| {
        format!("{} {} {:?} {:?} {:?}", block.path(), block.kind(), block.text(), block.counts(), block.rows())
    });
    said.collect()
}

#[test]
fn both_parsers_give_the_same_blocks() {
    on_all(|page| {
        let own = Extractor::new().extract(page).unwrap();
        let theirs = Extractor::new().extract_dom(&reference::parse(page)).unwrap();
        // Nesting is limited as the page comes in here, and in the finished tree there.
        if ![&own, &theirs].iter().any(|extraction| extraction.warnings().contains(&Warning::DepthLimit)) {
            assert_eq!(said(&own), said(&theirs), "{page}");
        }
    });
}

#[test]
fn what_is_kept_within_limits_is_the_beginning() {
    on_all(|page| {
        let whole = Extractor::new().extract(page).unwrap();
        let cut = Extractor::new().limits(Limits::new().max_blocks(3)).extract(page).unwrap();
        assert_eq!(said(&cut), said(&whole)[..whole.all_blocks().len().min(3)], "{page}");
        let cut_off = whole.all_blocks().len() > 3;
        assert_eq!(cut.warnings().contains(&Warning::BlockLimit), cut_off, "{page}");
    });
}

#[test]
fn small_limits_are_survived() {
    on_all(|page| {
        let limits = Limits::new().max_nodes(64).max_depth(16).max_blocks(8).max_work(1 << 12);
        let extraction = Extractor::new().limits(limits).extract(page).unwrap();
        assert!(extraction.all_blocks().len() <= 8 && (0.0..=1.0).contains(&extraction.confidence()));
        let has_words = |block: &&Block| block.kind() == Kind::Image || block.text().contains(char::is_alphanumeric);
        assert!(extraction.ranked().iter().all(has_words), "{page}");
    });
}
