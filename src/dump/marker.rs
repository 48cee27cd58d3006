//! What a line of a list begins with: a bullet or a number.

/// Signs that begin an item of a list.
const BULLETS: &[char] =
    &['•', '◦', '▪', '▫', '‣', '⁃', '●', '○', '■', '□', '∙', '·', '►', '▶', '➢', '✓', '✔', '*', '-', '–', '+'];

/// Digits of the largest number of an item; what is longer is a year or an amount.
const MAX_DIGITS: usize = 3;

/// What a line begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Marker {
    #[default]
    None,
    Bullet,
    Number(i32),
}

/// The marker of a line and the bytes it takes, the space behind it included.
///
/// A marker has a space behind it or stands alone.
pub(super) fn marker(line: &str) -> (Marker, usize) {
    match line.as_bytes() {
        [b'0'..=b'9', ..] => number(line),
        [b'*' | b'-' | b'+' | 0xc2 | 0xe2, ..] => bullet(line),
        _ => (Marker::None, 0),
    }
}

fn bullet(line: &str) -> (Marker, usize) {
    let rest = line.strip_prefix(BULLETS).unwrap_or(line);
    let text = rest.trim_start();
    if rest.len() < line.len() && (text.len() < rest.len() || rest.is_empty()) {
        (Marker::Bullet, line.len() - text.len())
    } else {
        (Marker::None, 0)
    }
}

/// `1. `, `1) `.
fn number(line: &str) -> (Marker, usize) {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits).unwrap_or_default();
    let text = rest.strip_prefix(['.', ')']).unwrap_or(rest);
    let trimmed = text.trim_start();
    let marked = text.len() < rest.len() && (trimmed.len() < text.len() || text.is_empty());
    match number.parse() {
        Ok(number) if digits <= MAX_DIGITS && marked => (Marker::Number(number), line.len() - trimmed.len()),
        _ => (Marker::None, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_stand_apart() {
        for (line, expected) in [
            ("• Item", (Marker::Bullet, 4)),
            ("* Item", (Marker::Bullet, 2)),
            ("-  Item", (Marker::Bullet, 3)),
            ("•", (Marker::Bullet, 3)),
            ("-5 degrees", (Marker::None, 0)),
            ("**bold**", (Marker::None, 0)),
            ("1. Item", (Marker::Number(1), 3)),
            ("12) Item", (Marker::Number(12), 4)),
            ("3.", (Marker::Number(3), 2)),
            ("3.5 litres", (Marker::None, 0)),
            ("2024. A year", (Marker::None, 0)),
            ("11,000 people", (Marker::None, 0)),
            ("7 days", (Marker::None, 0)),
            ("", (Marker::None, 0)),
            ("é", (Marker::None, 0)),
        ] {
            assert_eq!(marker(line), expected, "{line}");
        }
    }
}
