//! Selectors match what a browser's engine matches, and every block's path selects its element.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use std::collections::HashSet;

use html5ever::tendril::TendrilSink;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use mainbody::internals::Parsed;
use mainbody::{Error, Extraction, Extractor, Mark, MarkKind, Origin, Warning};
use rayon::prelude::*;
use scraper::{ElementRef, Html, HtmlTreeSink, Node, Selector};

#[path = "support/corpora.rs"]
mod corpora;
#[path = "support/pages.rs"]
mod pages;

/// Elements deeper than this are flattened here and not in html5ever, so that paths rightly differ.
const DEPTH_COMPARED: usize = 400;
/// Pages of the corpora whose paths are looked at, in debug builds and in others.
const SAMPLE: usize = if cfg!(debug_assertions) { 20 } else { 200 };

/// One fixture in this many is matched against.
const FIXTURES_STEP: usize = if cfg!(debug_assertions) { 4 } else { 1 };

/// A page as scraper holds it, with scripting off.
fn reference(html: &str) -> Html {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let tokenizer = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let options = ParseOpts { tokenizer, tree_builder };
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    parse_document(HtmlTreeSink::new(Html::new_document()), options).one(html)
}

/// The elements of a page in document order, without those inside of templates.
fn elements(html: &Html) -> Vec<ElementRef<'_>> {
    let mut elements = Vec::new();
    let mut todo = vec![html.tree.root()];
    while let Some(node) = todo.pop() {
        elements.extend(ElementRef::wrap(node));
        if !matches!(node.value(), Node::Fragment) {
            todo.extend(node.children().rev());
        }
    }
    elements
}

/// A page with what the fixtures lack.
const EVERY_KIND: &str =
    "<div class='comment x'><p data-x rel='next nofollow'>One<p class=comment data-role=none>Two</div>
    <svg><clipPath><path/></clipPath></svg><input type=TEXT><ul><li><p>Three <a href=a.html>fish</a></ul><template><p>Four</template><p>Five";

/// Selectors of every kind, for any page.
const SELECTORS: &[&str] = &[
    "*",
    "p",
    "DIV",
    "article p",
    "main > *",
    "body > div > p",
    "li + li",
    "h2 ~ p",
    "h2 ~ p a[href]",
    "ul li:first-child",
    "tr > :nth-child(2)",
    "p:nth-child(odd)",
    "p:nth-child( 3n - 1 )",
    "li:nth-child(-n+2)",
    "[class]",
    "[class][id]",
    "[href^=http]",
    "a[href$='.html']",
    "a[href*=\"a\" i]",
    "[href*='']",
    "[lang|=en]",
    "[lang|=EN]",
    "[data-role], [data-x]",
    "[rel~=nofollow]",
    "[TYPE=Text]",
    "[role=dialog], nav, footer",
    ":not(div)",
    "div:not(.content):not([id])",
    "p:not(li > p, .x)",
    "div:not(.content, #main) > p",
    ".content",
    ".comment .comment",
    "#main",
    "svg *",
    "clipPath, clippath",
    "html > body > div:nth-child(1) > *",
    "  nav  a ,\tfooter\na ",
];

#[test]
fn match_what_scraper_matches() {
    let mut matched = HashSet::new();
    let mut pages: Vec<_> = pages::pages().into_iter().step_by(FIXTURES_STEP).collect();
    pages.push(pages::Page { name: "the page of every kind".to_owned(), html: EVERY_KIND.to_owned() });
    for page in pages {
        let html = reference(&page.html);
        let elements = elements(&html);
        for text in SELECTORS {
            let Some(actual) = Parsed::matching(&page.html, text) else { continue };
            let selector = Selector::parse(text).unwrap();
            let expected: Vec<usize> = (0..elements.len()).filter(|&at| selector.matches(&elements[at])).collect();
            assert_eq!(actual, expected, "{text} on {}", page.name);
            if !expected.is_empty() {
                matched.insert(*text);
            }
        }
    }
    let unmatched: Vec<_> = SELECTORS.iter().filter(|text| !matched.contains(*text)).collect();
    assert_eq!(unmatched, [&"[href*='']", &"p:not(li > p, .x)"]);
}

/// How many blocks of a page have a path, if each selects the element it names and none other.
fn check_paths(name: &str, html: &str) -> usize {
    let extraction = mainbody::extract(html).unwrap();
    let html = reference(html);
    let mut seen = HashSet::new();
    for block in extraction.all_blocks() {
        let path = block.path();
        let steps: Vec<&str> = path.split(" > ").collect();
        if steps.len() > DEPTH_COMPARED || !seen.insert(path.clone()) {
            continue;
        }
        let found: Vec<ElementRef> = html.select(&Selector::parse(&path).unwrap()).collect();
        assert_eq!(found.len(), 1, "{name}: {path}");
        if !matches!(block.origin(), Origin::Visible | Origin::Noscript) {
            continue; // The text stands in an attribute or a script.
        }
        // Not all of the element's text is in the block: there are texts for screen readers, and second renderings. And
        // formulas come as their source, which may stand in an attribute.
        let own: String = found[0].text().collect();
        let mut letters = own.chars();
        let is_formula = |mark: &Mark<'_>| matches!(mark.kind, MarkKind::Math { .. });
        let formulas: Vec<_> = block.marks().filter(is_formula).map(|mark| mark.range).collect();
        let shown = block.text().char_indices().filter(|(at, _)| !formulas.iter().any(|range| range.contains(at)));
        let is_there = shown.filter(|(_, c)| c.is_alphanumeric()).all(|(_, c)| letters.any(|own| own == c));
        assert!(is_there, "{name}: {path} holds {own:?}, not {:?}", block.text());
    }
    seen.len()
}

#[test]
fn paths_select_the_element_of_the_block() {
    let paths: usize = pages::pages().iter().map(|page| check_paths(&page.name, &page.html)).sum();
    assert!(paths > 100, "only {paths} paths");
    let files = corpora::files();
    let step = (files.len() / SAMPLE).max(1);
    files.into_par_iter().step_by(step).for_each(|file| {
        check_paths(&file.display().to_string(), &corpora::unzipped(&file));
    });
}

/// Names that CSS takes for more than a name.
const ODD_NAMES: &[&str] = &[
    "o:p",
    "foo.bar",
    "a;b",
    "x-1",
    "a\\b",
    "a\"b",
    "a'b",
    "a(b)",
    "a,b",
    "a+b~c",
    "a<b",
    "a*",
    "a{}",
    "a=b",
    "é-ü",
    "a日本",
    "a\u{1}b",
    "a\u{b}b",
    "a\u{7f}",
    "a\u{1}",
    "a#:not(*)",
    "a\0b",
];

#[test]
fn paths_are_selectors_whatever_the_elements_are_called() {
    let mut pages: Vec<String> =
        ODD_NAMES.iter().map(|name| format!("<{name}><p>One fish</p></{name}><p>Two fish")).collect();
    let nested: Vec<String> = ODD_NAMES.iter().map(|name| format!("<{name}><p>Fish</p>")).collect();
    pages.push(nested.concat());
    for html in pages {
        assert!(check_paths(&html, &html) > 1, "{html:?}");
        for block in mainbody::extract(&html).unwrap().all_blocks() {
            let path = block.path();
            assert_eq!(Parsed::matching(&html, &path).map(|found| found.len()), Some(1), "{html:?}: {path:?}");
            let kept = Extractor::new().keep(&path).unwrap().prune("*").unwrap().extract(&html).unwrap();
            assert!(texts(&kept).contains(&block.text()), "{html:?}: {path:?}");
        }
    }
}

/// In formulas and drawings, `html` and `body` are names like any other.
#[test]
fn paths_tell_apart_what_is_called_html_elsewhere() {
    for html in [
        "<math><html><mi>a</mi></html><html><mi>b</mi></html></math>",
        "<math><html><mi>a</mi><mi>b</mi></html><html><html><mi>c</mi></html><html><mi>d</mi></html></html></math>",
    ] {
        assert!(check_paths(html, html) > 1, "{html}");
    }
}

fn texts(extraction: &Extraction) -> Vec<&str> {
    extraction.blocks().map(mainbody::Block::text).collect()
}

const PAGE: &str = "<nav><a href=/>Home</a> <a href=/news>News</a></nav>
    <div id=story><p>It rained all night, and by the morning the river had left its bed<sup>1</sup> and stood in the gardens.</p>
    <p class=ad data-ad=7>The fire brigade brought <b>eleven</b> people to dry land in a boat that a club had lent.</p></div>
    <footer><p>Imprint and <b>privacy</b></p></footer>";
const RAIN: &str = "It rained all night, and by the morning the river had left its bed1 and stood in the gardens.";
const RAIN_ALONE: &str = "It rained all night, and by the morning the river had left its bed and stood in the gardens.";
const FIRE: &str = "The fire brigade brought eleven people to dry land in a boat that a club had lent.";
const IMPRINT: &str = "Imprint and privacy";

#[test]
fn the_innermost_of_keep_and_prune_beats_the_scorer() {
    for (keep, prune, expected) in [
        ("", "", vec![RAIN, FIRE]),
        ("footer", "", vec![RAIN, FIRE, IMPRINT]),
        ("footer b", "", vec![RAIN, FIRE, IMPRINT]),
        ("", ".ad", vec![RAIN]),
        ("", "#story", vec![]),
        ("", "[data-ad='7']", vec![RAIN]),
        ("", "sup", vec![RAIN_ALONE, FIRE]),
        ("p", "sup", vec![RAIN_ALONE, FIRE, IMPRINT]),
        ("#story", ".ad", vec![RAIN]),
        ("#story, .ad", ".ad", vec![RAIN, FIRE]),
        ("#story", "div, sup, .ad", vec![RAIN, FIRE]),
        ("b", "#story, .ad", vec![FIRE, IMPRINT]),
        ("footer", "*", vec![IMPRINT]),
        ("sup", "p", vec![RAIN]),
        ("footer p", "footer", vec![RAIN, FIRE, IMPRINT]),
    ] {
        let mut extractor = Extractor::new();
        if !keep.is_empty() {
            extractor = extractor.keep(keep).unwrap();
        }
        if !prune.is_empty() {
            extractor = extractor.prune(prune).unwrap();
        }
        for page in [extractor.extract(PAGE), extractor.extract_bytes(PAGE.as_bytes())] {
            let page = page.unwrap();
            assert_eq!(texts(&page), expected, "keep {keep:?}, prune {prune:?}");
            assert_eq!(page.warnings(), [], "keep {keep:?}, prune {prune:?}");
        }
    }
}

#[test]
fn pruning_blocks_leaves_them_and_the_confidences() {
    let (plain, pruned) =
        (mainbody::extract(PAGE).unwrap(), Extractor::new().prune("p").unwrap().extract(PAGE).unwrap());
    assert_eq!(plain.confidence().to_bits(), pruned.confidence().to_bits());
    let figures = |page: &Extraction| -> Vec<(String, u32)> {
        page.all_blocks().iter().map(|block| (block.text().to_owned(), block.confidence().to_bits())).collect()
    };
    assert_eq!(figures(&plain), figures(&pruned));
}

#[test]
fn columns_are_pruned_inside_of_tables() {
    let table = "<table><tr><th>Year<th>Note<th>Rain<tr><td>2020<td>wet<td>810 mm</table>";
    let page = Extractor::new().prune("tr > :nth-child(2)").unwrap().extract(table).unwrap();
    assert_eq!(page.all_blocks()[0].rows(), [["Year", "Rain"], ["2020", "810 mm"]]);
    let page = Extractor::new().keep("table").unwrap().extract(table).unwrap();
    assert_eq!(page.blocks().count(), 1);
}

#[test]
fn images_are_kept_and_pruned_too() {
    let html = format!(
        "<p>{RAIN}</p><div id=a><img src=a.jpg></div><p>{FIRE}</p><footer><div id=b><img src=b.jpg></div></footer>"
    );
    for (keep, prune, expected) in [
        (None, None, "a.jpg"),
        (Some("footer img"), None, "a.jpg b.jpg"),
        (None, Some("img"), ""),
        (None, Some("#a"), ""),
        (Some("#a"), Some("img"), ""),
        (Some("#a"), Some("*"), "a.jpg"),
    ] {
        let mut extractor = Extractor::new();
        if let Some(keep) = keep {
            extractor = extractor.keep(keep).unwrap();
        }
        if let Some(prune) = prune {
            extractor = extractor.prune(prune).unwrap();
        }
        let page = extractor.extract(&html).unwrap();
        let images = page.blocks().flat_map(mainbody::Block::marks).filter_map(|mark| match mark.kind {
            mainbody::MarkKind::Image { src, .. } => Some(src),
            _ => None,
        });
        assert_eq!(images.collect::<Vec<_>>().join(" "), expected, "keep {keep:?}, prune {prune:?}");
    }
}

#[test]
fn a_block_that_is_pruned_by_its_path_is_gone_alone() {
    for page in pages::pages() {
        let whole = mainbody::extract(&page.html).unwrap();
        let Some(path) = whole.blocks().next_back().map(mainbody::Block::path) else { continue };
        let pruned = Extractor::new().prune(&path).unwrap().extract(&page.html).unwrap();
        assert_eq!(pruned.warnings(), whole.warnings(), "{}", page.name);
        let expected = whole.blocks().filter(|block| !block.path().starts_with(&path)).map(mainbody::Block::text);
        assert_eq!(texts(&pruned), expected.collect::<Vec<_>>(), "{}", page.name);
    }
}

#[test]
fn a_selector_that_matches_nothing_is_warned_of() {
    let extractor = Extractor::new().keep("article.main").unwrap().prune("p").unwrap().prune("#none").unwrap();
    let page = extractor.extract(PAGE).unwrap();
    assert_eq!(texts(&page), Vec::<&str>::new());
    let unmatched = |selector: &str| Warning::NoMatch { selector: selector.to_owned() };
    assert_eq!(page.warnings(), [unmatched("article.main"), unmatched("#none")]);
    assert_eq!(unmatched("#none").to_string(), "the selector \"#none\" matches no element of the page");
}

#[test]
fn an_invalid_selector_is_refused_at_its_place() {
    for error in [Extractor::new().keep("div > > p").unwrap_err(), Extractor::new().prune("div > > p").unwrap_err()] {
        let expected = "an element name, *, ., #, [ or :";
        assert_eq!(error, Error::InvalidSelector { selector: "div > > p".to_owned(), offset: 6, expected });
        let message = "the selector \"div > > p\" cannot be read at byte 6: expected an element name, *, ., #, [ or :";
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn asked_attributes_are_found_in_a_parsed_dom_and_on_formatting_elements() {
    let html = "<p data-a=1>One fish<p><b data-a=2 data-b=x>two</b> fish<p><a data-a=3>red fish</a><p>blue fish";
    let dom = parse_document(markup5ever_rcdom::RcDom::default(), ParseOpts::default()).one(html);
    let extractor = Extractor::new().keep("[data-a]").unwrap().prune("p").unwrap();
    let expected = ["One fish", "two fish", "red fish"];
    assert_eq!(texts(&extractor.extract(html).unwrap()), expected);
    assert_eq!(texts(&extractor.extract_dom(&dom).unwrap()), expected);
}
