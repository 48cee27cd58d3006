//! What an extraction gives back: [`Extraction`].

use std::sync::Arc;

use crate::block::Block;
use crate::explanation::Explanation;
use crate::metadata::Metadata;
use crate::model::Evidence;
use crate::ranking::likeliest_first;
use crate::render::{self, Rendering};
use crate::warning::Warning;

/// The blocks of a page, which of them are its main content, and how sure that is.
///
/// Plain owned data: `Send`, `Sync`, `'static`, cheap to move between threads; the page's DOM is already gone.
///
/// # JSON
///
/// With the `serde` feature it serializes to this schema, to which fields and types may be added, but none change:
///
/// | | fields |
/// |---|---|
/// | page | `confidence`, `metadata`, `encoding`, `warnings`, `blocks`: all of them, in document order |
/// | metadata | `title`, `authors`, `published`, `modified`, `language`, `site_name`, `description`, `image`, `canonical_url`, `kind`; each is what the method of [`Metadata`] gives |
/// | warning | `type`, and what it has besides: `selector` |
/// | block | `text`, `kind`, `role`, `main`, `confidence`, `counts`, `text_density`, `link_ratio`, `marks`, `cells`, `language`, `list_depth`, `quote_depth`, `note`, `path`, `source`, `origin`; each is what the method of [`Block`] gives |
/// | kind | `type`, and what it has besides: `level` of a heading, `depth` and `number` of a list item |
/// | counts | `chars`, `words`, `link_chars`, `tags` |
/// | mark | `range` in the text, `type`, and what it has besides: `href`, `src`, `alt`, `display`, `note` |
/// | cell | `text`, `range`, `row`, `column`, `header`, `colspan`, `rowspan` |
/// | range, source | `start` and `end` in bytes |
///
/// Types are the names of [`Kind`](crate::Kind), [`MarkKind`](crate::MarkKind), [`Role`](crate::Role), [`Warning`] and
/// [`Origin`](crate::Origin) in `snake_case`. What is not there is null: `encoding`, `language`, `note`, `source`, `number` and the
/// metadata that the page does not give. A `path` is null as well once the paths of the page have taken 16 MiB, which no
/// ordinary page reaches; [`Block::path`] still gives it.
#[derive(Clone, Debug)]
pub struct Extraction {
    pub(crate) blocks: Vec<Block>,
    pub(crate) confidence: f32,
    pub(crate) metadata: Metadata,
    pub(crate) warnings: Vec<Warning>,
    /// The name of the encoding that the page was decoded from.
    pub(crate) encoding: Option<&'static str>,
    /// What the scores can be explained by, if that was asked for.
    pub(crate) evidence: Option<Arc<Evidence>>,
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
    pub fn blocks(&self) -> impl DoubleEndedIterator<Item = &Block> + Clone {
        self.blocks.iter().filter(|block| block.is_main())
    }

    /// Every block of the page, main content or not, in document order.
    ///
    /// Text without a letter or digit, such as `* * *` or `👍`, is no block.
    pub fn all_blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Every block of the page by confidence, the highest first; equals stand in document order.
    pub fn ranked(&self) -> Vec<&Block> {
        let confidences: Vec<f32> = self.blocks.iter().map(Block::confidence).collect();
        likeliest_first(&confidences).into_iter().map(|block| &self.blocks[block]).collect()
    }

    /// How good the choice of blocks is expected to be, 0 to 1: the F1 over words that the library itself expects.
    ///
    /// Near 1 for a clear article, low for listings, error pages and pages without main content. It is that of the
    /// [balanced](crate::Focus::Balanced) choice, whatever [`Focus`](crate::Focus),
    /// [`Extractor::keep`](crate::Extractor::keep) and [`Extractor::prune`](crate::Extractor::prune) make of it.
    pub fn confidence(&self) -> f32 {
        self.confidence
    }

    /// What the page says of itself: title, authors, dates, language and the like.
    ///
    /// None of it decides about the text: a page that says nothing is extracted all the same.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The encoding that the page was read as, by its name in the
    /// [Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels); `None` for a page that came as text or as a
    /// DOM.
    ///
    /// ```
    /// let page = mainbody::extract_bytes(b"<meta charset=latin1><p>The caf\xe9 opens at six every morning.")?;
    /// assert_eq!(page.encoding(), Some("windows-1252"));
    /// assert_eq!(mainbody::extract("<p>The café opens at six every morning.")?.encoding(), None);
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    pub fn encoding(&self) -> Option<&'static str> {
        self.encoding
    }

    /// The main content as plain text.
    ///
    /// Blocks are separated by a blank line. The items of a list stand on lines of their own, begun with `- `; the rows
    /// of a table likewise, with ` | ` between the cells. The words are those of [`Self::blocks`] and no others, with the control
    /// characters that the page has in them, and sub- and superscripts in the line.
    pub fn text(&self) -> String {
        render::text(self.blocks())
    }

    /// The main content as Markdown: `CommonMark` with GitHub's tables, strikethroughs, tasks, notes and formulas.
    ///
    /// The words are those of [`Self::text`] in the same order. What would be markup in them is escaped; there is no HTML
    /// in it. Lists and quotes nest as they do on the page. A link stays unless it leads to a place on the same
    /// page, written as `#…`; its address is absolute if [`Extractor::base_url`](crate::Extractor::base_url) was given.
    /// Readers that make links of bare addresses, as GitHub's does, find those in the text too.
    /// Markdown has no sub- and superscripts: numbers and signs become those of Unicode (10⁶), words stand in the line.
    ///
    /// ```
    /// let html = "<h2>Tides</h2><p>High water is at <b>noon</b>, see the <a href=/tides>table</a>.
    ///     <ul><li>Bring boots<li>Mind the 3 * 4 steps</ul>";
    /// let expected = "## Tides\n\nHigh water is at **noon**, see the [table](https://example.org/tides).\n\n\
    ///     - Bring boots\n- Mind the 3 * 4 steps\n";
    /// let page = mainbody::Extractor::new().base_url("https://example.org/")?.extract(html)?;
    /// assert_eq!(page.markdown(), expected);
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    pub fn markdown(&self) -> String {
        self.markdown_with(Rendering::default())
    }

    /// Like [`Self::markdown`], with options.
    pub fn markdown_with(&self, rendering: Rendering) -> String {
        render::markdown(self.blocks(), rendering)
    }

    /// The main content as HTML: an `<article>` that can be put into a page as it is.
    ///
    /// Its elements and attributes are of a fixed list: `h1` to `h6`, `p`, `ul`, `ol start reversed`, `li`, `blockquote`, `dl`,
    /// `dt`, `dd`, `figure`, `figcaption`, `table`, `thead`, `tbody`, `tr`, `th` and `td` with their spans, `pre`, `code`,
    /// `a href`, `img src alt`, `strong`, `em`, `del`, `sub`, `sup`, `br`, `span`; classes for the language of code
    /// (`language-rust`) and for the LaTeX of formulas (`math inline`, `math display`), and an `id` for notes. No scripts,
    /// styles or event handlers; links go to `http`, `https`, `mailto`, `tel` and `ftp` only.
    ///
    /// The ids of notes come from the signs of their references, such as `note-1`, in every extraction. Where two of them
    /// stand in one page, references of the second lead to notes of the first: change the ids of one, or put each into a
    /// document of its own, such as an `<iframe srcdoc>`.
    ///
    /// ```
    /// let html = "<h2 onclick=steal()>Tides</h2><p>High water is at <b>noon</b>, see the <a href=/tides>table</a>,
    ///     and <a href='javascript:steal()'>call</a> before &lt;that&gt;.";
    /// let expected = "<article>\n<h2>Tides</h2>\n<p>High water is at <strong>noon</strong>, see the \
    ///     <a href=\"/tides\">table</a>, and call before &lt;that&gt;.</p>\n</article>\n";
    /// assert_eq!(mainbody::extract(html)?.html(), expected);
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    pub fn html(&self) -> String {
        self.html_with(Rendering::default())
    }

    /// Like [`Self::html`], with options.
    pub fn html_with(&self, rendering: Rendering) -> String {
        render::html(self.blocks(), rendering)
    }

    /// Why a block of this page scored as it did: the features that spoke for it and against it.
    ///
    /// `None` unless [`Extractor::explain`](crate::Extractor::explain) asked for it, for a block of another extraction, and
    /// for images, of which nothing is measured. Takes about a millisecond for a block that the second pass decided on, a
    /// tenth of it for others.
    ///
    /// ```
    /// use mainbody::{Explain, Extractor};
    /// let page = Extractor::new().explain(Explain::EveryBlock).extract(
    ///     "<nav><a href=/>Home</a> <a href=/news>News</a></nav>
    ///      <p>It rained all night, and by the morning the river had left its bed and stood in the gardens.</p>",
    /// )?;
    /// for block in page.all_blocks() {
    ///     let why = page.explain(block).expect("asked for above");
    ///     println!("{:.2} {}", why.probability, block.text());
    ///     for part in why.contributions.iter().take(3) {
    ///         println!("  {:+.2} {} is {}", part.log_odds, part.feature, part.value);
    ///     }
    ///     let sum: f64 = why.contributions.iter().map(|part| part.log_odds).sum();
    ///     assert_eq!(why.base + sum, why.score);
    ///     assert_eq!(why.probability, block.confidence());
    /// }
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    pub fn explain(&self, block: &Block) -> Option<Explanation> {
        let own = self.blocks.first().is_some_and(|own| Arc::ptr_eq(&own.page, &block.page));
        self.evidence.as_ref().filter(|_| own)?.explain(block.number? as usize)
    }

    /// What a caller should know about this extraction.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}
