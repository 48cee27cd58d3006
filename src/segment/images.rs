//! Images: which block shows one, and where it is loaded from.

use std::sync::Arc;

use super::lists::integer;
use super::{Mode, Segments, Walk};
use crate::block::{Block, Counts, Item, Kind, Role, Structure};
use crate::mark::{Shared, Sort, StoredMark};
use crate::page::{Page, Place};
use crate::tree::{AttrName, NodeId, Tag, Tree};

/// Images that may wait for the caption of their figure.
const MAX_WAITING: usize = 16;
/// Runs without words, one after the other, that may pass on the images before them: each moves them all.
const MAX_PASSED_ON: u32 = 16;
/// Pixels up to which an image is a counter or a spacer.
const MAX_PIXEL: i64 = 2;
/// Bytes of a `data:` address below which it holds a place: blank GIFs and SVGs take 40 to 300.
const MIN_DATA_ADDRESS: usize = 1000;
/// Nodes of the `<noscript>` in an `<amp-img>`, with the white space around.
const MAX_FALLBACK: usize = 8;
/// Elements outward from an image among which a `<noscript>` is looked for.
const MAX_OUTWARD: usize = 4;
/// Nodes of a `<picture>` looked through for its first `<source>`.
const MAX_SOURCES: usize = 8;
/// Names of files that hold the place of an image that is loaded late, without their extension.
const PLACEHOLDERS: &[&str] =
    &["1x1", "blank", "clear", "lazy", "loading", "pixel", "placeholder", "spacer", "transparent"];

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

/// What the attributes of an `<img>` say.
#[derive(Default)]
struct Image<'a> {
    src: &'a str,
    /// The address that it gets from a script.
    late: &'a str,
    set: &'a str,
    alt: &'a str,
    class: &'a str,
    is_pixel: bool,
}

impl<'a> Image<'a> {
    fn read(tree: &'a Tree, id: NodeId) -> Self {
        let mut image = Self::default();
        for attr in tree.attrs_of(tree.node(id)) {
            let value = tree.value(attr).trim();
            match attr.name {
                AttrName::Src => image.src = value,
                AttrName::Alt => image.alt = value,
                AttrName::Class => image.class = value,
                AttrName::Srcset => image.set = value,
                AttrName::DataSrcset | AttrName::DataLazySrcset if image.set.is_empty() => image.set = value,
                AttrName::DataSrc | AttrName::DataLazySrc | AttrName::DataOriginal
                    if image.late.is_empty() && !is_data(value) && !value.contains([' ', '{']) =>
                {
                    image.late = value;
                }
                AttrName::Width | AttrName::Height => {
                    image.is_pixel |= integer(value).is_some_and(|pixels| pixels <= MAX_PIXEL);
                }
                _ => {}
            }
        }
        image
    }

    /// Where the image is loaded from: what it has in the end, if it is loaded late.
    fn address(&self) -> Option<&'a str> {
        if !self.late.is_empty() {
            return Some(self.late);
        }
        let is_lasting = |src: &str| if is_data(src) { src.len() >= MIN_DATA_ADDRESS } else { !is_placeholder(src) };
        let src = Some(self.src).filter(|src| !src.is_empty() && is_lasting(src));
        src.filter(|src| !is_data(src)).or_else(|| largest(self.set)).or(src)
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

fn is_data(address: &str) -> bool {
    address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

fn is_placeholder(address: &str) -> bool {
    let file = address.rsplit_once('/').map_or(address, |(_, file)| file);
    let name = file.split(['.', '?', '#']).next().unwrap_or_default();
    PLACEHOLDERS.iter().any(|placeholder| name.eq_ignore_ascii_case(placeholder))
}

/// The largest image of a `srcset` that is no `data:` address.
fn largest(set: &str) -> Option<&str> {
    let mut best: Option<(f32, &str)> = None;
    let mut rest = set;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r', '\x0c', ',']);
        if rest.is_empty() {
            return best.map(|(_, address)| address);
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end)?;
        let address = word.trim_end_matches(',');
        let (descriptor, next) =
            if address.len() < word.len() { ("", after) } else { after.split_once(',').unwrap_or((after, "")) };
        rest = next;
        let size = size_of(descriptor);
        if !address.is_empty() && !is_data(address) && best.is_none_or(|(most, _)| size > most) {
            best = Some((size, address));
        }
    }
}

/// The width or density in the descriptor of an image of a `srcset`; 1 if there is none that could be one.
fn size_of(descriptor: &str) -> f32 {
    let sizes = descriptor.split_ascii_whitespace().filter_map(|token| token.strip_suffix(['w', 'x'])?.parse().ok());
    sizes.into_iter().find(|size: &f32| size.is_finite() && *size > 0.0).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_of_a_set() {
        for (set, address) in [
            ("a.jpg 320w, b.jpg 1024w, c.jpg 640w", Some("b.jpg")),
            ("a.jpg, b.jpg 2x", Some("b.jpg")),
            ("a.jpg 2x, b.jpg", Some("a.jpg")),
            ("a,b.jpg 1x,c.jpg 1.5x", Some("c.jpg")),
            ("a.jpg,", Some("a.jpg")),
            ("a.jpg 1024w 768h, b.jpg 640w 900h", Some("a.jpg")),
            ("a.jpg 300h 200w, b.jpg 100w", Some("a.jpg")),
            ("a.jpg infx, b.jpg 2x, c.jpg NaNw, d.jpg -3w", Some("b.jpg")),
            ("data:image/gif;base64,R0lGOD 1w, a.jpg 300w", Some("a.jpg")),
            ("data:image/gif;base64,R0lGOD", None),
            (" , ", None),
            ("", None),
        ] {
            assert_eq!(largest(set), address, "{set}");
        }
    }
}
