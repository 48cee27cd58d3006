//! What the things on a page are, in the words of schema.org, and which of them the page is about.

use std::collections::BTreeMap;

use super::json_ld::{JsonLd, Key, Object, Value};
use super::name::MAX_AUTHORS;

/// What of a thing tells its kind.
impl Object {
    /// The names of its types, without the address of the vocabulary.
    fn types(&self) -> impl Iterator<Item = &str> {
        let types = self.get(Key::Type).into_iter().flat_map(Value::each).filter_map(Value::text);
        types.map(bare_type).filter(|name| !name.is_empty())
    }

    /// The type that says most.
    pub(super) fn kind(&self) -> Option<&str> {
        self.types().max_by_key(|name| rank(name)).filter(|_| self.rank() > 0)
    }

    fn rank(&self) -> u8 {
        self.types().map(rank).max().unwrap_or(0)
    }

    fn is(&self, kind: &str) -> bool {
        self.types().any(|name| name == kind)
    }
}

/// `Article` of `https://schema.org/Article` or `schema:Article`.
pub(super) fn bare_type(name: &str) -> &str {
    let name = name.trim();
    name.rsplit(['/', '#', ':']).next().unwrap_or(name)
}

/// The rank of articles, posts and questions, the highest.
const ARTICLE: u8 = 4;

/// How likely a thing of this type is what the page is about: 0 for what merely stands on it.
fn rank(kind: &str) -> u8 {
    const FURNITURE: &[&str] = &[
        "",
        "AdministrativeArea",
        "Audience",
        "Breadcrumb",
        "BreadcrumbList",
        "Comment",
        "Country",
        "EntryPoint",
        "GeoCoordinates",
        "HowToSection",
        "HowToStep",
        "ImageObject",
        "InteractionCounter",
        "ItemList",
        "ListItem",
        "MerchantReturnPolicy",
        "NutritionInformation",
        "Offer",
        "OfferShippingDetails",
        "OpeningHoursSpecification",
        "Person",
        "PropertyValue",
        "QuantitativeValue",
        "ReadAction",
        "SearchAction",
        "SiteNavigationElement",
        "Thing",
        "UserComments",
        "WPAdBlock",
        "WPFooter",
        "WPHeader",
        "WPSideBar",
        "WebPageElement",
        "WebSite",
        "CreativeWorkSeries",
        "LocalBusiness",
        "Corporation",
        "SpeakableSpecification",
        "PostalAddress",
        "ContactPoint",
        "Rating",
        "AggregateRating",
        "Answer",
        "MonetaryAmount",
    ];
    if kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report" || kind == "Question" {
        ARTICLE
    } else if kind.ends_with("Page")
        || matches!(kind, "CreativeWork" | "Blog" | "Service" | "VideoObject" | "Review" | "Brand")
    {
        2
    } else if FURNITURE.contains(&kind) || kind.ends_with("Organization") {
        0
    } else {
        3
    }
}

/// Whether a thing of this type has an author and a date of its own.
pub(super) fn is_article(kind: &str) -> bool {
    rank(kind) == ARTICLE
}

/// Whether a page can be about a thing of this type.
pub(super) fn is_own(kind: &str) -> bool {
    rank(kind) > 0
}

/// The things of a page, and which of them it is about.
pub(super) struct Things<'a> {
    all: Vec<&'a Object>,
    /// Those that may be the page's own, the likeliest first.
    ranked: Vec<&'a Object>,
    /// Those with a name, by their `@id`; the first of each. Judged once, since many may refer to it.
    by_id: BTreeMap<&'a str, Agent<'a>>,
}

/// A person or an organization.
#[derive(Clone, Copy)]
struct Agent<'a> {
    name: &'a str,
    organization: bool,
}

impl<'a> Agent<'a> {
    /// A thing with a name.
    fn new(thing: &'a Object) -> Option<Self> {
        let name = thing.text(Key::Name).or_else(|| thing.text(Key::AlternateName))?;
        let organization =
            thing.types().any(|kind| kind.ends_with("Organization") || kind == "Corporation") && !thing.is("Person");
        Some(Self { name, organization })
    }
}

impl<'a> Things<'a> {
    pub(super) fn new(json: &'a JsonLd) -> Self {
        let all = json.things();
        // Questions that readers often ask, a page of anything may answer; a page of one question is about it.
        let asks_often =
            all.iter().any(|thing| thing.is("FAQPage")) || all.iter().filter(|thing| thing.is("Question")).count() > 1;
        let is_own = |thing: &&Object| thing.rank() > 0 && !(asks_often && thing.is("Question"));
        let mut ranked: Vec<&Object> = all.iter().copied().filter(is_own).collect();
        ranked.sort_by_cached_key(|thing| std::cmp::Reverse(thing.rank()));
        let mut by_id = BTreeMap::new();
        for thing in &all {
            if let (Some(id), Some(agent)) = (thing.text(Key::Id), Agent::new(thing)) {
                by_id.entry(id).or_insert(agent);
            }
        }
        Self { all, ranked, by_id }
    }

    /// What the page is about.
    pub(super) fn main(&self) -> Option<&'a Object> {
        self.ranked.first().copied()
    }

    /// The first text that a likely thing gives for one of the keys.
    pub(super) fn text(&self, keys: &[Key]) -> Option<&'a str> {
        self.ranked.iter().find_map(|thing| keys.iter().find_map(|key| thing.text(*key)))
    }

    /// The headline of the page's own thing, or the name of one that has no headline.
    pub(super) fn title(&self) -> Option<&'a str> {
        let thing = self.main()?;
        thing.text(Key::Headline).or_else(|| thing.text(Key::Name))
    }

    /// The names of those who wrote it: people, and organizations.
    pub(super) fn authors(&self) -> (Vec<&'a str>, Vec<&'a str>) {
        let values = |thing: &&'a Object| {
            let of_key = |key| thing.get(key).filter(|value| value.each().any(|value| self.agent(value).is_some()));
            of_key(Key::Author).or_else(|| of_key(Key::Creator))
        };
        let values = self.ranked.iter().find_map(values).into_iter().flat_map(Value::each);
        let (mut people, mut organizations) = (Vec::new(), Vec::new());
        for agent in values.filter_map(|value| self.agent(value)) {
            let names = if agent.organization { &mut organizations } else { &mut people };
            if names.len() < MAX_AUTHORS {
                names.push(agent.name);
            }
        }
        (people, organizations)
    }

    /// The name of the site: that of the website, or of who publishes it.
    pub(super) fn site_name(&self) -> Option<&'a str> {
        let site = self.all.iter().find(|thing| thing.is("WebSite")).and_then(|site| site.text(Key::Name));
        let publisher = || self.ranked.iter().find_map(|thing| self.agent(thing.get(Key::Publisher)?));
        site.or_else(|| publisher().map(|agent| agent.name))
    }

    /// A person or organization, looked up where only its `@id` is given.
    fn agent(&self, value: &'a Value) -> Option<Agent<'a>> {
        let first = value.each().next()?;
        let Some(thing) = first.object() else {
            let name = first.text().map(str::trim).filter(|name| !name.is_empty())?;
            return Some(Agent { name, organization: false });
        };
        Agent::new(thing).or_else(|| self.by_id.get(thing.text(Key::Id)?).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::{JsonLd, Key, Things, bare_type};

    /// Title, authors (people, then organizations), and date of publication, site and kind.
    type Said = (Option<String>, Vec<String>, [Option<String>; 3]);

    fn said(scripts: &[&str]) -> Said {
        let mut json = JsonLd::default();
        for script in scripts {
            json.read(script);
        }
        let things = Things::new(&json);
        let (people, organizations) = things.authors();
        (
            things.title().map(str::to_owned),
            people.into_iter().chain(organizations).map(str::to_owned).collect(),
            [
                things.text(&[Key::DatePublished]).map(str::to_owned),
                things.site_name().map(str::to_owned),
                things.main().and_then(super::Object::kind).map(str::to_owned),
            ],
        )
    }

    #[test]
    fn all_shapes_say_the_same() {
        let expected =
            said(&[r#"{"@type": "NewsArticle", "headline": "Open", "author": {"@type": "Person", "name": "Jane Roe"},
            "datePublished": "2024-05-01", "publisher": {"name": "Gazette"}}"#]);
        let some = |text: &str| Some(text.to_owned());
        let own =
            (some("Open"), vec!["Jane Roe".to_owned()], [some("2024-05-01"), some("Gazette"), some("NewsArticle")]);
        assert_eq!(expected, own);
        for script in [
            // A list, with what else stands on the page.
            r#"[{"@type": "BreadcrumbList", "name": "Home"}, {"@type": ["Thing", "NewsArticle"], "headline": "Open",
               "author": [{"name": "Jane Roe"}], "datePublished": "2024-05-01", "publisher": {"name": "Gazette"}}]"#,
            // A graph with references.
            r##"{"@graph": [{"@type": "WebPage", "name": "Page", "author": {"@id": "#none"}},
               {"@type": "NewsArticle", "headline": "Open", "author": {"@id": "#jane"}, "datePublished": "2024-05-01"},
               {"@type": "Person", "@id": "#jane", "name": "Jane Roe"}, {"@type": "WebSite", "name": "Gazette"}]}"##,
            // The main thing inside of another; names as strings; a full address as type.
            r#"{"@type": "WebPage", "mainEntity": {"@type": "https://schema.org/NewsArticle", "headline": "Open",
               "author": "Jane Roe", "datePublished": "2024-05-01", "publisher": "Gazette"}}"#,
            // Values with a language; an empty author beside the creator.
            r#"{"@type": "NewsArticle", "headline": {"@value": "Open", "@language": "en"}, "author": {"name": ""},
               "creator": ["Jane Roe"], "datePublished": {"@value": "2024-05-01"}, "publisher": [{"name": "Gazette"}]}"#,
        ] {
            assert_eq!(said(&[script]), expected, "{script}");
        }
    }

    #[test]
    fn what_often_breaks_json_is_repaired() {
        for script in [
            "{\"@type\": \"Article\", \"headline\": \"Two\nlines\"}",
            "{\"@type\": \"Article\", \"headline\": \"Two lines\",}",
            "// <![CDATA[\n{\"@type\": \"Article\", \"headline\": \"Two lines\"}\n// ]]>",
            "<!-- {\"@type\": [\"Article\", ], \"headline\": \"Two lines\"} -->",
            "{\"@type\": \"Article\", \"headline\": \"Two lines\"};",
        ] {
            assert_eq!(said(&[script]).0.as_deref(), Some("Two lines"), "{script}");
        }
    }

    #[test]
    fn broken_json_is_left_out_and_the_rest_read() {
        let good = r#"{"@type": "Article", "headline": "Good"}"#;
        for bad in
            ["", "{", "nonsense", "{\"headline\": }", "[1, 2", "null", "\"text\"", "{\"@type\": {\"@type\": []}}"]
        {
            assert_eq!(said(&[bad, good]).0.as_deref(), Some("Good"), "{bad}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(said(&[&deep, good]).0.as_deref(), Some("Good"));
    }

    #[test]
    fn people_come_before_organizations() {
        let script = r#"{"@type": "Article", "author": [{"@type": "Organization", "name": "Gazette"}, {"@type": "Person", "name": "Jane Roe"}]}"#;
        assert_eq!(said(&[script]).1, ["Jane Roe", "Gazette"]);
    }

    #[test]
    fn furniture_is_not_what_a_page_is_about() {
        assert_eq!(said(&[r#"{"@type": "Organization", "name": "Gazette"}"#]).0, None);
        assert_eq!(said(&[r#"{"name": "Something"}"#]).0, None);
        assert_eq!(said(&[r#"{"@type": "Recipe", "name": "Soup"}"#]).0.as_deref(), Some("Soup"));
    }

    #[test]
    fn a_page_with_frequent_questions_is_about_something_else() {
        let questions = r#"{"@type": "FAQPage", "name": "Asked often", "mainEntity": [{"@type": "Question", "name": "Is it vegan?",
            "author": "Q Asker", "datePublished": "2020-01-01"}]}"#;
        let product = r#"{"@type": "Product", "name": "Beard oil"}"#;
        let expected = said(&[product]);
        assert_eq!(said(&[questions, product]), expected);
        assert_eq!(said(&[product, questions]), expected);
        assert_eq!(said(&[questions]).0.as_deref(), Some("Asked often"));
        let question = r#"{"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "Is it vegan?"}}"#;
        assert_eq!(said(&[question]).0.as_deref(), Some("Is it vegan?"));
    }

    #[test]
    fn types_lose_their_vocabulary() {
        for name in ["Article", " Article", "http://schema.org/Article", "schema:Article", "https://schema.org#Article"]
        {
            assert_eq!(bare_type(name), "Article");
        }
    }
}
