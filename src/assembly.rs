//! What the stages found, put together.

use std::sync::Arc;

use crate::block::{Block, Origin, Role};
use crate::extraction::Extraction;
use crate::metadata::Metadata;
use crate::model::Evidence;
use crate::page::{Page, paths};
use crate::segment::{Segments, with_images};
use crate::select::Selection;
use crate::tree::{NodeId, Tree};
use crate::warning::Warning;

/// What the stages found; `origins`, `scores` and `roles` have an entry a block.
pub(crate) struct Found {
    pub(crate) tree: Tree,
    pub(crate) segments: Segments,
    /// Where the text of each block stands, and the element of the page that holds it.
    pub(crate) origins: Vec<(Origin, NodeId)>,
    pub(crate) scores: Vec<f32>,
    pub(crate) selection: Selection,
    pub(crate) metadata: Metadata,
    pub(crate) roles: Vec<Role>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) evidence: Option<Evidence>,
}

/// Puts together what the stages found; the tree is not needed any more.
pub(crate) fn assemble(found: Found) -> Extraction {
    let Found { tree, segments, origins, scores, selection, metadata, roles, warnings, evidence } = found;
    let elements = origins.iter().map(|(_, element)| *element).chain(segments.image_elements());
    let (paths, mut ends) = paths(&tree, elements);
    let image_ends = ends.split_off(segments.blocks.len());
    let page = Arc::new(Page {
        text: segments.text,
        cells: segments.cells,
        marks: segments.marks,
        strings: segments.strings,
        steps: paths.steps,
        names: paths.names,
    });
    let places = origins.into_iter().zip(ends);
    let judged = scores.into_iter().zip(&selection.main).zip(roles);
    let blocks = segments.blocks.into_iter().zip(places).zip(judged).zip(0..);
    let blocks = blocks.map(|(((block, ((origin, holder), element)), ((confidence, &main), role)), number)| Block {
        page: Arc::clone(&page),
        number: Some(number),
        range: block.range,
        kind: block.kind,
        role,
        counts: block.counts,
        confidence,
        main,
        structure: block.structure,
        element,
        // Recovered nodes stand nowhere in the input; the element that holds their text does.
        source: tree.source_of(holder, if holder == block.element { &block.nodes } else { &(0..0) }),
        origin,
    });
    let blocks = with_images(blocks.collect(), segments.images, &image_ends, &page, &tree);
    Extraction { blocks, confidence: selection.confidence, metadata, warnings, evidence: evidence.map(Arc::new) }
}
