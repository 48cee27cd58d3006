//! Code: its language, and the line numbers beside it that are none of it.

use super::Walk;
use crate::block::Kind;
use crate::mark::Shared;
use crate::prefix::prefix;
use crate::tree::{AttrName, Node, NodeId, NodeKind, Tag, Tree};

/// Elements outward from a `<pre>` whose classes may name the language or say that it holds line numbers.
const MAX_OUTWARD: usize = 3;
/// Nodes below an element in code among which its first text is looked for.
const MAX_INWARD: usize = 3;
/// Steps up from the end of the element before to its root.
const MAX_UPWARD: usize = 3;
/// Bytes of a class or style looked at: many blocks may stand in one element.
const MAX_NAMES: usize = 256;
/// Cells looked at to tell whether a table shows code.
const MAX_CELLS: usize = 3;
/// Nodes looked at to find these.
const MAX_NODES: NodeId = 16;

/// What the name of a language stands behind, in classes.
const LANGUAGE_PREFIXES: &[&str] = &["language-", "lang-", "highlight-source-", "highlight-text-", "highlight-", "sh_"];
/// Classes beside which the bare name of a language stands: highlight.js, Pandoc, `SyntaxHighlighter`.
const BESIDE_LANGUAGE: &[&str] = &["hljs", "sourcecode", "syntaxhighlighter"];
/// Words in the place of a language that name none.
const NO_LANGUAGE: &[&str] = &[
    "auto",
    "command",
    "default",
    "highlight",
    "lines",
    "nogutter",
    "nohighlight",
    "none",
    "numbersource",
    "plain",
    "plaintext",
    "text",
    "txt",
    "unknown",
    "wrapper",
];

/// Classes of line numbers and the columns that hold them, in lower case, letters and digits only.
const GUTTERS: &[&str] = &[
    "blobnum",
    "crayonnum",
    "crayonnums",
    "hljslnn",
    "hljslnnumbers",
    "linenodiv",
    "linenum",
    "linenums",
    "ln",
    "lnt",
];
/// What such classes may end with.
const GUTTER_ENDINGS: &[&str] = &["gutter", "lineno", "linenos", "linenumber", "linenumbers"];
/// Classes of the columns beside them.
const CODE_CELLS: &[&str] = &["blobcode", "code", "crayoncode", "rougecode"];

impl Walk<'_> {
    /// Whether an element in code holds nothing but the numbers of its lines.
    pub(super) fn is_gutter(&mut self, id: NodeId) -> bool {
        let tree = self.tree;
        // Most elements in code hold words of it.
        let mut texts = tree.descendants(id).take(MAX_INWARD).map(|at| tree.text_of(tree.node(at)).trim_start());
        let begins =
            texts.find(|text| !text.is_empty()).is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()));
        if !begins || id < self.searched_for_gutter || !is_named_gutter(tree, id) {
            return false;
        }
        let mut numbers = Numbers::default();
        if tree.descendants(id).all(|at| numbers.read(tree.text_of(tree.node(at)))) {
            return true;
        }
        self.searched_for_gutter = tree.node(id).end;
        false
    }

    /// Whether the code that ends at `element` is nothing but line numbers beside other code.
    pub(super) fn is_gutter_block(&self, element: NodeId, start: usize) -> bool {
        let tree = self.tree;
        let mut numbers = Numbers::default();
        if !numbers.read(self.out.text.get(start..).unwrap_or_default()) {
            return false;
        }
        let mut named = false;
        for at in outward(tree, element) {
            named |= is_named_gutter(tree, at);
            let is_cell = matches!(tree.node(at).html_tag(), Some(Tag::Td | Tag::Th));
            if is_cell && (named || numbers.count > 1) {
                let row = tree.node(tree.node(at).parent);
                return tree.node(at).end < row.end;
            }
        }
        named
    }

    /// The language of the block that ends here.
    pub(super) fn language(&mut self, kind: Kind) -> Shared {
        let language = (kind == Kind::Code).then(|| self.language_around(self.context.element)).flatten();
        language.map(|language| self.out.share(&language)).unwrap_or_default()
    }

    fn language_around(&self, element: NodeId) -> Option<String> {
        let tree = self.tree;
        let inside = tree.children(element).take(2).find(|&child| tree.node(child).html_tag() == Some(Tag::Code));
        inside.into_iter().chain(outward(tree, element)).find_map(|at| {
            let node = tree.node(at);
            let data = tree.attr(node, AttrName::DataLang).or_else(|| tree.attr(node, AttrName::DataLanguage));
            data.and_then(known_language).or_else(|| language_in(class_of(tree, at)))
        })
    }

    /// Whether two lines of code meet here that nothing but their elements keeps apart: `<code>` after `<code>`, and
    /// likewise elements of the class `line`.
    pub(super) fn begins_line_of_code(&self, id: NodeId, tag: Tag) -> bool {
        let tree = self.tree;
        let parent = tree.node(id).parent;
        // The node before is the end of a subtree whose root, a sibling, is looked for a few steps up.
        let mut before = id.saturating_sub(1);
        for _ in 0..=MAX_UPWARD {
            let node = tree.node(before);
            if before <= parent {
                return false;
            }
            if node.parent == parent {
                let is_line = |at| class_of(tree, at).split_ascii_whitespace().any(|word| word == "line");
                let same = matches!(node.kind, NodeKind::Element(other, _) if other == tag);
                return same
                    && ((tag == Tag::Code && tree.node(parent).html_tag() == Some(Tag::Pre))
                        || (is_line(before) && is_line(id)));
            }
            before = node.parent;
        }
        false
    }
}

/// Whether a table shows lines of code, with or without their numbers.
pub(super) fn is_code_table(tree: &Tree, table: NodeId) -> bool {
    let end = tree.node(table).end.min(table + MAX_NODES);
    let cells = (table + 1..end).filter(|&id| matches!(tree.node(id).html_tag(), Some(Tag::Td | Tag::Th)));
    let (mut gutter, mut code) = (false, false);
    for cell in cells.take(MAX_CELLS) {
        gutter |= is_named_gutter(tree, cell);
        code |= words(class_of(tree, cell)).any(|word| CODE_CELLS.contains(&&*word));
    }
    let highlighter = |at| words(class_of(tree, at)).any(|word| word == "syntaxhighlighter");
    code && (gutter || outward(tree, table).any(highlighter))
}

/// Whether a text node is the whitespace between the tags of a table, which no browser shows, code or not.
pub(super) fn is_unshown(tree: &Tree, text: &Node) -> bool {
    let between = tree.node(text.parent).html_tag();
    matches!(between, Some(Tag::Table | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Tr | Tag::Colgroup))
        && tree.text_of(text).trim().is_empty()
}

/// Whole numbers, each one more than the last.
#[derive(Default)]
struct Numbers {
    last: Option<u32>,
    count: usize,
}

impl Numbers {
    /// Whether the numbers go on in this text, and nothing else stands in it.
    fn read(&mut self, text: &str) -> bool {
        text.split_whitespace().all(|word| {
            let number: Option<u32> = word.parse().ok().filter(|_| word.len() < 8);
            let goes_on = number.is_some_and(|number| self.last.is_none_or(|last| number == last + 1));
            self.last = number;
            self.count += 1;
            goes_on
        })
    }
}

/// The classes of an element, as far as they are looked at.
pub(super) fn class_of(tree: &Tree, id: NodeId) -> &str {
    prefix(tree.attr(tree.node(id), AttrName::Class).unwrap_or_default(), MAX_NAMES)
}

/// An element and some of those around it.
fn outward(tree: &Tree, element: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    let parent = |&at: &NodeId| (at != 0).then(|| tree.node(at).parent);
    std::iter::successors(Some(element), parent).take(MAX_OUTWARD + 1)
}

/// The classes in lower case, letters and digits only.
fn words(class: &str) -> impl Iterator<Item = String> + '_ {
    class
        .split_ascii_whitespace()
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect())
}

fn is_named_gutter(tree: &Tree, id: NodeId) -> bool {
    let named = words(class_of(tree, id))
        .any(|word| GUTTERS.contains(&&*word) || GUTTER_ENDINGS.iter().any(|ending| word.ends_with(ending)));
    named || tree.attr(tree.node(id), AttrName::Style).is_some_and(is_unselectable)
}

/// Line numbers that shall not be copied with the code.
fn is_unselectable(style: &str) -> bool {
    prefix(style, MAX_NAMES).split(';').any(|rule| {
        rule.split_once(':').is_some_and(|(name, value)| name.trim().ends_with("user-select") && value.trim() == "none")
    })
}

fn without_prefix(class: &str) -> Option<&str> {
    LANGUAGE_PREFIXES.iter().find_map(|prefix| class.strip_prefix(prefix))
}

/// The language that a class attribute names.
fn language_in(class: &str) -> Option<String> {
    let class = class.to_ascii_lowercase();
    let class: Vec<&str> = class.split([' ', '\t', '\n', '\x0c', '\r', ';']).filter(|word| !word.is_empty()).collect();
    let prefixed = class.iter().find_map(|word| {
        let mut language = without_prefix(word)?;
        while let Some(inner) = without_prefix(language) {
            language = inner;
        }
        known_language(language)
    });
    let brush = || {
        let at = class.iter().position(|word| word.starts_with("brush:"))?;
        let glued = class[at].strip_prefix("brush:").filter(|word| !word.is_empty());
        known_language(glued.or_else(|| class.get(at + 1).copied())?)
    };
    let beside = || {
        let is_beside = class.iter().any(|word| BESIDE_LANGUAGE.contains(word));
        class.iter().filter(|word| is_beside && !BESIDE_LANGUAGE.contains(word)).find_map(|word| known_language(word))
    };
    prefixed.or_else(brush).or_else(beside)
}

/// A name as it may stand for a language, in lower case.
fn known_language(name: &str) -> Option<String> {
    /// Longest name that is believed.
    const MAX_NAME: usize = 24;
    let spelt = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+#-_.".contains(&byte));
    let name = Some(name).filter(|name| (1..=MAX_NAME).contains(&name.len()) && spelt(name))?.to_ascii_lowercase();
    (!NO_LANGUAGE.contains(&&*name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_in_classes() {
        for (class, language) in [
            ("language-rust", Some("rust")),
            ("highlight highlight-source-shell", Some("shell")),
            ("highlighter-rouge language-C++", Some("c++")),
            ("brush: js; toolbar: false", Some("js")),
            ("brush:php", Some("php")),
            ("hljs python", Some("python")),
            ("sourceCode haskell", Some("haskell")),
            ("highlight-language-go", Some("go")),
            ("highlight-default notranslate", None),
            ("language-plaintext highlighter-rouge", None),
            ("highlight", None),
            ("slanguage-x prettyprint", None),
            ("", None),
        ] {
            assert_eq!(language_in(class).as_deref(), language, "{class}");
        }
    }

    #[test]
    fn numbers_of_lines_follow_on_each_other() {
        let reads = |text| Numbers::default().read(text);
        assert!(reads("1\n2\n3") && reads(" 98 99 100 ") && reads(""));
        assert!(!reads("1\n3") && !reads("1 a") && !reads("0x1") && !reads("99999999999"));
    }
}
