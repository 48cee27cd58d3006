//! Pages made to hurt the program that reads them, each of any size.

use crate::cases::{CASES, Case};

/// A page that can be made of any size.
pub(crate) struct Bomb {
    pub(crate) name: &'static str,
    make: Make,
}

enum Make {
    /// A case of the bench `linear`.
    Case(&'static Case),
    /// Made of so many bytes, more or less.
    Bytes(fn(usize) -> Vec<u8>),
}

impl Bomb {
    /// The bomb, of about so many bytes.
    pub(crate) fn page(&self, bytes: usize) -> Vec<u8> {
        let mut page = match self.make {
            Make::Bytes(make) => make(bytes),
            Make::Case(case) => {
                let length = (case.page)(case.units).len();
                let units = usize::try_from(case.units as u128 * bytes as u128 / length as u128).unwrap_or(0);
                (case.page)(units.max(1)).into_bytes()
            }
        };
        // Numbers in a page grow longer.
        page.truncate(bytes);
        page
    }
}

/// All bombs: the cases of the bench `linear`, and what stands below.
pub(crate) fn bombs() -> Vec<Bomb> {
    let cases = CASES.iter().map(|case| Bomb { name: case.name, make: Make::Case(case) });
    cases.chain(BYTES.iter().map(|&(name, make)| Bomb { name, make: Make::Bytes(make) })).collect()
}

/// `start`, then `unit` until the page has so many bytes, then `end`.
fn fill(start: &[u8], unit: &[u8], end: &[u8], bytes: usize) -> Vec<u8> {
    let mut page = start.to_vec();
    page.extend(unit.repeat(bytes.saturating_sub(start.len() + end.len()) / unit.len()));
    page.extend(end);
    page
}

/// Half of the page is one long attribute of an element that the parser copies into every paragraph of the other half.
fn copied(tag: &str, unit: &str, bytes: usize) -> Vec<u8> {
    let mut page = fill(format!("<p><{tag}").as_bytes(), unit.as_bytes(), b"'></p>", bytes / 2);
    page.extend(fill(b"", b"<p>word</p>", b"", bytes / 2));
    page
}

/// A text as 16-bit or 32-bit units.
fn wide(mark: &[u8], unit: &str, bytes: usize, width: usize, big: bool) -> Vec<u8> {
    let mut page = mark.to_vec();
    let units = unit.chars().flat_map(|c| {
        let mut wide = vec![0; width - 2];
        wide.extend(u16::try_from(u32::from(c)).unwrap_or_default().to_be_bytes());
        if !big {
            wide.reverse();
        }
        wide
    });
    let units: Vec<u8> = units.collect();
    page.extend(units.repeat(bytes / units.len()));
    page
}

type Named = (&'static str, fn(usize) -> Vec<u8>);

const BYTES: &[Named] = &[
    ("siblings", |bytes| fill(b"", b"<p>x", b"", bytes)),
    ("siblings without text", |bytes| fill(b"word", b"<i/>", b"", bytes)),
    ("nested noscript", |bytes| fill(b"word", b"<noscript>", b"", bytes)),
    ("nested span, end tags of nothing", |bytes| fill(&b"<span>".repeat(500), b"</x>", b"word", bytes)),
    ("nested svg, end tags of nothing", |bytes| fill(&b"<svg>".repeat(500), b"</x>", b"word", bytes)),
    ("nested div, hr", |bytes| fill(&b"<div>".repeat(500), b"<hr>", b"word", bytes)),
    ("nested div, li", |bytes| fill(&b"<div>".repeat(500), b"<li>", b"word", bytes)),
    ("one title attribute, copied", |bytes| copied("b title='", "a", bytes)),
    ("one href, copied", |bytes| copied("a href='", "a", bytes)),
    ("one list of classes, copied", |bytes| copied("b class='", "nav ", bytes)),
    ("one style, copied", |bytes| copied("font style='", "display: ", bytes)),
    ("one inline element name, nested", |bytes| {
        let name = "a".repeat(bytes / 1024);
        fill(b"", format!("<x{name}>").as_bytes(), b"word", bytes)
    }),
    ("cells of span 65535", |bytes| fill(b"<table><tr>", b"<td colspan=65535 rowspan=65535>word", b"", bytes)),
    ("rows of span 65535", |bytes| fill(b"<table>", b"<tr><td rowspan=65535>word<td colspan=65535>word", b"", bytes)),
    ("rows of 10,000 columns", |bytes| {
        let row = [b"<tr>".to_vec(), b"<td>1".repeat(10_000)].concat();
        fill(b"<table>", &row, b"", bytes)
    }),
    ("columns", |bytes| fill(b"<table><colgroup>", b"<col span=65535>", b"<tr><td>word", bytes)),
    ("NUL alone", |bytes| fill(b"word", b"\0", b"", bytes)),
    ("control bytes", |bytes| fill(b"<p>word", b"\x01\x02\x08\x0b\x0e\x1f\x7f", b"", bytes)),
    ("carriage returns", |bytes| fill(b"<p>word", b"\r", b"", bytes)),
    ("lone surrogates in UTF-8", |bytes| fill(b"<meta charset=utf-8><p>word", b"\xed\xa0\x80", b"", bytes)),
    ("lone surrogates in UTF-16", |bytes| fill(b"\xff\xfe<\0p\0>\0", b"\x00\xd8a\0", b"", bytes)),
    ("surrogates as references", |bytes| fill(b"<p>word", b"&#xd800;&#x110000;&#128;", b"", bytes)),
    ("bytes that no encoding has", |bytes| fill(b"<p>word", b"\xff\xfe\xfd", b"", bytes)),
    ("bytes that triple", |bytes| fill(b"<meta charset=windows-1252><p>word", b"\x80", b"", bytes)),
    ("UTF-16 with a mark", |bytes| wide(b"\xff\xfe", "<p>word ", bytes, 2, false)),
    ("UTF-16 without a mark", |bytes| wide(b"", "<p>word ", bytes, 2, true)),
    ("UTF-32 with a mark", |bytes| wide(b"\xff\xfe\0\0", "<p>word ", bytes, 4, false)),
    ("UTF-32 without a mark", |bytes| wide(b"", "<p>word ", bytes, 4, true)),
    ("conflicting labels", |bytes| fill(b"<p>w\xf6rd", b"<meta charset=gbk><meta charset=koi8-r>", b"", bytes)),
    ("UTF-7", |bytes| fill(b"<meta charset=utf-7>", b"+ADw-p+AD4-word ", b"", bytes)),
    ("a label that is replaced", |bytes| fill(b"<meta charset=iso-2022-kr>", b"<p>w\xf6rd", b"", bytes)),
    ("ISO-2022-JP escapes", |bytes| fill(b"<meta charset=iso-2022-jp><p>w\xf6rd", b"\x1b$B\x1b(B", b"", bytes)),
    ("half characters of Big5", |bytes| fill(b"<meta charset=big5><p>word", b"\x81\x88", b"", bytes)),
    ("zero-width characters", |bytes| fill(b"<p>word", "\u{200b}\u{200d}\u{2060}".as_bytes(), b"", bytes)),
    ("combining characters", |bytes| fill(b"<p>word", "\u{301}\u{489}".as_bytes(), b"", bytes)),
    ("right-to-left overrides", |bytes| fill(b"<p>word", "\u{202e}a\u{2066}".as_bytes(), b"", bytes)),
    ("expanding case", |bytes| fill("<p>wörd".as_bytes(), "ŉİ ".as_bytes(), b"", bytes)),
    ("one long word of Thai", |bytes| fill(b"<p>", "ก".as_bytes(), b"", bytes)),
    ("an open CDATA", |bytes| fill(b"word<svg><![CDATA[", b"]", b"", bytes)),
    ("an open comment of hyphens", |bytes| fill(b"word<!--", b"--!", b"", bytes)),
    ("an open title", |bytes| fill(b"word<title>", b"</titl", b"", bytes)),
    ("processing instructions", |bytes| fill(b"word", b"<?x>", b"", bytes)),
    ("long entities", |bytes| fill(b"<p>word", b"&CounterClockwiseContourIntegral;", b"", bytes)),
    ("entities that grow", |bytes| fill(b"<p>word", b"&nGt;", b"", bytes)),
    ("one open entity", |bytes| fill(b"<p>word&", b"a", b"", bytes)),
    ("digits of one reference", |bytes| fill(b"<p>word&#", b"9", b"", bytes)),
    ("headings", |bytes| fill(b"", b"<h1>x", b"", bytes)),
    ("equal teasers", |bytes| fill(b"", b"<div class=card><a href=/><h3>word</h3></a><p>more words</div>", b"", bytes)),
    ("dialogs that are hidden", |bytes| {
        fill(b"word", b"<div style='display:none' aria-modal=true>word</div>", b"", bytes)
    }),
    ("JSON in scripts", |bytes| fill(b"word<script type=application/ld+json>", b"[{\"a\":", b"</script>", bytes)),
    ("templates in shadow roots", |bytes| {
        fill(b"word", b"<div><template shadowrootmode=open>word</template>", b"", bytes)
    }),
];
