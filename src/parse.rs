//! Text to tree: html5gum's tokenizer drives html5ever's tree builder into a flat arena.

mod arena;
mod attributes;
mod budget;
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

use crate::limits::Limits;
use crate::tree::{AskedNames, Tree};

/// Parses a page as a browser without scripting does: `<noscript>` holds markup.
///
/// Takes time linear in the length of `html`. Elements nested deeper than the limit are flattened; at the limits of nodes
/// and work the page is cut off. The attributes that are `asked` for are kept besides those that stages read.
pub(crate) fn parse(html: &str, limits: &Limits, asked: &AskedNames) -> Tree {
    let text = html.strip_prefix('\u{feff}').unwrap_or(html);
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new(sink::Sink::new(text.len(), asked), options);
    let feed = tokens::Feed::new(&builder, text, limits, html.len() - text.len(), asked);
    // A string in memory is read without errors: the error type has no values.
    let Ok(()) = Tokenizer::new_with_emitter(reader::InMemory::new(text), feed).finish();
    builder.sink.finish()
}
