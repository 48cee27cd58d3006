//! The report: a template, filled.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::page::Page;

const TEMPLATE: &str = include_str!("report.html");
const STYLE: &str = include_str!("report.css");
/// In the order in which they build on each other.
const SCRIPTS: [&str; 4] =
    [include_str!("select.js"), include_str!("original.js"), include_str!("why.js"), include_str!("report.js")];

/// The whole file. Of the page itself it holds nothing but JSON in which no `<` stands; the scripts put it on show as text,
/// never as markup.
pub(crate) fn report(page: &Page<'_>, html: &str) -> serde_json::Result<String> {
    let data = serde_json::to_string(page)?.replace('<', "\\u003c");
    let (nonce, scripts) = (nonce(html), SCRIPTS.concat());
    let values = [("style", STYLE), ("nonce", &nonce), ("data", &data), ("script", &scripts)];
    let mut report = String::new();
    // In one go, so that a value may contain what looks like a place for another.
    let mut rest = TEMPLATE;
    while let Some((before, (name, after))) =
        rest.split_once("{{").and_then(|(before, from)| Some((before, from.split_once("}}")?)))
    {
        let value = values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        report.extend([before, value]);
        rest = after;
    }
    report.push_str(rest);
    Ok(report)
}

/// The browser runs only scripts that bear this word. A page cannot contain its own hash.
fn nonce(html: &str) -> String {
    let mut hasher = DefaultHasher::new();
    html.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
