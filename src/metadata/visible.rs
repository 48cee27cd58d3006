//! Bylines and date lines that a reader sees, near the title.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::date::Calendar;
use super::date_label::{CHANGE, OTHER, PUBLICATION};
use super::date_line::Found;
use super::words::words as words_of;
use super::{declared, name};
use crate::block::Kind;
use crate::char_class::STOP;
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
const MAX_VALUE: usize = 256;
/// Words of the longest line that is a date and little else.
const MAX_BARE: u32 = 8;
/// Elements that are called author beside the first one.
const MAX_BESIDE: usize = 20;
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
    let mut asides = Asides::of(page, title);
    for at in window(page.segments, title).into_iter().filter(|at| Some(*at) != title) {
        if !asides.hold(page.segments.blocks[at].element) {
            visible.block(page, at);
        }
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
        // In a sentence, a date is that of the page only if its label says so, or if the sentence begins with it.
        let is_sentence =
            block.counts.words > MAX_SIGNED || (block.counts.words > MAX_LABEL && block.shape.last & STOP != 0);
        let all: Vec<Found> = page.calendar.dates_in(text).collect();
        let (mut dated, mut from) = (false, 0);
        for (nth, found) in all.iter().enumerate() {
            let mut label = text.get(from..found.range.start).unwrap_or_default();
            let after =
                all.get(nth + 1).map_or("", |next| text.get(found.range.end..next.range.start).unwrap_or_default());
            if is_span(label, nth > 0) || is_span(after, true) {
                from = found.range.end;
                continue;
            }
            if from == 0 && !label.contains(char::is_alphabetic) {
                // "Last updated" may stand in a block of its own.
                let before = at.checked_sub(1).filter(|&before| page.segments.blocks[before].counts.words <= MAX_LABEL);
                label = before.map_or("", |before| page.text(before));
            }
            from = found.range.end;
            match (CHANGE.has_one_in(label), OTHER.has_one_in(label)) {
                (true, _) => {
                    self.modified.get_or_insert_with(|| found.clone());
                }
                (false, true) => continue,
                (false, false) if is_sentence && found.range.start > 0 && !PUBLICATION.has_one_in(label) => continue,
                (false, false) => self.take_published(found.clone(), block.counts.words),
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

/// Whether what stands before a date, or between it and another, joins them to a span of time: `16–18 August`.
fn is_span(between: &str, dates: bool) -> bool {
    let between = between.trim_end();
    let rest = between.trim_end_matches(['-', '–', '—']);
    rest.len() < between.len()
        && (dates && rest.trim().is_empty() || rest.trim_end().ends_with(|c: char| c.is_ascii_digit()))
}

/// What says nothing of the page itself: elements called comments, replies or related stories.
pub(super) struct Asides<'p> {
    page: &'p Page<'p>,
    /// What holds the title is about the page, whatever it is called.
    title: NodeId,
    /// Elements that were asked for, so that each is climbed from once.
    known: BTreeMap<NodeId, bool>,
}

impl<'p> Asides<'p> {
    pub(super) fn of(page: &'p Page<'p>, title: Option<usize>) -> Self {
        Self { page, title: page.segments.element_of(title), known: BTreeMap::new() }
    }

    /// Whether a node stands in such an element.
    pub(super) fn hold(&mut self, node: NodeId) -> bool {
        const NAMES: u64 = NameGroup::Comment.bit() | NameGroup::Reply.bit() | NameGroup::Related.bit();
        let tree = self.page.tree;
        let mut climbed = Vec::new();
        let mut at = node;
        let held = loop {
            let holds_title = at <= self.title && self.title < tree.node(at).end;
            if holds_title || at == 0 {
                break false;
            }
            if let Some(&known) = self.known.get(&at) {
                break known;
            }
            if (self.page.groups)(at) & NAMES != 0 {
                break true;
            }
            climbed.push(at);
            at = tree.node(at).parent;
        };
        self.known.extend(climbed.into_iter().map(|at| (at, held)));
        held
    }
}

/// The names in the first line of the page that cannot be anything but a byline, wherever it stands.
pub(super) fn elsewhere(page: &Page<'_>, title: Option<usize>) -> Vec<String> {
    let mut asides = Asides::of(page, title);
    // Elements that name no author: each may hold many blocks.
    let mut without = BTreeSet::new();
    let mut sure = |at: usize| {
        let names = page.text(at).lines().find_map(name::sure_byline);
        let names = names.or_else(|| {
            let author = page.author_element(at)?;
            let block = &page.segments.blocks[at];
            if author > block.element && !without.insert(author) {
                return None;
            }
            page.names_of_author(at, author)
        });
        names.filter(|_| !asides.hold(page.segments.blocks[at].element))
    };
    let short = |at: &usize| page.segments.blocks[*at].counts.words <= MAX_LINE_FAR_OFF;
    let mut bylines = (title.unwrap_or(0)..page.segments.blocks.len()).filter(short);
    bylines.find_map(&mut sure).unwrap_or_default()
}

/// The first line of the page that is a date and little else, after the title or before it: published, or modified.
pub(super) fn date_elsewhere(page: &Page<'_>, title: Option<usize>) -> (Option<Found>, Option<Found>) {
    let blocks = &page.segments.blocks;
    let mut asides = Asides::of(page, title);
    let first = title.unwrap_or(0);
    let mut visible = Visible::default();
    for at in (first..blocks.len()).chain(0..first) {
        let is_dated = blocks[at].counts.words <= MAX_LINE_FAR_OFF && blocks[at].shape.digits >= MIN_DIGITS;
        if is_dated && !asides.hold(blocks[at].element) {
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
            .or_else(|| self.names_inside(at))
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

    /// The names in the first element inside a block that is called byline or author, and in those beside it that are
    /// called the same.
    fn names_inside(&self, at: usize) -> Option<Vec<String>> {
        let block = &self.segments.blocks[at];
        let inside = |id: &NodeId| *id > block.element;
        // The first words may stand in it.
        let above =
            std::iter::successors(Some(block.nodes.start), |&id| Some(self.tree.node(id).parent).filter(inside));
        let called = |id: NodeId| Some((id, self.author_name(id)?));
        let (first, name) = above.skip(1).find_map(called).or_else(|| block.nodes.clone().find_map(called))?;
        let mut names = self.names_in(&declared::text(self.tree, first))?;
        let node = self.tree.node(first);
        let beside = (node.end..block.nodes.end).filter(|&id| self.tree.node(id).parent == node.parent);
        for id in beside.filter(|&id| self.author_name(id) == Some(name)).take(MAX_BESIDE) {
            let more = self.names_in(&declared::text(self.tree, id)).unwrap_or_default();
            // A picture of the author may be a link as well.
            names.extend(more.into_iter().filter(|name| !names.contains(name)).collect::<Vec<_>>());
        }
        Some(names)
    }

    /// The class or relation of an element by which it is called byline or author.
    fn author_name(&self, id: NodeId) -> Option<&str> {
        let names_author = |value: &str| name_groups(value).0 & NameGroup::Author.bit() != 0;
        let attrs = self.tree.attrs_of(self.tree.node(id)).iter();
        let mut values = attrs
            .filter(|attr| matches!(attr.name, AttrName::Class | AttrName::Rel | AttrName::Itemprop))
            .map(|attr| self.tree.value(attr));
        values.find(|value| value.len() <= MAX_VALUE && may_name_author(value) && names_author(value))
    }

    /// The names in a text that is those of authors by its class.
    fn names_in(&self, text: &str) -> Option<Vec<String>> {
        let text = without_dates(text, self.calendar);
        if words_of(&text).len() > MAX_NAMED || text.trim_end().ends_with([':', '?', '!']) {
            return None;
        }
        plausible(among_signs(&text).unwrap_or_else(|| name::names(&text)))
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

/// The names in the first part of a line that begins as bylines do: `Sport | By Jane Roe`.
fn among_signs(text: &str) -> Option<Vec<String>> {
    text.split(['|', '•', '·', '—', '–', '»', '\n']).find_map(|part| plausible(name::byline(part)?))
}

/// The names in a line with a date: behind a sign or the date, as in `Posted on 5 May 2024 by Jane Roe`, or with nothing
/// else, as in `Jane Roe | 5 May 2024`.
fn beside_date(text: &str, calendar: Calendar) -> Option<Vec<String>> {
    calendar.first_in(text)?;
    let rest = without_dates(text, calendar);
    if let Some(names) = among_signs(&rest) {
        return Some(names);
    }
    let mut parts =
        rest.split(['|', '•', '·', '/', '—', '–', '\n', ',']).map(str::trim).filter(|part| !part.is_empty());
    let name = parts.next().filter(|name| name::is_full_name(name) && !name.ends_with(':'))?;
    parts.next().is_none().then(|| vec![name.to_owned()])
}

/// A line with a bar in place of each date in it.
fn without_dates(text: &str, calendar: Calendar) -> String {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut from = 0;
    for found in calendar.dates_in(text) {
        out.push_str(text.get(from..found.range.start).unwrap_or_default());
        out.push_str(" | ");
        from = found.range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}
