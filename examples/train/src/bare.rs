//! Pages without names: old ones and those that somebody typed have no classes and no elements that say what they hold,
//! and of such the corpora have hardly any.

use std::sync::LazyLock;

use html5ever::interface::Attribute;
use markup5ever_rcdom::NodeData;
use regex::Regex;

use crate::dom::{Dom, remove};

/// The tags of elements that say what they hold.
static TELLING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("(?i)(</?)(?:address|article|aside|figcaption|figure|footer|header|main|nav|section|time)\\b").ok()
});

/// A page without classes and their like, without elements that say what they hold, and without anything said about the
/// page but its title. The text is the same.
pub(crate) fn bare(html: &str) -> String {
    let plain = TELLING.as_ref().map(|telling| telling.replace_all(html, "${1}div"));
    let dom = Dom::parse(plain.as_deref().unwrap_or(html));
    for (element, name) in dom.elements() {
        let NodeData::Element { attrs, .. } = &element.data else { continue };
        let is_data = |attribute: &Attribute| &*attribute.name.local == "type" && attribute.value.contains("ld+json");
        if name == "meta" || (name == "script" && attrs.borrow().iter().any(is_data)) {
            remove(&element);
        } else {
            attrs.borrow_mut().retain(|attribute| !is_name(&attribute.name.local));
        }
    }
    dom.html()
}

/// Whether an attribute says what its element is for.
fn is_name(attribute: &str) -> bool {
    matches!(attribute, "class" | "id" | "role")
        || ["aria-", "data-", "item"].iter().any(|start| attribute.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn names_go_and_text_stays() {
        let html = "<html><head><title>a</title><meta name=\"author\" content=\"b\"></head><body>\
            <MAIN class=\"c\"><p id=\"d\" itemprop=\"e\" title=\"f\">g</p><script type=\"application/ld+json\">{}</script>\
            <script>h</script></MAIN></body></html>";
        let expected =
            "<html><head><title>a</title></head><body><div><p title=\"f\">g</p><script>h</script></div></body></html>";
        assert_eq!(bare(html), expected);
    }
}
