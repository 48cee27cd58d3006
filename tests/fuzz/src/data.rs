//! Pages that show next to nothing and carry their text in the data of scripts and attributes.

use arbitrary::{Arbitrary, Result, Unstructured};

const PROSE: &str = "It rained all night, and by the morning the river had left its bed, so that the fire brigade brought \
    eleven people to dry land in a boat that the rowing club had lent.";
const KEYS: &[&str] =
    &["articleBody", "text", "@type", "title", "author", "datePublished", "body", "children", "props", "\\u0000", "a"];
const TEXTS: &[&str] = &[
    PROSE,
    "<p>It rained &amp; rained all night, and by the morning the river had left its bed.</p>",
    "&lt;p&gt;It rained all night, and by the morning the river had left its bed.&lt;/p&gt;",
    "Article",
    "Rain",
    "2020-01-01T00:00:00Z",
    "\\ud800",
    "\\ud83d\\ude00",
    "\\\\\\\"",
    "{\\\"text\\\":\\\"It rained all night, and by the morning it had gone.\\\"}",
    "</script>",
    "",
];
const AROUND: &[(&str, &str)] = &[
    ("<script type=application/ld+json>", "</script>"),
    ("<script type=application/json id=data>", "</script>"),
    ("<script>window.__STATE__ = ", ";</script>"),
    ("<script>self.__next_f.push([1,", "])</script>"),
    ("<script>a=JSON.parse('", "')</script>"),
    ("<div data-page='", "'></div>"),
    ("<template>", "</template>"),
    ("<noscript>", "</noscript>"),
    ("<textarea hidden>", "</textarea>"),
];

/// A page as the fuzzer's bytes are read.
#[derive(Debug)]
pub struct Data(pub String);

impl<'a> Arbitrary<'a> for Data {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let mut page = String::from("<title>Rain</title><div id=root></div>");
        while !bytes.is_empty() {
            let (start, end) = bytes.choose(AROUND)?;
            page.push_str(start);
            value(&mut page, bytes, 0)?;
            page.push_str(end);
        }
        Ok(Self(page))
    }
}

/// A value, as a rule well formed.
fn value(page: &mut String, bytes: &mut Unstructured<'_>, depth: usize) -> Result<()> {
    match bytes.int_in_range(0..=if depth < 40 { 11u8 } else { 5 })? {
        0 => page.push_str("-1.5e308"),
        1 => page.push_str("null"),
        2 => page.push_str("[[[[[[[[[["),
        3 => page.push_str("{\"a\":"),
        4 | 5 => page.push_str(&format!("\"{}\"", bytes.choose(TEXTS)?)),
        6..=8 => {
            page.push('[');
            for nth in 0..bytes.int_in_range(0..=4u8)? {
                page.push_str(if nth > 0 { "," } else { "" });
                value(page, bytes, depth + 1)?;
            }
            page.push(']');
        }
        _ => {
            page.push('{');
            for nth in 0..bytes.int_in_range(0..=4u8)? {
                page.push_str(&format!("{}\"{}\":", if nth > 0 { "," } else { "" }, bytes.choose(KEYS)?));
                value(page, bytes, depth + 1)?;
            }
            page.push('}');
        }
    }
    Ok(())
}
