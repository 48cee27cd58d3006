//! Where a page may carry text that it does not show.

use memchr::memmem;

use crate::block::Origin;
use crate::tree::{AttrName, MIN_JSON, Node, NodeId, NodeKind, Tag, Tree, begins_json, is_json_ld};

/// Bytes of data that are looked at on a page; what exceeds them is passed over.
const MAX_BYTES: usize = 8 << 20;
/// Bytes from which text in a script, or swallowed by an iframe, is looked at.
const MIN_BYTES: usize = 100;

/// An element that may hold text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'t> {
    pub(super) node: NodeId,
    pub(super) form: Form<'t>,
}

/// In which form it holds text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form<'t> {
    /// Markup that an `<iframe>` left open in a `<noscript>` has swallowed.
    Swallowed(&'t str),
    /// The content of a `<template>`.
    Template,
    /// Markup in a script that is none.
    Inert(&'t str),
    JsonLd(&'t str),
    Json(&'t str),
    Script(&'t str),
}

impl Form<'_> {
    pub(super) fn origin(self) -> Origin {
        match self {
            Self::Swallowed(_) => Origin::Noscript,
            Self::Template | Self::Inert(_) => Origin::Template,
            Self::JsonLd(_) => Origin::JsonLd,
            Self::Json(_) | Self::Script(_) => Origin::Hydration,
        }
    }

    /// The bytes of what `element` holds in this form.
    fn bytes(self, tree: &Tree, element: NodeId) -> usize {
        match self {
            Self::Template => tree.descendants(element).map(|id| tree.text_of(tree.node(id)).len()).sum(),
            Self::Swallowed(text) | Self::Inert(text) | Self::JsonLd(text) | Self::Json(text) | Self::Script(text) => {
                text.len()
            }
        }
    }
}

/// The sources of a page, in document order.
pub(super) fn sources(tree: &Tree) -> Vec<Source<'_>> {
    let (mut found, mut bytes, mut next) = (Vec::new(), 0, 0);
    for (id, node) in (0..).zip(&tree.nodes) {
        if id < next || !matches!(node.kind, NodeKind::Element(..)) {
            continue;
        }
        let template = node.html_tag() == Some(Tag::Template);
        if template {
            // What stands in a template belongs to it.
            next = node.end;
        }
        for form in forms(tree, id, node).filter(|_| !template).chain(template.then_some(Form::Template)) {
            let more = form.bytes(tree, id);
            if bytes + more <= MAX_BYTES {
                bytes += more;
                found.push(Source { node: id, form });
            }
        }
    }
    found
}

/// What an element holds that is no template.
fn forms<'t>(tree: &'t Tree, id: NodeId, node: &'t Node) -> impl Iterator<Item = Form<'t>> {
    let text = match node.html_tag() {
        Some(Tag::Script | Tag::Iframe) => tree.children(id).next().map_or("", |text| tree.text_of(tree.node(text))),
        _ => "",
    };
    let by_tag = match node.html_tag() {
        Some(Tag::Script) if text.len() >= MIN_BYTES => script(tree.attr(node, AttrName::Type), text),
        Some(Tag::Iframe) if text.len() >= MIN_BYTES && memmem::find(text.as_bytes(), b"</noscript").is_some() => {
            Some(Form::Swallowed(text))
        }
        _ => None,
    };
    let attrs = tree.attrs_of(node).iter().filter(|attr| matches!(attr.name, AttrName::Other | AttrName::Value));
    let values = attrs.map(|attr| tree.value(attr));
    let json = values.filter(|value| value.len() >= MIN_JSON && begins_json(value.as_bytes())).map(Form::Json);
    by_tag.into_iter().chain(json)
}

/// What a script of this type holds (HTML 4.12.1: data blocks and scripts).
fn script<'t>(kind: Option<&str>, text: &'t str) -> Option<Form<'t>> {
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    if is_json_ld(&kind) {
        return Some(Form::JsonLd(text));
    }
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if kind.is_empty() || kind == "module" || kind.ends_with("javascript") || kind.ends_with("ecmascript") {
        Some(Form::Script(text))
    } else if kind.ends_with("json") {
        Some(Form::Json(text))
    } else {
        kind.starts_with("text/").then_some(Form::Inert(text))
    }
}
