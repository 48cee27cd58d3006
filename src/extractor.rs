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
use crate::select::{Focus, Selection, select};
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

    /// Says when the page was fetched, for pages that were stored.
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

    /// When the page was fetched, in seconds since 1970.
    fn fetched(&self) -> i64 {
        let fetched = self.fetched.unwrap_or_else(SystemTime::now);
        fetched.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().try_into().unwrap_or(i64::MAX))
    }

    fn run(&self, tree: &Tree, mut warnings: Vec<Warning>) -> Extraction {
        let segments = segment(tree);
        let features = features(tree, &segments);
        let scores = probabilities(&features);
        let words: Vec<u32> = segments.blocks.iter().map(|block| block.counts.words).collect();
        let selection = select(&scores, &words, self.focus);
        if segments.blocks.is_empty() {
            warnings.push(Warning::Empty);
        }
        if tree.depth_limited {
            warnings.push(Warning::DepthLimit);
        }
        let about = metadata(tree, &segments, &|element| features.groups(element), &Known { base_url: None, fetched: self.fetched() });
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
