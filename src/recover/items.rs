//! JSON to items: those of its strings that may be content, in the groups they stand in.

use serde::de::IgnoredAny;
use serde_json::Deserializer;
use serde_json::de::StrRead;

use super::prose::{Look, is_escaped_markup, is_markup};
use super::value::read_value;
use crate::tree::{MAX_JSON_DEPTH, MIN_JSON, begins_json};
use crate::vocab::{NameGroup, name_groups};

/// How often JSON may stand in a string of JSON: a page's state holds the answers of its servers as they came, and
/// these hold documents.
const MAX_LAYERS: u8 = 3;
/// Strings with words that a dictionary of a page's labels has at least, words a string that it has at most, and words
/// that none of its strings has.
const DICTIONARY: (u32, u32, u32) = (20, 8, 40);
/// Bytes of the longest title, and of the longest name or date.
const MAX_TITLE: usize = 300;
const MAX_NAME: usize = 60;

/// What stands under these keys of schema.org says something of others than the thing that the page is about.
const ASIDE: &[&str] = &[
    "breadcrumb",
    "hasPart",
    "image",
    "isPartOf",
    "isRelatedTo",
    "logo",
    "mainEntityOfPage",
    "potentialAction",
    "publisher",
    "sourceOrganization",
    "thumbnail",
    "video",
];
/// Things of schema.org that are not the content of a page.
const NO_CONTENT: &[&str] =
    &["BreadcrumbList", "ImageObject", "Organization", "Person", "SearchAction", "VideoObject", "WebPage", "WebSite"];
/// Keys of schema.org for a text that is there in full, beside which a summary of it says nothing new.
const FULL: &[&str] = &["articleBody", "text", "reviewBody"];
const SUMMARY: &[&str] = &["description", "abstract", "headline"];

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// An object or an array.
    Group,
    /// An object in an array.
    Entry,
    /// Running text.
    Prose,
    /// Text with tags.
    Markup,
    /// Text with tags that are written with entities.
    EscapedMarkup,
    /// A string too short to be content by itself; it is if its like is in the other entries of an array.
    Short,
    Title,
    Author,
    Date,
    /// No content after all.
    Dropped,
}

impl What {
    /// The content that a text is.
    pub(super) fn content(text: &str) -> Self {
        if is_markup(text) {
            Self::Markup
        } else if is_escaped_markup(text) {
            Self::EscapedMarkup
        } else {
            Self::Prose
        }
    }

    pub(super) fn is_content(self) -> bool {
        matches!(self, Self::Prose | Self::Markup | Self::EscapedMarkup)
    }
}

/// Byte range in [`Items::text`].
pub(super) type Piece = (u32, u32);

/// A string or a group of them.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) what: What,
    /// One past the last item of a group, or the next item.
    pub(super) end: u32,
    /// The key it stands under.
    pub(super) key: Piece,
    /// A string; of a group, its type, if it names one.
    text: Piece,
    /// The new words of content.
    pub(super) new: u32,
}

/// What may be content in some JSON, in document order.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) list: Vec<Item>,
    text: String,
    /// How many items are content.
    pub(super) contents: u32,
    /// Whether the JSON is JSON-LD, whose keys have a known meaning.
    schema: bool,
    /// How many strings around the present place hold JSON themselves.
    layers: u8,
    /// How many groups are open, over all layers.
    depth: u8,
    /// The key that was last looked at, and the groups of its words: it may be that of each string of an array.
    key_groups: (Piece, u64),
}

/// A group that is being read.
#[derive(Default)]
pub(super) struct Open {
    at: usize,
    contents: u32,
    is_array: bool,
    /// Its strings with words, their words, and those of the longest.
    strings: u32,
    words: u32,
    longest: u32,
}

impl Open {
    pub(super) fn count(&mut self, words: u32) {
        self.strings += u32::from(words > 0);
        self.words += words;
        self.longest = self.longest.max(words);
    }

    pub(super) fn is_array(&self) -> bool {
        self.is_array
    }

    fn is_dictionary(&self) -> bool {
        let (strings, mean, longest) = DICTIONARY;
        self.strings >= strings && self.words < mean * self.strings && self.longest < longest
    }
}

impl Items {
    /// No items yet, of JSON-LD or of other JSON.
    pub(super) fn new(schema: bool) -> Self {
        Self { schema, ..Self::default() }
    }

    pub(super) fn piece(&self, piece: Piece) -> &str {
        self.text.get(piece.0 as usize..piece.1 as usize).unwrap_or_default()
    }

    /// The text of a string, or the type of a group.
    pub(super) fn text(&self, item: &Item) -> &str {
        self.piece(item.text)
    }

    /// The items of a group that stand in it directly; of the whole, with `None`.
    pub(super) fn children(&self, group: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        let end = group.and_then(|at| self.list.get(at)).map_or(self.list.len(), |item| item.end as usize);
        let mut next = group.map_or(0, |at| at + 1);
        std::iter::from_fn(move || {
            let at = (next < end).then_some(next)?;
            next = self.list.get(at).map_or(end, |item| (item.end as usize).max(at + 1));
            Some(at)
        })
    }

    /// Takes in a JSON text. Nothing is kept of one that is broken.
    pub(super) fn read(&mut self, json: &str) {
        let before = self.mark();
        let mut deserializer = Deserializer::from_str(json);
        if self.value(&mut deserializer).and_then(|()| deserializer.end()).is_err() {
            self.back_to(before);
        }
    }

    /// Takes in the JSON value that a text begins with, or as much of it as is JSON: a state in a script has an
    /// `undefined` here and there. Returns how many bytes were read, at least 1.
    pub(super) fn read_start(&mut self, text: &str) -> usize {
        let mut deserializer = Deserializer::from_str(text);
        let _ = self.value(&mut deserializer);
        deserializer.into_iter::<IgnoredAny>().byte_offset().max(1)
    }

    /// Takes in one value; the groups that an error leaves open are open no longer.
    fn value(&mut self, json: &mut Deserializer<StrRead<'_>>) -> serde_json::Result<()> {
        let depth = self.depth;
        let read = read_value(self, json);
        self.depth = depth;
        read
    }

    /// Whether no group may begin here.
    pub(super) fn is_too_deep(&self) -> bool {
        self.depth >= MAX_JSON_DEPTH
    }

    fn mark(&self) -> (usize, usize, u32) {
        (self.list.len(), self.text.len(), self.contents)
    }

    fn back_to(&mut self, (items, bytes, contents): (usize, usize, u32)) {
        self.list.truncate(items);
        self.text.truncate(bytes);
        self.key_groups = Default::default();
        self.contents = contents;
    }

    pub(super) fn store(&mut self, text: &str) -> Piece {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        (start, self.text.len() as u32)
    }

    /// Whether what stands under this key is about something else.
    pub(super) fn is_aside(&self, key: &str) -> bool {
        self.schema && ASIDE.contains(&key)
    }

    /// Begins a group.
    pub(super) fn open(&mut self, what: What, key: Piece, is_array: bool) -> Open {
        let at = self.list.len();
        self.list.push(Item { what, end: at as u32 + 1, key, text: (0, 0), new: 0 });
        self.depth = self.depth.saturating_add(1);
        Open { at, contents: self.contents, is_array, ..Open::default() }
    }

    /// Takes in a string, the group around it being `open`; returns how many words it has.
    pub(super) fn string(&mut self, key: Piece, text: &str, open: Option<&Open>) -> u32 {
        if text.len() >= MIN_JSON && begins_json(text.as_bytes()) && self.layers < MAX_LAYERS {
            self.layers += 1;
            let group = self.open(What::Group, key, false);
            self.read(text);
            self.close(&group);
            self.layers -= 1;
            return 0;
        }
        if let (Some(open), "@type" | "__typename") = (open, self.piece(key)) {
            let text = self.store(text);
            if let Some(item) = self.list.get_mut(open.at) {
                item.text = text;
            }
            return 0;
        }
        if is_address(text) {
            return 0;
        }
        let (look, groups) = (Look::of(text), self.groups_of(key));
        let named = text.len() <= MAX_TITLE && groups & NameGroup::Title.bit() != 0;
        let is_content = look.is_prose() && !named;
        let what = if is_content { Some(What::content(text)) } else { label(self.piece(key), groups, text, look) };
        if let Some(what) = what {
            let text = self.store(text);
            let end = self.list.len() as u32 + 1;
            self.list.push(Item { what, end, key, text, new: 0 });
            self.contents += u32::from(what.is_content());
        }
        look.words()
    }

    /// The groups of the words of a key.
    fn groups_of(&mut self, key: Piece) -> u64 {
        if self.key_groups.0 != key {
            self.key_groups = (key, name_groups(self.piece(key)).0);
        }
        self.key_groups.1
    }

    /// Ends a group; one without content goes, up to the name of an author.
    pub(super) fn close(&mut self, open: &Open) {
        self.depth = self.depth.saturating_sub(1);
        let end = self.list.len() as u32;
        let Some(group) = self.list.get_mut(open.at) else { return };
        group.end = end;
        let group = group.clone();
        if open.is_dictionary() || (self.schema && NO_CONTENT.contains(&self.text(&group))) {
            self.drop_children(open.at, |_| true);
        } else if self.schema && self.children(Some(open.at)).any(|at| self.is_content_under(at, FULL)) {
            self.drop_children(open.at, |key| SUMMARY.contains(&key));
        }
        if open.is_array && self.contents > open.contents {
            self.promote(open.at);
        }
        if self.contents > open.contents || (group.what == What::Entry && self.list.len() > open.at + 1) {
            return;
        }
        let names = |item: &&Item| matches!(item.what, What::Title | What::Author);
        let name = self.list.iter().skip(open.at).find(names).cloned();
        self.list.truncate(open.at);
        if let Some(name) = name.filter(|_| self.groups_of(group.key) & AUTHORS != 0) {
            self.list.push(Item { what: What::Author, end: open.at as u32 + 1, ..name });
        }
    }
}

/// What a string is that is too short for prose, by its key and the groups of its words.
fn label(key: &str, groups: u64, text: &str, look: Look) -> Option<What> {
    if look.words() == 0 && !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let is = |group: NameGroup| groups & group.bit() != 0;
    if text.len() <= MAX_NAME && (is(NameGroup::Date) || key.ends_with("_at") || key.ends_with("At")) {
        Some(What::Date)
    } else if look.words() == 0 || text.contains("://") || text.len() > MAX_TITLE {
        None
    } else if text.len() <= MAX_NAME && (is(NameGroup::Author) || is(NameGroup::User)) {
        Some(What::Author)
    } else if is(NameGroup::Title) {
        Some(What::Title)
    } else {
        Some(What::Short)
    }
}

/// Whether a string is one long word, or an address: most strings are.
fn is_address(text: &str) -> bool {
    let one_word = text.is_ascii() && !text.contains([' ', '\n', '\t']);
    one_word && !text.starts_with('<') && (text.len() > MAX_NAME || text.contains(['/', '_', '=']))
}

/// The groups of names that an author stands under.
const AUTHORS: u64 = NameGroup::Author.bit() | NameGroup::User.bit();
