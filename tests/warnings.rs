//! Every stored page with every choice of main content, written in every way: nothing panics, and what is warned of is
//! true.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use std::collections::BTreeMap;
use std::path::Path;

use mainbody::{Extraction, Extractor, Focus, FrontMatter, Images, Links, Origin, Rendering, Warning};
use rayon::prelude::*;

#[path = "support/corpora.rs"]
mod corpora;

/// Without optimisation one page in so many is run.
const STEP: usize = if cfg!(debug_assertions) { 500 } else { 1 };

/// Every way of writing an extraction out; how long all of it is.
fn written(page: &Extraction) -> usize {
    let renderings = [Rendering::new(), Rendering::new().links(Links::AsText).images(Images::Embedded)];
    let each = renderings.map(|rendering| page.markdown_with(rendering).len() + page.html_with(rendering).len());
    let json = serde_json::to_string(page).unwrap().len();
    each.iter().sum::<usize>() + page.text().len() + json
}

/// What is warned of in vain.
fn untrue<'a>(page: &'a Extraction, bytes: &'a [u8], file: &'a Path) -> impl Iterator<Item = &'a Warning> {
    page.warnings().iter().filter(move |warning| match warning {
        Warning::Empty => !page.all_blocks().is_empty() || has_words(file),
        // No corpus has pages in UTF-16, and everything else that is valid UTF-8 is taken for it.
        Warning::Undecodable => std::str::from_utf8(bytes).is_ok(),
        Warning::Recovered => page.all_blocks().iter().all(|block| block.origin() == Origin::Visible),
        // No page comes near a limit.
        _ => true,
    })
}

/// Whether another parser finds words in the body, outside of what is never shown.
fn has_words(file: &Path) -> bool {
    const UNSHOWN: [&str; 7] = ["script", "style", "template", "noscript", "iframe", "svg", "title"];
    let page = scraper::Html::parse_document(&corpora::unzipped(file));
    let shown = page.tree.nodes().filter(|node| {
        let mut around = node.ancestors().filter_map(|around| around.value().as_element());
        node.value().is_text() && !around.any(|element| UNSHOWN.contains(&element.name()))
    });
    let mut texts = shown.filter_map(|node| node.value().as_text());
    texts.any(|text| text.chars().any(char::is_alphanumeric))
}

#[test]
fn stored_pages_with_every_choice_and_rendering() {
    let files: Vec<_> = corpora::files().into_iter().step_by(STEP).collect();
    let choices: Vec<(Focus, FrontMatter)> = [Focus::Precision, Focus::Balanced, Focus::Recall]
        .into_iter()
        .flat_map(|focus| {
            [FrontMatter::Exclude, FrontMatter::AsScored, FrontMatter::Include].map(|matter| (focus, matter))
        })
        .collect();
    let found: Vec<(String, Vec<Warning>, Vec<Warning>)> = files
        .par_iter()
        .map(|file| {
            let bytes = corpora::bytes(file);
            let pages: Vec<Extraction> = choices
                .iter()
                .map(|&(focus, matter)| {
                    Extractor::new().focus(focus).front_matter(matter).extract_bytes(&bytes).unwrap()
                })
                .collect();
            assert!(pages.iter().map(written).sum::<usize>() > 0);
            // The choice of blocks has no part in the warnings.
            assert!(pages.iter().all(|page| page.warnings() == pages[0].warnings()));
            let untrue = untrue(&pages[0], &bytes, file).cloned().collect();
            (file.display().to_string(), pages[0].warnings().to_vec(), untrue)
        })
        .collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (file, warnings, _) in &found {
        for warning in warnings {
            println!("{warning:?} {file}");
            *counts.entry(format!("{warning:?}")).or_default() += 1;
        }
    }
    println!("{} pages, {} choices each: {counts:?}", files.len(), choices.len());
    let untrue: Vec<_> = found.iter().filter(|(_, _, untrue)| !untrue.is_empty()).collect();
    assert!(untrue.is_empty(), "{untrue:#?}");
}
