//! The first bytes of a text, cut between two characters.

/// Bytes of a title or a heading that are looked at, word by word.
pub(crate) const MAX_TITLE: usize = 4000;

/// The longest beginning of a text that has at most so many bytes. Takes constant time.
pub(crate) fn prefix(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_is_cut() {
        for (bytes, expected) in [(0, ""), (1, "a"), (2, "a"), (3, "aé"), (5, "aé"), (6, "aé語"), (usize::MAX, "aé語")]
        {
            assert_eq!(prefix("aé語", bytes), expected, "{bytes}");
        }
    }
}
