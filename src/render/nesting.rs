//! Which lists and quotes are open around a block.

use crate::block::{Block, Item, Kind};

/// Levels that may stand inside each other: deeper lists are written at this level, or lines would be mostly indent. A
/// list and its item are two.
pub(super) const MAX_LEVELS: usize = 24;

/// Something that holds blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Quote,
    /// A list, with the number of its first item.
    List {
        depth: u8,
        first: Option<i32>,
    },
    /// An item of the list around it.
    Item {
        id: u32,
        number: Option<i32>,
    },
    /// A note, written in place of the list item that it is.
    Note {
        depth: u8,
    },
    /// Terms and what is said of them.
    Definitions,
}

/// The begin or end of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Close(Level),
    Open(Level),
}

/// The open levels.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    open: Vec<Level>,
    /// The number of the last item of each open list.
    numbers: Vec<Option<i32>>,
    steps: Vec<Step>,
}

impl Nesting {
    /// What to close and open before a block. A note is one where the renderer writes it as such.
    ///
    /// Blocks know how many lists and quotes they stand in, not which. Those that are open and fit go on.
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
        self.close(|level| matches!(level, Level::Definitions) && (!defines || item.is_some()));
        self.close(|level| match *level {
            Level::List { depth, .. } => depth > lists,
            Level::Note { depth } => depth == 0 || depth > lists || (depth == lists && item.is_some()),
            _ => false,
        });
        let quotes = usize::from(block.quote_depth()).min(MAX_LEVELS);
        // Quotes that hold the whole item; others stand inside of it.
        let around = item.map_or(quotes, |item| usize::from(item.quotes).min(quotes));
        while self.quotes() > around {
            self.pop();
        }
        if let Some(item) = item {
            self.end_item(item.depth, around);
        }
        self.open_quotes(around);
        match item {
            _ if is_note => self.push(Level::Note { depth: item.map_or(lists, |item| item.depth) }),
            Some(item) => self.begin_item(item),
            None => {}
        }
        self.open_quotes(quotes);
        if defines && self.open.last() != Some(&Level::Definitions) {
            self.push(Level::Definitions);
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
        self.open.iter().filter(|level| **level == Level::Quote).count()
    }

    fn open_quotes(&mut self, quotes: usize) {
        if self.quotes() < quotes {
            // A list of terms holds nothing but terms and what is said of them.
            self.close(|level| matches!(level, Level::Definitions));
        }
        for _ in self.quotes()..quotes {
            self.push(Level::Quote);
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
        let around = self.open.iter().take(list).filter(|level| **level == Level::Quote).count();
        let keep = if around == quotes { list + 1 } else { list };
        while self.open.len() > keep {
            self.pop();
        }
    }

    fn begin_item(&mut self, Item { id, depth, number, .. }: Item) {
        if let (Some(Level::List { .. }), Some(last)) = (self.open.last(), self.numbers.last_mut()) {
            let follows = match (*last, number) {
                (Some(last), Some(number)) => last.checked_add(1) == Some(number),
                (last, number) => last == number,
            };
            if follows {
                *last = number;
                return self.push(Level::Item { id, number });
            }
            self.pop();
        }
        self.push(Level::List { depth, first: number });
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
