//! Pages of which one part is looked at again for every other: the cost is that of both, multiplied.

use crate::list::{fill, letters, numbered};

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
        let two = |x: u64| [x >> 54, x >> 59].map(|x| LETTERS[usize::try_from(x % 26).unwrap_or(0)]);
        let mut page = numbered("<p>word<script>a=`ab ab\n", bytes.saturating_sub(50), |nth| {
            let [one, other] = two(random(nth));
            format!("{one}{other}\n")
        });
        page.extend(b"`</script>");
        page
    }),
    ("permalinks beside a text", |bytes| {
        let links = b"<a href=#></a>".repeat(32);
        let blank = b".".repeat(bytes.saturating_sub(2 * links.len() + 8));
        [b"<h1>".to_vec(), links.clone(), blank, links, b"x".to_vec()].concat()
    }),
    ("authors around a blank", |bytes| {
        fill(format!("<div>{}", "<span class=author>x<br><br>".repeat(399)).as_bytes(), b"\x01", b"", bytes)
    }),
    ("authors of copied properties", |bytes| {
        let authors = "author ".repeat(36);
        let start = format!("<div itemprop='{authors}'><div itemprop='{authors}'>");
        let mut page = start.into_bytes();
        page.extend(copied_fonts(bytes.saturating_sub(page.len()), "itemprop", "a ", 126));
        page
    }),
    ("a superscript of letters", |bytes| fill(b"<p>word<sup>", b"n", b"</sup>", bytes)),
    ("nested titles of formulas", |bytes| fill(b"<p>word<math>", b"<title></x>", b"", bytes)),
    ("readings of copied elements", |bytes| {
        let value = "auth".repeat(249);
        let font = |nth: u8| ["<font class='", &value, &nth.to_string(), "'>"].concat();
        let fonts: String = (0..30).map(font).collect();
        let comment = "x".repeat((bytes / 2).saturating_sub(fonts.len()));
        fill(format!("<!--{comment}--><p>word <ruby><rt>{fonts}.</rt>").as_bytes(), b"<rt>.</rt>", b"", bytes)
    }),
    ("seven titles of many words", |bytes| {
        let title = |nth: usize| -> String {
            let words = (0..bytes / 8 / 5).map(|word| letters((word * 8 + nth) as u64));
            words.flat_map(|word| [word, " ".to_owned()]).collect()
        };
        let titles =
            (1..8).flat_map(|nth| ["<meta property=og:title content='".to_owned(), title(nth), "'>".to_owned()]);
        ["<p>word</p><script>".to_owned(), "x".repeat(120), "</script>".to_owned()]
            .into_iter()
            .chain(titles)
            .collect::<String>()
            .into()
    }),
    ("a title of short words, in windows-1252", |bytes| {
        let start = b"<meta charset=windows-1252><p>\xe9</p><svg><title>";
        fill(start, b"a ", b"</title></svg><p>word", bytes)
    }),
    ("references in windows-1252", |bytes| fill(b"<meta charset=windows-1252><p>\xe9 word", b"&nGt;", b"", bytes)),
    ("one long key of many strings", |bytes| {
        let start = format!("<p>word<script type=application/json>{{\"{}\":[", "a1".repeat(64));
        let end = b"\"It rained all night and by the morning the river had left its bed\"]}</script>";
        fill(start.as_bytes(), b"\"a\",", end, bytes)
    }),
];

const LETTERS: [char; 26] = [
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
    'x', 'y', 'z',
];

/// A letter of 26, and a space.
fn letter(nth: usize) -> String {
    format!("{} ", LETTERS[nth % 26])
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
