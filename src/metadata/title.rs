//! The title of a page, without the name of the site.

use super::words::{agreement, collapsed, words};

/// What stands between the title and the name of the site in `<title>`.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " · ", " • ", " » ", " « ", " │ ", "│", " › ", " :: ", " ~ ", " / ", " // ", " < ", " > ", " — ", "|", " ― ", "｜", "_", " : ", ": ",
];
/// Agreement from which two texts are the same title, one of them cut, lengthened or spelt otherwise.
const SAME: f32 = 0.8;
/// Agreement from which a heading is the title that is declared otherwise.
const LIKE: f32 = 0.3;
/// Words of the longest name of a site.
const MAX_SITE_WORDS: usize = 6;
/// Characters of the longest title.
const MAX_TITLE: usize = 400;

/// What a page says of its title.
#[derive(Debug, Default)]
pub(super) struct Titles<'a> {
    /// `<title>`.
    pub(super) element: Option<&'a str>,
    /// `og:title`.
    pub(super) open_graph: Option<&'a str>,
    /// The headline of JSON-LD.
    pub(super) headline: Option<&'a str>,
    /// Other `<meta>`.
    pub(super) meta: Option<&'a str>,
    /// The headings of the first level, in document order.
    pub(super) headings: Vec<&'a str>,
    /// Those of the next levels, which may confirm a title.
    pub(super) subheadings: Vec<&'a str>,
    /// The names of the site.
    pub(super) sites: Vec<&'a str>,
}

impl<'a> Titles<'a> {
    /// The title of the page.
    pub(super) fn choose(&self) -> Option<String> {
        let declared = self.declared();
        let heading = self.heading(&declared);
        let heading = heading.map(|heading| self.without_site(&collapsed(heading)));
        heading.or_else(|| declared.into_iter().next()).map(|title| shortened(&title))
    }

    /// The titles that are declared, the most trusted first, each without the name of the site.
    fn declared(&self) -> Vec<String> {
        let all = [self.open_graph, self.headline, self.element, self.meta];
        let all = all.into_iter().flatten().map(collapsed).filter(|title| !title.is_empty());
        all.map(|title| self.cleaned(&title)).collect()
    }

    /// The heading that is most like one of the declared titles.
    fn heading(&self, declared: &[String]) -> Option<&'a str> {
        let best = |heading: &&str| {
            let words = words(heading);
            declared.iter().map(|title| agreement(&words, &self::words(title))).fold(0.0, f32::max)
        };
        let mut found: Option<(&str, f32)> = None;
        for heading in self.headings.iter().filter(|heading| !self.is_site(&words(heading))) {
            let value = best(heading);
            if found.is_none_or(|(_, most)| value > most) {
                found = Some((heading, value));
            }
        }
        found.filter(|(_, value)| *value >= LIKE || declared.is_empty()).map(|(heading, _)| heading)
    }

    fn is_site(&self, words: &[String]) -> bool {
        self.sites.iter().any(|site| self::words(site) == words)
    }

    /// A title without the name of the site before or after it.
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
        let others = [self.headline, self.open_graph, self.meta, self.element];
        let others = others.into_iter().flatten().chain(self.headings.iter().copied()).chain(self.subheadings.iter().copied());
        let others: Vec<Vec<String>> = others.filter(|other| collapsed(other) != title).map(words).collect();
        let runs = (0..parts.len()).flat_map(|from| (from..parts.len()).map(move |to| (from, to)));
        let texts = runs.filter_map(|(from, to)| title.get(parts[from].0..parts[to].1));
        let same = |text: &&str| {
            let words = words(text);
            !words.is_empty() && !self.is_site(&words) && others.iter().any(|other| *other == words)
        };
        texts.filter(same).max_by_key(|text| text.len())
    }

    /// A text without the name of the site before or after it, if that is known.
    fn without_site(&self, text: &str) -> String {
        let parts = parts(text);
        if parts.len() < 2 { None } else { self.between_sites(text, &parts) }.unwrap_or(text).to_owned()
    }

    /// The parts between those that are the name of the site.
    fn between_sites<'t>(&self, title: &'t str, parts: &[(usize, usize)]) -> Option<&'t str> {
        let is_site = |part: &&(usize, usize)| {
            let words = words(title.get(part.0..part.1).unwrap_or_default());
            self.sites.iter().any(|site| {
                let site = self::words(site);
                agreement(&words, &site) >= SAME || site.concat() == words.concat()
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
        let sure = matches!(separator, "|" | "»" | "«" | "·" | "•" | "｜" | "│") || (self.sites.is_empty() && separator != ":");
        (sure && site <= MAX_SITE_WORDS && site <= words(own).len()).then_some(own)
    }
}

/// The parts of a title between separators, as byte ranges without the blanks around them.
fn parts(title: &str) -> Vec<(usize, usize)> {
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for separator in SEPARATORS {
        cuts.extend(title.match_indices(separator).map(|(at, found)| (at, at + found.len())));
    }
    cuts.sort_unstable();
    let mut parts = Vec::new();
    let mut start = 0;
    for (from, to) in cuts.into_iter().chain([(title.len(), title.len())]) {
        if from < start {
            continue;
        }
        let part = title.get(start..from).unwrap_or_default();
        let trimmed = part.trim();
        if !trimmed.is_empty() {
            let lead = part.len() - part.trim_start().len();
            parts.push((start + lead, start + lead + trimmed.len()));
        }
        start = to;
    }
    parts
}


fn squeezed(text: &str) -> String {
    words(text).concat()
}

fn shortened(title: &str) -> String {
    collapsed(title).chars().take(MAX_TITLE).collect()
}
