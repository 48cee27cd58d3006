//! Nothing recurses over a page: every page goes through on a stack of 128 KiB.
//!
//! A stack that overflows ends the whole process, so this file is a process of its own.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use std::fmt::Write;
use std::thread;

use mainbody::{Extraction, Extractor};

#[path = "../benches/linear/cases.rs"]
mod cases;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/reference.rs"]
mod reference;

/// Bytes of stack.
const STACK: usize = 128 << 10;
/// Share of its units at which a case of the bench `linear` is deep enough to tell.
const SHARE: usize = if cfg!(debug_assertions) { 100 } else { 4 };

/// Runs a job on a small stack.
fn on_small_stack<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> T {
    thread::Builder::new().stack_size(STACK).spawn(job).unwrap().join().unwrap()
}

/// Everything that an extraction can be asked for.
fn ask(extraction: &Extraction) -> usize {
    let mut said = extraction.text();
    for block in extraction.ranked().into_iter().take(100) {
        let _ = write!(said, "{block:?} {} {:?} {:?}", block.path(), block.rows(), block.source());
    }
    said.len()
}

#[test]
fn every_fixture() {
    for page in pages::pages() {
        on_small_stack(move || ask(&Extractor::new().extract(&page.html).unwrap()));
    }
}

#[test]
fn every_page_made_to_hurt() {
    for case in cases::CASES {
        let page = (case.page)(case.units / SHARE);
        let said = on_small_stack(move || ask(&Extractor::new().extract(&page).unwrap()));
        println!("{}: {said} bytes", case.name);
    }
}

/// Parsed within the small stack too: html5ever does not recurse either.
#[test]
fn deep_parsed_pages() {
    for unit in ["<div>", "<b><p>", "<svg><desc>", "<ul><li>", "<template>"] {
        let page = unit.repeat(2_000) + "word";
        on_small_stack(move || ask(&Extractor::new().extract_dom(&reference::parse(&page)).unwrap()));
    }
}
