//! How much of each block of a page is main content, by the gold text: what block confidences
//! are held against, and what the scorer is trained on.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use crate::words::Words;

/// Words of the gold text around the expected place in which a short block is looked for.
const SLACK: usize = 8;

/// Each block's share of main words, 0 to 1, in the order of `blocks`.
///
/// Blocks are laid on the gold text: a word of a block is main content if it is part of a run of
/// four words (a shingle) that stands in the gold text. Each place in the gold text is given away
/// once, so that a headline repeated in a list of related stories is main content in one place
/// only. Therefore
///
/// * the blocks that fit the gold best come first, and of equal ones the earlier on the page;
/// * blocks too short for a shingle come last, must match as a whole, and only where the blocks
///   before and after them say that they belong; else every menu entry whose word occurs in the
///   article would pass for main content.
pub(crate) fn main_shares(blocks: &[Words], gold: &Words) -> Vec<f64> {
    let mut alignment = Alignment::new(gold);
    let (short, mut long): (Vec<usize>, Vec<usize>) = (0..blocks.len()).partition(|&at| blocks[at].is_short());
    long.sort_by_cached_key(|&at| Reverse(alignment.fit(&blocks[at])));
    let mut shares = vec![0.0; blocks.len()];
    let mut places: Vec<Option<Range<usize>>> = vec![None; blocks.len()];
    for at in long {
        (shares[at], places[at]) = alignment.claim(&blocks[at]);
    }
    let mut after = followers(&places, gold.as_slice().len());
    let mut before = 0;
    for at in 0..blocks.len() {
        if let Some(place) = &places[at] {
            before = place.end;
        }
        if short.binary_search(&at).is_ok() {
            let window = before.saturating_sub(SLACK)..after[at].saturating_add(SLACK);
            if let Some(place) = alignment.claim_whole(&blocks[at], window) {
                shares[at] = 1.0;
                before = place.end;
                after[at] = place.start;
            }
        }
    }
    shares
}

/// For each block, where the next block that has a place begins.
fn followers(places: &[Option<Range<usize>>], end: usize) -> Vec<usize> {
    let mut next = end;
    let mut followers: Vec<usize> = places
        .iter()
        .rev()
        .map(|place| {
            let follower = next;
            next = place.as_ref().map_or(next, |place| place.start);
            follower
        })
        .collect();
    followers.reverse();
    followers
}

/// The gold text, and what of it is given away.
struct Alignment<'a> {
    gold: &'a [String],
    shingles: HashMap<&'a [String], Vec<usize>>,
    words: HashMap<&'a String, Vec<usize>>,
    /// Whether the shingle that begins here is given away.
    claimed: Vec<bool>,
    /// Whether the word is given away.
    covered: Vec<bool>,
}

impl<'a> Alignment<'a> {
    fn new(gold: &'a Words) -> Self {
        let mut shingles: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, shingle) in gold.shingles().enumerate() {
            shingles.entry(shingle).or_default().push(at);
        }
        let mut words: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, word) in gold.iter().enumerate() {
            words.entry(word).or_default().push(at);
        }
        let gold = gold.as_slice();
        Self { gold, shingles, words, claimed: vec![false; gold.len()], covered: vec![false; gold.len()] }
    }

    /// How well a block fits by itself: its shingles in the gold text, per mille.
    fn fit(&self, block: &Words) -> usize {
        let (found, all) = block
            .shingles()
            .fold((0, 0), |(found, all), shingle| (found + usize::from(self.shingles.contains_key(shingle)), all + 1));
        1000 * found / all.max(1)
    }

    /// Gives the block the places of its shingles: the share of its words so covered, and where.
    fn claim(&mut self, block: &Words) -> (f64, Option<Range<usize>>) {
        let words = block.as_slice().len();
        let mut covered = vec![false; words];
        let mut last: Option<usize> = None;
        let mut first = None;
        for (at, shingle) in block.shingles().enumerate() {
            let Some(place) = self.place(shingle, last) else { continue };
            self.claimed[place] = true;
            self.covered[place..place + shingle.len()].fill(true);
            covered[at..at + shingle.len()].fill(true);
            first = first.or(Some(place));
            last = Some(place);
        }
        let share = covered.iter().filter(|&&covered| covered).count() as f64 / words.max(1) as f64;
        let place = first.zip(last).map(|(first, last)| first.min(last)..first.max(last) + 1);
        (share, place.filter(|_| share > 0.5))
    }

    /// A free place of a shingle: the one after `last` if there is one, else the first.
    fn place(&self, shingle: &[String], last: Option<usize>) -> Option<usize> {
        let places = self.shingles.get(shingle)?;
        let next = last.map(|last| last + 1).filter(|next| places.binary_search(next).is_ok());
        next.filter(|&next| !self.claimed[next]).or_else(|| places.iter().copied().find(|&place| !self.claimed[place]))
    }

    /// Gives a short block the first free place in the window where all its words stand in a row.
    fn claim_whole(&mut self, block: &Words, window: Range<usize>) -> Option<Range<usize>> {
        let words = block.as_slice();
        let places = self.words.get(words.first()?)?;
        let from = places.partition_point(|&place| place < window.start);
        let found = places[from..].iter().copied().take_while(|&place| place < window.end).find(|&place| {
            let end = place + words.len();
            self.gold.get(place..end) == Some(words) && !self.covered[place..end].contains(&true)
        })?;
        let place = found..found + words.len();
        self.covered[place.clone()].fill(true);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::main_shares;
    use crate::words::Tokenizer;

    #[track_caller]
    fn assert_shares(blocks: &[&str], gold: &str, expected: &[f64]) {
        let shares = Tokenizer::new().map(|tokenizer| {
            let blocks: Vec<_> = blocks.iter().map(|text| tokenizer.words(text)).collect();
            main_shares(&blocks, &tokenizer.words(gold))
        });
        assert_eq!(shares.as_deref(), Ok(expected));
    }

    #[test]
    fn a_word_counts_as_part_of_a_shingle() {
        // a-d and b-e stand in the gold, c-x does not.
        assert_shares(&["a b c d e x", "p q r s"], "a b c d e f", &[5.0 / 6.0, 0.0]);
    }

    #[test]
    fn a_repeated_block_is_main_content_once() {
        assert_shares(&["a b c d", "a b c d"], "a b c d", &[1.0, 0.0]);
        assert_shares(&["home a b c d", "a b c d"], "a b c d", &[0.0, 1.0]);
    }

    #[test]
    fn a_short_block_must_match_whole_and_in_its_place() {
        let gold = "title a b c d e middle f g h i j";
        assert_shares(&["a", "title", "a b c d e"], gold, &[0.0, 1.0, 1.0]);
        assert_shares(&["title x", ""], gold, &[0.0, 0.0]);
        let far = "one two three four five six seven eight nine ten";
        let gold = format!("{far} end");
        assert_shares(&["end", far, "end"], &gold, &[0.0, 1.0, 1.0]);
    }
}
