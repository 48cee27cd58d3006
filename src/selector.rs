//! CSS selectors, matched against the tree in time linear in the page.
//!
//! The subset is that of [`Extractor::keep`](crate::Extractor::keep). A full engine tries selectors element by element
//! and walks back over ancestors and siblings, which a hostile page can make quadratic; here each step of a selector is
//! one pass over the page.

mod syntax;

use std::collections::HashMap;

use crate::tree::{NodeId, NodeKind, Space, Tree};

/// A parsed list of selectors, such as `nav, div.ad > p`.
#[derive(Clone, Debug)]
pub(crate) struct Selector {
    /// As it was given.
    text: String,
    /// The selectors of the list, each a chain of steps from left to right.
    chains: Vec<Vec<Step>>,
}

/// One compound selector, such as `p.note[lang]`, and how it stands to the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    combinator: Combinator,
    tests: Vec<Test>,
}

/// How an element stands to the one that the step before matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Combinator {
    /// The first step: the element may stand anywhere.
    Anywhere,
    /// A space.
    Descendant,
    /// `>`
    Child,
    /// `+`
    NextSibling,
    /// `~`
    LaterSibling,
}

/// What must hold of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    /// The name as it was written.
    Name(String),
    Id(String),
    Class(String),
    /// An attribute in lower case, with what must hold of its value.
    Attribute(String, Option<ValueTest>),
    /// `:nth-child(an + b)`
    NthChild(i32, i32),
    /// None of these compound selectors holds.
    Not(Vec<Vec<Test>>),
}

/// What must hold of an attribute's value.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ValueTest {
    operator: Operator,
    value: String,
    /// Whether ASCII letters match in either case.
    ignore_case: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    /// `=`
    Equals,
    /// `~=`: one of the words.
    HasWord,
    /// `|=`: equal, or begun with the value and a hyphen.
    HasLanguage,
    /// `^=`
    StartsWith,
    /// `$=`
    EndsWith,
    /// `*=`
    Contains,
}

/// Why a selector was refused: where, in bytes, and what was expected there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) offset: usize,
    pub(crate) expected: &'static str,
}

impl Selector {
    /// Reads a list of selectors.
    pub(crate) fn parse(text: &str) -> Result<Self, SyntaxError> {
        Ok(Self { text: text.to_owned(), chains: syntax::parse(text)? })
    }

    /// The selector as it was given.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The names of the attributes that it asks for, in lower case; may repeat.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &str> {
        let tests = self.chains.iter().flatten().flat_map(|step| &step.tests);
        let inner = tests.clone().filter_map(|test| match test {
            Test::Not(alternatives) => Some(alternatives.iter().flatten()),
            _ => None,
        });
        tests.chain(inner.flatten()).filter_map(|test| match test {
            Test::Attribute(name, _) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Marks the elements that match; says whether there is one.
    pub(crate) fn mark(&self, elements: &Elements<'_>, marks: &mut [bool]) -> bool {
        let mut found = false;
        for chain in &self.chains {
            let mut matched = vec![false; elements.tree.nodes.len()];
            for step in chain {
                matched = elements.step(step, &matched);
            }
            for (mark, matched) in marks.iter_mut().zip(matched) {
                *mark |= matched;
                found |= matched;
            }
        }
        found
    }
}

/// No element before.
const NONE: NodeId = NodeId::MAX;

/// Bytes from which an attribute's value is judged once by each test, however many elements share it.
const LONG_VALUE: usize = 64;

/// What one test found of the long values that many elements may share, by where the tree has them: formatting elements
/// that are left open are opened again in every paragraph.
type Judged = HashMap<u32, bool>;

/// A tree and how its elements stand among their siblings.
pub(crate) struct Elements<'a> {
    tree: &'a Tree,
    /// The element sibling before each element.
    previous: Vec<NodeId>,
    /// The place of each element among its siblings, from 1.
    nth: Vec<i32>,
}

impl<'a> Elements<'a> {
    pub(crate) fn new(tree: &'a Tree) -> Self {
        let nodes = tree.nodes.len();
        let (mut previous, mut nth) = (vec![NONE; nodes], vec![0; nodes]);
        let mut last_child = vec![NONE; nodes];
        for (id, node) in tree.nodes.iter().enumerate() {
            if matches!(node.kind, NodeKind::Element(..)) {
                let before = std::mem::replace(&mut last_child[node.parent as usize], id as NodeId);
                previous[id] = before;
                nth[id] = 1 + nth.get(before as usize).copied().unwrap_or(0);
            }
        }
        Self { tree, previous, nth }
    }

    /// The elements that match a step, given those that match the one before.
    fn step(&self, step: &Step, before: &[bool]) -> Vec<bool> {
        let mut candidates: Vec<NodeId> = Vec::new();
        // Whether an ancestor, or a sibling to the left, matches the step before.
        let mut reached = vec![false; before.len()];
        for (id, node) in self.tree.nodes.iter().enumerate() {
            if !matches!(node.kind, NodeKind::Element(..)) {
                continue;
            }
            let from = match step.combinator {
                Combinator::Descendant | Combinator::Child => node.parent,
                Combinator::NextSibling | Combinator::LaterSibling => self.previous[id],
                Combinator::Anywhere => NONE,
            };
            let direct = before.get(from as usize).copied().unwrap_or(false);
            reached[id] = direct || reached.get(from as usize).copied().unwrap_or(false);
            let related = match step.combinator {
                Combinator::Anywhere => true,
                Combinator::Child | Combinator::NextSibling => direct,
                Combinator::Descendant | Combinator::LaterSibling => reached[id],
            };
            if related {
                candidates.push(id as NodeId);
            }
        }
        for test in &step.tests {
            match test {
                Test::Not(alternatives) => alternatives.iter().for_each(|tests| self.leave_out(tests, &mut candidates)),
                test => self.filter(test, &mut candidates),
            }
        }
        let mut matched = vec![false; before.len()];
        for id in candidates {
            matched[id as usize] = true;
        }
        matched
    }

    /// Leaves out the elements for which all of these tests hold.
    fn leave_out(&self, tests: &[Test], elements: &mut Vec<NodeId>) {
        let mut out = elements.clone();
        for test in tests {
            self.filter(test, &mut out);
        }
        // Both are in document order.
        let mut out = out.into_iter().peekable();
        elements.retain(|id| out.next_if_eq(id).is_none());
    }

    /// Keeps the elements for which a test other than [`Test::Not`] holds.
    fn filter(&self, test: &Test, elements: &mut Vec<NodeId>) {
        let mut judged = Judged::new();
        elements.retain(|&id| self.holds(test, id as usize, &mut judged));
    }

    fn holds(&self, test: &Test, id: usize, judged: &mut Judged) -> bool {
        let node = &self.tree.nodes[id];
        let is_html = matches!(node.kind, NodeKind::Element(_, Space::Html));
        let mut value_holds = |name: &str, holds: &dyn Fn(&str) -> bool| {
            let Some(attr) = self.tree.attr_named(node, name) else { return false };
            let value = self.tree.value(attr);
            if value.len() < LONG_VALUE {
                return holds(value);
            }
            *judged.entry(attr.value.0).or_insert_with(|| holds(value))
        };
        match test {
            Test::Name(name) if is_html => self.tree.name_of(node).eq_ignore_ascii_case(name),
            Test::Name(name) => self.tree.name_of(node) == name,
            Test::Id(id) => value_holds("id", &|value| value == id),
            Test::Class(class) => value_holds("class", &|value| words(value).any(|word| word == class)),
            Test::Attribute(name, test) => value_holds(name, &|value| {
                test.as_ref().is_none_or(|test| test.holds(value, test.ignore_case || (is_html && caseless(name))))
            }),
            Test::NthChild(step, first) => {
                let past = self.nth[id] - first;
                if *step == 0 { past == 0 } else { past % step == 0 && past / step >= 0 }
            }
            Test::Not(_) => false,
        }
    }
}

impl ValueTest {
    fn holds(&self, value: &str, ignore_case: bool) -> bool {
        let (value, wanted) = (value.as_bytes(), self.value.as_bytes());
        let equals = |a: &[u8], b: &[u8]| if ignore_case { a.eq_ignore_ascii_case(b) } else { a == b };
        match self.operator {
            Operator::Equals => equals(value, wanted),
            Operator::HasLanguage => {
                let (head, rest) = value.split_at(value.len().min(wanted.len()));
                equals(head, wanted) && rest.first().is_none_or(|next| *next == b'-')
            }
            // No word is empty, and an empty value begins, ends and stands in nothing.
            _ if wanted.is_empty() => false,
            Operator::HasWord => value.split(u8::is_ascii_whitespace).any(|word| equals(word, wanted)),
            Operator::StartsWith => value.get(..wanted.len()).is_some_and(|head| equals(head, wanted)),
            Operator::EndsWith => {
                value.len().checked_sub(wanted.len()).is_some_and(|start| equals(&value[start..], wanted))
            }
            // Short values must not cost what a long selector costs.
            Operator::Contains => wanted.len() <= value.len() && contains(value, wanted, ignore_case),
        }
    }
}

/// Whether `value` holds `wanted`, in time linear in both.
fn contains(value: &[u8], wanted: &[u8], ignore_case: bool) -> bool {
    if ignore_case {
        let (value, wanted) = (value.to_ascii_lowercase(), wanted.to_ascii_lowercase());
        memchr::memmem::find(&value, &wanted).is_some()
    } else {
        memchr::memmem::find(value, wanted).is_some()
    }
}

fn words(value: &str) -> impl Iterator<Item = &str> {
    value.split_ascii_whitespace()
}

/// Whether the values of an attribute match in either case on HTML elements.
///
/// HTML standard, [Case-sensitivity of selectors](https://html.spec.whatwg.org/multipage/semantics-other.html#case-sensitivity-of-selectors).
fn caseless(attribute: &str) -> bool {
    const NAMES: &str = "accept accept-charset align alink axis bgcolor charset checked clear codetype color compact \
        declare defer dir direction disabled enctype face frame hreflang http-equiv lang language link media method \
        multiple nohref noresize noshade nowrap readonly rel rev rules scope scrolling selected shape target text type \
        valign valuetype vlink";
    words(NAMES).any(|name| name == attribute)
}
