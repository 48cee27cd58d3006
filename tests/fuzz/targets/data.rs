//! Pages that show next to nothing and carry their text in data.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mainbody_fuzz::{Data, check, small_limits};

fuzz_target!(|page: Data| {
    let page = page.0;
    for extractor in [mainbody::Extractor::new(), small_limits()] {
        if let Ok(extraction) = extractor.extract(&page) {
            check(&extraction, Some(&page));
        }
    }
});
