//! What a caller should know about an extraction that went through.

use std::fmt;

/// Something a caller should know about an extraction that went through; `Display` says it in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case", tag = "type"))]
#[non_exhaustive]
pub enum Warning {
    /// No block with words was found: nothing that the page shows holds a letter or digit. There may be images. Of a page
    /// that a limit cut off, this is not known.
    Empty,
    /// Some bytes stand for no character in the page's encoding; each became U+FFFD.
    Undecodable,
    /// Elements nested deeper than [`Limits::max_depth`](crate::Limits::max_depth) were flattened; their text is kept.
    DepthLimit,
    /// The page has more nodes than [`Limits::max_nodes`](crate::Limits::max_nodes); what follows was left out.
    NodeLimit,
    /// The page has more blocks than [`Limits::max_blocks`](crate::Limits::max_blocks); what follows was left out.
    BlockLimit,
    /// Parsing took more steps than [`Limits::max_work`](crate::Limits::max_work); what follows was left out.
    WorkLimit,
    /// The page shows next to no text and carries more of it unseen, in templates or in the data of its scripts; blocks
    /// made from that stand after all others, see [`Block::origin`](crate::Block::origin).
    Recovered,
    /// A selector given to [`Extractor::keep`](crate::Extractor::keep) or [`Extractor::prune`](crate::Extractor::prune)
    /// matches no element of the page, and so changes nothing.
    NoMatch {
        /// The selector as it was given.
        selector: String,
    },
    /// The page came as plain text: links and elements are not known, so every link ratio is 0 and every path empty.
    PlainText,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no block with a letter or digit was found"),
            Self::Undecodable => {
                f.write_str("some bytes stand for no character in the page's encoding and were replaced")
            }
            Self::DepthLimit => f.write_str("elements nested deeper than the limit were flattened"),
            Self::NodeLimit => f.write_str("the page has more nodes than the limit; it was cut off there"),
            Self::BlockLimit => f.write_str("the page has more blocks than the limit; it was cut off there"),
            Self::WorkLimit => f.write_str("parsing the page took more steps than the limit; it was cut off there"),
            Self::Recovered => {
                f.write_str("the page shows next to no text, and blocks were made from text that it carries unseen")
            }
            Self::PlainText => f.write_str("the page came as plain text; links and elements are not known"),
            Self::NoMatch { selector } => write!(f, "the selector {selector:?} matches no element of the page"),
        }
    }
}
