//! The nouns that cross stages: [`Block`], [`Kind`], [`Counts`].

mod counts;
mod structure;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::cell::{Cell, Grid, StoredCell};
use crate::mark::{Mark, StoredMark, within};
use crate::page::Page;

pub use counts::Counts;
pub(crate) use structure::{Item, Structure};

/// What a block is, as the page's markup says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case", tag = "type"))]
#[non_exhaustive]
pub enum Kind {
    /// `<h1>` to `<h6>`.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// Running text: `<p>`, or text that stands directly in a `<div>`, `<section>`, layout-table cell or the like.
    Paragraph,
    /// The first text of an `<li>`; further paragraphs of the same item are [`Kind::Paragraph`].
    ListItem {
        /// How many lists it stands in, at least 1.
        depth: u8,
        /// Its number in an ordered list, `None` in an unordered one.
        number: Option<i32>,
    },
    /// Text inside `<blockquote>`; [`Block::quote_depth`] says how deep, for blocks of other kinds too.
    Quote,
    /// `<pre>` and its like, whitespace and all; see [`Block::language`].
    Code,
    /// A data table, all of it: see [`Block::rows`] and [`Block::cells`]. The cells of a layout table are blocks of
    /// their own.
    Table,
    /// `<figcaption>` or `<caption>`. The images of the figure are marks of it: at its beginning if they stand before
    /// it, else at its end.
    Caption,
    /// `<dt>`: the term of a definition list.
    Term,
    /// `<dd>`: what is said of a term.
    Definition,
    /// An image that stands in no block with words and in no figure with a caption: [`Block::text`] is empty, and the
    /// image is the one mark in [`Block::marks`].
    ///
    /// Nothing is measured of an image. It is main content if the blocks with words before and after it are, and its
    /// confidence is the lower of theirs.
    Image,
    /// Text of controls and page furniture: `<button>`, `<label>`, `<legend>`, `<nav>`, `<footer>` and the like.
    Other,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Heading { level } => write!(f, "heading {level}"),
            Self::Paragraph => f.write_str("paragraph"),
            Self::ListItem { .. } => f.write_str("list item"),
            Self::Quote => f.write_str("quote"),
            Self::Code => f.write_str("code"),
            Self::Table => f.write_str("table"),
            Self::Caption => f.write_str("caption"),
            Self::Term => f.write_str("term"),
            Self::Definition => f.write_str("definition"),
            Self::Image => f.write_str("image"),
            Self::Other => f.write_str("other"),
        }
    }
}

/// Where in the page a block's text stands.
///
/// Nearly all blocks are [`Origin::Visible`]. The others are looked for only where a page shows next to no text, see
/// [`Warning::Recovered`](crate::Warning::Recovered), apart from [`Origin::Noscript`], which is markup like any other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Origin {
    /// In the page's markup.
    #[default]
    Visible,
    /// In a `<noscript>`, or in markup after a `<noscript>` whose `<iframe>` was never closed, so that the parser read the
    /// rest as the iframe's text.
    Noscript,
    /// In a `<template>`, declarative shadow roots among them, or a `<script>` that holds one.
    Template,
    /// In [JSON-LD](https://www.w3.org/TR/json-ld11/): an article's body, a product's description, answers, reviews.
    JsonLd,
    /// In the data that a page's scripts start from: JSON in a script, a string of one, or an attribute.
    Hydration,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Visible => "visible",
            Self::Noscript => "noscript",
            Self::Template => "template",
            Self::JsonLd => "JSON-LD",
            Self::Hydration => "hydration",
        })
    }
}

/// What a block is to the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Role {
    /// A part of the text, or of what surrounds it.
    #[default]
    Text,
    /// The heading that is the page's [title](crate::Metadata::title), or a paragraph with the very same words where no
    /// heading is.
    Title,
    /// A line near the title that says who wrote the page, or when.
    Byline,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Title => "title",
            Self::Byline => "byline",
        })
    }
}

/// A block of a page: a heading, a paragraph, a list item, a table, ..., with the confidence that it is main content.
///
/// Blocks own what they show and know nothing of the document they came from. The text of all blocks of a page is one
/// shared buffer, so a clone is cheap, and a block that is kept keeps the text of its page in memory.
#[derive(Clone)]
pub struct Block {
    pub(crate) page: Arc<Page>,
    /// Its place among the blocks that were judged, from 0; images are not.
    pub(crate) number: Option<u32>,
    pub(crate) range: Range<u32>,
    pub(crate) kind: Kind,
    pub(crate) role: Role,
    pub(crate) counts: Counts,
    pub(crate) confidence: f32,
    pub(crate) main: bool,
    pub(crate) structure: Structure,
    /// Index in [`Page::steps`] of the element that holds the block.
    pub(crate) element: u32,
    /// Byte range in the input, empty where it is not known.
    pub(crate) source: Range<u32>,
    pub(crate) origin: Origin,
}

impl Block {
    /// The words of the block, whitespace collapsed; `<br>` is a line break.
    ///
    /// Soft hyphens and other signs without width that only say where a line may break are left out; control characters stay
    /// as the page has them. Sub- and superscripts stand in the line: 10<sup>6</sup> is `106`, and [`Self::marks`] tells it.
    ///
    /// In [`Kind::Code`] all is as it was. In [`Kind::Table`] tabs stand between cells and line breaks between
    /// rows.
    pub fn text(&self) -> &str {
        self.page.text.get(self.range.start as usize..self.range.end as usize).unwrap_or_default()
    }

    /// What the block is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What the block is to the page: its title, its byline, or a part of its text.
    pub fn role(&self) -> Role {
        self.role
    }

    /// How sure it is that the block belongs to the main content, 0 to 1.
    pub fn confidence(&self) -> f32 {
        self.confidence
    }

    /// Whether the block was selected as main content.
    ///
    /// No fixed threshold decides this, but the page as a whole and the [`Focus`](crate::Focus).
    pub fn is_main(&self) -> bool {
        self.main
    }

    /// The counts that text density and link ratio come from.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The rows of a [`Kind::Table`], each a list of cells in column order; empty for other kinds. A `<tr>` without cells
    /// is no row.
    ///
    /// ```
    /// let page = mainbody::extract("<table><tr><th>Year<th>Rain<tr><td>2020<td>810 mm</table>")?;
    /// assert_eq!(page.all_blocks()[0].rows(), [["Year", "Rain"], ["2020", "810 mm"]]);
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    pub fn rows(&self) -> Vec<Vec<&str>> {
        let mut rows: Vec<Vec<&str>> = Vec::new();
        for cell in self.cells() {
            match rows.get_mut(cell.row) {
                Some(row) => row.push(cell.text),
                None => rows.push(vec![cell.text]),
            }
        }
        rows
    }

    /// Where in the page the text stands.
    ///
    /// ```
    /// use mainbody::Origin;
    /// let html = r#"<div id=app>Loading…</div><script id=state type="application/json">{"story": {"body":
    ///     "It rained all night, and by the morning the river had left its bed and stood in the gardens of Mill Lane. The
    ///     fire brigade brought eleven people to dry land in a boat that the rowing club had lent for the day."}}</script>"#;
    /// let page = mainbody::extract(&html.replace('\n', " "))?;
    /// let last = page.blocks().next_back();
    /// assert_eq!(last.map(|block| block.origin()), Some(Origin::Hydration));
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The cells of a [`Kind::Table`], row by row, with what the markup says of them; none for other kinds.
    ///
    /// ```
    /// let page = mainbody::extract("<table><tr><th colspan=2>Rain<tr><td>2020<td>810 mm</table>")?;
    /// let cells: Vec<_> = page.all_blocks()[0].cells().collect();
    /// assert_eq!((cells[0].text, cells[0].header, cells[0].colspan), ("Rain", true, 2));
    /// assert_eq!((cells[2].text, cells[2].row, cells[2].column), ("810 mm", 1, 1));
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    pub fn cells(&self) -> impl ExactSizeIterator<Item = Cell<'_>> + Clone {
        let cells = self.stored_cells();
        let mut grid = Grid::new(cells);
        cells.iter().map(move |cell| {
            let (row, column, rowspan) = grid.place(cell);
            Cell {
                text: self.page.text.get(cell.start as usize..cell.end as usize).unwrap_or_default(),
                range: within(&self.range, cell.start)..within(&self.range, cell.end),
                row,
                column,
                header: cell.header,
                colspan: usize::from(cell.colspan),
                rowspan,
            }
        })
    }

    fn stored_cells(&self) -> &[StoredCell] {
        let cells = &self.structure.cells;
        self.page.cells.get(cells.start as usize..cells.end as usize).unwrap_or_default()
    }

    /// The links, emphases, images and formulas in the block, as ranges of its text; see [`Mark`] for their order.
    ///
    /// A [`Kind::Code`] has no marks: highlighting is not meaning.
    ///
    /// ```
    /// use mainbody::MarkKind;
    /// let page = mainbody::extract("<p>The <a href=/tide>tide <b>table</b></a> of 1904.")?;
    /// let block = &page.all_blocks()[0];
    /// let marks: Vec<_> = block.marks().map(|mark| (&block.text()[mark.range], mark.kind)).collect();
    /// assert_eq!(marks, [("tide table", MarkKind::Link { href: "/tide" }), ("table", MarkKind::Strong)]);
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    pub fn marks(&self) -> impl DoubleEndedIterator<Item = Mark<'_>> + ExactSizeIterator + Clone {
        self.stored_marks().iter().map(|mark| mark.view(&self.range, &self.page.strings))
    }

    fn stored_marks(&self) -> &[StoredMark] {
        let marks = &self.structure.marks;
        self.page.marks.get(marks.start as usize..marks.end as usize).unwrap_or_default()
    }

    /// The cells with the marks in each, told apart where several cells are blank and so stand at one place.
    pub(crate) fn cells_and_marks(&self) -> impl Iterator<Item = (Cell<'_>, impl Iterator<Item = Mark<'_>>)> {
        let starts = self.stored_cells().iter().skip(1).map(|next| next.start).chain([u32::MAX]);
        let mut rest = self.stored_marks();
        self.cells().zip(starts).map(move |(cell, next)| {
            let (own, after) = rest.split_at(rest.partition_point(|mark| mark.start < next));
            rest = after;
            (cell, own.iter().map(|mark| mark.view(&self.range, &self.page.strings)))
        })
    }

    /// The language of a [`Kind::Code`], as the page names it, in lower case: `rust`, `c++`, `shell-session`.
    ///
    /// From a class such as `language-rust`, `lang-rust`, `highlight-source-rust` or `brush: rust`, on the element or
    /// one around or inside it.
    pub fn language(&self) -> Option<&str> {
        Some(self.structure.language.of(&self.page.strings)).filter(|language| !language.is_empty())
    }

    /// How many lists the block stands in; 0 outside of lists, else that of [`Kind::ListItem`] for an item and what
    /// else belongs to it: further paragraphs, code, tables.
    pub fn list_depth(&self) -> u8 {
        self.structure.list_depth
    }

    /// How many `<blockquote>` the block stands in, 0 outside of quotes.
    ///
    /// A list, code or heading inside a quote keeps its [`Kind`].
    pub fn quote_depth(&self) -> u8 {
        self.structure.quote_depth
    }

    /// Tells the innermost quote around from its neighbours; 0 if there is none.
    pub(crate) fn quote(&self) -> u32 {
        self.structure.quote
    }

    /// Tells the `<dd>` around from its neighbours; 0 if there is none.
    pub(crate) fn definition(&self) -> u32 {
        self.structure.definition
    }

    /// The list item that begins with the block.
    pub(crate) fn item(&self) -> Option<Item> {
        self.structure.item
    }

    /// The name of the note that begins with this block, if one does and the page's text refers to it: see
    /// [`MarkKind::NoteReference`](crate::MarkKind::NoteReference).
    pub fn note(&self) -> Option<&str> {
        Some(self.structure.note.of(&self.page.strings)).filter(|note| !note.is_empty())
    }

    /// A CSS selector that selects just the element that holds the block, such as
    /// `html > body > div:nth-child(2) > p:nth-child(1)`.
    ///
    /// It holds for the page as this crate parses it, and as other parsers do with scripting off: a `<noscript>` holds
    /// markup. Browsers that run scripts take it for text, and find nothing inside.
    ///
    /// Of a block that was recovered from data it is the element that holds the data, as in [`Self::source`].
    ///
    /// A block of a layout that mixes text and elements shares its element with its neighbours.
    pub fn path(&self) -> String {
        self.page.path(self.element)
    }

    /// Where the block's element stands in the text handed to [`extract`](crate::extract): a byte range from the `<` of
    /// its start tag to the end of its content. An element without a tag of its own, as many a `<body>` is, begins with
    /// what made it necessary: the first text or tag inside.
    ///
    /// `None` where that is not known: for a parsed DOM, or bytes that had to be decoded.
    pub fn source(&self) -> Option<Range<usize>> {
        (self.source.start < self.source.end).then_some(self.source.start as usize..self.source.end as usize)
    }
}

impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Block")
            .field("confidence", &self.confidence)
            .field("main", &self.main)
            .field("kind", &self.kind)
            .field("origin", &self.origin)
            .field("text", &self.text())
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
}
