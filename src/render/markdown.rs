//! Blocks to Markdown: [CommonMark](https://spec.commonmark.org/0.31.2/) with the tables of
//! [GitHub](https://github.github.com/gfm/#tables-extension-), its strikethroughs, tasks, notes and formulas.

use super::Rendering;
use super::escape::{fence, heading, may_hold_formula};
use super::inline::{Piece, around_caption, cells, pieces};
use super::nesting::{Level, Nesting, Step, begins_item};
use super::notes::Notes;
use super::phrases::{Breaks, Style, phrases};
use crate::block::{Block, Kind};
use crate::cell::Cell;
use crate::mark::MarkKind;

/// Empty cells that are written between two cells of a row: more would only be needed for spans that lead nowhere.
const MAX_GAP: usize = 32;

/// Bytes that the beginnings of lines may take, which say what lists and quotes they stand in: code of very short lines
/// inside many of them would be fifty times as long as it is. From there on blocks stand in no list and no quote.
const MAX_INDENTS: usize = 32 << 20;

/// The blocks as Markdown.
pub(crate) fn markdown<'a>(blocks: impl Iterator<Item = &'a Block> + Clone, rendering: Rendering) -> String {
    let notes = Notes::of(blocks.clone());
    let mut document = Document::default();
    let mut nesting = Nesting::default();
    for block in blocks {
        let mut text = block_text(block, rendering, &notes);
        if text.is_empty() {
            continue;
        }
        let note = block.note().and_then(|note| notes.name(note));
        let steps = nesting.place(block, note.is_some());
        let is_item = begins_item(&steps) && matches!(block.kind(), Kind::ListItem { .. });
        if let Some(done) = block.item().and_then(|item| item.done).filter(|_| is_item) {
            text.insert_str(0, if done { "[x] " } else { "[ ] " });
        }
        document.push(&steps, &text, note, is_item);
    }
    if !document.out.is_empty() {
        document.out.push('\n');
    }
    document.out
}

#[derive(Default)]
struct Document {
    out: String,
    open: Vec<Open>,
    /// Whether the block before is an item of a list, and nothing else of it stood before.
    after_item: bool,
    /// Bytes that the beginnings of lines take so far.
    indents: usize,
    /// Whether these are too many.
    is_flat: bool,
}

/// An open level.
struct Open {
    level: Level,
    /// What its lines begin with.
    prefix: String,
    /// Whether the items of a list have the other sign, `*` for `-` or `)` for `.`: a change of it begins another list.
    other: bool,
}

impl Document {
    /// Adds a block. If it is an item, it stands on the line of its sign.
    fn push(&mut self, steps: &[Step], text: &str, note: Option<&str>, is_item: bool) {
        let tight = is_item && self.after_item && goes_on(steps) && !self.is_flat;
        self.after_item = is_item;
        // The list that ends before the block, if what ends is one.
        let mut ended = None;
        for _ in steps.iter().filter(|step| matches!(step, Step::Close(_))) {
            ended = self.open.pop();
        }
        if !self.out.is_empty() {
            self.out.push('\n');
            if !tight {
                let prefix = self.prefix();
                self.out.push_str(prefix.trim_end());
                self.out.push('\n');
            }
        }
        let mut first = self.prefix();
        let opened = if self.is_flat { &[] } else { steps };
        for step in opened {
            if let Step::Open(level) = *step {
                let begin = self.open(level, ended.as_ref(), note);
                first.push_str(&begin);
            }
        }
        self.indents += self.prefix().len() * text.split('\n').count();
        if self.indents > MAX_INDENTS && !self.is_flat {
            self.is_flat = true;
            self.open.clear();
            first.clear();
            // A blank line ends whatever was open.
            self.out.push_str(if tight { "\n" } else { "" });
        }
        self.push_lines(text, &first);
    }

    /// Opens a level; returns what stands before its first line.
    fn open(&mut self, level: Level, ended: Option<&Open>, note: Option<&str>) -> String {
        /// The largest number of an item in `CommonMark`.
        const MAX_NUMBER: i32 = 999_999_999;
        let other = match (level, self.open.last(), ended) {
            (Level::Item { .. }, Some(list), _) => list.other,
            (Level::List { first, .. }, _, Some(Open { level: Level::List { first: before, .. }, other, .. })) => {
                first.is_some() == before.is_some() && !other
            }
            _ => false,
        };
        let (begin, prefix) = match level {
            Level::Quote { .. } => ("> ".to_owned(), "> ".to_owned()),
            Level::Note { .. } => (format!("[^{}]: ", note.unwrap_or_default()), " ".repeat(4)),
            Level::Item { number: Some(number @ 0..=MAX_NUMBER), .. } => {
                let begin = format!("{number}{} ", if other { ')' } else { '.' });
                let width = begin.len();
                (begin, " ".repeat(width))
            }
            Level::Item { .. } => (if other { "* " } else { "- " }.to_owned(), "  ".to_owned()),
            Level::List { .. } | Level::Definitions | Level::Definition { .. } => (String::new(), String::new()),
        };
        self.open.push(Open { level, prefix, other });
        begin
    }

    /// Writes lines: the first after `first`, the others after the prefix of what is open.
    fn push_lines(&mut self, text: &str, first: &str) {
        let rest = self.prefix();
        for (nth, line) in text.split('\n').enumerate() {
            if nth > 0 {
                self.out.push('\n');
            }
            let prefix = if nth == 0 { first } else { &rest };
            self.out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
            self.out.push_str(line);
        }
    }

    fn prefix(&self) -> String {
        self.open.iter().map(|open| open.prefix.as_str()).collect()
    }
}

/// Whether an item follows on the one before without a blank line: as its neighbour, or inside it. A number other than 1
/// would be read as a part of the text before.
fn goes_on(steps: &[Step]) -> bool {
    let of_lists = |step: &Step| match step {
        Step::Close(level) | Step::Open(level) => matches!(level, Level::List { .. } | Level::Item { .. }),
    };
    let closes_list = steps.iter().any(|step| matches!(step, Step::Close(Level::List { .. })));
    let opened = steps.iter().find_map(|step| match step {
        Step::Open(Level::List { first, .. }) => Some(first),
        _ => None,
    });
    steps.iter().all(of_lists) && opened.is_none_or(|first| !closes_list && matches!(first, None | Some(1)))
}

fn block_text(block: &Block, rendering: Rendering, notes: &Notes<'_>) -> String {
    let text = block.text();
    let has_math = || block.marks().any(|mark| matches!(mark.kind, MarkKind::Math { .. }));
    // Beside a mark a dollar sign has the sign of the mark before or after it.
    let among_marks = text.matches('$').nth(1).is_some() && block.marks().next().is_some();
    let dollars = may_hold_formula(text) || among_marks || has_math();
    let address_dollars = has_math() || dollar_signs(block) > 1;
    let style = Style { rendering, notes, breaks: Breaks::Hard, cell: false, dollars, address_dollars };
    let one_line = Style { breaks: Breaks::Spaces, ..style };
    let all = || pieces(block);
    match block.kind() {
        Kind::Code => code(text, block.language()),
        Kind::Table => table(block, Style { cell: true, ..one_line }),
        Kind::Heading { level } => {
            let text = heading(phrases(all(), one_line));
            if text.is_empty() { text } else { format!("{} {text}", "#".repeat(usize::from(level))) }
        }
        Kind::Caption => caption(&all(), style),
        Kind::Term => phrases(strong(all()), style),
        _ => phrases(all(), style),
    }
}

/// The dollar signs in a block's text and in its addresses.
fn dollar_signs(block: &Block) -> usize {
    let in_addresses = block.marks().map(|mark| match mark.kind {
        MarkKind::Link { href: address } | MarkKind::Image { src: address, .. } => address.matches('$').count(),
        _ => 0,
    });
    block.text().matches('$').count() + in_addresses.sum::<usize>()
}

fn code(text: &str, language: Option<&str>) -> String {
    let fence = fence(text, '`', 3);
    let language: String = language.unwrap_or_default().chars().filter(|c| !c.is_whitespace() && *c != '`').collect();
    format!("{fence}{language}\n{text}\n{fence}")
}

/// A caption below the images before it and above those after it.
fn caption(all: &[Piece<'_>], style: Style<'_>) -> String {
    let parts = around_caption(all).map(|part| phrases(part.to_vec(), style));
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

/// All of it in bold type.
fn strong(mut all: Vec<Piece<'_>>) -> Vec<Piece<'_>> {
    all.retain(|piece| !matches!(piece, Piece::Begin(MarkKind::Strong) | Piece::End(MarkKind::Strong)));
    all.insert(0, Piece::Begin(MarkKind::Strong));
    all.push(Piece::End(MarkKind::Strong));
    all
}

/// A table; its first row is the header, since GitHub's tables have no others.
fn table(block: &Block, style: Style<'_>) -> String {
    // The header, with what is below it; and the others.
    let (mut header, mut rest) = (String::new(), String::new());
    let (mut in_header, mut last, mut width, mut header_width, mut columns) = (true, None, 0, 0, 0);
    for (Cell { row, column, .. }, pieces) in cells(block) {
        if last.replace(row).is_some_and(|last| last != row) {
            in_header = false;
            width = 0;
            rest.push('\n');
        }
        let out = if in_header { &mut header } else { &mut rest };
        if width == 0 {
            out.push('|');
        }
        let gap = column.saturating_sub(width).min(MAX_GAP);
        (0..gap).for_each(|_| out.push_str("  |"));
        out.extend([" ", &phrases(pieces, style), " |"]);
        width += gap + 1;
        columns = columns.max(width);
        if in_header {
            header_width = width;
        }
    }
    if columns == 0 {
        return header;
    }
    (header_width..columns).for_each(|_| header.push_str("  |"));
    header.push_str("\n|");
    (0..columns).for_each(|_| header.push_str(" --- |"));
    header + &rest
}
