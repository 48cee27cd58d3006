//! Signs that browsers add to a text: quotation marks around `<q>`; and brackets around readings of signs, which stand above
//! them on a screen and would run into them in a line.

use super::shown::MAX_LOOK;
use super::{Mode, Walk};
use crate::prefix::prefix;
use crate::tree::{NodeId, Tag};

/// The marks of quotations, and of those inside them.
///
/// HTML standard, [rendering of quotes](https://html.spec.whatwg.org/multipage/rendering.html#quotes), with English marks.
const QUOTES: [(&str, &str); 2] = [("“", "”"), ("‘", "’")];
const BRACKETS: (&str, &str) = ("(", ")");
/// Characters that are quotation marks already.
const ANY_QUOTES: &str = "\"'“”„‘’‚«»‹›「」『』";
/// Nodes among which the first text of a quotation or a reading is looked for.
const MAX_INWARD: usize = 4;
/// Nodes of a `<ruby>` among which brackets of its own are looked for.
const MAX_RUBY: usize = 64;

impl Walk<'_> {
    /// Writes the sign that an element begins with, if a browser adds one; returns that at its end.
    pub(super) fn begin_sign(&mut self, id: NodeId, tag: Tag) -> &'static str {
        let (begin, end) = match tag {
            Tag::Q if self.context.mode != Mode::Verbatim && self.is_unquoted(id) => {
                let inside = self.frames.iter().any(|frame| frame.sign == QUOTES[0].1);
                QUOTES[usize::from(inside)]
            }
            Tag::Rt if self.context.mode != Mode::Verbatim && self.run.active && self.is_bare_reading(id) => BRACKETS,
            _ => return "",
        };
        self.add(id, begin);
        end
    }

    /// Writes the sign at the end of an element, unless its block has ended.
    pub(super) fn end_sign(&mut self, sign: &str, link: bool) {
        if self.run.active && !sign.is_empty() {
            self.run.space = None;
            self.run.push_collapsed(&mut self.out.text, sign, link);
        }
    }

    /// Whether a quotation has text and no marks.
    fn is_unquoted(&self, id: NodeId) -> bool {
        let is_quote = |c: Option<char>| c.is_some_and(|c| ANY_QUOTES.contains(c));
        let before = self.out.text.get(self.run.start..).and_then(|text| text.chars().next_back());
        let inside = self.tree.descendants(id).take(MAX_INWARD).map(|at| self.tree.text_of(self.tree.node(at)).trim());
        let first = inside.into_iter().find_map(|text| text.chars().next());
        first.is_some() && !is_quote(first) && !(self.run.active && is_quote(before))
    }

    /// Whether the reading of a sign has text and no brackets.
    fn is_bare_reading(&self, id: NodeId) -> bool {
        let tree = self.tree;
        let ruby = tree.node(id).parent;
        let mut beside = tree.descendants(ruby).take(MAX_RUBY).map(|at| tree.node(at).html_tag());
        tree.node(ruby).html_tag() == Some(Tag::Ruby)
            && !beside.any(|tag| tag == Some(Tag::Rp))
            && tree
                .descendants(id)
                .take(MAX_INWARD)
                .any(|at| prefix(tree.text_of(tree.node(at)), MAX_LOOK).contains(char::is_alphanumeric))
    }
}
