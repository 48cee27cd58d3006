//! Text to tree: html5gum's tokenizer drives html5ever's tree builder into a flat arena.

mod arena;
mod attributes;
mod depth;
mod name_cache;
mod rcdom;
mod reader;
mod sink;
mod text;
mod tokens;

use html5ever::interface::TreeSink;
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5gum::Tokenizer;

pub(crate) use rcdom::from_rcdom;

use crate::tree::{AskedNames, Tree};

/// Parses a page as a browser without scripting does: `<noscript>` holds markup.
///
/// Takes time linear in the length of `html`; elements nested deeper than `max_depth` are flattened. The attributes
/// that are `asked` for are kept besides those that stages read.
pub(crate) fn parse(html: &str, max_depth: usize, asked: &AskedNames) -> Tree {
    let text = html.strip_prefix('\u{feff}').unwrap_or(html);
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new(sink::Sink::new(text.len(), asked), options);
    let feed = tokens::Feed::new(&builder, text, max_depth, html.len() - text.len(), asked);
    // A string in memory is read without errors: the error type has no values.
    let Ok(()) = Tokenizer::new_with_emitter(reader::InMemory::new(text), feed).finish();
    builder.sink.finish()
}
