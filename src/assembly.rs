//! What the stages found, put together.

use std::ops::Range;
use std::sync::Arc;

use crate::block::{Block, Item, Kind, Origin, Role, Structure};
use crate::dump::Dump;
use crate::extraction::Extraction;
use crate::metadata::Metadata;
use crate::model::Evidence;
use crate::overrides::Overrides;
use crate::page::{NO_ELEMENT, Page, Place, paths};
use crate::segment::{Segments, with_images};
use crate::select::Selection;
use crate::tree::{NodeId, Tree};
use crate::warning::Warning;

/// What the stages found; `scores` and `roles` have an entry a block.
pub(crate) struct Found {
    pub(crate) tree: Tree,
    pub(crate) segments: Segments,
    /// Where each block stands, and the element of the page that holds it; then the same of each image that stands alone.
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
    let (paths, steps) = paths(&tree, origins.iter().map(|(_, element)| *element));
    let places = origins.into_iter().zip(steps).map(|((origin, holder), step)| Place { origin, holder, step });
    let mut places: Vec<Place> = places.collect();
    let image_places = places.split_off(segments.blocks.len());
    let page = Arc::new(Page {
        text: segments.text,
        cells: segments.cells,
        marks: segments.marks,
        strings: segments.strings,
        steps: paths.steps,
        names: paths.names,
    });
    let judged = scores.into_iter().zip(&selection.main).zip(roles);
    let blocks = segments.blocks.into_iter().zip(places).zip(judged).zip(0..);
    let blocks = blocks.map(|(((block, place), ((confidence, &main), role)), number)| Block {
        source: place.source(&tree, block.element, &block.nodes),
        page: Arc::clone(&page),
        number: Some(number),
        range: block.range,
        kind: block.kind,
        role,
        counts: block.counts,
        confidence,
        main,
        structure: block.structure,
        element: place.step,
        origin: place.origin,
    });
    let blocks = with_images(blocks.collect(), segments.images, &image_places, &page, &tree);
    let evidence = evidence.map(Arc::new);
    Extraction { blocks, confidence: selection.confidence, metadata, warnings, encoding: None, evidence }
}

/// Lets the caller's selectors decide on the blocks and images that they match.
pub(crate) fn overrule(
    overrides: &Overrides,
    tree: &Tree,
    origins: &[(Origin, NodeId)],
    segments: &mut Segments,
    main: &mut [bool],
) {
    // Recovered blocks stand in elements of their own; the page's own element that they come from may be matched too.
    let said = |element: NodeId, nodes: &Range<NodeId>, source: NodeId| {
        let said = overrides.of_block(tree, element, nodes);
        let of_source = || overrides.of_block(tree, source, &(source..source + 1));
        said.or_else(|| if source == element { None } else { of_source() })
    };
    let mut sources = origins.iter().map(|(_, source)| *source);
    for ((block, main), source) in segments.blocks.iter().zip(main).zip(&mut sources) {
        *main = said(block.element, &block.nodes, source).unwrap_or(*main);
    }
    for (image, source) in segments.images.iter_mut().zip(sources) {
        image.main = said(image.element, &(image.element..image.element + 1), source);
    }
}

/// What a caller should know about a page that was cut into blocks.
pub(crate) fn warnings_of(tree: &Tree, segments: &Segments, recovered: bool) -> impl Iterator<Item = Warning> {
    let empty = segments.blocks.is_empty() && tree.cut.is_none() && !segments.cut;
    [
        empty.then_some(Warning::Empty),
        tree.depth_limited.then_some(Warning::DepthLimit),
        recovered.then_some(Warning::Recovered),
        tree.cut.clone(),
        segments.cut.then_some(Warning::BlockLimit),
    ]
    .into_iter()
    .flatten()
}

/// Puts together what was found in a dump.
pub(crate) fn assemble_dump(
    dump: Dump,
    selection: &Selection,
    metadata: Metadata,
    roles: Vec<Role>,
    warnings: Vec<Warning>,
) -> Extraction {
    let Dump { lines, kinds, scores, .. } = dump;
    let page = Arc::new(Page { text: lines.text, ..Page::default() });
    let judged = scores.into_iter().zip(&selection.main).zip(roles);
    let blocks = lines.lines.into_iter().zip(kinds).zip(judged).zip(0..);
    let blocks = blocks.map(|(((line, kind), ((confidence, &main), role)), number)| Block {
        page: Arc::clone(&page),
        number: Some(number),
        range: line.range,
        kind,
        role,
        counts: line.counts,
        confidence,
        main,
        structure: structure_of(kind, number),
        element: NO_ELEMENT,
        source: line.source,
        origin: Origin::Visible,
    });
    let blocks = blocks.collect();
    Extraction { blocks, confidence: selection.confidence, metadata, warnings, encoding: None, evidence: None }
}

/// The structure of a line: a bullet or a number begins an item, and there is nothing else to tell any.
fn structure_of(kind: Kind, line: u32) -> Structure {
    let Kind::ListItem { depth, number } = kind else { return Structure::default() };
    let item = Item { id: line, depth, number, ..Item::default() };
    Structure { list_depth: depth, item: Some(item), ..Structure::default() }
}
