//! Short pages made of long ones: the corpora hold hardly any page of a few lines, and users have many.

use markup5ever_rcdom::NodeData;

use crate::dom::{Dom, remove};

/// Elements that are kept or dropped one by one.
const PIECES: &[&str] = &[
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "dt",
    "dd",
    "pre",
    "figcaption",
    "button",
    "label",
    "option",
    "img",
    "svg",
    "article",
    "aside",
    "nav",
    "footer",
    "form",
];
/// Pieces to keep, about: one of these numbers a page.
const SIZES: [usize; 4] = [5, 10, 20, 40];
/// One in so many containers is dropped whole.
const CONTAINERS: usize = 8;
/// Attributes that say what an element is for; half of the pages lose them, as pages written by hand have none.
const NAMES: [&str; 3] = ["class", "id", "role"];
/// One in so many pages loses its links: in menus of a few words that somebody typed, nothing is linked.
const LINKLESS: usize = 4;

/// A page with most of its pieces left out, the same ones on every run.
pub(crate) fn shorten(html: &str, seed: u64) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let dom = Dom::parse(html);
    let pieces = dom.elements().iter().filter(|(_, name)| is_piece(name)).count();
    let kept = SIZES[random.usize(..SIZES.len())];
    let nameless = random.bool();
    let linkless = random.usize(..LINKLESS) == 0;
    for (element, name) in dom.elements() {
        let dropped = match &*name {
            "script" | "style" | "link" | "noscript" | "iframe" | "template" => true,
            "article" | "aside" | "nav" | "footer" | "form" => random.usize(..CONTAINERS) == 0,
            name if is_piece(name) => random.usize(..pieces.max(1)) >= kept,
            _ => false,
        };
        if dropped {
            remove(&element);
        } else if let NodeData::Element { attrs, .. } = &element.data {
            attrs.borrow_mut().retain(|attribute| match &*attribute.name.local {
                "href" => !linkless,
                name => !(nameless && NAMES.contains(&name)),
            });
        }
    }
    dom.html()
}

fn is_piece(name: &str) -> bool {
    PIECES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn a_short_page_is_made_of_pieces_of_the_long_one() {
        let html = format!("<body><nav class=menu>Home</nav>{}", "<p class=a>It rained.</p>".repeat(400));
        for seed in 0..20 {
            let short = shorten(&html, seed);
            assert_eq!(short, shorten(&html, seed));
            let pieces = short.matches("It rained.").count();
            assert!((1..80).contains(&pieces), "{pieces}");
        }
    }
}
