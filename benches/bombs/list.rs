//! Pages made to hurt the program that reads them, each of any size.

use std::fmt::Display;

use crate::cases::{CASES, Case};
use crate::looks::LOOKS;

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

/// All bombs: the cases of the bench `linear`, what stands below, and what is looked at again and again.
pub(crate) fn bombs() -> Vec<Bomb> {
    let cases = CASES.iter().map(|case| Bomb { name: case.name, make: Make::Case(case) });
    cases.chain(BYTES.iter().chain(LOOKS).map(|&(name, make)| Bomb { name, make: Make::Bytes(make) })).collect()
}

/// `start`, then `unit` until the page has so many bytes, then `end`.
pub(crate) fn fill(start: &[u8], unit: &[u8], end: &[u8], bytes: usize) -> Vec<u8> {
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

/// An author of JSON-LD, half of the page with a part that is repeated, to whom the other half refers.
fn one_author(start: &str, unit: &str, end: &str, bytes: usize) -> Vec<u8> {
    let start = format!("word<script type=application/ld+json>[{{\"@id\":\"b\",{start}");
    let mut page = fill(start.as_bytes(), unit.as_bytes(), end.as_bytes(), bytes / 2);
    page.extend(fill(b"{\"@type\":\"Article\",\"author\":[", b"{\"@id\":\"b\"},", b"{}]}]</script>", bytes / 2));
    page
}

/// Half of the page are attributes that the parser copies into all the other half, each as long as the others, among
/// whatever some stage may read them for: names, headings, notes, code, images, formulas, tables and templates.
fn all_attributes(unit: &str, bytes: usize) -> Vec<u8> {
    let start = "<div itemscope itemtype=http://schema.org/Article class=byline><h1>word</h1><p>By \
        <a rel=author href=/>Jane Roe</a> <time datetime=2020-05-01>1 May 2020</time></p><p>";
    let rest = "<h2>word</h2><p>It rained<sup><a href=#n>1</a></sup> all night</p><pre>1</pre><img alt=a src=b>\
        <math alttext=x></math><time>1 May 2020</time><li id=n>word<template></template>\
        <table><tr><td>1<tr><th>2</table>";
    let names = ATTRIBUTES.split(' ');
    let value = unit.repeat(bytes / 2 / unit.len() / (names.clone().count() + 1));
    let copied: String = names.flat_map(|name| [" ", name, "='", &value, "'"]).collect();
    let start = format!("{start}<a href='{value}'><code{copied}></p>");
    fill(start.as_bytes(), rest.as_bytes(), b"", bytes)
}

/// The attributes that the crate reads on elements that the parser copies.
const ATTRIBUTES: &str = "alt alttext aria-hidden aria-label aria-modal cite class content data-lang data-language data-x \
    datetime dir hidden id itemprop itemscope itemtype lang name property rel role scope src srcset \
    start style summary title type value";

/// Half of the page is one long tag that the parser copies into every element of the other half.
fn copied_into(tag: &str, unit: &str, element: &str, bytes: usize) -> Vec<u8> {
    let mut page = fill(tag.as_bytes(), unit.as_bytes(), b"'>", bytes / 2);
    page.extend(fill(b"", element.as_bytes(), b"", bytes / 2));
    page
}

/// `start`, then units that are numbered until the page has so many bytes.
pub(crate) fn numbered(start: &str, bytes: usize, unit: impl Fn(usize) -> String) -> Vec<u8> {
    let mut page = start.to_owned();
    for nth in 0.. {
        if page.len() >= bytes {
            break;
        }
        page.push_str(&unit(nth));
    }
    page.into_bytes()
}

/// JSON-LD of `things` and an article of many authors.
fn authors(bytes: usize, things: &str, author: impl Fn(usize) -> String) -> Vec<u8> {
    let start = format!("word<script type=application/ld+json>[{things}{{\"@type\":\"Article\",\"author\":[");
    let end = b"{}]}]</script>";
    let mut page = numbered(&start, bytes.saturating_sub(50), author);
    page.extend(end);
    page
}

/// A number in letters.
pub(crate) fn letters(number: impl Display) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
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
    ("one text, its encoding not said", |bytes| {
        // As UTF-8 it is longer.
        fill(b"<p>", b"w\xf6rd word word word ", b"", bytes - bytes / 8)
    }),
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
    ("JSON-LD, nested", |bytes| {
        fill(b"word<script type=application/ld+json>", b"{\"articleBody\":[", b"</script>", bytes)
    }),
    ("JSON-LD of prose", |bytes| {
        let body =
            b"{\"@type\":\"Comment\",\"text\":\"It rained all night, and by noon the river was in the street.\"},";
        fill(b"word<script type=application/ld+json>[", body, b"{}]</script>", bytes)
    }),
    ("JSON-LD in small scripts", |bytes| {
        let script = b"<script type=application/ld+json>{\"articleBody\":\"It rained all night, said she.\"}</script>";
        fill(b"word", script, b"", bytes)
    }),
    ("JSON in JSON strings", |bytes| fill(b"word<script>a=\"{", b"\\\"a\\\":\\\"{", b"\"</script>", bytes)),
    ("calls with strings of prose", |bytes| {
        let call = b"push([1,\"It rained all night, and by the morning the river had left its bed and stood here.\"]);";
        fill(b"word<script>", call, b"</script>", bytes)
    }),
    ("JSON in attributes", |bytes| {
        let prose = "It rained all night, and by the morning the river had left its bed and stood. ".repeat(4);
        fill(b"word", format!("<div data-x='{{\"body\":\"{prose}\"}}'></div>").as_bytes(), b"", bytes)
    }),
    ("a template of copied attributes", |bytes| {
        let mut page = fill(b"<template><p><b class='", b"nav ", b"'></p>", bytes / 2);
        let paragraph = b"<p>It rained all night, and by the morning it had gone.</p>";
        page.extend(fill(b"", paragraph, b"</template>", bytes / 2));
        page
    }),
    ("open formulas", |bytes| fill(b"word", b"<math><semantics><annotation encoding=application/x-tex>", b"", bytes)),
    ("notes", |bytes| fill(b"word", b"<sup><a href=#n1>1</a></sup><li id=n1>word ", b"", bytes)),
    ("nested quotes and lists", |bytes| fill(b"", b"<blockquote><ol><li>word", b"", bytes)),
    ("links of one long address", |bytes| {
        let mut page = fill(b"<a href='/", b"a", b"'>", bytes / 2);
        let division = b"<div>It rained all night, and by the morning it had gone.</div>";
        page.extend(fill(b"", division, b"</a>", bytes / 2));
        page
    }),
    ("backticks", |bytes| fill(b"<p>It rained all night, and the code was <code>a", b"`` ` ", b"</code>", bytes)),
    ("brackets", |bytes| fill(b"<p>It rained all night, and the list was ", b"[a](", b"", bytes)),
    ("base addresses", |bytes| fill(b"<base href=https://example.org/a/>word", b"<a href=../x>word</a> ", b"", bytes)),
    ("dates", |bytes| fill(b"<h1>word</h1>", b"<time datetime=2020-01-01>1 January 2020</time> ", b"", bytes)),
    ("templates in shadow roots", |bytes| {
        fill(b"word", b"<div><template shadowrootmode=open>word</template>", b"", bytes)
    }),
    ("titles and entries", |bytes| {
        let mut page = fill(b"word", b"<meta property=og:title content='rain again'>", b"", bytes / 2);
        let entry =
            b"{\"title\":\"It rained\",\"text\":\"It rained all night, and by noon the river was in the street.\"},";
        page.extend(fill(b"<script>a=[", entry, b"0]</script>", bytes / 2));
        page
    }),
    ("rows of a payload", |bytes| fill(b"word<script>self.__next_f.push([1,\"", b"0:T\\n", b"\"])</script>", bytes)),
    ("payloads", |bytes| {
        fill(b"word", b"<script>self.__next_f.push([1,\"0:[\\\"It rained\\\"]\\n\"])</script>", b"", bytes)
    }),
    ("markup in JSON in JSON", |bytes| {
        let markup =
            b"{\\\"a\\\":\\\"<p>It rained all night,<script>b={}</script> and by noon the river was in it.\\\"},";
        fill(b"word<script>a={\"a\":\"[", markup, b"0]\"}</script>", bytes)
    }),
    ("escaped markup in JSON", |bytes| {
        fill(
            b"word<script type=application/json>[\"It rained all night &lt;p&gt; ",
            b"&amp;lt;b&gt; ",
            b"\"]</script>",
            bytes,
        )
    }),
    ("one long string in JSON", |bytes| fill(b"word<script>a={\"a\":\"", b"It rained. ", b"\"}</script>", bytes)),
    ("keys in JSON", |bytes| fill(b"word<script>a={", b"\"a\":\"It rained.\",", b"\"a\":0}</script>", bytes)),
    ("authors in JSON-LD", |bytes| authors(bytes, "", |nth| format!("{{\"name\":\"Jane Roe{}\"}},", letters(nth)))),
    ("authors by number in JSON-LD", |bytes| {
        let none = format!("{{\"@type\":\"Article\",\"@id\":[{}[]]}},", "[],".repeat(bytes / 8));
        authors(bytes, &none, |_| "{\"@id\":\"b\"},".to_owned())
    }),
    ("types of one author in JSON-LD", |bytes| one_author("\"name\":\"Jane Roe\",\"@type\":[", "0,", "0]},", bytes)),
    ("names of one author in JSON-LD", |bytes| one_author("\"name\":[", "{},", "\"Jane Roe\"]},", bytes)),
    ("one name of an author in JSON-LD", |bytes| one_author("\"name\":\"", "a;", "\"},", bytes)),
    ("things in JSON-LD", |bytes| {
        fill(b"word<script type=application/ld+json>[", b"{\"@type\":\"Article\"},", b"{}]</script>", bytes)
    }),
    ("authors in meta", |bytes| {
        numbered("word", bytes, |nth| format!("<meta name=author content='Jane Roe{}'>", letters(nth)))
    }),
    ("long authors in meta", |bytes| {
        fill(b"word", format!("<meta name=author content='{}'>", "a;".repeat(4000)).as_bytes(), b"", bytes)
    }),
    ("authors in microdata", |bytes| fill(b"word", b"<div itemprop=author>", b"", bytes)),
    ("things of microdata", |bytes| fill(b"word", b"<b itemscope itemtype=Comment itemprop=author>a</b>", b"", bytes)),
    ("one long title and headings", |bytes| {
        let mut page = fill(b"<meta property=og:title content='", b"a b ", b"'>", bytes / 2);
        page.extend(fill(b"", b"<h1>a", b"", bytes / 2));
        page
    }),
    ("long titles", |bytes| fill(b"<title>", b"a | b - ", b"</title><h1>a</h1>", bytes)),
    ("headings that lead home", |bytes| fill(b"<title>a</title>", b"<h1><a href=/>b</a></h1><h1>a c</h1>", b"", bytes)),
    ("lines of one heading in a link", |bytes| fill(b"<a href=/x><h1>", b"a<br><br>", b"", bytes)),
    ("headings in one long link", |bytes| copied_into("<a href='/", "a", "<h1>word</h1>", bytes)),
    ("lines of one author", |bytes| fill(b"<h1>word</h1><div><span class=author>", b"a<br><br>", b"", bytes)),
    ("one author without text, then lines", |bytes| {
        let mut page = fill(b"<h1>word</h1><div><span class=author>", b"<i></i>", b"", bytes / 2);
        page.extend(fill(b"", b"a<br><br>", b"", bytes / 2));
        page
    }),
    ("bylines", |bytes| fill(b"<h1>word</h1>", b"<p>By Jane Roe, 5 May", b"", bytes)),
    ("digits in lines", |bytes| fill(b"<h1>word</h1>", b"<p>1.2.3.4.5.6.7.8.9.1.2.3.4", b"", bytes)),
    ("digits of one number in lines", |bytes| {
        fill(b"<h1>word</h1>", format!("<p>{}", "0".repeat(590)).as_bytes(), b"", bytes)
    }),
    ("one long line of dates", |bytes| fill(b"<h1>word</h1><p>", b"1/2/2020 ", b"", bytes)),
    ("words that may be addresses", |bytes| fill(b"<h1>word</h1><p>", b"http://a@b.c/", b"", bytes)),
    ("one language of code, copied", |bytes| copied_into("<code class='language-", "a", "<pre>word</pre>", bytes)),
    ("one address, copied into paragraphs", |bytes| {
        copied_into("<a href='/", "a", "<p>It rained all night, and by noon it was gone.</p>", bytes)
    }),
    ("one sign of notes", |bytes| {
        let mut page = fill(b"<p>It rained<sup><a href=#n>", b"1", b"</a></sup>.</p>", bytes / 2);
        page.extend(fill(b"<p>", b"It rained<sup><a href=#n>1</a></sup>. ", b"<ol><li id=n>It did.", bytes / 2));
        page
    }),
    ("one id of notes", |bytes| {
        let mut page = fill(b"<ol><li id='", b"1", b"'>It did rain.</ol>", bytes / 2);
        page.extend(fill(b"<p>", b"It rained<sup><a href=#n>1</a></sup>. ", b"", bytes / 2));
        page
    }),
    ("marks in marks", |bytes| fill(b"<p>It rained all night", b"<b>a<i>b<s>c</b>d</i>e</s>", b"", bytes)),
    ("marks within marks", |bytes| fill(b"<p>It rained all night", b"<b><i>a", b"", bytes)),
    ("links in one line", |bytes| fill(b"<p>It rained all night", b"<a href=/b>a</a> ", b"", bytes)),
    ("lines of code in quotes", |bytes| {
        let start = [b"<blockquote>".repeat(30), b"<pre>".to_vec()].concat();
        fill(&start, b"a\n", b"", bytes)
    }),
    ("items of nested lists", |bytes| fill(&b"<ul><li>".repeat(250), b"<li>a", b"", bytes)),
    ("open marks around paragraphs", |bytes| fill(b"<b><i><s><code><sub><sup>", b"<p>a", b"", bytes)),
    ("lines in lists", |bytes| {
        let start = [b"<ul><li>".repeat(60), b"<p>It rained".to_vec()].concat();
        fill(&start, b"<br>a", b"", bytes)
    }),
    ("quotes and lists in turns", |bytes| {
        fill(b"", b"<blockquote><p>It rained all night.</blockquote><ol><li>It did.</ol>", b"", bytes)
    }),
    ("a wide row, then many", |bytes| {
        let mut page = fill(b"<table><thead><tr>", b"<th>a", b"<tbody>", bytes / 2);
        page.extend(fill(b"", b"<tr><td>word", b"", bytes / 2));
        page
    }),
    ("asterisks", |bytes| fill(b"<p>It rained all night, and by noon ", b"*a_b* ", b"", bytes)),
    ("signs of Markdown", |bytes| fill(b"<p>It rained all night, and by noon ", b"[a]($b$)<br>1. ~~", b"", bytes)),
    ("one set of images, one picture", |bytes| {
        let mut page = fill(b"<picture><source srcset='", b"/a", b"'>", bytes / 2);
        page.extend(fill(b"", b"word<img alt=a><img src=b alt=b>", b"", bytes / 2));
        page
    }),
    ("one address, copied around images", |bytes| {
        copied_into("<a href='/", "a", "<p>It rained all night.<img src=a.jpg alt=b>", bytes)
    }),
    ("classes around formulas", |bytes| {
        copied_into("<script type=math/tex>x</script><b class='", "nav ", "<p><span>It <math alttext=x>", bytes)
    }),
    ("one rel, copied", |bytes| {
        copied_into("<a rel=author>a</a><a href=/ rel='", "a ", "<p>It rained all night.", bytes)
    }),
    ("blanks of one rel, copied", |bytes| {
        copied_into("<a rel=author>a</a><a href=/ rel='", " ", "<p>It rained all night.", bytes)
    }),
    ("one property of an author, copied", |bytes| {
        copied_into("<div itemprop=author><b itemprop='", "a ", "<p>word</p>", bytes)
    }),
    ("one author, copied", |bytes| copied("b itemprop=author content='", "a ", bytes)),
    ("one property, copied", |bytes| copied("b itemtype=a itemprop='", "a ", bytes)),
    ("one property, copied into a line", |bytes| {
        copied_into("<p>By <b itemprop='", "autor ", "<button><b></b></b></button>", bytes)
    }),
    ("one key of an array in JSON", |bytes| {
        let mut page = fill(b"word<script>a={\"", b"title ", b"\":[", bytes / 2);
        page.extend(fill(b"", b"\"It rained\",", b"\"It rained.\"]}</script>", bytes / 2));
        page
    }),
    ("one value in JSON, copied", |bytes| copied_into("<b data-a='{\"a\":\"", "It rained. ", "\"}'><p>word", bytes)),
    ("quotation marks", |bytes| fill(b"<p>It rained all night, and by noon it was gone", b"\"", b"", bytes)),
    ("lines of code in lists", |bytes| {
        let start = [b"<ol start=999999998><li>".repeat(30), b"<pre>".to_vec()].concat();
        fill(&start, b"a\n", b"", bytes)
    }),
    ("definitions", |bytes| fill(b"<dl>", b"<dt>word<dd>It rained all night.", b"", bytes)),
    ("captions of images", |bytes| {
        fill(b"<p>It rained.</p><figure><figcaption>", b"a<img src=a.jpg alt=b>", b"</figcaption></figure>", bytes)
    }),
    ("one itemtype, copied", |bytes| copied("b itemtype='", "a", bytes)),
    ("one href of spaces, copied", |bytes| copied("a href='", " ", bytes)),
    ("one href that ends in spaces, copied", |bytes| copied("a href='x", " ", bytes)),
    ("images between signs", |bytes| {
        fill(b"<p>word</p><div>", b"!<img src=/a><br><br>!<img src=/b><br><br>", b"word</div>", bytes)
    }),
    ("images between signs of a caption", |bytes| {
        let start = b"<p>word</p><figure><figcaption>";
        fill(start, b"!<img src=/a><br><br>!<img src=/b><br><br>", b"word</figcaption></figure>", bytes)
    }),
    ("captions of signs and images", |bytes| {
        let captions = b"<figcaption>!<img src=/a></figcaption><figcaption>!<img src=/b></figcaption>";
        fill(b"<p>word</p><figure>", captions, b"word</figure>", bytes)
    }),
    ("short strings on one line of a script", |bytes| fill(b"<p>word<script>", b"f('x','y');", b"\n</script>", bytes)),
    ("stray quotes on one line of a script", |bytes| fill(b"<p>word<script>", b"a=\"", b"\n</script>", bytes)),
    ("calls of JSON.parse on one line of a script", |bytes| {
        fill(b"<p>word<script>", b"a=JSON.parse('{\"a\":1}');", b"\n</script>", bytes)
    }),
    ("one template of random words", |bytes| {
        // Squares of an irrational number: their order does not repeat.
        let word = |nth: usize| (nth as u64 * nth as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54;
        numbered("<html lang=en><template><p>", bytes, |nth| format!("{} ", letters(word(nth))))
    }),
    ("small blocks, deep down", |bytes| fill(&b"<div>".repeat(500), b"<p>a", b"", bytes)),
    ("classes of their own", |bytes| numbered("", bytes, |nth| format!("<p class='{} {nth}'>word", "x".repeat(64)))),
    ("all attributes of letters, copied", |bytes| all_attributes("a", bytes)),
    ("all attributes of spaces, copied", |bytes| all_attributes(" ", bytes)),
    ("all attributes of slashes, copied", |bytes| all_attributes("/", bytes)),
    ("all attributes of words, copied", |bytes| all_attributes("a ", bytes)),
    ("all attributes of JSON, copied", |bytes| all_attributes("{\"a\":", bytes)),
];
