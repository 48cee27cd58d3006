//! The attributes of the tag that is being spelt out.

use std::ops::Range;

use html5ever::interface::{Attribute, QualName};
use html5ever::tendril::StrTendril;
use html5ever::{LocalName, ns};

use super::depth::FORMATTING;
use super::name_cache::{AttributeName, NameCache};
use crate::tree::{AttrName, MIN_JSON, Tag, begins_json};

/// Most attributes looked at on one tag: finding duplicates among them is quadratic, and where all are kept there is no
/// other bound.
const MAX_ATTRIBUTES: usize = 128;

/// Name of the attribute that the tree builder is given in place of a formatting element's own: these it never sees.
const NUMBERED: &str = "\u{1}";

/// The number that stands in place of a formatting element's attributes.
pub(super) fn number(tag: Tag, attributes: &[Attribute]) -> Option<u32> {
    attributes
        .first()
        .filter(|_| FORMATTING.contains(&tag))
        .filter(|first| &*first.name.local == NUMBERED)?
        .value
        .parse()
        .ok()
}

/// The attributes of a tag.
///
/// Most are never shown to the tree builder, which has no use for them: they wait here until the element is made. A few
/// elements are another matter, see [`shown`].
#[derive(Default)]
pub(super) struct Attributes {
    kept: Vec<Kept>,
    /// The values, one after the other.
    values: Vec<u8>,
    open: bool,
    name: Vec<u8>,
    /// Whether the open attribute is kept, once its name is whole.
    decision: Option<bool>,
}

struct Kept {
    name: AttributeName,
    end: usize,
}

/// Whether the tree builder must see the element's attributes: it makes copies of formatting elements and compares
/// theirs (the "Noah's Ark clause"), merges those of `<html>` and `<body>`, and asks for some of the rest.
pub(super) fn shown(tag: Tag) -> bool {
    keeps_all(tag)
        || matches!(
            tag,
            Tag::A
                | Tag::Html
                | Tag::Body
                | Tag::Input
                | Tag::Template
                | Tag::AnnotationXml
                | Tag::Image
                | Tag::Frameset
        )
}

/// Whether all attributes of the element matter while parsing, even those that no stage reads: the comparison of
/// formatting elements takes in all of them, and a `<font>` with one of three breaks out of foreign content. Of `<a>`
/// there is never more than one to compare.
fn keeps_all(tag: Tag) -> bool {
    tag != Tag::A && FORMATTING.contains(&tag)
}

impl Attributes {
    pub(super) fn clear(&mut self) {
        self.kept.clear();
        self.values.clear();
        self.open = false;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Begins an attribute; the one before is over.
    pub(super) fn begin(&mut self, tag: Tag, names: &mut NameCache) {
        self.end(tag, names);
        self.open = true;
        self.decision = None;
        self.name.clear();
    }

    pub(super) fn push_name(&mut self, name: &[u8]) {
        self.name.extend_from_slice(name);
    }

    pub(super) fn push_value(&mut self, value: &[u8], tag: Tag, names: &mut NameCache) {
        if self.decide(value, tag, names) {
            self.values.extend_from_slice(value);
        }
    }

    /// Ends the open attribute, if there is one.
    pub(super) fn end(&mut self, tag: Tag, names: &mut NameCache) {
        if self.open && self.decide(b"", tag, names) {
            let end = self.values.len();
            let start = self.kept.iter().rev().nth(1).map_or(0, |before| before.end);
            if let Some(last) = self.kept.last_mut() {
                last.end = end;
                if !last.name.is_kept() && !keeps_all(tag) && end - start < MIN_JSON {
                    self.values.truncate(start);
                    self.kept.pop();
                }
            }
        }
        self.open = false;
    }

    /// Whether the open attribute, whose value begins like this, is kept. Of two with one name the first counts.
    fn decide(&mut self, value: &[u8], tag: Tag, names: &mut NameCache) -> bool {
        if let Some(decision) = self.decision {
            return decision;
        }
        let kept = self.kept.len() < MAX_ATTRIBUTES && self.keep(value, tag, names);
        self.decision = Some(kept);
        kept
    }

    fn keep(&mut self, value: &[u8], tag: Tag, names: &mut NameCache) -> bool {
        let all = keeps_all(tag) || begins_json(value);
        let Some(mut name) = names.attribute(&self.name, all) else { return false };
        if !name.known.is_read_on(tag) {
            name.known = AttrName::Other;
        }
        if !name.is_kept() && !all {
            return false;
        }
        let known = name.known != AttrName::Other;
        let is_same = |kept: &AttributeName| kept.known == name.known && (known || kept.local == name.local);
        if self.kept.iter().any(|kept| is_same(&kept.name)) {
            return false;
        }
        self.kept.push(Kept { name, end: self.values.len() });
        true
    }

    /// The attributes as the tree builder takes them.
    pub(super) fn to_shown(&self) -> Vec<Attribute> {
        let mut start = 0;
        let attributes = self.kept.iter().map(|kept| {
            let value = self.values.get(std::mem::replace(&mut start, kept.end)..kept.end).unwrap_or_default();
            let name = QualName::new(None, ns!(), kept.name.local.clone());
            Attribute { name, value: StrTendril::from_slice(&String::from_utf8_lossy(value)) }
        });
        attributes.collect()
    }

    /// All attributes, those of equal lists in the same bytes whatever their order in the tag.
    pub(super) fn spelt(&self) -> Box<[u8]> {
        let mut all: Vec<(&str, &[u8])> = self.each().map(|(name, value)| (&*name.local, self.value(value))).collect();
        all.sort_unstable();
        let mut spelt = Vec::new();
        for (name, value) in all {
            spelt.extend(name.len().to_le_bytes());
            spelt.extend(name.as_bytes());
            spelt.extend(value.len().to_le_bytes());
            spelt.extend(value);
        }
        spelt.into_boxed_slice()
    }

    /// The attributes of a formatting element as the tree builder takes them: a number that stands for all of them.
    ///
    /// The tree builder opens formatting elements again and again, each time with a copy of the attributes: a number is
    /// small, however long they are, and equal exactly where they are. It also asks whether a `<font>` has one of three.
    pub(super) fn as_number(&self, number: u32) -> Vec<Attribute> {
        let attribute = |local, value| Attribute { name: QualName::new(None, ns!(), local), value };
        let mut all = vec![attribute(LocalName::from(NUMBERED), StrTendril::from_slice(&number.to_string()))];
        let names = self.kept.iter().map(|kept| &kept.name.local);
        let asked_for = names.filter(|local| matches!(&***local, "color" | "face" | "size"));
        all.extend(asked_for.map(|local| attribute(local.clone(), StrTendril::new())));
        all
    }

    /// The attributes that stay in the tree: names, and where the value of each stands in the text of all values.
    pub(super) fn kept(&self) -> impl Iterator<Item = (&AttributeName, Range<usize>)> + '_ {
        let is_json = |value: &Range<usize>| value.len() >= MIN_JSON && begins_json(self.value(value.clone()));
        self.each().filter(move |(name, value)| name.is_kept() || is_json(value))
    }

    fn each(&self) -> impl Iterator<Item = (&AttributeName, Range<usize>)> + '_ {
        let mut start = 0;
        self.kept.iter().map(move |kept| (&kept.name, std::mem::replace(&mut start, kept.end)..kept.end))
    }

    fn value(&self, range: Range<usize>) -> &[u8] {
        self.values.get(range).unwrap_or_default()
    }

    /// The values, one after the other.
    pub(super) fn values(&self) -> &[u8] {
        &self.values
    }
}
