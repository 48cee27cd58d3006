//! What speaks for and against a line, as numbers: one byte a feature.
//!
//! Every feature comes from sums or from a bounded number of neighbours, so the whole is linear in the dump. Counts stop
//! at 255, or are levels where more matters; shares are in steps: see [`super::scale`]. [`specs`] is the table of all of them.

use std::iter::repeat;
use std::ops::Range;

use super::columns::Columns;
use super::context::CONTEXT;
use super::lines::Line;
use super::measure::{COSTS, Measured};
use super::scale::{flag, level, plain, share};
use crate::char_class::{DIGIT, LETTER, STOP};
use crate::vocab::CUES;

/// The name and the formula of a feature.
pub(super) struct Spec(pub(super) &'static str, pub(super) &'static str);

/// Of the line itself.
const OWN: [Spec; 16] = [
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
    Spec("last", "last character: 1 a letter, 2 a digit, 3 an end of sentence, 0 another"),
    Spec("indent", "columns before the line"),
    Spec("gap_after", "blank lines after the line, 3 at most"),
    Spec("cues", "groups of words of page furniture in it"),
    Spec("listed", "lines of the list around that stands elsewhere, too"),
    Spec("again", "1 if the text stands above already"),
];

/// Blank lines after a line that are told apart.
const MAX_GAP: u16 = 3;

/// What its neighbours see of a line.
const SEEN: [Spec; 2] =
    [Spec("last", "last character, as own.last"), Spec("capitalized", "words that begin with a capital / words")];

/// The neighbours that a line sees.
const NEIGHBOURS: [isize; 2] = [-1, 1];

/// Of the lines around, the line itself included.
const WINDOW: [Spec; 4] = [
    Spec("words", "words a line"),
    Spec("prose", "share of words in prose"),
    Spec("ended", "lines that end like sentences"),
    Spec("repeated", "lines that stand elsewhere, too"),
];

/// Lines on each side that belong to a window.
const REACHES: [usize; 3] = [2, 6, 16];

/// Where the line stands.
const PLACE: [Spec; 12] = [
    Spec("from_start", "lines above"),
    Spec("from_end", "lines below"),
    Spec("position", "words above / all words"),
    Spec("prose_position", "words of prose above / all words of prose"),
    Spec("run", "lines of the run of prose, or of what is none, that it stands in"),
    Spec("run_words", "words of that run"),
    Spec("wide_inside", "lines since the stretch richest in prose, with wide gaps, began; 0 outside"),
    Spec("wide_left", "lines until it ends, 0 outside"),
    Spec("dense_inside", "lines since the stretch richest in prose, with small gaps, began; 0 outside"),
    Spec("dense_left", "lines until it ends, 0 outside"),
    Spec("head_words", "words of the line that heads this one"),
    Spec("section_prose", "share of words in prose from that line to this one"),
];

/// Of the dump as a whole: coarse, since a dump is learned by heart too easily.
const PAGE: [Spec; 3] = [
    Spec("lines", "lines, in doublings"),
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

/// The features of these lines, with room for those of the context.
pub(super) fn columns(dump: &Measured<'_>, lines: Range<usize>) -> Columns {
    let mut out = Columns::new(lines, FEATURES + CONTEXT);
    own(dump, &mut out);
    for offset in NEIGHBOURS {
        neighbour(dump, offset, &mut out);
    }
    for reach in REACHES {
        window(dump, reach, &mut out);
    }
    place(dump, &mut out);
    for cues in [&dump.cues_before, &dump.cues_after] {
        for group in 0..CUES.len() {
            let cues = &cues[out.lines.clone()];
            out.push(cues.iter().map(|cues| cues[group]));
        }
    }
    for value in page(dump) {
        out.push(repeat(value));
    }
    out
}

fn own(dump: &Measured<'_>, out: &mut Columns) {
    let range = out.lines.clone();
    let lines = || dump.lines[range.clone()].iter();
    let repeats = &dump.repeats;
    out.push(lines().map(|line| plain(line.size)));
    out.push(lines().map(|line| level(line.counts.chars)));
    out.push(lines().map(|line| plain(4 * line.counts.chars.min(u32::MAX / 4) / line.counts.words.max(1))));
    out.push(lines().map(|line| plain(line.shape.stops)));
    out.push(lines().map(|line| plain(line.size.checked_div(line.shape.stops).unwrap_or(0))));
    out.push(lines().map(|line| share(line.shape.commas, line.counts.words)));
    out.push(lines().map(|line| share(line.shape.digits, line.counts.chars)));
    out.push(lines().map(|line| share(line.shape.uppercase, line.counts.chars)));
    out.push(lines().map(|line| share(line.shape.symbols, line.counts.chars)));
    out.push(lines().map(|line| share(line.shape.ideographs, line.counts.chars)));
    out.push(lines().map(last));
    out.push(lines().map(|line| plain(u32::from(line.indent))));
    let after = dump.lines.get(range.start + 1..).unwrap_or_default();
    out.push(after.iter().map(|next| plain(u32::from(next.gap.min(MAX_GAP)))).chain([MAX_GAP as u8]));
    out.push(lines().map(|line| line.signs.cues.count_ones() as u8));
    out.push(repeats.listed[range.clone()].iter().map(|&listed| plain(listed)));
    out.push(repeats.again[range.clone()].iter().map(|&again| flag(again)));
}

/// What a line sees of the one so many lines after it; nothing where there is none.
fn neighbour(dump: &Measured<'_>, offset: isize, out: &mut Columns) {
    let lines = out.lines.clone();
    let others = || lines.clone().map(|at| at.checked_add_signed(offset).and_then(|at| dump.lines.get(at)));
    out.push(others().map(|other| other.map_or(0, last)));
    out.push(others().map(|other| other.map_or(0, capitalized)));
}

fn capitalized(line: &Line) -> u8 {
    share(line.shape.capitalized, line.counts.words)
}

fn last(line: &Line) -> u8 {
    match line.shape.last {
        last if last & STOP != 0 => 3,
        last if last & DIGIT != 0 => 2,
        last if last & LETTER != 0 => 1,
        _ => 0,
    }
}

fn window(dump: &Measured<'_>, reach: usize, out: &mut Columns) {
    let lines = out.lines.clone();
    let reaches = (reach, reach);
    let width = (2 * reach + 1) as u32;
    let sizes = || dump.sizes.around(&lines, reaches);
    out.push(sizes().map(|size| plain(size / width)));
    out.push(dump.prose.around(&lines, reaches).zip(sizes()).map(|(prose, size)| share(prose, size)));
    out.push(dump.ended.around(&lines, reaches).map(plain));
    out.push(dump.repeated.around(&lines, reaches).map(plain));
}

fn place(dump: &Measured<'_>, out: &mut Columns) {
    let lines = out.lines.clone();
    let all = dump.lines.len();
    let (size, prose) = (dump.sizes.between(0, all), dump.prose.between(0, all));
    let [wide, dense] = dump.cores;
    let runs = || dump.runs[lines.clone()].iter().map(|&(from, to)| (from as usize, to as usize));
    let heads = || dump.heads[lines.clone()].iter().map(|head| head.map(|head| head as usize));
    out.push(lines.clone().map(|at| plain(at as u32)));
    out.push(lines.clone().map(|at| plain((all - at - 1) as u32)));
    out.push(dump.sizes.before(&lines).map(|before| share(before, size)));
    out.push(dump.prose.before(&lines).map(|before| share(before, prose)));
    out.push(runs().map(|(from, to)| plain((to - from) as u32)));
    out.push(runs().map(|(from, to)| level(dump.sizes.between(from, to))));
    for core in [wide, dense] {
        out.push(lines.clone().map(|at| inside(at, core).map_or(0, |(before, _)| plain(before as u32 + 1))));
        out.push(lines.clone().map(|at| inside(at, core).map_or(0, |(_, left)| plain(left as u32))));
    }
    out.push(heads().map(|head| head.map_or(0, |head| plain(dump.lines[head].size))));
    out.push(heads().zip(lines.clone()).map(|(head, at)| {
        head.map_or(0, |head| share(dump.prose.between(head + 1, at + 1), dump.sizes.between(head + 1, at + 1)))
    }));
}

/// Lines of a stretch before one in it, and from that one on.
fn inside(at: usize, (from, to): (usize, usize)) -> Option<(usize, usize)> {
    (from..to).contains(&at).then(|| (at - from, to - at))
}

fn page(dump: &Measured<'_>) -> [u8; PAGE.len()] {
    let all = dump.lines.len();
    let (from, to) = dump.cores[COSTS.len() - 1];
    let core = dump.prose.between(from, to);
    let doublings = |count: u32| (u32::BITS - count.leading_zeros()) as u8;
    [doublings(all as u32), share(core, dump.prose.between(0, all)) / 4, doublings(core)]
}

/// The name and formula of every feature, in the order of [`columns`].
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
