//! Bytes to text.
//!
//! The order is: byte order mark, the caller's label, UTF-16 without a mark, UTF-8 beyond ASCII, the page's `<meta>`, its
//! XML declaration, detection. It is a browser's but for two things. Bytes that are valid UTF-8 and more than ASCII are
//! UTF-8 whatever `<meta>` says, because stored pages have often been transcoded and still carry their old label, while
//! other encodings yield valid UTF-8 only by rare accident. And bytes of which every second is NUL are UTF-16 without its
//! byte order mark, in which browsers show nothing.

use std::borrow::Cow;
use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use html5gum::{Token, Tokenizer};
use regex::bytes::Regex;

use crate::error::Error;

/// Bytes at the head of a page in which `<meta>` is looked for. The standard asks for 1,024, but browsers also heed one
/// that comes later, and long heads are common.
const META_SEARCHED: usize = 16 * 1024;

/// Bytes of text outside tags that the detector is shown, so that its cost is bounded.
const DETECTOR_FED: usize = 64 * 1024;

/// Broken sequences that text may hold and still be UTF-8: one in so many characters beyond ASCII. Pages are cut in
/// mid-character, and quote what others have broken.
const CHARS_A_BREAK: usize = 100;

/// Bytes at the head of a page that tell UTF-16 without a byte order mark: markup, which is ASCII.
const UTF16_SEARCHED: usize = 256;

/// The text of a page.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    /// What the bytes were read as.
    pub(crate) encoding: &'static Encoding,
    /// Whether bytes had to be replaced.
    pub(crate) lossy: bool,
    /// Bytes before the text, if the text is a slice of the input.
    pub(crate) offset: Option<usize>,
}

/// Decodes a page; `given` is what the caller knows of its encoding.
pub(crate) fn decode<'a>(bytes: &'a [u8], given: Option<&'static Encoding>) -> Decoded<'a> {
    let (encoding, bom) = Encoding::for_bom(bytes).unwrap_or_else(|| (given.unwrap_or_else(|| sniff(bytes)), 0));
    let body = bytes.get(bom..).unwrap_or_default();
    let (mut text, lossy) = encoding.decode_without_bom_handling(body);
    let offset = matches!(text, Cow::Borrowed(_)).then_some(bom);
    if let Cow::Owned(owned) = &mut text {
        // The decoder makes room for three bytes a byte.
        owned.shrink_to_fit();
    }
    Decoded { text, encoding, lossy, offset }
}

/// The encoding that has a label of the Encoding Standard.
pub(crate) fn encoding_of(label: &str) -> Result<&'static Encoding, Error> {
    Encoding::for_label(label.as_bytes()).ok_or_else(|| Error::UnknownEncoding { label: label.to_owned() })
}

/// The encoding of bytes that nothing is known about.
fn sniff(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = utf16(bytes) {
        return encoding;
    }
    let ascii = bytes.is_ascii();
    if !ascii && is_utf8(bytes) {
        return UTF_8;
    }
    declared(bytes).unwrap_or_else(|| if ascii { UTF_8 } else { detect(bytes) })
}

/// Whether bytes, not all of them ASCII, are UTF-8, but for a broken sequence now and then.
fn is_utf8(bytes: &[u8]) -> bool {
    // Most pages are, without any, and to count takes five times as long.
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut chars, mut breaks) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        chars += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        breaks += usize::from(!chunk.invalid().is_empty());
    }
    // The last character may be cut off, however short the page.
    let cut = std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    chars > 0 && breaks.saturating_sub(usize::from(cut)) * CHARS_A_BREAK <= chars
}

/// UTF-16 that says so by its NULs: in one half of most pairs of bytes, and hardly ever in the other.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..UTF16_SEARCHED).unwrap_or(bytes).chunks_exact(2);
    let nuls = |half: usize| head.clone().filter(|pair| pair[half] == 0).count();
    let is_ascii = |zero: usize, other: usize| zero * 2 > head.len() && other * 16 < head.len();
    match (nuls(0), nuls(1)) {
        (low, high) if is_ascii(high, low) => Some(UTF_16LE),
        (high, low) if is_ascii(high, low) => Some(UTF_16BE),
        _ => None,
    }
}

/// What the page says of its encoding.
pub(crate) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..META_SEARCHED).unwrap_or(bytes);
    let encoding = in_meta(head).or_else(|| in_xml_declaration(head))?;
    // A page that can be read this far is not in UTF-16, whatever it says.
    Some(match encoding {
        e if e == UTF_16LE || e == UTF_16BE => UTF_8,
        e if e == X_USER_DEFINED => WINDOWS_1252,
        e => e,
    })
}

/// What `<?xml version="1.0" encoding="label"?>` says, at the very beginning of a page.
///
/// <https://html.spec.whatwg.org/multipage/parsing.html#concept-get-xml-encoding-when-sniffing>
fn in_xml_declaration(head: &[u8]) -> Option<&'static Encoding> {
    static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let declaration =
            r#"(?s-u)\A<\?xml[^>]*?encoding[\x00-\x20]*=[\x00-\x20]*(?:"([^"\x00-\x20>]*)"|'([^'\x00-\x20>]*)')"#;
        Regex::new(declaration).ok()
    });
    let label = LABEL.as_ref()?.captures(head)?;
    Encoding::for_label(label.iter().skip(1).flatten().next()?.as_bytes())
}

/// What the page's `<meta>` says.
///
/// <https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding>
fn in_meta(head: &[u8]) -> Option<&'static Encoding> {
    let tokens = Tokenizer::new(head).flatten();
    let mut found = tokens.filter_map(|token| match token {
        Token::StartTag(tag) if **tag.name == *b"meta" => {
            let attr = |name: &[u8]| tag.attributes.get(name).map(|value| value.to_vec());
            attr(b"charset").or_else(|| {
                let kind = attr(b"http-equiv")?;
                kind.eq_ignore_ascii_case(b"content-type").then(|| charset_in(&attr(b"content")?)).flatten()
            })
        }
        _ => None,
    });
    found.find_map(|label| Encoding::for_label(&label))
}

/// The label in `text/html; charset=label`.
///
/// <https://html.spec.whatwg.org/multipage/urls-and-fetching.html#extracting-character-encodings-from-meta-elements>
fn charset_in(content: &[u8]) -> Option<Vec<u8>> {
    static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let quoted_or_bare =
            r#"(?i-u)charset[\t\n\x0c\r ]*=[\t\n\x0c\r ]*(?:"([^"]*)"|'([^']*)'|([^"'\t\n\x0c\r ;][^\t\n\x0c\r ;]*))"#;
        Regex::new(quoted_or_bare).ok()
    });
    let label = LABEL.as_ref()?.captures(content)?;
    label.iter().skip(1).flatten().next().map(|label| label.as_bytes().to_vec())
}

/// What the text looks like. Markup is left out: it is ASCII in any language.
fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut fed = 0;
    let mut rest = bytes;
    while fed < DETECTOR_FED && !rest.is_empty() {
        let text = rest.get(..memchr::memchr(b'<', rest).unwrap_or(rest.len())).unwrap_or_default();
        if !text.is_ascii() {
            let shown = shown(text, DETECTOR_FED - fed);
            detector.feed(shown, false);
            fed += shown.len();
        }
        let after = rest.get(text.len()..).unwrap_or_default();
        rest = after.get(memchr::memchr(b'>', after).map_or(after.len(), |at| at + 1)..).unwrap_or_default();
    }
    // A text that was cut may end within a character, which speaks against no encoding.
    if fed < DETECTOR_FED {
        detector.feed(b"", true);
    }
    detector.guess(None, Utf8Detection::Allow)
}

/// At most so many bytes of a text that is not all ASCII. Of a longer one they begin with the first word beyond ASCII:
/// those before it tell nothing.
fn shown(text: &[u8], most: usize) -> &[u8] {
    if text.len() <= most {
        return text;
    }
    let ascii = text.get(..text.iter().position(|byte| !byte.is_ascii()).unwrap_or(0)).unwrap_or_default();
    let before = ascii.iter().rposition(u8::is_ascii_whitespace).map_or(ascii.len(), |space| space + 1);
    let shown = text.get(before..).unwrap_or_default();
    shown.get(..most).unwrap_or(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], label: Option<&str>, text: &str) {
        assert_eq!(decode(bytes, label.map(|label| encoding_of(label).unwrap())).text, text);
    }

    #[test]
    fn a_byte_order_mark_wins() {
        check(b"\xef\xbb\xbfa\xc3\xa9", Some("windows-1252"), "aé");
        check(b"\xff\xfea\0\xe9\0", Some("utf-8"), "aé");
        check(b"\xfe\xff\0a\0\xe9", None, "aé");
    }

    #[test]
    fn then_the_callers_label() {
        check(b"<meta charset=utf-8>\xe9", Some("latin1"), "<meta charset=utf-8>é");
        check(b"\xc3\xa9", Some("windows-1252"), "Ã©");
    }

    #[test]
    fn then_valid_utf8_then_meta() {
        check("<meta charset=latin1>é".as_bytes(), None, "<meta charset=latin1>é");
        for meta in [
            "<meta charset=windows-1251>",
            "<meta charset=' Windows-1251 '>",
            "<META CONTENT='text/html; charset=cp1251' HTTP-EQUIV=Content-Type>",
            "<!-- <meta charset=utf-8> --><meta http-equiv=content-type content=\"charset = 'windows-1251'\">",
            "<meta charset=nonsense><meta charset=windows-1251>",
        ] {
            let mut bytes = meta.as_bytes().to_vec();
            bytes.extend(b"\xcf\xf0\xe8\xe2\xe5\xf2");
            check(&bytes, None, &format!("{meta}Привет"));
        }
    }

    #[test]
    fn then_detection_over_the_text_alone() {
        let head = "<div class=some-long-ascii-name>".repeat(700);
        let (gbk, _, _) = encoding_rs::GBK.encode("本报讯记者昨日从市政府新闻办公室获悉，今年全市粮食产量再创新高。");
        let mut bytes = head.clone().into_bytes();
        bytes.extend(&*gbk);
        check(&bytes, None, &format!("{head}本报讯记者昨日从市政府新闻办公室获悉，今年全市粮食产量再创新高。"));
    }

    #[test]
    fn detection_looks_at_a_bounded_part_of_one_long_text() {
        let (word, _, _) = encoding_rs::WINDOWS_1251.encode("Утром река вышла из берегов. ");
        let known = word.repeat(DETECTOR_FED / word.len() + 1);
        // A byte that windows-1251 does not have, and that therefore rules it out where it is seen.
        let unseen = b"\x98".repeat(9);
        let ascii = b"word ".repeat(DETECTOR_FED / 5 + 1);
        let name = |page: &[&[u8]]| detect(&page.concat()).name();
        assert_eq!(name(&[&known, &unseen]), "windows-1251");
        assert_eq!(name(&[b"<p>", &known, b"<p>", &unseen]), "windows-1251");
        assert_eq!(name(&[&ascii, &known, &unseen]), "windows-1251");
        assert_ne!(name(&[&word, &unseen]), "windows-1251");
        // The cut may fall into a character.
        let (word, _, _) = encoding_rs::GBK.encode("今年全市粮食产量再创新高。");
        let known = word.repeat(DETECTOR_FED / word.len() + 1);
        assert_eq!([name(&[&known]), name(&[&word, b"a", &known])], ["GBK"; 2]);
    }

    #[test]
    fn a_meta_that_breaks_off_is_no_label() {
        check(
            b"<meta http-equiv=content-type content=\"text/html; charset",
            None,
            "<meta http-equiv=content-type content=\"text/html; charset",
        );
        check(
            b"<meta http-equiv=content-type content='text/html; charset'>x",
            None,
            "<meta http-equiv=content-type content='text/html; charset'>x",
        );
    }

    #[test]
    fn then_the_xml_declaration() {
        for (page, name) in [
            ("<?xml version='1.0' encoding = \"windows-1251\"?>", Some("windows-1251")),
            ("<?xml version='1.0' encoding='utf-16'?>", Some("UTF-8")),
            ("<?xml version='1.0' encoding='windows-1252'?><meta charset=cp1251>", Some("windows-1251")),
            ("<?xml version='1.0' encoding=windows-1252?>", None),
            ("<?xml version='1.0'?> encoding='windows-1251'", None),
            (" <?xml encoding='windows-1251'?>", None),
        ] {
            assert_eq!(declared(page.as_bytes()).map(Encoding::name), name, "{page}");
        }
    }

    #[test]
    fn utf8_stays_utf8_where_it_is_cut_or_broken() {
        let page = "<p>Über dem Fluß lag am Morgen dichter Nebel. ".repeat(120);
        for end in 5..400 {
            let text = String::from_utf8_lossy(&page.as_bytes()[..end]).into_owned();
            check(&page.as_bytes()[..end], None, &text);
        }
        let mut broken = page.clone().into_bytes();
        broken.insert(1000, 0xff);
        check(&broken, None, &String::from_utf8_lossy(&broken));
        // As many broken sequences as characters are no UTF-8.
        let latin1 = b"<p>\xdcber dem Flu\xdf lag am Morgen dichter Nebel. \xc3\xa9".repeat(9);
        assert!(decode(&latin1, None).text.starts_with("<p>Über dem Fluß"));
    }

    #[test]
    fn utf16_without_a_byte_order_mark() {
        let page = "<!doctype html><title>水</title><p>The café by the station opens at six, 水曜日 at seven.";
        let units = page.encode_utf16();
        let (little, big): (Vec<u8>, Vec<u8>) =
            (units.clone().flat_map(u16::to_le_bytes).collect(), units.flat_map(u16::to_be_bytes).collect());
        check(&little, None, page);
        check(&big, None, page);
        check(b"<p>a\0b", None, "<p>a\0b");
        check(b"", None, "");
    }

    #[test]
    fn labels_in_content() {
        for (content, label) in [
            ("text/html; charset=utf-8", Some("utf-8")),
            ("text/html; CharSet = koi8-r; x", Some("koi8-r")),
            ("charset charset=big5", Some("big5")),
            ("charset=\"gbk\"", Some("gbk")),
            ("charset='gbk'", Some("gbk")),
            ("charset='gbk", None),
            ("charset=", None),
            ("charset", None),
        ] {
            assert_eq!(charset_in(content.as_bytes()).as_deref(), label.map(str::as_bytes), "{content}");
        }
    }

    #[test]
    fn bytes_without_meaning_are_replaced_and_said() {
        let decoded = decode(b"a\xff", Some(UTF_8));
        assert_eq!((&*decoded.text, decoded.lossy), ("a\u{fffd}", true));
    }

    #[test]
    fn an_unknown_label_is_an_error_that_names_it() {
        let error = encoding_of("klingon").unwrap_err();
        assert_eq!(error, Error::UnknownEncoding { label: "klingon".to_owned() });
        assert!(error.to_string().contains("\"klingon\""));
    }
}
