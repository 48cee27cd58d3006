//! Markdown and HTML, as other libraries read them, say what the blocks say.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use mainbody::Extractor;
use mainbody_fuzz::{Markup, Phrases, check_renderings};

/// What the fuzzer's bytes are read as.
#[derive(Arbitrary, Debug)]
enum Page {
    Markup(Markup),
    Phrases(Phrases),
}

fuzz_target!(|page: Page| {
    let (Page::Markup(Markup(page)) | Page::Phrases(Phrases(page))) = page;
    // All of the page, whatever the scorer thinks of it.
    if let Ok(extraction) = Extractor::new().keep("*").and_then(|extractor| extractor.extract(&page)) {
        check_renderings(&extraction, &page);
    }
});
