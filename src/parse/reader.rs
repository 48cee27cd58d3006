//! The input as the tokenizer reads it.

use std::convert::Infallible;

use html5gum::Reader;
use memchr::{memchr, memchr2, memchr3};

/// A text in memory, searched with vector instructions.
///
/// The tokenizer asks for the text up to the next of some characters, NUL and the carriage return always among them.
/// Most pages hold no NUL and many no carriage return, and then there are only one to three left to look for.
#[derive(Debug)]
pub(super) struct InMemory<'a> {
    input: &'a [u8],
    has_nul: bool,
    has_return: bool,
}

impl<'a> InMemory<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let input = text.as_bytes();
        Self { input, has_nul: memchr(0, input).is_some(), has_return: memchr(b'\r', input).is_some() }
    }

    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.input.split_at(length);
        self.input = rest;
        taken
    }
}

#[expect(clippy::inline_always, reason = "inlined, the needles are constants of the tokenizer's states")]
impl Reader for InMemory<'_> {
    type Error = Infallible;

    #[inline(always)]
    fn read_byte(&mut self) -> Result<Option<u8>, Infallible> {
        Ok(self.input.split_first().map(|(&first, rest)| {
            self.input = rest;
            first
        }))
    }

    #[inline(always)]
    fn try_read_string(&mut self, wanted: &[u8], case_sensitive: bool) -> Result<bool, Infallible> {
        let found = self
            .input
            .get(..wanted.len())
            .is_some_and(|next| next == wanted || (!case_sensitive && next.eq_ignore_ascii_case(wanted)));
        if found {
            self.take(wanted.len());
        }
        Ok(found)
    }

    #[inline(always)]
    fn read_until<'b>(&'b mut self, needle: &[u8], _: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, Infallible> {
        let Some(first) = self.input.first() else { return Ok(None) };
        if needle.contains(first) {
            return Ok(Some(self.take(1)));
        }
        let end = match *needle {
            [a, 0, b'\r'] if !self.has_nul && !self.has_return => memchr(a, self.input),
            [a, 0, b'\r'] => memchr3(a, 0, b'\r', self.input),
            [a, b, 0, b'\r'] if !self.has_nul && !self.has_return => memchr2(a, b, self.input),
            [a, b, 0, b'\r'] if !self.has_nul => memchr3(a, b, b'\r', self.input),
            // In tags, where the next delimiter is near.
            _ if needle.iter().any(|byte| *byte > b'>') => self.input.iter().position(|byte| needle.contains(byte)),
            _ => self.input.iter().position(|byte| *byte <= b'>' && needle.contains(byte)),
        };
        Ok(Some(self.take(end.unwrap_or(self.input.len()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, needle: &[u8]) -> Vec<String> {
        let mut reader = InMemory::new(text);
        let mut pieces = Vec::new();
        loop {
            let mut buffer = [0; 4];
            let Ok(piece) = reader.read_until(needle, &mut buffer);
            match piece {
                Some(piece) => pieces.push(String::from_utf8_lossy(piece).into_owned()),
                None => return pieces,
            }
        }
    }

    #[test]
    fn pieces_are_needles_or_hold_none() {
        for needle in [b"<\0\r".as_slice(), b"&<\0\r", b"\t\n\x0c />\0\r", b"'&\0\r"] {
            for text in ["", "plain", "a<b&c>d", "<<", "x\ry\0z", "tag name='v' /> é<ü", "&amp;'\r\n"] {
                let pieces = pieces(text, needle);
                assert_eq!(pieces.concat(), text);
                for piece in pieces {
                    let needles = piece.bytes().filter(|byte| needle.contains(byte)).count();
                    assert!(needles == 0 || piece.len() == 1, "{piece:?} of {text:?} at {needle:?}");
                }
            }
        }
    }
}
