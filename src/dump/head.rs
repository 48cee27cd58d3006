//! Title and byline of a dump: lines above its first paragraph.

use std::cell::LazyCell;

use super::context::LIKELY;
use super::lines::{Line, Lines};
use super::marker::Marker;
use crate::char_class::{DIGIT, LETTER, STOP};
use crate::vocab::{CUES, cues_of_any};

/// Lines above the first paragraph among which the title is looked for.
const ABOVE: usize = 40;
/// Words of the shortest line that is a title without being confirmed by the first line of the dump.
const MIN_TITLE: u32 = 4;
/// Words of the longest title.
const MAX_TITLE: u32 = 35;
/// Bytes of the longest first line that is a title.
const MAX_FIRST: usize = 1000;
/// Words of the longest byline.
const MAX_BYLINE: u32 = 15;
/// Words of a line that is a name and nothing else.
const NAME_WORDS: std::ops::RangeInclusive<u32> = 2..=5;
/// Lines before the title in which a byline may stand.
const BEFORE_TITLE: usize = 2;
/// Lines after the title in which a mere name is a byline.
const NAME_AFTER_TITLE: usize = 2;
/// Digits of the shortest date: 1.5.24.
const MIN_DIGITS: u32 = 4;

/// Lines with a role of their own, by number.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Head {
    pub(crate) title: Option<usize>,
    /// Lines that say who wrote the page, or when.
    pub(crate) bylines: Vec<usize>,
    /// A line below the text that one of them begins with: the name of the author.
    pub(crate) signature: Option<usize>,
}

/// Looks for title and byline above the first paragraph that is likely main content.
pub(super) fn head(lines: &Lines, scores: &[f32]) -> Head {
    let mut paragraphs = lines.lines.iter().zip(scores);
    let Some(start) = paragraphs.position(|(line, &score)| score >= LIKELY && line.prose) else {
        return Head::default();
    };
    let title = title(lines, start);
    let from = title.map_or(start.saturating_sub(BEFORE_TITLE), |title| title.saturating_sub(BEFORE_TITLE));
    let names = LazyCell::new(|| Names::below(lines, start));
    let signature = |text: &str| names.begins(text);
    let bylines: Vec<usize> =
        (from..start).filter(|&at| Some(at) != title && is_byline(lines, at, title, &signature)).collect();
    let signature = bylines.iter().find_map(|&at| signature(lines.text_of(lines.lines.get(at)?)));
    Head { title, bylines, signature }
}

/// The line that the first line of the dump confirms, since WET files begin with the page's title; or else the nearest one
/// above the first paragraph that is made like a title.
fn title(lines: &Lines, start: usize) -> Option<usize> {
    let all = lines.lines.get(..start)?;
    let first =
        all.first().map(|line| lines.text_of(line)).filter(|first| first.len() <= MAX_FIRST).unwrap_or_default();
    let from = start.saturating_sub(ABOVE);
    let window = || (from.max(1)..start).rev().filter_map(|at| Some((at, all.get(at)?)));
    // A part of less than half of it is the name of the site, or a section.
    let least = first.chars().count().div_ceil(2);
    let confirmed = window().filter(|(_, line)| line.size >= 2 && line.counts.chars as usize >= least);
    let confirmed = confirmed.filter(|(_, line)| is_part(lines.text_of(line), first));
    let confirmed = confirmed.max_by_key(|(_, line)| line.counts.chars);
    let likely = || window().find(|(_, line)| is_headline(line));
    let found = confirmed.or_else(likely).map(|(at, _)| at);
    found.or_else(|| all.first().filter(|line| is_headline(line)).map(|_| 0))
}

/// Whether a line is a part of the first one.
fn is_part(line: &str, first: &str) -> bool {
    first.contains(line) || (first.len() >= line.len() && first.to_lowercase().contains(&line.to_lowercase()))
}

fn is_headline(line: &Line) -> bool {
    let ends_well = line.shape.stops == 0 || (line.shape.stops == 1 && line.shape.last & STOP != 0);
    let mostly_digits = 2 * line.shape.digits > line.counts.chars;
    let label = line.signs.cues != 0 && line.size < MIN_TITLE + 2;
    (MIN_TITLE..=MAX_TITLE).contains(&line.size)
        && ends_well
        && !mostly_digits
        && !label
        && !is_dated(line)
        && line.marker == Marker::None
}

/// Whether a line is a date and little else.
fn is_dated(line: &Line) -> bool {
    /// Words of the longest line that is a date with a label, unless half of it is digits.
    const MAX_WORDS: u32 = 8;
    let is_short = line.counts.words <= MAX_WORDS || 2 * line.shape.digits >= line.counts.chars;
    (line.signs.year || line.signs.clock) && line.shape.digits >= MIN_DIGITS && is_short
}

fn is_byline(lines: &Lines, at: usize, title: Option<usize>, signature: &dyn Fn(&str) -> Option<usize>) -> bool {
    let Some(line) = lines.lines.get(at) else { return false };
    if line.size > MAX_BYLINE || line.prose || line.marker != Marker::None {
        return false;
    }
    let text = lines.text_of(line);
    is_dated(line)
        || is_labelled(line, text)
        || is_name(line) && {
            let below = title.is_none_or(|title| at > title && at - title <= NAME_AFTER_TITLE);
            below || signature(text).is_some()
        }
}

/// Whether a line begins with a word for authors or dates and goes on, or says so in a script without spaces.
fn is_labelled(line: &Line, text: &str) -> bool {
    let byline = CUES.iter().position(|(group, _)| *group == "byline").map_or(0, |group| 1 << group);
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let begins = cues_of_any(first) & byline != 0 && line.counts.words > 1;
    line.signs.cues & byline != 0 && (begins || line.shape.ideographs > 1 || line.signs.year || line.signs.clock)
}

/// Whether a line is made like the name of a person, perhaps with a label behind it.
fn is_name(line: &Line) -> bool {
    NAME_WORDS.contains(&line.counts.words)
        && line.counts.words == line.shape.capitalized
        && line.shape.digits == 0
        && line.shape.stops <= 1
        && line.signs.cues == 0
        && line.first & (LETTER | DIGIT) == LETTER
}

/// The lines below the first paragraph that may be names.
struct Names<'a> {
    /// In the order of their bytes; of equal ones the first, with its number.
    sorted: Vec<(&'a [u8], usize)>,
}

impl<'a> Names<'a> {
    fn below(lines: &'a Lines, start: usize) -> Self {
        let below = lines.lines.iter().enumerate().skip(start);
        let short = below.filter(|(_, line)| NAME_WORDS.contains(&line.counts.words));
        let mut sorted: Vec<_> = short.map(|(at, line)| (lines.text_of(line).as_bytes(), at)).collect();
        sorted.sort_unstable();
        sorted.dedup_by_key(|(name, _)| *name);
        Self { sorted }
    }

    /// The first line that is the beginning of this one: the author's name stands there again.
    fn begins(&self, text: &str) -> Option<usize> {
        let mut first: Option<usize> = None;
        let mut rest = text.as_bytes();
        // What a text begins with is sorted before it, and nothing between the two begins otherwise: so each step leaves
        // the beginnings that are shorter than what the last name that is not greater has in common with it.
        while let Some((name, at)) = self.last_until(rest) {
            let common = name.iter().zip(rest).take_while(|(a, b)| a == b).count();
            if common == name.len() {
                first = Some(first.map_or(at, |first| first.min(at)));
            }
            rest = rest.get(..common.min(name.len().saturating_sub(1))).unwrap_or_default();
        }
        first
    }

    /// The last name that is not greater.
    fn last_until(&self, text: &[u8]) -> Option<(&'a [u8], usize)> {
        let after = self.sorted.partition_point(|(name, _)| *name <= text);
        self.sorted.get(after.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn the_first_name_that_a_line_begins_with_is_found() {
        let names = ["Jane", "Jane Roe", "Jane Roe Ann", "Jane Sue", "Max Poe", "Ö Ä"];
        let sorted = names.iter().zip([9, 4, 6, 1, 2, 3]).map(|(name, at)| (name.as_bytes(), at)).collect();
        let names = Names { sorted };
        for (text, expected) in [
            ("Jane Roe Views", Some(4)),
            ("Jane Roe Anna", Some(4)),
            ("Jane Ray", Some(9)),
            ("Jane Sue", Some(1)),
            ("Max Poet", Some(2)),
            ("Max Po", None),
            ("Ö Ö", None),
            ("A", None),
            ("", None),
        ] {
            assert_eq!(names.begins(text), expected, "{text}");
        }
    }
}
