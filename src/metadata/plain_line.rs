//! A string of metadata as a line of plain text.
//!
//! Pages write markup where a string is wanted: `"headline": "<b>Rain</b> &amp; wind"`. But `<button>: The Button element` is a
//! title, and so is `Vec<String> by example`.

use std::borrow::Cow;

use super::words::collapsed;
use crate::parse::unescaped;
use crate::prefix::prefix;

/// Bytes of the longest tag that is looked for.
const MAX_TAG: usize = 512;
/// Tags that are looked at: for each the text is searched for the other one.
const MAX_TAGS: usize = 64;
/// Elements without an end tag that part words.
const BREAKS: &[&str] = &["br", "hr", "img", "wbr"];

/// At most so many bytes of a string, without character references, markup and control characters, whitespace collapsed.
pub(super) fn plain_line(text: &str, max_bytes: usize) -> String {
    let text = unescaped(prefix(text, max_bytes));
    collapsed(&without_tags(&text))
}

/// A text without tags: those that end, that have attributes, or that stand for a break.
fn without_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let (mut at, mut tags) = (0, 0);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('<')) {
        let begin = at + found;
        out.push_str(text.get(at..begin).unwrap_or_default());
        tags += 1;
        match Tag::at(&lower, begin).filter(|_| tags <= MAX_TAGS) {
            Some(tag) if tag.is_markup(&lower, begin) => {
                out.push_str(if BREAKS.contains(&tag.name) || tag.name == "p" { " " } else { "" });
                at = tag.end;
            }
            _ => {
                out.push('<');
                at = begin + 1;
            }
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

struct Tag<'a> {
    name: &'a str,
    is_end: bool,
    has_attributes: bool,
    /// The byte after it.
    end: usize,
}

impl<'a> Tag<'a> {
    /// The tag that begins at this place of a text in lower case.
    fn at(lower: &'a str, begin: usize) -> Option<Self> {
        let rest = prefix(lower.get(begin + 1..)?, MAX_TAG);
        let (inside, _) = rest.split_once('>')?;
        let end = begin + 1 + inside.len() + 1;
        let (is_end, inside) = inside.strip_prefix('/').map_or((false, inside), |inside| (true, inside));
        let length = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
        let (name, attributes) = inside.split_at_checked(length)?;
        let begins_with_letter = name.starts_with(|c: char| c.is_ascii_alphabetic());
        begins_with_letter.then(|| Self { name, is_end, has_attributes: attributes.contains('='), end })
    }

    fn is_markup(&self, lower: &str, begin: usize) -> bool {
        let (before, after) = (lower.get(..begin).unwrap_or_default(), lower.get(self.end..).unwrap_or_default());
        if self.is_end {
            before.contains(&format!("<{}", self.name))
        } else {
            self.has_attributes || BREAKS.contains(&self.name) || after.contains(&format!("</{}", self.name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_left_out_and_other_signs_stay() {
        for (text, expected) in [
            ("<b>Rain</b> &amp; wind", "Rain & wind"),
            ("&lt;p&gt;Rain&lt;br/&gt;and <a href='/x'>wind</a>&lt;/p&gt;", "Rain and wind"),
            ("<img src=x onerror=1>Gazette", "Gazette"),
            ("<script>alert(1)</script>", "alert(1)"),
            ("<button>: The Button element", "<button>: The Button element"),
            ("Vec<String> and a < b > c </i>", "Vec<String> and a < b > c </i>"),
            ("Rain\u{1b}]0;x\u{7}\n now\u{85}", "Rain ]0;x now"),
            ("<<b>x</b>", "<x"),
            ("< é<é>", "< é<é>"),
            ("", ""),
        ] {
            assert_eq!(plain_line(text, 1000), expected, "{text}");
        }
        assert_eq!(plain_line("Rain and wind", 6), "Rain a");
    }
}
