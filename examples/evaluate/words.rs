//! Texts as words, and words as multisets: what every metric counts.

use std::collections::HashMap;
use std::hash::Hash;

use regex::Regex;

/// The words of a shingle.
const SHINGLE_WORDS: usize = 4;

/// Han, kana and Hangul: scripts whose runs of letters are too long, or too inflected, to match
/// as one word, so that each character counts as a word of its own.
const ONE_CHARACTER_WORDS: &str = r"\u{3040}-\u{30ff}\u{3400}-\u{9fff}\u{f900}-\u{faff}\u{ac00}-\u{d7af}";

/// Splits texts into words: runs of letters, digits and underscores, as Python's `\w` has it, so
/// that figures compare with those of Python scorers.
#[derive(Clone, Debug)]
pub(crate) struct Tokenizer {
    word: Regex,
}

impl Tokenizer {
    pub(crate) fn new() -> Result<Self, regex::Error> {
        let runs = format!(r"[\p{{L}}\p{{N}}_--[{ONE_CHARACTER_WORDS}]]+");
        let word = Regex::new(&format!("[{ONE_CHARACTER_WORDS}]|{runs}"))?;
        Ok(Self { word })
    }

    pub(crate) fn words(&self, text: &str) -> Words {
        let text = text.to_lowercase();
        let words = self.word.find_iter(&text);
        Words(words.map(|word| word.as_str().to_owned()).collect())
    }
}

/// The words of a text, in order and in lower case.
#[derive(Clone, Debug)]
pub(crate) struct Words(Vec<String>);

impl Words {
    pub(crate) fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// All but one of the words, wherever it stands.
    pub(crate) fn without(mut self, word: &str) -> Self {
        self.0.retain(|own| own != word);
        self
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &String> {
        self.0.iter()
    }

    pub(crate) fn len(&self) -> u32 {
        // A corpus page is megabytes at most.
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// Whether there are too few words for even one whole shingle.
    pub(crate) fn is_short(&self) -> bool {
        self.0.len() < SHINGLE_WORDS
    }

    /// Every run of four words; a short text is one shingle, an empty one none.
    pub(crate) fn shingles(&self) -> impl Iterator<Item = &[String]> {
        self.0.windows(self.0.len().clamp(1, SHINGLE_WORDS))
    }
}

/// How often each item occurs.
#[derive(Clone, Debug)]
pub(crate) struct Multiset<T> {
    counts: HashMap<T, u32>,
}

impl<T: Eq + Hash> FromIterator<T> for Multiset<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut counts = HashMap::new();
        for item in items {
            *counts.entry(item).or_insert(0) += 1;
        }
        Self { counts }
    }
}

impl<T: Eq + Hash> Multiset<T> {
    pub(crate) fn len(&self) -> u32 {
        self.counts.values().sum()
    }

    /// The size of the intersection: each item as often as it occurs in both.
    pub(crate) fn overlap(&self, other: &Self) -> u32 {
        let counts = self.counts.iter();
        counts.filter_map(|(item, count)| other.counts.get(item).map(|other| other.min(count))).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::{Multiset, Tokenizer};

    fn words(text: &str) -> Result<Vec<String>, regex::Error> {
        Ok(Tokenizer::new()?.words(text).0)
    }

    #[test]
    fn words_are_runs_of_letters_digits_and_underscores() -> Result<(), regex::Error> {
        assert_eq!(words("Don't, snake_case 3.14!")?, ["don", "t", "snake_case", "3", "14"]);
        assert_eq!(words("Übergröße É")?, ["übergröße", "é"]);
        assert_eq!(words("正文a1提かな한글b")?, ["正", "文", "a1", "提", "か", "な", "한", "글", "b"]);
        assert!(words(" -- ")?.is_empty());
        Ok(())
    }

    #[test]
    fn a_combining_mark_ends_a_word() -> Result<(), regex::Error> {
        assert_eq!(words("e\u{301}t")?, ["e", "t"]);
        Ok(())
    }

    #[test]
    fn short_texts_are_one_shingle() -> Result<(), regex::Error> {
        let tokenizer = Tokenizer::new()?;
        let shingles = |text| tokenizer.words(text).shingles().count();
        assert_eq!(shingles(""), 0);
        assert_eq!(shingles("a b"), 1);
        assert_eq!(shingles("a b c d"), 1);
        assert_eq!(shingles("a b c d e"), 2);
        Ok(())
    }

    #[test]
    fn overlap_counts_repeats() {
        let a: Multiset<_> = "aab".chars().collect();
        let b: Multiset<_> = "aaac".chars().collect();
        assert_eq!((a.len(), b.len(), a.overlap(&b)), (3, 4, 2));
    }
}
