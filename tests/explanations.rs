//! Explanations add up to the scores they explain.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use std::collections::{HashMap, HashSet};

use mainbody::{Block, Contribution, Explain, Extraction, Extractor, Kind, Pass, internals};

#[path = "support/pages.rs"]
mod pages;

fn explained(html: &str) -> Extraction {
    Extractor::new().explain(Explain::EveryBlock).extract(html).unwrap()
}

/// Some blocks of each page.
fn some(extraction: &Extraction) -> impl Iterator<Item = &Block> {
    let blocks = extraction.all_blocks();
    // Nothing is measured of images.
    blocks.iter().step_by((blocks.len() / 3).max(1)).filter(|block| block.kind() != Kind::Image)
}

#[test]
#[allow(clippy::float_cmp)] // Exact by promise.
fn the_parts_add_up_to_the_score_and_the_score_is_the_confidence() {
    let formulas: HashMap<String, String> = internals::feature_specs().into_iter().collect();
    let mut bases = HashSet::new();
    for page in pages::pages() {
        let extraction = explained(&page.html);
        for block in some(&extraction) {
            let name = format!("{}: {}", page.name, block.path());
            let why = extraction.explain(block).unwrap();
            let sum: f64 = why.contributions.iter().rev().map(|part| part.log_odds).sum();
            assert_eq!(why.base + sum, why.score, "{name}");
            assert_eq!(why.probability, block.confidence(), "{name}");
            assert!(why.contributions.is_sorted_by(|a, b| a.log_odds.abs() >= b.log_odds.abs()), "{name}");
            let known = |part: &Contribution| part.log_odds != 0.0 && formulas[part.feature] == part.formula;
            assert!(why.contributions.iter().all(known), "{name}");
            // The second pass looks at what the first thought; the first cannot.
            let saw_opinions = why.contributions.iter().any(|part| part.feature.starts_with("first."));
            assert_eq!(saw_opinions, why.pass == Pass::Second, "{name}");
            bases.insert((why.pass, why.base.to_bits()));
        }
    }
    assert_eq!(bases.len(), 2, "one base for each pass");
}

#[test]
fn values_are_those_of_the_features() {
    let extraction =
        explained("<h1>Rain</h1><p>It rained all night, and by the <a href=x>morning</a> the river had left its bed.");
    let value = |at: usize, feature: &str| {
        let why = extraction.explain(&extraction.all_blocks()[at]).unwrap();
        why.contributions.iter().find(|part| part.feature == feature).map(|part| part.value)
    };
    assert_eq!(value(1, "own.words"), Some(14.0));
    // Not every tree asks for every feature.
    let link_ratio = extraction.all_blocks()[1].counts().link_ratio();
    assert!(value(1, "own.link_ratio").is_none_or(|value| value.to_bits() == link_ratio.to_bits()));
}

#[test]
fn nothing_is_kept_unless_asked_for() {
    let html = "<p>It rained all night, and by the morning the river had left its bed.";
    let extraction = mainbody::extract(html).unwrap();
    assert_eq!(extraction.explain(&extraction.all_blocks()[0]), None);
}

#[test]
fn explaining_changes_nothing_else() {
    for page in pages::pages() {
        let plain = mainbody::extract(&page.html).unwrap();
        assert_eq!(
            format!("{:?}", plain.all_blocks()),
            format!("{:?}", explained(&page.html).all_blocks()),
            "{}",
            page.name
        );
    }
}

#[test]
fn a_block_is_explained_by_its_own_page_and_by_no_other() {
    let html = "<p>It rained all night, and by the morning the river had left its bed.";
    let (one, other) = (explained(html), explained(html));
    let block = one.all_blocks()[0].clone();
    assert!(one.explain(&block).is_some());
    assert!(one.clone().explain(&block).is_some());
    assert_eq!(other.explain(&block), None);
}

/// Pages with more blocks than the rows of which are kept between the passes.
#[test]
#[allow(clippy::float_cmp)] // Exact by promise.
fn long_pages_are_explained_too() {
    let html = "<p>A paragraph of a page that is longer than most.".repeat(3000);
    let extraction = explained(&html);
    for block in extraction.all_blocks().iter().step_by(299) {
        assert_eq!(extraction.explain(block).unwrap().probability, block.confidence());
    }
}
