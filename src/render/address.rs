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
    let (allowed, has_path) = match Url::parse(address) {
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
    let address = address.trim_matches(|c: char| c <= ' ');
    let mut out = String::with_capacity(address.len());
    let mut in_path = has_path;
    for c in address.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')) {
        in_path &= !matches!(c, '?' | '#');
        let c = if c == '\\' && in_path { '/' } else { c };
        let plain = match c {
            '"' | '<' | '>' | '`' | '\\' | '^' | '{' | '|' | '}' => false,
            _ => !c.is_whitespace() && !c.is_control(),
        };
        if plain {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                out.push('%');
                out.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
            }
        }
    }
    out
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
