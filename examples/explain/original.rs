//! The page itself, as a list of nodes that a browser can put on show: no scripts, nothing to fetch.
//!
//! Nodes, not markup: a browser that parsed the page anew, without its scripts and in a frame, need not find the same
//! elements. The frame's sandbox and its content security policy hold whatever gets past the rules here.

use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, Namespace, ParseOpts, QualName, local_name, ns, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use serde::Serialize;

/// Elements of which only the place is kept: they run, fetch, or hold what is not shown.
const EMPTIED: [&str; 10] =
    ["base", "embed", "frame", "iframe", "link", "meta", "noembed", "noframes", "script", "template"];

/// Attributes that fetch, lead away, act, or let a page hide the browser's own names behind its elements'.
const DROPPED: [&str; 18] = [
    "action",
    "archive",
    "autofocus",
    "autoplay",
    "background",
    "classid",
    "codebase",
    "content",
    "data",
    "formaction",
    "http-equiv",
    "is",
    "manifest",
    "name",
    "ping",
    "poster",
    "target",
    "usemap",
];

/// An element or a text in document order, with the number of its parent.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Node {
    /// Name, with `svg:` or `math:` before it, and attributes.
    Element(Option<usize>, String, Vec<(String, String)>),
    Text(Option<usize>, String),
}

/// The nodes of a page.
#[derive(Default)]
pub(crate) struct Original {
    pub(crate) title: String,
    pub(crate) nodes: Vec<Node>,
    /// The child elements of each node.
    children: Vec<Vec<usize>>,
}

impl Original {
    /// Parses as the library does, without scripting.
    pub(crate) fn parse(html: &str) -> Self {
        let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let options = ParseOpts { tree_builder, ..ParseOpts::default() };
        let dom = parse_document(RcDom::default(), options).one(html);
        let mut original = Self::default();
        let mut open: Vec<(Handle, Option<usize>)> = vec![(dom.document.clone(), None)];
        while let Some((node, parent)) = open.pop() {
            let number = match &node.data {
                NodeData::Document => None,
                NodeData::Element { name, attrs, .. } => {
                    let shown = original.element(parent, name, &attrs.borrow());
                    if !shown {
                        continue;
                    }
                    Some(original.nodes.len() - 1)
                }
                NodeData::Text { contents } => {
                    original.text(parent, contents.borrow().to_string());
                    continue;
                }
                _ => continue,
            };
            open.extend(node.children.borrow().iter().rev().map(|child| (child.clone(), number)));
        }
        original
    }

    /// Adds an element; says whether what is inside is shown too.
    fn element(&mut self, parent: Option<usize>, name: &QualName, attributes: &[Attribute]) -> bool {
        let number = self.nodes.len();
        if let Some(parent) = parent {
            self.children[parent].push(number);
        }
        self.children.push(Vec::new());
        let shown = !EMPTIED.contains(&&*name.local);
        let attributes = attributes.iter().filter(|_| shown).filter_map(kept);
        self.nodes.push(Node::Element(parent, prefixed(&name.ns, &name.local), attributes.collect()));
        shown
    }

    fn text(&mut self, parent: Option<usize>, text: String) {
        if let Some(Node::Element(_, name, _)) = parent.and_then(|parent| self.nodes.get(parent)) {
            if name == "title" && self.title.is_empty() {
                text.trim().clone_into(&mut self.title);
            }
        }
        self.children.push(Vec::new());
        self.nodes.push(Node::Text(parent, text));
    }

    /// The number of the element that a block's path leads to.
    pub(crate) fn find(&self, path: &str) -> Option<usize> {
        let mut steps = path.split(" > ");
        let mut at = 0;
        if steps.next()? != "html" || self.nodes.is_empty() {
            return None;
        }
        for step in steps {
            let children = &self.children[at];
            let nth = step.rsplit_once(":nth-child(").and_then(|(_, nth)| nth.strip_suffix(')')?.parse::<usize>().ok());
            at = match nth {
                Some(nth) => *children.get(nth.checked_sub(1)?)?,
                None => *children.iter().find(|&&child| self.name(child) == step)?,
            };
        }
        Some(at)
    }

    fn name(&self, number: usize) -> &str {
        match &self.nodes[number] {
            Node::Element(_, name, _) => name,
            Node::Text(..) => "",
        }
    }
}

fn prefixed(namespace: &Namespace, name: &str) -> String {
    match *namespace {
        ns!(svg) => format!("svg:{name}"),
        ns!(mathml) => format!("math:{name}"),
        _ => name.to_owned(),
    }
}

/// An attribute as it is shown; links lead nowhere, and images are shown that the page itself holds.
fn kept(attribute: &Attribute) -> Option<(String, String)> {
    let name = &*attribute.name.local;
    if attribute.name.local == local_name!("href") {
        let value = if attribute.value.starts_with('#') { &*attribute.value } else { "#" };
        return Some((name.to_owned(), value.to_owned()));
    }
    if name == "src" && attribute.value.starts_with("data:image/") {
        return Some((name.to_owned(), attribute.value.to_string()));
    }
    let dropped = name.starts_with("on") || name.contains("src") || DROPPED.contains(&name);
    (!dropped).then(|| (name.to_owned(), attribute.value.to_string()))
}
