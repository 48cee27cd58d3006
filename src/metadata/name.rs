//! Names of people out of what pages write around them.

/// Characters of the longest name: above that it is a sentence.
const MAX_NAME: usize = 80;
/// Words of the longest name.
const MAX_NAME_WORDS: usize = 9;
/// Authors of one page that are kept.
const MAX_AUTHORS: usize = 50;

/// What stands before a name in a byline, in lower case, the longer before the shorter that it begins with: English,
/// German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Polish, Czech, Russian, Ukrainian, Turkish,
/// Chinese, Japanese, Korean.
const BEFORE_NAME: &[&str] = &[
    "article written by", "article by", "written and edited by", "written by", "posted by", "published by", "authored by",
    "submitted by", "created by", "story by", "words by", "text by", "review by", "reviewed by", "contributed by", "asked by",
    "started by", "thread starter", "a guest post by", "guest post by", "post author", "post by", "blog by", "from the desk of",
    "authors", "author", "byline", "by", "verfasst von", "geschrieben von", "veröffentlicht von",
    "ein beitrag von", "ein artikel von", "von", "autorin", "autoren", "autor", "écrit par", "rédigé par", "publié par",
    "publie par", "proposé par", "posté par", "par", "auteurs", "auteur", "auteure", "escrito por", "publicado por",
    "redactado por", "por", "autora", "autores", "scritto da", "pubblicato da", "a cura di", "di", "autore", "autrice",
    "geschreven door", "geplaatst door", "door", "skrevet af", "skrevet av", "skriven av", "publicerad av", "tekst", "af",
    "av", "napisał", "napisała", "opublikował", "przez", "autorka", "autorzy", "napsal", "автор", "авторы", "текст",
    "опубликовано", "автори", "yazan", "yazar", "文/", "文／", "作者", "作 者", "撰文", "记者", "記者", "編輯", "著者",
    "執筆", "執筆者", "投稿者", "ライター", "文", "글", "글쓴이", "작성자",
];

/// Words of [`BEFORE_NAME`] that also begin sentences: what follows them must look like a name.
const WEAK: &[&str] = &["by", "von", "par", "por", "di", "door", "af", "av", "przez", "文", "글", "tekst", "текст"];

/// What ends a name, with the blanks around it.
const ENDS: &[&str] = &[
    " | ", " • ", " · ", " – ", " — ", " // ", " / ", " » ", " on ", " - ", "\n", "\t", " published", " updated", " posted",
    " last updated", " reviewed by", " medically reviewed", " edited by", " fact checked", " is a ", " in ", " am ", " le ",
    " el ", " il ", " at ", " for ", " via ", "(@", " @", " http", "：", " Published", " Updated", " Posted", " Reviewed by",
    " Edited by", " Medically", " Fact", " Last", " Follow", " Date", " Read more", " View ", " Contributor", " Senior ", " Staff Writer",
    " About the author", " See ", " View ",
];

/// What stands between two names.
const BETWEEN: &[&str] = &[";", " & ", " and ", " und ", " et ", " y ", " e ", " og ", " och ", " en ", " i ", " with ", "、", "，", " и ", " и\u{a0}"];

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
    let rest = cut(rest);
    let names = names(rest);
    let plausible = !names.is_empty() && (!WEAK.contains(&label) || names.iter().all(|name| looks_like_name(name)));
    plausible.then_some(names)
}

/// The label a line begins with and what follows it.
fn without_label(line: &str) -> Option<(&'static str, &str)> {
    let lower = line.chars().take(MAX_NAME).collect::<String>().to_lowercase();
    BEFORE_NAME.iter().find_map(|label| {
        lower.strip_prefix(label)?;
        // Lower case may differ in bytes, so the label is measured in characters.
        let (end, next) = line.char_indices().nth(label.chars().count())?;
        let ideographic = !label.is_ascii() && label.chars().all(|c| c > '\u{2e7f}');
        let apart = ideographic || next.is_whitespace() || next == ':' || next == '：';
        let rest = line.get(end..)?.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '-' | '–' | '/' | '／'));
        (apart && !rest.is_empty()).then_some((*label, rest))
    })
}

/// The part of a line before whatever does not belong to a name.
fn cut(line: &str) -> &str {
    let end = ENDS.iter().filter_map(|end| line.find(end)).min().unwrap_or(line.len());
    let end = end.min(line.find(|c: char| c.is_ascii_digit()).unwrap_or(line.len()));
    let head = line.get(..end).unwrap_or(line);
    // "By Jane Roe, 5 May": the month before the digit went with it only in some languages.
    head.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | '|' | '(' | '·' | '•' | '/'))
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

/// Two to four words that all begin with an uppercase letter and are no abbreviation.
fn is_full_name(text: &str) -> bool {
    const TITLES: &[&str] = &[
        "Editor", "Expert", "Director", "Manager", "Writer", "Contributor", "Professor", "Officer", "Specialist", "Analyst",
        "Horticulturalist", "Educator", "Committee", "Dietitian", "Nutritionist", "Therapist", "Consultant", "Engineer",
        "Founder", "President", "Reporter", "Correspondent", "Master", "Senior", "Staff", "Certified", "Registered",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &&str| word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
    let particle = |word: &&str| matches!(*word, "de" | "la" | "van" | "von" | "der" | "den" | "di" | "da" | "del" | "bin" | "al" | "O");
    let initial = |word: &&str| word.ends_with('.') && word.len() <= 3;
    (2..=5).contains(&words.len())
        && words.iter().all(|word| capital(word) || particle(word) || initial(word))
        && words.iter().filter(|word| capital(word)).count() >= 2
        && !words.iter().any(|word| TITLES.contains(&word.trim_matches('.')))
        && !text.contains("Ph.D")
}

/// A name without what hangs on it, or nothing if it is none.
fn name(text: &str) -> String {
    let text = text.trim().trim_start_matches('@');
    let text = text.split([' ', '(']).take_while(|word| !word.contains("://") && !(word.contains('@') && word.contains('.')));
    let text = text.collect::<Vec<_>>().join(" ");
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '|' | '-' | '–' | '—' | '•' | '·' | '"' | '/' | '*' | '<' | '>' | '(' | '\u{200b}'));
    let fits = text.chars().count() <= MAX_NAME && text.split_whitespace().count() <= MAX_NAME_WORDS;
    let is_address = text.contains("www.") || text.starts_with("http") || text.starts_with('/');
    let has_letter = text.chars().any(char::is_alphabetic);
    if fits && has_letter && !is_address { text.to_owned() } else { String::new() }
}

/// Whether a string could be the name of a person: few words, the first with an uppercase letter or in a script
/// without case.
pub(super) fn looks_like_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let first = text.chars().next();
    let begins = first.is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    // Most words of a name begin with a capital: "By the time" is none.
    let small = text.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    begins && words <= 6 && small * 2 <= words && !text.ends_with(['.', '!', '?', ':']) || begins && text.ends_with("r.") && words <= 6
}
