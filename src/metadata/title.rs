//! The title of a page, without the name of the site.

use super::plain_line::plain_line;
use super::words::{agreement, collapsed, squeezed, words};
use crate::prefix::{MAX_TITLE as LOOKED_AT, prefix};
use crate::vocab::is_ideograph;

/// Parts of a title between separators that are told apart; what follows them stays with the last.
const MAX_PARTS: usize = 8;
/// Agreement from which a part of a title is the name of the site, spelt otherwise.
const SITE: f32 = 0.8;
/// Agreement from which a heading is the title that is declared otherwise: below it, the two have a word or two in common
/// by chance.
const LIKE: f32 = 0.3;
/// Headings of the first level that are looked at.
const MAX_HEADINGS: usize = 100;
/// Words of the longest name of a site.
const MAX_SITE_WORDS: usize = 6;
/// Characters of a declared title that are looked at.
const MAX_DECLARED: usize = 4000;
/// Characters of the longest title.
const MAX_TITLE: usize = 400;

/// What a page says of its title.
#[derive(Debug, Default)]
pub(super) struct Titles<'a> {
    /// `<title>`.
    pub(super) element: Option<&'a str>,
    /// `og:title`.
    pub(super) open_graph: Option<&'a str>,
    /// The headline of JSON-LD or microdata.
    pub(super) headline: Option<&'a str>,
    /// Other `<meta>`.
    pub(super) meta: Option<&'a str>,
    /// The headings of the first level, in document order.
    pub(super) headings: Vec<&'a str>,
    /// Other texts that may confirm a part of a title.
    pub(super) confirming: Vec<&'a str>,
    /// The names of the site.
    pub(super) sites: Vec<&'a str>,
}

/// A text and its words.
struct Worded<'a> {
    text: &'a str,
    words: Vec<u64>,
}

impl<'a> Worded<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, words: words(text) }
    }
}

/// The same with everything split into words once.
struct Choice<'a> {
    headings: Vec<Worded<'a>>,
    sites: Vec<Worded<'a>>,
    /// All that may be the title, of any source.
    all: Vec<Worded<'a>>,
    /// Texts that may be it where none of these is a part of another.
    more: &'a [&'a str],
}

impl Titles<'_> {
    /// The title of the page: the heading that is like one of the declared titles, or else the first of these, without
    /// the name of the site.
    pub(super) fn choose(&self) -> Option<String> {
        let declared = [self.open_graph, self.headline, self.element, self.meta];
        let beginning = |title: &str| title.chars().take(MAX_DECLARED).collect::<String>();
        let mut declared: Vec<String> =
            declared.into_iter().flatten().map(|title| plain_line(&beginning(title), usize::MAX)).collect();
        declared.retain(|title| !title.is_empty());
        let headings: Vec<&str> =
            self.headings.iter().take(MAX_HEADINGS).map(|heading| prefix(heading, LOOKED_AT)).collect();
        let all = declared.iter().map(String::as_str).chain(headings.iter().copied());
        let choice = Choice {
            headings: headings.iter().map(|heading| Worded::new(heading)).collect(),
            sites: self.sites.iter().map(|site| Worded::new(prefix(site, LOOKED_AT))).collect(),
            all: all.map(Worded::new).collect(),
            more: &self.confirming,
        };
        let mut cleaned: Vec<String> = Vec::new();
        for (nth, title) in declared.iter().enumerate() {
            if !declared[..nth].contains(title) {
                cleaned.push(choice.cleaned(title));
            }
        }
        let heading = choice.heading(&cleaned).map(|heading| choice.without_site(&collapsed(heading)));
        let title = heading.or_else(|| cleaned.into_iter().next())?;
        Some(title.chars().take(MAX_TITLE).collect())
    }
}

impl<'a> Choice<'a> {
    /// The heading that is most like one of the declared titles; without any, the first.
    fn heading(&self, declared: &[String]) -> Option<&'a str> {
        let declared: Vec<Vec<u64>> = declared.iter().map(|title| words(title)).collect();
        let mut found: Option<(&str, f32)> = None;
        for heading in self.headings.iter().filter(|heading| !self.is_site(&heading.words)) {
            let like = declared.iter().map(|title| agreement_from(LIKE, &heading.words, title)).fold(0.0, f32::max);
            if found.is_none_or(|(_, most)| like > most) {
                found = Some((heading.text, like));
            }
        }
        found.filter(|(_, like)| *like >= LIKE || declared.is_empty()).map(|(heading, _)| heading)
    }

    fn is_site(&self, words: &[u64]) -> bool {
        self.sites.iter().any(|site| site.words == words)
    }

    /// A declared title without the name of the site.
    fn cleaned(&self, title: &str) -> String {
        let parts = parts(title);
        if parts.len() < 2 {
            return title.to_owned();
        }
        let own = self.confirmed(title, &parts).or_else(|| self.between_sites(title, &parts));
        own.or_else(|| self.all_but_last(title, &parts)).unwrap_or(title).to_owned()
    }

    /// The longest run of parts that another source gives as the title.
    fn confirmed<'t>(&self, title: &'t str, parts: &[(usize, usize)]) -> Option<&'t str> {
        let runs = (0..parts.len()).flat_map(|from| (from..parts.len()).map(move |to| (from, to)));
        let texts = runs.filter_map(|(from, to)| title.get(parts[from].0..parts[to].1));
        let runs: Vec<Worded<'_>> = texts.map(Worded::new).collect();
        let runs = || runs.iter().filter(|run| !run.words.is_empty() && !self.is_site(&run.words));
        let by = |others: &[Worded<'_>]| {
            let given = |run: &&Worded<'t>| others.iter().any(|other| other.words == run.words && other.text != title);
            runs().filter(given).max_by_key(|run| run.text.len()).map(|run| run.text)
        };
        let given = by(&self.all);
        // The heading of the first level may be the name of the site, and the next one the title.
        if given.is_some_and(|run| 2 * run.len() >= title.len()) {
            return given;
        }
        let more: Vec<Worded<'_>> = self.more.iter().map(|heading| Worded::new(prefix(heading, LOOKED_AT))).collect();
        by(&more).into_iter().chain(given).max_by_key(|run| run.len())
    }

    /// A text without the name of the site before or after it, if that is known.
    fn without_site(&self, text: &str) -> String {
        let parts = parts(text);
        if parts.len() < 2 { None } else { self.between_sites(text, &parts) }.unwrap_or(text).to_owned()
    }

    /// The parts between those that are the name of the site.
    fn between_sites<'t>(&self, title: &'t str, parts: &[(usize, usize)]) -> Option<&'t str> {
        let is_site = |part: &&(usize, usize)| {
            let part = Worded::new(title.get(part.0..part.1).unwrap_or_default());
            self.sites.iter().any(|site| {
                agreement_from(SITE, &part.words, &site.words) >= SITE || squeezed(site.text).eq(squeezed(part.text))
            })
        };
        let before = parts.iter().take_while(is_site).count();
        let after = parts.iter().rev().take_while(is_site).count();
        if before == parts.len() || before + after == 0 {
            return None;
        }
        title.get(parts[before].0..parts[parts.len() - 1 - after].1)
    }

    /// All parts but the last, if that is short and may be the name of the site, which is not known.
    fn all_but_last<'t>(&self, title: &'t str, parts: &[(usize, usize)]) -> Option<&'t str> {
        let (last, rest) = parts.split_last()?;
        let own = title.get(rest.first()?.0..rest.last()?.1)?;
        let separator = title.get(rest.last()?.1..last.0)?.trim();
        let site = words(title.get(last.0..last.1)?).len();
        let bar = matches!(separator, "|" | "»" | "«" | "·" | "•" | "｜" | "│");
        let sure = bar || (self.sites.is_empty() && separator != ":");
        (sure && site <= MAX_SITE_WORDS && site <= words(own).len()).then_some(own)
    }
}

/// How far two texts agree; 0 where they are too unequal in length to agree so far.
///
/// So no heading is compared with a title that is very much longer: a page may have many of the one and one of the other.
fn agreement_from(least: f32, one: &[u64], other: &[u64]) -> f32 {
    let (shorter, longer) = (one.len().min(other.len()), one.len().max(other.len()));
    let most = 2.0 * shorter as f32 / (shorter + longer) as f32;
    if most < least { 0.0 } else { agreement(one, other) }
}

/// The parts of a title between separators, as byte ranges without the blanks around them.
fn parts(title: &str) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let part = title.get(from..to).unwrap_or_default();
        let trimmed = part.trim();
        if !trimmed.is_empty() {
            let lead = part.len() - part.trim_start().len();
            parts.push((from + lead, from + lead + trimmed.len()));
        }
        parts.len() < MAX_PARTS
    };
    let bytes = title.as_bytes();
    let blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    let ideographic = |c: Option<char>| c.is_some_and(is_ideograph);
    for (at, c) in title.char_indices() {
        let end = at + c.len_utf8();
        let before = at.checked_sub(1).is_none_or(blank);
        // In other scripts it joins the words of a name: "str_replace".
        let beside_ideograph = || {
            let [before, after] = [title.get(..at), title.get(end..)].map(Option::unwrap_or_default);
            ideographic(before.chars().next_back()) || ideographic(after.chars().next())
        };
        let separates = match c {
            '|' | '│' | '｜' => true,
            ':' => blank(end),
            '_' => (before && blank(end)) || beside_ideograph(),
            '-' | '–' | '—' | '―' | '·' | '•' | '»' | '«' | '›' | '~' | '/' | '<' | '>' => {
                before && blank(end)
            }
            _ => false,
        };
        if separates {
            if !push(start, at) {
                break;
            }
            start = end;
        }
    }
    push(start, title.len());
    parts
}

#[cfg(test)]
mod tests {
    use super::{MAX_PARTS, Titles, parts};

    #[track_caller]
    fn check(titles: &Titles<'_>, expected: &str) {
        assert_eq!(titles.choose().as_deref(), Some(expected), "{titles:?}");
    }

    #[test]
    fn the_name_of_the_site_goes() {
        for element in [
            "The bridge is open | Harbour Gazette",
            "The bridge is open - Harbour Gazette",
            "The bridge is open — HARBOUR GAZETTE",
            "Harbour Gazette » The bridge is open",
            "Harbour Gazette: The bridge is open",
            "Harbour Gazette | The bridge is open | harbourgazette",
        ] {
            let sites = vec!["Harbour Gazette"];
            check(&Titles { element: Some(element), sites, ..Titles::default() }, "The bridge is open");
        }
    }

    #[test]
    fn another_source_says_which_part_is_the_title() {
        let element = Some("Bridges | The bridge - and the wall | Harbour Gazette");
        let expected = "The bridge - and the wall";
        check(
            &Titles { element, headline: Some("The Bridge – and the Wall"), ..Titles::default() },
            "The Bridge – and the Wall",
        );
        check(&Titles { element, headings: vec!["Gazette", expected], ..Titles::default() }, expected);
        check(
            &Titles { element, headings: vec!["Gazette"], confirming: vec![expected], ..Titles::default() },
            expected,
        );
    }

    #[test]
    fn the_first_heading_may_be_the_name_of_the_site() {
        let titles = Titles {
            element: Some("Ferry late again after storm - The Post"),
            headings: vec!["The Post"],
            confirming: vec!["Ferry late again after storm"],
            ..Titles::default()
        };
        check(&titles, "Ferry late again after storm");
    }

    #[test]
    fn a_short_last_part_is_the_site_where_none_is_known() {
        let check = |element, expected| check(&Titles { element: Some(element), ..Titles::default() }, expected);
        check("The bridge is open - Harbour Gazette", "The bridge is open");
        check("Bridges: a history", "Bridges: a history");
        check(
            "Ferry | A very long name of a site that nobody would ever read",
            "Ferry | A very long name of a site that nobody would ever read",
        );
        check("One-word", "One-word");
        check("How to use str_replace in PHP", "How to use str_replace in PHP");
        check("The __init__ method _ Docs", "The __init__ method");
        check("大桥今天重新开放_港口日报", "大桥今天重新开放");
        check("大桥今天重新开放_CNN", "大桥今天重新开放");
    }

    #[test]
    fn the_heading_is_what_readers_see() {
        let titles = |headings| Titles {
            element: Some("Bridge open after three years - Harbour Gazette"),
            open_graph: Some("Bridge open after three years"),
            headings,
            sites: vec!["Harbour Gazette"],
            ..Titles::default()
        };
        check(
            &titles(vec!["Harbour Gazette", "After three years, the bridge is open"]),
            "After three years, the bridge is open",
        );
        check(&titles(vec!["Subscribe now"]), "Bridge open after three years");
        check(&titles(vec![]), "Bridge open after three years");
        check(&Titles { headings: vec!["Only this"], ..Titles::default() }, "Only this");
        assert_eq!(Titles::default().choose(), None);
    }

    #[test]
    fn titles_of_nothing_but_separators_are_whole() {
        let check = |element, expected| check(&Titles { element: Some(element), ..Titles::default() }, expected);
        check("|", "|");
        check(" - | - ", "- | -");
        assert_eq!(parts(&"a | ".repeat(100)).len(), MAX_PARTS + 1);
    }
}
