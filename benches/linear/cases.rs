//! Pages that cost a careless parser or segmenter more than they are long.

use std::fmt::Write;

/// A page that can be made of any length.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// The smaller of the two sizes, in repetitions; the other is twice as much.
    pub(crate) units: usize,
    pub(crate) page: fn(usize) -> String,
}

/// `unit` so many times, with every `#` in it replaced by a number that is new each time.
fn repeat(unit: &str, times: usize) -> String {
    if !unit.contains('#') {
        return unit.repeat(times);
    }
    let mut out = String::new();
    for number in 0..times {
        for (nth, part) in unit.split('#').enumerate() {
            if nth > 0 {
                let _ = write!(out, "{number}");
            }
            out.push_str(part);
        }
    }
    out
}

/// Builds the list of cases; a page is `start`, `unit` repeated, and `end`.
macro_rules! cases {
    ($($name:literal: $units:literal of $start:expr, $unit:literal, $end:literal;)*) => {
        &[$(Case {
            name: $name,
            units: $units,
            page: |units| {
                let mut page = String::from($start);
                page.push_str(&repeat($unit, units));
                page.push_str($end);
                page
            },
        }),*]
    };
}

/// Every page says "word" at least once.
pub(crate) const CASES: &[Case] = cases! {
    // Elements in elements.
    "nested div": 100_000 of "", "<div>", "word";
    "div after div": 100_000 of "word", "<div></div>", "";
    "nested b": 300_000 of "", "<b>", "word";
    "nested font color=N": 20_000 of "", "<font color=#>", "word";
    "nested ul li": 50_000 of "", "<ul><li>", "word";
    "nested ul li with text": 30_000 of "", "<ul><li>word", "";
    "nested blockquote p": 30_000 of "", "<blockquote><p>word", "";
    "nested svg g": 300_000 of "word<svg>", "<g>", "word";
    "nested svg foreignObject": 20_000 of "word", "<svg><foreignObject><div>", "word";
    "nested math mi": 200_000 of "word<math>", "<mrow>", "word";
    "nested template": 100_000 of "word", "<template>", "word";
    "table in table": 30_000 of "", "<table><tr><td>word", "";
    "table in table, rows before": 20_000 of "", "<table><tr><td>word<td>word<tr><td>word<td>", "";
    "nested button": 50_000 of "", "<button>word", "";
    "nested details": 25_000 of "", "<details><summary>word", "";
    "empty elements below the depth limit": 50_000 of "<div>".repeat(600), "<br><div>", "word";
    "images below the depth limit": 20_000 of "<div>".repeat(600), "<img src=a>word<div>", "";
    // Elements left open.
    "unclosed p": 60_000 of "", "<p>word", "";
    "unclosed li": 60_000 of "<ul>", "<li>word", "";
    "unclosed dt and dd": 30_000 of "<dl>", "<dt>word<dd>word", "";
    "unclosed a": 100_000 of "", "<a href=#>word", "";
    "unclosed h1": 30_000 of "", "<h1>word", "";
    "unclosed nobr": 100_000 of "", "<nobr>word", "";
    "unclosed option": 100_000 of "word<select>", "<option>word", "";
    "select and option": 50_000 of "word", "<select><option>word</select>", "";
    // The adoption agency.
    "a p": 30_000 of "", "<a><p>word", "";
    "b p": 30_000 of "", "<b><p>word", "";
    "b p /b": 30_000 of "", "<b><p>word</b>", "";
    "p b /p": 30_000 of "", "<p><b>word</p>", "";
    "p font color=N /p": 3_000 of "", "<p><font color=#>word</p>", "";
    "i div /i": 30_000 of "", "<i><div>word</i></div>", "";
    "a b c d e crossed": 30_000 of "", "<b><i><u><a href=#><div>word</b></i></u></a>", "";
    "fifty fonts open, many p": 10_000 of repeat("<font color=#>", 50), "<p>word", "";
    "/p without p": 200_000 of "word", "</p>", "";
    "/br without br": 200_000 of "word", "</br>", "";
    "end tags of nothing": 200_000 of "word<div>", "</b></i>", "";
    // Tables.
    "table rows": 100_000 of "<table>", "<tr><td>word", "";
    "table rows, two cells": 500_000 of "<table>", "<tr><td>word<td>word", "";
    "one row of cells": 60_000 of "<table><tr>", "<td>word", "";
    "tables side by side": 20_000 of "", "<table><tr><td>word<td>word<tr><td>word<td>word</table>", "";
    "foster-parented text": 100_000 of "<table>", "word<tr>word", "";
    "foster-parented b": 50_000 of "<table>", "<b>word<tr>", "";
    "foster-parented tables": 20_000 of "", "<table>word<tr>word", "";
    "captions": 30_000 of "<table>", "<caption>word", "";
    // Attributes and names.
    "attributes on one tag": 500_000 of "word<p ", "a=b ", ">word";
    "classes on one tag, repeated attribute": 300_000 of "word<p ", "class=b ", ">word";
    "attribute names on one p": 500_000 of "word<p ", "a# ", ">word";
    "attribute names on one font": 500_000 of "word<font ", "a# ", ">word";
    "attribute names on one html": 500_000 of "word<html ", "a# ", ">word";
    "attribute names, one a tag": 40_000 of "word", "<p a#=b>word", "";
    "html again and again": 50_000 of "word", "<html class=a# id=b lang=c>", "";
    // Names of up to seven bytes are interned in place, longer ones in a table that does not grow.
    "short element names": 100_000 of "word", "<e#></e#>", "";
    "long element names": 50_000 of "word", "<element-#></element-#>", "";
    "long element names in svg": 50_000 of "word<svg>", "<element-# />", "";
    "long attribute names": 50_000 of "word", "<p attribute-#=b>", "word";
    "long attribute names on b": 50_000 of "word", "<b attribute-#=b></b>", "word";
    "long end tags of nothing": 50_000 of "word", "</element-#>", "";
    "classes of one element": 32_768 of "<p class='", "c# ", "'>word";
    "nested elements with classes": 15_000 of "", "<div class='nav main c#'>word", "";
    "one long tag name": 4_000_000 of "word<", "a", ">";
    "one long attribute value": 4_000_000 of "word<p id='", "a", "'>word";
    // Text.
    "small paragraphs": 50_000 of "", "<p>A word and number #.</p>\n", "";
    "one text node": 500_000 of "<p>", "word and ", "";
    "one word": 4_000_000 of "<p>", "a", "";
    "white space": 4_000_000 of "<p>word", " ", "word";
    "line breaks": 200_000 of "<p>word", "<br>", "word";
    "lines of pre": 300_000 of "<pre>", "word word\n", "";
    "white space in pre": 4_000_000 of "<pre>word", "\n", "word";
    "spans in pre": 100_000 of "<pre>", "<span>word</span>\n", "";
    "entities": 500_000 of "<p>word", "&amp;", "";
    "entities without names": 1_000_000 of "<p>word", "&", "";
    "numeric entities": 300_000 of "<p>word", "&#x41;", "";
    "NUL": 1_000_000 of "<p>word", "\0a", "";
    "Han characters": 1_000_000 of "<p>word", "水", "";
    "words in spans": 100_000 of "<p>", "<span>word</span> ", "";
    // Structure.
    "marks around many blocks": 30_000 of "<b><i><sup><sub><del><code><a href=/>", "<div>word</div>", "";
    "emphases": 50_000 of "<p>", "<b>word</b> <i>word</i>", "";
    "emphases that touch": 50_000 of "<p>", "<b>word</b><i>word</i>", "";
    "emphases around images": 50_000 of "<p>word <b>", "<img src=#><i></i>", "";
    "backticks in code": 500_000 of "<p><code>word", "`", "</code>";
    "links of one word": 50_000 of "<p>", "<a href=/#>word</a> ", "";
    "items of a list": 50_000 of "<ul>", "<li>word", "";
    "quotes and items": 20_000 of "", "<blockquote>word<ul><li>word</ul></blockquote>", "";
    "cells that span": 20_000 of "<table>", "<tr><td colspan=1000 rowspan=9>word<td>word", "";
    "one long address, many blocks": 20_000 of format!("<a href='{}'>", "a".repeat(1_000_000)), "<div>word</div>", "";
    "one long fragment, many blocks": 20_000 of format!("<sup><a href='#{}'>", "a".repeat(1_000_000)), "<div>1</div>", "";
    "references to notes": 20_000 of "", "<sup><a href=#n#>1</a></sup><p id=n#>word", "";
    "images": 50_000 of "word", "<p><img src=#>", "";
    "images in one figure": 20_000 of "<figure>", "<img src=#><div>word</div>", "";
    "images in one picture": 100_000 of "word<picture>", "<img src=data:>", "";
    "a long srcset": 500_000 of "word<img srcset='", "a 1w, ", "'>";
    "formulas": 30_000 of "word", "<math alttext=word></math> ", "";
    "formulas in scripts": 30_000 of "word", "<span class=MathJax>word</span><script type=math/tex>word</script>", "";
    "nested math": 50_000 of "word", "<math><mi>", "word";
    "nested annotations": 50_000 of "word<math>", "<annotation encoding=tex>", "";
    "pre in a long style": 20_000 of format!("<div style='{}'>", "a;".repeat(500_000)), "<pre>1</pre>", "";
    "pre in a long language": 20_000 of format!("<div data-lang='{}'>", "a".repeat(1_000_000)), "<pre>word</pre>", "";
    "gutters in pre": 50_000 of "<pre>", "<span class=lineno>1</span>word", "";
    "nested gutters in pre": 50_000 of "<pre>", "<span class=lineno>1", "word";
    "rowspans": 30_000 of "<table><tr><th>word<td>word", "<tr><td rowspan=9999>word<td>word", "";
    // Other tokens.
    "<": 8_000_000 of "word", "<", "";
    "</": 4_000_000 of "word", "</", "";
    "comments": 300_000 of "word", "<!---->", "";
    "comments between text": 200_000 of "word", "<!-- -->word", "";
    "an open comment": 4_000_000 of "word<!--", "-", "";
    "doctypes": 100_000 of "word", "<!DOCTYPE html>", "";
    "scripts": 100_000 of "word", "<script>a</script>", "";
    "an open script": 300_000 of "word<script><!--", "<script>", "";
    "an open textarea": 1_000_000 of "word<textarea>", "</", "";
    "CDATA": 100_000 of "word<svg>", "<![CDATA[word]]>", "";
};
