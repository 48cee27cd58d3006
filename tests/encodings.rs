//! Pages in other encodings than UTF-8 give the blocks that they give in UTF-8.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use std::fs;
use std::path::Path;

use encoding_rs::{EUC_JP, EUC_KR, Encoding, GBK, ISO_8859_2, SHIFT_JIS, UTF_16BE, WINDOWS_1251, WINDOWS_1256};
use mainbody::{Error, Extraction, Extractor, Warning};

/// Fixtures that can be written in the encoding, or nearly so: what it has no letter for becomes a character reference.
const PAGES: &[(&str, &Encoding)] = &[
    ("article-chinese", GBK),
    ("article-japanese", SHIFT_JIS),
    ("article-japanese", EUC_JP),
    ("article-korean", EUC_KR),
    ("article-russian", WINDOWS_1251),
    ("article-arabic", WINDOWS_1256),
];

const POLISH: &str = "<title>Wiatr łamał gałęzie</title><nav><a href=/>Strona główna</a> <a href=/s>Sport</a></nav>
    <h1>Wiatr łamał gałęzie</h1>
    <p>W nocy z piątku na sobotę silny wiatr połamał gałęzie wzdłuż całej ulicy Młyńskiej i zerwał dach z wiaty przy
       przystanku. Strażacy wyjeżdżali trzydzieści razy, lecz nikomu nic się nie stało.</p>
    <p>Mieszkańcy skarżą się, że o przycięcie starych topól prosili urząd już wiosną. Burmistrz obiecał, że prace
       zaczną się jeszcze w tym miesiącu, a najstarsze drzewa obejrzy specjalista ze szkoły leśnej.</p>
    <footer><a href=/k>Kontakt</a> <a href=/r>Regulamin</a></footer>";

/// A page without a word about its encoding, in UTF-8.
fn pages() -> Vec<(String, &'static Encoding)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut pages: Vec<(String, &'static Encoding)> = PAGES
        .iter()
        .map(|(name, encoding)| {
            let page = fs::read_to_string(folder.join(name).join("page.html")).unwrap();
            let charset = regex::Regex::new(r#"(?i)<meta charset="?utf-8"?\s*/?>"#).unwrap();
            (charset.replace(&page, "").into_owned(), *encoding)
        })
        .collect();
    pages.push((POLISH.to_owned(), ISO_8859_2));
    pages
}

fn encoded(page: &str, encoding: &'static Encoding) -> Vec<u8> {
    let bytes = encoding.encode(page).0.into_owned();
    assert!(std::str::from_utf8(&bytes).is_err(), "{} of this page is UTF-8", encoding.name());
    bytes
}

/// All that does not depend on where in the input a block stands.
fn said(extraction: &Extraction) -> String {
    let blocks: Vec<_> = extraction.all_blocks().iter().map(|block| (format!("{block:?}"), block.path())).collect();
    format!("{blocks:#?} {:?} {}", extraction.warnings(), extraction.text())
}

#[track_caller]
fn check(bytes: &[u8], extractor: &Extractor, expected: &str, how: &str) {
    let actual = said(&extractor.extract_bytes(bytes).unwrap());
    let differs = actual.lines().zip(expected.lines()).find(|(actual, expected)| actual != expected);
    assert!(actual == expected, "{how}: {differs:?}");
}

#[test]
fn with_a_label_of_the_caller() {
    for (page, encoding) in pages() {
        let expected = said(&mainbody::extract(&page).unwrap());
        let extractor = Extractor::new().encoding(encoding.name()).unwrap();
        check(&encoded(&page, encoding), &extractor, &expected, encoding.name());
    }
}

#[test]
fn with_a_meta() {
    for (page, encoding) in pages() {
        for meta in [
            format!("<meta charset={}>", encoding.name()),
            format!("<meta http-equiv=Content-Type content='text/html; charset={}'>", encoding.name()),
        ] {
            let page = format!("{meta}{page}");
            let expected = said(&mainbody::extract(&page).unwrap());
            check(&encoded(&page, encoding), &Extractor::new(), &expected, &meta);
        }
    }
}

#[test]
fn with_nothing_but_the_text() {
    for (page, encoding) in pages() {
        let expected = said(&mainbody::extract(&page).unwrap());
        check(&encoded(&page, encoding), &Extractor::new(), &expected, encoding.name());
    }
}

#[test]
fn in_utf16_with_and_without_a_byte_order_mark() {
    for (page, _) in pages() {
        let expected = said(&mainbody::extract(&page).unwrap());
        let units = || page.encode_utf16();
        for (mark, bytes) in [
            (&b"\xff\xfe"[..], units().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
            (&b"\xfe\xff"[..], units().flat_map(u16::to_be_bytes).collect()),
        ] {
            check(&[mark, &bytes].concat(), &Extractor::new(), &expected, "with a mark");
            check(
                &[mark, &bytes].concat(),
                &Extractor::new().encoding("gbk").unwrap(),
                &expected,
                "with a mark and a wrong label",
            );
            let label = if mark[0] == 0xff { "utf-16" } else { UTF_16BE.name() };
            check(&bytes, &Extractor::new().encoding(label).unwrap(), &expected, "with a label");
            if page.starts_with("<!") {
                check(&bytes, &Extractor::new(), &expected, "with neither");
            }
        }
    }
}

/// The Encoding Standard has no UTF-32, so it is read as the UTF-16 that its mark begins like, as in browsers.
#[test]
fn utf32_is_survived() {
    for mark in ["", "\u{feff}"] {
        let page = format!("{mark}{POLISH}");
        let little: Vec<u8> = page.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let big: Vec<u8> = page.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        for bytes in [little, big] {
            let extraction = mainbody::extract_bytes(&bytes).unwrap();
            assert!((0.0..=1.0).contains(&extraction.confidence()));
        }
    }
}

#[test]
fn every_truncation_of_utf8_is_utf8() {
    let page = &POLISH.as_bytes()[..400];
    // The first letter beyond ASCII stands in the title.
    for end in 20..page.len() {
        let extraction = mainbody::extract_bytes(&page[..end]).unwrap();
        let text: String = extraction.all_blocks().iter().map(mainbody::Block::text).collect();
        let expected = mainbody::extract(&String::from_utf8_lossy(&page[..end])).unwrap();
        let expected: String = expected.all_blocks().iter().map(mainbody::Block::text).collect();
        assert_eq!(text, expected, "cut at {end}");
    }
}

#[test]
fn utf7_is_no_encoding() {
    let page = b"<meta charset=utf-7><p>+ADw-script+AD4- stands here as it was written, which is not as markup.";
    let extraction = mainbody::extract_bytes(page).unwrap();
    assert!(extraction.all_blocks()[0].text().starts_with("+ADw-script+AD4- stands"));
    for label in ["utf-7", "UTF-7", "unicode-1-1-utf-7", "utf-32", "scsu", "cesu-8"] {
        let error = Extractor::new().encoding(label).unwrap_err();
        assert_eq!(error, Error::UnknownEncoding { label: label.to_owned() });
    }
}

/// Encodings in which markup can be hidden are replaced by the standard, not decoded.
#[test]
fn encodings_that_hide_markup_are_replaced() {
    for label in ["hz-gb-2312", "iso-2022-cn", "iso-2022-kr", "replacement"] {
        let extraction = Extractor::new().encoding(label).unwrap().extract_bytes(b"<p>Some text.").unwrap();
        assert_eq!(extraction.warnings(), [Warning::Undecodable, Warning::Empty], "{label}");
    }
}

/// A case of html5lib: a page and the encoding that it declares; windows-1252 where it declares none.
fn html5lib_cases(file: &[u8]) -> Vec<(Vec<u8>, String)> {
    let (mut cases, mut data, mut label) = (Vec::new(), Vec::new(), None);
    for line in file.split(|byte| *byte == b'\n') {
        match (line, &mut label) {
            (b"#data", _) => (data, label) = (Vec::new(), None),
            (b"#encoding", _) => label = Some(()),
            (name, Some(())) if !name.is_empty() => {
                cases.push((data.clone(), String::from_utf8_lossy(name).to_lowercase()));
                label = None;
            }
            _ => data.extend(line.iter().chain(b"\n")),
        }
    }
    cases
}

/// Of the two stages this is the first, that needs no text; what follows where nothing is declared is not a browser's.
#[test]
fn html5lib_encoding_tests() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/html5lib-tests/encoding");
    if !folder.is_dir() {
        println!("{} is not there: passed over", folder.display());
        return;
    }
    let mut count = 0;
    for file in ["tests1.dat", "tests2.dat", "test-yahoo-jp.dat"] {
        for (page, expected) in html5lib_cases(&fs::read(folder.join(file)).unwrap()) {
            let mark = Encoding::for_bom(&page).map(|(encoding, _)| encoding.name());
            let actual = mark.or_else(|| mainbody::internals::declared_encoding(&page));
            let actual = actual.unwrap_or("windows-1252").to_lowercase();
            assert_eq!(actual, expected, "{file}: {}", String::from_utf8_lossy(&page));
            count += 1;
        }
    }
    assert_eq!(count, 82);
}
