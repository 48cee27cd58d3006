//! Pages broken on purpose, the same way on every run.

use std::ops::Range;

/// What gets inserted: tags that move others about, and what tokenizers stumble over.
const FRAGMENTS: &[&str] = &[
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<caption>",
    "<colgroup>",
    "<b>",
    "</b>",
    "<a href=/x>",
    "</a>",
    "<i class=c>",
    "</i>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<svg>",
    "</svg>",
    "<math><mi>",
    "</math>",
    "<title>",
    "<template>",
    "</template>",
    "<select>",
    "<option>",
    "</select>",
    "<form>",
    "</form>",
    "<button>",
    "</button>",
    "<li>",
    "</ul>",
    "<pre>\n",
    "</pre>",
    "<noscript>",
    "</noscript>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<textarea>",
    "</textarea>",
    "<iframe>",
    "<h2>",
    "</h3>",
    "<br>",
    "</br>",
    "<img src=x alt=",
    "<span title=\"",
    "<em id='",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<!doctype html>",
    "\0",
    "\r\n",
    "\r",
    "&amp",
    "&notit;",
    "&#0;",
    "&#x80;",
    "</",
    "<",
    ">",
    "\u{feff}",
    "\u{a0}",
    "é",
    "漢",
    "<frameset>",
    "</body>",
    "</html>",
    "<head>",
    "<body id=b>",
];

/// A page with a few random changes; the same for the same seed.
pub(crate) fn mutate(html: &str, seed: u64) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut page = html.to_owned();
    for _ in 0..random.usize(1..=8) {
        change(&mut page, &mut random);
    }
    page
}

fn change(page: &mut String, random: &mut fastrand::Rng) {
    match random.u8(0..12) {
        0 | 1 => {
            let chunk = chunk(page, random);
            page.replace_range(chunk, "");
        }
        2 | 3 => {
            let chunk = chunk(page, random);
            let copy = page.get(chunk).unwrap_or_default().to_owned();
            let at = boundary(page, random.usize(0..=page.len()));
            page.insert_str(at, &copy);
        }
        4 => {
            let first = chunk(page, random);
            let moved: String = page.drain(first).collect();
            let at = boundary(page, random.usize(0..=page.len()));
            page.insert_str(at, &moved);
        }
        5 => {
            // Not too early: a page of three bytes breaks nothing.
            let at = boundary(page, random.usize(page.len() / 3..=page.len()));
            page.truncate(at);
        }
        _ => {
            let at = boundary(page, random.usize(0..=page.len()));
            page.insert_str(at, FRAGMENTS[random.usize(0..FRAGMENTS.len())]);
        }
    }
}

/// A range of the page, now a few bytes long, now a few hundred.
fn chunk(page: &str, random: &mut fastrand::Rng) -> Range<usize> {
    let longest = if random.bool() { 16 } else { 400 };
    let start = boundary(page, random.usize(0..=page.len()));
    let end = boundary(page, (start + random.usize(1..=longest)).min(page.len()));
    start..end
}

/// The last place to cut at or before `at`.
fn boundary(page: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| page.is_char_boundary(at)).unwrap_or(0)
}
