//! What is wrong with Markdown and HTML: words that another library does not read in them, or reads otherwise.

use mainbody::{Extraction, Images, Links, Rendering};

use crate::readers::{in_line, tags_of_html, text_of_html, text_of_markdown, words};

/// Text and markup that means something to Markdown.
#[rustfmt::skip]
pub(crate) const PARTS: &[&str] = &[
    "*", "**", "_", "__", "~", "~~", "`", "``", "$", "$$", "\\", "!", "[", "]", "(", ")", "[^1]", ":", "|", "#", "+",
    "-", "=", "1.", "2)", "&gt;", "&lt;b>", "&amp;amp;", "&lt;!--", "http://a.org", "a", "word", " ", " ", "<br>",
    "。", "“", "—", "⁄", "<b>", "</b>", "<i>", "</i>", "<s>", "</s>", "<code>", "</code>", "<sup>", "</sup>", "<sub>2", "</sub>", "<sup>+</sup>", "<a href='/x(y'>",
    "<a href='/x?y=$5'>", "<a href='javascript:x'>", "<a href='https://b.org/'>https://b.org/",
    "<a href='https://c.org/$1'>https://c.org/$1", "</a>", "<img src=i.png alt='a]b'>",
    "<math alttext='x_1$'><mi>x</mi></math>", "<math alttext='\\frac{a}{b|c}'><mi>x</mi></math>", "</p><p>",
    "</p><h2>", "</h2><p>", "<ul><li>", "<ul><li><input type=checkbox checked>", "<ol start=7><li>", "</ul>", "</ol>", "<blockquote>", "</blockquote>",
    "<pre>", "</pre>", "&#13;", "&#13;\n", "&#11;", "&#12;", "&#133;", "&#x2028;", "&#9;", "&#10;", "<img src=i.png alt='a&#13;b'>",
    "<a href='/x&#13;y'>", "<sup><a href='#n&#13;'>1</a></sup>", "<p id='n&#13;'>", "<pre>\n", "<table><tr><th>a<th>b<tr><td>", "<td>", "</table>", "<dl><dt>", "<dd>", "</dl>",
];

/// What HTML may hold, as the documentation lists it, and what a parser puts around it.
#[rustfmt::skip]
const TAGS: &[&str] = &[
    "article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "dl", "dt", "dd", "figure",
    "figcaption", "br", "pre", "code", "span", "table", "thead", "tbody", "tr", "th", "td", "a", "strong", "em", "del",
    "sub", "sup", "img", "html", "head", "body",
];
const ATTRIBUTES: &[&str] = &["id", "start", "reversed", "class", "colspan", "rowspan", "href", "src", "alt"];

/// The first place where two lists of words differ.
fn difference(expected: &[&str], actual: &[&str]) -> Option<String> {
    let same = expected.iter().zip(actual).take_while(|(a, b)| a == b).count();
    let from =
        |words: &[&str]| words.iter().skip(same.saturating_sub(4)).take(9).copied().collect::<Vec<_>>().join(" ");
    (expected != actual).then(|| format!("word {same}: {:?} became {:?}", from(expected), from(actual)))
}

fn has_notes(page: &Extraction) -> bool {
    page.blocks().any(|block| block.note().is_some())
}

/// What is wrong with the renderings of an extraction.
pub(crate) fn faults(page: &Extraction) -> Vec<String> {
    let text = in_line(&page.text());
    let expected = words(&text);
    let mut faults = Vec::new();
    let renderings = [Rendering::new(), Rendering::new().links(Links::AsText).images(Images::Embedded)];
    for rendering in renderings {
        let written = page.markdown_with(rendering);
        let markdown = in_line(&text_of_markdown(&written));
        // The name of a note stands apart from the word before it, its sign perhaps not.
        let joined = has_notes(page).then(|| (words(&text).concat(), words(&markdown).concat()));
        let fault = match &joined {
            Some((text, markdown)) => difference(&[text], &[markdown]),
            None => difference(&expected, &words(&markdown)),
        };
        faults.extend(fault.map(|fault| format!("Markdown, {fault}")));
        let signs = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let blocks: String = page.blocks().map(|block| in_line(block.text())).collect();
        // The sign of a note is not all in its name.
        if !has_notes(page) && signs(&blocks) != signs(&markdown) {
            let (blocks, markdown) = (signs(&blocks), signs(&markdown));
            let same = blocks.chars().zip(markdown.chars()).take_while(|(a, b)| a == b).count();
            let from = |text: &str| text.chars().skip(same.saturating_sub(20)).take(50).collect::<String>();
            faults.push(format!("Markdown, sign {same}: {:?} became {:?}", from(&blocks), from(&markdown)));
        }
        // A page may say the same.
        if let Some((_, html)) = markdown.split_once("<HTML ").filter(|_| !text.contains("<HTML")) {
            faults.push(format!("Markdown holds HTML: {}", html.chars().take(60).collect::<String>()));
        }
        let html = page.html_with(rendering);
        // Readers of either take it for the end of a line.
        let holds_return = written.contains('\r') || html.contains('\r');
        faults.extend(holds_return.then(|| "a carriage return".to_owned()));
        let read = in_line(&text_of_html(&html));
        faults.extend(difference(&expected, &words(&read)).map(|fault| format!("HTML, {fault}")));
        faults.extend(foreign(&html));
        let cleaned = in_line(&text_of_html(&ammonia::clean(&html)));
        faults.extend(difference(&words(&read), &words(&cleaned)).map(|fault| format!("ammonia, {fault}")));
    }
    faults
}

/// An element or an attribute that HTML may not hold.
fn foreign(html: &str) -> Option<String> {
    let tags = tags_of_html(html).into_iter();
    let mut foreign = tags.filter(|(tag, attribute)| {
        !TAGS.contains(&&**tag) || !(attribute.is_empty() || ATTRIBUTES.contains(&&**attribute))
    });
    foreign.next().map(|(tag, attribute)| format!("HTML holds <{tag} {attribute}>"))
}
