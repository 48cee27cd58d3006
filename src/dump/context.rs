//! What a first opinion on all lines says of each one: the features that only the second pass sees.

use std::iter::repeat;

use super::columns::Columns;
use super::features::Spec;
use super::measure::{Measured, Sums};
use super::scale::{chance, level, plain, signed};
use crate::distances::{since_marked, until_marked};

/// Lines before and after a line whose probability it sees.
const NEIGHBOURS: [isize; 2] = [-1, 1];
/// Probability from which a line of the first opinion counts as main content.
pub(super) const LIKELY: f32 = 0.5;
/// How many lines before a line, and after it, make a stretch.
const STRETCHES: [(usize, usize); 4] = [(3, 3), (24, 24), (0, 8), (3, 0)];

const OWN: [Spec; 1] = [Spec("own", "first probability p of the line")];
const AFTER: [Spec; 12] = [
    Spec("alike", "mean p of the short lines made alike"),
    Spec("head", "p of the line that heads this one"),
    Spec("section", "mean p by words from that line to this one"),
    Spec("run", "mean p by words of the run of prose, or of what is none"),
    Spec("page", "mean p by words of the dump"),
    Spec("expected", "words of main content to expect, the sum of p times words"),
    Spec("before", "share of the expected words that stand above"),
    Spec("since_likely", "lines since one with p of at least 0.5"),
    Spec("first_likely", "signed lines since the first with p of at least 0.5"),
    Spec("last_likely", "signed lines since the last with p of at least 0.5"),
    Spec("core", "mean p by words of the stretch richest in prose"),
    Spec("gap", "words between the likely line before and the one after"),
];

/// How many features this file yields.
pub(super) const CONTEXT: usize = OWN.len() + NEIGHBOURS.len() + STRETCHES.len() + AFTER.len();

/// A first opinion, with sums.
pub(super) struct Opinion<'a> {
    dump: &'a Measured<'a>,
    p: &'a [f32],
    /// p · words.
    mass: Sums<f32>,
    since: Vec<u32>,
    until: Vec<u32>,
    first: usize,
    last: usize,
    /// Mean p of the lines of each group made alike.
    alike: Vec<f32>,
}

impl<'a> Opinion<'a> {
    pub(super) fn new(dump: &'a Measured<'a>, p: &'a [f32]) -> Self {
        let mut alike = vec![0.0; dump.repeats.groups.len()];
        for (&p, &group) in p.iter().zip(&dump.repeats.group) {
            alike[group as usize] += p;
        }
        for (sum, &count) in alike.iter_mut().zip(&dump.repeats.groups) {
            *sum /= count.max(1) as f32;
        }
        let likely = || p.iter().map(|&p| p >= LIKELY);
        Self {
            mass: Sums::of(p.iter().zip(dump.lines).map(|(p, line)| p * line.size as f32)),
            since: since_marked(likely()),
            until: until_marked(likely()),
            first: likely().position(|likely| likely).unwrap_or(0),
            last: p.iter().rposition(|&p| p >= LIKELY).unwrap_or(p.len()),
            dump,
            p,
            alike,
        }
    }

    /// Adds the columns of the context.
    pub(super) fn push(&self, out: &mut Columns) {
        let lines = out.lines.clone();
        out.push(self.p[lines.clone()].iter().map(|&p| chance(p)));
        for offset in NEIGHBOURS {
            let other = |at: usize| at.checked_add_signed(offset).and_then(|at| self.p.get(at));
            out.push(lines.clone().map(|at| other(at).map_or(0, |&p| chance(p))));
        }
        for stretch in STRETCHES {
            let sizes = self.dump.sizes.around(&lines, stretch);
            out.push(self.mass.around(&lines, stretch).zip(sizes).map(|(mass, size)| mean(mass, size)));
        }
        self.push_sections(out);
        self.push_places(out);
    }

    /// Mean p by words of the lines from `from` to before `to`.
    fn mean(&self, from: usize, to: usize) -> u8 {
        mean(self.mass.between(from, to), self.dump.sizes.between(from, to))
    }

    /// What the opinion is on the lines that belong with a line.
    fn push_sections(&self, out: &mut Columns) {
        let (dump, lines) = (self.dump, out.lines.clone());
        let heads = || dump.heads[lines.clone()].iter().map(|head| head.map(|head| head as usize));
        let alike = |group: &u32| chance(self.alike[*group as usize].clamp(0.0, 1.0));
        out.push(dump.repeats.group[lines.clone()].iter().map(alike));
        out.push(heads().map(|head| head.map_or(0, |head| chance(self.p[head]))));
        out.push(heads().zip(lines.clone()).map(|(head, at)| head.map_or(0, |head| self.mean(head + 1, at + 1))));
        out.push(dump.runs[lines.clone()].iter().map(|&(from, to)| self.mean(from as usize, to as usize)));
        let all = self.p.len();
        for value in [self.mean(0, all), level(self.mass.between(0, all) as u32)] {
            out.push(repeat(value));
        }
    }

    /// Where a line stands among the likely ones.
    fn push_places(&self, out: &mut Columns) {
        let (lines, all) = (out.lines.clone(), self.p.len());
        let total = self.mass.between(0, all);
        let share = |before: f32| if total > 0.0 { chance((before / total).min(1.0)) } else { 0 };
        let since = &self.since[lines.clone()];
        out.push(self.mass.before(&lines).map(share));
        out.push(since.iter().map(|&since| plain(since)));
        out.push(lines.clone().map(|at| signed(at, self.first)));
        out.push(lines.clone().map(|at| signed(at, self.last)));
        let (from, to) = self.dump.cores[0];
        out.push(repeat(self.mean(from, to)));
        let gaps = lines.clone().zip(since.iter().zip(&self.until[lines.clone()]));
        out.push(gaps.map(|(at, (&since, &until))| {
            let (from, to) = (at.saturating_sub(since as usize), at.saturating_add(until as usize).min(all));
            level(self.dump.sizes.between(from, to))
        }));
    }
}

/// A sum of p · words over these words, as a mean.
fn mean(mass: f32, words: u32) -> u8 {
    chance((mass / words.max(1) as f32).clamp(0.0, 1.0))
}

/// The name and formula of every feature, in the order of [`Opinion::push`].
#[cfg_attr(not(any(test, feature = "internals")), expect(dead_code, reason = "read by training and tests"))]
pub(super) fn specs() -> Vec<(String, String)> {
    let named = |name: String, formula: &str| (format!("first.{name}"), formula.to_owned());
    let mut all: Vec<_> = OWN.iter().map(|spec| named(spec.0.to_owned(), spec.1)).collect();
    all.extend(NEIGHBOURS.iter().map(|offset| named(format!("next{offset:+}"), "p of that neighbour")));
    let stretch = |(before, after): &(usize, usize)| {
        named(format!("mean-{before}+{after}"), "mean p by words of so many lines before and after, and of the line")
    };
    all.extend(STRETCHES.iter().map(stretch));
    all.extend(AFTER.iter().map(|spec| named(spec.0.to_owned(), spec.1)));
    all
}
