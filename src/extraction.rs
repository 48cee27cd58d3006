//! What an extraction gives back: [`Extraction`].

use crate::block::Block;
use crate::metadata::Metadata;
use crate::render;
use crate::warning::Warning;

/// The blocks of a page, which of them are its main content, and how sure that is.
///
/// Plain owned data: `Send`, `Sync`, `'static`, cheap to move between threads; the page's DOM is already gone.
#[derive(Clone, Debug)]
pub struct Extraction {
    pub(crate) blocks: Vec<Block>,
    pub(crate) confidence: f32,
    pub(crate) metadata: Metadata,
    pub(crate) warnings: Vec<Warning>,
}

impl Extraction {
    /// The main content, in document order.
    ///
    /// ```
    /// let html = "<nav><a href=/>Home</a> <a href=/news>News</a></nav>
    ///     <p>It rained all night, and by the morning the river had left its bed and stood in the gardens of Mill Lane.</p>
    ///     <p>The fire brigade brought eleven people to dry land in a boat that the rowing club had lent for the day.</p>";
    /// let page = mainbody::extract(html)?;
    /// let first = page.blocks().next().map(|block| block.text());
    /// assert!(first.is_some_and(|text| text.starts_with("It rained all night")));
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.is_main())
    }

    /// Every block of the page, main content or not, in document order.
    pub fn all_blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Every block of the page by confidence, the highest first; equals stand in document order.
    pub fn ranked(&self) -> Vec<&Block> {
        let mut ranked: Vec<&Block> = self.blocks.iter().collect();
        ranked.sort_by(|a, b| b.confidence().total_cmp(&a.confidence()));
        ranked
    }

    /// How good the choice of blocks is expected to be, 0 to 1: the F1 over words that the library itself expects.
    ///
    /// Near 1 for a clear article, low for listings, error pages and pages without main content.
    pub fn confidence(&self) -> f32 {
        self.confidence
    }

    /// What the page says of itself: title, authors, dates, language and the like.
    ///
    /// None of it decides about the text: a page that says nothing is extracted all the same.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The main content as plain text.
    ///
    /// Blocks are separated by a blank line. The items of a list stand on lines of their own, begun with `- `; the rows
    /// of a table likewise, with ` | ` between the cells. The words are those of [`Self::blocks`] and no others.
    pub fn text(&self) -> String {
        render::text(self.blocks())
    }

    /// What a caller should know about this extraction.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}
