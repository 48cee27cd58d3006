//! Which of the sources a page has is believed for what.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::Deref;

use jiff::civil::Date;
use url::Url;

use super::address::{is_front_page, resolve};
use super::date::{self, Calendar, Moment};
use super::date_line::Found;
use super::declared::{self, Declared, Field, Item, Marked, Property};
use super::json_ld::{Key, Object};
use super::name::{names, names_of};
use super::plain_line::plain_line;
use super::schema::Things;
use super::title::Titles;
use super::title_block::{headings, title_block};
use super::visible::{self, Page, Visible};
use super::words::words;
use super::{Metadata, language};
use crate::base::Base;
use crate::block::{Kind, Role};
use crate::segment::Segments;
use crate::tree::{AttrName, NodeId, Tag, Tree};

/// What is known of a page from outside.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// What its relative addresses are relative to, its `<base>` included.
    pub(crate) base: Base,
    /// When it was fetched, in seconds since 1970.
    pub(crate) fetched: Option<i64>,
}

/// Reads the metadata of a page, and the role of each of its blocks.
///
/// `groups` gives the groups of words in the class, id, role and property of an element that a block begins in.
pub(crate) fn metadata(
    tree: &Tree,
    segments: &Segments,
    groups: &dyn Fn(NodeId) -> u64,
    known: &Known,
) -> (Metadata, Vec<Role>) {
    let declared = Declared::read(tree);
    let things = Things::new(&declared.json);
    let base = base(tree, &declared, &known.base);
    let source = Source { tree, segments, groups, declared: &declared, things, base };
    source.metadata(known)
}

/// The address that relative ones start from; where it is not known, what the page gives as its own.
fn base(tree: &Tree, declared: &Declared<'_>, known: &Base) -> Option<Url> {
    let canonical = || Base::from(resolve(None, declared.canonical?)?).of(tree).url().cloned();
    known.url().cloned().or_else(canonical)
}

/// Bytes of the description, at most. Some pages put all their text there.
const MAX_DESCRIPTION: usize = 2000;
/// Bytes of the name of the site, at most.
const MAX_SITE_NAME: usize = 400;
/// Bytes of the name of a kind of page, at most: the longest of schema.org has 42.
const MAX_KIND: usize = 64;
/// Headings that lead home and may be the name of the site. Each is compared with every heading.
const MAX_LOGOS: usize = 8;
/// Nodes of an item among which its name is looked for.
const MAX_INSIDE: usize = 1000;

/// The date of publication, of those declared, the most trusted first, and what readers are shown.
fn believed(declared: [Option<Moment>; 3], seen: Option<&Found>) -> Option<Moment> {
    let mut declared = declared.into_iter().flatten();
    let Some(seen) = seen else { return declared.next() };
    if let Some(same) = declared.clone().find(|declared| declared.day == seen.day) {
        return Some(same);
    }
    let first = declared.next()?;
    // What readers are shown as the date of publication is not later than the publication. Where day and month may be
    // exchanged it must be the day before, as it is west of Greenwich.
    let earlier =
        seen.day < first.day && (seen.or.is_none() || seen.day.tomorrow().is_ok_and(|next| next == first.day));
    if earlier || first.may_be_on(seen.day) { Some(seen.day.into()) } else { Some(first) }
}

/// Whether a text is a name of the Open Graph protocol or of schema.org: `video.movie`, `NewsArticle`.
fn is_name_of_kind(kind: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | ':' | '_' | '-');
    (1..=MAX_KIND).contains(&kind.len()) && kind.chars().all(is_part)
}

/// All that metadata is taken from.
struct Source<'a> {
    tree: &'a Tree,
    segments: &'a Segments,
    groups: &'a dyn Fn(NodeId) -> u64,
    declared: &'a Declared<'a>,
    things: Things<'a>,
    base: Option<Url>,
}

impl Source<'_> {
    fn metadata(&self, known: &Known) -> (Metadata, Vec<Role>) {
        let language = self.language();
        let calendar = Calendar {
            newest: known.fetched.map_or(Date::MAX, date::day_after),
            month_first: language::month_first(language.as_deref()),
        };
        let title = self.title();
        let line = title.as_deref().and_then(|title| title_block(self.segments, title));
        let page = Page { tree: self.tree, segments: self.segments, groups: self.groups, calendar };
        let visible = visible::visible(&page, line);
        let (published, modified) = self.dates(&visible, line, &page);
        let metadata = Metadata {
            authors: self.authors(&visible, line, &page),
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
        self.segments.blocks.get(at).map_or("", |block| self.segments.text_of(block))
    }

    fn title(&self) -> Option<String> {
        let of = |property| {
            let item = self.declared.items.iter().find(|item| item.what == property);
            item.map(|item| declared::text(self.tree, item.node)).filter(|text| !text.is_empty())
        };
        let item = of(Property::Headline);
        let links = LazyCell::new(|| self.links());
        let first = headings(self.segments).filter(|(_, level)| *level == 1).map(|(at, _)| at);
        let (logos, headings): (Vec<usize>, Vec<usize>) = first.partition(|&at| self.links_home(at, &links));
        let sites = [self.declared.meta(Field::SiteName), self.things.site_name()];
        let logos = logos.into_iter().take(MAX_LOGOS).map(|at| self.block_text(at));
        Titles {
            element: self.declared.title.as_deref(),
            open_graph: self.declared.meta(Field::OgTitle),
            headline: self.things.title().or(item.as_deref()),
            meta: self.declared.meta(Field::Title),
            headings: headings.into_iter().map(|at| self.block_text(at)).collect(),
            confirming: self.confirming(),
            sites: sites.into_iter().flatten().chain(logos).collect(),
        }
        .choose()
    }

    /// What may confirm a part of the declared title: the first headings of the second and third level, and paragraphs
    /// that are its first half or more.
    fn confirming(&self) -> Vec<&str> {
        /// A title stands early.
        const FIRST: usize = 12;
        let of_next = headings(self.segments).filter(|(_, level)| matches!(level, 2 | 3)).take(FIRST);
        let declared = self.declared.title.as_deref().unwrap_or_default();
        let paragraphs = self.segments.blocks.iter().filter(|block| block.kind == Kind::Paragraph);
        let texts = paragraphs.map(|block| self.segments.text_of(block));
        let parts = texts.filter(|text| 2 * text.len() >= declared.len() && declared.starts_with(text));
        of_next.map(|(at, _)| self.block_text(at)).chain(parts.take(FIRST)).collect()
    }

    /// All elements that are links, in document order: looked for only where a heading is all link.
    fn links(&self) -> Vec<NodeId> {
        let nodes = self.tree.nodes.iter().zip(0..);
        nodes.filter(|(node, _)| node.html_tag() == Some(Tag::A)).map(|(_, id)| id).collect()
    }

    /// Whether a heading is a link to the front page of the site: the site's name in large letters.
    fn links_home(&self, at: usize, links: &impl Deref<Target = Vec<NodeId>>) -> bool {
        let Some(block) = self.segments.blocks.get(at) else { return false };
        if block.counts.link_chars < block.counts.chars {
            return false;
        }
        // The link may stand in the heading or around it.
        let element = self.tree.node(block.element);
        let inside = links.get(links.partition_point(|&link| link < block.element)).copied();
        let inside = inside.filter(|&link| link < block.nodes.end);
        let near = inside.into_iter().chain([element.parent, self.tree.node(element.parent).parent]);
        let link = near.map(|id| self.tree.node(id)).find(|node| node.html_tag() == Some(Tag::A));
        link.and_then(|link| self.tree.attr(link, AttrName::Href)).is_some_and(is_front_page)
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

    /// The authors that the most trusted source names.
    ///
    /// An organization is the author only where no person is: many sites put their own name there.
    fn authors(&self, visible: &Visible, title: Option<usize>, page: &Page<'_>) -> Vec<String> {
        let (people, organizations) = self.things.authors();
        let items = self.items(Property::Author, title);
        let items: Vec<Cow<'_, str>> = items.map(|item| self.item_name(item.node)).collect();
        let sources = [
            names_of(&people),
            names_of(&items),
            names_of(&self.declared.authors),
            names_of(self.declared.card_author().as_slice()),
            visible.authors.clone(),
            self.linked_author().into_iter().collect(),
        ];
        let site: Vec<Vec<u64>> = [self.site_name(), self.things.site_name().map(str::to_owned)]
            .into_iter()
            .flatten()
            .map(|site| words(&site))
            .collect();
        let is_site = |name: &String| site.contains(&words(name));
        let own = |names: &&Vec<String>| !names.is_empty() && !names.iter().all(is_site);
        if let Some(names) = sources.iter().find(own) {
            return names.clone();
        }
        let elsewhere = if self.is_offer() { Vec::new() } else { visible::elsewhere(page, title) };
        if !elsewhere.is_empty() {
            return elsewhere;
        }
        let organizations = organizations.into_iter().map(str::to_owned).collect();
        [organizations].into_iter().chain(sources).find(|names| !names.is_empty()).unwrap_or_default()
    }

    /// Whether the page says that it is one of a shop or a list, which nobody signs.
    fn is_offer(&self) -> bool {
        let kind = self.kind();
        let words = ["product", "collection", "itemlist", "service", "organization", "business"];
        kind.is_some_and(|kind| words.iter().any(|word| kind.to_ascii_lowercase().contains(word)))
    }

    /// What microdata says of the page: where it holds several articles, of the one that the title stands in, or of the
    /// first.
    fn items(&self, property: Property, title: Option<usize>) -> impl Iterator<Item = &Item> {
        let articles = || self.declared.items.iter().map(|item| item.article).filter(|article| *article > 0);
        let title = self.segments.element_of(title);
        let holds_title = |article: &NodeId| *article <= title && title < self.tree.node(*article).end;
        let own = articles().filter(holds_title).max().or_else(|| articles().next());
        let items = self.declared.items.iter().filter(move |item| item.what == property);
        items.filter(move |item| item.article == 0 || Some(item.article) == own)
    }

    /// The name that an element of microdata gives.
    fn item_name(&self, node: NodeId) -> Cow<'_, str> {
        let named = self.tree.descendants(node).take(MAX_INSIDE).find(|&id| {
            let attr = self.tree.attr(self.tree.node(id), AttrName::Itemprop);
            let attr = attr.filter(|properties| properties.len() <= declared::MAX_VALUE);
            attr.is_some_and(|properties| properties.split_ascii_whitespace().any(|property| property == "name"))
        });
        let node = named.unwrap_or(node);
        let content = self.tree.attr(self.tree.node(node), AttrName::Content).map(Cow::Borrowed);
        content.unwrap_or_else(|| Cow::Owned(declared::text(self.tree, node)))
    }

    /// The name in the first link to an author.
    fn linked_author(&self) -> Option<String> {
        let link = *self.declared.author_links.first()?;
        names(&declared::text(self.tree, link)).into_iter().next()
    }

    /// When the page was published and when it was last changed.
    fn dates(&self, visible: &Visible, title: Option<usize>, page: &Page<'_>) -> (Option<Moment>, Option<Moment>) {
        let calendar = page.calendar;
        let json = |keys: &[Key]| self.things.text(keys).and_then(|text| calendar.stamp(text));
        let meta = |field| self.declared.meta(field).and_then(|text| calendar.stamp(text));
        let item = |property| self.items(property, title).find_map(|item| self.item_date(item.node, calendar));
        let shown = |found: &Option<Found>| found.as_ref().map(|found| Moment::from(found.day));
        let published = [
            json(&[Key::DatePublished, Key::DateCreated, Key::UploadDate]),
            item(Property::Published),
            meta(Field::Published),
        ];
        let modified = json(&[Key::DateModified])
            .or_else(|| item(Property::Modified))
            .or_else(|| meta(Field::Modified))
            .or_else(|| shown(&visible.modified));
        let published = believed(published, visible.date_line()).or_else(|| shown(&visible.published));
        if published.is_some() || modified.is_some() {
            return (published, modified);
        }
        let (published, modified) = visible::date_elsewhere(page, title);
        let published = self.time_element(title, page).or_else(|| shown(&published));
        (published.or_else(|| self.dated_address(calendar)), shown(&modified))
    }

    /// The first `<time>` after the title, or else before it.
    fn time_element(&self, title: Option<usize>, page: &Page<'_>) -> Option<Moment> {
        let calendar = page.calendar;
        let mut asides = visible::Asides::of(page, title);
        let from = self.segments.element_of(title);
        let (before, after): (Vec<Marked<&str>>, Vec<Marked<&str>>) =
            self.declared.times.iter().partition(|time| time.node < from);
        after.into_iter().chain(before).filter(|time| !asides.hold(time.node)).find_map(|time| {
            let given = calendar.stamp(time.what);
            given.or_else(|| calendar.stamp(&declared::text(self.tree, time.node)))
        })
    }

    /// The date in the address of the page: `/2024/05/01/`.
    fn dated_address(&self, calendar: Calendar) -> Option<Moment> {
        let address = self.address()?;
        let path = address.split_once("://")?.1.split_once('/')?.1;
        calendar.first_in(path).map(|found| found.day.into())
    }

    /// The date that an element of microdata gives.
    fn item_date(&self, node: NodeId, calendar: Calendar) -> Option<Moment> {
        let attr = |name| self.tree.attr(self.tree.node(node), name);
        let given = attr(AttrName::Content).or_else(|| attr(AttrName::Datetime));
        match given {
            Some(given) => calendar.stamp(given),
            None => calendar.stamp(&declared::text(self.tree, node)),
        }
    }

    /// The language that is declared, or else, where it can be told, that of the text.
    fn language(&self) -> Option<String> {
        let declared =
            [self.declared.language, self.declared.meta(Field::Language), self.things.text(&[Key::InLanguage])];
        declared.into_iter().flatten().find_map(language::tag).or_else(|| language::of_text(self.prose()))
    }

    /// The page's running text.
    fn prose(&self) -> impl Iterator<Item = &str> {
        /// Words of the shortest block that tells a language.
        const MIN_WORDS: u32 = 8;
        let blocks = self.segments.blocks.iter().enumerate();
        let long = blocks.filter(|(_, block)| block.counts.words >= MIN_WORDS && block.kind != Kind::Code);
        long.map(|(at, _)| self.block_text(at))
    }

    fn site_name(&self) -> Option<String> {
        let name = self.declared.meta(Field::SiteName).or_else(|| self.things.site_name())?;
        Some(plain_line(name, MAX_SITE_NAME)).filter(|name| !name.is_empty())
    }

    fn description(&self) -> Option<String> {
        let text = self.declared.meta(Field::Description).or_else(|| self.things.text(&[Key::Description]))?;
        let text = plain_line(text, MAX_DESCRIPTION);
        Some(text).filter(|text| !text.is_empty())
    }

    fn image(&self) -> Option<String> {
        let item = || {
            let item = self.declared.items.iter().find(|item| item.what == Property::Image)?;
            let attr = |name| self.tree.attr(self.tree.node(item.node), name);
            attr(AttrName::Content).or_else(|| attr(AttrName::Src)).or_else(|| attr(AttrName::Href))
        };
        let image = self.declared.meta(Field::Image).or_else(|| self.things.text(&[Key::Image, Key::ThumbnailUrl]));
        let image = image.or_else(item).or(self.declared.image)?;
        resolve(self.base.as_ref(), image).map(String::from)
    }

    fn address(&self) -> Option<String> {
        let own = [self.declared.canonical, self.declared.meta(Field::Address)];
        own.into_iter().flatten().find_map(|own| resolve(self.base.as_ref(), own)).map(String::from)
    }

    fn kind(&self) -> Option<String> {
        let schema = self.things.main().and_then(Object::kind);
        let named = [schema, self.declared.item_type, self.declared.meta(Field::Kind)];
        named.into_iter().flatten().find(|kind| is_name_of_kind(kind)).map(str::to_owned)
    }
}
