//! Blocks to strings. Nothing here knows of scores.

mod address;
mod escape;
mod flanking;
mod html;
mod inline;
mod markdown;
mod narrowing;
mod nesting;
mod notes;
mod phrases;
mod text;

pub(crate) use html::html;
pub(crate) use markdown::markdown;
pub(crate) use text::text;

use crate::block::Block;

/// How Markdown and HTML are written. It never changes which blocks are.
///
/// ```
/// use mainbody::{Images, Links, Rendering};
/// let html = "<p>The <a href=https://example.org/>ferry</a> <img src=ferry.jpg alt=''> leaves at noon, as ever.";
/// let page = mainbody::extract(html)?;
/// assert_eq!(page.markdown(), "The [ferry](https://example.org/) ![](ferry.jpg) leaves at noon, as ever.\n");
/// let plain = Rendering::new().links(Links::AsText).images(Images::Omitted);
/// assert_eq!(page.markdown_with(plain), "The ferry leaves at noon, as ever.\n");
/// # Ok::<(), mainbody::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rendering {
    links: Links,
    images: Images,
}

impl Rendering {
    /// The default rendering: links and images, but none whose data is in their address.
    pub fn new() -> Self {
        Self::default()
    }

    /// What becomes of links; [`Links::Kept`] by default.
    #[must_use]
    pub fn links(mut self, links: Links) -> Self {
        self.links = links;
        self
    }

    /// What becomes of images; [`Images::Linked`] by default.
    #[must_use]
    pub fn images(mut self, images: Images) -> Self {
        self.images = images;
        self
    }

    /// Any blocks of one extraction as Markdown, as [`Extraction::markdown_with`](crate::Extraction::markdown_with) writes the main content:
    /// a section, or those above a confidence of one's own.
    ///
    /// References to notes become links to them where the notes are among the blocks.
    ///
    /// ```
    /// use mainbody::{Kind, Rendering};
    /// let page = mainbody::extract("<h2>High water</h2><p>At <b>noon</b>.<h2>Low water</h2><p>At six, in the evening.")?;
    /// let blocks = page.all_blocks();
    /// for section in blocks.chunk_by(|_, next| !matches!(next.kind(), Kind::Heading { .. })) {
    ///     println!("{}\n", Rendering::new().markdown(section));
    /// }
    /// assert_eq!(Rendering::new().markdown(&blocks[..2]), "## High water\n\nAt **noon**.\n");
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    pub fn markdown<'a>(self, blocks: impl IntoIterator<Item = &'a Block>) -> String {
        let blocks: Vec<&Block> = blocks.into_iter().collect();
        markdown(blocks.iter().copied(), self)
    }

    /// The same as HTML, as [`Extraction::html_with`](crate::Extraction::html_with) writes it.
    pub fn html<'a>(self, blocks: impl IntoIterator<Item = &'a Block>) -> String {
        let blocks: Vec<&Block> = blocks.into_iter().collect();
        html(blocks.iter().copied(), self)
    }

    /// The same as plain text, as [`Extraction::text`](crate::Extraction::text) writes it; links and images have no part
    /// in it.
    pub fn text<'a>(self, blocks: impl IntoIterator<Item = &'a Block>) -> String {
        text(blocks)
    }
}

/// What becomes of links, see [`Rendering::links`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Links {
    /// Links stay, except those to a place on the same page (written as `#…`), to a script, or without an address: of these
    /// only the words stay.
    #[default]
    Kept,
    /// Their words stay, without the address.
    AsText,
}

/// What becomes of images, see [`Rendering::images`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Images {
    /// Images are left out.
    Omitted,
    /// Those with an address stay; those whose data is in it (`data:`) are left out.
    #[default]
    Linked,
    /// All stay, those with `data:` addresses too.
    Embedded,
}
