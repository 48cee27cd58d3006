//! Links that are no part of the text: signs beside headings that lead to the headings themselves, and arrows that lead
//! back from a note. Headings that are such links as a whole are text, but no links.

use super::code::class_of;
use super::shown::MAX_LOOK;
use super::{Mode, Walk};
use crate::block::Kind;
use crate::prefix::prefix;
use crate::tree::{AttrName, NodeId, NodeKind, Tag};
use crate::vocab::{Flow, flow};

/// Signs of permalinks; where no class or label says so, others may be those of notes or arrows.
const SIGNS: &str = "#¶§❡🔗⚓∞";
/// Arrows of links that lead back from a note, with what says that they are no emoji.
const RETURNS: &str = "^↑↩↵⏎⮐⤴\u{fe0e}\u{fe0f}";
/// What the names of references begin with that `MediaWiki` links back to, at the beginning of a note: one is `^`, several
/// have letters or numbers.
const REFERENCE: &str = "#cite_ref";
/// Characters of the text of such a link, at most.
const MAX_LABEL: usize = 4;
/// The class of the element around these links and the signs between them.
const RETURNS_CLASS: &str = "mw-cite-backlink";
/// Bytes of the text of a permalink, at most: `Link to this heading`, or the title once more.
const MAX_TEXT: usize = 200;
/// Bytes of an address in which its fragment is looked for. Elements that the parser copies share theirs, so its length
/// is in no proportion to the page's.
const MAX_ADDRESS: usize = 4096;
/// Nodes inside a permalink, and beside it on each side, that are looked at.
const MAX_NODES: NodeId = 32;
/// Parts of classes and ids that permalinks have: `headerlink`, `hash-link`, `AnchorLink`.
const NAMES: &[&str] = &["anchor", "permalink", "headerlink", "header-link", "hash-link", "hashlink", "heading-link"];
/// What labels of permalinks hold, and their text where it is more than a sign.
const LABELS: &[&str] =
    &["permalink", "permanent link", "anchor", "link to", "direct link", "copy link", "copied", "section titled"];

/// The class of the links beside headings that open an editor: `MediaWiki`.
const EDIT_CLASS: &str = "mw-editsection";
/// Labels of buttons that copy code or an address, in lower case.
const COPY_LABELS: &[&str] = &[
    "copia",
    "copiar",
    "copiar código",
    "copied",
    "copier",
    "copy",
    "copy code",
    "copy command",
    "copy item path",
    "copy link",
    "copy page",
    "copy path",
    "copy snippet",
    "copy to clipboard",
    "copy url",
    "kopieren",
    "копировать",
    "скопировать",
    "コピー",
    "コピーする",
    "复制",
    "复制代码",
    "複製",
    "복사",
];

impl Walk<'_> {
    /// Whether an element is a control of the page beside its text: a button that copies code, or the link to an editor
    /// at a heading.
    pub(super) fn is_tool(&self, id: NodeId, tag: Tag) -> bool {
        match tag {
            Tag::Button if !self.stands_in_sentence(id) => self.short_text(id).is_some_and(|text| {
                let label = text.trim().trim_end_matches(['!', '.']).to_lowercase();
                COPY_LABELS.contains(&&*label)
            }),
            Tag::Span if !self.run.active || matches!(self.context.kind, Kind::Heading { .. }) => {
                class_of(self.tree, id).split_ascii_whitespace().any(|word| word == EDIT_CLASS)
            }
            _ => false,
        }
    }

    /// Whether an element is the arrow that leads from a note back to where it is referred to, or holds several such
    /// links.
    pub(super) fn is_return(&self, id: NodeId, tag: Tag) -> bool {
        if tag == Tag::Span && self.context.item.is_some() && !self.run.active {
            let node = self.tree.node(id);
            // Left open, it holds the note as well.
            return node.end < self.tree.node(node.parent).end
                && class_of(self.tree, id).split_ascii_whitespace().any(|word| word == RETURNS_CLASS);
        }
        if tag != Tag::A || self.context.mode == Mode::Verbatim {
            return false;
        }
        let address = self.leads_to(id);
        let is_arrow = |text: String| {
            let text = text.trim();
            let is_label = !self.run.active && address.contains(REFERENCE) && text.chars().nth(MAX_LABEL).is_none();
            !text.is_empty() && (is_label || text.chars().all(|c| RETURNS.contains(c)))
        };
        address.contains('#') && self.short_text(id).is_some_and(is_arrow)
    }

    /// Whether an element is the permalink of the heading, term or caption around it: not a part of its text.
    ///
    /// It is known by what it is, not by where it stands: a link to a place on a page, or a button, that shows a sign
    /// alone; or one that is named as a permalink and says so, beside the words of the heading, or after the heading.
    pub(super) fn is_permalink(&self, id: NodeId, tag: Tag) -> bool {
        if !matches!(tag, Tag::A | Tag::Button) || self.context.mode != Mode::Flow {
            return false;
        }
        if !matches!(self.context.kind, Kind::Heading { .. } | Kind::Term | Kind::Caption) {
            let may_stand_beside = !self.run.active && self.leads_to(id).trim_start().starts_with('#');
            return may_stand_beside
                && self.is_named_permalink(id)
                && self.short_text(id).is_some_and(|text| holds_any(&text, LABELS));
        }
        let href = self.leads_to(id).trim();
        let Some(text) = self.short_text(id) else { return false };
        let text = text.trim();
        let named = self.is_named_permalink(id);
        let here = href.contains('#');
        if !text.contains(char::is_alphanumeric) {
            let sign = !text.is_empty() && text.chars().all(|c| SIGNS.contains(c) || is_private(c));
            // An image in a caption may lead to a larger one.
            let icon = text.is_empty() && matches!(self.context.kind, Kind::Heading { .. });
            return (named && (here || sign || href.is_empty()))
                || (here && (sign || (icon && self.has_words_beside(id))));
        }
        // The address itself, or words that say what it is.
        let says_so = (text.starts_with('#') && text == href) || (named && holds_any(text, LABELS));
        says_so && (tag == Tag::Button || here) && self.has_words_beside(id)
    }

    /// Whether a link is the heading or term that it begins, and leads to that, as in manuals; or, of a heading, to what
    /// a click on it unfolds. Terms that lead elsewhere on the page are those of a table of contents.
    pub(super) fn is_own_link(&self, id: NodeId) -> bool {
        // Most links stand in running text, and their addresses are not read.
        let name = || self.leads_to(id).trim().strip_prefix('#').filter(|name| !name.is_empty());
        match self.context.kind {
            _ if self.run.active => false,
            Kind::Heading { .. } => name().is_some(),
            Kind::Term => name().is_some_and(|name| {
                let inside = self.tree.descendants(self.context.element).take(MAX_NODES as usize);
                let mut named = std::iter::once(self.context.element).chain(inside);
                named.any(|at| self.tree.attr(self.tree.node(at), AttrName::Id) == Some(name))
            }),
            _ => false,
        }
    }

    /// The address of a link, as far as it is read; empty if there is none.
    fn leads_to(&self, id: NodeId) -> &str {
        prefix(self.tree.attr(self.tree.node(id), AttrName::Href).unwrap_or_default(), MAX_ADDRESS)
    }

    /// The text of an element, unless it is long.
    fn short_text(&self, id: NodeId) -> Option<String> {
        let end = self.tree.node(id).end;
        let mut text = String::new();
        let mut at = id + 1;
        while at < end {
            let node = self.tree.node(at);
            let more = self.tree.text_of(node);
            if at - id > MAX_NODES || text.len() + more.len() > MAX_TEXT {
                return None;
            }
            text.push_str(more);
            let skipped = matches!(node.kind, NodeKind::Element(tag, _) if flow(tag) == Flow::Skipped);
            at = if skipped { node.end } else { at + 1 };
        }
        Some(text)
    }

    /// Whether its class, id or label says that it is a permalink.
    fn is_named_permalink(&self, id: NodeId) -> bool {
        let node = self.tree.node(id);
        let says = |name: AttrName, words| self.tree.attr(node, name).is_some_and(|value| holds_any(value, words));
        [AttrName::Class, AttrName::Id].into_iter().any(|name| says(name, NAMES))
            || [AttrName::AriaLabel, AttrName::Title].into_iter().any(|name| says(name, LABELS))
    }

    /// Whether the block-level element around has words outside an element, near it.
    pub(super) fn has_words_beside(&self, id: NodeId) -> bool {
        let heading = self.context.element;
        let end = self.tree.node(id).end;
        let before = (heading + 1).max(id.saturating_sub(MAX_NODES))..id;
        let after = end..self.tree.node(heading).end.min(end.saturating_add(MAX_NODES));
        before
            .chain(after)
            .any(|at| prefix(self.tree.text_of(self.tree.node(at)), MAX_LOOK).contains(char::is_alphabetic))
    }
}

/// Icons of fonts.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

fn holds_any(text: &str, parts: &[&str]) -> bool {
    // Longer values are no names.
    let text = prefix(text, MAX_TEXT).to_ascii_lowercase();
    parts.iter().any(|part| text.contains(part))
}
