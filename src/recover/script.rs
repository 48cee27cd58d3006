//! JSON and strings in the text of a script.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};

use super::items::Items;
use super::prose::Look;
use crate::tree::begins_json;

/// Bytes from which a string in a script is looked at, and words from which it is content, if it is not JSON: shorter
/// ones are messages.
const MIN_STRING: usize = 100;
const MIN_STRING_WORDS: u32 = 25;

/// Takes in the objects and arrays of a script that are JSON, and its long strings.
///
/// No grammar of JavaScript stands behind this: wherever an object, an array or a string may begin, one is read as far
/// as it goes. Code is soon found not to be JSON, and a string that a stray quote begins is not prose. Takes time linear
/// in the script: of each byte no more than one JSON value and one string are read.
pub(super) fn read_script(script: &str, items: &mut Items) {
    let bytes = script.as_bytes();
    let mut at = 0;
    // Where the present line ends, for quotes that nothing closes before that.
    let mut unclosed = [0; 3];
    while let Some(offset) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| b"{[\"'`".contains(byte))) {
        at += offset;
        match bytes.get(at) {
            Some(b'{' | b'[') if !may_be_json(bytes.get(at..).unwrap_or_default()) => at += 1,
            Some(b'{' | b'[') => at += items.read_start(script.get(at..).unwrap_or_default()),
            Some(&quote) => {
                let line = match quote {
                    b'"' => &mut unclosed[0],
                    b'\'' => &mut unclosed[1],
                    _ => &mut unclosed[2],
                };
                let end = if at < *line { Err(*line) } else { end_of_string(bytes, at + 1, quote) };
                match end {
                    // A short one may be what stands between two strings, after a stray quote: there may be JSON in it.
                    Ok(end) if end - at < MIN_STRING => at += 1,
                    Ok(end) => {
                        let string = unescape(script.get(at + 1..end).unwrap_or_default());
                        if begins_json(string.as_bytes()) || Look::of(&string).words() >= MIN_STRING_WORDS {
                            items.string((0, 0), &string, None);
                        }
                        at = end + 1;
                    }
                    Err(end) => {
                        *line = end;
                        at += 1;
                    }
                }
            }
            None => break,
        }
    }
}

/// Whether an object has a key in quotes, or an array a value that may be JSON: most brackets of code do not.
fn may_be_json(bracket: &[u8]) -> bool {
    let mut after = bracket.iter().skip(1).filter(|byte| !byte.is_ascii_whitespace());
    match (bracket.first(), after.next()) {
        (Some(b'{'), next) => next == Some(&b'"'),
        (_, Some(next)) => next.is_ascii_digit() || b"\"[{-tfn".contains(next),
        _ => false,
    }
}

/// Where a string ends that begins at `from`; or, if nothing closes it, the end of the line or the script.
fn end_of_string(bytes: &[u8], from: usize, quote: u8) -> Result<usize, usize> {
    let one_line = quote != b'`';
    let mut at = from;
    loop {
        // All three at once: the end of the line may be far from every one of many quotes.
        let rest = bytes.get(at..).unwrap_or_default();
        let found = if one_line { memchr3(quote, b'\\', b'\n', rest) } else { memchr2(quote, b'\\', rest) };
        let Some(offset) = found else { return Err(bytes.len()) };
        at += offset;
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'\n'), _) => return Err(at),
            (Some(b'\\'), Some(b'\n')) if one_line => return Err(at + 1),
            (Some(b'\\'), _) => at += 2,
            _ => return Ok(at),
        }
    }
}

/// A string of JavaScript without its escapes (ECMAScript 12.9.4).
fn unescape(text: &str) -> Cow<'_, str> {
    if memchr(b'\\', text.as_bytes()).is_none() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut chars = after.chars();
        match chars.next() {
            Some('n' | 'r' | 't') => out.push(if after.starts_with('t') { ' ' } else { '\n' }),
            Some('u') => chars = push_unit(&mut out, after, 4),
            Some('x') => chars = push_unit(&mut out, after, 2),
            Some(c) => out.push(c),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.into()
}

/// Writes the character of `uXXXX`, of two of them that are one, or of `xXX`; returns what follows.
fn push_unit<'a>(out: &mut String, escape: &'a str, digits: usize) -> std::str::Chars<'a> {
    let unit = |at: usize| escape.get(at..at + digits).and_then(|hex| u16::from_str_radix(hex, 16).ok());
    let Some(first) = unit(1) else { return escape.get(1..).unwrap_or_default().chars() };
    let second = escape.get(1 + digits..3 + digits).filter(|next| *next == "\\u").and_then(|_| unit(3 + digits));
    let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok()).filter(|c| *c > '\u{ffff}');
    let (c, length) = match pair {
        Some(c) => (c, 3 + 2 * digits),
        None => (char::from_u32(first.into()).unwrap_or(char::REPLACEMENT_CHARACTER), 1 + digits),
    };
    out.push(c);
    escape.get(length..).unwrap_or_default().chars()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(script: &str) -> Vec<String> {
        let mut items = Items::new(false);
        read_script(script, &mut items);
        items.list.iter().filter(|item| item.what.is_content()).map(|item| items.text(item).to_owned()).collect()
    }

    const RAIN: &str = "It rained all night, and by the morning the river had left its bed and stood in the gardens \
        of Mill Lane, where the first to see it was a baker on her way to work.";

    #[test]
    fn data_is_found_in_assignments_calls_and_strings() {
        for script in [
            format!("window.__STATE__ = {{\"a\": [1, {{\"body\": \"{RAIN}\"}}]}};"),
            format!("self.f=self.f||[];f.push([1,\"{RAIN}\"])"),
            format!("window.S=JSON.parse('{{\\\"a\\\":\\\"{RAIN}\\\", \\\"b\\\": [{}]}}')", "1, ".repeat(80) + "1"),
            format!("var s = {{a: undefined, b: [{{body: '{RAIN}'}}]}}"),
            format!("// don't\nx = `{RAIN}`"),
            format!("let a = /[\"']/; f({{\"x\": {{\"y\": \"{RAIN}\"}}}})"),
        ] {
            assert_eq!(strings(&script), [RAIN], "{script}");
        }
    }

    #[test]
    fn escapes_are_those_of_the_language() {
        for (escaped, plain) in [
            ("a\\nb\\tc", "a\nb c"),
            ("\\u00e9\\xe9\\'\\\"\\/", "éé'\"/"),
            ("\\ud83c\\udf27!", "🌧!"),
            ("\\ud83c!", "\u{fffd}!"),
            ("\\uzz", "zz"),
            ("\\", ""),
        ] {
            assert_eq!(unescape(escaped), plain, "{escaped}");
        }
    }
}
