//! Addresses made absolute, and what they lead to.

use url::Url;

use crate::prefix::prefix;

/// Bytes of the longest address that is kept; longer ones are data, not addresses.
const MAX_ADDRESS: usize = 4096;

/// The address that a reference stands for: by itself, or from the base where it is relative. Nothing that is no web page.
///
/// <https://url.spec.whatwg.org/#concept-basic-url-parser>
pub(crate) fn resolve(base: Option<&Url>, reference: &str) -> Option<Url> {
    let reference = reference.trim();
    if reference.is_empty() || reference.len() > MAX_ADDRESS {
        return None;
    }
    let address = match base {
        Some(base) => base.join(reference),
        None => Url::parse(reference),
    };
    address.ok().filter(|address| matches!(address.scheme(), "http" | "https") && address.has_host())
}

/// Whether a link leads to the top of a site.
pub(super) fn is_front_page(href: &str) -> bool {
    /// Bytes that tell: a scheme, a host of 253 bytes and the name of a file are shorter. A long address may be that of
    /// many headings.
    const TELLING: usize = 512;
    let href = prefix(href, TELLING);
    let path = match href.trim().split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => href.trim().trim_start_matches("./").trim_start_matches("../").trim_start_matches('/'),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.is_empty() && !href.starts_with('#') || matches!(path, "index.html" | "index.php" | "index.htm" | "home")
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::resolve;

    #[test]
    fn references_become_addresses() {
        let base = Url::parse("https://example.org/news/today.html").unwrap();
        for (reference, expected) in [
            ("https://example.com/a b", Some("https://example.com/a%20b")),
            ("//example.com/a", Some("https://example.com/a")),
            ("/a?b#c", Some("https://example.org/a?b#c")),
            ("../a.png", Some("https://example.org/a.png")),
            (" a ", Some("https://example.org/news/a")),
            ("", None),
            ("javascript:alert(1)", None),
            ("data:image/png;base64,AAAA", None),
            ("mailto:a@example.org", None),
            ("http://", None),
            ("https://[::1", None),
        ] {
            assert_eq!(resolve(Some(&base), reference).as_ref().map(Url::as_str), expected, "{reference}");
        }
        assert_eq!(resolve(None, "/a"), None);
        assert_eq!(resolve(None, "HTTP://EXAMPLE.org").map(String::from).as_deref(), Some("http://example.org/"));
        assert_eq!(resolve(Some(&base), &"a".repeat(5000)), None);
    }
}
