//! Notes: which links point at a note of the page, and at which block it begins.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::Segments;
use crate::block::Kind;
use crate::mark::{Shared, Sort};
use crate::tree::{AttrName, NodeId, NodeKind, Tag, Tree};

/// Longest number or sign of a note, in characters: `[123]`, `(iv)`, `**`.
const MAX_LABEL: usize = 6;
/// Bytes of the address of a note: one long address may be that of many references.
const MAX_NAME: u32 = 256;
/// Nodes before an anchor in its block, at most: a sign or a link back may stand there.
const MAX_BEFORE_ANCHOR: NodeId = 4;

/// A link that may point at a note.
struct Reference {
    /// Index in [`Segments::marks`] of the link, and of the superscript around or inside it.
    link: usize,
    superscript: Option<usize>,
    block: usize,
}

/// What references of one name point at.
struct Target<'a> {
    label: &'a str,
    element: Option<NodeId>,
    /// Whether references with different labels point at it, as at a section with many notes.
    shared: bool,
}

/// Finds the notes of a page: a short sign that links to a block further down, which has the name that the link asks
/// for. The sign is set as a superscript or in brackets.
pub(super) fn find(tree: &Tree, out: &mut Segments) {
    let references = references(out);
    if references.is_empty() {
        return;
    }
    let mut wanted: BTreeMap<&str, Target> = BTreeMap::new();
    for reference in &references {
        let label = label_of(out, reference);
        let target = wanted.entry(name_of(out, reference)).or_insert(Target { label, element: None, shared: false });
        target.shared |= target.label != label;
    }
    // Links ask for "n%C3%A9" where the page spells "né".
    let mut decoded: BTreeMap<String, Option<NodeId>> = BTreeMap::new();
    decoded.extend(wanted.keys().filter_map(|name| Some((percent_decoded(name)?, None))));
    for (id, node) in tree.nodes.iter().enumerate() {
        if !matches!(node.kind, NodeKind::Element(..)) {
            continue;
        }
        let name = (node.html_tag() == Some(Tag::A)).then_some(AttrName::Name);
        for name in [Some(AttrName::Id), name].into_iter().flatten() {
            let Some(name) = tree.attr(node, name) else { continue };
            if let Some(target) = wanted.get_mut(name) {
                target.element.get_or_insert(id as NodeId);
            }
            if let Some(element) = decoded.get_mut(name) {
                element.get_or_insert(id as NodeId);
            }
        }
    }
    let notes: Vec<(Reference, usize)> = references
        .into_iter()
        .filter_map(|reference| {
            let name = name_of(out, &reference);
            let target = wanted.get(name).filter(|target| !target.shared)?;
            let element = target.element.or_else(|| *decoded.get(&percent_decoded(name)?)?)?;
            let block = note_at(tree, out, element).filter(|&block| block > reference.block)?;
            Some((reference, block))
        })
        .collect();
    mark(out, &notes);
}

/// A fragment with its percent signs resolved, if it has any.
///
/// HTML standard, [the indicated part](https://html.spec.whatwg.org/multipage/browsing-the-web.html#the-indicated-part-of-the-document).
fn percent_decoded(fragment: &str) -> Option<String> {
    fragment.contains('%').then(|| percent_decode_str(fragment).decode_utf8_lossy().into_owned())
}

fn label_of<'a>(out: &'a Segments, reference: &Reference) -> &'a str {
    let range = out.marks.get(reference.link).map(|mark| mark.start as usize..mark.end as usize);
    range.and_then(|range| out.text.get(range)).unwrap_or_default()
}

/// The fragment that a link asks for.
fn name_of<'a>(out: &'a Segments, reference: &Reference) -> &'a str {
    let name = out.marks.get(reference.link).map(|mark| mark.value.of(&out.strings)).unwrap_or_default();
    name.get(1..).unwrap_or_default()
}

/// The block that begins at an element, if it can be a note.
fn note_at(tree: &Tree, out: &Segments, target: NodeId) -> Option<usize> {
    let at = out.blocks.partition_point(|block| block.nodes.end <= target);
    let block = out.blocks.get(at)?;
    let begins = target <= block.nodes.start || block.nodes.start + MAX_BEFORE_ANCHOR >= target;
    // An empty anchor names what comes after it.
    let end = tree.node(target).end;
    let holds = block.nodes.start < end || (end == target + 1 && block.element == tree.node(target).parent);
    (begins && holds && !matches!(block.kind, Kind::Heading { .. })).then_some(at)
}

/// Links within the page whose text is the sign of a note.
fn references(out: &Segments) -> Vec<Reference> {
    let mut found = Vec::new();
    for (block, candidate) in out.blocks.iter().enumerate() {
        let range = candidate.structure.marks.start as usize..candidate.structure.marks.end as usize;
        let marks = out.marks.get(range.clone()).unwrap_or_default();
        // The superscript that began last.
        let mut raised: Option<usize> = None;
        for (at, mark) in marks.iter().enumerate() {
            if mark.sort == Sort::Superscript {
                raised = Some(at);
            }
            let is_fragment = || out.strings.as_bytes().get(mark.value.start as usize) == Some(&b'#');
            let length = mark.value.end.saturating_sub(mark.value.start);
            if mark.sort != Sort::Link || !(2..=MAX_NAME).contains(&length) || !is_fragment() {
                continue;
            }
            let text = out.text.get(mark.start as usize..mark.end as usize).unwrap_or_default();
            let inside = marks.get(at + 1).filter(|next| next.sort == Sort::Superscript && next.start < mark.end);
            let around = raised.filter(|&at| marks[at].end >= mark.end);
            let superscript = around.or(inside.map(|_| at + 1));
            let bracketed = text.starts_with(['[', '(']) && text.ends_with([']', ')']);
            if is_label(text) && (superscript.is_some() || bracketed) {
                let superscript = superscript.map(|at| range.start + at);
                found.push(Reference { link: range.start + at, superscript, block });
            }
        }
    }
    found
}

/// A number, up to four letters, or signs such as `*` and `†`, in brackets or not.
fn is_label(text: &str) -> bool {
    let bare = text.trim_matches(['[', ']', '(', ')']);
    let mut letters = 0;
    let plain = bare.chars().all(|c| {
        letters += usize::from(c.is_alphabetic());
        c.is_alphanumeric() || "*†‡§¶#".contains(c)
    });
    plain && !bare.is_empty() && letters <= 4 && text.chars().count() <= MAX_LABEL
}

/// Writes down what was found: the link becomes a reference, the superscript goes, the block has a name.
fn mark(out: &mut Segments, notes: &[(Reference, usize)]) {
    let mut gone = vec![false; out.marks.len()];
    for (reference, block) in notes {
        let Some(mark) = out.marks.get_mut(reference.link) else { continue };
        mark.sort = Sort::NoteReference;
        mark.value.start += 1;
        let name: Shared = mark.value;
        let range = mark.start..mark.end;
        if let Some(block) = out.blocks.get_mut(*block) {
            block.structure.note = name;
        }
        // A superscript may hold several references, with commas between them.
        let same =
            reference.superscript.filter(|&at| out.marks.get(at).is_some_and(|mark| (mark.start..mark.end) == range));
        if let Some(gone) = same.and_then(|at| gone.get_mut(at)) {
            *gone = true;
        }
    }
    let mut kept = 0;
    let mut places: Vec<u32> = gone
        .iter()
        .map(|gone| {
            let place = kept;
            kept += u32::from(!gone);
            place
        })
        .collect();
    places.push(kept);
    let blocks = out.blocks.iter_mut().map(|block| &mut block.structure);
    for structure in blocks.chain(out.images.iter_mut().map(|image| &mut image.structure)) {
        let place = |at: u32| places.get(at as usize).copied().unwrap_or(kept);
        structure.marks = place(structure.marks.start)..place(structure.marks.end);
    }
    let mut gone = gone.into_iter();
    out.marks.retain(|_| !gone.next().unwrap_or(false));
}

#[cfg(test)]
mod tests {
    use super::percent_decoded;

    #[test]
    fn percent_signs_of_fragments() {
        for (fragment, expected) in [
            ("n1", None),
            ("n%C3%a9", Some("né")),
            ("%", Some("%")),
            ("100%25", Some("100%")),
            ("%4", Some("%4")),
            ("%+4%é%zz", Some("%+4%é%zz")),
            ("%FF", Some("\u{fffd}")),
        ] {
            assert_eq!(percent_decoded(fragment).as_deref(), expected, "{fragment}");
        }
    }
}
