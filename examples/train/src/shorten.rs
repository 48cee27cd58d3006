//! Short pages made of long ones: the corpora hold hardly any page of a few lines, and users have many.

use html5ever::serialize::{SerializeOpts, TraversalScope, serialize};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom, SerializableHandle};

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
pub fn shorten(html: &str, seed: u64) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut options = ParseOpts::default();
    options.tree_builder.scripting_enabled = false;
    let dom = parse_document(RcDom::default(), options).one(html);
    let pieces = elements(&dom.document).iter().filter(|(_, name)| is_piece(name)).count();
    let kept = SIZES[random.usize(..SIZES.len())];
    let nameless = random.bool();
    let linkless = random.usize(..LINKLESS) == 0;
    for (element, name) in elements(&dom.document) {
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
    let mut out = Vec::new();
    let options = SerializeOpts { traversal_scope: TraversalScope::ChildrenOnly(None), ..SerializeOpts::default() };
    // Writing into memory does not fail.
    serialize(&mut out, &SerializableHandle::from(dom.document), options).unwrap_or_default();
    String::from_utf8_lossy(&out).into_owned()
}

fn is_piece(name: &str) -> bool {
    PIECES.contains(&name)
}

/// All elements with their names, in document order.
fn elements(root: &Handle) -> Vec<(Handle, String)> {
    let (mut found, mut todo) = (Vec::new(), vec![root.clone()]);
    while let Some(node) = todo.pop() {
        todo.extend(node.children.borrow().iter().rev().cloned());
        if let NodeData::Element { name, .. } = &node.data {
            let name = name.local.to_string();
            found.push((node, name));
        }
    }
    found
}

fn remove(node: &Handle) {
    let Some(parent) = node.parent.take().and_then(|parent| parent.upgrade()) else { return };
    parent.children.borrow_mut().retain(|child| !std::rc::Rc::ptr_eq(child, node));
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
