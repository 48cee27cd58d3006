//! What other libraries read in our output.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The runs of letters and digits in a text.
pub(crate) fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// A text with sub- and superscripts as what they stand for, as Unicode's compatibility decomposition has them.
pub(crate) fn in_line(text: &str) -> String {
    let plain = |c: char| match c {
        '²' | '³' => char::from(b'0' + if c == '²' { 2 } else { 3 }),
        '¹' => '1',
        '⁰' | '⁴'..='⁹' => char::from(b'0' + (c as u32 - 0x2070) as u8),
        '₀'..='₉' => char::from(b'0' + (c as u32 - 0x2080) as u8),
        '⁺' | '₊' => '+',
        '⁻' | '₋' | '−' => '-',
        '⁼' | '₌' => '=',
        '⁽' | '₍' => '(',
        '⁾' | '₎' => ')',
        'ⁱ' | 'ᵢ' => 'i',
        'ⁿ' | 'ₙ' => 'n',
        c => c,
    };
    text.chars().map(plain).collect()
}

/// The text that pulldown-cmark reads in Markdown: images are none, and the sign of a note is its name between spaces.
/// What it takes for HTML stands between `<HTML ` and `>`.
pub(crate) fn text_of_markdown(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH;
    let mut out = String::new();
    let mut images = 0;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            _ if images > 0 => {}
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                out.push_str(&text);
            }
            Event::FootnoteReference(name) => out.extend([" ", &*name, " "]),
            Event::Html(html) | Event::InlineHtml(html) => out.extend(["<HTML ", &html, ">"]),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            _ => out.push('\n'),
        }
    }
    out
}

/// The text that html5ever reads in HTML: elements that stand in a line join their neighbours, others do not.
pub(crate) fn text_of_html(html: &str) -> String {
    const INLINE: [&str; 9] = ["a", "strong", "em", "code", "del", "sub", "sup", "span", "img"];
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut out = String::new();
    let mut todo: Vec<Option<Handle>> = vec![Some(dom.document.clone())];
    while let Some(step) = todo.pop() {
        let Some(node) = step else {
            out.push('\n');
            continue;
        };
        match &node.data {
            NodeData::Text { contents } => out.push_str(&contents.borrow()),
            NodeData::Element { name, .. } if !INLINE.contains(&&*name.local) => {
                out.push('\n');
                todo.push(None);
            }
            _ => {}
        }
        todo.extend(node.children.borrow().iter().rev().cloned().map(Some));
    }
    out
}

/// The tags in HTML, each once with an empty attribute and once with each of its own.
pub(crate) fn tags_of_html(html: &str) -> Vec<(String, String)> {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut tags = Vec::new();
    let mut todo: Vec<Handle> = vec![dom.document.clone()];
    while let Some(node) = todo.pop() {
        if let NodeData::Element { name, attrs, .. } = &node.data {
            tags.push((name.local.to_string(), String::new()));
            tags.extend(attrs.borrow().iter().map(|attr| (name.local.to_string(), attr.name.local.to_string())));
        }
        todo.extend(node.children.borrow().iter().cloned());
    }
    tags
}
