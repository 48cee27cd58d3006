//! Main content of web pages as blocks.

mod block;
mod decode;
mod error;
mod extraction;
mod extractor;
mod features;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod internals;
mod limits;
mod model;
mod page;
mod parse;
mod render;
mod segment;
mod select;
mod tree;
mod vocab;
mod warning;

pub use block::{Block, Counts, Kind};
pub use error::Error;
pub use extraction::Extraction;
pub use extractor::Extractor;
pub use limits::Limits;
pub use select::Focus;
pub use warning::Warning;

/// Extracts the main content of a page, with the default options.
///
/// # Errors
///
/// [`Error::TooLarge`] if the page is longer than 64 MiB.
pub fn extract(html: &str) -> Result<Extraction, Error> {
    Extractor::new().extract(html)
}

/// Extracts the main content of a page in whatever encoding it is in, with the default options.
///
/// # Errors
///
/// [`Error::TooLarge`] if the page is longer than 64 MiB.
pub fn extract_bytes(bytes: &[u8]) -> Result<Extraction, Error> {
    Extractor::new().extract_bytes(bytes)
}
