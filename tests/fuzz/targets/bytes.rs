//! Bytes in any encoding, with and without a label.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mainbody::Extractor;
use mainbody_fuzz::check;

/// One of each kind of decoder that the Encoding Standard has.
const LABELS: [&str; 12] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1252",
    "gbk",
    "gb18030",
    "big5",
    "euc-jp",
    "iso-2022-jp",
    "shift_jis",
    "euc-kr",
    "replacement",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, page)) = bytes.split_first() else { return };
    let extractor = match LABELS.get(usize::from(*first)) {
        Some(label) => Extractor::new().encoding(label).unwrap_or_default(),
        None => Extractor::new(),
    };
    if let Ok(extraction) = extractor.extract_bytes(page) {
        check(&extraction, None);
    }
});
