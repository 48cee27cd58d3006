//! Blocks in the order of their probabilities.

/// The numbers of the blocks, the likeliest first; of blocks as likely as each other, the first one first.
pub(crate) fn likeliest_first(probabilities: &[f32]) -> Vec<usize> {
    // The bits of numbers from 0 on are in the order of the numbers: one key, and nothing to look up while sorting.
    let key = |(block, probability): (usize, &f32)| u64::from(!probability.to_bits()) << u32::BITS | block as u64;
    let mut keys: Vec<u64> = probabilities.iter().enumerate().map(key).collect();
    keys.sort_unstable();
    keys.into_iter().map(|key| (key & u64::from(u32::MAX)) as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_stay_in_order() {
        assert_eq!(likeliest_first(&[0.2, 1.0, 0.0, 0.2, 0.7, 0.0]), [1, 4, 0, 3, 2, 5]);
        assert_eq!(likeliest_first(&[]), [0; 0]);
    }
}
