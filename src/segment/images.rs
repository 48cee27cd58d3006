//! Images: which block shows one, and where it is loaded from.

use std::sync::Arc;

use super::image_address::{Image, largest};
use super::{Mode, Segments, Walk};
use crate::block::{Block, Counts, Item, Kind, Role, Structure};
use crate::mark::{Shared, Sort, StoredMark};
use crate::page::{Page, Place};
use crate::tree::{NodeId, Tag, Tree};

/// Images that may wait for the caption of their figure.
const MAX_WAITING: usize = 16;
/// Runs without words, one after the other, that may pass on the images before them: each moves them all.
const MAX_PASSED_ON: u32 = 16;
/// Nodes of the `<noscript>` in an `<amp-img>`, with the white space around.
const MAX_FALLBACK: usize = 8;
/// Elements outward from an image among which a `<noscript>` is looked for.
const MAX_OUTWARD: usize = 4;
/// Nodes of a `<picture>` looked through for its first `<source>`.
const MAX_SOURCES: usize = 8;
/// Bytes of an emoji: families and flags join up to seven signs.
const MAX_EMOJI: usize = 36;

/// An image that stands in no block with words.
#[derive(Clone, Debug)]
pub(crate) struct LoneImage {
    pub(crate) element: NodeId,
    /// The block with words that it stands before.
    pub(crate) before: usize,
    pub(crate) structure: Structure,
    /// Whether the caller says that it must or must not be main content.
    pub(crate) main: Option<bool>,
}

/// An image before a block that has not begun.
pub(super) struct Waiting {
    element: NodeId,
    /// The block-level element around it.
    within: NodeId,
    figure: NodeId,
    address: Shared,
    alt_end: u32,
    quote_depth: u8,
    quote: NodeId,
    list_depth: u8,
    definition: NodeId,
    /// The list item that it begins.
    item: Option<Item>,
}

/// The image before the place.
#[derive(Default)]
pub(super) struct LastImage {
    element: NodeId,
    address: Shared,
    /// Length of the text at its place.
    text: usize,
}

impl<'a> Walk<'a> {
    /// Takes in an `<img>`.
    pub(super) fn image(&mut self, id: NodeId) {
        let image = Image::read(self.tree, id);
        if self.context.mode != Mode::Verbatim && is_emoji(image.alt) {
            self.add(id, image.alt);
            return;
        }
        if self.context.mode == Mode::Verbatim || image.is_pixel || self.image_of_formula(id, image.class, image.alt) {
            return;
        }
        let Some(address) = image.address().or_else(|| self.picture_address(id)) else { return };
        if self.repeats_last_image(id, address) {
            self.last_image = LastImage::default();
            return;
        }
        let address = self.out.share(address);
        self.last_image = LastImage { element: id, address, text: self.out.text.len() };
        let alt_end = self.out.share(image.alt).end;
        let (breaks, figure) = (self.run.breaks, self.context.figure);
        if self.run.active && (breaks < 2 || self.context.mode == Mode::Table) {
            self.run.images.push(id);
            self.push_image(self.out.text.len(), address, alt_end);
        } else if self.run.active || figure == 0 || !self.image_after_caption(figure, address, alt_end) {
            self.waiting.push(Waiting {
                element: id,
                within: self.context.element,
                figure,
                address,
                alt_end,
                quote_depth: self.context.quote_depth,
                quote: self.context.quote,
                list_depth: self.context.list_depth,
                definition: self.context.definition,
                item: self.fresh_item(),
            });
        }
    }

    /// Whether an image is the one before once more, for browsers without scripts or with them: one of the two stands in
    /// a `<noscript>`, and no text between them.
    fn repeats_last_image(&self, id: NodeId, address: &str) -> bool {
        let last = &self.last_image;
        last.address.of(&self.out.strings) == address
            && last.text == self.out.text.len()
            && in_noscript(self.tree, last.element) != in_noscript(self.tree, id)
    }

    /// The address in the first `<source>` of the `<picture>` around an image. A picture has one image: one address, which
    /// may be long, would stand for many.
    fn picture_address(&mut self, id: NodeId) -> Option<&'a str> {
        let tree = self.tree;
        let parent = tree.node(id).parent;
        if tree.node(parent).html_tag() != Some(Tag::Picture) || parent <= self.last_picture {
            return None;
        }
        self.last_picture = parent;
        let mut before = (parent + 1..id).take(MAX_SOURCES);
        let source = before.find(|&child| tree.node(child).html_tag() == Some(Tag::Source))?;
        largest(Image::read(tree, source).set)
    }

    fn push_image(&mut self, at: usize, value: Shared, alt_end: u32) {
        let at = at as u32;
        self.out.marks.push(StoredMark { sort: Sort::Image, start: at, end: at, value, alt_end });
    }

    /// Adds an image to the caption of its figure, if that was the last block.
    fn image_after_caption(&mut self, figure: NodeId, address: Shared, alt_end: u32) -> bool {
        let marks = self.out.marks.len() as u32;
        let Some(block) = self.out.blocks.last_mut() else { return false };
        if block.kind != Kind::Caption || block.element <= figure || block.structure.marks.end != marks {
            return false;
        }
        block.structure.marks.end = marks + 1;
        let end = block.range.end as usize;
        self.push_image(end, address, alt_end);
        true
    }

    /// Deals out the images that stand before the block that begins.
    pub(super) fn settle_images(&mut self) {
        let caption = self.context.kind == Kind::Caption && self.context.figure != 0;
        let mut own = Vec::new();
        for image in std::mem::take(&mut self.waiting) {
            let same_figure = image.figure != 0 && image.figure == self.context.figure;
            if (caption && same_figure) || (image.within == self.context.element && self.context.mode == Mode::Flow) {
                own.push(image);
            } else if same_figure && self.waiting.len() < MAX_WAITING {
                self.waiting.push(image);
            } else {
                self.set_apart(&image);
            }
        }
        self.run.marks = self.out.marks.len();
        self.images_passed_on += u32::from(!own.is_empty());
        for image in own {
            self.run.images.push(image.element);
            self.push_image(self.run.start, image.address, image.alt_end);
        }
    }

    /// Makes all images that still wait stand alone.
    pub(super) fn set_all_apart(&mut self) {
        for image in std::mem::take(&mut self.waiting) {
            self.set_apart(&image);
        }
    }

    fn set_apart(&mut self, image: &Waiting) {
        let at = self.out.marks.len() as u32;
        self.push_image(self.out.text.len(), image.address, image.alt_end);
        self.out.images.push(LoneImage {
            element: image.element,
            before: self.out.blocks.len(),
            structure: Structure {
                marks: at..at + 1,
                quote_depth: image.quote_depth,
                quote: image.quote,
                list_depth: image.list_depth,
                definition: image.definition,
                item: image.item,
                ..Structure::default()
            },
            main: None,
        });
    }

    /// Keeps the images among the marks of a block that was none.
    pub(super) fn drop_marks(&mut self, from: usize) {
        for mark in self.out.marks.split_off(from.min(self.out.marks.len())) {
            if mark.sort == Sort::Image {
                let image = Waiting {
                    element: self.context.element,
                    within: self.context.element,
                    figure: self.context.figure,
                    address: mark.value,
                    alt_end: mark.alt_end,
                    quote_depth: self.context.quote_depth,
                    quote: self.context.quote,
                    list_depth: self.context.list_depth,
                    definition: self.context.definition,
                    item: self.fresh_item(),
                };
                self.waiting.push(image);
            }
        }
        if self.images_passed_on >= MAX_PASSED_ON {
            self.images_passed_on = 0;
            self.set_all_apart();
        }
    }
}

/// Puts images that stand alone between the blocks with words; `places` has an entry an image.
///
/// Nothing is measured of an image: it is main content if its neighbours are.
pub(crate) fn with_images(
    blocks: Vec<Block>,
    images: Vec<LoneImage>,
    places: &[Place],
    page: &Arc<Page>,
    tree: &Tree,
) -> Vec<Block> {
    if images.is_empty() {
        return blocks;
    }
    let mut all = Vec::with_capacity(blocks.len() + images.len());
    let mut images = images.into_iter().zip(places).peekable();
    let mut before: Option<(f32, bool)> = None;
    for (nth, block) in blocks.into_iter().enumerate() {
        let after = (block.confidence, block.main);
        while let Some((image, place)) = images.next_if(|(image, _)| image.before <= nth) {
            let around = before.map_or((0.0, false), |(confidence, main)| (confidence.min(after.0), main && after.1));
            all.push(image_block(image, place, around, page, tree));
        }
        before = Some(after);
        all.push(block);
    }
    all.extend(images.map(|(image, place)| image_block(image, place, (0.0, false), page, tree)));
    all
}

fn image_block(image: LoneImage, place: &Place, around: (f32, bool), page: &Arc<Page>, tree: &Tree) -> Block {
    let at = page.marks.get(image.structure.marks.start as usize).map_or(0, |mark| mark.start);
    Block {
        page: Arc::clone(page),
        number: None,
        range: at..at,
        kind: Kind::Image,
        counts: Counts::default(),
        confidence: around.0,
        main: image.main.unwrap_or(around.1),
        structure: image.structure,
        element: place.step,
        source: place.source(tree, image.element, &(image.element..image.element + 1)),
        origin: place.origin,
        role: Role::Text,
    }
}

impl Segments {
    /// The first node and the element of each block with words, then of each image that stands alone.
    pub(crate) fn places(&self) -> impl Iterator<Item = (NodeId, NodeId)> + '_ {
        let images = self.images.iter().map(|image| (image.element, image.element));
        self.blocks.iter().map(|block| (block.nodes.start, block.element)).chain(images)
    }
}

/// Whether there is nothing in an `<amp-img>` but the same image once more, for browsers without scripts.
///
/// Many are left open, and have what comes after them inside.
pub(super) fn holds_no_more(tree: &Tree, id: NodeId) -> bool {
    let inside = tree.descendants(id);
    inside.len() <= MAX_FALLBACK && inside.into_iter().all(|at| tree.text_of(tree.node(at)).trim().is_empty())
}

/// Whether an element stands in a `<noscript>`, near it.
fn in_noscript(tree: &Tree, id: NodeId) -> bool {
    let mut outward = std::iter::successors(Some(id), |&at| Some(tree.node(at).parent)).take(MAX_OUTWARD + 1);
    outward.any(|at| tree.node(at).html_tag() == Some(Tag::Noscript))
}

/// Whether a text is an emoji, which a page may show as an image of its own.
///
/// Unicode Technical Standard 51, [Unicode Emoji](https://www.unicode.org/reports/tr51/): the blocks that hold them, the
/// joiner, and the selector that makes one of another sign.
fn is_emoji(alt: &str) -> bool {
    let is_part = |c| matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{200d}' | '\u{fe0f}');
    let says_so = |c| matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}');
    alt.len() <= MAX_EMOJI && alt.chars().all(is_part) && alt.chars().any(says_so)
}
