//! What speaks for and against a block, as numbers: one row of features a block.
//!
//! Every feature is computed once, from sums over blocks and nodes or from a bounded climb to the block's ancestors, so
//! the whole is linear in the page (sorting apart). None reads a URL, a site's name or running text in one language; names
//! of classes and the words of page furniture are evidence like any other. [`specs`] is the table of all of them.

mod containers;
mod context;
mod cues;
mod declared;
mod measure;
mod own;
mod page_shape;
mod position;
mod surroundings;

use containers::Containers;
pub(crate) use containers::Levels;
pub(crate) use context::{CONTEXT, Opinion};
use cues::{CUE_FEATURES, Cues};
use declared::{DECLARED, Declared};
use measure::Measured;
use own::{OWN, SEEN, own, seen};
use page_shape::{PAGE, page_shape};
use position::{LANDMARKS, POSITION, Places};
use surroundings::{Names, SURROUNDINGS};

use crate::segment::Segments;
use crate::tree::{NodeId, Tree};

/// The name and the formula of a feature. What it is of nothing, [`crate::scoring`] says.
struct Spec(&'static str, &'static str);

/// Blocks before and after a block whose own features it sees.
const NEIGHBOURS: [isize; 2] = [-1, 1];

/// How many features of a block both passes of the model see.
pub(crate) const EARLY: usize = OWN.len()
    + SURROUNDINGS
    + POSITION.len()
    + LANDMARKS.len()
    + CUE_FEATURES
    + DECLARED
    + NEIGHBOURS.len() * SEEN.len();

/// How many features a block has. Those of the page only the second pass sees: the first opinion is as good without them.
pub(crate) const FEATURES: usize = EARLY + PAGE.len();

/// What the features of a page's blocks are made from. A page may have very many blocks, so their rows are not kept: each
/// is written when the model asks for it.
pub(crate) struct Features<'a> {
    page: Measured<'a>,
    names: Names,
    containers: Containers,
    places: Places,
    cues: Cues,
    declared: Declared,
    shape: [f32; PAGE.len()],
}

/// Measures a page for the features of its blocks.
pub(crate) fn features<'a>(tree: &'a Tree, segments: &'a Segments) -> Features<'a> {
    let page = Measured::new(tree, segments);
    let names = Names::new(&page);
    let containers = Containers::new(&page, &names);
    let places = Places::new(&page, &names);
    let (cues, shape) = (Cues::new(&page), page_shape(&page));
    let declared = Declared::new(&page);
    Features { page, names, containers, places, cues, declared, shape }
}

impl Features<'_> {
    /// How many blocks there are.
    pub(crate) fn blocks(&self) -> usize {
        self.page.blocks.len()
    }

    /// The groups of words in the names of an element that a block begins in, as bits of [`crate::vocab::NAME_GROUPS`].
    pub(crate) fn groups(&self, element: NodeId) -> u64 {
        self.names.groups_of(element)
    }

    /// Writes the features that both passes see of the block number `at` into a row of zeros; returns its containers.
    pub(crate) fn write_early(&self, at: usize, row: &mut [f32; EARLY]) -> Levels {
        let (page, mut row) = (&self.page, Split(row));
        let element = page.blocks[at].element;
        let levels = self.containers.levels(page, at);
        row.take(OWN.len()).copy_from_slice(&own(page, at));
        self.names.write(page.tree, element, row.take(SURROUNDINGS));
        row.take(POSITION.len()).copy_from_slice(&self.places.position(page, at));
        row.take(LANDMARKS.len()).copy_from_slice(&self.places.landmarks(page, &levels));
        self.cues.write(page, at, self.places.section_of(at).0, &levels, row.take(CUE_FEATURES));
        self.declared.write(page, at, &levels, row.take(DECLARED));
        for offset in NEIGHBOURS {
            let seen_by = row.take(SEEN.len());
            let other = at.checked_add_signed(offset).and_then(|other| page.blocks.get(other));
            if let Some(other) = other {
                seen_by.copy_from_slice(&seen(other));
            }
        }
        levels
    }

    /// The features that are the same for all blocks of the page.
    pub(crate) fn page_wide(&self) -> &[f32; PAGE.len()] {
        &self.shape
    }

    /// All features of the block number `at`, and its containers.
    pub(crate) fn row(&self, at: usize) -> ([f32; FEATURES], Levels) {
        let (mut early, mut row) = ([0.0; EARLY], [0.0; FEATURES]);
        let levels = self.write_early(at, &mut early);
        let mut parts = Split(&mut row);
        parts.take(EARLY).copy_from_slice(&early);
        parts.take(PAGE.len()).copy_from_slice(&self.shape);
        (row, levels)
    }

    /// Writes what this opinion says of the surroundings of the block number `at`, which stands in these containers.
    pub(crate) fn write_context(&self, opinion: &Opinion<'_>, at: usize, levels: &Levels, row: &mut [f32; CONTEXT]) {
        opinion.write(&self.page, &self.places, at, levels, row);
    }

    /// A first opinion on all blocks, ready to be seen as context.
    pub(crate) fn opinion<'p>(&self, first: &'p [f32]) -> Opinion<'p> {
        Opinion::new(&self.page, &self.containers, &self.places, first)
    }
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

/// The name and formula of every feature, in the order of a row of features followed by one of context.
pub(crate) fn specs() -> Vec<(String, String)> {
    let named = |group: &'static str, specs: &'static [Spec]| {
        specs.iter().map(move |spec| (format!("{group}.{}", spec.0), spec.1.to_owned()))
    };
    let mut all: Vec<(String, String)> = named("own", OWN).collect();
    all.extend(surroundings::specs().map(|(name, formula)| (format!("around.{name}"), formula)));
    all.extend(named("place", POSITION));
    all.extend(named("landmark", LANDMARKS));
    all.extend(cues::specs().map(|(name, formula)| (format!("cue.{name}"), formula)));
    all.extend(declared::specs().map(|(name, formula)| (format!("declared.{name}"), formula)));
    for offset in NEIGHBOURS {
        let of_neighbour =
            |spec: &Spec| (format!("next{offset:+}.{}", spec.0), format!("{}, of that neighbour", spec.1));
        all.extend(SEEN.iter().map(of_neighbour));
    }
    all.extend(named("page", PAGE));
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
    fn the_docs_say_how_many_there_are() {
        let said = format!("described by {} numbers", FEATURES + CONTEXT);
        for docs in [include_str!("lib.rs"), include_str!("../README.md")] {
            let words = docs.replace("//!", "").split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains(&said), "{said}");
        }
    }

    /// `UPDATE=1 cargo test the_table` writes the table anew.
    #[test]
    fn the_table_in_the_docs_is_that_of_the_features() {
        let rows =
            specs().into_iter().map(|(name, formula)| format!("| `{name}` | {} |\n", formula.replace('|', "\\|")));
        let table = format!("| feature | formula |\n|---|---|\n{}", rows.collect::<String>());
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/features.md");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &table).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), table, "run UPDATE=1 cargo test the_table");
    }

    #[test]
    fn every_feature_of_every_page_is_a_number() {
        for html in
            ["<p>a", "<title>a</title><p>a<p>a", "<table><tr><td>1<td>2<tr><td>3<td>4</table>", "<a href=''>x</a>"]
        {
            let tree =
                crate::parse::parse(html, &crate::limits::Limits::default(), &crate::tree::AskedNames::default());
            let segments = crate::segment::segment(&tree, &[], usize::MAX);
            let features = features(&tree, &segments);
            let opinion = vec![0.7; features.blocks()];
            for at in 0..features.blocks() {
                let mut context = [0.0; CONTEXT];
                let (row, levels) = features.row(at);
                features.write_context(&features.opinion(&opinion), at, &levels, &mut context);
                assert!(row.iter().chain(&context).all(|value| value.is_finite()), "{html}");
            }
        }
    }
}
