//! The options, and the lines that join the stages.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use markup5ever_rcdom::RcDom;

use crate::block::{Block, Role};
use crate::decode::decode;
use crate::error::Error;
use crate::extraction::Extraction;
use crate::features::features;
use crate::limits::Limits;
use crate::metadata::{Known, Metadata, metadata};
use crate::model::probabilities;
use crate::page::{Page, paths};
use crate::parse::{from_rcdom, parse};
use crate::segment::{Segments, segment};
use crate::select::{Focus, FrontMatter, Selection, select};
use crate::tree::Tree;
use crate::warning::Warning;

/// Extracts with options; [`extract`](crate::extract) is this with none.
///
/// ```
/// use mainbody::{Extractor, Focus};
/// let extractor = Extractor::new().focus(Focus::Precision);
/// let page = extractor.extract("<p>The ferry leaves at noon, weather permitting.</p>")?;
/// assert_eq!(page.text(), "The ferry leaves at noon, weather permitting.");
/// # Ok::<(), mainbody::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Extractor {
    focus: Focus,
    limits: Limits,
    encoding: Option<String>,
    fetched: Option<SystemTime>,
    front_matter: FrontMatter,
}

impl Extractor {
    /// An extractor with the default options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Turns the dial between precision and recall; [`Focus::Balanced`] by default.
    ///
    /// It changes which blocks are main content, never their confidences.
    #[must_use]
    pub fn focus(mut self, focus: Focus) -> Self {
        self.focus = focus;
        self
    }

    /// Sets the limits on what a page may cost.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Names the encoding of the bytes, as the `charset` of an HTTP header does. A byte order mark still comes first.
    ///
    /// Any label of the [Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels); only
    /// [`Self::extract_bytes`] asks for it.
    #[must_use]
    pub fn encoding(mut self, label: impl Into<String>) -> Self {
        self.encoding = Some(label.into());
        self
    }

    /// What becomes of the lines before the text that are its title and its byline; [`FrontMatter::AsScored`] by default.
    ///
    /// It changes which blocks are main content, never their [roles](crate::Block::role) and confidences.
    ///
    /// ```
    /// use mainbody::{Extractor, FrontMatter, Role};
    /// let html = "<title>The river rose</title><h1>The river rose</h1><p>By Jane Roe, 5 May 2024</p>
    ///     <p>It rained all night, and by the morning the river had left its bed and stood in the gardens of Mill Lane.</p>
    ///     <p>The fire brigade brought eleven people to dry land in a boat that the rowing club had lent for the day.</p>";
    /// let page = Extractor::new().front_matter(FrontMatter::Exclude).extract(html)?;
    /// assert_eq!(page.all_blocks()[0].role(), Role::Title);
    /// assert!(page.text().starts_with("It rained all night"));
    /// let page = Extractor::new().front_matter(FrontMatter::Include).extract(html)?;
    /// assert!(page.text().starts_with("The river rose\n\nBy Jane Roe, 5 May 2024\n\nIt rained all night"));
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    #[must_use]
    pub fn front_matter(mut self, front_matter: FrontMatter) -> Self {
        self.front_matter = front_matter;
        self
    }

    /// Says when the page was fetched, for pages that were stored.
    ///
    /// A date of [publication](crate::Metadata::published) more than a day later is not believed. Without it, the
    /// system's clock says what is the future; that is all that a result depends on besides page and options, and only
    /// for pages that bear a date that is yet to come.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use mainbody::Extractor;
    /// let html = "<meta property=article:published_time content=2024-05-01T08:00:00Z><p>It rained all night.";
    /// let day = |day| UNIX_EPOCH + Duration::from_secs(day * 24 * 60 * 60);
    /// let page = Extractor::new().fetched_at(day(20_000)).extract(html)?;
    /// assert_eq!(page.metadata().published(), Some("2024-05-01T08:00:00Z"));
    /// let page = Extractor::new().fetched_at(day(19_000)).extract(html)?;
    /// assert_eq!(page.metadata().published(), None);
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    #[must_use]
    pub fn fetched_at(mut self, time: SystemTime) -> Self {
        self.fetched = Some(time);
        self
    }

    /// Extracts the main content of a page.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] if the page is longer than [`Limits::max_bytes`].
    pub fn extract(&self, html: &str) -> Result<Extraction, Error> {
        self.limits.check(html.len())?;
        Ok(self.run(&parse(html, self.limits.depth()), Vec::new()))
    }

    /// Extracts the main content of a page in whatever encoding it is in.
    ///
    /// The encoding is that of the byte order mark, the label given to [`Self::encoding`], the page's `<meta>`, or what
    /// the text looks like, the first of them that there is.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] if the page is longer than [`Limits::max_bytes`], and [`Error::UnknownEncoding`] if the
    /// label given to [`Self::encoding`] is none.
    pub fn extract_bytes(&self, bytes: &[u8]) -> Result<Extraction, Error> {
        self.limits.check(bytes.len())?;
        let decoded = decode(bytes, self.encoding.as_deref())?;
        let mut tree = parse(&decoded.text, self.limits.depth());
        tree.shift_sources(decoded.offset);
        Ok(self.run(&tree, decoded.lossy.then_some(Warning::Undecodable).into_iter().collect()))
    }

    /// Extracts the main content of a page that is already parsed.
    ///
    /// The same page gives the same blocks as [`Self::extract`] does, if it was parsed with `scripting_enabled` off;
    /// with scripting on, html5ever keeps the content of `<noscript>` as bare text, and it is left out.
    ///
    /// # Errors
    ///
    /// None today; the signature leaves room for limits on the tree.
    pub fn extract_dom(&self, dom: &RcDom) -> Result<Extraction, Error> {
        Ok(self.run(&from_rcdom(dom, self.limits.depth()), Vec::new()))
    }

    /// When the page was fetched, in seconds since 1970. `None` where nothing tells.
    fn fetched(&self) -> Option<i64> {
        // A browser's WebAssembly has no clock, and asking for it panics.
        let clock = || (!cfg!(all(target_family = "wasm", target_os = "unknown"))).then(SystemTime::now);
        let fetched = self.fetched.or_else(clock)?;
        Some(fetched.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().try_into().unwrap_or(i64::MAX)))
    }

    fn run(&self, tree: &Tree, mut warnings: Vec<Warning>) -> Extraction {
        let segments = segment(tree);
        let features = features(tree, &segments);
        let scores = probabilities(&features);
        let words: Vec<u32> = segments.blocks.iter().map(|block| block.counts.words).collect();
        let mut selection = select(&scores, &words, self.focus);
        if segments.blocks.is_empty() {
            warnings.push(Warning::Empty);
        }
        if tree.depth_limited {
            warnings.push(Warning::DepthLimit);
        }
        let about = metadata(
            tree,
            &segments,
            &|element| features.groups(element),
            &Known { base_url: None, fetched: self.fetched() },
        );
        self.front_matter.apply(&about.1, &mut selection.main);
        assemble(tree, segments, &scores, &selection, about, warnings)
    }
}

/// Puts together what the stages found.
fn assemble(
    tree: &Tree,
    segments: Segments,
    scores: &[f32],
    selection: &Selection,
    (metadata, roles): (Metadata, Vec<Role>),
    warnings: Vec<Warning>,
) -> Extraction {
    let (paths, ends) = paths(tree, segments.blocks.iter().map(|block| block.element));
    let page = Arc::new(Page { text: segments.text, cells: segments.cells, steps: paths.steps, names: paths.names });
    let blocks = segments.blocks.into_iter().zip(roles).zip(ends).zip(scores.iter().zip(&selection.main));
    let blocks = blocks.map(|(((block, role), element), (&confidence, &main))| Block {
        page: Arc::clone(&page),
        range: block.range,
        kind: block.kind,
        role,
        counts: block.counts,
        confidence,
        main,
        cells: block.cells,
        element,
        source: tree.source_of(block.element, &block.nodes),
    });
    Extraction { blocks: blocks.collect(), confidence: selection.confidence, metadata, warnings }
}
