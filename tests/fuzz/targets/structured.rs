//! Elements, attributes and text, nested and misnested at will.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mainbody_fuzz::{Markup, check, small_limits};

fuzz_target!(|page: Markup| {
    let page = page.0;
    for extractor in [mainbody::Extractor::new(), small_limits()] {
        if let Ok(extraction) = extractor.extract(&page) {
            check(&extraction, Some(&page));
        }
    }
});
