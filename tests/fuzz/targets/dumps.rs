//! Any text as a plain-text dump; alone, among prose, and again and again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mainbody::{Extractor, Focus};
use mainbody_fuzz::{check_dump, check_renderings, small_limits};

/// Among prose more of a text is taken for main content, and is written out.
const PROSE: &str = "It rained all night, and by the morning the river had left its bed, so that the fire brigade brought \
    eleven people to dry land in a boat that the rowing club had lent for the day.\n";

/// Bytes up to which a text may be all that a dump is made of, and those of the dump: what does not grow with the dump
/// alone takes longer than a page may.
const UNIT: usize = 16;
const REPEATED: usize = 1 << 18;

fuzz_target!(|text: &str| {
    let wide = Extractor::new().focus(Focus::Recall);
    for extractor in [&Extractor::new(), &small_limits()] {
        check_dump(extractor, text);
    }
    let among = format!("{PROSE}{PROSE}{text}\n{PROSE}{PROSE}");
    if let Some(extraction) = check_dump(&wide, &among) {
        check_renderings(&extraction, &among);
    }
    if (1..=UNIT).contains(&text.len()) {
        check_dump(&wide, &text.repeat(REPEATED / text.len()));
    }
});
