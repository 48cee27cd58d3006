//! Where the texts stand that a page declares to be its description or its body.
//!
//! Pages tell search engines and social networks what they are about, and most of them quote their own main content for
//! it. The declared texts are sampled, and the samples are looked for in the blocks.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem;

use super::Spec;
use super::containers::Levels;
use super::measure::{Measured, ratio};
use super::own::flag;
use super::page_shape::json_ld;
use super::position::{innermost, since};
use crate::hash::mix;
use crate::prefix::prefix;
use crate::segment::Candidate;
use crate::tree::{AttrName, Tag};

/// The kinds of declared texts, and what they are.
const KINDS: [Spec; 3] = [
    Spec("summary", "description in the page's meta elements"),
    Spec("body", "description, text or articleBody in JSON-LD"),
    Spec("review", "reviewBody in JSON-LD"),
];

/// Where the texts of one kind are found.
const PLACES: [Spec; 5] = [
    Spec("found", "share of its samples that stand in the page"),
    Spec("held", "share of its samples that stand in the block"),
    Spec("since", "signed words since the block that holds most of its samples"),
    Spec("container", "the innermost of the 4 containers that holds that block, 5 for none of them"),
    Spec("side", "1 before its first sample, 2 from there to its last, 3 after; 0 if none is found"),
];

/// How many features this file yields.
pub(super) const DECLARED: usize = KINDS.len() * PLACES.len();

/// The names of `<meta>` elements that hold a summary.
const SUMMARIES: [&str; 3] = ["description", "og:description", "twitter:description"];
/// The keys of JSON-LD that hold texts, and the number of their kind.
static KEYS: LazyLock<[(memmem::Finder<'_>, usize); 4]> = LazyLock::new(|| {
    [("\"description\"", 1), ("\"articleBody\"", 1), ("\"text\"", 1), ("\"reviewBody\"", 2)]
        .map(|(key, kind)| (memmem::Finder::new(key), kind))
});

/// Bytes of a sample: some four words, so that hardly any is found by chance.
const SAMPLE: usize = 24;
/// Bytes of text to one sample.
const STRIDE: usize = 48;
/// Samples of one text.
const MAX_SAMPLES: usize = 8;
/// Samples of a page.
const MAX_PAGE_SAMPLES: usize = 48;
/// Bytes by which samples are told apart while the page is searched.
const PREFIX: usize = 8;
/// Slots for the prefixes of samples: so many more that two samples hardly ever fall into one.
const SLOTS: usize = 1 << 13;
/// Bytes of a declared text that are read.
const MAX_TEXT: usize = 1 << 14;
/// Texts of JSON-LD that are read: listings hold hundreds, which say nothing of the page.
const MAX_TEXTS: usize = 24;

/// The specifications, in order.
pub(super) fn specs() -> impl Iterator<Item = (String, String)> {
    KINDS.iter().flat_map(|kind| {
        PLACES.iter().map(move |place| (format!("{}_{}", kind.0, place.0), format!("{}: {}", kind.1, place.1)))
    })
}

/// Where the declared texts of a page stand in it.
pub(super) struct Declared {
    kinds: [Found; KINDS.len()],
}

/// Where the samples of one kind of text are found.
#[derive(Default)]
struct Found {
    samples: u32,
    /// How many of them stand in a block.
    present: u32,
    /// The blocks that hold samples, in order, with how many each.
    blocks: Vec<(u32, u32)>,
    /// The block with most of them.
    best: Option<usize>,
}

impl Declared {
    pub(super) fn new(page: &Measured<'_>) -> Self {
        let samples = Samples::of(page);
        let mut kinds: [Found; KINDS.len()] = Default::default();
        for (nth, kind) in kinds.iter_mut().enumerate() {
            kind.samples = samples.kinds.iter().filter(|kinds| *kinds >> nth & 1 == 1).count() as u32;
        }
        let mut seen = vec![false; samples.texts.len()];
        samples.find(page, |sample, block| {
            for (nth, kind) in kinds.iter_mut().enumerate() {
                if samples.kinds[sample] >> nth & 1 == 1 {
                    kind.present += u32::from(!seen[sample]);
                    kind.add(block);
                }
            }
            seen[sample] = true;
        });
        for kind in &mut kinds {
            let most = kind.blocks.iter().rev().max_by_key(|(_, count)| count);
            kind.best = most.map(|&(block, _)| block as usize);
        }
        Self { kinds }
    }

    /// Writes the features of the block number `at`, which stands in these containers.
    pub(super) fn write(&self, page: &Measured<'_>, at: usize, levels: &Levels, row: &mut [f32]) {
        for (kind, row) in self.kinds.iter().zip(row.chunks_exact_mut(PLACES.len())) {
            let (Some(first), Some(last)) = (kind.blocks.first(), kind.blocks.last()) else { continue };
            let place = at as u32;
            let held = kind.blocks.binary_search_by_key(&place, |&(block, _)| block);
            let held = held.ok().and_then(|nth| kind.blocks.get(nth)).map_or(0, |&(_, count)| count);
            row.copy_from_slice(&[
                ratio(kind.present, kind.samples),
                ratio(held, kind.samples),
                since(page, kind.best, at),
                innermost(page, levels, kind.best),
                1.0 + flag(place >= first.0) + flag(place > last.0),
            ]);
        }
    }
}

impl Found {
    /// Counts a sample in a block, the same as that of the sample before or a later one.
    fn add(&mut self, block: usize) {
        match self.blocks.last_mut() {
            Some((last, count)) if *last as usize == block => *count += 1,
            _ => self.blocks.push((block as u32, 1)),
        }
    }
}

/// Pieces of declared texts, each with a prefix that no other has.
struct Samples {
    texts: Vec<String>,
    /// The kinds of text that each is of, as bits.
    kinds: Vec<u8>,
    /// 1 + the number of the sample, by [`slot`] of its prefix.
    slots: Vec<u8>,
}

impl Samples {
    /// Samples the texts that a page declares.
    fn of(page: &Measured<'_>) -> Self {
        let tree = page.tree;
        let mut samples = Self { texts: Vec::new(), kinds: Vec::new(), slots: vec![0; SLOTS] };
        let mut left = MAX_TEXTS;
        for (id, node) in (0..).zip(&tree.nodes) {
            match node.html_tag() {
                Some(Tag::Meta) => {
                    let name = tree.attr(node, AttrName::Name).or_else(|| tree.attr(node, AttrName::Property));
                    if name.is_some_and(|name| SUMMARIES.iter().any(|known| name.eq_ignore_ascii_case(known))) {
                        samples.take(tree.attr(node, AttrName::Content).unwrap_or_default(), 0);
                    }
                }
                Some(Tag::Script) => samples.take_json(json_ld(tree, id).unwrap_or_default(), &mut left),
                _ => {}
            }
        }
        samples
    }

    /// Samples the texts in a script of JSON-LD, by their keys: what stands around them may be broken.
    fn take_json(&mut self, script: &str, left: &mut usize) {
        for (key, kind) in &*KEYS {
            for at in key.find_iter(script.as_bytes()) {
                if *left == 0 {
                    return;
                }
                if let Some(text) = script.get(at + key.needle().len()..).and_then(string_value) {
                    *left -= 1;
                    self.take(&text, *kind);
                }
            }
        }
    }

    /// Samples a text evenly, but for its ends, where quotation marks and dots may have been added.
    fn take(&mut self, text: &str, kind: usize) {
        let text = prefix(text, MAX_TEXT);
        let text = without_tags(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(last) = text.len().checked_sub(SAMPLE) else { return };
        let count = (1 + text.len() / STRIDE).min(MAX_SAMPLES);
        for nth in 0..count {
            let from = prefix(&text, last * (2 * nth + 1) / (2 * count)).len();
            let sample = prefix(text.get(from..).unwrap_or_default(), SAMPLE);
            // Entities and the end of a text that was cut stand in no block.
            if !sample.contains(['&', '…']) {
                self.add(sample, kind);
            }
        }
    }

    fn add(&mut self, sample: &str, kind: usize) {
        let Some(slot) = sample.as_bytes().first_chunk().copied().map(slot) else { return };
        match usize::from(self.slots[slot]).checked_sub(1) {
            Some(same) if self.texts[same] == sample => self.kinds[same] |= 1 << kind,
            None if self.texts.len() < MAX_PAGE_SAMPLES => {
                self.texts.push(sample.to_owned());
                self.kinds.push(1 << kind);
                self.slots[slot] = self.texts.len() as u8;
            }
            _ => {}
        }
    }

    /// Calls `found` wherever a sample stands in a block, with the number of either, in the order of the page.
    fn find(&self, page: &Measured<'_>, mut found: impl FnMut(usize, usize)) {
        if self.texts.is_empty() {
            return;
        }
        let text = page.segments.text.as_bytes();
        for (at, prefix) in text.windows(PREFIX).enumerate() {
            let Some(prefix) = prefix.first_chunk() else { continue };
            let Some(sample) = usize::from(self.slots[slot(*prefix)]).checked_sub(1) else { continue };
            if !text[at..].starts_with(self.texts[sample].as_bytes()) {
                continue;
            }
            let block = page.blocks.partition_point(|block| block.range.start as usize <= at).saturating_sub(1);
            let inside = |block: &Candidate| at + self.texts[sample].len() <= block.range.end as usize;
            if page.blocks.get(block).is_some_and(inside) {
                found(sample, block);
            }
        }
    }
}

/// The slot of a prefix: the highest bits of a product depend on all of its bytes.
#[inline]
fn slot(prefix: [u8; PREFIX]) -> usize {
    (mix(0, u64::from_le_bytes(prefix)) >> (u64::BITS - SLOTS.trailing_zeros())) as usize
}

/// The string that follows a key of JSON, as far as it is read.
fn string_value(rest: &str) -> Option<String> {
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ':').strip_prefix('"')?;
    let rest = prefix(rest, MAX_TEXT);
    let mut escaped = false;
    let end = rest.bytes().position(|byte| {
        let end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        end
    });
    // A string that is cut, or broken, ends before its last escape.
    let text = rest.get(..end.or_else(|| rest.rfind('\\')).unwrap_or(rest.len()))?;
    serde_json::from_str(&format!("\"{text}\"")).ok()
}

/// A text with its tags replaced by spaces: some sites put markup into what they declare.
fn without_tags(text: &str) -> Cow<'_, str> {
    let Some((first, rest)) = text.split_once('<') else { return Cow::Borrowed(text) };
    let mut plain = first.to_owned();
    for piece in rest.split('<') {
        plain.push(' ');
        plain.push_str(piece.split_once('>').map_or(piece, |(_, after)| after));
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::tree::AskedNames;

    /// For each block of a page: the values of one kind of text.
    fn values(html: &str, kind: usize) -> Vec<Vec<f32>> {
        let tree = crate::parse::parse(html, &Limits::default(), &AskedNames::default());
        let segments = crate::segment::segment(&tree, &[], usize::MAX);
        let page = Measured::new(&tree, &segments);
        let declared = Declared::new(&page);
        let rows = (0..page.blocks.len()).map(|at| {
            let mut row = [0.0; DECLARED];
            declared.write(&page, at, &Levels::default(), &mut row);
            row[kind * PLACES.len()..][..PLACES.len()].to_vec()
        });
        rows.collect()
    }

    const TEXT: &str = "A kettle of two litres, in brushed steel, that pours without a drip";

    #[test]
    fn a_summary_is_found_in_the_block_that_it_quotes() {
        let html = format!(
            "<meta name=Description content='{TEXT} …'><p>Home and garden and more<p>Now: {TEXT}, each time.<p>Terms"
        );
        let values = values(&html, 0);
        assert_eq!(values.iter().map(|row| row[1] > 0.0).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(values.iter().map(|row| row[4]).collect::<Vec<_>>(), [1.0, 2.0, 3.0]);
        assert!(values[0][2] < 0.0 && values[1][2] == 0.0 && values[2][2] > 0.0);
    }

    #[test]
    fn texts_of_json_ld_are_read_whatever_surrounds_them() {
        let script = |json: String| format!("<script type='application/ld+json'>{json}</script><p>{TEXT}");
        let found = |json: String, kind: usize| values(&script(json), kind)[0][0] > 0.0;
        assert!(found(format!(r#"{{"@type":"Product","description" : "{TEXT}"}}"#), 1));
        assert!(found(format!(r#"{{"description":"{}"#, TEXT.replace(' ', "\\u0020")), 1));
        assert!(found(format!(r#"{{"reviewBody":"\u003cp\u003e\"{TEXT}\""}}"#), 2));
        assert!(!found(format!(r#"{{"reviewBody":"{TEXT}"}}"#), 1));
        assert!(!found(format!(r#"{{"name":"{TEXT}"}}"#), 1));
        let html = format!(
            r#"<script type="Application/LD+JSON ; charset=utf-8">{{"description":"{TEXT}"}}</script><p>{TEXT}"#
        );
        assert!(values(&html, 1)[0][0] > 0.0);
    }

    #[test]
    fn what_is_not_declared_or_not_there_is_zero() {
        for html in [format!("<p>{TEXT}"), format!("<meta name=description content='{TEXT}'><p>Something else")] {
            assert_eq!(values(&html, 0), [[0.0; PLACES.len()]], "{html}");
        }
    }
}
