//! Markdown and HTML say what the text says, as other libraries read them, and nothing that does harm.
#![allow(clippy::unwrap_used, clippy::string_slice)] // A test fails by panicking.

use mainbody::{Extraction, Extractor, Images, Links, Rendering};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use rayon::prelude::*;

#[path = "support/corpora.rs"]
mod corpora;
#[path = "support/mutation.rs"]
mod mutation;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/readers.rs"]
mod readers;
#[path = "support/round_trip.rs"]
mod round_trip;

use readers::{text_of_markdown, words};
use round_trip::{PARTS, faults};

/// Pages of the corpora that are rendered, in debug builds and in others.
const SAMPLE: usize = if cfg!(debug_assertions) { 20 } else { 500 };

/// Lines of text and markup that are made up.
const SOUPS: u64 = if cfg!(debug_assertions) { 300 } else { 20_000 };
/// Ways in which each fixture is broken.
const SEEDS: u64 = if cfg!(debug_assertions) { 1 } else { 5 };

/// All of a page, whatever the scorer thinks of it.
fn whole(html: &str) -> Extraction {
    Extractor::new().keep("*").unwrap().extract(html).unwrap()
}

/// Fails if any page has a fault; shows the first few.
#[track_caller]
fn check_all(pages: impl ParallelIterator<Item = (String, String)>) {
    let faults = pages.flat_map_iter(|(name, html)| {
        let faults = [mainbody::extract(&html).unwrap(), whole(&html)].iter().flat_map(faults).collect::<Vec<_>>();
        faults.into_iter().map(move |fault| format!("{name}: {fault}"))
    });
    let mut faults: Vec<String> = faults.collect();
    faults.sort();
    let shown = faults.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(faults.is_empty(), "{} faults\n{shown}", faults.len());
}

#[test]
fn fixtures_keep_their_words() {
    check_all(pages::pages().into_par_iter().map(|page| (page.name, page.html)));
}

#[test]
fn broken_fixtures_keep_their_words() {
    let broken = pages::pages().into_par_iter().flat_map_iter(|page| {
        (0..SEEDS).map(move |seed| (format!("{} with seed {seed}", page.name), mutation::mutate(&page.html, seed)))
    });
    check_all(broken);
}

#[test]
fn pages_of_the_corpora_keep_their_words() {
    let files = corpora::files();
    let step = (files.len() / SAMPLE).max(1);
    let files: Vec<_> = files.into_iter().step_by(step).collect();
    println!("{} pages of the corpora are rendered", files.len());
    check_all(files.into_par_iter().map(|file| (file.display().to_string(), corpora::unzipped(&file))));
}

/// Such parts in any order.
#[test]
fn adversarial_lines_keep_their_words() {
    let soups = (0..SOUPS).into_par_iter().map(|seed| {
        let mut random = fastrand::Rng::with_seed(seed);
        let parts = (0..random.usize(2..40)).map(|_| PARTS[random.usize(0..PARTS.len())]);
        let soup = format!("<p>{}", parts.collect::<String>());
        (soup.clone(), soup)
    });
    check_all(soups);
}

#[test]
fn our_html_extracted_again_keeps_its_words() {
    let files = corpora::files();
    let step = (files.len() / SAMPLE).max(1);
    let stored = files.par_iter().step_by(step).map(|file| (file.display().to_string(), corpora::unzipped(file)));
    let mut pages: Vec<(String, String)> = stored.collect();
    pages.extend(pages::pages().into_iter().map(|page| (page.name, page.html)));
    let counts: Vec<(usize, usize, String)> = pages
        .par_iter()
        .map(|(name, html)| {
            let (first, second) = again(html);
            (words(&first).len(), common(&words(&first), &words(&second)), name.clone())
        })
        .collect();
    let (all, kept) = counts.iter().fold((0, 0), |(all, kept), count| (all + count.0, kept + count.1));
    let mut worst: Vec<_> = counts.iter().filter(|count| count.1 * 100 < count.0 * 98).collect();
    worst.sort_by_key(|count| std::cmp::Reverse(count.0 - count.1));
    for (all, kept, name) in worst.iter().take(10) {
        println!("{kept} of {all} words of {name}");
    }
    println!("{kept} of {all} words are kept; {} of {} pages lose more than 2 %", worst.len(), counts.len());
    assert!(kept * 100 >= all * 98, "only {kept} of {all} words are kept");
}

/// The text of a page, and that of the HTML made of it.
fn again(html: &str) -> (String, String) {
    let first = mainbody::extract(html).unwrap();
    (first.text(), mainbody::extract(&first.html()).unwrap().text())
}

/// How many words two texts have in common, in whatever order.
fn common(first: &[&str], second: &[&str]) -> usize {
    let mut counts = std::collections::HashMap::new();
    for word in second {
        *counts.entry(*word).or_insert(0usize) += 1;
    }
    let found = first.iter().filter(|word| {
        let count = counts.entry(**word).or_default();
        *count = count.wrapping_sub(1);
        *count != usize::MAX || std::mem::take(count) == 1
    });
    found.count()
}

/// Pages and what is to be written of all that is on them.
#[track_caller]
fn check_written(write: impl Fn(&Extraction) -> String, cases: &[(&str, &str)]) {
    let extractor = Extractor::new().base_url("https://o.org/").unwrap().keep("*").unwrap();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(page, expected)| {
            let actual = write(&extractor.extract(page).unwrap());
            (actual.trim_end() != *expected).then(|| format!("{page}\nexpected\n{expected}\ngot\n{actual}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

#[test]
fn text_of_tables() {
    check_written(
        Extraction::text,
        &[
            (
                "<table><tr><th>a<th>b<tr><td>c<td><tr><td><td>d<tr><td><td><tr><td>e|<tr><td><td></table>",
                "a | b\nc\n | d\n\ne|",
            ),
            ("<table><tr><th>a<th>b<tr><td>c<td>d<tr><td>e<td></table>", "a | b\nc | d\ne"),
        ],
    );
}

#[test]
fn markdown_of_phrases() {
    check_written(
        Extraction::markdown,
        &[
            ("<p>a <b>b</b> <i>c</i> <s>d</s> <code>e</code>", "a **b** *c* ~~d~~ `e`"),
            ("<p><b><i>a</i></b> <b>b <i>c</i></b>", "***a*** **b *c***"),
            ("<p>un<b>frigging</b>believable", "un**frigging**believable"),
            ("<p>a<b>(b)</b>c <b>(b</b>c", "a(**b**)c **(b**c"),
            (
                "<p>“<em>I wish it had a cord.</em>” He — <b>“sighed”</b>—left.",
                "“*I wish it had a cord.*” He — **“sighed”**—left.",
            ),
            ("<p>1<i>⁄</i>2 a<b>“b”</b>c", "1⁄2 a“**b**”c"),
            ("<p>后<b>注意：</b>前<b>「引用」</b>，<i>（一）</i>二", "后**注意**：前「**引用**」，（*一*）二"),
            ("<p><b><i>注意：</i></b>后<b><i>注意</i>：</b>后", "***注意***：后***注意***：后"),
            ("<p>后<s><b>「注」</b></s>后<b>！？</b>后", "后「~~**注**~~」后！？后"),
            ("<p><b>a</b><b>b</b> <i>c</i><b>d</b>", "**ab** *c*d"),
            ("<p>H<sub>2</sub>O, 10<sup>−6</sup>, Ca<sup>2+</sup>, the 1<sup>st</sup>", "H₂O, 10⁻⁶, Ca²⁺, the 1st"),
            ("<p><a href=/x>a <b>b</b></a>", "[a **b**](https://o.org/x)"),
            ("<p>Hi!<a href=/x>a</a>", r"Hi\![a](https://o.org/x)"),
            ("<p><a href=/a_(b)>x</a> <a href='/a)b c'>y</a>", "[x](https://o.org/a_(b)) [y](https://o.org/a%29b%20c)"),
            ("<p><a href=https://a.org/b>https://a.org/b</a>", "<https://a.org/b>"),
            ("<p><a href='/b?p=$5'>only $5</a> today", "[only $5](https://o.org/b?p=%245) today"),
            ("<p><a href=/$b>a</a>", "[a](https://o.org/$b)"),
            ("<p><a href=/$b>a</a> <img src=/$c>", "[a](https://o.org/%24b) ![](https://o.org/%24c)"),
            ("<p><a href=https://a.org/$b>https://a.org/$b</a>", "[https://a.org/$b](https://a.org/%24b)"),
            ("<p><a href='#top'>up</a> <a href='javascript:x()'>run</a>", "up run"),
            ("<p><a href=''>here</a> <a href=' #'>top</a> <a href='?a#b'>on</a>", "here top [on](https://o.org/?a#b)"),
            ("<p><code>a`b</code> <code>`c`</code>", "``a`b`` `` `c` ``"),
            (
                "<p><code><a href=/x>a</a></code> <code>b&lt;<a href=/y>c <i>d</i></a> <a href=/z>`</a> , e</code>",
                "[`a`](https://o.org/x) `b<`[`c d`](https://o.org/y) [`` ` ``](https://o.org/z) `, e`",
            ),
            ("<p><code><a href=https://a.org/>https://a.org/</a></code>", "[`https://a.org/`](https://a.org/)"),
            ("<p><code>a <a href='javascript:x()'>b</a></code>", "`a b`"),
            ("<p>a <img src=i.png alt='b [c]'> d", r"a ![b \[c\]](https://o.org/i.png) d"),
            ("<p><a href=/x><b><img src=i.png>a</b></a>", "[**![](https://o.org/i.png) a**](https://o.org/x)"),
            ("<p>a<img src=i.png><b><img src=j.png>b</b>", "a![](https://o.org/i.png)**![](https://o.org/j.png)b**"),
            ("<p>a<br>b", "a\\\nb"),
            ("<p>1. a<br>- b<br># c", "1\\. a\\\n\\- b\\\n\\# c"),
            ("<h2>1. a<br>b #</h2>", r"## 1. a b \#"),
            (
                "<p>the <math alttext='\\frac{a}{b}'><mi>x</mi></math> of <math display=block alttext='x^2'><mi>x</mi></math>",
                "the $\\frac{a}{b}$ of $$x^2$$",
            ),
            ("<p>&lt;b> &amp;amp; *a* [b](c) `d`", r"\<b> \&amp; \*a\* \[b\](c) \`d\`"),
        ],
    );
}

/// What another library reads as strong or stressed.
fn emphasized(markdown: &str) -> String {
    let (mut depth, mut out) = (0, String::new());
    for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::Strikethrough) => depth += 1,
            Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough) => {
                depth -= 1;
                out.push('|');
            }
            Event::Text(text) if depth > 0 => out.push_str(&text),
            _ => {}
        }
    }
    out
}

#[test]
fn emphases_are_read_as_such() {
    check_written(
        |page| emphasized(&page.markdown()),
        &[
            ("<p>后<b>注意：</b>前<b>「引用」</b>，<i>（一）</i>二", "注意|引用|一|"),
            ("<p>前<b>注意！</b><a href=/x>后</a><i>“二”</i><a href=/y>后</a>", "注意！|“二”|"),
            ("<p><b><i>注意：</i></b>后<b>三<a href=/x>四</a>）</b>後", "注意||三四|"),
            ("<p>Is it <b>so?</b>Yes<i>(no)</i>.", "so|no|"),
            ("<p>后<b>！？</b>后<b>℃</b>后", ""),
        ],
    );
}

#[test]
fn markdown_of_blocks() {
    check_written(
        Extraction::markdown,
        &[
            ("<ul><li>a<ul><li>b<ol><li>c<li>d</ol><li>e</ul><li>f</ul>", "- a\n  - b\n    1. c\n    2. d\n  - e\n- f"),
            (
                "<ol start=9><li>a<p>more</p><pre>x\n\ny</pre><li>b</ol>",
                "9. a\n\n   more\n\n   ```\n   x\n\n   y\n   ```\n\n10. b",
            ),
            ("<ol><li>a<li value=5>b</ol><ol><li>c</ol>", "1. a\n\n5) b\n\n1. c"),
            ("<ol reversed><li>a<li>b</ol>", "2. a\n\n1) b"),
            ("<ul><li>a<ol start=3><li>b</ol></ul>", "- a\n\n  3. b"),
            ("<p>a<b>. .</b>b", "a. .b"),
            ("<p>語<b>。 ，</b>語", "語。 ，語"),
            ("<p>a<del>\" \"</del>b", "a\" \"b"),
            (
                "<ul><li><input type=checkbox checked disabled> a<ul><li><p><input type=checkbox>b<p>c</ul><li>d <input type=checkbox></ul>",
                "- [x] a\n  - [ ] b\n\n    c\n\n- d",
            ),
            (
                "<ul><li><input type=checkbox name=size> a<li><input type=radio> b<li><input type=checkbox><h3>c</h3></ul>",
                "- a\n- b\n\n- ### c",
            ),
            ("<blockquote><p>a<p>b<blockquote>c</blockquote></blockquote><p>d", "> a\n>\n> b\n>\n> > c\n\nd"),
            ("<blockquote><ul><li>a<li>b</ul></blockquote>", "> - a\n> - b"),
            ("<ul><li>a<blockquote>b</blockquote>c</ul>", "- a\n\n  > b\n\n  c"),
            (
                "<ul><li>a<li><pre>b</pre><p>c<li><h3>d</h3><p>e<li><blockquote>f</blockquote><li>g</ul>",
                "- a\n\n- ```\n  b\n  ```\n\n  c\n\n- ### d\n\n  e\n\n- > f\n\n- g",
            ),
            (
                "<blockquote><ol><li><pre>a</pre><li>b<li><table><tr><th>c<th>d<tr><td>e<td>f</table></ol></blockquote>",
                "> 1. ```\n>    a\n>    ```\n>\n> 2. b\n>\n> 3. | c | d |\n>    | --- | --- |\n>    | e | f |",
            ),
            (
                "<pre><code class=language-rust>let a = \"```\";\n\n  b</code></pre>",
                "````rust\nlet a = \"```\";\n\n  b\n````",
            ),
            (
                "<blockquote><pre>a&#13;&lt;b>&#13;\n&#13;\nc&#11;d</pre></blockquote>",
                "> ```\n> a\n> <b>\n>\n> c\u{b}d\n> ```",
            ),
            ("<figure><img src=i.png alt=a><figcaption>b</figcaption></figure>", "![a](https://o.org/i.png)\n\nb"),
            ("<dl><dt>a<dd>b<dt>c<dd>d</dl>", "**a**\n\nb\n\n**c**\n\nd"),
            (
                "<p>a<sup><a href=#n1 id=r1>[1]</a></sup> b</p><ol><li id=n1>note <a href=#r1>back</a></ol>",
                "a[^1] b\n\n[^1]: note back",
            ),
            (
                "<p>a<sup><a href=#n1>b</a></sup> c<sup><a href=#n2>B</a></sup></p><ul><li id=n1>one<li id=n2>two</ul>",
                "a[^b] cB\n\n[^b]: one\n\n- two",
            ),
        ],
    );
}

#[test]
fn markdown_of_neighbours() {
    check_written(
        Extraction::markdown,
        &[
            ("<ul><li>a<li>b</ul><ul><li>c</ul><ul><li>d</ul>", "- a\n- b\n\n* c\n\n- d"),
            ("<ul><li>a<ul><li>b</ul><ul><li>c</ul><li>d</ul>", "- a\n  - b\n\n  * c\n- d"),
            ("<ul><li>a</ul><ol><li>b</ol><ol><li>c</ol>", "- a\n\n1. b\n\n1) c"),
            ("<blockquote>a</blockquote><blockquote><p>b<p>c</blockquote>", "> a\n\n> b\n>\n> c"),
            (
                "<blockquote>a<blockquote>b</blockquote><blockquote>c</blockquote>d</blockquote>",
                "> a\n>\n> > b\n>\n> > c\n>\n> d",
            ),
            ("<blockquote><ul><li>a</ul></blockquote><blockquote><ul><li>b</ul></blockquote>", "> - a\n\n> - b"),
            ("<ul><li>a<blockquote>b</blockquote><blockquote>c</blockquote></ul>", "- a\n\n  > b\n\n  > c"),
            ("<blockquote><blockquote>a</blockquote>b</blockquote><blockquote>c</blockquote>", "> > a\n>\n> b\n\n> c"),
        ],
    );
}

#[test]
fn markdown_of_tables() {
    check_written(
        Extraction::markdown,
        &[
            (
                "<table><tr><th>a<th>b|c<tr><td>1<td><b>2</b><br>3</table>",
                "| a | b\\|c |\n| --- | --- |\n| 1 | **2** 3 |",
            ),
            (
                "<table><tr><th colspan=2>a<th>b<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</table>",
                "| a |  | b |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n|  | 4 | 5 |",
            ),
            (
                "<table><tr><th><th><img src=/i.png><tr><td><b>a</b><td><i>b</i><tr><td>c<td>d<tr><td><img src=/j.png></table>",
                "|  | ![](https://o.org/i.png) |\n| --- | --- |\n| **a** | *b* |\n| c | d |\n| ![](https://o.org/j.png) |",
            ),
            ("<table><tr><th rowspan=2>a<th>b<tr><tr><td>c<td>d</table>", "| a | b |\n| --- | --- |\n| c | d |"),
            (
                "<table><thead><tr><th rowspan=5>a<th>b</thead><tr><td>c<td>d<tr><td rowspan=0>e<td>f<tbody><tr><td>g<td>h</table>",
                "| a | b |\n| --- | --- |\n| c | d |\n| e | f |\n| g | h |",
            ),
        ],
    );
}

/// What stands in the `<article>`.
fn inside_of_html(page: &Extraction) -> String {
    let html = page.html();
    html.strip_prefix("<article>\n").unwrap().strip_suffix("</article>\n").unwrap().to_owned()
}

#[test]
fn html_of_blocks() {
    check_written(
        inside_of_html,
        &[
            (
                "<p onclick=x()>a <b>b</b> <i>c</i> <s>d</s> <code>e</code> <sub>f</sub> <sup>g</sup><br>h",
                "<p>a <strong>b</strong> <em>c</em> <del>d</del> <code>e</code> <sub>f</sub> <sup>g</sup><br>\nh</p>",
            ),
            ("<p>&lt;script>a&amp;amp;</p><script>x()</script><style>p{}</style>", "<p>&lt;script&gt;a&amp;amp;</p>"),
            (
                "<p><a href=/x onclick=y() style=z>a</a> <a href='javascript:x()'>b</a> <a href='data:text/html,x'>c</a>",
                "<p><a href=\"https://o.org/x\">a</a> b c</p>",
            ),
            (
                "<p>a <img src='i.png' onerror=x() alt='\"><script>'>",
                "<p>a <img src=\"https://o.org/i.png\" alt=\"&quot;&gt;&lt;script&gt;\"></p>",
            ),
            (
                "<pre><code class=language-c>a &lt; b\n\n  c</code></pre>",
                "<pre><code class=\"language-c\">a &lt; b\n\n  c</code></pre>",
            ),
            (
                "<figure><img src=i.png alt=a><figcaption>b</figcaption></figure>",
                "<figure><img src=\"https://o.org/i.png\" alt=\"a\"><figcaption>b</figcaption></figure>",
            ),
            ("<p>the <math alttext='x^2'><mi>x</mi></math>", "<p>the <span class=\"math inline\">x^2</span></p>"),
            (
                "<p>a<sup><a href=#n1 id=r1>[1]</a></sup> b</p><ol><li id=n1>note</ol>",
                "<p>a<sup><a href=\"#note-1\">[1]</a></sup> b</p>\n<ol>\n<li id=\"note-1\">note</li>\n</ol>",
            ),
        ],
    );
}

#[test]
fn markdown_of_images_in_lists() {
    check_written(
        Extraction::markdown,
        &[
            (
                "<p>z<ol><li><img src=/i.png><p>a<li><img src=/j.png><img src=/k.png><p>b<li><p>c<p><img src=/l.png></ol>",
                "z\n\n1. ![](https://o.org/i.png)\n\n   a\n\n2. ![](https://o.org/j.png)\n\n   ![](https://o.org/k.png)\n\n   b\n\n3. c\n\n   ![](https://o.org/l.png)",
            ),
            (
                "<ul><li><img src=/i.png><ul><li>a</ul><p>b<li><img src=/j.png></ul><p>c",
                "- ![](https://o.org/i.png)\n\n  - a\n\n  b\n\n- ![](https://o.org/j.png)\n\nc",
            ),
        ],
    );
}

#[test]
fn html_of_lists_and_quotes() {
    check_written(
        inside_of_html,
        &[
            (
                "<ul><li>a<ol start=3><li>b</ol><p>c</p><li>d</ul>",
                "<ul>\n<li>a\n<ol start=\"3\">\n<li>b</li>\n</ol>\n<p>c</p>\n</li>\n<li>d</li>\n</ul>",
            ),
            (
                "<ol start=2><li><h3>a</h3><p>b<li><blockquote>c</blockquote><li><dl><dt>d<dd>e</dl></ol>",
                "<ol start=\"2\">\n<li>\n<h3>a</h3>\n<p>b</p>\n</li>\n<li>\n<blockquote>\n<p>c</p>\n</blockquote>\n</li>\n<li>\n<dl>\n<dt>d</dt>\n<dd>e</dd>\n</dl>\n</li>\n</ol>",
            ),
            (
                "<p>z<ul><li><p><img src=/i.png><p>a<li>b</ul>",
                "<p>z</p>\n<ul>\n<li>\n<p><img src=\"https://o.org/i.png\" alt=\"\"></p>\n<p>a</p>\n</li>\n<li>b</li>\n</ul>",
            ),
            (
                "<p>a<sup><a href=#n1>[1]</a></sup> b</p><ol><li id=n1><pre>c</pre><li>d</ol>",
                "<p>a<sup><a href=\"#note-1\">[1]</a></sup> b</p>\n<ol>\n<li id=\"note-1\">\n<pre><code>c</code></pre>\n</li>\n<li>d</li>\n</ol>",
            ),
            (
                "<blockquote><p>a<blockquote>b</blockquote></blockquote>",
                "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>",
            ),
            (
                "<dl><dt>a<dd>b</dl><blockquote><dl><dt>c<dd>d</dl></blockquote>",
                "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n<blockquote>\n<dl>\n<dt>c</dt>\n<dd>d</dd>\n</dl>\n</blockquote>",
            ),
            (
                "<ol reversed><li>a<li value=7>b<li>c</ol><ol reversed start=2><li>d</ol>",
                "<ol reversed start=\"3\">\n<li>a</li>\n</ol>\n<ol reversed start=\"7\">\n<li>b</li>\n<li>c</li>\n</ol>\n<ol reversed start=\"2\">\n<li>d</li>\n</ol>",
            ),
            (
                "<ul><li>a</ul><ul><li>b</ul><blockquote>c</blockquote><blockquote>d</blockquote>",
                "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>\n<blockquote>\n<p>c</p>\n</blockquote>\n<blockquote>\n<p>d</p>\n</blockquote>",
            ),
            (
                "<dl><dt>a<dd>b<ul><li>c<li>d</ul><dt>e<dd><ul><li>f</ul>g<dd><p>h<p>i</dl><p>j",
                "<dl>\n<dt>a</dt>\n<dd>b\n<ul>\n<li>c</li>\n<li>d</li>\n</ul>\n</dd>\n<dt>e</dt>\n<dd>\n<ul>\n<li>f</li>\n</ul>\n<p>g</p>\n</dd>\n<dd>h\n<p>i</p>\n</dd>\n</dl>\n<p>j</p>",
            ),
            (
                "<dl><dt>a<dd><blockquote><p>b<ul><li>c</ul></blockquote><pre>d</pre><dt>e<dd>f</dl>",
                "<dl>\n<dt>a</dt>\n<dd>\n<blockquote>\n<p>b</p>\n<ul>\n<li>c</li>\n</ul>\n</blockquote>\n<pre><code>d</code></pre>\n</dd>\n<dt>e</dt>\n<dd>f</dd>\n</dl>",
            ),
            (
                "<ul><li>a<dl><dt>b<dd>c<ol><li>d</ol><dd>e</dl><li>f</ul>",
                "<ul>\n<li>a\n<dl>\n<dt>b</dt>\n<dd>c\n<ol>\n<li>d</li>\n</ol>\n</dd>\n<dd>e</dd>\n</dl>\n</li>\n<li>f</li>\n</ul>",
            ),
            (
                "<dl><dt>a<dd>b<dl><dt>c<dd>d</dl>e<dd><img src=/i.png><p>f</dl>",
                "<dl>\n<dt>a</dt>\n<dd>b</dd>\n<dt>c</dt>\n<dd>d</dd>\n<dd>e</dd>\n<dd>\n<p><img src=\"https://o.org/i.png\" alt=\"\"></p>\n<p>f</p>\n</dd>\n</dl>",
            ),
            ("<dl><dt>a<dd>b</dl><p>c", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n<p>c</p>"),
        ],
    );
}

#[test]
fn html_of_tables() {
    check_written(
        inside_of_html,
        &[
            (
                "<table><tr><th colspan=2>a<tr><td>1<td rowspan=2>2<tr><td>3</table>",
                "<table>\n<thead>\n<tr><th colspan=\"2\">a</th></tr>\n</thead>\n<tbody>\n<tr><td>1</td><td rowspan=\"2\">2</td></tr>\n<tr><td>3</td></tr>\n</tbody>\n</table>",
            ),
            (
                "<table><tr><th>x<th>y<tr><th rowspan=2>a<th>b<tr><td>c</table>",
                "<table>\n<thead>\n<tr><th>x</th><th>y</th></tr>\n</thead>\n<tbody>\n<tr><th rowspan=\"2\">a</th><th>b</th></tr>\n<tr><td>c</td></tr>\n</tbody>\n</table>",
            ),
            (
                "<table><tr><th><th><img src=/i.png><tr><td><b>a</b><td>b<tr><td><img src=/j.png></table>",
                "<table>\n<thead>\n<tr><th></th><th><img src=\"https://o.org/i.png\" alt=\"\"></th></tr>\n</thead>\n<tbody>\n<tr><td><strong>a</strong></td><td>b</td></tr>\n<tr><td><img src=\"https://o.org/j.png\" alt=\"\"></td></tr>\n</tbody>\n</table>",
            ),
        ],
    );
}

#[test]
fn markup_is_no_more_than_so_many_times_the_text() {
    let marks = "<b><i><s><code><sub><sup><a href=/>".to_owned() + &"<p>a".repeat(1000);
    for (start, unit, plain, markdown, html) in [
        ("<ul><li>".repeat(250), "<li>a", 26, 5, 12),
        ("<ol><li>".repeat(250), "<li>a", 26, 10, 12),
        ("<blockquote>".repeat(250), "<p>a", 4, 100, 10),
        (marks, "<p>a", 4, 40, 110),
    ] {
        let page = whole(&(start + &unit.repeat(1000)));
        let text: usize = page.blocks().map(|block| block.text().len()).sum();
        let times = [page.text(), page.markdown(), page.html()].map(|written| written.len() / text);
        let most = [plain, markdown, html];
        assert!(times.iter().zip(most).all(|(times, most)| *times <= most), "{unit}: {times:?}, not {most:?}");
    }
}

#[test]
fn options_change_what_is_written_and_nothing_else() {
    let html =
        "<p>See the <a href=/t>tides</a> <img src=a.png alt=b> <img src='data:image/png;base64,AAAA' alt=c> today.";
    let html = html.replace("AAAA", &"A".repeat(2000));
    let page = whole(&html);
    let renderings = [
        (Rendering::new(), "See the [tides](/t) ![b](a.png) today.\n"),
        (Rendering::new().links(Links::AsText), "See the tides ![b](a.png) today.\n"),
        (Rendering::new().images(Images::Omitted), "See the [tides](/t) today.\n"),
    ];
    for (rendering, expected) in renderings {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(squeezed(&page.markdown_with(rendering)), squeezed(expected));
    }
    assert!(page.html_with(Rendering::new().images(Images::Embedded)).contains("data:image/png"));
    assert!(!page.html().contains("data:"));
    for page in pages::pages() {
        let page = mainbody::extract(&page.html).unwrap();
        let texts = renderings.map(|(rendering, _)| {
            let markdown = text_of_markdown(&page.markdown_with(rendering));
            words(&markdown).into_iter().map(str::to_owned).collect::<Vec<_>>()
        });
        assert!(texts.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
