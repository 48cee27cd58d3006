//! The crate's own parser and html5ever's: the blocks must be the same.
//!
//! Not their confidences: html5ever joins the pieces of text that it moves out of tables, and one feature counts nodes.
#![no_main]

use html5ever::tendril::TendrilSink;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use libfuzzer_sys::fuzz_target;
use mainbody::{Extraction, Extractor, Warning};
use mainbody_fuzz::Markup;
use markup5ever_rcdom::RcDom;

fuzz_target!(|page: Markup| {
    let page = page.0;
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let tokenizer = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let options = ParseOpts { tokenizer, tree_builder };
    let dom = parse_document(RcDom::default(), options).one(page.strip_prefix('\u{feff}').unwrap_or(&page));
    let own = Extractor::new().extract(&page);
    let theirs = Extractor::new().extract_dom(&dom);
    if let (Ok(own), Ok(theirs)) = (own, theirs) {
        // Nesting is limited as the page comes in here, and in the finished tree there.
        if !own.warnings().contains(&Warning::DepthLimit) && !theirs.warnings().contains(&Warning::DepthLimit) {
            assert_eq!(said(&own), said(&theirs), "{page}");
        }
    }
});

fn said(extraction: &Extraction) -> Vec<String> {
    let blocks = extraction.all_blocks().iter();
    let said = blocks.map(|block| {
        format!("{} {} {:?} {:?} {:?}", block.path(), block.kind(), block.text(), block.counts(), block.rows())
    });
    said.collect()
}
