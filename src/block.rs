//! The nouns that cross stages: [`Block`], [`Kind`], [`Counts`].

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::page::Page;

/// What a block is, as the page's markup says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
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
    /// Text inside `<blockquote>`.
    Quote,
    /// `<pre>` and its like, whitespace and all.
    Code,
    /// A data table, all of it: see [`Block::rows`]. The cells of a layout table are blocks of their own.
    Table,
    /// `<figcaption>`, or the `<caption>` of a layout table.
    Caption,
    /// `<dt>`: the term of a definition list.
    Term,
    /// `<dd>`: what is said of a term.
    Definition,
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
            Self::Other => f.write_str("other"),
        }
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
    /// The heading that is the page's [title](crate::Metadata::title).
    Title,
    /// A line near the title that says who wrote the page, or when.
    Byline,
}

/// What a block holds, counted over its whitespace-collapsed text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Counts {
    /// Unicode scalar values.
    pub chars: u32,
    /// Runs of letters and digits; each Han, kana or Hangul character is a word of its own.
    pub words: u32,
    /// Those of `chars` that stand inside an `<a href>`.
    pub link_chars: u32,
    /// Elements opened inside the block, its own not counted.
    pub tags: u32,
}

impl Counts {
    /// `chars / (tags + 1)`: characters an element; at least 0, in running text some hundred.
    ///
    /// Sun, Song and Liao, *DOM based content extraction via text density*, SIGIR 2011.
    ///
    /// ```
    /// use mainbody::Counts;
    /// assert_eq!(Counts { chars: 120, tags: 2, ..Counts::default() }.text_density(), 40.0);
    /// assert_eq!(Counts::default().text_density(), 0.0);
    /// ```
    pub fn text_density(&self) -> f32 {
        self.chars as f32 / (self.tags as f32 + 1.0)
    }

    /// `link_chars / chars`: the share of the text that is link, 0 to 1; 0 for an empty block.
    ///
    /// ```
    /// use mainbody::Counts;
    /// assert_eq!(Counts { chars: 40, link_chars: 10, ..Counts::default() }.link_ratio(), 0.25);
    /// assert_eq!(Counts::default().link_ratio(), 0.0);
    /// ```
    pub fn link_ratio(&self) -> f32 {
        if self.chars == 0 { 0.0 } else { self.link_chars as f32 / self.chars as f32 }
    }
}

/// A block of a page: a heading, a paragraph, a list item, a table, ..., with the confidence that it is main content.
///
/// Blocks own what they show and know nothing of the document they came from. The text of all blocks of a page is one
/// shared buffer, so a clone is cheap, and a block that is kept keeps the text of its page in memory.
#[derive(Clone)]
pub struct Block {
    pub(crate) page: Arc<Page>,
    pub(crate) range: Range<u32>,
    pub(crate) kind: Kind,
    pub(crate) role: Role,
    pub(crate) counts: Counts,
    pub(crate) confidence: f32,
    pub(crate) main: bool,
    /// Index range in [`Page::cells`].
    pub(crate) cells: Range<u32>,
    /// Index in [`Page::steps`] of the element that holds the block.
    pub(crate) element: u32,
    /// Byte range in the input, empty where it is not known.
    pub(crate) source: Range<u32>,
}

impl Block {
    /// The words of the block, whitespace collapsed; `<br>` is a line break.
    ///
    /// In [`Kind::Code`] the whitespace is as it was. In [`Kind::Table`] cells end with a tab and rows with a line
    /// break.
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

    /// The rows of a [`Kind::Table`], each a list of cells in column order; empty for other kinds.
    ///
    /// ```
    /// let page = mainbody::extract("<table><tr><th>Year<th>Rain<tr><td>2020<td>810 mm</table>")?;
    /// assert_eq!(page.all_blocks()[0].rows(), [["Year", "Rain"], ["2020", "810 mm"]]);
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    pub fn rows(&self) -> Vec<Vec<&str>> {
        let mut rows: Vec<Vec<&str>> = Vec::new();
        for cell in self.page.cells.get(self.cells.start as usize..self.cells.end as usize).unwrap_or_default() {
            if cell.starts_row || rows.is_empty() {
                rows.push(Vec::new());
            }
            let text = self.page.text.get(cell.start as usize..cell.end as usize).unwrap_or_default();
            if let Some(row) = rows.last_mut() {
                row.push(text);
            }
        }
        rows
    }

    /// A CSS selector that selects just the element that holds the block: `html > body > div:nth-child(2) > p:nth-child(1)`.
    ///
    /// A block of a layout that mixes text and elements shares its element with its neighbours.
    pub fn path(&self) -> String {
        self.page.path(self.element)
    }

    /// Where the block's element stands in the text handed to [`extract`](crate::extract): a byte range from the `<` of
    /// its start tag to the end of its content.
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
            .field("text", &self.text())
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
}
