//! Formulas: their LaTeX source in place of what a script or browser draws from it.

use memchr::memmem;

use super::code::class_of;
use super::shown::MAX_LOOK;
use super::{Mode, Walk};
use crate::block::Kind;
use crate::mark::{Shared, Sort, StoredMark};
use crate::tree::{AttrName, NodeId, NodeKind, Tag, Tree};
use crate::vocab::{Flow, flow};

/// Classes of elements that hold the `MathML` of a formula, then its other renderings: `KaTeX`, `MathJax` 3, `MediaWiki`.
const HOLDERS: &[&str] = &[DISPLAY_HOLDER, "katex", "MathJax", "mwe-math-element"];
/// That of formulas which stand on lines of their own.
const DISPLAY_HOLDER: &str = "katex-display";
/// Elements outward from the `MathML` among which they are looked for.
const MAX_OUTWARD: usize = 4;
/// Classes of what `KaTeX` draws beside the `MathML`.
const DRAWN: &[&str] = &["katex-html"];
/// Nodes beside the `MathML` that are looked at to tell whether a block-level holder has other words.
const MAX_BESIDE: usize = 32;

/// Classes of elements that `MathJax` 2 puts before the `<script>` that holds the source.
const BEFORE_SCRIPT: &[&str] = &[
    "MathJax",
    "MathJax_CHTML",
    "MathJax_Display",
    "MathJax_MathML",
    "MathJax_Preview",
    "MathJax_SVG",
    "MathJax_SVG_Display",
    "mjx-chtml",
];
/// The type of that script.
const SCRIPT_TYPE: &str = "math/tex";

/// Siblings looked through for that script.
const MAX_SIBLINGS: usize = 5;

/// Classes of images of formulas, whose `alt` is the source.
const IMAGE_CLASSES: &[&str] =
    &["latex", "mathtex", "mwe-math-fallback-image-display", "mwe-math-fallback-image-inline", "tex"];

/// Whether the page may have formulas in scripts.
pub(super) fn may_be_scripted(tree: &Tree) -> bool {
    memmem::find(tree.attr_text.as_bytes(), SCRIPT_TYPE.as_bytes()).is_some()
}

/// Whether classes of the page may name formulas.
pub(super) fn may_be_named(tree: &Tree) -> bool {
    memmem::find(tree.attr_text.as_bytes(), b"math").is_some()
}

/// Classes of elements that hold the source of a formula, between the signs for `MathJax` or `KaTeX`: Stack Exchange,
/// `CKEditor`.
const SOURCES: &[&str] = &["math-container", "math-tex"];
/// The same, where the class `math` stands beside them: Sphinx, Pandoc.
const BESIDE_MATH: &[&str] = &["display", "inline", "notranslate"];
/// Those of them with which the signs may be missing.
const BARE: &[&str] = &["display", "inline"];
/// The signs around a formula, and whether it stands on lines of its own.
const SIGNS: &[(&str, &str, bool)] =
    &[("\\(", "\\)", false), ("\\[", "\\]", true), ("$$", "$$", true), ("$", "$", false)];

/// What a whole formula may be set in.
const SIZES: &[&str] = &["{\\displaystyle ", "{\\textstyle "];

/// Sources that draw nothing: pages put them around texts by many hands, so that definitions stay inside.
const UNSEEN: &[&str] = &["\\begingroup", "\\endgroup"];

/// The source of a formula.
struct Formula {
    tex: String,
    display: bool,
}

impl Walk<'_> {
    /// Takes in the formula that begins here, if its source is known; says where it ends, with all its renderings.
    ///
    /// What is looked through in vain is not looked through again from inside.
    pub(super) fn formula(&mut self, id: NodeId, tag: Tag) -> Option<NodeId> {
        let (tree, end) = (self.tree, self.tree.node(id).end);
        match tag {
            Tag::Script => {
                let formula = scripted(tree, id)?;
                self.push_formula(id, &formula);
                Some(end)
            }
            Tag::Math if id >= self.searched_for_formula => {
                let Some(mut formula) = source(tree, id) else {
                    self.searched_for_formula = end;
                    return None;
                };
                let holder = holder(tree, id);
                formula.display |= has_class(tree, holder, &[DISPLAY_HOLDER]);
                self.push_formula(id, &formula);
                Some(tree.node(holder).end)
            }
            Tag::Math => None,
            _ => (has_class(tree, id, BEFORE_SCRIPT) && script_follows(tree, id)).then_some(end),
        }
    }

    /// Takes in the text of an element that names it as a formula; says whether it is one.
    pub(super) fn named_formula(&mut self, id: NodeId) -> bool {
        if !self.named_formulas || self.context.mode == Mode::Verbatim {
            return false;
        }
        let Some(formula) = named(self.tree, id) else { return false };
        self.push_formula(id, &formula);
        true
    }

    /// Takes in an image of a formula, if it is one.
    pub(super) fn image_of_formula(&mut self, id: NodeId, class: &str, alt: &str) -> bool {
        let tex = alt.trim_matches('$').trim();
        let is_formula = !tex.is_empty() && class.split_ascii_whitespace().any(|word| IMAGE_CLASSES.contains(&word));
        if is_formula {
            let formula = Formula { tex: tex.to_owned(), display: class.contains("fallback-image-display") };
            self.push_formula(id, &formula);
        }
        is_formula
    }

    fn push_formula(&mut self, id: NodeId, formula: &Formula) {
        let tex = bare(&formula.tex);
        if UNSEEN.contains(&tex) {
            return;
        }
        let start = self.add(id, tex) as u32;
        let sort = if formula.display { Sort::DisplayMath } else { Sort::Math };
        let end = self.out.text.len() as u32;
        if start < end && self.context.kind != Kind::Code && !may_act(tex) {
            let value = Shared::default();
            self.out.marks.push(StoredMark { sort, start, end, value, alt_end: 0 });
        }
    }
}

/// Whether a formula may do more than show: with these commands `MathJax` and `KaTeX` make links, load code and set styles.
/// Such a formula is a text like others.
///
/// `MathJax`, [typesetting user-supplied content](https://docs.mathjax.org/en/latest/options/safe.html); `KaTeX`, options
/// [trust](https://katex.org/docs/options.html).
fn may_act(tex: &str) -> bool {
    const COMMANDS: &[&str] = &[
        "href",
        "url",
        "style",
        "class",
        "cssId",
        "mmlToken",
        "bbox",
        "data",
        "require",
        "includegraphics",
        "html",
        "unicode",
        "csname",
        "let",
        "def",
        "gdef",
        "edef",
        "xdef",
        "newcommand",
        "renewcommand",
        "providecommand",
        "newenvironment",
        "renewenvironment",
    ];
    tex.split('\\').skip(1).any(|command| COMMANDS.iter().any(|name| command.starts_with(name)))
}

/// A source without the braces that set a whole formula in one size, as `MediaWiki` writes them.
fn bare(tex: &str) -> &str {
    let tex = tex.trim();
    let inner = SIZES.iter().find_map(|size| tex.strip_prefix(size)).and_then(|tex| tex.strip_suffix('}'));
    let mut depth = 0;
    // The last brace must be that which the first opens.
    let whole = inner.filter(|inner| {
        inner.bytes().all(|byte| {
            depth += i32::from(byte == b'{') - i32::from(byte == b'}');
            depth >= 0
        })
    });
    whole.map_or(tex, str::trim)
}

/// Whether one of the classes of an element is among these.
fn has_class(tree: &Tree, id: NodeId, names: &[&str]) -> bool {
    class_of(tree, id).split_ascii_whitespace().any(|word| names.contains(&word))
}

/// The outermost element that holds nothing but the renderings of a formula.
///
/// A theme may give such a class to a whole article, so a holder either stands in the line, as does all around the
/// `MathML` inside of it, or has no other words.
fn holder(tree: &Tree, math: NodeId) -> NodeId {
    let (mut holder, mut at, mut inline) = (math, math, true);
    for _ in 0..MAX_OUTWARD {
        at = tree.node(at).parent;
        inline &= tree.node(at).html_tag().is_some_and(|tag| flow(tag) == Flow::Inline);
        if has_class(tree, at, HOLDERS) {
            if !inline && !holds_only(tree, at, holder) {
                break;
            }
            holder = at;
        }
    }
    holder
}

/// Whether an element has no words outside of one inside it, but for a drawing of the same formula.
fn holds_only(tree: &Tree, outer: NodeId, inner: NodeId) -> bool {
    let end = tree.node(outer).end;
    let mut at = outer + 1;
    for _ in 0..MAX_BESIDE {
        if at >= end {
            return true;
        }
        let node = tree.node(at);
        let text = tree.text_of(node);
        if text.len() > MAX_LOOK || !text.trim().is_empty() {
            return false;
        }
        at = if at == inner || has_class(tree, at, DRAWN) { node.end } else { at + 1 };
    }
    false
}

/// The source in `MathML`: its annotation, or else its `alttext`.
fn source(tree: &Tree, id: NodeId) -> Option<Formula> {
    let (mut display, mut alternative) = (false, None);
    let mut at = id;
    while at < tree.node(id).end {
        let node = tree.node(at);
        at += 1;
        match node.kind {
            NodeKind::Element(Tag::Math, _) => {
                display |= matches!(tree.attr(node, AttrName::Display), Some("block"));
                alternative = alternative.or_else(|| tree.attr(node, AttrName::Alttext));
            }
            NodeKind::Element(Tag::Annotation, _) => {
                let encoding = tree.attr(node, AttrName::Encoding).unwrap_or_default().to_ascii_lowercase();
                let tex = if encoding.ends_with("tex") { text(tree, at - 1) } else { String::new() };
                if !tex.trim().is_empty() {
                    return Some(Formula { tex, display });
                }
                at = node.end;
            }
            _ => {}
        }
    }
    let tex = alternative.filter(|tex| !tex.trim().is_empty())?.to_owned();
    Some(Formula { tex, display })
}

/// The source in a text that is all of an element with a class for it: nothing has been drawn of it yet.
fn named(tree: &Tree, text: NodeId) -> Option<Formula> {
    let around = tree.node(text).parent;
    if around + 1 != text || tree.node(around).end != text + 1 {
        return None;
    }
    let is_math = has_class(tree, around, &["math"]);
    let is_named = (is_math && has_class(tree, around, BESIDE_MATH)) || has_class(tree, around, SOURCES);
    if !is_named {
        return None;
    }
    let text = tree.text_of(tree.node(text)).trim();
    let signed = SIGNS.iter().find_map(|&(begin, end, display)| {
        let tex = text.strip_prefix(begin)?.strip_suffix(end)?;
        (!tex.contains(end)).then_some((tex, display))
    });
    let bare = || (is_math && has_class(tree, around, BARE)).then(|| (text, has_class(tree, around, &["display"])));
    let (tex, display) = signed.or_else(bare)?;
    (!tex.trim().is_empty()).then(|| Formula { tex: tex.to_owned(), display })
}

/// The source in a script of type `math/tex`.
fn scripted(tree: &Tree, id: NodeId) -> Option<Formula> {
    let kind = tree.attr(tree.node(id), AttrName::Type)?;
    if !kind.starts_with(SCRIPT_TYPE) {
        return None;
    }
    let tex = text(tree, id);
    // Sources of XHTML pages are wrapped so that an XML parser leaves them alone.
    let tex = tex.trim().trim_start_matches("% <![CDATA[").trim_end_matches("%]]>").trim();
    (!tex.is_empty()).then(|| Formula { tex: tex.to_owned(), display: kind.contains("mode=display") })
}

fn text(tree: &Tree, id: NodeId) -> String {
    tree.descendants(id).map(|id| tree.text_of(tree.node(id))).collect()
}

/// Whether the script that holds the source of a rendering stands after it.
fn script_follows(tree: &Tree, id: NodeId) -> bool {
    let parent = tree.node(tree.node(id).parent);
    let mut at = tree.node(id).end;
    for _ in 0..MAX_SIBLINGS {
        if at >= parent.end {
            return false;
        }
        let node = tree.node(at);
        if node.html_tag() == Some(Tag::Script) {
            return scripted(tree, at).is_some();
        }
        at = node.end;
    }
    false
}
