//! Why an input was refused.

use std::borrow::Cow;

use crate::prefix::prefix;

/// Bytes of what a caller gave that a message repeats.
const MAX_SHOWN: usize = 200;

/// Why an input was refused. A page without main content is no error: it gives no blocks and a low confidence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input is longer than [`Limits::max_bytes`](crate::Limits::max_bytes).
    #[error(
        "the page has {size} bytes, more than the limit of {limit}; raise it with Limits::max_bytes or skip the page"
    )]
    TooLarge {
        /// Bytes of the input.
        size: usize,
        /// The limit that was set.
        limit: usize,
    },
    /// The label given to [`Extractor::encoding`](crate::Extractor::encoding) names no encoding of the
    /// [Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels).
    #[error(
        "no encoding is called {:?}; give a label of the Encoding Standard such as \"utf-8\" or \"windows-1251\", or none",
        shown(label)
    )]
    UnknownEncoding {
        /// The label as it was given.
        label: String,
    },
    /// The address given to [`Extractor::base_url`](crate::Extractor::base_url) is none that others can be relative to.
    #[error(
        "nothing can be resolved against {:?}: {reason}; give an absolute address such as \"https://example.org/news/\"",
        shown(url)
    )]
    InvalidBaseUrl {
        /// The address as it was given.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The selector given to [`Extractor::keep`](crate::Extractor::keep) or
    /// [`Extractor::prune`](crate::Extractor::prune) is no CSS selector, or none of the kinds that are understood.
    #[error("the selector {:?} cannot be read at byte {offset}: expected {expected}", shown(selector))]
    InvalidSelector {
        /// The selector as it was given.
        selector: String,
        /// The place in it, in bytes.
        offset: usize,
        /// What could have stood there.
        expected: &'static str,
    },
}

/// What a message repeats of a string that a caller gave.
fn shown(given: &str) -> Cow<'_, str> {
    match prefix(given, MAX_SHOWN) {
        all if all.len() == given.len() => Cow::Borrowed(all),
        beginning => Cow::Owned(format!("{beginning}…")),
    }
}
