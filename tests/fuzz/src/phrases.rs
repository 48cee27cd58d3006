//! Pages made of what means something to Markdown.

use arbitrary::{Arbitrary, Result, Unstructured};

use crate::round_trip::PARTS;

/// A page as the fuzzer's bytes are read.
#[derive(Debug)]
pub struct Phrases(pub String);

impl<'a> Arbitrary<'a> for Phrases {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let mut page = String::from("<p>");
        while !bytes.is_empty() {
            match bytes.int_in_range(0..=7u8)? {
                0 => page.push(char::from(bytes.int_in_range(b' '..=b'~')?)),
                1 => page.push(bytes.arbitrary::<char>()?),
                // The same again and again.
                2 => page.push_str(&bytes.choose(PARTS)?.repeat(bytes.int_in_range(2..=20)?)),
                _ => page.push_str(bytes.choose(PARTS)?),
            }
        }
        Ok(Self(page))
    }
}
