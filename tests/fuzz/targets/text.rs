//! Any text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mainbody_fuzz::{check, small_limits};

fuzz_target!(|page: &str| {
    for extractor in [mainbody::Extractor::new(), small_limits()] {
        if let Ok(extraction) = extractor.extract(page) {
            check(&extraction, Some(page));
        }
    }
});
