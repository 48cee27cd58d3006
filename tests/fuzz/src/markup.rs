//! Pages made of elements, attributes and text, nested and misnested at will.

use std::fmt::Write;

use arbitrary::{Arbitrary, Result, Unstructured};

/// Elements that the standard has rules of their own for, and some that it has none for.
const ELEMENTS: &[&str] = &[
    "div",
    "p",
    "span",
    "a",
    "b",
    "i",
    "em",
    "font",
    "nobr",
    "code",
    "table",
    "tbody",
    "tr",
    "td",
    "th",
    "caption",
    "colgroup",
    "col",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h6",
    "pre",
    "listing",
    "textarea",
    "title",
    "script",
    "style",
    "template",
    "noscript",
    "select",
    "option",
    "optgroup",
    "button",
    "form",
    "input",
    "svg",
    "foreignObject",
    "desc",
    "math",
    "mi",
    "mtext",
    "annotation-xml",
    "mglyph",
    "html",
    "head",
    "body",
    "frameset",
    "frame",
    "iframe",
    "object",
    "applet",
    "marquee",
    "ruby",
    "rb",
    "rt",
    "rp",
    "br",
    "hr",
    "img",
    "image",
    "article",
    "main",
    "nav",
    "footer",
    "header",
    "section",
    "blockquote",
    "figure",
    "figcaption",
    "details",
    "summary",
    "dialog",
    "plaintext",
    "xmp",
    "noembed",
    "noframes",
    "custom-element",
    "x",
    "label",
    "video",
    "canvas",
    "center",
    "time",
];
const ATTRIBUTES: &[&str] = &[
    "class",
    "id",
    "href",
    "src",
    "title",
    "alt",
    "style",
    "hidden",
    "role",
    "lang",
    "dir",
    "colspan",
    "rowspan",
    "encoding",
    "type",
    "color",
    "itemprop",
    "aria-hidden",
    "start",
    "value",
    "reversed",
    "content",
    "name",
    "x-y",
];
const VALUES: &[&str] = &[
    "",
    "a",
    "#x",
    "/a/b?c=d",
    "javascript:alert(1)",
    "65535",
    "-1",
    "nav main comment footer",
    "display:none",
    "text/html",
    "hidden",
    "true",
    "articleBody",
    "99999999999999999999",
    "\u{202e}",
    "a\u{300}\u{300}",
];
const TEXTS: &[&str] = &[
    "word ",
    "Two words. ",
    "\n",
    "\t ",
    "&amp;",
    "&#0;",
    "&#x10ffff;",
    "&notit;",
    "\0",
    "\r\n",
    "水曜日",
    "\u{a0}",
    "\u{200b}",
    "\u{feff}",
    "a longer sentence, with a comma, that reads like prose in an article about rain. ",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<!doctype html>",
    "</",
    "<",
    ">",
    "|",
    "* ",
    "1. ",
    "```\n",
    "# ",
];

/// A page as markup: what the fuzzer's bytes are read as.
#[derive(Debug)]
pub struct Markup(pub String);

impl<'a> Arbitrary<'a> for Markup {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let mut page = String::new();
        let mut open = Vec::new();
        while !bytes.is_empty() {
            match bytes.int_in_range(0..=9u8)? {
                0..=3 => {
                    let name = bytes.choose(ELEMENTS)?;
                    start_tag(&mut page, name, bytes)?;
                    open.push(*name);
                }
                4 => {
                    if let Some(name) = open.pop() {
                        let _ = write!(page, "</{name}>");
                    }
                }
                // An end tag out of turn.
                5 => {
                    let _ = write!(page, "</{}>", bytes.choose(ELEMENTS)?);
                }
                // The same again and again.
                6 => {
                    let (name, times) = (*bytes.choose(ELEMENTS)?, bytes.int_in_range(1..=40)?);
                    page.push_str(&format!("<{name}>").repeat(times));
                }
                _ => page.push_str(bytes.choose(TEXTS)?),
            }
        }
        Ok(Self(page))
    }
}

fn start_tag(page: &mut String, name: &str, bytes: &mut Unstructured<'_>) -> Result<()> {
    page.push('<');
    page.push_str(name);
    for _ in 0..bytes.int_in_range(0..=3u8)? {
        let _ = write!(page, " {}=\"{}\"", bytes.choose(ATTRIBUTES)?, bytes.choose(VALUES)?);
    }
    page.push_str(if bytes.ratio(1, 16)? { "/>" } else { ">" });
    Ok(())
}
