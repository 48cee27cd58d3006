//! Texts as words, to compare them.

use crate::hash::hash;
use crate::vocab::is_ideograph;

/// The words of a text, whatever their case, as hashes; each Han, kana or Hangul character is a word of its own.
pub(super) fn words(text: &str) -> Vec<u64> {
    let mut words = Vec::new();
    let mut word: Vec<u8> = Vec::new();
    let mut end = |word: &mut Vec<u8>| {
        if !word.is_empty() {
            words.push(hash(word));
            word.clear();
        }
    };
    for c in text.chars() {
        let whole = is_ideograph(c);
        if whole || !c.is_alphanumeric() {
            end(&mut word);
        }
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase() as u8);
        } else if c.is_alphanumeric() {
            word.extend(c.to_lowercase().flat_map(|c| c.encode_utf8(&mut [0; 4]).as_bytes().to_vec()));
        }
        if whole {
            end(&mut word);
        }
    }
    end(&mut word);
    words
}

/// The letters and digits of a text in lower case, nothing between them.
pub(super) fn squeezed(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// How far two lists of words agree, 0 to 1: the F1 of their multisets.
pub(super) fn agreement(a: &[u64], b: &[u64]) -> f32 {
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    a.sort_unstable();
    b.sort_unstable();
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    let total = a.len() + b.len();
    if total == 0 { 0.0 } else { 2.0 * common as f32 / total as f32 }
}

/// Whitespace collapsed, control characters left out.
pub(super) fn collapsed(text: &str) -> String {
    let is_blank = |c: char| c.is_whitespace() || c.is_control();
    text.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_in_any_case_and_spacing() {
        assert_eq!(words("The  Ferry, at noon!"), words("the ferry — AT noon"));
        assert_eq!(words("ÉTÉ à İzmir").len(), 3);
        assert_eq!(words("Été"), words("éTÉ"));
        assert_eq!(words("2024年5月a1").len(), 5);
        assert!(words(" — ").is_empty());
    }

    #[test]
    fn agreement_counts_repeats_and_not_order() {
        let agree = |a: &str, b: &str, share: f32| (agreement(&words(a), &words(b)) - share).abs() < 1e-6;
        assert!(agree("a b c", "C b A", 1.0));
        assert!(agree("a a b", "a b b", 2.0 / 3.0));
        assert!(agree("a", "b", 0.0));
        assert!(agree("", "", 0.0));
    }
}
