//! Which lists and quotes are open around a block.

use crate::block::{Block, Item, Kind};

/// Levels that may stand inside each other: deeper lists are written at this level, or lines would be mostly indent. A
/// list and its item are two.
pub(super) const MAX_LEVELS: usize = 24;

/// Something that holds blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// A quote; what tells it from its neighbours is 0 until a block says it.
    Quote { id: u32 },
    /// A list, with the number of its first item; what tells it from its neighbours is 0 where that is not known.
    List { id: u32, depth: u8, first: Option<i32>, reversed: bool },
    /// An item of the list around it.
    Item { id: u32, number: Option<i32> },
    /// A note, written in place of the list item that it is.
    Note { depth: u8 },
    /// Terms and what is said of them: only in what [`Nesting::for_html`] makes does a definition hold other blocks.
    Definitions,
    /// What is said of a term.
    Definition { id: u32 },
}

/// The begin or end of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Close(Level),
    Open(Level),
}

/// Whether a list item is among what these steps open.
pub(super) fn begins_item(steps: &[Step]) -> bool {
    steps.iter().any(|step| matches!(step, Step::Open(Level::Item { .. })))
}

/// The open levels.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    open: Vec<Level>,
    /// The number of the last item of each open list.
    numbers: Vec<Option<i32>>,
    steps: Vec<Step>,
    /// Whether lists that count down, and definitions of several blocks, can be written as such.
    is_html: bool,
}

impl Nesting {
    /// For a renderer that can write lists which count down, and definitions that hold lists.
    pub(super) fn for_html() -> Self {
        Self { is_html: true, ..Self::default() }
    }

    /// What to close and open before a block. A note is one where the renderer writes it as such.
    ///
    /// Blocks know how many lists and quotes they stand in, and which is the innermost. Those around it that are open and
    /// fit go on.
    pub(super) fn place(&mut self, block: &Block, is_note: bool) -> Vec<Step> {
        let kind = block.kind();
        let begun = block.item();
        // An image may have begun the same item.
        let is_open =
            |id: u32| self.open.iter().any(|level| matches!(level, Level::Item { id: open, .. } if *open == id));
        let item = begun.filter(|item| !is_open(item.id));
        let lists = match kind {
            // A heading inside of an item tends to be that of what follows.
            Kind::Heading { .. } if begun.is_none() => 0,
            _ => block.list_depth(),
        };
        let defines = matches!(kind, Kind::Term | Kind::Definition);
        let definition = if self.is_html { block.definition() } else { 0 };
        self.close(|level| matches!(level, Level::Definition { id } if *id != definition));
        // Nodes are numbered in document order: what stands inside of another has the higher number.
        let holds_item = definition != 0 && item.is_none_or(|item| definition < item.id);
        self.close(|level| matches!(level, Level::Definitions) && (!defines || item.is_some()) && !holds_item);
        self.close(|level| match *level {
            Level::List { depth, .. } => depth > lists,
            Level::Note { depth } => depth == 0 || depth > lists || (depth == lists && item.is_some()),
            _ => false,
        });
        let (quotes, quote) = innermost(block.quote_depth(), block.quote());
        // Quotes that hold the whole item; others stand inside of it.
        let (around, quote_around) = item.map_or((quotes, quote), |item| innermost(item.quotes, item.quote));
        let (around, quote_around) = if around < quotes { (around, quote_around) } else { (quotes, quote) };
        self.close_quotes(around, quote_around);
        if let Some(item) = item {
            self.end_item(item.depth, around);
        }
        if holds_item && definition < quote_around {
            self.open_definition(definition);
        }
        self.open_quotes(around, quote_around);
        if holds_item {
            self.open_definition(definition);
        }
        match item {
            _ if is_note => self.push(Level::Note { depth: item.map_or(lists, |item| item.depth) }),
            Some(item) => self.begin_item(item),
            None => {}
        }
        if definition < quote {
            self.open_definition(definition);
        }
        self.open_quotes(quotes, quote);
        self.open_definition(definition);
        if defines && definition == 0 {
            self.open_definitions();
        }
        std::mem::take(&mut self.steps)
    }

    /// Closes all.
    pub(super) fn finish(&mut self) -> Vec<Step> {
        while !self.open.is_empty() {
            self.pop();
        }
        std::mem::take(&mut self.steps)
    }

    fn quotes(&self) -> usize {
        self.open.iter().filter(|level| matches!(level, Level::Quote { .. })).count()
    }

    /// Closes quotes until so many are open, and the innermost of them is this one.
    fn close_quotes(&mut self, quotes: usize, id: u32) {
        loop {
            let innermost = self.open.iter().rev().find_map(|level| match level {
                Level::Quote { id } => Some(*id),
                _ => None,
            });
            let is_other = innermost.is_some_and(|open| open != 0 && id != 0 && open != id);
            let open = self.quotes();
            if open < quotes || open == 0 || (open == quotes && !is_other) {
                return;
            }
            self.pop();
        }
    }

    /// Opens quotes until there are so many; the innermost of them is this one.
    fn open_quotes(&mut self, quotes: usize, id: u32) {
        if self.quotes() < quotes {
            self.end_definitions();
        }
        for _ in self.quotes()..quotes {
            self.push(Level::Quote { id: 0 });
        }
        if self.quotes() == quotes {
            let innermost = self.open.iter_mut().rev().find_map(|level| match level {
                Level::Quote { id } => Some(id),
                _ => None,
            });
            if let Some(open) = innermost {
                *open = id;
            }
        }
    }

    /// Ends a list of terms in which no definition is open: it holds nothing but terms and what is said of them.
    fn end_definitions(&mut self) {
        if self.open.last() == Some(&Level::Definitions) {
            self.pop();
        }
    }

    fn open_definitions(&mut self) {
        if self.open.last() != Some(&Level::Definitions) {
            self.push(Level::Definitions);
        }
    }

    /// Opens a definition, unless there is none or it is open.
    fn open_definition(&mut self, id: u32) {
        let level = Level::Definition { id };
        if id != 0 && !self.open.contains(&level) {
            self.open_definitions();
            self.push(level);
        }
    }

    /// Ends the item before one at this depth, and its list if that stands outside of these quotes.
    fn end_item(&mut self, depth: u8, quotes: usize) {
        let goes_on = |level: &Level| matches!(level, Level::List { depth: open, .. } if *open >= depth);
        let Some(list) = self.open.iter().position(goes_on) else {
            while self.open.len() + 2 > MAX_LEVELS && self.open.iter().any(|level| matches!(level, Level::List { .. }))
            {
                self.pop();
                if matches!(self.open.last(), Some(Level::List { .. })) {
                    return;
                }
            }
            return;
        };
        let around = self.open.iter().take(list).filter(|level| matches!(level, Level::Quote { .. })).count();
        let keep = if around == quotes { list + 1 } else { list };
        while self.open.len() > keep {
            self.pop();
        }
    }

    fn begin_item(&mut self, item: Item) {
        let Item { id, depth, number, list, .. } = item;
        let reversed = item.reversed && self.is_html;
        if let (Some(&Level::List { id: open, depth: level, .. }), Some(last)) =
            (self.open.last(), self.numbers.last_mut())
        {
            let follows = match (*last, number) {
                (Some(last), Some(number)) => last.checked_add(if reversed { -1 } else { 1 }) == Some(number),
                (last, number) => last == number,
            };
            // Lists that are too deep for one of their own share one.
            let same = open == list || level != depth;
            if follows && same {
                *last = number;
                return self.push(Level::Item { id, number });
            }
            self.pop();
        }
        self.push(Level::List { id: list, depth, first: number, reversed });
        self.push(Level::Item { id, number });
    }

    /// Closes levels from within until none is open that must close.
    fn close(&mut self, must_close: impl Fn(&Level) -> bool) {
        let Some(first) = self.open.iter().position(must_close) else { return };
        while self.open.len() > first {
            self.pop();
        }
    }

    fn push(&mut self, level: Level) {
        self.open.push(level);
        if let Level::List { first, .. } = level {
            self.numbers.push(first);
        }
        self.steps.push(Step::Open(level));
    }

    fn pop(&mut self) {
        let Some(level) = self.open.pop() else { return };
        if matches!(level, Level::List { .. }) {
            self.numbers.pop();
        }
        self.steps.push(Step::Close(level));
    }
}

/// How many quotes are written around, and the innermost of them, if it is.
fn innermost(depth: u8, id: u32) -> (usize, u32) {
    let depth = usize::from(depth);
    if depth > MAX_LEVELS { (MAX_LEVELS, 0) } else { (depth, id) }
}
