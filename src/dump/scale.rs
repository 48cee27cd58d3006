//! Numbers as features: whole, small and coarse, so that a row is a row of bytes and a comparison one instruction.

/// Steps of a share from 0 to 1.
const SHARE_STEPS: f32 = 32.0;

/// The middle of [`signed`].
const MIDDLE: u8 = 128;

/// A count: exact to 15, then four steps to a doubling; 127 at most.
pub(super) fn level(count: u32) -> u8 {
    if count < 16 {
        return count as u8;
    }
    let octave = count.ilog2();
    let step = (count >> (octave - 2)) & 3;
    (16 + (octave - 4) * 4 + step) as u8
}

/// How far a line is behind another, 128 for 0; less where it is before it.
pub(super) fn signed(at: usize, from: usize) -> u8 {
    let level = level(at.abs_diff(from).min(u32::MAX as usize) as u32);
    if at < from { MIDDLE - level } else { MIDDLE + level }
}

/// A share from 0 to 1 in 32 steps; 0 for an empty whole, which is no number.
pub(super) fn share(part: u32, whole: u32) -> u8 {
    (part as f32 * SHARE_STEPS / whole as f32) as u8
}

/// A count as it is; 255 at most.
pub(super) fn plain(count: u32) -> u8 {
    count.min(255) as u8
}

/// A probability in 64 steps.
pub(super) fn chance(probability: f32) -> u8 {
    (probability * 63.0 + 0.5) as i32 as u8
}

/// 1 for true.
pub(super) fn flag(yes: bool) -> u8 {
    u8::from(yes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_rise_with_the_count_and_fit_a_byte() {
        let levels: Vec<u8> = (0..100_000).map(level).collect();
        assert!(levels.is_sorted());
        assert_eq!([level(15), level(16), level(20), level(32), level(u32::MAX)], [15, 16, 17, 20, 127]);
        assert_eq!([signed(4, 7), signed(7, 7), signed(10, 7)], [125, 128, 131]);
        assert_eq!([signed(0, usize::MAX), signed(usize::MAX, 0)], [1, 255]);
    }

    #[test]
    fn shares_of_nothing_are_nothing() {
        assert_eq!([share(0, 0), share(1, 2), share(1, 1), share(u32::MAX, u32::MAX)], [0, 16, 32, 32]);
        assert_eq!([chance(0.0), chance(0.5), chance(1.0)], [0, 32, 63]);
    }
}
