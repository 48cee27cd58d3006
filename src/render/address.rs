//! Addresses that are safe to write down.

use url::{ParseError, Url};

use super::{Images, Links, Rendering};

/// Schemes of links that do no more than lead somewhere.
const LINK_SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "ftp"];
/// Schemes of images.
const IMAGE_SCHEMES: [&str; 2] = ["http", "https"];

impl Rendering {
    /// The address of a link as it is written; `None` where the link is to be text.
    pub(super) fn link(self, href: &str) -> Option<String> {
        if self.links == Links::AsText || href.starts_with('#') { None } else { checked(href, &LINK_SCHEMES) }
    }

    /// The address of an image as it is written; `None` where the image is to go.
    pub(super) fn image(self, src: &str) -> Option<String> {
        const DATA: &str = "data:image/";
        let has_data = src.get(..DATA.len()).is_some_and(|start| start.eq_ignore_ascii_case(DATA));
        match self.images {
            Images::Omitted => None,
            Images::Embedded if has_data => Some(written(src, false)),
            Images::Linked | Images::Embedded => checked(src, &IMAGE_SCHEMES),
        }
    }
}

/// An address, if it is relative or one with these schemes, and a browser could follow it.
fn checked(address: &str, schemes: &[&str]) -> Option<String> {
    // One without a colon has no scheme, and need not be read for one.
    let parsed = if address.contains(':') { Url::parse(address) } else { Err(ParseError::RelativeUrlWithoutBase) };
    let (allowed, has_path) = match parsed {
        Ok(url) => (schemes.contains(&url.scheme()), !url.cannot_be_a_base()),
        Err(ParseError::RelativeUrlWithoutBase) => (true, true),
        Err(_) => (false, false),
    };
    let written = written(address, has_path);
    (allowed && !written.is_empty()).then_some(written)
}

/// The address without what a browser drops from it, and with percent signs for what must not stand in one.
///
/// WHATWG URL standard, [basic URL parser](https://url.spec.whatwg.org/#concept-basic-url-parser): control characters
/// and spaces at both ends, tabs and line breaks everywhere. A backslash in a path is a slash.
fn written(address: &str, has_path: bool) -> String {
    let mut rest = address.trim_matches(|c: char| c <= ' ');
    let mut out = String::with_capacity(rest.len());
    let mut in_path = has_path;
    loop {
        // Stretches, not characters: one long address around many blocks is written as often as there are blocks.
        let (plain, after) =
            rest.split_at(rest.bytes().position(|byte| !PLAIN[usize::from(byte)]).unwrap_or(rest.len()));
        in_path &= !plain.contains(['?', '#']);
        out.push_str(plain);
        let mut after = after.chars();
        match after.next() {
            None => return out,
            Some('\t' | '\n' | '\r') => {}
            Some('\\') if in_path => out.push('/'),
            Some(c) if c.is_ascii() || c.is_whitespace() || c.is_control() => push_percent(&mut out, c),
            Some(c) => out.push(c),
        }
        rest = after.as_str();
    }
}

/// Whether a byte is a sign of ASCII that stands in an address as it is.
static PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        plain[byte as usize] = !matches!(byte, b'"' | b'<' | b'>' | b'`' | b'\\' | b'^' | b'{' | b'|' | b'}');
        byte += 1;
    }
    plain
};

fn push_percent(out: &mut String, c: char) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        out.push('%');
        out.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_somewhere_and_do_nothing_else() {
        for (href, expected) in [
            ("https://example.org/a?b=c#d", Some("https://example.org/a?b=c#d")),
            ("/a b", Some("/a%20b")),
            ("a\"><script>", Some("a%22%3E%3Cscript%3E")),
            ("mailto:a@b.org", Some("mailto:a@b.org")),
            ("a\u{a0}é", Some("a%C2%A0é")),
            (r"img\a?b\c", Some("img/a?b%5Cc")),
            (r"\\example.org\a#b\c", Some("//example.org/a#b%5Cc")),
            (r"http:\\example.org\a", Some("http://example.org/a")),
            (r"mailto:a\b@c.org", Some("mailto:a%5Cb@c.org")),
            ("a\tb\u{1}\u{7f}\u{85}{é}^日", Some("ab%01%7F%C2%85%7Bé%7D%5E日")),
            ("#top", None),
            ("", None),
            ("https://", None),
            ("https://[", None),
            ("javascript:alert(1)", None),
            (" \u{1}java\nscript\t:alert(1)", None),
            ("JAVASCRIPT:alert(1)", None),
            ("vbscript:x", None),
            ("data:text/html,<script>", None),
            ("file:///etc/passwd", None),
            ("javascript&colon;alert(1)", Some("javascript&colon;alert(1)")),
        ] {
            assert_eq!(Rendering::new().link(href).as_deref(), expected, "{href:?}");
            assert_eq!(Rendering::new().links(Links::AsText).link(href), None);
        }
    }

    #[test]
    fn images_hold_data_only_if_asked() {
        for (src, linked, embedded) in [
            ("a.jpg", true, true),
            ("https://example.org/a.jpg", true, true),
            ("data:image/png;base64,AAAA", false, true),
            ("DATA:IMAGE/svg+xml,x", false, true),
            ("data:text/html,x", false, false),
            ("javascript:x", false, false),
            ("mailto:a@b.org", false, false),
        ] {
            let is_written = |images| Rendering::new().images(images).image(src).is_some();
            let written = [Images::Omitted, Images::Linked, Images::Embedded].map(is_written);
            assert_eq!(written, [false, linked, embedded], "{src}");
        }
    }
}
