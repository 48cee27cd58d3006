//! Where a block stands: in lists, quotes, definitions and notes, and what it holds.

use std::ops::Range;

use crate::mark::Shared;
#[cfg(doc)]
use crate::page::Page;

/// What the markup says of a block besides its kind, in parts of the [`Page`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Structure {
    /// Index range in [`Page::cells`].
    pub(crate) cells: Range<u32>,
    /// Index range in [`Page::marks`].
    pub(crate) marks: Range<u32>,
    pub(crate) language: Shared,
    pub(crate) note: Shared,
    pub(crate) quote_depth: u8,
    /// Tells the innermost quote around from its neighbours; 0 if there is none.
    pub(crate) quote: u32,
    pub(crate) list_depth: u8,
    /// Tells the innermost `<dd>` around from its neighbours; 0 if there is none, or a `<dt>` inside of it.
    pub(crate) definition: u32,
    /// The list item that begins with the block, whatever its kind; or with an image that stands alone before it.
    pub(crate) item: Option<Item>,
}

/// An item of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Item {
    /// Tells the items of a page apart.
    pub(crate) id: u32,
    /// How many lists it stands in.
    pub(crate) depth: u8,
    pub(crate) number: Option<i32>,
    /// Tells its list from its neighbours; 0 where that is not known.
    pub(crate) list: u32,
    /// Whether its list counts down.
    pub(crate) reversed: bool,
    /// Whether it is a task that is done, if it is a task.
    pub(crate) done: Option<bool>,
    /// How many quotes it stands in.
    pub(crate) quotes: u8,
    /// As [`Structure::quote`].
    pub(crate) quote: u32,
}
