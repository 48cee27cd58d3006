//! Text between tags, on its way from the tokenizer to the tree builder.

use html5ever::tendril::{ByteTendril, StrTendril};

/// Text that the tree builder has not seen yet.
///
/// The tokenizer hands out text in pieces. As long as they are just what stands in the input, one after the other, all
/// that is kept is where; the tree builder then gets a share of the input instead of a copy. From the first character
/// reference or carriage return on, the pieces are copied.
pub(super) struct PendingText<'a> {
    input: &'a [u8],
    shared: StrTendril,
    /// Bytes before the input in the caller's text.
    offset: usize,
    /// From where in the input to where, offset included.
    source: (usize, usize),
    pieces: Pieces,
}

enum Pieces {
    None,
    AsInput,
    Copied(ByteTendril),
}

impl<'a> PendingText<'a> {
    pub(super) fn new(input: &'a str, offset: usize) -> Self {
        let shared = StrTendril::from_slice(input);
        Self { input: input.as_bytes(), shared, offset, source: (offset, offset), pieces: Pieces::None }
    }

    /// Adds a piece that ends at `end`, offset included.
    pub(super) fn push(&mut self, piece: &[u8], end: usize) {
        // A character reference may be shorter than what it stands for.
        let start = end.saturating_sub(piece.len()).max(self.source.1);
        let from = start.wrapping_sub(self.offset);
        // The piece is as a rule the very bytes of the input: then their place says so, without a look at them.
        let as_input = self.input.get(from..from.wrapping_add(piece.len()));
        let as_input = as_input.is_some_and(|input| std::ptr::eq(input, piece) || input == piece);
        match &mut self.pieces {
            Pieces::None => {
                self.source = (start, end);
                self.pieces = if as_input { Pieces::AsInput } else { Pieces::Copied(ByteTendril::from_slice(piece)) };
            }
            Pieces::AsInput if as_input && start == self.source.1 => {}
            Pieces::AsInput => {
                let so_far = self.input.get(self.source.0 - self.offset..self.source.1 - self.offset);
                let mut copy = ByteTendril::from_slice(so_far.unwrap_or_default());
                copy.push_slice(piece);
                self.pieces = Pieces::Copied(copy);
            }
            Pieces::Copied(copy) => copy.push_slice(piece),
        }
        self.source.1 = end;
    }

    /// The text so far and where it stands, if there is any.
    pub(super) fn take(&mut self) -> Option<(StrTendril, (usize, usize))> {
        let text = match std::mem::replace(&mut self.pieces, Pieces::None) {
            Pieces::None => return None,
            Pieces::AsInput => {
                let (from, to) = (self.source.0 - self.offset, self.source.1 - self.offset);
                self.shared.try_subtendril(from as u32, (to - from) as u32).ok()?
            }
            // The tokenizer cuts a `str` at ASCII characters only, so the bytes are UTF-8 and nothing is replaced.
            Pieces::Copied(copy) => copy
                .try_reinterpret()
                .unwrap_or_else(|copy: ByteTendril| StrTendril::from_slice(&String::from_utf8_lossy(&copy))),
        };
        (!text.is_empty()).then_some((text, self.source))
    }
}
