//! The language of a page, as a tag of BCP 47.

/// Bytes of the longest tag. [RFC 5646, 4.4.1](https://www.rfc-editor.org/rfc/rfc5646#section-4.4.1) asks for 35 at least.
const MAX_TAG: usize = 64;

/// A declared language in the form that BCP 47 recommends: `en_us` is `en-US`. `None` if it is no language tag.
///
/// <https://www.rfc-editor.org/rfc/rfc5646#section-2.1>
pub(super) fn tag(declared: &str) -> Option<String> {
    // "en,de" and "de; q=0.8" begin with the language that counts; "en_US.UTF-8" ends with what is no part of it.
    let first = declared.split([',', ';', ' ', '.', '@']).find(|part| !part.is_empty())?;
    if first.len() > MAX_TAG {
        return None;
    }
    let (mut out, mut extends) = (String::new(), false);
    for (nth, part) in first.split(['-', '_']).enumerate() {
        if part.is_empty() || part.len() > 8 || !part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let letters = part.bytes().all(|byte| byte.is_ascii_alphabetic());
        if nth == 0 && !(letters && (2..=3).contains(&part.len())) {
            return None;
        }
        if nth > 0 {
            out.push('-');
        }
        let lower = part.to_ascii_lowercase();
        // What follows a singleton is an extension or private, and in lower case.
        extends |= nth > 0 && part.len() == 1;
        match (nth, part.len()) {
            _ if extends => out.push_str(&lower),
            (1.., 2) if letters => out.push_str(&part.to_ascii_uppercase()),
            (1.., 4) if letters => {
                let (first, rest) = lower.split_at_checked(1)?;
                out.push_str(&first.to_ascii_uppercase());
                out.push_str(rest);
            }
            _ => out.push_str(&lower),
        }
    }
    // "und" says that nothing is known, "zxx" that there is no language; "xx" is a placeholder.
    (!matches!(out.as_str(), "und" | "zxx" | "xx" | "mul" | "mis")).then_some(out)
}

/// Whether dates like 5/1/2024 begin with the month: in English of the United States, of the Philippines or of no known
/// place, and where the language is not known.
pub(super) fn month_first(tag: Option<&str>) -> bool {
    tag.is_none_or(|tag| {
        let mut parts = tag.split('-');
        let language = parts.next();
        // Subtags after one of a single character are no regions.
        let region = parts.take_while(|part| part.len() > 1).find(|part| part.len() == 2);
        matches!((language, region), (Some("en"), None | Some("US" | "PH")))
    })
}

/// Paragraphs that are read to tell a language.
#[cfg(feature = "detect-language")]
const PARAGRAPHS: usize = 20;

/// The language of running text, where it is beyond doubt. Without the feature `detect-language` it always is in doubt.
#[cfg(feature = "detect-language")]
pub(super) fn of_text<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Option<String> {
    detect(&paragraphs.take(PARAGRAPHS).collect::<Vec<_>>().join("\n")).map(str::to_owned)
}

#[cfg(not(feature = "detect-language"))]
pub(super) fn of_text<'a>(_: impl Iterator<Item = &'a str>) -> Option<String> {
    None
}

/// The language of a text, where it is beyond doubt.
#[cfg(feature = "detect-language")]
fn detect(text: &str) -> Option<&'static str> {
    /// Characters that are shown to the detector: more do not make it surer.
    const SHOWN: usize = 2000;
    let end = text.char_indices().nth(SHOWN).map_or(text.len(), |(at, _)| at);
    let found = whatlang::detect(text.get(..end)?)?;
    found.is_reliable().then(|| short(found.lang().code()))
}

/// The code of two letters, which BCP 47 prefers, for one of three. Those without one stay as they are.
#[cfg(feature = "detect-language")]
fn short(code: &'static str) -> &'static str {
    /// Three letters and the two for the same.
    const CODES: &str = "afraf akaak amham araar azeaz belbe benbn bulbg catca cescs cmnzh cymcy danda deude ellel engen \
         epoeo estet finfi frafr gujgu hebhe hinhi hrvhr hunhu hyehy indid itait javjv jpnja kankn katka \
         khmkm korko latla lavlv litlt malml marmr mkdmk myamy nepne nldnl nobnb orior panpa pesfa polpl \
         porpt ronro rusru sinsi slksk slvsl snasn spaes srpsr swesv tamta telte tgltl thath tuktk turtr \
         ukruk urdur uzbuz vievi yidyi zulzu";
    let pairs = CODES.split_ascii_whitespace().filter_map(|pair| pair.split_at_checked(3));
    pairs.into_iter().find(|(long, _)| *long == code).map_or(code, |(_, short)| short)
}

#[cfg(test)]
mod tests {
    use super::{month_first, tag};

    #[test]
    fn tags_are_spelt_as_the_standard_recommends() {
        for (declared, expected) in [
            ("en", Some("en")),
            ("en_us", Some("en-US")),
            ("EN-gb", Some("en-GB")),
            ("zh-hans-cn", Some("zh-Hans-CN")),
            ("pt_BR.UTF-8", Some("pt-BR")),
            ("es-419", Some("es-419")),
            ("de-CH-1901", Some("de-CH-1901")),
            ("de-de-u-co-phonebk", Some("de-DE-u-co-phonebk")),
            ("en-x-us", Some("en-x-us")),
            ("en-t-fr-latn", Some("en-t-fr-latn")),
            ("de, en", Some("de")),
            ("fr;q=0.9", Some("fr")),
            ("", None),
            ("und", None),
            ("english", None),
            ("{{ lang }}", None),
            ("e", None),
            ("en-", None),
            ("12", None),
            (&format!("en{}", "-aaaaaaaa".repeat(7)), None),
        ] {
            assert_eq!(tag(declared).as_deref(), expected, "{declared}");
        }
    }

    #[test]
    fn the_month_comes_first_in_american_dates() {
        assert!(month_first(Some("en-u-co-phonebk")));
        assert!(month_first(None) && month_first(Some("en")) && month_first(Some("en-US")));
        assert!(!month_first(Some("en-GB")) && !month_first(Some("de")) && !month_first(Some("es-419")));
    }

    #[cfg(feature = "detect-language")]
    #[test]
    fn languages_are_told_apart() {
        for (text, expected) in [
            ("The ferry leaves at noon, weather permitting, and comes back before it is dark.", Some("en")),
            ("Die Fähre legt mittags ab, wenn das Wetter es zulässt, und kommt vor der Dunkelheit zurück.", Some("de")),
            (
                "Когда погода хорошая, паром отходит в полдень и возвращается до темноты. Билеты можно купить только на \
                 пристани, и летом за ними стоит очередь.",
                Some("ru"),
            ),
            ("渡轮中午出发，如果天气允许，天黑之前返回。", Some("zh")),
            ("フェリーは天気がよければ正午に出発し、暗くなる前に戻ってきます。", Some("ja")),
            ("", None),
            ("123", None),
        ] {
            assert_eq!(super::detect(text), expected, "{text}");
        }
    }
}
