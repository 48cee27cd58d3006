//! What speaks for and against a block, as numbers: one row of features a block.
//!
//! Every feature is computed once, from sums over blocks and nodes or from a bounded climb to the block's ancestors, so
//! the whole is linear in the page (sorting apart). None reads a URL, a site's name or a language's words; names of
//! classes are evidence like any other. [`specs`] is the table of all of them.

mod containers;
mod context;
mod cues;
mod measure;
mod own;
mod page_shape;
mod position;
mod surroundings;

use containers::{Containers, LEVEL, LEVELS};
pub(crate) use context::CONTEXT;
use context::{Level, Opinion};
use cues::{CUE_FEATURES, Cues};
use measure::Measured;
use own::{OWN, own};
use page_shape::{PAGE, page_shape};
use position::{POSITION, Places};
use surroundings::{Names, SURROUNDINGS};

use crate::segment::Segments;
use crate::tree::Tree;

/// The name and the formula of a feature. All are numbers without unit, and 0 for an empty block in an empty page.
struct Spec(&'static str, &'static str);

/// Blocks before and after a block whose own features it sees.
const NEIGHBOURS: [isize; 2] = [-1, 1];

/// The features of [`OWN`] that a block's neighbours see.
const SEEN: [&str; 5] = ["words", "link_ratio", "stops_per_word", "heading", "kind"];

/// How many features a block has.
pub(crate) const FEATURES: usize = OWN.len()
    + SURROUNDINGS
    + LEVELS * LEVEL.len()
    + POSITION.len()
    + CUE_FEATURES
    + PAGE.len()
    + NEIGHBOURS.len() * SEEN.len();

/// The features of all blocks, and what the second pass is made from.
pub(crate) struct Features<'a> {
    values: Vec<f32>,
    levels: Vec<[Level; LEVELS]>,
    page: Measured<'a>,
    containers: Containers,
    places: Places,
}

impl Features<'_> {
    /// One row of [`FEATURES`] a block, in document order.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.values.chunks_exact(FEATURES)
    }

    /// The row of the block number `at`.
    pub(crate) fn row(&self, at: usize) -> &[f32] {
        self.values.get(at * FEATURES..(at + 1) * FEATURES).unwrap_or_default()
    }

    /// One row of [`CONTEXT`] a block, given a first opinion on all of them.
    pub(crate) fn context(&self, first: &[f32]) -> Vec<f32> {
        let mut values = vec![0.0; first.len() * CONTEXT];
        let opinion = Opinion::new(&self.page, &self.containers, &self.places, first);
        for ((at, levels), row) in self.levels.iter().enumerate().zip(values.chunks_exact_mut(CONTEXT)) {
            opinion.write(&self.page, &self.places, at, levels, row);
        }
        values
    }
}

/// Computes the features of every block.
pub(crate) fn features<'a>(tree: &'a Tree, segments: &'a Segments) -> Features<'a> {
    let blocks = &segments.blocks;
    let page = Measured::new(tree, segments);
    let names = Names::new(&page);
    let containers = Containers::new(&page, &names);
    let places = Places::new(&page, &names);
    let cues = Cues::new(&page);
    let shape = page_shape(&page);
    let mut values = vec![0.0; blocks.len() * FEATURES];
    let mut levels = Vec::with_capacity(blocks.len());
    let mut before = 0;
    for ((at, block), row) in blocks.iter().enumerate().zip(values.chunks_exact_mut(FEATURES)) {
        let mut row = Split(row);
        row.take(OWN.len()).copy_from_slice(&own(&page, block, before.max(block.element)));
        names.write(tree, block.element, row.take(SURROUNDINGS));
        levels.push(containers.write(&page, at as u32, row.take(LEVELS * LEVEL.len())));
        row.take(POSITION.len()).copy_from_slice(&places.position(&page, at));
        cues.write(at, places.section_of(at).0, row.take(CUE_FEATURES));
        row.take(PAGE.len()).copy_from_slice(&shape);
        before = block.nodes.end;
    }
    write_neighbours(&mut values);
    Features { values, levels, page, containers, places }
}

/// A row that is handed out from left to right.
struct Split<'a>(&'a mut [f32]);

impl<'a> Split<'a> {
    fn take(&mut self, count: usize) -> &'a mut [f32] {
        let (taken, rest) = std::mem::take(&mut self.0).split_at_mut(count);
        self.0 = rest;
        taken
    }
}

/// Copies what each block sees of its neighbours.
fn write_neighbours(values: &mut [f32]) {
    let first = FEATURES - NEIGHBOURS.len() * SEEN.len();
    let seen = SEEN.map(|name| OWN.iter().position(|spec| spec.0 == name).unwrap_or(0));
    let blocks = values.len() / FEATURES;
    for at in 0..blocks {
        for (nth, offset) in NEIGHBOURS.into_iter().enumerate() {
            let Some(other) = at.checked_add_signed(offset).filter(|&other| other < blocks) else { continue };
            let to = at * FEATURES + first + nth * SEEN.len();
            for (place, feature) in seen.into_iter().enumerate() {
                values[to + place] = values[other * FEATURES + feature];
            }
        }
    }
}

/// The name and formula of every feature, in the order of a row of features followed by one of context.
#[cfg_attr(not(any(test, feature = "internals")), expect(dead_code, reason = "read by training and tests"))]
pub(crate) fn specs() -> Vec<(String, String)> {
    let named = |group: &'static str, specs: &'static [Spec]| {
        specs.iter().map(move |spec| (format!("{group}.{}", spec.0), spec.1.to_owned()))
    };
    let mut all: Vec<(String, String)> = named("own", OWN).collect();
    all.extend(surroundings::specs().map(|(name, formula)| (format!("around.{name}"), formula)));
    for level in 1..=LEVELS {
        all.extend(LEVEL.iter().map(|spec| (format!("level{level}.{}", spec.0), spec.1.to_owned())));
    }
    all.extend(named("place", POSITION));
    all.extend(cues::specs().map(|(name, formula)| (format!("cue.{name}"), formula)));
    all.extend(named("page", PAGE));
    for offset in NEIGHBOURS {
        let seen = OWN.iter().filter(|spec| SEEN.contains(&spec.0));
        all.extend(seen.map(|spec| (format!("next{offset:+}.{}", spec.0), format!("{}, of that neighbour", spec.1))));
    }
    all.extend(context::specs());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_name_of_its_own() {
        let specs = specs();
        assert_eq!(specs.len(), FEATURES + CONTEXT);
        let names: std::collections::HashSet<_> = specs.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), specs.len());
    }

    #[test]
    fn every_feature_of_every_page_is_a_number() {
        for html in
            ["<p>a", "<title>a</title><p>a<p>a", "<table><tr><td>1<td>2<tr><td>3<td>4</table>", "<a href=''>x</a>"]
        {
            let tree = crate::parse::parse(html, 512);
            let segments = crate::segment::segment(&tree);
            let features = features(&tree, &segments);
            let opinion: Vec<f32> = features.rows().map(|row| row[0].min(1.0)).collect();
            assert!(features.rows().flatten().all(|value| value.is_finite()), "{html}");
            assert!(features.context(&opinion).iter().all(|value| value.is_finite()), "{html}");
        }
    }
}
