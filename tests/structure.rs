//! Tables of pages and the structure that is to come of them; see `support/structure.rs` for how it is written down.
#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice)] // A test fails by panicking.

use mainbody::{Focus, Kind, Origin, Role};

#[path = "support/structure.rs"]
mod structure;

use structure::{check, written};

#[test]
fn inline_marks() {
    check(&[
        ("<p>a <strong>b</strong> c", "p: a <b>b</b> c"),
        ("<p>a <b>b</b> <i>c</i>", "p: a <b>b</b> <i>c</i>"),
        ("<p>a<b> b </b>c", "p: a <b>b</b> c"),
        ("<p><em>a</em><cite> b</cite> <var>x</var>", "p: <i>a</i> <i>b</i> <i>x</i>"),
        ("<p>H<sub>2</sub>O, m<sup>2</sup>", "p: H<sub>2</sub>O, m<sup>2</sup>"),
        ("<p><del>a</del> <s>b</s> <strike>c</strike>", "p: <s>a</s> <s>b</s> <s>c</s>"),
        ("<p>press <kbd>Q</kbd>, <code>ls</code>", "p: press <code>Q</code>, <code>ls</code>"),
        ("<p>a <b> </b><i></i>c", "p: a c"),
        ("<p>a <b>b <b>c</b> d</b>", "p: a <b>b c d</b>"),
        ("<p><b>a <i>b</b> c</i> d", "p: <b>a <i>b</i></b> <i>c</i> d"),
        ("<p><ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>は雨", "p: 東京(とうきょう)は雨"),
        ("<p>é <b>漢字</b> é", "p: é <b>漢字</b> é"),
        ("<p>a<br><b>b</b><br>c", "p: a\\n<b>b</b>\\nc"),
        ("<h2>a <em>b</em></h2>", "h2: a <i>b</i>"),
    ]);
}

#[test]
fn text_in_a_line_that_is_never_shown() {
    check(&[
        (
            "<p>Ann (born <span style='display:none'>(<span class=bday>1950-05-05</span>)</span>5 May 1950)",
            "p: Ann (born 5 May 1950)",
        ),
        ("<p>a <span hidden>b</span>c", "p: a c"),
        ("<p><b><span hidden>to</span> a</b>", "p: <b>a</b>"),
        ("<table><tr><th>a<th>b<tr><td><span style='DISPLAY: none'>002</span>2<td>c</table>", "table: a\tb\\n2\tc"),
        // What may be shown in the end.
        ("<p><span hidden>a</span>", "p: a"),
        ("<p><a href=/x><span hidden>a</span></a>", "p: <a /x>a</a>"),
        ("<p><a href=/x>a <span hidden>b</span></a>", "p: <a /x>a b</a>"),
        ("<button>a <span hidden>b</span></button>", "other: a b"),
        ("<p>a<br><br><span hidden>b</span>", "p: a\np: b"),
        ("<p>a</p><div hidden>b</div>", "p: a\np: b"),
        ("<p hidden>a <span hidden>b</span>", "p: a b"),
        ("<p>a <span style='visibility:hidden'>b</span>", "p: a b"),
        ("<div>a <span hidden><p>b</p></span></div>", "p: a\np: b"),
        (&format!("<p>a <span hidden>{}</span>", "b ".repeat(150)), &format!("p: a {}", "b ".repeat(150).trim_end())),
        ("<pre>a <span hidden>b</span></pre>", "code: a b"),
    ]);
}

#[test]
fn elements_in_a_line_that_stand_apart() {
    check(&[
        ("<div><span role=columnheader>Name</span><span role=columnheader>Age</span></div>", "p: Name Age"),
        (
            "<p><b style='display: block'>a</b><i>b</i><a href=/x style=display:table-cell>c</a>d",
            "p: <b>a</b> <i>b</i> <a /x>c</a> d",
        ),
        ("<p>a<span style=display:inline-block>b</span>", "p: ab"),
        ("<p>a <span role=cell> b </span>", "p: a b"),
    ]);
}

#[test]
fn links() {
    check(&[
        ("<p>see <a href='/x?a=1&amp;b'>here</a>.", "p: see <a /x?a=1&b>here</a>."),
        ("<p>see <a href=' /x '><b>here</b></a>", "p: see <a /x><b>here</b></a>"),
        ("<p><a name=x>no</a> <a href=#y>yes</a>", "p: no <a #y>yes</a>"),
        ("<a href=/x><h3>a</h3><p>b</p></a>", "h3: <a /x>a</a>\np: <a /x>b</a>"),
        ("<p>a<a href=/x></a>b", "p: ab"),
        ("<p>a <a href=/1>b<a href=/2>c</a>", "p: a <a /1>b</a> <a /2>c</a>"),
        ("<ul><li><a href=/x>a</a> b</ul>", "1.-: <a /x>a</a> b"),
    ]);
}

#[test]
fn marks_end_with_the_block_or_cell_and_begin_again_in_the_next() {
    check(&[
        ("<div><b>a<p>b</p>c</b></div>", "p: <b>a</b>\np: <b>b</b>\np: <b>c</b>"),
        ("<b>a<br><br>b</b>", "p: <b>a</b>\np: <b>b</b>"),
        ("<p>a<b><pre>b</pre></b>", "p: a\ncode: b"),
        ("<table><tr><th><b>a</b><th>x<tr><td><i>b<td>c</i></table>", "table: <b>a</b>\tx\\n<i>b</i>\tc"),
        ("<b><table><tr><th>a<th>b<tr><td>c<td>d</table></b>", "table: <b>a</b>\t<b>b</b>\\n<b>c</b>\t<b>d</b>"),
        ("<p>x <b>&mdash;</b></p><p><i>***</i></p><p>y", "p: x <b>—</b>\np: y"),
    ]);
}

#[test]
fn lists() {
    check(&[
        (
            "<ol><li>a<ol><li>b<li>c</ol><li>d<ul><li>e<ul><li>f</ul></ul></ol>",
            "1.1: a\n2.1: b\n2.2: c\n1.2: d\n2.-: e\n3.-: f",
        ),
        ("<ol start=5><li>a<li value=9>b<li>c</ol>", "1.5: a\n1.9: b\n1.10: c"),
        ("<ol start='5.'><li>a<li value='9th'>b</ol>", "1.5: a\n1.9: b"),
        ("<ol reversed><li>a<li>b</ol>", "1.2: a\n1.1: b"),
        ("<li>a<p>b</p><ul><li>c</ul>", "1.-: a\np in 1: b\n2.-: c"),
        ("<ul><li><p>a</p><p>b</p><pre>c</pre></ul>", "1.-: a\np in 1: b\ncode in 1: c"),
        ("<ul><li><span>a</span></li><li><div>b</div></li></ul>", "1.-: a\n1.-: b"),
        ("<dl><dt>a<dd>b<dd>c<ul><li>d</ul></dl>", "term: a\ndefinition: b\ndefinition: c\n1.-: d"),
        ("<dl><div><dt>a</dt><dd><p>b</p></dd></div></dl>", "term: a\ndefinition: b"),
    ]);
}

#[test]
fn permalinks_are_no_part_of_a_heading() {
    check(&[
        ("<h2 id=a>Rain<a href=#a>#</a></h2>", "h2: Rain"),
        ("<h2 id=a><a href='/docs#a'>§</a> Rain</h2>", "h2: Rain"),
        ("<h2>1. Rain<a class=headerlink href=#a title='Link to this heading'>¶</a></h2>", "h2: 1. Rain"),
        ("<h2>Rain<a class=hash-link href=#a aria-label='Direct link to Rain'>&#8203;</a></h2>", "h2: Rain"),
        ("<h2>Rain <a class=anchor href=#a><svg><title>Link</title></svg></a></h2>", "h2: Rain"),
        ("<h2>Rain <a href=#a><img src=link.png alt=link></a></h2>", "h2: Rain"),
        ("<h2>Rain <a class=anchor href=#a><span class=sr>Section titled “Rain”</span></a></h2>", "h2: Rain"),
        ("<h2>Rain<a class=subhead-anchor href=#rain>#rain</a></h2>", "h2: Rain"),
        ("<h2>Rain <button class=anchor-button>Copy link</button></h2>", "h2: Rain"),
        ("<h2>Rain <button aria-label='Copy link to heading'>\u{e001}</button></h2>", "h2: Rain"),
        ("<dl><dt>rain()<a class=headerlink href=#rain>¶</a><dd>Rains.</dl>", "term: rain()\ndefinition: Rains."),
        ("<a href=#a><h2>Rain</h2></a>", "h2: <a #a>Rain</a>"),
    ]);
}

#[test]
fn arrows_that_lead_back_from_a_note_are_no_part_of_it() {
    check(&[
        ("<ol><li id=n>Rain fell. <a href=#r>↩</a></ol>", "1.1: Rain fell."),
        ("<p>Rain fell.&nbsp;<a class=footnote-backref href='/page#r'>↩&#xfe0e;</a>", "p: Rain fell."),
        ("<ol><li id=n><b><a href=#r>^</a></b> Rain fell.</ol>", "1.1: Rain fell."),
        (
            "<ol><li id=n><a href=#cite_ref-1>a</a> <a href=#cite_ref-2><sup>b</sup></a> Rain fell.</ol>",
            "1.1: Rain fell.",
        ),
        (
            "<ol><li id=n><span class='mw-cite-backlink noprint'>↑ <a href=#cite_ref-1>1,0</a> et <a href=#cite_ref-2>1,1</a>\
             </span> Rain fell.</ol>",
            "1.1: Rain fell.",
        ),
        ("<ol><li id=n><span class=mw-cite-backlink><a href=#r>^</a> Rain fell.</ol>", "1.1: Rain fell."),
        ("<p>Press <kbd>↵</kbd> or <a href=/keys>↵</a> now", "p: Press <code>↵</code> or <a /keys>↵</a> now"),
    ]);
}

#[test]
fn brackets_around_such_arrows_go_with_them() {
    check(&[
        ("<ol><li>Rain fell. [<a href=#r>↩</a>]<li>Hail (<a href=#s>↑</a> )</ol>", "1.1: Rain fell.\n1.2: Hail"),
        ("<p>[<a href=#r>^</a>] Rain fell [1], (see <a href=#s>↩</a>).", "p: Rain fell [1], (see )."),
        ("<p>Rain [<a href=#r>↩</a> or <a href=#s>↩</a>]", "p: Rain [ or ]"),
        ("<p>Rain [<a href=/x>↩</a>] fell", "p: Rain [<a /x>↩</a>] fell"),
        ("<p>Rain [<a href=#r>↩</a>", "p: Rain ["),
        ("<p>Rain [<a href=#r>↩</a>) fell", "p: Rain [) fell"),
    ]);
}

#[test]
fn bullets_typed_into_items_are_left_out() {
    check(&[
        (
            "<ul><li>• Rain<li>·&nbsp;Hail<li> – Snow<li><b>‣ Fog</b> •</ul>",
            "1.-: Rain\n1.-: Hail\n1.-: Snow\n1.-: <b>Fog</b> •",
        ),
        ("<ul><li><span>•</span> Rain<li><p>• Hail<p>• Snow</ul>", "1.-: Rain\n1.-: Hail\np in 1: • Snow"),
        (
            "<ul><li>•Rain<li>– 5 degrees<li>–5 degrees<li>- Snow</ul>",
            "1.-: •Rain\n1.-: – 5 degrees\n1.-: –5 degrees\n1.-: - Snow",
        ),
        ("<p>• Rain<ul><li><pre>• Hail</pre></ul>", "p: • Rain\ncode in 1: • Hail"),
    ]);
}

#[test]
fn links_in_headings_that_are_no_permalinks_stay() {
    check(&[
        ("<h2>1. <a class=anchor href=#a>Permanent anchors</a></h2>", "h2: 1. <a #a>Permanent anchors</a>"),
        ("<h2>Part one: <a class=anchor href=#a>Rain</a></h2>", "h2: Part one: <a #a>Rain</a>"),
        ("<h2>Rain<sup><a href=#n>*</a></sup></h2>", "h2: Rain<sup><a #n>*</a></sup>"),
        ("<h2>Rain <a href=#n>[1]</a></h2>", "h2: Rain <a #n>[1]</a>"),
        ("<h2>Rain <a href=/all>→</a></h2>", "h2: Rain <a /all>→</a>"),
        ("<h2><a href=#>Rain</a></h2>", "h2: <a #>Rain</a>"),
        ("<h2><a href=/all#a>Rain</a></h2>", "h2: <a /all#a>Rain</a>"),
        ("<dl><dt><a href=#rain>Rain</a><dd>Page 1</dl>", "term: <a #rain>Rain</a>\ndefinition: Page 1"),
        ("<h3><button class=anchor>How to copy link and text?</button></h3>", "h3: How to copy link and text?"),
        ("<p>Rain <a href=#a>#</a>", "p: Rain <a #a>#</a>"),
    ]);
}

#[test]
fn headings_that_lead_to_themselves_are_no_links() {
    check(&[
        ("<h2 id=a><a class=anchor href=#a>Rain</a></h2>", "h2: Rain"),
        ("<h2><a href=#rain>#rain</a></h2>", "h2: #rain"),
        ("<h3><a data-toggle=collapse href=#c1><b>How much rain?</b></a></h3>", "h3: <b>How much rain?</b>"),
        ("<dl><dt><a href=#a><code id=a>-a</code></a><dd>All.</dl>", "term: <code>-a</code>\ndefinition: All."),
    ]);
    let page = "<h2 id=rain><a href=#rain>Rain on roofs</a></h2><h2><a href=/snow>Snow on roofs</a></h2>";
    let extraction = mainbody::extract(page).unwrap();
    let ratios: Vec<f32> = extraction.all_blocks().iter().map(|block| block.counts().link_ratio()).collect();
    assert_eq!(ratios, [0.0, 1.0]);
}

#[test]
fn words_that_tags_alone_keep_apart_are_not_joined() {
    check(&[
        ("<p><span>2026</span><span>1h 54m</span><span>R</span>", "p: 2026 1h 54m R"),
        (
            "<p><a href=/a>Rain</a><a href=/b>Snow</a><a href=/c>hail</a>",
            "p: <a /a>Rain</a> <a /b>Snow</a> <a /c>hail</a>",
        ),
        ("<p><b>Rain</b>Snow and <i>hail</i>Storm", "p: <b>Rain</b> Snow and <i>hail</i> Storm"),
        ("<p><span>12</span><span>kg</span> and <span>UK</span><span>US</span>", "p: 12 kg and UK US"),
        ("<p>12.50<span class=sr-only>twelve</span>", "p: 12.50 twelve"),
        ("<p>10<img src=a.png alt=5>20", "p: 10<img a.png 5> 20"),
        // One word, or one number.
        (
            "<p><b>R</b>ain, <i>un</i><b>done</b>, 10<sup>6</sup>, 2<b>5</b>",
            "p: <b>R</b>ain, <i>un</i><b>done</b>, 10<sup>6</sup>, 2<b>5</b>",
        ),
        (
            "<p><code><b>get</b><b>Rain</b>()</code> <span>$</span><span>5</span>",
            "p: <code><b>get</b><b>Rain</b>()</code> $5",
        ),
        ("<pre><b>let</b><i>Rain</i></pre>", "code: letRain"),
        ("<p><b>東京</b><b>大学</b>", "p: <b>東京</b><b>大学</b>"),
    ]);
}

#[test]
fn signs_that_browsers_add() {
    check(&[
        ("<p>She said <q>it rains</q>.", "p: She said “it rains”."),
        ("<p><q>It <b>said <q>rain</q></b> there</q>", "p: “It <b>said ‘rain’</b> there”"),
        ("<p><q>“Rain”</q> and “<q>snow</q>” and <q></q>", "p: “Rain” and “snow” and"),
        ("<q>Rain <p>fell.</p></q>", "p: “Rain\np: fell."),
        ("<p><ruby>雨<rt>あめ</rt></ruby>が降る", "p: 雨(あめ)が降る"),
        ("<p><ruby>雨<rp>（</rp><rt>あめ</rt><rp>）</rp></ruby>が降る", "p: 雨（あめ）が降る"),
        ("<p><ruby>雨<rt></rt></ruby>が降る", "p: 雨が降る"),
    ]);
}

#[test]
fn controls_beside_text_are_left_out() {
    check(&[
        ("<h1>Enum <span>Rain</span> <button title='Copy item path'>Copy item path</button></h1>", "h1: Enum Rain"),
        ("<h2>Rain <button>Subscribe</button></h2>", "h2: Rain\nother: Subscribe"),
        ("<h3><button>How much rain?</button></h3>", "h3: How much rain?"),
        ("<pre><button>Copy</button>rain()</pre><button>Copied!</button>", "code: rain()"),
        ("<p>Press <button>Copy</button> to go on.</p>", "p: Press Copy to go on."),
        (
            "<div><h2 id=r>Rain</h2><a class=anchor-link href=#r><span>Section titled Rain</span></a></div><p>It fell.",
            "h2: Rain\np: It fell.",
        ),
        (
            "<h2>Rain<span class=mw-editsection>[<a href=/w?action=edit>edit</a>]</span></h2><p>It fell.",
            "h2: Rain\np: It fell.",
        ),
    ]);
}

#[test]
fn characters_that_show_nothing_are_left_out() {
    check(&[
        ("<p>Re&shy;gen&shy;schirm &#xfeff;std&ZeroWidthSpace;::rain", "p: Regenschirm std::rain"),
        ("<pre>Re&shy;gen</pre>", "code: Re\u{ad}gen"),
    ]);
}

#[test]
fn buttons_in_a_sentence_are_words_of_it() {
    check(&[
        ("<p>What <button>entropy</button> means is disorder.</p>", "p: What entropy means is disorder."),
        ("<p>Rain fell. <button>Share</button></p>", "p: Rain fell.\nother: Share"),
        ("<p><button>Share</button> Rain fell.</p>", "other: Share\np: Rain fell."),
        ("<div>Rain <div><button>Share</button></div> fell.</div>", "p: Rain\nother: Share\np: fell."),
    ]);
}

#[test]
fn quotes() {
    check(&[
        ("<blockquote>a<blockquote><p>b</p></blockquote>c</blockquote>d", ">quote: a\n>>quote: b\n>quote: c\np: d"),
        ("<blockquote><h3>a</h3><ul><li>b</ul><pre>c</pre></blockquote>", ">h3: a\n>1.-: b\n>code: c"),
        ("<ul><li>a<blockquote>b</blockquote></ul>", "1.-: a\n>quote in 1: b"),
    ]);
}

#[test]
fn code() {
    check(&[
        ("<pre>a\n  b\n\n\tc  d</pre>", "code: a\\n  b\\n\\n\tc  d"),
        ("<pre>\n    a\n  b\n</pre>", "code:     a\\n  b"),
        ("<pre>a<br>b<br/><br>c</pre>", "code: a\\nb\\n\\nc"),
        ("<pre><div>a</div><div>b</div></pre>", "code: a\\nb"),
        ("<pre><code>a</code><code>b</code></pre>", "code: a\\nb"),
        ("<pre><code>a</code> <code>b</code></pre>", "code: a b"),
        ("<pre><span class=line>a</span><span class=line>b</span></pre>", "code: a\\nb"),
        (
            "<pre><i style='display:block'>a <b>b</b></i><i style='display:block'>c
</i><i style='display:block'>d</i>
<i style='display:flex'>e</i>f</pre>",
            "code: a b\\nc\\nd\\ne\\nf",
        ),
        (
            "<pre><i style='display:table-row'><b style='display:table-cell'>a </b><b style='display:table-cell'>b</b></i>c</pre>",
            "code: a b\\nc",
        ),
        ("<pre><i style='display:inline-block'>a</i><i>b</i></pre>", "code: ab"),
        ("<pre><ol><li>a<li>b</ol></pre>", "code: a\\nb"),
        ("<pre><table><tr><td>a<tr><td>b</table></pre>", "code: a\\nb"),
        ("<pre><span class=k>a</span><span class=o>+</span><b>b</b></pre>", "code: a+b"),
        ("<pre><span class=comment>// a</span>\nb <a href=/x>c</a></pre>", "code: // a\\nb c"),
        ("<pre class=language-rust>a</pre>", "code [rust]: a"),
        ("<pre><code class='hljs language-c++'>a</code></pre>", "code [c++]: a"),
        ("<div class='highlight-source-shell'><pre>a</pre></div>", "code [shell]: a"),
        ("<pre class='brush: php; gutter: true'>a</pre>", "code [php]: a"),
        ("<pre data-lang=Go><code>a</code></pre>", "code [go]: a"),
        ("<pre class='sourceCode haskell'><code>a</code></pre>", "code [haskell]: a"),
        ("<pre class='language-none'>a</pre>", "code: a"),
        (
            &format!("<pre class='language-rust {}é b'>a</pre>", "x".repeat(255 - "language-rust ".len())),
            "code [rust]: a",
        ),
        ("<div class='lang-switch'><div><div><div><div><pre>a</pre></div></div></div></div></div>", "code: a"),
        ("<p><code>a  b</code></p>", "p: <code>a b</code>"),
    ]);
}

#[test]
fn line_numbers_are_no_code() {
    check(&[
        ("<table><tr><td class=gutter><pre>1\n2</pre><td class=code><pre>a\nb</pre></table>", "code: a\\nb"),
        ("<table><tr><td><pre>8\n9\n10</pre><td><pre>a\nb\nc</pre></table>", "code: a\\nb\\nc"),
        (
            "<table class=highlighttable><tr><td class=linenos><div class=linenodiv><pre>1</pre></div>
             <td class=code><div class=highlight><pre>a</pre></div></table>",
            "code: a",
        ),
        ("<pre><span class=lineno>1 </span>a\n<span class=lineno>2 </span>b</pre>", "code: a\\nb"),
        ("<pre><span class='line-numbers'>1\n2\n</span>a\nb</pre>", "code: a\\nb"),
        ("<pre><span style='user-select: none'>1</span>a</pre>", "code: a"),
        (
            "<table class='highlight js-file-line-container'>
              <tr><td class='blob-num' data-line-number=1></td><td class='blob-code'>a {</td></tr>
              <tr><td class='blob-num'>2</td><td class='blob-code'>  b</td></tr>
              <tr><td class='blob-num'>3</td><td class='blob-code'>
</td></tr>
              <tr><td class='blob-num'>4</td><td class='blob-code'>}</td></tr></table>",
            "code: a {\\n  b\\n\\n}",
        ),
        (
            "<div class='syntaxhighlighter js'><table><tr><td class=gutter><div>1</div><div>2</div><td class=code>\
             <div class=container><div class=line><code>var</code>&nbsp;<code>x</code></div><div class=line>\
             <code>&nbsp;&nbsp;</code><code>y</code></div></div></table></div>",
            "code [js]: var\u{a0}x\\n\u{a0}\u{a0}y",
        ),
        // What is only like one stays.
        ("<pre>1\n2\n3</pre>", "code: 1\\n2\\n3"),
        ("<pre><span class=hljs-number>1</span> + <span class=hljs-number>2</span></pre>", "code: 1 + 2"),
        ("<pre><span class=lineno>a1</span> b</pre>", "code: a1 b"),
        ("<table><tr><td><pre>1\n3</pre><td><pre>a</pre></table>", "code: 1\\n3\ncode: a"),
        ("<table><tr><td><pre>a</pre><td><pre>1\n2</pre></table>", "code: a\ncode: 1\\n2"),
    ]);
}

#[test]
fn notes() {
    check(&[
        (
            "<p>a<sup id=r1><a href=#f1>1</a></sup> b</p><ol><li id=f1>c <a href=#r1>↩</a></ol>",
            "p: a<note f1>1</note> b\n1.1 [note f1]: c",
        ),
        (
            "<p>a<a href=#f1><sup>[1]</sup></a></p><p><a name=f1></a>[1] c",
            "p: a<note f1>[1]</note>\np [note f1]: [1] c",
        ),
        ("<p>a <a href=#f1>[1]</a></p><div id=f1><p>c</p></div>", "p: a <note f1>[1]</note>\np [note f1]: c"),
        (
            "<p>a<sup><a href=#f1>1</a>,<a href=#f2>2</a></sup><p id=f1>c<p id=f2>d",
            "p: a<sup><note f1>1</note>,<note f2>2</note></sup>\np [note f1]: c\np [note f2]: d",
        ),
        (
            "<p>a<sup><a href=#f1>*</a></sup> b<sup><a href=#f1>*</a></sup><p id=f1>c",
            "p: a<note f1>*</note> b<note f1>*</note>\np [note f1]: c",
        ),
        ("<p>a<sup><a href=#f%C3%A9>1</a></sup><p id=fé>c", "p: a<note f%C3%A9>1</note>\np [note f%C3%A9]: c"),
        ("<p>a<sup><a href=#f%25>1</a></sup><p id=f%>b<p id=f%25>c", "p: a<note f%25>1</note>\np: b\np [note f%25]: c"),
        // Links that are none.
        (
            "<p>a<sup><a href=#f1>1</a></sup> b<sup><a href=#f1>2</a></sup><p id=f1>c",
            "p: a<sup><a #f1>1</a></sup> b<sup><a #f1>2</a></sup>\np: c",
        ),
        ("<p>a<sup><a href=#f1>1</a></sup></p>", "p: a<sup><a #f1>1</a></sup>"),
        ("<p>see <a href=#f1>below</a><p id=f1>c", "p: see <a #f1>below</a>\np: c"),
        ("<p>see <a href=#s1>1</a><p id=s1>c", "p: see <a #s1>1</a>\np: c"),
        ("<p>see <sup><a href=#s1>1</a></sup><h2 id=s1>c</h2>", "p: see <sup><a #s1>1</a></sup>\nh2: c"),
        ("<p id=r1>a<p id=f1>b <sup><a href=#r1>1</a></sup>", "p: a\np: b <sup><a #r1>1</a></sup>"),
    ]);
}

/// Row, column, rows and columns taken, `*` for a header, text.
fn cells(page: &str) -> Vec<String> {
    let extraction = mainbody::extract(page).unwrap();
    let table = extraction.all_blocks().iter().find(|block| block.kind() == Kind::Table).unwrap();
    let cells = table.cells().map(|cell| {
        assert_eq!(&table.text()[cell.range.clone()], cell.text, "{cell:?}");
        let header = if cell.header { "*" } else { "" };
        format!("{},{} {}x{}{header} {}", cell.row, cell.column, cell.rowspan, cell.colspan, cell.text)
    });
    cells.collect()
}

#[test]
fn cells_of_tables() {
    for (page, expected) in [
        (
            "<table><thead><tr><td>a<td>b</thead><tr><th>c<td>d</table>",
            &["0,0 1x1* a", "0,1 1x1* b", "1,0 1x1* c", "1,1 1x1 d"][..],
        ),
        (
            "<table><tr><th rowspan=2>a<th colspan=2>b<tr><td>c<td>d<tr><td>e<td>f<td>g</table>",
            &["0,0 2x1* a", "0,1 1x2* b", "1,1 1x1 c", "1,2 1x1 d", "2,0 1x1 e", "2,1 1x1 f", "2,2 1x1 g"],
        ),
        (
            "<table><tr><th rowspan=0>a<th colspan=0>b<tr><td colspan=99999>c<tr><td rowspan=-1>d</table>",
            &["0,0 3x1* a", "0,1 1x1* b", "1,1 1x1000 c", "2,1 1x1 d"],
        ),
        (
            "<table><tr><td scope=col>a<td role=columnheader>b<tr><th>c<td>d</table>",
            &["0,0 1x1* a", "0,1 1x1* b", "1,0 1x1* c", "1,1 1x1 d"],
        ),
    ] {
        assert_eq!(cells(page), expected, "{page}");
    }
}

/// Tags that mutated pages are made of.
const TAGS: &[&str] = &[
    "b",
    "/b",
    "i",
    "/i",
    "a href=/x",
    "/a",
    "a href=#n",
    "sup",
    "/sup",
    "p",
    "/p",
    "div",
    "/div",
    "table",
    "tr",
    "td",
    "/table",
    "li id=n",
    "/li",
    "img src=i.png",
    "figure",
    "/figure",
    "figcaption",
    "/figcaption",
    "br",
    "pre",
    "/pre",
    "math alttext=z",
    "/math",
    "span class=lineno",
    "/span",
    "blockquote",
    "/blockquote",
    "h2",
    "/h2",
];

#[test]
fn marks_and_cells_are_counted_and_gone_through_from_both_ends() {
    let page =
        mainbody::extract("<p>The <i>tide</i> <b>table</b> of 1904.</p><table><tr><th>Year<th>Rain<tr><td>1<td>2")
            .unwrap();
    let marks = page.all_blocks()[0].marks();
    assert_eq!(marks.len(), marks.clone().rev().count());
    assert_eq!(marks.clone().next_back(), marks.last());
    let cells = page.all_blocks()[1].cells();
    assert_eq!((cells.len(), cells.clone().skip(2).count(), cells.last().unwrap().text), (4, 2, "2"));
}

#[test]
fn what_is_shown_of_roles_origins_and_the_dial() {
    assert_eq!([Role::Text, Role::Title, Role::Byline].map(|role| role.to_string()), ["text", "title", "byline"]);
    let origins = [Origin::Visible, Origin::Noscript, Origin::Template, Origin::JsonLd, Origin::Hydration];
    let names = ["visible", "noscript", "template", "JSON-LD", "hydration"];
    assert_eq!(origins.map(|origin| origin.to_string()), names);
    let dial = [Focus::Precision, Focus::Balanced, Focus::Recall];
    assert_eq!(dial.map(|focus| focus.to_string()), ["precision", "balanced", "recall"]);
}

#[test]
fn marks_nest_on_mutated_pages() {
    let words = ["1", " a", "b ", " ", "é", "&nbsp;", "漢字", "[2]", "-"];
    let mut random = fastrand::Rng::with_seed(11);
    for _ in 0..500 {
        let page: String = (0..random.usize(1..60))
            .map(|_| {
                if random.bool() {
                    format!("<{}>", TAGS[random.usize(..TAGS.len())])
                } else {
                    words[random.usize(..words.len())].to_owned()
                }
            })
            .collect();
        let extraction = mainbody::extract(&page).unwrap();
        // Writing a block checks that its marks nest.
        assert!(extraction.all_blocks().is_empty() || !written(&extraction).is_empty(), "{page}");
        for block in extraction.all_blocks() {
            assert_eq!(block.text().is_empty(), block.kind() == Kind::Image, "{page}: {block:?}");
            let cells: Vec<_> = block.cells().map(|cell| cell.range).collect();
            for mark in block.marks().filter(|_| !cells.is_empty()) {
                let inside =
                    |cell: &std::ops::Range<usize>| cell.start <= mark.range.start && mark.range.end <= cell.end;
                assert!(cells.iter().any(inside), "{page}: {mark:?} crosses a cell");
            }
        }
    }
}
