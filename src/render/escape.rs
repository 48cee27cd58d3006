//! Text that Markdown reads as it is.
//!
//! `CommonMark` 0.31 and the tables, strikethroughs, notes and formulas that renderers add to it. A backslash before a
//! character that would have been text all the same is left out where that is easy to tell: `snake_case`, `2 * 3`.

/// Where a piece of text stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// In a cell of a table.
    pub(super) cell: bool,
    /// In a block where dollar signs could enclose a formula.
    pub(super) dollars: bool,
    /// Straight behind the sign of a note.
    pub(super) after_note: bool,
}

/// Whether two dollar signs of a text could be taken for those around a formula: the first with something after it, the
/// second with something before it. In "$40 or $50" they could not.
pub(super) fn may_hold_formula(text: &str) -> bool {
    let mut opened = false;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '$' {
            if opened && !before.is_whitespace() {
                return true;
            }
            opened |= chars.peek().is_some_and(|after| !after.is_whitespace());
        }
        before = c;
    }
    false
}

/// Adds a piece of text on one line.
pub(super) fn push_text(out: &mut String, text: &str, place: Place) {
    let mut before = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if needs_escape(c, before, rest.as_str(), place) {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

fn needs_escape(c: char, before: Option<char>, rest: &str, place: Place) -> bool {
    let after = rest.chars().next();
    match c {
        '`' | '[' | ']' | '~' => true,
        '\\' => after.is_none_or(|c| c.is_ascii_punctuation() || c == '\n'),
        '*' => !(before.is_some_and(char::is_whitespace) && after.is_some_and(char::is_whitespace)),
        '_' => !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)),
        '<' => after.is_none_or(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        '&' => may_be_entity(rest),
        '|' => place.cell,
        '$' => place.dollars,
        '(' | ':' => place.after_note && before.is_none(),
        _ => false,
    }
}

/// Whether an ampersand before this could be the begin of a character reference. What follows the piece is not known.
fn may_be_entity(rest: &str) -> bool {
    /// The longest name is `CounterClockwiseContourIntegral`.
    const LONGEST: usize = 32;
    let name = rest.bytes().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    match rest.as_bytes().get(name) {
        None => true,
        Some(next) => name > 0 && *next == b';',
    }
}

/// Escapes what would make the line something else than text: a heading, an item, a quote, a line under a heading.
pub(super) fn push_line(out: &mut String, line: &str) {
    let escaped_at = if is_rule(line) { Some(0) } else { begin_of_block(line) };
    match escaped_at.and_then(|at| Some((line.get(..at)?, line.get(at..)?))) {
        Some((before, rest)) => out.extend([before, "\\", rest]),
        None => out.push_str(line),
    }
}

/// Whether all of a line is drawn: an underline of a heading, the line below the header of a table.
fn is_rule(line: &str) -> bool {
    let drawn = |c: char| matches!(c, '-' | ':' | '|' | ' ');
    (line.contains('-') && line.chars().all(drawn))
        || (!line.is_empty() && line.chars().all(|c| matches!(c, '=' | ' ')))
}

/// The place of the sign that begins a block at the start of a line.
fn begin_of_block(line: &str) -> Option<usize> {
    /// Digits that the number of an item may have.
    const MAX_DIGITS: usize = 9;
    let ends = |rest: &str| rest.chars().next().is_none_or(char::is_whitespace);
    match line.bytes().next()? {
        b'>' => Some(0),
        b'+' | b'-' => ends(line.get(1..)?).then_some(0),
        b'#' => ends(line.trim_start_matches('#')).then_some(0),
        b'0'..=b'9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let sign = line.get(digits..)?;
            let is_item = digits <= MAX_DIGITS && sign.starts_with(['.', ')']) && ends(sign.get(1..)?);
            is_item.then_some(digits)
        }
        _ => None,
    }
}

/// A heading's text, with number signs at its end escaped that would be taken for decoration.
pub(super) fn heading(mut text: String) -> String {
    let start = text.trim_end_matches('#').len();
    let body = text.get(..start).unwrap_or_default();
    if start < text.len() && (body.is_empty() || body.ends_with(char::is_whitespace)) {
        text.insert(start, '\\');
    }
    text
}

/// Brackets inside each other that stay as they are in an address: `CommonMark` asks for three levels at least.
const MAX_BRACKETS: i32 = 8;

/// The address in a link: its brackets match, and it holds no character references, nor dollar signs where these could
/// enclose a formula with others of the block.
pub(super) fn destination(address: &str, dollars: bool) -> String {
    let mut depth = 0i32;
    let mut balanced = true;
    for c in address.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        balanced &= (0..=MAX_BRACKETS).contains(&depth);
    }
    balanced &= depth == 0;
    let mut out = String::with_capacity(address.len());
    let mut rest = address.chars();
    while let Some(c) = rest.next() {
        match c {
            '(' if !balanced => out.push_str("%28"),
            ')' if !balanced => out.push_str("%29"),
            '$' if dollars => out.push_str("%24"),
            '&' if may_be_entity(rest.as_str()) => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

/// A fence of this character, longer than any run of it in the text, and no shorter than `least`.
pub(super) fn fence(text: &str, character: char, least: usize) -> String {
    let longest = text.split(|c| c != character).map(str::len).max().unwrap_or(0);
    String::from(character).repeat(least.max(longest + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        let mut out = String::new();
        push_text(&mut out, text, Place::default());
        out
    }

    fn line(text: &str) -> String {
        let mut out = String::new();
        push_line(&mut out, text);
        out
    }

    #[test]
    fn only_what_means_something_is_escaped() {
        for (plain, expected) in [
            ("snake_case _x_", r"snake_case \_x\_"),
            ("2 * 3 *a*", r"2 * 3 \*a\*"),
            ("a < b <i> </i> <3", r"a < b \<i> \</i> <3"),
            ("AT&T &amp; &#38; Q&A", r"AT&T \&amp; \&#38; Q\&A"),
            (r"C:\Users\*", r"C:\Users\\\*"),
            ("[x](y)", r"\[x\](y)"),
            ("`a` ~b~", r"\`a\` \~b\~"),
            ("5 $ and 6 $", "5 $ and 6 $"),
        ] {
            assert_eq!(text(plain), expected);
        }
    }

    #[test]
    fn lines_that_begin_blocks_are_escaped() {
        for (plain, expected) in [
            ("# no heading", r"\# no heading"),
            ("#hashtag", "#hashtag"),
            ("1986. A great year", r"1986\. A great year"),
            ("3.5 percent", "3.5 percent"),
            ("12) twelve", r"12\) twelve"),
            ("1234567890. long", "1234567890. long"),
            ("- minus", r"\- minus"),
            ("-5 degrees", "-5 degrees"),
            ("+", r"\+"),
            ("> quoted", r"\> quoted"),
            ("---", r"\---"),
            (":--|:-:", r"\:--|:-:"),
            ("===", r"\==="),
            ("", ""),
        ] {
            assert_eq!(line(plain), expected);
        }
    }

    #[test]
    fn dollars_around_something() {
        for (text, expected) in [
            ("$40 or $50", false),
            ("$x$", true),
            ("($40) or ($50)", true),
            ("$", false),
            ("$$", true),
            ("5$ and 6$", false),
        ] {
            assert_eq!(may_hold_formula(text), expected, "{text}");
        }
    }

    #[test]
    fn ends_of_headings() {
        for (plain, expected) in [("C #", r"C \#"), ("C#", "C#"), ("##", r"\##"), ("a ## b", "a ## b")] {
            assert_eq!(heading(plain.to_owned()), expected);
        }
    }

    #[test]
    fn destinations() {
        for (plain, expected) in [
            ("/a_(b)", "/a_(b)"),
            ("/a(b", "/a%28b"),
            ("/a)b(", "/a%29b%28"),
            ("/?p=$5", "/?p=%245"),
            ("/?a=1&b=2&copy;=3&lt", "/?a=1&b=2&amp;copy;=3&amp;lt"),
        ] {
            assert_eq!(destination(plain, true), expected);
        }
        assert_eq!(destination("/?p=$5", false), "/?p=$5");
    }

    #[test]
    fn fences_are_longer_than_what_they_hold() {
        for (plain, least, expected) in [("a", 1, "`"), ("a`b``c", 1, "```"), ("a", 3, "```"), ("````", 3, "`````")] {
            assert_eq!(fence(plain, '`', least), expected);
        }
    }
}
