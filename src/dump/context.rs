//! What a first opinion on all lines says of each one: the features that only the second pass sees.

use super::features::{Out, Spec};
use super::measure::Measured;
use super::scale::{chance, level, plain, signed};

/// Lines before and after a line whose probability it sees.
const NEIGHBOURS: [isize; 2] = [-1, 1];
/// Probability from which a line of the first opinion counts as main content.
const LIKELY: f32 = 0.5;
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
    /// Sums of p · words over the lines before each line, and over all.
    mass: Vec<f32>,
    since: Vec<u32>,
    until: Vec<u32>,
    first: usize,
    last: usize,
    /// Mean p of the lines of each group made alike.
    alike: Vec<f32>,
}

impl<'a> Opinion<'a> {
    pub(super) fn new(dump: &'a Measured<'a>, p: &'a [f32]) -> Self {
        let mut mass = Vec::with_capacity(p.len() + 1);
        mass.push(0.0);
        let mut sum = 0.0;
        let mut alike = vec![0.0; dump.repeats.groups.len()];
        for (at, p) in p.iter().enumerate() {
            sum += p * dump.lines[at].size as f32;
            mass.push(sum);
            alike[dump.repeats.group[at] as usize] += p;
        }
        for (sum, &count) in alike.iter_mut().zip(&dump.repeats.groups) {
            *sum /= count.max(1) as f32;
        }
        let likely = || p.iter().map(|&p| p >= LIKELY);
        let mut until = distances(likely().rev());
        until.reverse();
        Self {
            since: distances(likely()),
            until,
            first: likely().position(|likely| likely).unwrap_or(0),
            last: p.iter().rposition(|&p| p >= LIKELY).unwrap_or(p.len()),
            dump,
            p,
            mass,
            alike,
        }
    }

    /// Mean p by words of the lines from `from` to before `to`, as far as there are any.
    fn mean(&self, from: usize, to: usize) -> u8 {
        let (from, to) = (from.min(self.p.len()), to.min(self.p.len()));
        let size = self.dump.sum(from, to).size;
        chance(((self.mass[to] - self.mass[from]) / size.max(1) as f32).clamp(0.0, 1.0))
    }

    /// The context of the line number `at`.
    pub(super) fn row(&self, at: usize) -> [u8; CONTEXT] {
        let mut row = [0; CONTEXT];
        let mut out = Out(&mut row);
        let p = |offset: isize| at.checked_add_signed(offset).and_then(|at| self.p.get(at)).map_or(0, |&p| chance(p));
        out.write(&[p(0)]);
        out.write(&NEIGHBOURS.map(p));
        out.write(&STRETCHES.map(|(before, after)| self.mean(at.saturating_sub(before), at + after + 1)));
        out.write(&self.after(at));
        row
    }

    fn after(&self, at: usize) -> [u8; AFTER.len()] {
        let (dump, all) = (self.dump, self.p.len());
        let total = self.mass[all];
        let head = dump.head(at);
        let (from, to) = dump.run(at);
        let (core_from, core_to) = dump.cores[0];
        let (since, until) = (self.since[at] as usize, self.until[at] as usize);
        [
            chance(self.alike[dump.repeats.group[at] as usize].clamp(0.0, 1.0)),
            head.map_or(0, |head| chance(self.p[head])),
            head.map_or(0, |head| self.mean(head + 1, at + 1)),
            self.mean(from, to),
            self.mean(0, all),
            level(total as u32),
            if total > 0.0 { chance((self.mass[at] / total).min(1.0)) } else { 0 },
            plain(self.since[at]),
            signed(at, self.first),
            signed(at, self.last),
            self.mean(core_from, core_to),
            level(dump.sum(at.saturating_sub(since), at.saturating_add(until).min(all)).size),
        ]
    }
}

/// How far back the last mark is; the number of lines where there is none.
fn distances(marks: impl ExactSizeIterator<Item = bool>) -> Vec<u32> {
    let mut since = marks.len() as u32;
    let distances = marks.map(|mark| {
        since = if mark { 0 } else { since.saturating_add(1) };
        since
    });
    distances.collect()
}

/// The name and formula of every feature, in the order of a row.
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
