//! Pages of which one part is looked at again for every other: the cost is that of both, multiplied.

use crate::list::{fill, numbered};

/// A page of so many bytes.
type Page = fn(usize) -> Vec<u8>;

/// Bombs by name, each made of so many bytes, more or less.
pub(crate) const LOOKS: &[(&str, Page)] = &[
    ("formulas beside a blank", |bytes| {
        let start = [b"<p>word<div class=katex>".to_vec(), b" ".repeat(bytes / 2)].concat();
        fill(&start, b"<math alttext=x></math>", b"", bytes)
    }),
    ("styles of declarations, copied", |bytes| copied_fonts(bytes, "style", ";", 4090)),
    ("styles of colons, copied", |bytes| copied_fonts(bytes, "style", ":;", 2045)),
    ("short styles, copied", |bytes| copied_fonts(bytes, "style", ";", 250)),
    ("classes of words, copied", |bytes| copied_fonts(bytes, "class", "nav ", 1020)),
    ("ids of words, copied", |bytes| copied_fonts(bytes, "id", "nav-", 1020)),
    ("a heading of short words", |bytes| fill(b"<h1>", b"a ", b"", bytes)),
    ("a title of short words", |bytes| fill(b"<title>", b"a ", b"</title><p>word", bytes)),
    ("headings of many words under four titles", |bytes| {
        let words = |count: usize, first: usize| (0..count).map(|nth| letter(first + nth * nth)).collect::<String>();
        let [one, two, three, four] = [1, 2, 3, 4].map(|nth| words(1990 + nth, nth));
        let start = format!(
            "<title>{one}</title><meta property=og:title content='{two}'><meta name=title content='{three}'>\
             <script type=application/ld+json>{{\"@type\":\"Article\",\"headline\":\"{four}\"}}</script>"
        );
        fill(start.as_bytes(), format!("<h1>{}", words(360, 5)).as_bytes(), b"", bytes)
    }),
    ("lines of recovered prose", |bytes| {
        // As in the template of random words.
        let random = |nth: usize| (nth as u64 * nth as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let two = |x: u64| [x >> 54, x >> 59].map(|x| char::from(b'a' + (x % 26) as u8));
        let mut page = numbered("<p>word<script>a=`ab ab\n", bytes.saturating_sub(50), |nth| {
            let [one, other] = two(random(nth));
            format!("{one}{other}\n")
        });
        page.extend(b"`</script>");
        page
    }),
    ("one long key of many strings", |bytes| {
        let start = format!("<p>word<script type=application/json>{{\"{}\":[", "a1".repeat(64));
        let end = b"\"It rained all night and by the morning the river had left its bed\"]}</script>";
        fill(start.as_bytes(), b"\"a\",", end, bytes)
    }),
];

/// A letter of 26, and a space.
fn letter(nth: usize) -> String {
    format!("{} ", char::from(b'a' + (nth % 26) as u8))
}

/// Thirty elements with a long attribute, which the parser copies into every paragraph that follows. A comment hides that
/// they multiply the page.
fn copied_fonts(bytes: usize, attribute: &str, unit: &str, times: usize) -> Vec<u8> {
    let value = unit.repeat(times);
    let font = |nth: u8| ["<font ", attribute, "='", &value, &nth.to_string(), "'>"].concat();
    let fonts: String = (0..30).map(font).collect();
    let start = format!("<!--{}--><p>{fonts}x</p>", "x".repeat((bytes / 2).saturating_sub(fonts.len())));
    fill(start.as_bytes(), b"<p>x", b"", bytes)
}
