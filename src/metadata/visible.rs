//! Bylines and date lines that a reader sees, near the title.

use std::ops::Range;

use super::date::{Calendar, Found};
use super::name;
use super::words::words;
use crate::block::Kind;
use crate::segment::{Candidate, Segments};
use crate::tree::{AttrName, NodeId, NodeKind, Tree};
use crate::vocab::{NAME_GROUPS, name_groups};

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
/// Words of the longest line that is a date line far from the title.
const MAX_DATE_LINE: u32 = 12;
/// Elements above a block whose class is still that of the block.
const CLIMB: usize = 3;

/// Words before a date that say it is not the first, in lower case.
const MODIFIED: &[&str] = &[
    "updated", "update", "modified", "revised", "edited", "reviewed", "aktualisiert", "geändert", "bearbeitet", "stand",
    "modifié", "actualisé", "mis", "mise", "jour", "màj", "actualizado", "actualizada", "actualización", "modificado",
    "aggiornato", "aggiornamento", "modificato", "atualizado", "atualização", "bijgewerkt", "gewijzigd", "opdateret",
    "oppdatert", "uppdaterad", "päivitetty", "zaktualizowano", "aktualizacja", "aktualizováno", "frissítve", "actualizat",
    "güncelleme", "güncellendi", "обновлено", "изменено", "оновлено", "更新", "修改", "最終更新", "수정",
];

/// What the page shows around its title.
#[derive(Debug, Default)]
pub(super) struct Visible {
    pub(super) authors: Vec<String>,
    pub(super) published: Option<Found>,
    pub(super) modified: Option<Found>,
    /// The blocks that are bylines or date lines, by number.
    pub(super) lines: Vec<usize>,
}

/// Looks around the block that is the title, or at the beginning of the page.
pub(super) fn visible(tree: &Tree, segments: &Segments, title: Option<usize>, calendar: &Calendar) -> Visible {
    let mut visible = Visible::default();
    for at in window(segments, title) {
        if Some(at) == title {
            continue;
        }
        visible.block(tree, segments, at, calendar);
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
    fn block(&mut self, tree: &Tree, segments: &Segments, at: usize, calendar: &Calendar) {
        let block = &segments.blocks[at];
        if block.counts.words > MAX_WORDS || matches!(block.kind, Kind::Code | Kind::Table) {
            return;
        }
        let text = segments.text.get(block.range.start as usize..block.range.end as usize).unwrap_or_default();
        let dated = self.dates(segments, at, text, calendar);
        let signed = self.names(tree, segments, at, calendar);
        if (dated || signed) && !matches!(block.kind, Kind::Heading { .. }) {
            self.lines.push(at);
        }
    }

    /// Takes in the dates of a short line; whether it is a date line.
    fn dates(&mut self, segments: &Segments, at: usize, text: &str, calendar: &Calendar) -> bool {
        let mut dated = false;
        let mut from = 0;
        for found in calendar.dates_in(text) {
            let mut label = words(text.get(from..found.range.start).unwrap_or_default());
            if label.is_empty() && from == 0 {
                // "Last updated" may stand in a block of its own.
                let before = at.checked_sub(1).map(|at| &segments.blocks[at]).filter(|before| before.counts.words <= 3);
                let range = before.map(|before| before.range.start as usize..before.range.end as usize);
                label = words(range.and_then(|range| segments.text.get(range)).unwrap_or_default());
            }
            from = found.range.end;
            let modified = label.iter().any(|word| MODIFIED.contains(&word.as_str()))
                || MODIFIED.iter().any(|word| !word.is_ascii() && label.concat().contains(word));
            let slot = if modified { &mut self.modified } else { &mut self.published };
            if slot.is_none() {
                *slot = Some(found);
            }
            dated = true;
        }
        dated && words(text).len() <= 20
    }

    /// Takes in the names of a byline; whether it is one.
    fn names(&mut self, tree: &Tree, segments: &Segments, at: usize, calendar: &Calendar) -> bool {
        let Some(names) = names_at(tree, segments, at, calendar) else { return false };
        if self.authors.is_empty() {
            self.authors = names;
        }
        true
    }
}

/// The names in the first line of the page that cannot be anything but a byline, wherever it stands.
pub(super) fn elsewhere(tree: &Tree, segments: &Segments, title: Option<usize>, calendar: &Calendar) -> Vec<String> {
    let short = |at: &usize| segments.blocks[*at].counts.words <= MAX_WORDS;
    let sure = |at: usize| {
        let text = text_of(segments, at);
        let names = text.lines().find_map(name::sure_byline);
        names.or_else(|| by_class(tree, &segments.blocks[at], text, calendar))
    };
    let mut bylines = (title.unwrap_or(0)..segments.blocks.len()).filter(short);
    bylines.find_map(sure).unwrap_or_default()
}

/// The first line of the page that is a date and little else, after the title or before it: published, or modified.
pub(super) fn date_elsewhere(
    segments: &Segments,
    title: Option<usize>,
    calendar: &Calendar,
) -> (Option<Found>, Option<Found>) {
    let title = title.unwrap_or(0);
    let mut visible = Visible::default();
    for at in (title..segments.blocks.len()).chain(0..title) {
        if segments.blocks[at].counts.words <= MAX_DATE_LINE {
            visible.dates(segments, at, text_of(segments, at), calendar);
        }
        if visible.published.is_some() || visible.modified.is_some() {
            break;
        }
    }
    (visible.published, visible.modified)
}

/// The names that a short block near the title gives as those of authors.
fn names_at(tree: &Tree, segments: &Segments, at: usize, calendar: &Calendar) -> Option<Vec<String>> {
    let text = text_of(segments, at);
    let after_label = || {
        let before = at.checked_sub(1).filter(|&before| name::is_label(text_of(segments, before)))?;
        let names = name::names(&without_dates(text, calendar));
        let plausible = !names.is_empty() && names.iter().all(|name| name::looks_like_name(name)) && before < at;
        plausible.then_some(names)
    };
    let lines = || text.lines().find_map(name::byline);
    after_label()
        .or_else(lines)
        .or_else(|| by_class(tree, &segments.blocks[at], text, calendar))
        .or_else(|| beside_date(text, calendar))
}

fn text_of(segments: &Segments, at: usize) -> &str {
    let range = segments.blocks[at].range.start as usize..segments.blocks[at].range.end as usize;
    segments.text.get(range).unwrap_or_default()
}

/// The names in an element that is called byline or author.
fn by_class(tree: &Tree, block: &Candidate, text: &str, calendar: &Calendar) -> Option<Vec<String>> {
    let bit = group("author");
    let named = |id: NodeId| {
        let node = tree.node(id);
        let classes = tree.attrs_of(node).iter().filter(|attr| {
            matches!(attr.name, AttrName::Class | AttrName::Rel | AttrName::Itemprop | AttrName::Id)
        });
        matches!(node.kind, NodeKind::Element(..))
            && classes.fold(0, |groups, attr| groups | name_groups(tree.value(attr)).0) & bit != 0
    };
    let inner = || block.nodes.clone().find(|&id| named(id)).map(|id| super::declared::text(tree, id));
    let above = || {
        let mut at = block.element;
        for _ in 0..CLIMB {
            if named(at) {
                return Some(text.to_owned());
            }
            at = tree.node(at).parent;
        }
        None
    };
    let text = without_dates(&inner().or_else(above)?, calendar);
    if words(&text).len() > MAX_NAMED || text.trim_end().ends_with([':', '?', '!']) {
        return None;
    }
    let names = name::byline(&text).unwrap_or_else(|| name::names(&text));
    (!names.is_empty() && names.iter().all(|name| name::looks_like_name(name))).then_some(names)
}

/// The name in a line of a date and a full name and nothing else: `Jane Roe | 5 May 2024`.
fn beside_date(text: &str, calendar: &Calendar) -> Option<Vec<String>> {
    calendar.first_in(text)?;
    let rest = without_dates(text, calendar);
    let mut parts = rest.split(['|', '•', '·', '/', '—', '–', '\n', ',']).map(str::trim).filter(|part| !part.is_empty());
    let name = parts.next().filter(|name| name::is_full_name(name))?;
    parts.next().is_none().then(|| vec![name.to_owned()])
}

/// A line without the dates in it.
fn without_dates(text: &str, calendar: &Calendar) -> String {
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

/// The bit of a group of [`NAME_GROUPS`].
fn group(name: &str) -> u64 {
    NAME_GROUPS.iter().position(|(known, _)| *known == name).map_or(0, |nth| 1 << nth)
}
