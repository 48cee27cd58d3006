//! html5ever's own parser, building its own tree: the reference that this crate's parser is held against.

use html5ever::tendril::TendrilSink;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::RcDom;

/// Parses a page with scripting off.
pub(crate) fn parse(html: &str) -> RcDom {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    // The tokenizer drops every byte order mark that it resumes at, not only the one at the start.
    let tokenizer = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let options = ParseOpts { tokenizer, tree_builder };
    parse_document(RcDom::default(), options).one(html.strip_prefix('\u{feff}').unwrap_or(html))
}
