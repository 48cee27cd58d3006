//! What a caller should know about an extraction that went through.

use std::fmt;

/// Something a caller should know about an extraction that went through; `Display` says it in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Warning {
    /// The page has no visible text at all.
    Empty,
    /// Some bytes stand for no character in the page's encoding; each became U+FFFD.
    Undecodable,
    /// Elements nested deeper than [`Limits::max_depth`](crate::Limits::max_depth) were flattened; their text is kept.
    DepthLimit,
    /// The page shows next to no text and carries more of it unseen, in templates or in the data of its scripts; blocks
    /// made from that stand after all others, see [`Block::origin`](crate::Block::origin).
    Recovered,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the page has no visible text",
            Self::Undecodable => "some bytes stand for no character in the page's encoding and were replaced",
            Self::DepthLimit => "elements nested deeper than the limit were flattened",
            Self::Recovered => "the page shows next to no text, and blocks were made from text that it carries unseen",
        })
    }
}
