//! What a page may cost.

use crate::error::Error;
#[cfg(doc)]
use crate::warning::Warning;

/// What a page may cost. None of the 2,284 pages that the crate is tested on reaches an eighth of a default.
///
/// | limit | default | largest page of the 2,284 | beyond it |
/// |---|---:|---:|---|
/// | [`max_bytes`](Self::max_bytes) | 67,108,864 | 5,318,214 | [`Error::TooLarge`] |
/// | [`max_nodes`](Self::max_nodes) | 1,048,576 | 34,449 | the page is cut off, [`Warning::NodeLimit`] |
/// | [`max_depth`](Self::max_depth) | 512 | 58 | deeper elements are flattened, [`Warning::DepthLimit`] |
/// | [`max_blocks`](Self::max_blocks) | 131,072 | 2,641 | the page is cut off, [`Warning::BlockLimit`] |
/// | [`max_work`](Self::max_work) | 268,435,456 | 5,002,900 | the page is cut off, [`Warning::WorkLimit`] |
///
/// A page that is cut off is treated as if the connection had broken off there: what came before is kept.
///
/// Of a plain-text dump ([`Extractor::extract_dump`](crate::Extractor::extract_dump)) bytes and blocks are limited, in the
/// same way. It has no tree, so that the other limits say nothing of it: its time is in step with its bytes alone.
///
/// # Memory
///
/// At its peak an extraction holds some 3 bytes for each byte of the page, 7 at most, and some 100 for each node and 400
/// for each block, its input not counted. With the default limits that is less than 512 MiB whatever the page holds: of 273
/// pages of 64 MiB that were made to hurt, the worst took 504 MB (`cargo bench --bench bombs`). Programs that run many
/// extractions at once set lower limits. [`Extractor::explain`](crate::Extractor::explain) takes up to 750 bytes more for
/// each block, and writing an extraction out takes memory of its own: up to sixteen times the text's, for HTML of nothing
/// but signs, and some 300 bytes for each block, cell and mark, for pages of next to nothing but tags. Addresses that many
/// links share take 16 MiB more at most, and so do the paths of blocks in JSON.
///
/// ```
/// use mainbody::{Error, Extractor, Limits};
/// let extractor = Extractor::new().limits(Limits::new().max_bytes(10));
/// assert_eq!(extractor.extract("<p>Too long").unwrap_err(), Error::TooLarge { size: 11, limit: 10 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    bytes: usize,
    nodes: usize,
    depth: usize,
    blocks: usize,
    work: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 << 20, nodes: 1 << 20, depth: 512, blocks: 1 << 17, work: 1 << 28 }
    }
}

impl Limits {
    /// Offsets into a page and its texts are 32 bits wide, and decoding may triple a page's length.
    const MAX_BYTES: usize = 1 << 30;
    /// Nodes are numbered with 32 bits, and a single token may make some hundred.
    const MAX_NODES: usize = 1 << 31;
    /// Below this the skeleton of a page would be flattened.
    const MIN_DEPTH: usize = 16;

    /// The default limits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Bytes of a page, as they come and as UTF-8, above which it is refused with [`Error::TooLarge`]; 64 MiB by
    /// default, 1 GiB at most.
    ///
    /// Of a page that is already parsed, the bytes of its texts and attribute values; of a plain-text dump, its own.
    #[must_use]
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes.min(Self::MAX_BYTES);
        self
    }

    /// Nodes that a page's tree may have; where there are more the page is cut off, and the extraction carries
    /// [`Warning::NodeLimit`](crate::Warning::NodeLimit).
    ///
    /// 1,048,576 by default. Elements count, runs of text and comments, and also nodes that the parser makes and drops
    /// again while it mends bad nesting. The cut comes between two tags, some hundred nodes late at most.
    #[must_use]
    pub fn max_nodes(mut self, nodes: usize) -> Self {
        self.nodes = nodes.min(Self::MAX_NODES);
        self
    }

    /// Elements that may stand inside each other; deeper ones are flattened: their text is kept, in the deepest element
    /// allowed, and the extraction carries [`Warning::DepthLimit`](crate::Warning::DepthLimit).
    ///
    /// 512 by default, as in browsers; 16 at least.
    #[must_use]
    pub fn max_depth(mut self, depth: usize) -> Self {
        self.depth = depth.max(Self::MIN_DEPTH);
        self
    }

    /// Blocks that a page may give; where there are more the page is cut off, and the extraction carries
    /// [`Warning::BlockLimit`](crate::Warning::BlockLimit).
    ///
    /// 131,072 by default. A block of a plain-text dump is a line with a letter or digit in it, or a paragraph that was
    /// wrapped.
    #[must_use]
    pub fn max_blocks(mut self, blocks: usize) -> Self {
        self.blocks = blocks;
        self
    }

    /// Steps that parsing may take; where there are more the page is cut off, and the extraction carries
    /// [`Warning::WorkLimit`](crate::Warning::WorkLimit).
    ///
    /// 268,435,456 by default. A tag, a comment or a run of text takes one step for each element that is open around it,
    /// since the parser may look through all of them; some hundred elements that were closed a short while ago may be
    /// counted as still open. A step takes up to some 20 nanoseconds. Steps are counted, never timed: the same page gives the same
    /// result on a slow machine.
    #[must_use]
    pub fn max_work(mut self, steps: u64) -> Self {
        self.work = steps;
        self
    }

    pub(crate) fn nodes(&self) -> usize {
        self.nodes
    }

    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    pub(crate) fn blocks(&self) -> usize {
        self.blocks
    }

    pub(crate) fn work(&self) -> u64 {
        self.work
    }

    pub(crate) fn check(&self, size: usize) -> Result<(), Error> {
        if size <= self.bytes { Ok(()) } else { Err(Error::TooLarge { size, limit: self.bytes }) }
    }
}
