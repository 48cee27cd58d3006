//! Features side by side: a column a feature, a byte a line.

use std::ops::Range;

use crate::model::LANES;

/// The features of a stretch of lines.
#[derive(Debug)]
pub(super) struct Columns {
    /// The lines, by number.
    pub(super) lines: Range<usize>,
    /// Column after column, each in as many chunks.
    values: Vec<[u8; LANES]>,
}

impl Columns {
    /// No columns yet, with room for so many.
    pub(super) fn new(lines: Range<usize>, columns: usize) -> Self {
        let chunks = lines.len().div_ceil(LANES);
        Self { lines, values: Vec::with_capacity(columns * chunks) }
    }

    /// How many chunks of lines there are.
    pub(super) fn chunks(&self) -> usize {
        self.lines.len().div_ceil(LANES)
    }

    /// Adds a column.
    pub(super) fn push(&mut self, values: impl Iterator<Item = u8>) {
        let start = self.values.len();
        self.values.resize(start + self.chunks(), [0; LANES]);
        for (place, value) in self.values[start..].as_flattened_mut().iter_mut().zip(values) {
            *place = value;
        }
    }

    /// The values of a feature for a chunk of lines; those beyond the last line mean nothing.
    pub(super) fn chunk(&self, feature: usize, nth: usize) -> &[u8; LANES] {
        &self.values[feature * self.chunks() + nth]
    }
}
