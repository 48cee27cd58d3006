//! mainbody as functions of SQL, for [DataFusion](https://datafusion.apache.org) on one machine and
//! [Ballista](https://datafusion.apache.org/ballista/) on many.
//!
//! | function | gives |
//! |---|---|
//! | `main_text(html)` | the main content as plain text |
//! | `main_markdown(html)` | the main content as Markdown |
//! | `main_confidence(html)` | how good the choice of blocks is expected to be, 0 to 1 |
//! | `main_blocks(html)` | every block: its kind, text and confidence, and whether it is main content |
//! | `main_page(html)` | all of these as the fields of a struct: `text`, `markdown`, `confidence`, `blocks` |
//!
//! `html` is a string, or bytes, whose encoding is then found out. What is null, a page that is refused with a
//! [`mainbody::Error`], and one that makes it panic, give null: one page in a billion must not end a query.
//!
//! The first four are fields of the last, and the optimizer is told so. A query that asks for several of them of
//! the same column extracts each page once.

mod columns;
mod functions;
pub mod session;

pub use functions::{functions, register};
