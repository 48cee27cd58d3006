//! What a block holds, counted.

/// What a block holds, counted over its [text](crate::Block::text) as it is: with the whitespace of code, and with the tabs and
/// line breaks between the cells of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Counts {
    /// Unicode scalar values.
    pub chars: u32,
    /// Runs of letters, digits and the marks on them; each Han, kana or Hangul character is a word of its own. In Thai, Lao,
    /// Burmese and Khmer, which have no spaces between words, a run counts as a word for every five letters that it has begun.
    ///
    /// Not so some that are rare, or parts of others: jamo; the Han signs `々`, `〇` and numerals like it; half-width kana
    /// and the small ones from U+31F0 to U+31FF; the kana of old texts and the Han characters beyond U+3134F. They are
    /// letters of the word that they stand in. Hexagrams (U+4DC0 to U+4DFF) are words. Marks from U+3040 on, of Javanese and
    /// other scripts, end a word.
    pub words: u32,
    /// Those of `chars` that stand inside an `<a href>`.
    pub link_chars: u32,
    /// Elements opened inside the block, its own not counted.
    pub tags: u32,
}

impl Counts {
    /// `chars / (tags + 1)`: characters an element; at least 0, in running text some hundred.
    ///
    /// Sun, Song and Liao, *DOM based content extraction via text density*, SIGIR 2011.
    ///
    /// ```
    /// use mainbody::Counts;
    /// assert_eq!(Counts { chars: 120, tags: 2, ..Counts::default() }.text_density(), 40.0);
    /// assert_eq!(Counts::default().text_density(), 0.0);
    /// ```
    pub fn text_density(&self) -> f32 {
        self.chars as f32 / (self.tags as f32 + 1.0)
    }

    /// `link_chars / chars`: the share of the text that is link, 0 to 1; 0 for an empty block.
    ///
    /// ```
    /// use mainbody::Counts;
    /// assert_eq!(Counts { chars: 40, link_chars: 10, ..Counts::default() }.link_ratio(), 0.25);
    /// assert_eq!(Counts::default().link_ratio(), 0.0);
    /// ```
    pub fn link_ratio(&self) -> f32 {
        if self.chars == 0 { 0.0 } else { self.link_chars as f32 / self.chars as f32 }
    }
}
