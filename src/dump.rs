//! Plain-text dumps of pages: text without any tags, as in the WET files of Common Crawl.
//!
//! A dump is cut into lines; bullets and numbers tell lists, what stands around a line tells headings. The scorer is one
//! of its own, on features that need no markup: the shape of lines and sentences, what repeats, where prose is.

mod columns;
mod context;
mod features;
mod head;
mod lines;
mod link_numbers;
mod marker;
mod measure;
mod model;
mod repeats;
mod scale;
mod signs;
mod split;

pub(crate) use head::Head;
pub(crate) use lines::{Line, Lines};
use marker::Marker;
use measure::Measured;

use crate::block::{Kind, Role};
use crate::metadata::{Front, Metadata, of_lines};

/// Confidence of a dump below which nothing in it is main content, unless recall counts for more: with no markup to go
/// by, there is always some line likelier than the others. By cross-validation this costs 0.002 of F1, and 16 % of pages
/// without main content give nothing in place of 2 %.
pub(crate) const MIN_CONFIDENCE: f32 = 0.25;

/// The blocks of a dump and what they are.
pub(crate) struct Dump {
    pub(crate) lines: Lines,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) head: Head,
    /// The probability of each line that it is main content.
    pub(crate) scores: Vec<f32>,
}

/// Cuts a dump into at most so many blocks and judges them.
pub(crate) fn dump(text: &str, max_blocks: usize) -> Dump {
    let lines = lines::lines(text, max_blocks);
    let scores = model::probabilities(&Measured::new(&lines));
    let head = head::head(&lines, &scores);
    let mut kinds = kinds(&lines.lines);
    for &byline in &head.bylines {
        if let Some(kind) = kinds.get_mut(byline) {
            *kind = Kind::Paragraph;
        }
    }
    if let Some(kind) = head.title.and_then(|title| kinds.get_mut(title)) {
        *kind = Kind::Heading { level: 1 };
    }
    Dump { lines, kinds, head, scores }
}

impl Dump {
    /// The role of each line.
    pub(crate) fn roles(&self) -> Vec<Role> {
        let mut roles = vec![Role::Text; self.lines.lines.len()];
        for &line in &self.head.bylines {
            roles[line] = Role::Byline;
        }
        if let Some(title) = self.head.title {
            roles[title] = Role::Title;
        }
        roles
    }

    /// What title and bylines say of the page.
    pub(crate) fn metadata(&self, fetched: Option<i64>) -> Metadata {
        let text = |at: usize| self.lines.lines.get(at).map_or("", |line| self.lines.text_of(line));
        let bylines: Vec<&str> = self.head.bylines.iter().map(|&at| text(at)).collect();
        let signature = self.head.signature.map(text);
        let prose = self.lines.lines.iter().filter(|line| line.prose).map(|line| self.lines.text_of(line));
        of_lines(&Front { title: self.head.title.map(text), bylines: &bylines, signature }, prose, fetched)
    }
}

/// What each line is.
fn kinds(lines: &[Line]) -> Vec<Kind> {
    let kind = |(at, line): (usize, &Line)| match line.marker {
        Marker::Bullet => Kind::ListItem { depth: line.depth, number: None },
        Marker::Number(number) => Kind::ListItem { depth: line.depth, number: Some(number) },
        Marker::None if lines.get(at + 1).is_some_and(|next| line.heads(next)) => Kind::Heading { level: 2 },
        Marker::None => Kind::Paragraph,
    };
    lines.iter().enumerate().map(kind).collect()
}

/// The stages one by one, for training.
#[cfg(feature = "internals")]
pub(crate) mod stages {
    use super::columns::Columns;
    use super::context::{CONTEXT, Opinion};
    use super::features::{FEATURES, columns, specs};
    use super::lines::{Lines, lines};
    use super::measure::Measured;
    use crate::model::LANES;

    /// The lines of a dump.
    pub(crate) fn cut(text: &str) -> Lines {
        lines(text, usize::MAX)
    }

    /// Names and formulas of all features, those of the context last; and how many come before.
    pub(crate) fn all_specs() -> (Vec<(String, String)>, usize) {
        let mut all = specs();
        all.extend(super::context::specs());
        assert_eq!(all.len(), FEATURES + CONTEXT);
        (all, FEATURES)
    }

    /// The features of all lines, row after row.
    pub(crate) fn rows(lines: &Lines) -> Vec<u8> {
        rows_of(&columns(&Measured::new(lines), 0..lines.lines.len()), FEATURES)
    }

    /// The context of all lines, row after row.
    pub(crate) fn context(lines: &Lines, first: &[f32]) -> Vec<u8> {
        let dump = Measured::new(lines);
        let mut columns = Columns::new(0..lines.lines.len(), CONTEXT);
        Opinion::new(&dump, first).push(&mut columns);
        rows_of(&columns, CONTEXT)
    }

    fn rows_of(columns: &Columns, features: usize) -> Vec<u8> {
        let row = |at: usize| (0..features).map(move |feature| columns.chunk(feature, at / LANES)[at % LANES]);
        (0..columns.lines.len()).flat_map(row).collect()
    }

    /// Whether each line stands in the stretch richest in prose.
    pub(crate) fn core(lines: &Lines, cost: i64) -> Vec<bool> {
        let (from, to) = super::measure::core(&lines.lines, cost);
        (0..lines.lines.len()).map(|at| (from..to).contains(&at)).collect()
    }
}
