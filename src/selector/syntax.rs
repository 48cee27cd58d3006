//! Text to steps, after CSS's [Selectors Level 4](https://www.w3.org/TR/selectors-4/#grammar).

use super::{Combinator, Operator, Step, SyntaxError, Test, ValueTest};

const A_SELECTOR: &str = "an element name, *, ., #, [ or :";
const A_NAME: &str = "a name";
const A_VALUE: &str = "a name or a quoted text";
const A_PSEUDO_CLASS: &str = "first-child, nth-child( or not(";
const A_FORMULA: &str = "odd, even, a number, or a formula such as 2n+1";
/// Inside `:not()`, another one.
const NO_NESTING: &str = "a selector without another :not()";

/// Reads a list of selectors: chains of steps.
pub(super) fn parse(text: &str) -> Result<Vec<Vec<Step>>, SyntaxError> {
    let mut reader = Reader { rest: text, length: text.len() };
    let mut chains = Vec::new();
    loop {
        chains.push(reader.chain()?);
        if reader.is_at_end() {
            return Ok(chains);
        }
        reader.require(',', "a combinator, a comma or the end")?;
    }
}

struct Reader<'a> {
    rest: &'a str,
    length: usize,
}

/// Whether a character may stand in a CSS name.
fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii()
}

/// Whether a character breaks the line: CSS reads all of them as line feeds, and so a carriage return with the line feed
/// after it as one.
fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{c}')
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t') || is_line_break(c)
}

impl<'a> Reader<'a> {
    fn error<T>(&self, expected: &'static str) -> Result<T, SyntaxError> {
        Err(SyntaxError { offset: self.length - self.rest.len(), expected })
    }

    fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    /// Takes the text if it comes next.
    fn take(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn require(&mut self, c: char, expected: &'static str) -> Result<(), SyntaxError> {
        if self.take(c.encode_utf8(&mut [0; 4])) { Ok(()) } else { self.error(expected) }
    }

    /// Skips whitespace; says whether there was any.
    fn space(&mut self) -> bool {
        !self.take_while(is_space).is_empty()
    }

    fn chain(&mut self) -> Result<Vec<Step>, SyntaxError> {
        self.space();
        let mut steps = Vec::new();
        let mut combinator = Combinator::Anywhere;
        loop {
            steps.push(Step { combinator, tests: self.compound(false)? });
            let space = self.space();
            combinator = match self.peek() {
                None | Some(',') => return Ok(steps),
                Some('>') => Combinator::Child,
                Some('+') => Combinator::NextSibling,
                Some('~') => Combinator::LaterSibling,
                Some(_) if space => Combinator::Descendant,
                Some(_) => return self.error("a combinator, a comma or the end"),
            };
            if combinator != Combinator::Descendant {
                self.next();
                self.space();
            }
        }
    }

    /// A compound selector: an element name or `*`, and tests.
    fn compound(&mut self, negated: bool) -> Result<Vec<Test>, SyntaxError> {
        let mut tests = Vec::new();
        let any = self.take("*");
        if !any && self.peek().is_some_and(|c| is_name_char(c) || c == '\\') {
            tests.push(Test::Name(self.name()?));
        }
        loop {
            tests.push(match self.peek() {
                Some('#') => {
                    self.next();
                    Test::Id(self.name()?)
                }
                Some('.') => {
                    self.next();
                    Test::Class(self.name()?)
                }
                Some('[') => {
                    self.next();
                    self.attribute()?
                }
                Some(':') => {
                    self.next();
                    self.pseudo_class(negated)?
                }
                _ if tests.is_empty() && !any => return self.error(A_SELECTOR),
                _ => return Ok(tests),
            });
        }
    }

    /// A name, its escapes resolved.
    fn name(&mut self) -> Result<String, SyntaxError> {
        let start = self.rest;
        let digits = start.strip_prefix('-').unwrap_or(start);
        if digits.starts_with(|c: char| c.is_ascii_digit()) {
            return self.error(A_NAME);
        }
        let mut name = String::new();
        loop {
            name.push_str(self.take_while(is_name_char));
            if !self.take("\\") {
                break;
            }
            match self.escaped() {
                Some(c) => name.push(c),
                None => return self.error(A_NAME),
            }
        }
        if name.is_empty() || name == "-" {
            self.rest = start;
            return self.error(A_NAME);
        }
        Ok(name)
    }

    /// What stands after a backslash: a character, or its number in hexadecimal digits. `None` of a line break, which is
    /// taken as well.
    fn escaped(&mut self) -> Option<char> {
        const MAX_DIGITS: usize = 6;
        let digits = self.rest.bytes().take(MAX_DIGITS).take_while(u8::is_ascii_hexdigit).count();
        if digits == 0 {
            return if self.take("\r\n") { None } else { self.next().filter(|c| !is_line_break(*c)) };
        }
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(is_space)).unwrap_or(rest);
        let c = u32::from_str_radix(number, 16).ok().and_then(char::from_u32);
        Some(c.filter(|c| *c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// A test of an attribute, its `[` taken.
    fn attribute(&mut self) -> Result<Test, SyntaxError> {
        const OPERATORS: [(&str, Operator); 6] = [
            ("=", Operator::Equals),
            ("~=", Operator::HasWord),
            ("|=", Operator::HasLanguage),
            ("^=", Operator::StartsWith),
            ("$=", Operator::EndsWith),
            ("*=", Operator::Contains),
        ];
        self.space();
        let name = self.name()?.to_ascii_lowercase();
        self.space();
        if self.take("]") {
            return Ok(Test::Attribute(name, None));
        }
        let Some((_, operator)) = OPERATORS.into_iter().find(|(sign, _)| self.take(sign)) else {
            return self.error("], =, ~=, |=, ^=, $= or *=");
        };
        self.space();
        let value = match self.peek() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote)?,
            _ => self.name().map_err(|error| SyntaxError { expected: A_VALUE, ..error })?,
        };
        self.space();
        let ignore_case = self.take("i") || self.take("I");
        self.space();
        self.require(']', if ignore_case { "]" } else { "] or i" })?;
        Ok(Test::Attribute(name, Some(ValueTest { operator, value, ignore_case })))
    }

    /// A text in quotes, its escapes resolved.
    fn quoted(&mut self, quote: char) -> Result<String, SyntaxError> {
        self.next();
        let mut text = String::new();
        loop {
            text.push_str(self.take_while(|c| c != quote && c != '\\' && !is_line_break(c)));
            match self.peek() {
                Some('\\') => {
                    self.next();
                    text.extend(self.escaped());
                }
                Some(c) if c == quote => {
                    self.next();
                    return Ok(text);
                }
                _ => return self.error("the closing quote"),
            }
        }
    }

    /// A pseudo-class, its `:` taken.
    fn pseudo_class(&mut self, negated: bool) -> Result<Test, SyntaxError> {
        let start = self.rest;
        let name = self.take_while(is_name_char).to_ascii_lowercase();
        let test = match (name.as_str(), self.peek()) {
            ("first-child", _) => return Ok(Test::NthChild(0, 1)),
            ("nth-child", Some('(')) => {
                self.next();
                self.space();
                self.formula()?
            }
            ("not", Some('(')) if !negated => {
                self.next();
                self.alternatives()?
            }
            (known, _) => {
                self.rest = start;
                return self.error(if negated && known == "not" { NO_NESTING } else { A_PSEUDO_CLASS });
            }
        };
        self.space();
        self.require(')', ")")?;
        Ok(test)
    }

    /// The compound selectors inside `:not()`.
    fn alternatives(&mut self) -> Result<Test, SyntaxError> {
        let mut alternatives = Vec::new();
        loop {
            self.space();
            alternatives.push(self.compound(true)?);
            self.space();
            if !self.take(",") {
                return Ok(Test::Not(alternatives));
            }
        }
    }

    /// `an + b`, `odd` or `even`.
    fn formula(&mut self) -> Result<Test, SyntaxError> {
        let start = self.rest;
        let read = self.try_formula();
        if read.is_none() {
            self.rest = start;
        }
        read.map_or_else(|| self.error(A_FORMULA), |(step, first)| Ok(Test::NthChild(step, first)))
    }

    fn try_formula(&mut self) -> Option<(i32, i32)> {
        for (word, step, first) in [("odd", 2, 1), ("even", 2, 0)] {
            if self.rest.get(..word.len()).is_some_and(|next| next.eq_ignore_ascii_case(word)) {
                self.rest = self.rest.get(word.len()..)?;
                return Some((step, first));
            }
        }
        let negative = self.take("-");
        let _ = !negative && self.take("+");
        let digits = self.take_while(|c| c.is_ascii_digit());
        let number = |digits: &str, negative: bool| {
            // A number that no page reaches is as good as any other such.
            let value = digits.parse::<i32>().unwrap_or(i32::MAX / 2).min(i32::MAX / 2);
            if negative { -value } else { value }
        };
        if !self.take("n") && !self.take("N") {
            return (!digits.is_empty()).then(|| (0, number(digits, negative)));
        }
        let step = number(if digits.is_empty() { "1" } else { digits }, negative);
        let before = self.rest;
        self.space();
        let negative = self.take("-");
        if !negative && !self.take("+") {
            self.rest = before;
            return Some((step, 0));
        }
        self.space();
        let digits = self.take_while(|c| c.is_ascii_digit());
        (!digits.is_empty()).then(|| (step, number(digits, negative)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, offset: usize, expected: &'static str) {
        assert_eq!(parse(text).unwrap_err(), SyntaxError { offset, expected }, "{text}");
    }

    #[test]
    fn errors_point_at_the_place() {
        refused("", 0, A_SELECTOR);
        refused("div >", 5, A_SELECTOR);
        refused("div > > p", 6, A_SELECTOR);
        refused("a, , b", 3, A_SELECTOR);
        refused("p.", 2, A_NAME);
        refused("p.-", 2, A_NAME);
        refused(".3d", 1, A_NAME);
        refused("p)", 1, "a combinator, a comma or the end");
        refused("p /", 2, A_SELECTOR);
        refused("[href", 5, "], =, ~=, |=, ^=, $= or *=");
        refused("[href=]", 6, A_VALUE);
        refused("[href='x]", 9, "the closing quote");
        refused("[href='x' q]", 10, "] or i");
        refused("é:hover", 3, A_PSEUDO_CLASS);
        refused("p::before", 2, A_PSEUDO_CLASS);
        refused("p:nth-child(x)", 12, A_FORMULA);
        refused("p:nth-child(2n+)", 12, A_FORMULA);
        refused("p:nth-child(2", 13, ")");
        refused(":not(p:not(a))", 7, NO_NESTING);
    }

    #[test]
    fn formulas() {
        for (text, expected) in [
            ("odd", (2, 1)),
            ("EVEN", (2, 0)),
            ("3", (0, 3)),
            ("+3", (0, 3)),
            ("n", (1, 0)),
            ("-n+3", (-1, 3)),
            ("2N + 1", (2, 1)),
            ("4n - 2", (4, -2)),
            ("99999999999", (0, i32::MAX / 2)),
        ] {
            let chains = parse(&format!(":nth-child( {text} )")).unwrap();
            assert_eq!(chains[0][0].tests, [Test::NthChild(expected.0, expected.1)], "{text}");
        }
    }

    #[test]
    fn escapes() {
        for (text, name) in [
            (r"\31 0", "10"),
            (r"md\:w-1\/2", "md:w-1/2"),
            (r"\0041b", "\u{41b}"),
            (r"\0 a", "\u{fffd}a"),
            ("\\31\t0", "10"),
            ("\\31\n0", "10"),
            ("\\31\r0", "10"),
            ("\\31\r\n0", "10"),
            ("\\31\u{c}0", "10"),
        ] {
            assert_eq!(parse(text).unwrap()[0][0].tests, [Test::Name(name.to_owned())], "{text}");
        }
    }

    #[test]
    fn line_breaks_end_names_and_quoted_texts() {
        for line_break in ["\n", "\r", "\r\n", "\u{c}"] {
            refused(&format!("[a='b{line_break}c']"), 5, "the closing quote");
            refused(&format!(".a\\{line_break}b"), 3 + line_break.len(), A_NAME);
            // In quotes, a backslash before it makes it nothing.
            let expected = parse("[a='bc']").unwrap();
            assert_eq!(parse(&format!("[a='b\\{line_break}c']")).unwrap(), expected, "{line_break:?}");
        }
    }
}
