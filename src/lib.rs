//! Extracts the main content of a web page as a list of blocks, each with a calibrated confidence, and leaves the
//! boilerplate out: navigation, cookie banners, related stories, ads, footers.
//!
//! ```
//! let html = r#"
//!   <title>The bridge is open - Harbour Gazette</title>
//!   <nav><a href="/">Home</a> <a href="/sport">Sport</a> <a href="/weather">Weather</a></nav>
//!   <article>
//!     <h1>The bridge is open</h1>
//!     <p>After three years of work the old bridge over the harbour was opened to traffic on Monday morning. The
//!        first to cross it was a baker with her van, who had waited since four o'clock.</p>
//!     <p>The city expects some nine thousand vehicles a day, half of them lorries on their way to the docks, and
//!        has promised the neighbours a wall against the noise before the winter.</p>
//!   </article>
//!   <footer><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></footer>"#;
//!
//! let page = mainbody::extract(html)?;
//! for block in page.blocks() {
//!     println!("{:.2}  {}", block.confidence(), block.text());
//! }
//! assert!(page.text().contains("After three years of work the old bridge"));
//! assert!(!page.text().contains("Imprint"));
//! # Ok::<(), mainbody::Error>(())
//! ```
//!
//! # How it decides
//!
//! ```text
//! &[u8] ─decode→ &str ─parse→ tree ─segment→ blocks ─features→ numbers ─model→ probabilities ─select→ Extraction
//! ```
//!
//! The page is parsed as a browser parses it and cut into blocks: headings, paragraphs, list items, tables, code. Each
//! block is described by 283 numbers: how long and how dense its text is, how much of it is link, what it stands in
//! and beside, what repeats around it, where in the page it is. Two of them, since they are the oldest and say the most,
//! are part of the result:
//!
//! * [text density](Counts::text_density), characters an element,
//! * [link ratio](Counts::link_ratio), the share of the text that is link.
//!
//! Boosted trees turn the numbers into the probability that the block is main content, in two passes: the second sees
//! what the first thought of the blocks around. Then the blocks with the highest expected F-beta are chosen, b being what
//! the precision/recall dial ([`Focus`]) turns. The module [`scoring`] has the formulas and the table of all features.
//!
//! # What a confidence means
//!
//! [`Block::confidence`] is a calibrated probability: of blocks given 0.8, four in five words are main content, measured
//! on pages of sites that the trees had not seen. [`Extraction::confidence`] is the F1 that the library expects of its own
//! choice on this page: near 1 for a clear article, low where little speaks for any block. A page without main content
//! gives no blocks and a low confidence, not an error.
//!
//! # What it does not do
//!
//! It fetches nothing and runs no scripts; where a page shows next to nothing without them, it looks for text in the data
//! that they start from, in templates and in JSON-LD, and says so ([`Origin`], [`Warning::Recovered`]). It names no sites:
//! there are no rules for single pages or hosts.
//!
//! # Cost and limits
//!
//! Time and memory are linear in the page. There is no `unsafe` in this crate, no recursion (but for JSON, which is read
//! 40 levels deep at most), no global state that changes, and the same page gives the same result on every run, thread
//! and platform. A call blocks for about two milliseconds a page: inside an async runtime, put it on a blocking thread.
//! [`Limits`] bounds what a page may cost.
//!
//! # Features
//!
//! * `serde`: the result types implement `Serialize`.
//! * `detect-language`: the [language](Metadata::language) of pages that do not declare it, and of plain-text dumps, is
//!   told from their text; so is whether 5/6/2024 is a day in May or in June.

mod assembly;
mod base;
mod block;
mod cell;
mod char_class;
mod decode;
mod distances;
mod dump;
mod error;
mod explanation;
mod extraction;
mod extractor;
mod features;
mod hash;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod internals;
mod limits;
mod mark;
mod metadata;
mod model;
mod overrides;
mod page;
mod parse;
mod prefix;
mod ranking;
mod recover;
mod render;
mod segment;
mod select;
mod selector;
#[cfg(feature = "serde")]
mod serialize;
mod style;
mod tree;
mod vocab;
mod warning;

pub use html5ever;
pub use markup5ever_rcdom;

pub use block::{Block, Counts, Kind, Origin, Role};
pub use cell::Cell;
pub use error::Error;
pub use explanation::{Contribution, Explain, Explanation, Pass};
pub use extraction::Extraction;
pub use extractor::Extractor;
pub use limits::Limits;
pub use mark::{Mark, MarkKind};
pub use metadata::Metadata;
pub use render::{Images, Links, Rendering};
pub use select::{Focus, FrontMatter};
pub use warning::Warning;

/// Extracts the main content of a page, with the default options.
///
/// ```
/// let page = mainbody::extract("<p>It rained all night, and by the morning the river had left its bed.</p>")?;
/// assert_eq!(page.text(), "It rained all night, and by the morning the river had left its bed.");
/// # Ok::<(), mainbody::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::TooLarge`] if the page is longer than 64 MiB.
pub fn extract(html: &str) -> Result<Extraction, Error> {
    Extractor::new().extract(html)
}

/// Extracts the main content of a page in whatever encoding it is in, with the default options.
///
/// ```
/// let page = mainbody::extract_bytes(b"<meta charset=latin1><p>The caf\xe9 by the station opens at six every morning.")?;
/// assert_eq!(page.all_blocks()[0].text(), "The café by the station opens at six every morning.");
/// # Ok::<(), mainbody::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::TooLarge`] if the page is longer than 64 MiB.
pub fn extract_bytes(bytes: &[u8]) -> Result<Extraction, Error> {
    Extractor::new().extract_bytes(bytes)
}

/// Extracts the main content of a plain-text dump of a page, with the default options: see
/// [`Extractor::extract_dump`].
///
/// # Errors
///
/// [`Error::TooLarge`] if the dump is longer than 64 MiB.
pub fn extract_dump(dump: &str) -> Result<Extraction, Error> {
    Extractor::new().extract_dump(dump)
}

#[doc = include_str!("scoring.md")]
#[doc = include_str!("features.md")]
pub mod scoring {}

/// The README's examples are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
