//! Names of people out of what pages write around them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Characters of the longest name: above that it is a sentence.
const MAX_NAME: usize = 80;
/// Words of the longest name.
const MAX_NAME_WORDS: usize = 9;
/// Authors of one page that are kept.
const MAX_AUTHORS: usize = 50;

/// What stands before a name in a byline, in lower case: English, German, French, Spanish, Italian, Portuguese, Dutch,
/// Scandinavian, Polish, Czech, Russian, Ukrainian, Turkish, Chinese, Japanese, Korean. The longer stand before the
/// shorter that they begin with.
const LABELS: &[&str] = &[
    "this article was written by", "article written by", "article by", "written and edited by", "written by",
    "posted by", "published by", "authored by", "submitted by", "created by", "story by", "words by", "text by",
    "review by", "contributed by", "asked by", "started by", "thread starter", "a guest post by", "guest post by",
    "post author", "post by", "blog by", "blogger", "author(s)", "authors", "author", "byline", "by", "verfasst von",
    "geschrieben von", "veröffentlicht von", "ein beitrag von", "ein artikel von", "von", "autorin", "autoren", "autor",
    "écrit par", "rédigé par", "publié par", "proposé par", "posté par", "par", "auteurs", "auteure", "auteur",
    "escrito por", "publicado por", "redactado por", "por", "autora", "autores", "scritto da", "pubblicato da",
    "a cura di", "di", "autore", "autrice", "geschreven door", "geplaatst door", "door", "skrevet af", "skrevet av",
    "skriven av", "publicerad av", "tekst", "af", "av", "napisała", "napisał", "opublikował", "przez", "autorka",
    "autorzy", "napsal", "авторы", "автори", "автор", "текст", "опубликовал", "yazan", "yazar", "文/", "文／", "作者",
    "作 者", "撰文", "记者", "記者", "編輯", "著者", "執筆者", "執筆", "投稿者", "ライター", "글쓴이", "작성자", "글",
];

/// Those that also begin sentences: what follows them must look like a name.
const WEAK: &[&str] = &[
    "by", "von", "par", "por", "di", "door", "af", "av", "przez", "글", "tekst", "текст", "blogger", "作者", "记者", "記者",
];

/// What ends a name in a line of text.
const ENDS: &[&str] = &[
    " | ", " • ", " · ", " ⋅ ", " – ", " — ", " / ", " » ", " - ", "\n", "\t", " on ", " published", " updated", " posted",
    " last updated", " reviewed by", " medically reviewed", " edited by", " is a ", " in ", " am ", " le ", " el ", " il ",
    " at ", " for ", " via ", "(@", " @", " http", "：", " Published", " Updated", " Posted", " Reviewed by", " Edited by",
    " Medically", " Fact", " Last", " Follow", " Date", " Read more", " View ", " Contributor", " Senior ", " Staff Writer",
    " About the author", " See ", " from ", " of ", " who ", " has ", " was ",
];

/// What stands between two names.
const BETWEEN: &[&str] = &[
    ";", " & ", " and ", " und ", " et ", " y ", " e ", " og ", " och ", " en ", " i ", " with ", "、", "，", " и ", " | ",
    " · ", " • ",
];

/// Words that stand where a name should, and are none.
const NO_NAMES: &[&str] = &[
    "writer", "editor", "author", "authors", "contributor", "admin", "administrator", "guest", "posted", "published",
    "updated", "share", "follow", "subscribe", "anonymous", "unknown", "none", "null", "undefined", "n/a", "staff writer",
    "read more", "view profile", "view all posts", "about the author", "see more", "more", "bio", "written", "editorial",
    "member", "moderator", "ad", "advertisement", "comments", "reply", "home", "follow us", "contributing writer",
];

/// The names in a string that is known to hold them: `Jane Roe and John Doe, MD`.
pub(super) fn names(text: &str) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = without_label(&text).map_or(text.as_str(), |(_, rest)| rest);
    let mut names: Vec<String> = Vec::new();
    for part in split(text) {
        let name = name(part);
        if !name.is_empty() && !names.iter().any(|known| known.eq_ignore_ascii_case(&name)) && names.len() < MAX_AUTHORS {
            names.push(name);
        }
    }
    names
}

/// The names in a line that begins as bylines do: `By Jane Roe | 5 May 2024`.
pub(super) fn byline(line: &str) -> Option<Vec<String>> {
    let (label, rest) = without_label(line.trim())?;
    let names = names(cut(rest));
    let plausible = !names.is_empty() && (!WEAK.contains(&label) || names.iter().all(|name| looks_like_name(name)));
    plausible.then_some(names)
}

/// The names in a line that begins with words that stand nowhere else: `Written by Jane Roe`.
pub(super) fn sure_byline(line: &str) -> Option<Vec<String>> {
    let (label, _) = without_label(line)?;
    let sure = label.contains(' ') && !WEAK.contains(&label);
    if sure { byline(line).filter(|names| names.iter().all(|name| looks_like_name(name))) } else { None }
}

/// Whether a line is nothing but what stands before a name.
pub(super) fn is_label(line: &str) -> bool {
    let line = line.trim().trim_end_matches([':', '：']).trim_end();
    line.len() <= MAX_NAME && LABELS.contains(&line.to_lowercase().as_str())
}

/// The labels by their first character.
static LABELS_OF: LazyLock<BTreeMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut labels: BTreeMap<char, Vec<&str>> = BTreeMap::new();
    for label in LABELS {
        labels.entry(label.chars().next().unwrap_or_default()).or_default().push(label);
    }
    labels
});

/// The label a line begins with and what follows it.
fn without_label(line: &str) -> Option<(&'static str, &str)> {
    let first = line.chars().next()?.to_lowercase().next()?;
    LABELS_OF.get(&first)?.iter().find_map(|label| {
        let end = prefix(line, label)?;
        let after = line.get(end..)?;
        let next = after.chars().next()?;
        let ideographic = label.chars().all(|c| c > '\u{2e7f}');
        // Where label and name are two elements, they may stand together without a blank: "ByJane Roe".
        let glued = next.is_uppercase() && line.get(..end).is_some_and(|label| label.ends_with(char::is_lowercase));
        let apart = ideographic || glued || next.is_whitespace() || matches!(next, ':' | '：' | '.');
        let joint = |c: char| c.is_whitespace() || ":：-–/／.|•".contains(c);
        let rest = after.trim_start_matches(joint);
        (apart && !rest.is_empty()).then_some((*label, rest))
    })
}

/// The byte at which a line goes on after a label, whatever the case of the two.
fn prefix(line: &str, label: &str) -> Option<usize> {
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

/// The part of a line before whatever does not belong to a name.
fn cut(line: &str) -> &str {
    let end = ENDS.iter().filter_map(|end| line.find(end)).min().unwrap_or(line.len());
    let end = end.min(line.find(|c: char| c.is_ascii_digit()).unwrap_or(line.len()));
    let head = line.get(..end).unwrap_or(line);
    let head = head.trim_end_matches(|c: char| c.is_whitespace() || ",-–—|(·•/".contains(c));
    without_month(head)
}

/// A line without the month at its end: "Jane Roe, May" of "Jane Roe, May 5".
fn without_month(line: &str) -> &str {
    let last = line.rsplit([' ', ',']).next().unwrap_or_default();
    if last.len() < line.len() && super::month_names::month(&last.trim_end_matches('.').to_lowercase()).is_some() {
        let head = line.get(..line.len() - last.len()).unwrap_or(line);
        return head.trim_end_matches(|c: char| c.is_whitespace() || ",-–—|(·•/".contains(c));
    }
    line
}

/// The names between the words that join names. At a comma only where what follows is a name of its own and no degree.
fn split(text: &str) -> Vec<&str> {
    let mut parts = vec![text];
    for between in BETWEEN {
        parts = parts.into_iter().flat_map(|part| part.split(between)).collect();
    }
    parts.into_iter().flat_map(split_at_commas).collect()
}

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
    const OFFICES: &[&str] = &[
        "Editor", "Expert", "Director", "Manager", "Writer", "Contributor", "Professor", "Officer", "Specialist", "Analyst",
        "Horticulturalist", "Educator", "Committee", "Dietitian", "Nutritionist", "Therapist", "Consultant", "Engineer",
        "Founder", "President", "Reporter", "Correspondent", "Master", "Senior", "Staff", "Certified", "Registered",
        "Journalism", "Updated", "Published", "Posted", "Reviewed", "Team", "Read", "Privacy",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &&str| word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
    let particle =
        |word: &&str| matches!(*word, "de" | "la" | "van" | "von" | "der" | "den" | "di" | "da" | "del" | "bin" | "al");
    let initial = |word: &&str| word.ends_with('.') && word.len() <= 3;
    (2..=5).contains(&words.len())
        && words.iter().all(|word| capital(word) || particle(word) || initial(word))
        && words.iter().filter(|word| capital(word)).count() >= 2
        && !words.iter().any(|word| OFFICES.contains(&word.trim_matches('.')))
        && !text.contains("Ph.D")
}

/// A name without what hangs on it, or nothing if it is none.
fn name(text: &str) -> String {
    const AROUND: &str = ",;:|-–—•·⋅\"/*<>\u{200b}";
    let text = text.trim().trim_start_matches('@');
    // What stands in brackets at the end is no part of the name: a pronoun, a user's number.
    let text = match text.split_once('(') {
        Some((name, rest)) if rest.find(')').is_none_or(|end| rest.len() - end <= 2) => name,
        _ => text,
    };
    let text = text.split(" ⋅").next().unwrap_or(text);
    let is_address = |word: &&str| word.contains("://") || (word.contains('@') && word.contains('.'));
    let words: Vec<&str> = text.split_whitespace().take_while(|word| !is_address(word)).collect();
    let text = words.join(" ");
    let text = text.trim_matches(|c: char| c.is_whitespace() || AROUND.contains(c));
    let fits = text.chars().count() <= MAX_NAME && text.split_whitespace().count() <= MAX_NAME_WORDS;
    let lower = text.to_lowercase();
    // One word with points inside is a host or a placeholder.
    let is_host = !text.contains(' ') && text == lower && text.trim_matches('.').contains('.');
    let odd = is_host || text.contains("www.") || text.contains("{{") || text.contains("${") || text.starts_with("http");
    let has_letter = text.chars().any(char::is_alphabetic);
    if fits && has_letter && !odd && !is_label(text) && !NO_NAMES.contains(&lower.as_str()) {
        text.to_owned()
    } else {
        String::new()
    }
}

/// Whether a string could be the name of a person: few words, the first with an uppercase letter or in a script
/// without case.
pub(super) fn looks_like_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let begins = text.chars().next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    // Most words of a name begin with a capital: "By the time" is none.
    let small = text.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    begins && words <= 6 && small * 2 <= words && !text.ends_with(['!', '?', ':'])
}
