//! Pages to plain text, as others flatten them: what the scorer of dumps learns from.
//!
//! Knows nothing of blocks and features: the elements alone decide where lines end.

use mainbody::internals::{Event, Parsed};

/// How a page is flattened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// As in the WET files of Common Crawl: the title first, a line for each block-level element, no blank lines, no
    /// bullets but those that stand in the page.
    Wet,
    /// As converters to text write: blank lines around paragraphs and headings, bullets and numbers before items, which
    /// are indented by their depth.
    Rendered,
    /// A line for each text node, as scripts do that join all text of a page: sentences are torn at links and emphasis.
    Runs,
    /// As text browsers dump a page: with a margin, wrapped at a width, links numbered; each of it on some pages only.
    Browser,
}

impl Layout {
    pub(crate) const ALL: [Self; 4] = [Self::Wet, Self::Rendered, Self::Runs, Self::Browser];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Wet => "wet",
            Self::Rendered => "rendered",
            Self::Runs => "runs",
            Self::Browser => "browser",
        }
    }

    fn style(self, seed: u64) -> Style {
        let mut random = fastrand::Rng::with_seed(seed);
        match self {
            Self::Wet => Style { title: true, controls: true, ..Style::default() },
            Self::Rendered => Style { blank: true, bullets: Some(["•"; 3]), ..Style::default() },
            Self::Runs => {
                Style { title: random.bool(), controls: true, runs: true, breaks: random.bool(), ..Style::default() }
            }
            Self::Browser => Style {
                blank: true,
                bullets: Some(BULLETS[random.usize(..BULLETS.len())]),
                margin: [0, 0, 3][random.usize(..3)],
                links: random.usize(..3) == 0,
                width: [None, Some(72), Some(76), Some(80), Some(80)][random.usize(..5)],
                ..Style::default()
            },
        }
    }
}

/// What text browsers put before items, by depth.
const BULLETS: [[&str; 3]; 3] = [["*", "+", "o"], ["•", "◦", "□"], ["-", "-", "-"]];

/// What a flattened page looks like.
#[derive(Debug, Default)]
struct Style {
    /// The title is the first line.
    title: bool,
    /// Buttons and selections are there.
    controls: bool,
    /// Blank lines stand around paragraphs and headings.
    blank: bool,
    /// Each text node is a line.
    runs: bool,
    /// Line breaks of the source are line breaks.
    breaks: bool,
    /// What items begin with, by depth, in place of the bullets that lists do without.
    bullets: Option<[&'static str; 3]>,
    /// Columns before all text but headings.
    margin: usize,
    /// Links are numbered.
    links: bool,
    /// Columns at which lines are wrapped.
    width: Option<usize>,
}

/// Elements without visible text.
const SKIPPED: &[&str] = &[
    "script",
    "style",
    "template",
    "svg",
    "iframe",
    "audio",
    "video",
    "canvas",
    "object",
    "embed",
    "textarea",
    "datalist",
    "annotation",
    "annotation-xml",
    "noembed",
    "noframes",
    "head",
];

/// Elements that stand inside a line.
const INLINE: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "button",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "font",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "mark",
    "math",
    "meter",
    "nobr",
    "output",
    "picture",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "slot",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "mi",
    "mn",
    "mo",
    "mrow",
    "msup",
    "msub",
    "mfrac",
    "mtext",
    "semantics",
    "#text",
];

/// Flattens a page. What layouts leave open depends on the seed.
pub(crate) fn flatten(page: &Parsed, layout: Layout, seed: u64) -> String {
    let mut walk = Walk { style: layout.style(seed), ..Walk::default() };
    page.events(|event| match event {
        Event::Open(name) => walk.open(name),
        Event::Text(text) => walk.text(text),
        Event::Close(name) => walk.close(name),
    });
    walk.out.push('\n');
    walk.style.width.map_or(walk.out.clone(), |width| wrapped(&walk.out, width))
}

#[derive(Default)]
struct Walk {
    style: Style,
    out: String,
    /// Open elements without visible text.
    skipped: usize,
    /// Inside the title of the page.
    title: bool,
    /// Line ends due before the next text.
    ends: usize,
    /// A space is due.
    space: bool,
    /// The open lists: the number of the next item, or none in a list of bullets.
    lists: Vec<Option<u32>>,
    /// The marker due before the next text.
    marker: Option<String>,
    /// The number of a link that is due before the next text.
    link: Option<u32>,
    /// Links so far.
    links: u32,
    /// Open headings.
    headings: usize,
    /// Open elements that keep their whitespace.
    pre: usize,
}

impl Walk {
    fn open(&mut self, name: &str) {
        if name == "title" && self.style.title && self.out.is_empty() {
            self.title = true;
            return;
        }
        if self.hides(name) {
            self.skipped += 1;
        }
        if self.skipped > 0 {
            return;
        }
        match name {
            "ul" | "menu" | "dir" => self.lists.push(None),
            "ol" => self.lists.push(Some(1)),
            "li" => self.item(),
            "pre" => self.pre += 1,
            "td" | "th" | "option" => self.space = true,
            "a" if self.style.links => {
                self.links += 1;
                self.link = Some(self.links);
            }
            name if is_heading(name) => self.headings += 1,
            _ => {}
        }
        self.end_line(name);
    }

    fn close(&mut self, name: &str) {
        if name == "title" && self.title {
            self.title = false;
            self.ends = 1;
            return;
        }
        if self.skipped > 0 {
            self.skipped -= usize::from(self.hides(name));
            return;
        }
        match name {
            "ul" | "menu" | "dir" | "ol" => drop(self.lists.pop()),
            "li" => self.marker = None,
            "pre" => self.pre = self.pre.saturating_sub(1),
            name if is_heading(name) => self.headings = self.headings.saturating_sub(1),
            _ => {}
        }
        self.end_line(name);
    }

    fn hides(&self, name: &str) -> bool {
        SKIPPED.contains(&name) || (!self.style.controls && matches!(name, "select" | "button"))
    }

    /// Ends the line where an element of this name begins or ends.
    fn end_line(&mut self, name: &str) {
        let ends = match name {
            "td" | "th" | "option" => 0,
            _ if INLINE.contains(&name) => 0,
            _ if self.style.blank && (name == "p" || is_heading(name)) => 2,
            _ => 1,
        };
        self.ends = self.ends.max(ends);
    }

    fn item(&mut self) {
        let depth = self.lists.len().clamp(1, 3) - 1;
        let Some(bullet) = self.style.bullets.and_then(|bullets| bullets.get(depth).copied()) else { return };
        self.ends = self.ends.max(1);
        self.marker = Some(match self.lists.last_mut() {
            Some(Some(next)) => {
                *next += 1;
                format!("{}. ", *next - 1)
            }
            _ => format!("{bullet} "),
        });
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 && !self.title {
            return;
        }
        if self.style.runs && !self.title {
            self.ends = self.ends.max(1);
        }
        if (self.pre > 0 || self.style.breaks) && !self.title {
            for (nth, line) in text.split('\n').enumerate() {
                if nth > 0 {
                    self.ends = (self.ends + 1).min(2);
                }
                self.word(if self.pre > 0 { line.trim_end() } else { line.trim() });
            }
            return;
        }
        self.space |= text.starts_with(char::is_whitespace);
        for word in text.split_whitespace() {
            self.word(word);
            self.space = true;
        }
        self.space &= text.ends_with(char::is_whitespace);
    }

    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if !self.out.is_empty() && self.ends > 0 {
            let ends = if self.style.blank { self.ends.min(2) } else { 1 };
            self.out.push_str(&"\n\n"[..ends]);
        }
        if self.ends > 0 || self.out.is_empty() {
            self.indent();
        } else if self.space {
            self.out.push(' ');
        }
        (self.ends, self.space) = (0, false);
        if let Some(number) = self.link.take() {
            self.out.push_str(&format!("[{number}]"));
        }
        self.out.push_str(word);
    }

    fn indent(&mut self) {
        if self.style.bullets.is_none() {
            return;
        }
        let marker = self.marker.take();
        let depth = self.lists.len().min(8);
        let columns = match &marker {
            Some(_) => 2 * depth.max(1),
            None if depth > 0 => 2 * depth + 2,
            None => 0,
        };
        let margin = if self.headings > 0 { 0 } else { self.style.margin };
        self.out.extend(std::iter::repeat_n(' ', margin + columns));
        self.out.push_str(&marker.unwrap_or_default());
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Columns of a character in a terminal.
fn columns(c: char) -> usize {
    if matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}')
    {
        2
    } else {
        1
    }
}

/// A text with no line wider than so many columns, if words allow; lines go on below where the text of their first began.
fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for line in text.lines() {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        let marked = bare.split_once(' ').map_or(0, |(first, _)| {
            let is_marker = BULLETS.iter().flatten().any(|bullet| *bullet == first)
                || first.strip_suffix('.').is_some_and(|number| number.parse::<u32>().is_ok());
            if is_marker && indent > 0 { first.chars().count() + 1 } else { 0 }
        });
        out.extend(std::iter::repeat_n(' ', indent));
        let mut at = indent;
        // Text in columns of two can be broken anywhere.
        for word in bare.split_inclusive(|c: char| c == ' ' || columns(c) == 2) {
            let needed: usize = word.trim_end().chars().map(columns).sum();
            if at + needed > width && at > indent + marked {
                out.truncate(out.trim_end().len());
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', indent + marked));
                at = indent + marked;
            }
            out.push_str(word);
            at += word.chars().map(columns).sum::<usize>();
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<title>A page</title><nav><ul><li><a>Home</a><li><a>News</a><ul><li>Sport</ul></ul></nav>
        <h1>The  head</h1><p>One <b>bold</b>word.<br>Two.<script>x</script><ol><li><p>First<li>Second</ol>
        <table><tr><td>a<td>b<tr><td>c</table><pre>x\n  y</pre>";

    #[test]
    fn wet_files_have_a_line_for_each_block() {
        let expected = "A page\nHome\nNews\nSport\nThe head\nOne boldword.\nTwo.\nFirst\nSecond\na b\nc\nx\n  y\n";
        assert_eq!(flatten(&Parsed::parse(PAGE), Layout::Wet, 0), expected);
    }

    #[test]
    fn rendered_text_has_bullets_and_blank_lines() {
        let expected = "  • Home\n  • News\n    • Sport\n\nThe head\n\nOne boldword.\nTwo.\n\n  1. First\n\n  2. Second\n\
                        a b\nc\nx\n  y\n";
        assert_eq!(flatten(&Parsed::parse(PAGE), Layout::Rendered, 0), expected);
    }

    #[test]
    fn each_text_node_is_a_run() {
        let runs = |seed| flatten(&Parsed::parse(PAGE), Layout::Runs, seed);
        let found = (0..20).map(runs).find(|text| text.starts_with("A page\n"));
        let expected = "A page\nHome\nNews\nSport\nThe head\nOne\nbold\nword.\nTwo.\nFirst\nSecond\na\nb\nc\nx\n  y\n";
        assert_eq!(found.as_deref(), Some(expected));
    }

    #[test]
    fn browsers_wrap_lines() {
        let page =
            format!("<p>{}</p><ul><li>{}</ul><p>{}</p>", "word ".repeat(100), "item ".repeat(100), "語".repeat(200));
        for seed in 0..50 {
            let style = Layout::Browser.style(seed);
            let text = flatten(&Parsed::parse(&page), Layout::Browser, seed);
            let widest = text.lines().map(|line| line.chars().map(columns).sum::<usize>()).max();
            assert!(widest <= style.width.or(Some(usize::MAX)), "{text}");
            assert_eq!(text.lines().count() > 20, style.width.is_some(), "{text}");
            assert_eq!(text.matches("word").count() + text.matches("item").count(), 200, "{text}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_text() {
        for layout in Layout::ALL {
            for seed in 0..20 {
                let text = || flatten(&Parsed::parse(PAGE), layout, seed);
                assert_eq!(text(), text());
            }
        }
    }
}
