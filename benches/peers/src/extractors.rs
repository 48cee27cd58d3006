//! Every extractor as a function from a page to the plain text of its main content.

use dom_smoothie::{Config, Readability, TextMode};

/// An extractor; its text, or why there is none.
pub(crate) struct Extractor {
    pub(crate) name: &'static str,
    pub(crate) extract: fn(&str) -> Result<String, String>,
}

/// The one that all others are compared with comes first.
pub(crate) const EXTRACTORS: [Extractor; 5] = [
    Extractor { name: "mainbody", extract: mainbody },
    Extractor { name: "dom_smoothie", extract: dom_smoothie },
    Extractor { name: "legible", extract: legible },
    Extractor { name: "trafilatura-rs", extract: trafilatura },
    Extractor { name: "rs-trafilatura", extract: rs_trafilatura },
];

fn mainbody(html: &str) -> Result<String, String> {
    mainbody::extract(html).map(|page| page.text()).map_err(|error| error.to_string())
}

/// With line breaks between blocks: the default runs the words on both sides together.
fn dom_smoothie(html: &str) -> Result<String, String> {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let article = Readability::new(html, None, Some(config)).and_then(|mut page| page.parse());
    article.map(|article| article.text_content.to_string()).map_err(|error| error.to_string())
}

fn legible(html: &str) -> Result<String, String> {
    legible::parse(html, None, None).map(|article| article.text_content).map_err(|error| error.to_string())
}

/// With the fallback, as its own command line and its published scores have it, and with the comments: they are the main
/// content of a forum thread.
fn trafilatura(html: &str) -> Result<String, String> {
    let options = trafilatura::Options::default().with_fallback(true);
    let page = trafilatura::extract(html, &options).map_err(|error| error.to_string())?;
    Ok(join(page.content_text, &page.comments_text))
}

fn rs_trafilatura(html: &str) -> Result<String, String> {
    rs_trafilatura::extract(html).map(|page| page.content_text).map_err(|error| error.to_string())
}

fn join(mut text: String, more: &str) -> String {
    if !more.is_empty() {
        text.push('\n');
        text.push_str(more);
    }
    text
}
