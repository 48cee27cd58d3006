//! What an image says of itself: where it is loaded from, late or at once, and what it shows.

use super::lists::integer;
use crate::tree::{AttrName, NodeId, Tree};

/// Pixels up to which an image is a counter or a spacer.
const MAX_PIXEL: i64 = 2;
/// Bytes of a `data:` address below which it holds a place: blank GIFs and SVGs take 40 to 300.
const MIN_DATA_ADDRESS: usize = 1000;
/// Names of files that hold the place of an image that is loaded late, without their extension.
const PLACEHOLDERS: &[&str] =
    &["1x1", "blank", "clear", "dummy", "empty", "lazy", "loading", "pixel", "spacer", "transparent"];
/// Words in such names.
const PLACEHOLDER_WORDS: &[&str] = &["lazyload", "placeholder"];

/// What the attributes of an `<img>` say.
#[derive(Default)]
pub(super) struct Image<'a> {
    src: &'a str,
    /// The address that it gets from a script.
    late: &'a str,
    pub(super) set: &'a str,
    pub(super) alt: &'a str,
    pub(super) class: &'a str,
    pub(super) is_pixel: bool,
}

impl<'a> Image<'a> {
    pub(super) fn read(tree: &'a Tree, id: NodeId) -> Self {
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
    pub(super) fn address(&self) -> Option<&'a str> {
        if !self.late.is_empty() {
            return Some(self.late);
        }
        let is_lasting = |src: &str| if is_data(src) { src.len() >= MIN_DATA_ADDRESS } else { !is_placeholder(src) };
        let src = Some(self.src).filter(|src| !src.is_empty() && is_lasting(src));
        src.filter(|src| !is_data(src)).or_else(|| largest(self.set)).or(src)
    }
}

fn is_data(address: &str) -> bool {
    address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

fn is_placeholder(address: &str) -> bool {
    let file = address.rsplit_once('/').map_or(address, |(_, file)| file);
    let name = file.split(['.', '?', '#']).next().unwrap_or_default();
    let is_one_of = |name: &str, names: &[&str]| names.iter().any(|other| name.eq_ignore_ascii_case(other));
    address.starts_with('#')
        || is_one_of(name, PLACEHOLDERS)
        || name.split(['-', '_']).any(|word| is_one_of(word, PLACEHOLDER_WORDS))
}

/// The largest image of a `srcset` that is no `data:` address.
pub(super) fn largest(set: &str) -> Option<&str> {
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
