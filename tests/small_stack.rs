//! Nothing recurses over a page, but for JSON, to a bounded depth: every page goes through on a stack of 128 KiB.
//!
//! A stack that overflows ends the whole process, so this file is a process of its own.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use std::fmt::Write;
use std::thread;

use mainbody::{Explain, Extraction, Extractor};

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

/// Extracts a page with all that an extractor can be asked for.
fn extract(page: &str) -> Extraction {
    let extractor = Extractor::new().base_url("https://example.org/").unwrap().prune("aside aside").unwrap();
    extractor.explain(Explain::EveryBlock).extract(page).unwrap()
}

/// Everything that an extraction can be asked for.
fn ask(extraction: &Extraction) -> usize {
    let mut said = extraction.text() + &extraction.markdown() + &extraction.html();
    said += &serde_json::to_string(extraction).unwrap();
    let _ = write!(said, "{:?} {:?}", extraction.metadata(), extraction.warnings());
    for block in extraction.ranked().into_iter().take(100) {
        let _ = write!(said, "{block:?} {} {:?} {:?}", block.path(), block.rows(), block.source());
        let marks_and_cells = (block.marks().count(), block.cells().count());
        let _ = write!(said, "{marks_and_cells:?} {:?} {:?}", block.note(), block.language());
    }
    for block in extraction.ranked().into_iter().take(3) {
        let _ = write!(said, "{:?}", extraction.explain(block));
    }
    said.len()
}

/// JSON in a string of JSON, in as many layers; each string stands in so many groups of its layer.
fn json_in_json(layers: usize, depth: usize, (open, close): (&str, &str)) -> String {
    let mut json = String::from("word");
    for _ in 0..layers {
        let string = serde_json::to_string(&json).unwrap();
        json = open.repeat(depth) + &string + &" ".repeat(256) + &close.repeat(depth);
    }
    json
}

#[test]
fn every_fixture() {
    for page in pages::pages() {
        on_small_stack(move || ask(&extract(&page.html)));
    }
}

#[test]
fn every_page_made_to_hurt() {
    for case in cases::CASES {
        let page = (case.page)(case.units / SHARE);
        let said = on_small_stack(move || ask(&extract(&page)));
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

/// JSON is the one thing that is read by recursion, to a depth that is counted through the strings that hold JSON.
#[test]
fn deep_json() {
    for group in [("[", "]"), ("{\"a\":", "}"), ("{\"mainEntity\":", "}"), ("{\"a\":[", "]}")] {
        for (layers, depth) in [(1, 39), (1, 127), (1, 10_000), (4, 9), (4, 10), (4, 62), (4, 124)] {
            let json = json_in_json(layers, depth, group);
            for page in [
                format!("<script type=application/json>{json}</script>"),
                format!("<script type=application/ld+json>{json}</script>"),
                format!("<script>x = '{}'</script>", json.replace('\\', "\\\\")),
            ] {
                on_small_stack(move || ask(&extract(&page)));
            }
        }
    }
}
