//! What an inline style says of how an element is shown.

use memchr::memchr2;

/// Values of `display` that set an element apart from the line.
const APART: &[&str] = &["block", "flex", "flow-root", "grid", "list-item", "table", "table-cell", "table-row"];

/// What an inline style says of how its element is shown. It is read once, however many elements share it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct InlineStyle(u8);

impl InlineStyle {
    const REMOVED: u8 = 1;
    const INVISIBLE: u8 = 2;
    const APART: u8 = 4;
    const CELL: u8 = 8;

    /// Reads an inline style.
    pub(crate) fn read(style: &str) -> Self {
        // Neither `display` nor `visibility`, as most styles.
        if memchr2(b'y', b'Y', style.as_bytes()).is_none() {
            return Self::default();
        }
        let display = last_value(style, "display");
        let is_displayed = |value: &str| display.is_some_and(|last| last.eq_ignore_ascii_case(value));
        let is_invisible = last_value(style, "visibility").is_some_and(|last| last.eq_ignore_ascii_case("hidden"));
        let bit = |bit: u8, is_set: bool| if is_set { bit } else { 0 };
        Self(
            bit(Self::REMOVED, is_displayed("none"))
                | bit(Self::INVISIBLE, is_invisible)
                | bit(Self::APART, APART.iter().any(|value| is_displayed(value)))
                | bit(Self::CELL, is_displayed("table-cell")),
        )
    }

    /// Whether the element is hidden, be it that its place stays empty.
    pub(crate) fn is_hidden(self) -> bool {
        self.0 & (Self::REMOVED | Self::INVISIBLE) != 0
    }

    /// Whether the element is left out, as if it were not there.
    pub(crate) fn is_removed(self) -> bool {
        self.0 & Self::REMOVED != 0
    }

    /// Whether the element is set apart from the line around.
    pub(crate) fn is_apart(self) -> bool {
        self.0 & Self::APART != 0
    }

    /// Whether the element is on a line of its own: cells stand side by side.
    pub(crate) fn is_line(self) -> bool {
        self.is_apart() && self.0 & Self::CELL == 0
    }
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
            let style_says = InlineStyle::read(style);
            assert_eq!((style_says.is_hidden(), style_says.is_removed()), (hidden, removed), "{style}");
        }
    }
}
