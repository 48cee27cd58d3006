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

use std::borrow::Cow;

use html5ever::interface::TreeSink;
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5gum::{Token, Tokenizer};

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

/// A text without character references: pages write them where nothing resolves them, as in JSON.
pub(crate) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.split_once('&').is_some_and(|(_, rest)| rest.contains(';')) {
        return Cow::Borrowed(text);
    }
    // Tags are text.
    let markup = text.replace('<', "&lt;");
    let mut bytes = Vec::with_capacity(text.len());
    for token in Tokenizer::new(&markup) {
        let Ok(token) = token;
        if let Token::String(piece) = token {
            bytes.extend_from_slice(&piece);
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn references_become_what_they_stand_for() {
        for (text, expected) in [
            ("Jane &amp; Co", "Jane & Co"),
            ("O&#8217;Neill &#x26; R&eacute;gis; &nbsp;&lt;b>", "O’Neill & Régis; \u{a0}<b>"),
            ("<b>Jane</b> &amp; <!-- Co", "<b>Jane</b> & <!-- Co"),
            ("R&D; AT&T", "R&D; AT&T"),
            ("a=1&copy=2", "a=1&copy=2"),
            ("", ""),
        ] {
            assert_eq!(unescaped(text), expected);
        }
    }
}
