//! What a page says of itself: title, authors, dates, language and the like.

mod address;
mod byline_words;
mod date;
mod date_label;
mod date_line;
mod declared;
mod json_ld;
mod language;
mod month_names;
mod name;
mod plain_line;
mod plain_text;
mod schema;
mod sources;
mod title;
mod title_block;
mod visible;
mod words;

pub(crate) use plain_text::{Front, of_lines};
pub(crate) use sources::{Known, metadata};

/// What a page says of itself.
///
/// Each field comes from the source that is most often right: markup that is meant for machines (JSON-LD, microdata,
/// `<meta>`), checked against what readers see (headings, bylines, date lines). What no source gives is `None`. Nothing
/// here decides about the text of the page. All of it is plain text of some length at most, without markup that the page may
/// have put there, and like any text of others to be escaped where it is shown.
///
/// ```
/// let html = r#"<html lang=en><title>The bridge is open | Harbour Gazette</title>
///     <meta property="article:published_time" content="2024-05-06T08:00:00+02:00">
///     <h1>The bridge is open</h1> <p>By Jane Roe and John Doe</p>
///     <p>After three years of work the old bridge over the harbour was opened to traffic on Monday morning."#;
/// let page = mainbody::extract(html)?;
/// let about = page.metadata();
/// assert_eq!(about.title(), Some("The bridge is open"));
/// assert_eq!(about.authors(), ["Jane Roe", "John Doe"]);
/// assert_eq!(about.published(), Some("2024-05-06T08:00:00+02:00"));
/// assert_eq!(about.language(), Some("en"));
/// assert_eq!(about.description(), None);
/// # Ok::<(), mainbody::Error>(())
/// ```
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
    ///
    /// The heading of the first level that is most like what `<title>`, `og:title` or JSON-LD declare; where none is,
    /// the first that is declared. The part that is the name of the site is found by comparing these with each other.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The names of those who wrote the page, in its order; empty where none is named.
    ///
    /// Degrees stay with the name: `Jane Roe, MD`. No more than a hundred. An organization stands here where no person does.
    pub fn authors(&self) -> &[String] {
        &self.authors
    }

    /// When the page was published, as [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339#section-5.6) has it: a
    /// `date-time` such as `2024-05-06T08:00:00+02:00` where the offset from UTC is known, or else a `full-date` such as
    /// `2024-05-06`.
    ///
    /// No date before 1990, and none in the [future](crate::Extractor::fetched_at). Where readers are shown an earlier
    /// date than machines, it is that.
    pub fn published(&self) -> Option<&str> {
        self.published.as_deref()
    }

    /// When the page was last changed, in the same form as [`Self::published`].
    pub fn modified(&self) -> Option<&str> {
        self.modified.as_deref()
    }

    /// The language that the page declares, as a [BCP 47](https://www.rfc-editor.org/info/bcp47) tag: `en`, `pt-BR`,
    /// `zh-Hant`.
    ///
    /// With the feature `detect-language`, that of the text where none is declared; a plain-text dump declares none.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// The name of the site.
    pub fn site_name(&self) -> Option<&str> {
        self.site_name.as_deref()
    }

    /// What the page says it is about, in a sentence or two; whitespace collapsed, 2,000 bytes at most.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The address of the picture that stands for the page, absolute.
    pub fn image(&self) -> Option<&str> {
        self.image.as_deref()
    }

    /// The address that the page gives as its own, absolute.
    pub fn canonical_url(&self) -> Option<&str> {
        self.canonical_url.as_deref()
    }

    /// What kind of page it is: the type of [schema.org](https://schema.org/docs/full.html) that it declares, such as
    /// `NewsArticle` or `Product`, or else its Open Graph type, such as `article`.
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }
}
