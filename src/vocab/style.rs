//! What an inline style says of how an element is shown.

/// Whether an inline style hides its element, be it that its place stays empty.
pub(crate) fn hides(style: &str) -> bool {
    is_removed(style) || is(style, "visibility", "hidden")
}

/// Whether an inline style leaves its element out, as if it were not there.
pub(crate) fn is_removed(style: &str) -> bool {
    is(style, "display", "none")
}

/// Values of `display` that set an element apart from the line.
const APART: &[&str] = &["block", "flex", "flow-root", "grid", "list-item", "table", "table-cell", "table-row"];

/// Whether an inline style sets its element apart from the line around.
pub(crate) fn is_set_apart(style: &str) -> bool {
    last_value(style, "display").is_some_and(|last| APART.iter().any(|value| last.eq_ignore_ascii_case(value)))
}

/// Whether an inline style sets its element on a line of its own: cells stand side by side.
pub(crate) fn is_line(style: &str) -> bool {
    is_set_apart(style) && !is(style, "display", "table-cell")
}

/// Whether a property has this value in the end.
fn is(style: &str, property: &str, value: &str) -> bool {
    last_value(style, property).is_some_and(|last| last.eq_ignore_ascii_case(value))
}

/// The value of a property: that of its last declaration, unless one before is important.
///
/// CSS Cascading and Inheritance 4, [importance](https://www.w3.org/TR/css-cascade-4/#importance).
fn last_value<'a>(style: &'a str, property: &str) -> Option<&'a str> {
    let (mut last, mut last_important) = (None, false);
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        if !name.trim().eq_ignore_ascii_case(property) {
            continue;
        }
        let (value, important) = match value.split_once('!') {
            Some((value, word)) => (value.trim(), word.trim().eq_ignore_ascii_case("important")),
            None => (value.trim(), false),
        };
        if important || !last_important {
            (last, last_important) = (Some(value), important);
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_that_hide() {
        for (style, hidden, removed) in [
            ("display:none", true, true),
            ("color:red; DISPLAY : None ;", true, true),
            ("display:block;display:none", true, true),
            ("display:none;display:block", false, false),
            ("display:none ! important;display:block", true, true),
            ("visibility:hidden", true, false),
            ("visibility:hidden;visibility:visible", false, false),
            ("backface-visibility:hidden", false, false),
            ("overflow:hidden", false, false),
            ("display:none-such", false, false),
            ("display", false, false),
            ("", false, false),
        ] {
            assert_eq!((hides(style), is_removed(style)), (hidden, removed), "{style}");
        }
    }
}
