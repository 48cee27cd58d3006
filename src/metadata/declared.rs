//! What a page's markup says of it outside its text: `<title>`, `<meta>`, `<link>`, JSON-LD, microdata, `<time>`.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::json_ld::JsonLd;
use super::name::MAX_AUTHORS;
use super::{name, schema};
use crate::hash::{HashTable, hash};
use crate::tree::{Attr, AttrName, Node, NodeId, NodeKind, Tag, Tree, is_json_ld};

/// Bytes of JSON-LD of one page that are read; what begins beyond is left out.
const MAX_JSON_LD: usize = 1 << 20;
/// Characters of an element's text that are read, where a title or a name is looked for.
const MAX_TEXT: usize = 400;
/// Characters that are read for it, blanks among them.
const MAX_READ: usize = 16 * MAX_TEXT;
/// Nodes of an element that are looked through for this text, which many of them may have none of.
const MAX_NODES: usize = 10_000;
/// Elements of one kind that are kept: `<time>`, `itemprop`, `rel=author`. Those that matter come early.
const MAX_ELEMENTS: usize = 64;
/// Bytes of an attribute that is looked through for words: one left open is that of many elements.
pub(super) const MAX_VALUE: usize = 256;

/// What a `<meta>` may say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Field {
    OgTitle,
    Title,
    Author,
    Published,
    Modified,
    SiteName,
    Description,
    Image,
    Address,
    Kind,
    Language,
}

/// How many variants [`Field`] has.
const FIELDS: usize = Field::Language as usize + 1;

/// Names and properties of `<meta>` in lower case by what they say, the most trusted first: Open Graph, Twitter, Dublin
/// Core, Highwire (`citation_`), and words that content management systems use.
const META: &[(Field, &str)] = &[
    (Field::OgTitle, "og:title"),
    (Field::Title, "citation_title dc.title dcterms.title parsely-title sailthru.title twitter:title headline title"),
    (
        Field::Author,
        "citation_author citation_authors parsely-author sailthru.author author article:author dc.creator dcterms.creator \
         dc.contributor byl byline authors article_author author-name twitter:creator:name og:author",
    ),
    (
        Field::Published,
        "article:published_time og:published_time datepublished parsely-pub-date sailthru.date citation_publication_date \
         citation_online_date citation_date dcterms.issued dc.date.issued dcterms.created dc.date.created dcterms.date \
         dc.date pubdate publishdate publish-date publish_date published_time publication_date publication-date published \
         article:published article:publicationdate cxenseparse:recs:publishtime date.created datecreated \
         originalpublicationdate release_date article_date_original created date article:created_time og:article:published_time \
         article.published published-date published_date publisheddate pub-date pub_date date-published \
         date_published firstpublished rnews:datepublished dateposted uploaddate",
    ),
    (
        Field::Modified,
        "article:modified_time og:updated_time datemodified dcterms.modified dc.date.modified last-modified lastmod \
         modified_time updated_time article:modified article.updated revised date.modified modified article:modified_date",
    ),
    (
        Field::SiteName,
        "og:site_name application-name apple-mobile-web-app-title dc.publisher citation_publisher publisher",
    ),
    (
        Field::Description,
        "og:description description twitter:description dc.description dcterms.description dcterms.abstract",
    ),
    (
        Field::Image,
        "og:image og:image:secure_url og:image:url twitter:image twitter:image:src thumbnail parsely-image-url \
         sailthru.image.full",
    ),
    (Field::Address, "og:url twitter:url parsely-link citation_public_url"),
    (Field::Kind, "og:type"),
    (Field::Language, "content-language dc.language dcterms.language og:locale language"),
];

/// The rank of a name that is known only by its end.
const LAST_RANK: u8 = 100;

/// The field of each name and how many more trusted ones there are.
static FIELD_OF: LazyLock<HashTable<(Field, u8)>> = LazyLock::new(|| {
    let ranked = |(field, names): &(Field, &'static str)| {
        let field = *field;
        names.split_ascii_whitespace().zip(0..).map(move |(name, rank)| (hash(name.as_bytes()), (field, rank)))
    };
    META.iter().flat_map(ranked).collect()
});

/// The names of the labels of Twitter's card and of what they label.
const CARD: [&str; 4] = ["twitter:label1", "twitter:data1", "twitter:label2", "twitter:data2"];

/// Bytes of the longest name in [`META`].
const MAX_META_NAME: usize = 40;

/// A property of microdata that is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Property {
    Author,
    Published,
    Modified,
    Headline,
    Image,
}

/// An element that says something by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marked<K> {
    pub(super) node: NodeId,
    pub(super) what: K,
}

/// A property of microdata.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) node: NodeId,
    pub(super) what: Property,
    /// The element that is the article it is said of; 0 without one.
    pub(super) article: NodeId,
}

/// All that a page declares.
#[derive(Debug, Default)]
pub(super) struct Declared<'a> {
    meta: [Option<(u8, &'a str)>; FIELDS],
    /// All values of the most trusted name for authors.
    pub(super) authors: Vec<&'a str>,
    pub(super) json: JsonLd,
    pub(super) title: Option<String>,
    pub(super) language: Option<&'a str>,
    pub(super) canonical: Option<&'a str>,
    pub(super) image: Option<&'a str>,
    /// The type of the outermost item of microdata.
    pub(super) item_type: Option<&'a str>,
    pub(super) items: Vec<Item>,
    /// The articles around the place: the element of each and where it ends.
    articles: Vec<(NodeId, NodeId)>,
    pub(super) times: Vec<Marked<&'a str>>,
    pub(super) author_links: Vec<NodeId>,
    /// Whether there are any.
    links_authors: bool,
    /// What Twitter's card labels: `twitter:label1` and `twitter:data1`.
    card: [Option<&'a str>; 4],
    json_read: usize,
    /// Where the comment, review or the like that is being walked through ends.
    aside_until: NodeId,
}

impl<'a> Declared<'a> {
    /// Reads a page, in one walk over its elements.
    pub(super) fn read(tree: &'a Tree) -> Self {
        let mut declared = Self::default();
        let mut microdata = false;
        for attr in &tree.attrs {
            match attr.name {
                AttrName::Itemprop | AttrName::Itemtype => microdata = true,
                AttrName::Rel => declared.links_authors |= has_word(tree.value(attr), "author"),
                _ => {}
            }
        }
        for (node, id) in tree.nodes.iter().zip(0..) {
            if let NodeKind::Element(tag, _) = node.kind {
                declared.element(tree, node, id, tag);
                if microdata && tag != Tag::Meta {
                    declared.microdata(tree, node, id);
                }
            }
        }
        declared
    }

    /// The most trusted `<meta>` for a field.
    pub(super) fn meta(&self, field: Field) -> Option<&'a str> {
        self.meta[field as usize].map(|(_, value)| value)
    }

    fn element(&mut self, tree: &'a Tree, node: &'a Node, id: NodeId, tag: Tag) {
        let attr = |name| tree.attr(node, name).map(str::trim).filter(|value| !value.is_empty());
        match tag {
            Tag::Meta => self.meta_element(tree, node, id),
            Tag::Link => self.link(attr(AttrName::Rel), attr(AttrName::Href)),
            Tag::Title if self.title.is_none() && node.html_tag().is_some() => {
                self.title = Some(text(tree, id)).filter(|title| !title.is_empty());
            }
            Tag::Html if node.html_tag().is_some() => {
                self.language = attr(AttrName::Lang).or_else(|| attr(AttrName::XmlLang));
            }
            Tag::Script if attr(AttrName::Type).is_none_or(is_json_ld) => {
                self.script(tree, id, attr(AttrName::Type).is_some());
            }
            Tag::Time if self.times.len() < MAX_ELEMENTS && id >= self.aside_until => {
                self.times.push(Marked { node: id, what: attr(AttrName::Datetime).unwrap_or_default() });
            }
            Tag::A
                if self.links_authors
                    && self.author_links.len() < MAX_ELEMENTS
                    && id >= self.aside_until
                    && tree.attr(node, AttrName::Rel).is_some_and(|rel| has_word(rel, "author")) =>
            {
                self.author_links.push(id);
            }
            _ => {}
        }
    }

    /// Takes in `itemprop` and `itemtype`. What is said of a comment or a review is not said of the page.
    fn microdata(&mut self, tree: &'a Tree, node: &'a Node, id: NodeId) {
        while self.articles.last().is_some_and(|(_, end)| *end <= id) {
            self.articles.pop();
        }
        for attr in tree.attrs_of(node) {
            match attr.name {
                AttrName::Itemtype if tree.value(attr).len() <= MAX_VALUE => {
                    self.item(tree, node, id, schema::bare_type(tree.value(attr)));
                }
                AttrName::Itemprop
                    if id >= self.aside_until
                        && self.items.len() < MAX_ELEMENTS
                        && tree.value(attr).len() <= MAX_VALUE =>
                {
                    let properties = tree.value(attr).split_ascii_whitespace();
                    let article = self.articles.last().map_or(0, |(article, _)| *article);
                    let known = properties.filter_map(property).map(|what| Item { node: id, what, article });
                    self.items.extend(known);
                    self.items.truncate(MAX_ELEMENTS);
                }
                _ => {}
            }
        }
    }

    /// Takes in an item of this type.
    fn item(&mut self, tree: &Tree, node: &Node, id: NodeId, kind: &'a str) {
        // A review of which the page is no small part is what the page is about.
        let is_page = || self.item_type.is_none() && 2 * (node.end - id) as usize > tree.nodes.len();
        match kind {
            "Comment" | "UserComments" | "Answer" | "Rating" => self.aside_until = self.aside_until.max(node.end),
            "Review" if !is_page() => self.aside_until = self.aside_until.max(node.end),
            kind => {
                if schema::is_article(kind) {
                    self.articles.push((id, node.end));
                }
                if self.item_type.is_none() && schema::is_own(kind) {
                    self.item_type = Some(kind);
                }
            }
        }
    }

    fn meta_element(&mut self, tree: &'a Tree, node: &'a Node, id: NodeId) {
        let content = tree.attr(node, AttrName::Content).map(str::trim).filter(|content| !content.is_empty());
        let Some(content) = content else { return };
        // What microdata says of a comment or a review, it does not say of the page.
        let is_aside = id < self.aside_until;
        let named = |attr: &&Attr| match attr.name {
            AttrName::Itemprop => !is_aside,
            name => matches!(name, AttrName::Property | AttrName::Name | AttrName::HttpEquiv),
        };
        for name in tree.attrs_of(node).iter().filter(named).map(|attr| tree.value(attr).trim()) {
            if let Some(place) = CARD.iter().position(|known| name.eq_ignore_ascii_case(known)) {
                self.card[place] = Some(content);
            }
            let Some((field, rank)) = field_of(name) else { continue };
            // The address of a profile is no name.
            if field == Field::Author && content.contains("://") {
                continue;
            }
            let best = &mut self.meta[field as usize];
            let before = best.map_or(u8::MAX, |(rank, _)| rank);
            if field == Field::Author && rank < before {
                self.authors.clear();
            }
            if field == Field::Author && rank <= before && self.authors.len() < MAX_AUTHORS {
                self.authors.push(content);
            }
            if rank < before {
                *best = Some((rank, content));
            }
        }
    }

    /// The name beside a label like "Written by" in Twitter's card.
    pub(super) fn card_author(&self) -> Option<&'a str> {
        let [label1, data1, label2, data2] = self.card;
        let labelled = [(label1, data1), (label2, data2)];
        labelled.into_iter().find_map(|(label, data)| if name::is_label(label?) { data } else { None })
    }

    fn link(&mut self, rel: Option<&'a str>, href: Option<&'a str>) {
        let (Some(rel), Some(href)) = (rel, href) else { return };
        if self.canonical.is_none() && has_word(rel, "canonical") {
            self.canonical = Some(href);
        } else if self.image.is_none() && has_word(rel, "image_src") {
            self.image = Some(href);
        }
    }

    /// Takes in a script that is JSON-LD, or begins like JSON-LD and does not say what it is.
    fn script(&mut self, tree: &'a Tree, id: NodeId, declared: bool) {
        let texts = || tree.children(id).map(|child| tree.text_of(tree.node(child)));
        if !declared && !texts().next().is_some_and(begins_like_json_ld) {
            return;
        }
        let mut texts = texts();
        let script = match (texts.next(), texts.next()) {
            (Some(only), None) => Cow::Borrowed(only),
            (Some(first), Some(second)) => Cow::Owned([first, second].into_iter().chain(texts).collect::<String>()),
            _ => return,
        };
        // A longer one is left out; those after it may be short.
        if self.json_read + script.len() <= MAX_JSON_LD {
            self.json_read += script.len();
            self.json.read(&script);
        }
    }
}

fn begins_like_json_ld(script: &str) -> bool {
    let first = script.trim_start().strip_prefix('{').map(str::trim_start);
    first.is_some_and(|first| first.starts_with("\"@context\"") || first.starts_with("\"@type\""))
}

fn has_word(value: &str, word: &str) -> bool {
    value.len() <= MAX_VALUE && value.trim().split_ascii_whitespace().any(|found| found.eq_ignore_ascii_case(word))
}

fn field_of(name: &str) -> Option<(Field, u8)> {
    let mut lower = [0u8; MAX_META_NAME];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    let known = FIELD_OF.get(&hash(lower)).copied();
    // "ms.date" and "x-date" are dates, for want of better.
    known.or_else(|| (lower.ends_with(b".date") || lower.ends_with(b"-date")).then_some((Field::Published, LAST_RANK)))
}

fn property(name: &str) -> Option<Property> {
    match name {
        "author" | "creator" => Some(Property::Author),
        "datePublished" | "dateCreated" | "uploadDate" => Some(Property::Published),
        "dateModified" => Some(Property::Modified),
        "headline" => Some(Property::Headline),
        "image" | "thumbnailUrl" => Some(Property::Image),
        _ => None,
    }
}

/// The text inside an element, whitespace collapsed, cut where it is too long for a name or a title.
pub(super) fn text(tree: &Tree, id: NodeId) -> String {
    let mut out = String::new();
    let (mut chars, mut read, mut blank) = (0, 0, false);
    let mut at = id;
    let end = tree.node(id).end;
    for _ in 0..MAX_NODES {
        if at >= end {
            break;
        }
        let node = tree.node(at);
        if matches!(node.kind, NodeKind::Element(Tag::Script | Tag::Style | Tag::Svg | Tag::Template, _)) {
            at = node.end.max(at + 1);
            continue;
        }
        blank |= matches!(node.kind, NodeKind::Element(..));
        for c in tree.text_of(node).chars() {
            read += 1;
            if read > MAX_READ {
                return out;
            }
            if c.is_whitespace() || c.is_control() {
                blank = true;
                continue;
            }
            if blank && !out.is_empty() {
                out.push(' ');
            }
            blank = false;
            out.push(c);
            chars += 1;
            if chars == MAX_TEXT {
                return out;
            }
        }
        at += 1;
    }
    out
}
