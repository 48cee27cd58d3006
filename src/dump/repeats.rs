//! What stands in a dump more than once: lines, lists of lines, and lines made alike.

use super::lines::Line;

/// No such line.
const NONE: u32 = u32::MAX;

/// For each line, its like.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// How many lines have the same text, this one included.
    pub(super) same: Vec<u32>,
    /// Lines of the list around that stands elsewhere, too; 1 for a line alone, 0 for what stands here only.
    pub(super) listed: Vec<u32>,
    /// Whether the text stands above already.
    pub(super) again: Vec<bool>,
    /// The number of the group of lines made alike; the lines that are too long for that are one group.
    pub(super) group: Vec<u32>,
    /// Lines of each group.
    pub(super) groups: Vec<u32>,
}

impl Repeats {
    pub(super) fn new(lines: &[Line]) -> Self {
        let (number, sizes) = groups(lines.iter().map(|line| line.key));
        let mut last = vec![NONE; sizes.len()];
        let mut above = vec![NONE; lines.len()];
        let mut below = vec![NONE; lines.len()];
        for (at, &number) in number.iter().enumerate() {
            let before = std::mem::replace(&mut last[number as usize], at as u32);
            above[at] = before;
            if let Some(below) = below.get_mut(before as usize) {
                *below = at as u32;
            }
        }
        let (group, groups) = groups(lines.iter().map(|line| line.signs.pattern));
        Self {
            same: number.iter().map(|&number| sizes[number as usize]).collect(),
            listed: listed(&above).iter().zip(listed(&below)).map(|(&a, b)| a.max(b)).collect(),
            again: above.iter().map(|&above| above != NONE).collect(),
            group,
            groups,
        }
    }
}

/// For each line, the length of the run around it of lines whose copies stand in a run as well.
fn listed(copy: &[u32]) -> Vec<u32> {
    let goes_on = |at: usize| copy[at] != NONE && copy[at - 1] != NONE && copy[at] == copy[at - 1] + 1;
    let mut lengths = vec![0; copy.len()];
    let mut start = 0;
    for at in 1..=copy.len() {
        if at < copy.len() && goes_on(at) {
            continue;
        }
        if copy[start] != NONE {
            lengths[start..at].fill((at - start) as u32);
        }
        start = at;
    }
    lengths
}

/// Numbers equal keys alike: the number of each key's group, and the sizes of the groups.
///
/// A table with open addresses, in which a key is looked for in a few places and no more: keys of a dump that was made to
/// collide are in groups of their own, and no dump takes longer than another.
fn groups(keys: impl ExactSizeIterator<Item = u64>) -> (Vec<u32>, Vec<u32>) {
    /// Places in which a key may stand.
    const PROBES: usize = 8;
    let mask = (2 * keys.len()).next_power_of_two() - 1;
    let mut places = vec![(0u64, NONE); mask + 1];
    let mut sizes: Vec<u32> = Vec::new();
    let number = keys.map(|key| {
        let home = (key >> 32) as usize;
        for probe in 0..PROBES {
            let place = &mut places[(home + probe) & mask];
            if place.1 == NONE {
                *place = (key, sizes.len() as u32);
                break;
            }
            if place.0 == key {
                sizes[place.1 as usize] += 1;
                return place.1;
            }
        }
        sizes.push(1);
        sizes.len() as u32 - 1
    });
    (number.collect(), sizes)
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[test]
    fn lists_that_stand_twice_are_known() {
        let list = "Popular\nFirst story\nSecond story\n";
        let dump = format!("Home\n{list}It rained all night.\n{list}Home\n");
        let repeats = Repeats::new(&lines(&dump, usize::MAX).lines);
        assert_eq!(repeats.listed, [1, 3, 3, 3, 0, 3, 3, 3, 1]);
        assert_eq!(repeats.same, [2, 2, 2, 2, 1, 2, 2, 2, 2]);
        assert_eq!(repeats.again.iter().filter(|&&again| again).count(), 4);
    }

    #[test]
    fn equal_keys_are_one_group() {
        let keys: Vec<u64> = (0..5000u64).map(|n| (n % 700) << 32 | (n % 700)).collect();
        let (number, sizes) = groups(keys.iter().copied());
        assert_eq!(sizes.iter().sum::<u32>(), 5000);
        for (at, &number) in number.iter().enumerate().skip(700) {
            assert_eq!(number as usize, at % 700);
        }
        assert!(groups([].into_iter()).1.is_empty());
        assert_eq!(groups((0..200u32).map(|key| u64::from(key % 100))).1.iter().sum::<u32>(), 200);
    }
}
