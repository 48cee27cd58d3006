//! How much of each block of a page is main content, by the gold text: what block confidences
//! are held against, and what a scorer can be trained on.

use std::cmp::Reverse;

use crate::words::{Multiset, Words};

/// Each block's share of main words, 0 to 1, in the order of `blocks`.
///
/// The share is that of the block's shingles that stand in the gold text; for a block too short
/// for a whole shingle, that of its words. Both by multiset: what stands once in the gold text
/// can be claimed by one block only, so that a headline repeated in a list of related stories is
/// main content in one place. Therefore
///
/// * the blocks that fit the gold best come first, and of equal ones the earlier on the page;
/// * short blocks come last and can claim only words that no matching shingle has covered, or
///   every menu entry whose word occurs in the article would pass for main content.
pub(crate) fn main_shares(blocks: &[Words], gold: &Words) -> Vec<f64> {
    let mut shingles: Multiset<&[String]> = gold.shingles().collect();
    let mut words: Multiset<&String> = gold.iter().collect();
    let mut shares = vec![0.0; blocks.len()];

    let (short, mut long): (Vec<usize>, Vec<usize>) = (0..blocks.len()).partition(|&index| blocks[index].is_short());
    long.sort_by_cached_key(|&index| Reverse(per_mille(&blocks[index], &shingles)));
    for index in long {
        shares[index] = claim_shingles(&blocks[index], &mut shingles, &mut words);
    }
    for index in short {
        let claimed = blocks[index].iter().map(|word| words.take(&word));
        shares[index] = share(claimed);
    }
    shares
}

/// How well a block fits the gold text by itself, coarse enough to sort by.
fn per_mille(block: &Words, gold: &Multiset<&[String]>) -> u32 {
    let shingles: Multiset<&[String]> = block.shingles().collect();
    1000 * shingles.overlap(gold) / shingles.len().max(1)
}

/// Takes the block's shingles out of the gold's, and the words that they cover out of its words.
fn claim_shingles<'a>(
    block: &'a Words,
    shingles: &mut Multiset<&'a [String]>,
    words: &mut Multiset<&'a String>,
) -> f64 {
    // Neighbouring shingles overlap: only the words from here on are not yet claimed.
    let mut unclaimed = 0;
    let claimed = block.shingles().enumerate().map(|(start, shingle)| {
        let found = shingles.take(&shingle);
        if found {
            for word in &shingle[unclaimed.max(start) - start..] {
                words.take(&word);
            }
            unclaimed = start + shingle.len();
        }
        found
    });
    share(claimed)
}

/// The share of claims that were granted; 0 if there were none.
fn share(claimed: impl Iterator<Item = bool>) -> f64 {
    let (granted, claims) =
        claimed.fold((0_u32, 0_u32), |(granted, claims), found| (granted + u32::from(found), claims + 1));
    f64::from(granted) / f64::from(claims.max(1))
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
    fn a_block_counts_by_its_shingles() {
        // a-d and b-e stand in the gold, c-x does not.
        assert_shares(&["a b c d e x", "p q r s"], "a b c d e f", &[2.0 / 3.0, 0.0]);
    }

    #[test]
    fn a_repeated_block_is_main_content_once() {
        assert_shares(&["a b c d", "a b c d"], "a b c d", &[1.0, 0.0]);
        assert_shares(&["home a b c d", "a b c d"], "a b c d", &[0.0, 1.0]);
    }

    #[test]
    fn short_blocks_claim_only_words_left_over() {
        let gold = "title a b c d e";
        assert_shares(&["a", "title", "a b c d e"], gold, &[0.0, 1.0, 1.0]);
        assert_shares(&["title x", ""], gold, &[0.5, 0.0]);
    }
}
