//! Names of people out of what pages write around them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::byline_words::{AFTER_NAME, AGENCIES, JOINING, LABELS, NO_NAMES, OFFICES, PARTICLES, REPORTER, WEAK_LABELS};
use super::month_names::month;
use super::plain_line::plain_line;
use crate::vocab::is_ideograph;

/// Characters of the longest name: above that it is a sentence.
const MAX_NAME: usize = 80;
/// Words of the longest name, degrees and all.
const MAX_NAME_WORDS: usize = 9;
/// Words of the longest name that nothing but its place shows to be one.
const MAX_BARE_WORDS: usize = 6;
/// Authors of a page that are kept; papers of large collaborations have more, and nobody reads them.
pub(super) const MAX_AUTHORS: usize = 100;
/// Characters of the longest name in Han or Hangul.
const MAX_IDEOGRAPHS: usize = 4;
/// Names in one text that are kept.
const MAX_NAMES: usize = 50;
/// Parts of a text that are taken for names, most of which may be none.
const MAX_PARTS: usize = 4 * MAX_NAMES;
/// Bytes of a text in which names are looked for: room for so many of the longest.
const MAX_TEXT: usize = MAX_NAMES * MAX_NAME;

/// What stands before a name.
#[derive(Clone, Copy)]
struct Label {
    text: &'static str,
    weak: bool,
}

/// The labels by their first character, the longest first.
static LABELS_OF: LazyLock<BTreeMap<char, Vec<Label>>> = LazyLock::new(|| {
    let mut labels: BTreeMap<char, Vec<Label>> = BTreeMap::new();
    for (list, weak) in [(LABELS, false), (WEAK_LABELS, true)] {
        for text in list.split(", ") {
            labels.entry(text.chars().next().unwrap_or_default()).or_default().push(Label { text, weak });
        }
    }
    for labels in labels.values_mut() {
        labels.sort_by_key(|label| std::cmp::Reverse(label.text.len()));
    }
    labels
});

/// The labels that begin with the same character as a line, whatever its case.
fn labels_of(line: &str) -> &'static [Label] {
    let first = line.chars().next().and_then(|c| c.to_lowercase().next());
    first.and_then(|first| LABELS_OF.get(&first)).map_or(&[], Vec::as_slice)
}

/// The names in several strings, each once.
pub(super) fn names_of(texts: &[impl AsRef<str>]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in texts.iter().flat_map(|text| names(text.as_ref())) {
        if all.len() == MAX_AUTHORS {
            break;
        }
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// The names in a string that is known to hold them: `Jane Roe and John Doe, MD`.
pub(super) fn names(text: &str) -> Vec<String> {
    let text = plain_line(text, MAX_TEXT);
    let text = without_label(&text).map_or(text.as_str(), |(_, rest)| rest);
    let mut names: Vec<String> = Vec::new();
    let parts = split(text);
    for name in parts.iter().flat_map(|part| split_at_commas(part)).take(MAX_PARTS).map(name) {
        if names.len() == MAX_NAMES {
            break;
        }
        if !name.is_empty() && !names.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
            names.push(name);
        }
    }
    // An agency is the author only where no person is.
    if !names.iter().all(|name| is_agency(name)) {
        names.retain(|name| !is_agency(name));
    }
    names
}

fn is_agency(name: &str) -> bool {
    let lower = name.to_lowercase();
    AGENCIES.split(", ").any(|agency| agency == lower)
}

/// The names in a line that begins as bylines do: `By Jane Roe | 5 May 2024`.
pub(super) fn byline(line: &str) -> Option<Vec<String>> {
    let (label, rest) = without_label(line.trim())?;
    let names = names(&cut(rest));
    let plausible = !names.is_empty() && (!label.weak || names.iter().all(|name| looks_like_name(name)));
    plausible.then_some(names)
}

/// The names in a line that begins with words that stand nowhere else: `Written by Jane Roe`.
pub(super) fn sure_byline(line: &str) -> Option<Vec<String>> {
    let sure = |label: &Label| label.text.contains(' ') && !label.weak && end_of_label(line, label.text).is_some();
    if labels_of(line).iter().any(sure) {
        byline(line).filter(|names| names.iter().all(|name| looks_like_name(name)))
    } else {
        None
    }
}

/// Whether a line is nothing but what stands before a name.
pub(super) fn is_label(line: &str) -> bool {
    let line = line.trim().trim_end_matches([':', '：']).trim_end();
    labels_of(line).iter().any(|label| end_of_label(line, label.text) == Some(line.len()))
}

/// The label a line begins with and what follows it.
fn without_label(line: &str) -> Option<(Label, &str)> {
    labels_of(line).iter().find_map(|&label| {
        let end = end_of_label(line, label.text)?;
        let after = line.get(end..)?;
        let next = after.chars().next()?;
        // Without a sign after it, a weak ideographic label may be a word of a sentence: then a name and no more must follow.
        let ideographic = label.text.starts_with(is_ideograph)
            && (!label.weak || after.chars().take(MAX_IDEOGRAPHS + 1).count() <= MAX_IDEOGRAPHS);
        // Where label and name are two elements, they may stand together without a blank: "ByJane Roe".
        let glued = next.is_uppercase() && line.get(..end).is_some_and(|label| label.ends_with(char::is_lowercase));
        let apart =
            ideographic || glued || next.is_whitespace() || matches!(next, ':' | '：' | '.' | '/' | '／' | '|' | '｜');
        let rest = after.trim_start_matches(|c: char| c.is_whitespace() || ":：-–/／.|•".contains(c));
        (apart && !rest.is_empty()).then_some((label, rest))
    })
}

/// The byte at which a line goes on after a label, whatever the case of the two.
fn end_of_label(line: &str, label: &str) -> Option<usize> {
    let mut chars = line.char_indices();
    for expected in label.chars() {
        let (_, c) = chars.next()?;
        let same = c == expected || c.to_ascii_lowercase() == expected;
        if !same && (c.is_ascii() || !c.to_lowercase().eq([expected])) {
            return None;
        }
    }
    Some(chars.next().map_or(line.len(), |(at, _)| at))
}

/// The part of a line before whatever does not belong to a name: a date, a sign between two things, a word that begins
/// something else.
fn cut(line: &str) -> String {
    let line = line.lines().next().unwrap_or_default();
    let ends = |(nth, word): (usize, &str)| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let sign = bare.is_empty() && word != "&" && word != ";";
        let address = word.starts_with("http") || word.contains('@');
        let word_after = nth > 0 && has_word(AFTER_NAME, bare);
        sign || address || word_after || word.contains(|c: char| c.is_ascii_digit())
    };
    let words: Vec<&str> =
        line.split_whitespace().enumerate().take_while(|&word| !ends(word)).map(|(_, word)| word).collect();
    // "By Jane Roe, May 5": the month goes with the day.
    let last = words.last().map(|word| word.trim_matches(['.', ',']).to_lowercase());
    let dated = words.len() > 1 && words.len() < line.split_whitespace().count();
    let month = dated && last.is_some_and(|word| month(&word).is_some());
    words.get(..words.len() - usize::from(month)).unwrap_or_default().join(" ")
}

fn has_word(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|known| known == word)
}

/// The parts of a text between the signs and words that join names.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for word in text.split_inclusive([' ', ';', '、', '，']) {
        let bare = word.trim();
        let joins = has_word(JOINING, bare) || matches!(bare, "&" | "|" | "//" | "·" | "•" | ";" | "、" | "，");
        let ends = bare.ends_with([';', '、', '，']);
        if let Some(part) = parts.last_mut().filter(|_| !joins) {
            part.push_str(if ends { bare.trim_end_matches([';', '、', '，']) } else { word });
        }
        if joins || ends {
            parts.push(String::new());
        }
    }
    parts
}

/// The parts between commas, where what follows is a name of its own and no degree.
fn split_at_commas(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some(comma) = text.get(from..).and_then(|rest| rest.find(',')).map(|at| from + at) {
        let next = text.get(comma + 1..).unwrap_or_default();
        let next = next.split(',').next().unwrap_or_default();
        if is_full_name(next) {
            names.push(text.get(start..comma).unwrap_or_default());
            start = comma + 1;
        }
        from = comma + 1;
    }
    names.push(text.get(start..).unwrap_or_default());
    names
}

/// Two to five words that all begin with an uppercase letter and name no office.
pub(super) fn is_full_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &&str| word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
    let initial = |word: &&str| word.ends_with('.') && word.len() <= 3;
    (2..=5).contains(&words.len())
        && words.iter().all(|word| capital(word) || has_word(PARTICLES, word) || initial(word))
        && words.iter().filter(|word| capital(word)).count() >= 2
        && !words.iter().any(|word| has_word(OFFICES, word.trim_matches('.')))
        && !text.contains("Ph.D")
}

/// A name without what hangs on it, or nothing if it is none.
fn name(text: &str) -> String {
    const AROUND: &str = ",;:|-–—•·⋅»«\"/*<>\u{200b}";
    let text = text.trim().trim_start_matches('@');
    // What stands in brackets at the end is no part of the name: a pronoun, a user's number.
    let text = match text.split_once('(') {
        Some((name, rest)) if rest.find(')').is_none_or(|end| rest.len() - end <= 2) => name,
        _ => text,
    };
    let text = text.split(['⋅', '[']).next().unwrap_or(text);
    let text = match text.rsplit_once(',') {
        Some((name, last)) if is_agency(last.trim()) => name,
        _ => text,
    };
    let is_address = |word: &&str| word.contains("://") || (word.contains('@') && word.contains('.'));
    let words: Vec<&str> = text.split_whitespace().take_while(|word| !is_address(word)).collect();
    let text = words.join(" ");
    // "Last updated:", whose date was taken out.
    let is_heading = text.ends_with([':', '：']);
    let text = text.trim_matches(|c: char| c.is_whitespace() || AROUND.contains(c));
    let fits = text.chars().count() <= MAX_NAME && text.split_whitespace().count() <= MAX_NAME_WORDS;
    let lower = text.to_lowercase();
    // One word with points inside is a host or a placeholder.
    let is_host = !text.contains(' ') && text == lower && text.trim_matches('.').contains('.');
    let text = REPORTER.iter().find_map(|reporter| text.strip_suffix(reporter)).unwrap_or(text).trim_end();
    // Of a time of day, a label in the midst, the number of something, a placeholder.
    let signs = text.contains([':', '#', '=', '{']);
    let odd = is_host || signs || text.contains("www.") || text.starts_with("http");
    let is_none = NO_NAMES.split(", ").any(|known| known == lower) || is_label(text) || is_heading;
    if fits && text.contains(char::is_alphabetic) && !odd && !is_none { text.to_owned() } else { String::new() }
}

/// Whether a string could be the name of a person: few words, the first with an uppercase letter or in a script
/// without case.
pub(super) fn looks_like_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let begins = text.chars().next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    // Most words of a name begin with a capital: "By the time" is none.
    let is_small = |word: &&str| word.starts_with(char::is_lowercase) && !has_word(PARTICLES, word);
    let small = text.split_whitespace().filter(is_small).count();
    begins && words <= MAX_BARE_WORDS && small * 2 <= words && !text.ends_with(['!', '?', ':'])
}

#[cfg(test)]
mod tests {
    use super::{byline, is_label, looks_like_name, names, sure_byline};

    #[test]
    fn strings_of_names_are_taken_apart() {
        for (text, expected) in [
            ("Jane Roe", &["Jane Roe"][..]),
            ("  Jane \n Roe ", &["Jane Roe"]),
            ("Jane Roe, John Doe", &["Jane Roe", "John Doe"]),
            ("Jane Roe, MD, RD", &["Jane Roe, MD, RD"]),
            ("Jane Roe, Ph.D. and John Doe", &["Jane Roe, Ph.D.", "John Doe"]),
            ("Jane Roe; John Doe; jane roe", &["Jane Roe", "John Doe"]),
            ("Jane Roe & John Doe", &["Jane Roe", "John Doe"]),
            ("Jana Nowak und Karl von Moor", &["Jana Nowak", "Karl von Moor"]),
            ("Anne Petit et Luc Moreau", &["Anne Petit", "Luc Moreau"]),
            ("By Jane Roe", &["Jane Roe"]),
            ("Author: Jane Roe", &["Jane Roe"]),
            ("@jane", &["jane"]),
            ("Jane Roe (she/her)", &["Jane Roe"]),
            ("Jane (Jenny) Roe", &["Jane (Jenny) Roe"]),
            ("Jane Roe jane@example.org", &["Jane Roe"]),
            ("王小明、李华", &["王小明", "李华"]),
            ("admin", &[]),
            ("Written by", &[]),
            ("https://example.org/jane", &[]),
            ("www.example.org", &[]),
            ("page.author.name", &[]),
            ("{{ author }}", &[]),
            ("42", &[]),
            ("", &[]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn bylines_in_many_languages() {
        for (line, expected) in [
            ("By Jane Roe", &["Jane Roe"][..]),
            ("BY JANE ROE", &["JANE ROE"]),
            ("ByJane Roe", &["Jane Roe"]),
            ("By Jane Roe and John Doe | 5 May 2024", &["Jane Roe", "John Doe"]),
            ("By Jane Roe, May 5, 2024", &["Jane Roe"]),
            ("By Jane Roe on Monday", &["Jane Roe"]),
            ("by: Jane Roe in Sport", &["Jane Roe"]),
            ("Written by Jane Roe, MD — Updated in May", &["Jane Roe, MD"]),
            ("By Jane Roe, Reuters", &["Jane Roe"]),
            ("By Jane Roe and Associated Press", &["Jane Roe"]),
            ("By Jane Roe Monday, 6 May", &["Jane Roe"]),
            ("Autor/in: Jana Nowak", &["Jana Nowak"]),
            ("Von Jana Nowak und Karl von der Tann, dpa", &["Jana Nowak", "Karl von der Tann"]),
            ("View all posts by Jane Roe", &["Jane Roe"]),
            ("기자 김철수", &[]),
            ("记者 李华", &["李华"]),
            ("Posted by jroe42 at noon", &[]),
            ("Posted by jroe at noon", &["jroe"]),
            ("Von Jana Nowak und Karl Moor", &["Jana Nowak", "Karl Moor"]),
            ("Par Anne Petit, le 5 mai 2024", &["Anne Petit"]),
            ("Por Ana Ruiz y Luis Gil", &["Ana Ruiz", "Luis Gil"]),
            ("Di Carla Neri", &["Carla Neri"]),
            ("Door Jan de Vries", &["Jan de Vries"]),
            ("Av Kari Lund", &["Kari Lund"]),
            ("Autor: Jan Kowalski", &["Jan Kowalski"]),
            ("Автор: Анна Петрова", &["Анна Петрова"]),
            ("Yazar: Ayşe Kaya", &["Ayşe Kaya"]),
            ("作者：王小明", &["王小明"]),
            ("文/李华", &["李华"]),
            ("執筆者：山田太郎", &["山田太郎"]),
            ("글쓴이: 김철수", &["김철수"]),
        ] {
            assert_eq!(byline(line).unwrap_or_default(), expected, "{line}");
        }
    }

    #[test]
    fn sentences_are_no_bylines() {
        for line in [
            "By the time the ferry came it was dark",
            "By",
            "Bystanders saw it all",
            "DISCONTINUED",
            "Von hier aus sieht man das Meer",
            "记者从市交通局获悉，地铁六号线将于年底通车",
            "Para siempre",
            "Por favor espere",
            "Authorities said on Monday",
            "",
        ] {
            assert_eq!(byline(line), None, "{line}");
        }
        assert_eq!(sure_byline("By Jane Roe"), None);
        assert_eq!(sure_byline("Written by Jane Roe"), Some(vec!["Jane Roe".to_owned()]));
    }

    #[test]
    fn labels_stand_alone() {
        assert!(is_label("By") && is_label("WRITTEN BY:") && is_label(" Автор ：") && is_label("文/"));
        assert!(!is_label("") && !is_label("By Jane") && !is_label("Bye"));
    }

    #[test]
    fn names_begin_with_a_capital_or_have_none() {
        assert!(looks_like_name("Jane Roe") && looks_like_name("王小明") && looks_like_name("Ludwig van Beethoven"));
        assert!(
            !looks_like_name("the ferry") && !looks_like_name("Is it Jane?") && !looks_like_name("The ferry is late")
        );
    }
}
