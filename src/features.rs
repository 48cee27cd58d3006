//! What speaks for and against a block, as numbers: one row of features a block.
//!
//! Every feature is computed once, from sums over blocks and nodes or from a bounded climb to the block's ancestors, so
//! the whole is linear in the page (sorting apart). None reads a URL, a site's name or a language's words; names of
//! classes are evidence like any other. [`specs`] is the table of all of them.

mod containers;
mod cues;
mod measure;
mod own;
mod page_shape;
mod position;
mod surroundings;

use containers::{Containers, LEVEL, LEVELS};
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
const NEIGHBOURS: [isize; 6] = [-3, -2, -1, 1, 2, 3];

/// The features of [`OWN`] that a block's neighbours see.
const SEEN: [usize; 8] = [0, 3, 5, 17, 22, 25, 27, 33];

/// How many features a block has.
pub(crate) const FEATURES: usize = OWN.len()
    + SURROUNDINGS
    + LEVELS * LEVEL.len()
    + POSITION.len()
    + CUE_FEATURES
    + PAGE.len()
    + NEIGHBOURS.len() * (SEEN.len() + 1);

/// The features of all blocks, row after row.
#[derive(Debug)]
pub(crate) struct Features {
    values: Vec<f32>,
}

impl Features {
    /// One row a block, in document order.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.values.chunks_exact(FEATURES)
    }
}

/// Computes the features of every block.
pub(crate) fn features(tree: &Tree, segments: &Segments) -> Features {
    let blocks = &segments.blocks;
    let mut values = vec![0.0; blocks.len() * FEATURES];
    if blocks.is_empty() {
        return Features { values };
    }
    let page = Measured::new(tree, segments);
    let names = Names::new(&page);
    let containers = Containers::new(&page, &names);
    let places = Places::new(&page, &names);
    let cues = Cues::new(&page);
    let shape = page_shape(&page);
    let mut before = 0;
    for ((at, block), row) in blocks.iter().enumerate().zip(values.chunks_exact_mut(FEATURES)) {
        let mut row = Split(row);
        row.take(OWN.len()).copy_from_slice(&own(&page, block, before.max(block.element)));
        names.write(tree, block.element, row.take(SURROUNDINGS));
        containers.write(&page, at as u32, row.take(LEVELS * LEVEL.len()));
        row.take(POSITION.len()).copy_from_slice(&places.position(&page, at));
        cues.write(at, places.heading(at), row.take(CUE_FEATURES));
        row.take(PAGE.len()).copy_from_slice(&shape);
        before = block.nodes.end;
    }
    write_neighbours(&mut values, segments);
    Features { values }
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

fn write_neighbours(values: &mut [f32], segments: &Segments) {
    let blocks = &segments.blocks;
    let first = FEATURES - NEIGHBOURS.len() * (SEEN.len() + 1);
    for at in 0..blocks.len() {
        for (nth, offset) in NEIGHBOURS.into_iter().enumerate() {
            let Some(other) = at.checked_add_signed(offset).filter(|&other| other < blocks.len()) else { continue };
            let to = at * FEATURES + first + nth * (SEEN.len() + 1);
            for (seen, feature) in SEEN.into_iter().enumerate() {
                values[to + seen] = values[other * FEATURES + feature];
            }
            let same = blocks[at].element == blocks[other].element;
            values[to + SEEN.len()] = own::flag(same);
        }
    }
}

/// The name and formula of every feature, in the order of a row.
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
        let seen = SEEN.iter().filter_map(|&feature| OWN.get(feature));
        all.extend(seen.map(|spec| (format!("next{offset:+}.{}", spec.0), format!("{}, of that neighbour", spec.1))));
        all.push((format!("next{offset:+}.same_element"), "1 if both stand in the same element".to_owned()));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_name_of_its_own() {
        let specs = specs();
        assert_eq!(specs.len(), FEATURES);
        let names: std::collections::HashSet<_> = specs.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), FEATURES);
    }

    #[test]
    fn every_feature_of_every_page_is_a_number() {
        for html in
            ["<p>a", "<title>a</title><p>a<p>a", "<table><tr><td>1<td>2<tr><td>3<td>4</table>", "<a href=''>x</a>"]
        {
            let tree = crate::parse::parse(html, 512);
            let segments = crate::segment::segment(&tree);
            for row in features(&tree, &segments).rows() {
                assert!(row.iter().all(|value| value.is_finite()), "{html}");
            }
        }
    }
}
