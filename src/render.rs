//! Blocks to strings. Nothing here knows of scores.

mod text;

pub(crate) use text::text;
