//! One hash for names, words and texts.
//!
//! It is quick, the same on every platform, and no guard against collisions: where strings are compared by it, a
//! collision costs a little evidence and nothing else. Maps over what a page holds therefore keep the standard
//! library's keyed hasher; only fixed tables of words, and those of a fixed size, are looked up by this hash as it is.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// An odd number with well-spread bits: 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming 6.4).
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// A hash of some bytes.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut state = (bytes.len() as u64).wrapping_mul(GOLDEN);
    let mut rest = bytes;
    while let Some((word, after)) = rest.split_first_chunk() {
        state = mix(state, u64::from_le_bytes(*word));
        rest = after;
    }
    let last = rest.iter().rev().fold(0, |word, &byte| (word << 8) | u64::from(byte));
    mix(state, last)
}

/// A hash of a hash and a number.
pub(crate) fn mix(state: u64, value: u64) -> u64 {
    let product = (state ^ value).wrapping_add(GOLDEN).wrapping_mul(GOLDEN);
    product ^ (product >> 29)
}

/// A fixed table, looked up by [`hash`].
pub(crate) type HashTable<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

/// Takes a hash as it is.
#[derive(Default)]
pub(crate) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_order_count() {
        let hashes =
            ["", "a", "b", "ab", "ba", "a\0", "abcdefgh", "abcdefghi", "bcdefgha"].map(|text| hash(text.as_bytes()));
        let distinct: std::collections::HashSet<u64> = hashes.into_iter().collect();
        assert_eq!(distinct.len(), hashes.len());
    }
}
