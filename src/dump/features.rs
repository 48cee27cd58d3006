//! What speaks for and against a line, as numbers: one row of bytes a line.
//!
//! Every feature comes from sums or from a bounded number of neighbours, so the whole is linear in the dump. Counts stop
//! at 255, or are levels where more matters; shares are in steps: see [`super::scale`]. [`specs`] is the table of all of them.

use super::lines::Line;
use super::measure::{COSTS, Measured};
use super::scale::{flag, level, plain, share, signed};
use crate::segment::{DIGIT, LETTER, STOP};
use crate::vocab::CUES;

/// The name and the formula of a feature.
pub(super) struct Spec(pub(super) &'static str, pub(super) &'static str);

/// Of the line itself.
const OWN: [Spec; 18] = [
    Spec("words", "words, two ideographs being one"),
    Spec("chars", "chars"),
    Spec("chars_per_word", "chars / word, in quarters"),
    Spec("stops", "ends of sentences"),
    Spec("words_per_stop", "words / end of sentence, 0 without one"),
    Spec("commas", "commas / words"),
    Spec("digits", "digits / chars"),
    Spec("uppercase", "uppercase letters / chars"),
    Spec("symbols", "other signs / chars"),
    Spec("ideographs", "Han, kana and Hangul / chars"),
    Spec("capitalized", "words that begin with a capital / words"),
    Spec("last", "last character: 1 a letter, 2 a digit, 3 an end of sentence, 0 another"),
    Spec("indent", "columns before the line"),
    Spec("gap_after", "blank lines after the line, 3 at most"),
    Spec("cues", "groups of words of page furniture in it"),
    Spec("same", "lines with the same text"),
    Spec("listed", "lines of the list around that stands elsewhere, too"),
    Spec("again", "1 if the text stands above already"),
];

/// What its neighbours see of a line.
const SEEN: [Spec; 2] =
    [Spec("last", "last character, as own.last"), Spec("capitalized", "words that begin with a capital / words")];

/// The neighbours that a line sees.
const NEIGHBOURS: [isize; 2] = [-1, 1];

/// Of the lines around, the line itself included.
const WINDOW: [Spec; 4] = [
    Spec("words", "words a line"),
    Spec("prose", "share of words in prose"),
    Spec("ended", "share of lines that end like sentences"),
    Spec("repeated", "share of lines that stand elsewhere, too"),
];

/// Lines on each side that belong to a window.
const REACHES: [usize; 3] = [2, 6, 16];

/// Where the line stands.
const PLACE: [Spec; 14] = [
    Spec("from_start", "lines above"),
    Spec("from_end", "lines below"),
    Spec("position", "words above / all words"),
    Spec("prose_position", "words of prose above / all words of prose"),
    Spec("run", "lines of the run of prose, or of what is none, that it stands in"),
    Spec("run_words", "words of that run"),
    Spec("wide_core", "signed lines from the stretch richest in prose, with wide gaps; 0 inside"),
    Spec("wide_inside", "lines since that stretch began, 0 outside"),
    Spec("wide_left", "lines until it ends, 0 outside"),
    Spec("dense_inside", "lines since the stretch richest in prose, with small gaps, began; 0 outside"),
    Spec("dense_left", "lines until it ends, 0 outside"),
    Spec("head_words", "words of the line that heads this one"),
    Spec("head_same", "lines with the same text as that line"),
    Spec("section_prose", "share of words in prose from that line to this one"),
];

/// Of the dump as a whole: coarse, since a dump is learned by heart too easily.
const PAGE: [Spec; 4] = [
    Spec("lines", "lines, in doublings"),
    Spec("prose", "share of words in prose, in eighths"),
    Spec("core", "share of the words of prose that stand in the stretch richest in it, in eighths"),
    Spec("core_words", "words of prose in that stretch, in doublings"),
];

/// How many features a line has.
pub(super) const FEATURES: usize = OWN.len()
    + NEIGHBOURS.len() * SEEN.len()
    + REACHES.len() * WINDOW.len()
    + PLACE.len()
    + 2 * CUES.len()
    + PAGE.len();

/// A row of features.
pub(super) type Row = [u8; FEATURES];

/// Writes rows.
pub(super) struct Features<'a> {
    pub(super) dump: &'a Measured<'a>,
    page: [u8; PAGE.len()],
}

impl<'a> Features<'a> {
    pub(super) fn new(dump: &'a Measured<'a>) -> Self {
        Self { dump, page: page(dump) }
    }

    /// The features of the line number `at`.
    pub(super) fn row(&self, at: usize) -> Row {
        let mut row = [0; FEATURES];
        let mut out = Out(&mut row);
        let dump = self.dump;
        out.write(&own(dump, at));
        for offset in NEIGHBOURS {
            let other = at.checked_add_signed(offset).and_then(|other| dump.seen.get(other));
            out.write(other.unwrap_or(&[0; SEEN.len()]));
        }
        for reach in REACHES {
            out.write(&window(dump, at, reach));
        }
        out.write(&place(dump, at));
        out.write(&dump.cues_before[at]);
        out.write(&dump.cues_after[at]);
        out.write(&self.page);
        row
    }
}

/// A row that is filled from left to right.
pub(super) struct Out<'a>(pub(super) &'a mut [u8]);

impl Out<'_> {
    pub(super) fn write<const N: usize>(&mut self, values: &[u8; N]) {
        if let Some((place, rest)) = std::mem::take(&mut self.0).split_first_chunk_mut() {
            *place = *values;
            self.0 = rest;
        }
    }
}

fn own(dump: &Measured<'_>, at: usize) -> [u8; OWN.len()] {
    let line = &dump.lines[at];
    let (counts, shape) = (&line.counts, &line.shape);
    let [last, capitalized] = dump.seen[at];
    let repeats = &dump.repeats;
    [
        plain(line.size),
        level(counts.chars),
        plain(4 * counts.chars.min(u32::MAX / 4) / counts.words.max(1)),
        plain(shape.stops),
        plain(line.size.checked_div(shape.stops).unwrap_or(0)),
        share(shape.commas, counts.words),
        share(shape.digits, counts.chars),
        share(shape.uppercase, counts.chars),
        share(shape.symbols, counts.chars),
        share(shape.ideographs, counts.chars),
        capitalized,
        last,
        plain(u32::from(line.indent)),
        dump.lines.get(at + 1).map_or(3, |next| next.gap.min(3) as u8),
        line.signs.cues.count_ones() as u8,
        plain(repeats.same[at]),
        plain(repeats.listed[at]),
        flag(repeats.again[at]),
    ]
}

/// What its neighbours see of a line.
pub(super) fn seen(line: &Line) -> [u8; SEEN.len()] {
    [last(line), share(line.shape.capitalized, line.counts.words)]
}

fn last(line: &Line) -> u8 {
    match line.shape.last {
        last if last & STOP != 0 => 3,
        last if last & DIGIT != 0 => 2,
        last if last & LETTER != 0 => 1,
        _ => 0,
    }
}

fn window(dump: &Measured<'_>, at: usize, reach: usize) -> [u8; WINDOW.len()] {
    let sum = dump.around(at, reach);
    let lines = (2 * reach + 1) as u32;
    [plain(sum.size / lines), share(sum.prose, sum.size), share(sum.ended, lines), share(sum.repeated, lines)]
}

fn place(dump: &Measured<'_>, at: usize) -> [u8; PLACE.len()] {
    let all = dump.lines.len();
    let (before, total) = (dump.sum(0, at), dump.sum(0, all));
    let (from, to) = dump.run(at);
    let [wide, dense] = dump.cores.map(|core| zone(at, core));
    let head = dump.head(at);
    let section = head.map_or_else(Default::default, |head| dump.sum(head + 1, at + 1));
    [
        plain(at as u32),
        plain((all - at - 1) as u32),
        share(before.size, total.size),
        share(before.prose, total.prose),
        plain((to - from) as u32),
        level(dump.sum(from, to).size),
        wide[0],
        wide[1],
        wide[2],
        dense[1],
        dense[2],
        head.map_or(0, |head| plain(dump.lines[head].size)),
        head.map_or(0, |head| plain(dump.repeats.same[head])),
        share(section.prose, section.size),
    ]
}

/// Where a line stands in regard to a stretch.
fn zone(at: usize, (from, to): (usize, usize)) -> [u8; 3] {
    if from == to {
        return [0, 0, 0];
    }
    if at < from {
        [signed(at, from), 0, 0]
    } else if at >= to {
        [signed(at + 1, to), 0, 0]
    } else {
        [signed(0, 0), plain((at - from) as u32 + 1), plain((to - at) as u32)]
    }
}

fn page(dump: &Measured<'_>) -> [u8; PAGE.len()] {
    let total = dump.sum(0, dump.lines.len());
    let (from, to) = dump.cores[COSTS.len() - 1];
    let core = dump.sum(from, to);
    let doublings = |count: u32| (u32::BITS - count.leading_zeros()) as u8;
    [
        doublings(dump.lines.len() as u32),
        share(total.prose, total.size) / 4,
        share(core.prose, total.prose) / 4,
        doublings(core.prose),
    ]
}

/// The name and formula of every feature, in the order of a row.
#[cfg_attr(not(any(test, feature = "internals")), expect(dead_code, reason = "read by training and tests"))]
pub(super) fn specs() -> Vec<(String, String)> {
    let named = |group: &str, specs: &[Spec]| -> Vec<(String, String)> {
        specs.iter().map(|spec| (format!("{group}.{}", spec.0), spec.1.to_owned())).collect()
    };
    let mut all = named("own", &OWN);
    for offset in NEIGHBOURS {
        all.extend(named(&format!("next{offset:+}"), &SEEN));
    }
    for reach in REACHES {
        all.extend(named(&format!("window{reach}"), &WINDOW));
    }
    all.extend(named("place", &PLACE));
    for place in ["lines since", "lines until"] {
        let kind = place.split(' ').next_back().unwrap_or_default();
        all.extend(
            CUES.iter().map(|(group, _)| {
                (format!("cue.{group}_{kind}"), format!("{place} a short line with words of {group}"))
            }),
        );
    }
    all.extend(named("page", &PAGE));
    all
}
