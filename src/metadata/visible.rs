//! Bylines and date lines that a reader sees, near the title.

use std::collections::BTreeSet;
use std::ops::Range;

use super::date::Calendar;
use super::date_label::{CHANGE, OTHER};
use super::date_line::Found;
use super::words::words as words_of;
use super::{declared, name};
use crate::block::Kind;
use crate::segment::Segments;
use crate::tree::{AttrName, NodeId, Tree};
use crate::vocab::{NameGroup, name_groups};

/// Blocks before the title in which its byline may stand.
const BEFORE: usize = 6;
/// Blocks after it.
const AFTER: usize = 16;
/// Words of the longest byline or date line.
const MAX_WORDS: u32 = 40;
/// Words of the shortest paragraph that ends the search: the text has begun.
const PROSE: u32 = 60;
/// Words of the longest text that is a name because of its class.
const MAX_NAMED: usize = 10;
/// Words of the longest line that is a byline or a date line far from the title.
const MAX_LINE_FAR_OFF: u32 = 12;
/// Words of the longest line that is a label to the next.
const MAX_LABEL: u32 = 3;
/// Words of the longest line with a date that is a date line and no text.
const MAX_SIGNED: u32 = 20;
/// Bytes of a class that is looked through for such words inside a line.
const MAX_VALUE: usize = 1000;
/// Words of the longest line that is a date and little else.
const MAX_BARE: u32 = 8;
/// Elements above a block whose class is still that of the block.
const CLIMB: usize = 3;

/// Digits of the shortest date: 1.5.24.
const MIN_DIGITS: u32 = 4;

/// What the page shows around its title.
#[derive(Debug, Default)]
pub(super) struct Visible {
    pub(super) authors: Vec<String>,
    pub(super) published: Option<Found>,
    pub(super) modified: Option<Found>,
    /// Words of the block that [`Self::published`] stands in.
    around: u32,
    /// The blocks that are bylines or date lines, by number.
    pub(super) lines: Vec<usize>,
}

/// A page and what helps to read it.
pub(super) struct Page<'a> {
    pub(super) tree: &'a Tree,
    pub(super) segments: &'a Segments,
    /// The groups of words in the names of an element that a block begins in, as bits: see [`NameGroup::bit`].
    pub(super) groups: &'a dyn Fn(NodeId) -> u64,
    pub(super) calendar: Calendar,
}

/// Looks around the block that is the title, or at the beginning of the page.
pub(super) fn visible(page: &Page<'_>, title: Option<usize>) -> Visible {
    let mut visible = Visible::default();
    for at in window(page.segments, title).into_iter().filter(|at| Some(*at) != title) {
        visible.block(page, at);
    }
    visible
}

/// The blocks to look at, the nearest after the title first.
fn window(segments: &Segments, title: Option<usize>) -> Vec<usize> {
    let blocks = &segments.blocks;
    let (before, after): (Range<usize>, Range<usize>) = match title {
        Some(title) => (title.saturating_sub(BEFORE)..title, title..(title + 1 + AFTER).min(blocks.len())),
        None => (0..0, 0..(BEFORE + AFTER).min(blocks.len())),
    };
    let mut prose = 0;
    let after = after.take_while(|&at| {
        let open = prose < 2;
        prose += usize::from(blocks[at].counts.words >= PROSE);
        open
    });
    after.chain(before.rev()).collect()
}

impl Visible {
    fn block(&mut self, page: &Page<'_>, at: usize) {
        let block = &page.segments.blocks[at];
        if matches!(block.kind, Kind::Code | Kind::Table) {
            return;
        }
        if block.counts.words > MAX_WORDS {
            self.date_before_text(page, at);
            return;
        }
        let dated = self.dates(page, at);
        let names = page.names_at(at);
        if (dated || names.is_some()) && !matches!(block.kind, Kind::Heading { .. }) {
            self.lines.push(at);
        }
        if self.authors.is_empty() {
            self.authors = names.unwrap_or_default();
        }
    }

    /// Takes in the dates of a short line; whether it is a date line.
    fn dates(&mut self, page: &Page<'_>, at: usize) -> bool {
        let block = &page.segments.blocks[at];
        if block.shape.digits < MIN_DIGITS {
            return false;
        }
        let text = page.text(at);
        let (mut dated, mut from) = (false, 0);
        for found in page.calendar.dates_in(text) {
            let mut label = text.get(from..found.range.start).unwrap_or_default();
            if from == 0 && !label.contains(char::is_alphabetic) {
                // "Last updated" may stand in a block of its own.
                let before = at.checked_sub(1).filter(|&before| page.segments.blocks[before].counts.words <= MAX_LABEL);
                label = before.map_or("", |before| page.text(before));
            }
            from = found.range.end;
            match (CHANGE.has_one_in(label), OTHER.has_one_in(label)) {
                (true, _) => {
                    self.modified.get_or_insert(found);
                }
                (false, true) => continue,
                (false, false) => self.take_published(found, block.counts.words),
            }
            dated = true;
        }
        dated && block.counts.words <= MAX_SIGNED
    }

    /// Takes in the date that a paragraph of the text begins with, as news from agencies do.
    fn date_before_text(&mut self, page: &Page<'_>, at: usize) {
        let text = page.text(at);
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            if let Some(found) = page.calendar.first_in(text).filter(|found| found.range.start == 0) {
                self.take_published(found, page.segments.blocks[at].counts.words);
            }
        }
    }

    /// The first date is that of the page, unless it stands among other words and one comes that does not.
    fn take_published(&mut self, found: Found, around: u32) {
        if self.published.is_none() || (self.around > MAX_BARE && around <= MAX_BARE) {
            self.published = Some(found);
            self.around = around;
        }
    }

    /// The date of publication in a line that is no running text.
    pub(super) fn date_line(&self) -> Option<&Found> {
        self.published.as_ref().filter(|_| self.around <= MAX_SIGNED)
    }
}

/// The names in the first line of the page that cannot be anything but a byline, wherever it stands.
pub(super) fn elsewhere(page: &Page<'_>, title: Option<usize>) -> Vec<String> {
    // Elements that name no author: each may hold many blocks.
    let mut without = BTreeSet::new();
    let mut sure = |at: usize| {
        let names = page.text(at).lines().find_map(name::sure_byline);
        names.or_else(|| {
            let author = page.author_element(at)?;
            let block = &page.segments.blocks[at];
            if author > block.element && !without.insert(author) {
                return None;
            }
            page.names_of_author(at, author)
        })
    };
    let short = |at: &usize| page.segments.blocks[*at].counts.words <= MAX_LINE_FAR_OFF;
    let mut bylines = (title.unwrap_or(0)..page.segments.blocks.len()).filter(short);
    bylines.find_map(&mut sure).unwrap_or_default()
}

/// The first line of the page that is a date and little else, after the title or before it: published, or modified.
pub(super) fn date_elsewhere(page: &Page<'_>, title: Option<usize>) -> (Option<Found>, Option<Found>) {
    let blocks = &page.segments.blocks;
    let title = title.unwrap_or(0);
    let mut visible = Visible::default();
    for at in (title..blocks.len()).chain(0..title) {
        if blocks[at].counts.words <= MAX_LINE_FAR_OFF {
            visible.dates(page, at);
        }
        if visible.published.is_some() || visible.modified.is_some() {
            break;
        }
    }
    (visible.published, visible.modified)
}

impl Page<'_> {
    fn text(&self, at: usize) -> &str {
        self.segments.text_of(&self.segments.blocks[at])
    }

    /// The names that a short block near the title gives as those of authors.
    fn names_at(&self, at: usize) -> Option<Vec<String>> {
        let text = self.text(at);
        let after_label = || {
            at.checked_sub(1).filter(|&before| name::is_label(self.text(before)))?;
            plausible(name::names(&without_dates(text, self.calendar)))
        };
        let dated = self.segments.blocks[at].shape.digits >= MIN_DIGITS;
        after_label()
            .or_else(|| text.lines().find_map(name::byline))
            .or_else(|| self.named_inside(at).and_then(|node| self.names_in(&declared::text(self.tree, node))))
            .or_else(|| self.names_of_author(at, self.author_element(at)?))
            .or_else(|| if dated { beside_date(text, self.calendar) } else { None })
    }

    /// The element called byline or author that a block begins in.
    fn author_element(&self, at: usize) -> Option<NodeId> {
        let block = &self.segments.blocks[at];
        let mut node = block.nodes.start;
        let mut climbed = 0;
        while (self.groups)(node) & NameGroup::Author.bit() == 0 {
            node = self.tree.node(node).parent;
            climbed += usize::from(node <= block.element);
            if node == 0 || climbed > CLIMB {
                return None;
            }
        }
        Some(node)
    }

    /// The names in such an element where it stands inside the block's own; else those in the block.
    fn names_of_author(&self, at: usize, author: NodeId) -> Option<Vec<String>> {
        let inside = author > self.segments.blocks[at].element;
        let text = if inside { declared::text(self.tree, author) } else { self.text(at).to_owned() };
        self.names_in(&text)
    }

    /// The first element inside a block that is called byline or author.
    fn named_inside(&self, at: usize) -> Option<NodeId> {
        let names_author = |value: &str| name_groups(value).0 & NameGroup::Author.bit() != 0;
        self.segments.blocks[at].nodes.clone().find(|&id| {
            let attrs = self.tree.attrs_of(self.tree.node(id)).iter();
            let mut values = attrs
                .filter(|attr| matches!(attr.name, AttrName::Class | AttrName::Rel | AttrName::Itemprop))
                .map(|attr| self.tree.value(attr));
            values.any(|value| value.len() <= MAX_VALUE && may_name_author(value) && names_author(value))
        })
    }

    /// The names in a text that is those of authors by its class.
    fn names_in(&self, text: &str) -> Option<Vec<String>> {
        let text = without_dates(text, self.calendar);
        if words_of(&text).len() > MAX_NAMED || text.trim_end().ends_with([':', '?', '!']) {
            return None;
        }
        plausible(name::byline(&text).unwrap_or_else(|| name::names(&text)))
    }
}

/// Whether a class may hold a word for authors: a quick look before the words are told apart.
fn may_name_author(class: &str) -> bool {
    /// Each word of the group has one of these in it.
    const TRIPLES: [&[u8; 3]; 5] = [b"aut", b"byl", b"wri", b"bio", b"tri"];
    class.as_bytes().windows(3).any(|triple| TRIPLES.iter().any(|known| triple.eq_ignore_ascii_case(*known)))
}

/// Names that may be those of people.
fn plausible(names: Vec<String>) -> Option<Vec<String>> {
    (!names.is_empty() && names.iter().all(|name| name::looks_like_name(name))).then_some(names)
}

/// The name in a line of a date and a full name and nothing else: `Jane Roe | 5 May 2024`.
fn beside_date(text: &str, calendar: Calendar) -> Option<Vec<String>> {
    calendar.first_in(text)?;
    let rest = without_dates(text, calendar);
    let mut parts =
        rest.split(['|', '•', '·', '/', '—', '–', '\n', ',']).map(str::trim).filter(|part| !part.is_empty());
    let name = parts.next().filter(|name| name::is_full_name(name))?;
    parts.next().is_none().then(|| vec![name.to_owned()])
}

/// A line without the dates in it.
fn without_dates(text: &str, calendar: Calendar) -> String {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut from = 0;
    for found in calendar.dates_in(text) {
        out.push_str(text.get(from..found.range.start).unwrap_or_default());
        out.push(' ');
        from = found.range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}
