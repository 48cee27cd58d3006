//! Dates in lines of text, as people write them.

use std::ops::Range;

use jiff::civil::Date;

use super::date::Calendar;
use super::month_names::month;
use crate::prefix::prefix;
use crate::vocab::is_ideograph;

/// Bytes of a line of text in which dates are looked for.
const MAX_LINE: usize = 600;

impl Calendar {
    /// The first date in a line of text.
    pub(super) fn first_in(self, line: &str) -> Option<Found> {
        self.dates_in(line).next()
    }

    /// All dates in a line of text, one after the other.
    pub(super) fn dates_in(self, line: &str) -> impl Iterator<Item = Found> + '_ {
        let tokens = tokens(line);
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < tokens.len() {
                let reader = Reader { line, tokens: &tokens, calendar: self };
                if let Some((day, or, count)) = reader.date_at(at) {
                    let range = tokens[at].range.start..tokens[at + count - 1].range.end;
                    at += count;
                    return Some(Found { day, or, range });
                }
                at += 1;
            }
            None
        })
    }
}

/// A date in a line of text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) day: Date,
    /// What it would be with day and month exchanged, where nothing but the language says which is which.
    pub(super) or: Option<Date>,
    /// Its bytes in the line.
    pub(super) range: Range<usize>,
}

/// A number or a word of a line; a Chinese, Japanese or Korean character is a word of its own.
#[derive(Debug)]
struct Token {
    range: Range<usize>,
    kind: TokenKind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum TokenKind {
    /// Its value and how many digits it has.
    Number(i64, usize),
    Word,
}

impl TokenKind {
    /// A number so far, and one more digit.
    fn with_digit(value: i64, digits: usize, digit: u32) -> Self {
        let value = value.checked_mul(10).and_then(|tens| tens.checked_add(i64::from(digit)));
        value.map_or(Self::Word, |value| Self::Number(value, digits + 1))
    }
}

fn tokens(line: &str) -> Vec<Token> {
    /// What a character begins or goes on with.
    #[derive(Clone, Copy, PartialEq)]
    enum Class {
        Digit,
        Letter,
        Ideograph,
        Gap,
    }
    let class = |c: char| match c {
        '0'..='9' => Class::Digit,
        c if is_ideograph(c) => Class::Ideograph,
        c if c.is_alphabetic() => Class::Letter,
        _ => Class::Gap,
    };
    let mut tokens: Vec<Token> = Vec::new();
    let mut before = Class::Gap;
    for (at, c) in prefix(line, MAX_LINE).char_indices() {
        let now = class(c);
        let next = at + c.len_utf8();
        if now != Class::Gap {
            match tokens.last_mut() {
                Some(last) if now == before && now != Class::Ideograph => last.range.end = next,
                _ => tokens.push(Token { range: at..next, kind: TokenKind::Word }),
            }
            if let (Some(digit), Some(last)) = (c.to_digit(10), tokens.last_mut()) {
                last.kind = match last.kind {
                    TokenKind::Number(value, digits) => TokenKind::with_digit(value, digits, digit),
                    TokenKind::Word if last.range.start == at => TokenKind::with_digit(0, 0, digit),
                    // So many digits that they are no number.
                    TokenKind::Word => TokenKind::Word,
                };
            }
        }
        before = now;
    }
    tokens
}

/// Words that may stand between the day, the month and the year.
const LINKS: &[&str] = &["de", "del", "of", "d", "st", "nd", "rd", "th", "er", "re", "º", "ª", "the", "m", "г", "в"];

struct Reader<'a> {
    line: &'a str,
    tokens: &'a [Token],
    calendar: Calendar,
}

impl Reader<'_> {
    fn number(&self, at: usize, digits: Range<usize>) -> Option<i64> {
        match self.tokens.get(at)?.kind {
            TokenKind::Number(value, count) if digits.contains(&count) => Some(value),
            _ => None,
        }
    }

    fn word(&self, at: usize) -> Option<&str> {
        let token = self.tokens.get(at)?;
        if token.kind == TokenKind::Word { self.line.get(token.range.clone()) } else { None }
    }

    fn month(&self, at: usize) -> Option<i64> {
        month(&self.word(at)?.to_lowercase()).map(i64::from)
    }

    /// What stands between a token and the next.
    fn gap(&self, at: usize) -> &str {
        let (Some(this), Some(next)) = (self.tokens.get(at), self.tokens.get(at + 1)) else { return "" };
        self.line.get(this.range.end..next.range.start).unwrap_or_default()
    }

    /// Whether a token and the next stand close enough to be of one date.
    fn joined(&self, at: usize) -> bool {
        self.gap(at).chars().count() <= 3
            && self.gap(at).chars().all(|c| c.is_whitespace() || matches!(c, '.' | ',' | '-' | '/' | '\'' | '’' | '،'))
    }

    /// The first token from `at` on that is no link word.
    fn skip_links(&self, at: usize) -> usize {
        let is_link = |at: usize| self.word(at).is_some_and(|word| LINKS.contains(&word.to_lowercase().as_str()));
        (at..at + 2).find(|&at| !is_link(at)).unwrap_or(at + 2)
    }

    /// Whether the tokens from `from` to `to` are all of one date.
    fn chained(&self, from: usize, to: usize) -> bool {
        (from..to).all(|at| self.joined(at))
    }

    /// The date that begins at a token, and how many tokens it takes.
    fn date_at(&self, at: usize) -> Option<(Date, Option<Date>, usize)> {
        let named = self.year_first(at).or_else(|| self.day_first(at)).or_else(|| self.month_first(at));
        named.map(|(day, count)| (day, None, count)).or_else(|| self.numeric(at))
    }

    /// 2024-05-01, 2024/5/1, 2024. 5. 1., 2024年5月1日, 2024년 5월 1일, 2024. május 1.
    fn year_first(&self, at: usize) -> Option<(Date, usize)> {
        let year = self.number(at, 4..5)?;
        if let Some(unit) = self.word(at + 1).filter(|unit| matches!(*unit, "年" | "년")) {
            let month_unit = if unit == "年" { "月" } else { "월" };
            let month = self.number(at + 2, 1..3).filter(|_| self.word(at + 3) == Some(month_unit))?;
            let day =
                self.number(at + 4, 1..3).filter(|_| matches!(self.word(at + 5), Some("日" | "号" | "號" | "일")))?;
            return Some((self.calendar.day(year, month, day)?, 6));
        }
        let named = self.skip_links(at + 1);
        if let Some(month) = self.month(named) {
            let day = self.number(named + 1, 1..3).filter(|_| self.chained(at, named + 1))?;
            return Some((self.calendar.day(year, month, day)?, named + 2 - at));
        }
        let (month, day) = (self.number(at + 1, 1..3)?, self.number(at + 2, 1..3)?);
        let same = self.gap(at).trim() == self.gap(at + 1).trim();
        let separated = matches!(self.gap(at).trim(), "-" | "/" | "." | "‐" | "‑" | "–");
        (same && separated).then(|| Some((self.calendar.day(year, month, day)?, 3)))?
    }

    /// 1 May 2024, 1. Mai 2024, 1 de mayo de 2024, 1st of May, 2024.
    fn day_first(&self, at: usize) -> Option<(Date, usize)> {
        let day = self.number(at, 1..3)?;
        let month_at = self.skip_links(at + 1);
        let month = self.month(month_at)?;
        let year_at = self.skip_links(month_at + 1);
        let year = self.year(year_at).filter(|_| self.chained(at, year_at))?;
        Some((self.calendar.day(year, month, day)?, year_at + 1 - at))
    }

    /// May 1, 2024, May 1st 2024.
    fn month_first(&self, at: usize) -> Option<(Date, usize)> {
        self.word(at)?;
        let day_at = self.skip_links(at + 1);
        let day = self.number(day_at, 1..3)?;
        let month = self.month(at)?;
        let year_at = self.skip_links(day_at + 1);
        let year = self.number(year_at, 4..5).filter(|_| self.chained(at, year_at))?;
        Some((self.calendar.day(year, month, day)?, year_at + 1 - at))
    }

    /// A year of four digits, or of two: '24.
    fn year(&self, at: usize) -> Option<i64> {
        self.number(at, 4..5).or_else(|| {
            let short = self.number(at, 2..3)?;
            // What follows a time of day is no year: 1 May 10:30.
            let clock = self.gap(at).starts_with(':');
            (!clock).then_some(2000 + short)
        })
    }

    /// 01.05.2024, 5/1/2024, 01-05-2024, 1.5.24.
    fn numeric(&self, at: usize) -> Option<(Date, Option<Date>, usize)> {
        let (first, second) = (self.number(at, 1..3)?, self.number(at + 1, 1..3)?);
        let separator = self.gap(at).trim();
        // 10.11.12.13 is no date, but an address or a version.
        let number = |at: usize| self.number(at, 0..usize::MAX).is_some();
        if at.checked_sub(1).is_some_and(|before| number(before) && self.gap(before) == separator)
            || (number(at + 3) && self.gap(at + 2) == separator)
        {
            return None;
        }
        if separator != self.gap(at + 1).trim() || !matches!(separator, "." | "/" | "-") {
            return None;
        }
        let short = || self.number(at + 2, 2..3).filter(|_| separator != "-").map(|year| 2000 + year);
        let year = self.number(at + 2, 4..5).or_else(short)?;
        let month_first = || self.calendar.day(year, first, second);
        let day_first = || self.calendar.day(year, second, first);
        let (day, or) = match separator {
            "." => (day_first(), None),
            _ if self.calendar.month_first => (month_first(), day_first()),
            _ => (day_first(), month_first()),
        };
        Some(if let Some(day) = day { (day, or, 3) } else { (or?, None, 3) })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::metadata::date::Calendar;

    const CALENDAR: Calendar = Calendar { newest: date(2026, 6, 2), month_first: true };

    #[test]
    fn dates_that_people_read() {
        for line in [
            "May 5, 2024",
            "May 5th, 2024",
            "May 5 2024",
            "5 May 2024",
            "5th of May 2024",
            "Sunday, 5 May, 2024",
            "05-May-2024",
            "5. Mai 2024",
            "5 mai 2024",
            "5 de mayo de 2024",
            "5 maggio 2024",
            "5 de maio de 2024",
            "5 mei 2024",
            "5. maj 2024",
            "5 maj 2024",
            "5. toukokuuta 2024",
            "5 maja 2024",
            "5. svibnja 2024.",
            "5 مايو، 2024",
            "5 במאי 2024",
            "5. května 2024",
            "5. mája 2024",
            "2024. május 5.",
            "5 mai 2024",
            "5 Mayıs 2024",
            "5 Μαΐου 2024",
            "5 мая 2024 г.",
            "5 травня 2024",
            "2024年5月5日",
            "2024 年 5 月 5 日",
            "2024년 5월 5일",
            "2024. 5. 5.",
            "2024-05-05",
            "2024/5/5",
            "05.05.2024",
            "5/5/2024",
            "5.5.24",
            "5 May '24",
        ] {
            let found = CALENDAR.first_in(line).map(|found| found.day);
            assert_eq!(found, Some(date(2024, 5, 5)), "{line}");
        }
    }

    #[test]
    fn day_and_month_are_told_apart_where_they_can_be() {
        let day_first = Calendar { month_first: false, ..CALENDAR };
        let both = |line: &str| {
            let day = |calendar: Calendar| calendar.first_in(line).map(|found| found.day);
            (day(CALENDAR), day(day_first))
        };
        let (march, december) = (Some(date(2024, 3, 12)), Some(date(2024, 12, 3)));
        assert_eq!(both("3/12/2024"), (march, december));
        assert_eq!(both("3.12.2024"), (december, december));
        assert_eq!(both("3/13/2024"), (Some(date(2024, 3, 13)), Some(date(2024, 3, 13))));
        assert_eq!(both("13/3/2024"), (Some(date(2024, 3, 13)), Some(date(2024, 3, 13))));
        assert_eq!(CALENDAR.first_in("3/12/2024").and_then(|found| found.or), december);
        assert_eq!(CALENDAR.first_in("3/13/2024").and_then(|found| found.or), None);
    }

    #[test]
    fn every_date_of_a_line_is_found_with_its_place() {
        let line = "Posted 1 May 2024, updated June 2, 2024 at 10:30";
        let found: Vec<_> = CALENDAR.dates_in(line).filter_map(|found| line.get(found.range)).collect();
        assert_eq!(found, ["1 May 2024", "June 2, 2024"]);
        assert_eq!(CALENDAR.dates_in("1 May 10:30").count(), 0);
        assert_eq!(CALENDAR.dates_in("In May 2024 some 12 ferries").count(), 0);
    }
}
