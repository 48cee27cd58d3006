//! The payload of React server components: rows of JSON and text, pushed piece by piece by scripts.

use std::borrow::Cow;

use super::items::Items;

/// Digits of the length of a text in a payload.
const MAX_DIGITS: usize = 8;

/// The piece of a payload that a script pushes, if that is what it does.
pub(super) fn piece(script: &str) -> Option<Cow<'_, str>> {
    let pushed = script.trim().strip_prefix("self.__next_f.push(")?.trim_end_matches([';', ')']);
    let (_, piece): (u8, Cow<'_, str>) = serde_json::from_str(pushed).ok()?;
    Some(piece)
}

/// Takes in the rows of a payload: a number in hexadecimal, a colon, then JSON up to the end of the line, or `T`, the
/// bytes of a text, a comma and the text.
pub(super) fn read_rows(payload: &str, items: &mut Items) {
    let mut rest = payload;
    while let Some((_, row)) = rest.split_once(':') {
        let text = row.strip_prefix('T').and_then(|row| {
            let digits = row.bytes().take(MAX_DIGITS).take_while(u8::is_ascii_hexdigit).count();
            let bytes = usize::from_str_radix(row.get(..digits)?, 16).ok()?;
            let text = row.get(digits..)?.strip_prefix(',')?;
            Some((text.get(..bytes)?, text.get(bytes..)?))
        });
        rest = if let Some((text, after)) = text {
            items.string((0, 0), text, None);
            after
        } else {
            let (row, after) = row.split_once('\n').unwrap_or((row, ""));
            if row.starts_with(['[', '{', '"']) {
                items.read_start(row);
            }
            after
        };
    }
}
