//! The parser builds the tree that html5ever builds, and a parsed DOM gives the blocks that its source gives.
#![allow(clippy::unwrap_used, clippy::format_push_string)] // A test fails by panicking, and need not be fast.

use html5ever::ns;
use mainbody::Extractor;
use mainbody::internals::Parsed;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use rayon::prelude::*;

#[path = "support/corpora.rs"]
mod corpora;
#[path = "support/mutation.rs"]
mod mutation;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/reference.rs"]
mod reference;

/// Elements deeper than this are flattened here and not in html5ever, so that the trees rightly differ.
const DEPTH_COMPARED: usize = 400;
/// In debug builds, one page of the corpora in this many is compared.
const DEBUG_SAMPLE: usize = 100;

/// A tree as html5lib writes trees, and how deep it is.
struct Dump {
    text: String,
    depth: usize,
}

/// Writes an `RcDom` down: no comments, no doctype, the content of a template directly below it, only the attributes
/// that the parser keeps.
fn dump(dom: &RcDom) -> Dump {
    let mut dump = Dump { text: String::new(), depth: 0 };
    let mut text_before = None;
    let mut todo: Vec<(Handle, usize)> = children(&dom.document, 0);
    while let Some((node, depth)) = todo.pop() {
        dump.depth = dump.depth.max(depth);
        match &node.data {
            NodeData::Text { contents } => {
                let contents = contents.borrow();
                if text_before == Some(depth) {
                    dump.text.truncate(dump.text.len() - 2);
                    dump.text += &format!("{contents}\"\n");
                } else {
                    dump.text += &format!("| {}\"{contents}\"\n", "  ".repeat(depth));
                }
                text_before = Some(depth);
            }
            NodeData::Element { .. } => {
                text_before = None;
                push_element(&mut dump.text, &node, depth);
                todo.extend(children(&node, depth + 1));
            }
            _ => {}
        }
    }
    dump
}

/// The children of a node, the last first.
fn children(node: &Handle, depth: usize) -> Vec<(Handle, usize)> {
    let mut all: Vec<(Handle, usize)> = node.children.borrow().iter().map(|child| (child.clone(), depth)).collect();
    if let NodeData::Element { template_contents, .. } = &node.data {
        if let Some(contents) = &*template_contents.borrow() {
            all.extend(contents.children.borrow().iter().map(|child| (child.clone(), depth)));
        }
    }
    all.reverse();
    all
}

fn push_element(out: &mut String, node: &Handle, depth: usize) {
    let NodeData::Element { name, attrs, .. } = &node.data else { return };
    let space = match name.ns {
        ns!(svg) => "svg ",
        ns!(mathml) => "math ",
        _ => "",
    };
    *out += &format!("| {}<{space}{}>\n", "  ".repeat(depth), name.local);
    let mut lines: Vec<String> = attrs
        .borrow()
        .iter()
        .filter(|attr| attr.name.ns == ns!() && Parsed::keeps(&name.local, &attr.name.local))
        .map(|attr| format!("| {}{}=\"{}\"\n", "  ".repeat(depth + 1), attr.name.local, attr.value))
        .collect();
    lines.sort_unstable();
    *out += &lines.concat();
}

/// What differs between the trees, if anything does.
fn difference(html: &str) -> Option<String> {
    let dom = reference::parse(html);
    let expected = dump(&dom);
    if expected.depth > DEPTH_COMPARED {
        return None;
    }
    let (parsed, copied) = (Parsed::parse(html).dump(), Parsed::from_dom(&dom).dump());
    for (way, actual) in [("parsed", parsed), ("copied from the DOM", copied)] {
        if actual != expected.text {
            let same = expected.text.lines().zip(actual.lines()).take_while(|(a, b)| a == b).count();
            let from = |tree: &str| tree.lines().skip(same.saturating_sub(4)).take(9).collect::<Vec<_>>().join("\n");
            return Some(format!(
                "{way}, line {same}:\n--- html5ever\n{}\n--- mainbody\n{}",
                from(&expected.text),
                from(&actual)
            ));
        }
    }
    None
}

/// Fails if any page has a difference; shows the first few.
#[track_caller]
fn check_all<'a>(pages: impl ParallelIterator<Item = (String, std::borrow::Cow<'a, str>)>) {
    let mut failures: Vec<String> =
        pages.filter_map(|(name, html)| Some(format!("{name}: {}", difference(&html)?))).collect();
    failures.sort();
    let shown = failures.iter().take(5).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    assert!(failures.is_empty(), "{} pages differ\n{shown}", failures.len());
}

#[test]
fn on_every_fixture() {
    check_all(pages::pages().into_par_iter().map(|page| (page.name, page.html.into())));
}

#[test]
fn on_every_fixture_broken_in_twenty_ways() {
    let pages = pages::pages();
    let broken = pages.par_iter().flat_map(|page| {
        (0..20u64)
            .into_par_iter()
            .map(move |seed| (format!("{} with seed {seed}", page.name), mutation::mutate(&page.html, seed).into()))
    });
    check_all(broken);
}

#[test]
fn on_the_pages_of_the_corpora() {
    let mut files = corpora::files();
    let found = files.len();
    if cfg!(debug_assertions) {
        files = files.into_iter().step_by(DEBUG_SAMPLE).collect();
    }
    println!("{} of the {found} pages of the corpora are compared", files.len());
    check_all(files.into_par_iter().map(|file| (file.display().to_string(), corpora::unzipped(&file).into())));
}

#[test]
fn a_parsed_dom_gives_the_same_blocks() {
    for page in pages::pages() {
        let from_text = mainbody::extract(&page.html).unwrap();
        let from_dom = Extractor::new().extract_dom(&reference::parse(&page.html)).unwrap();
        assert_eq!(format!("{from_text:?}"), format!("{from_dom:?}"), "{}", page.name);
        for (a, b) in from_text.all_blocks().iter().zip(from_dom.all_blocks()) {
            assert_eq!(a.path(), b.path(), "{}", page.name);
            assert_eq!(a.rows(), b.rows(), "{}", page.name);
            assert_eq!(b.source(), None, "{}: a DOM does not know its source", page.name);
        }
    }
}
