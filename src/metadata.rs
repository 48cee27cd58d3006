//! What a page says of itself: title, authors, dates, language and the like.

mod address;
mod date;
mod declared;
mod json_ld;
mod language;
mod month_names;
mod name;
mod title;
mod visible;
mod words;

use url::Url;

use crate::block::{Kind, Role};
use crate::segment::Segments;
use crate::tree::Tree;
pub(crate) use address::resolve;
use date::{Calendar, Moment};
use declared::{Declared, Field, Property};
use json_ld::{Key, Things};
use title::Titles;
use visible::Visible;
use words::{agreement, collapsed, words};

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Metadata {
    title: Option<String>,
    authors: Vec<String>,
    published: Option<String>,
    modified: Option<String>,
    language: Option<String>,
    site_name: Option<String>,
    description: Option<String>,
    image: Option<String>,
    canonical_url: Option<String>,
    kind: Option<String>,
}

impl Metadata {
    /// The title of the page, without the name of the site.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// Who wrote it, in the order of the page.
    pub fn authors(&self) -> &[String] {
        &self.authors
    }

    /// When it was published.
    pub fn published(&self) -> Option<&str> {
        self.published.as_deref()
    }

    /// When it was last changed.
    pub fn modified(&self) -> Option<&str> {
        self.modified.as_deref()
    }

    /// The language of the page.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// The name of the site.
    pub fn site_name(&self) -> Option<&str> {
        self.site_name.as_deref()
    }

    /// What the page says it is about.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The address of the picture that stands for the page.
    pub fn image(&self) -> Option<&str> {
        self.image.as_deref()
    }

    /// The address that the page gives as its own.
    pub fn canonical_url(&self) -> Option<&str> {
        self.canonical_url.as_deref()
    }

    /// What kind of page it is.
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }
}

/// What is known of a page from outside.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Where the page is from.
    pub(crate) base_url: Option<Url>,
    /// When it was fetched, in seconds since 1970.
    pub(crate) fetched: i64,
}

/// Reads the metadata of a page, and the role of each of its blocks.
pub(crate) fn metadata(tree: &Tree, segments: &Segments, known: &Known) -> (Metadata, Vec<Role>) {
    let declared = Declared::read(tree);
    let things = Things::new(&declared.json);
    let source = Source { tree, segments, declared: &declared, things, base: base(&declared, known.base_url.as_ref()) };
    source.metadata(known)
}

/// The address that relative ones start from: `<base>`, where the page is from, or what it gives as its own.
fn base(declared: &Declared<'_>, from: Option<&Url>) -> Option<Url> {
    let canonical = || resolve(None, declared.canonical?);
    let from = from.cloned().or_else(canonical);
    declared.base.and_then(|base| resolve(from.as_ref(), base)).or(from)
}

/// All that metadata is taken from.
struct Source<'a> {
    tree: &'a Tree,
    segments: &'a Segments,
    declared: &'a Declared<'a>,
    things: Things<'a>,
    base: Option<Url>,
}

impl Source<'_> {
    fn metadata(&self, known: &Known) -> (Metadata, Vec<Role>) {
        let language = self.language();
        let calendar = Calendar {
            newest: date::day_after(known.fetched),
            month_first: language::month_first(language.as_deref()),
        };
        let title = self.title();
        let line = title.as_deref().and_then(|title| self.title_block(title));
        let visible = visible::visible(self.tree, self.segments, line, &calendar);
        let (published, modified) = self.dates(&visible, &calendar);
        let metadata = Metadata {
            authors: self.authors(&visible),
            published: published.map(|moment| moment.to_string()),
            modified: modified.map(|moment| moment.to_string()),
            language,
            site_name: self.site_name(),
            description: self.description(),
            image: self.image(),
            canonical_url: self.address(),
            kind: self.kind(),
            title,
        };
        (metadata, self.roles(line, &visible))
    }

    fn block_text(&self, at: usize) -> &str {
        let range = self.segments.blocks.get(at).map(|block| block.range.start as usize..block.range.end as usize);
        range.and_then(|range| self.segments.text.get(range)).unwrap_or_default()
    }

    fn headings(&self) -> impl Iterator<Item = (usize, u8)> + '_ {
        self.segments.blocks.iter().enumerate().filter_map(|(at, block)| match block.kind {
            Kind::Heading { level } => Some((at, level)),
            _ => None,
        })
    }

    fn title(&self) -> Option<String> {
        let of = |property| {
            let item = self.declared.items.iter().find(|item| item.what == property);
            item.map(|item| declared::text(self.tree, item.node)).filter(|text| !text.is_empty())
        };
        let item = of(Property::Headline);
        let sites = [self.declared.meta(Field::SiteName), self.things.site_name()];
        Titles {
            element: self.declared.title.as_deref(),
            open_graph: self.declared.meta(Field::OgTitle),
            headline: self.things.title().or(item.as_deref()),
            meta: self.declared.meta(Field::Title),
            headings: self.headings().filter(|(_, level)| *level == 1).map(|(at, _)| self.block_text(at)).collect(),
            sites: sites.into_iter().flatten().collect(),
        }
        .choose()
    }

    /// The heading that is the title: the highest of those most like it.
    fn title_block(&self, title: &str) -> Option<usize> {
        /// Agreement from which a heading is the title.
        const LIKE: f32 = 0.75;
        let title = words(title);
        let mut best: Option<(usize, f32)> = None;
        for (at, level) in self.headings() {
            let like = agreement(&title, &words(self.block_text(at)));
            // Between two alike, the higher level; between two of a level, the first.
            let value = like - f32::from(level) / 100.0;
            if like >= LIKE && best.is_none_or(|(_, most)| value > most) {
                best = Some((at, value));
            }
        }
        best.map(|(at, _)| at)
    }

    fn roles(&self, title: Option<usize>, visible: &Visible) -> Vec<Role> {
        let mut roles = vec![Role::Text; self.segments.blocks.len()];
        for &line in &visible.lines {
            roles[line] = Role::Byline;
        }
        if let Some(title) = title {
            roles[title] = Role::Title;
        }
        roles
    }

    fn authors(&self, visible: &Visible) -> Vec<String> {
        let from = |names: &[&str]| {
            let mut all: Vec<String> = Vec::new();
            for name in names.iter().flat_map(|name| name::names(name)) {
                if !all.contains(&name) {
                    all.push(name);
                }
            }
            all
        };
        let json = from(&self.things.authors());
        if !json.is_empty() {
            return json;
        }
        let items = self.declared.items.iter().filter(|item| item.what == Property::Author);
        let items: Vec<String> = items.map(|item| declared::text(self.tree, item.node)).collect();
        let items = from(&items.iter().map(String::as_str).collect::<Vec<_>>());
        if !items.is_empty() {
            return items;
        }
        let meta = from(&self.declared.authors);
        if !meta.is_empty() {
            return meta;
        }
        if !visible.authors.is_empty() {
            return visible.authors.clone();
        }
        let links = self.declared.author_links.iter().take(1).map(|&node| declared::text(self.tree, node));
        from(&links.collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn dates(&self, visible: &Visible, calendar: &Calendar) -> (Option<Moment>, Option<Moment>) {
        let json = |keys: &[Key]| self.things.text(keys).and_then(|text| calendar.stamp(text));
        let meta = |field| self.declared.meta(field).and_then(|text| calendar.stamp(text));
        let item = |property| {
            let mut items = self.declared.items.iter().filter(|item| item.what == property);
            items.find_map(|item| self.item_date(item.node, calendar))
        };
        let shown = |found: &Option<date::Found>| found.as_ref().map(|found| Moment::from(found.day));
        let published = json(&[Key::DatePublished, Key::DateCreated, Key::UploadDate])
            .or_else(|| item(Property::Published))
            .or_else(|| meta(Field::Published))
            .or_else(|| shown(&visible.published));
        let modified = json(&[Key::DateModified])
            .or_else(|| item(Property::Modified))
            .or_else(|| meta(Field::Modified))
            .or_else(|| shown(&visible.modified));
        (published, modified)
    }

    /// The date that an element of microdata gives.
    fn item_date(&self, node: crate::tree::NodeId, calendar: &Calendar) -> Option<Moment> {
        use crate::tree::AttrName;
        let attr = |name| self.tree.attr(self.tree.node(node), name);
        let given = attr(AttrName::Content).or_else(|| attr(AttrName::Datetime));
        match given {
            Some(given) => calendar.stamp(given),
            None => calendar.stamp(&declared::text(self.tree, node)),
        }
    }

    fn language(&self) -> Option<String> {
        let declared = [self.declared.language, self.declared.meta(Field::Language), self.things.text(&[Key::InLanguage])];
        declared.into_iter().flatten().find_map(language::tag)
    }

    fn site_name(&self) -> Option<String> {
        let name = self.declared.meta(Field::SiteName).or_else(|| self.things.site_name())?;
        Some(collapsed(name)).filter(|name| !name.is_empty())
    }

    fn description(&self) -> Option<String> {
        let text = self.declared.meta(Field::Description).or_else(|| self.things.text(&[Key::Description]))?;
        Some(collapsed(text)).filter(|text| !text.is_empty())
    }

    fn image(&self) -> Option<String> {
        let image = self.declared.meta(Field::Image).or_else(|| self.things.text(&[Key::Image, Key::ThumbnailUrl]));
        Some(resolve(self.base.as_ref(), image.or(self.declared.image)?)?.into())
    }

    fn address(&self) -> Option<String> {
        let own = [self.declared.canonical, self.declared.meta(Field::Address)];
        own.into_iter().flatten().find_map(|own| resolve(self.base.as_ref(), own)).map(String::from)
    }

    fn kind(&self) -> Option<String> {
        let schema = self.things.main().and_then(json_ld::Object::kind);
        schema.or(self.declared.item_type).or(self.declared.meta(Field::Kind)).map(str::to_owned)
    }
}
