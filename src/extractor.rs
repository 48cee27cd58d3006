//! The options, and the lines that join the stages.

use std::time::{SystemTime, UNIX_EPOCH};

use encoding_rs::Encoding;
use markup5ever_rcdom::RcDom;

use crate::assembly::{Found, assemble, assemble_dump, overrule, warnings_of};
use crate::base::Base;
use crate::decode::{Decoded, decode, encoding_of};
use crate::dump::{MIN_CONFIDENCE, dump};
use crate::error::Error;
use crate::explanation::Explain;
use crate::extraction::Extraction;
use crate::features::features;
use crate::limits::Limits;
use crate::metadata::{Known, metadata};
use crate::model::judged;
use crate::overrides::Rules;
use crate::parse::{from_rcdom, parse};
use crate::recover::{has_blocks, origins, recover};
use crate::segment::segment;
use crate::select::{Focus, FrontMatter, select};
use crate::selector::SyntaxError;
use crate::tree::Tree;
use crate::warning::Warning;

/// Extracts with options; [`extract`](crate::extract) is this with none.
///
/// ```
/// use mainbody::{Extractor, Focus};
/// let extractor = Extractor::new().focus(Focus::Precision);
/// let page = extractor.extract("<p>The ferry leaves at noon, weather permitting.</p>")?;
/// assert_eq!(page.text(), "The ferry leaves at noon, weather permitting.");
/// # Ok::<(), mainbody::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Extractor {
    focus: Focus,
    limits: Limits,
    encoding: Option<&'static Encoding>,
    base: Base,
    rules: Rules,
    fetched: Option<SystemTime>,
    front_matter: FrontMatter,
    explain: Explain,
}

impl Extractor {
    /// An extractor with the default options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Turns the dial between precision and recall; [`Focus::Balanced`] by default.
    ///
    /// It changes which blocks are main content, never their confidences.
    #[must_use]
    pub fn focus(mut self, focus: Focus) -> Self {
        self.focus = focus;
        self
    }

    /// Sets the limits on what a page may cost.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Names the encoding of the bytes, as the `charset` of an HTTP header does. A byte order mark still comes first.
    ///
    /// Any label of the [Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels); only
    /// [`Self::extract_bytes`] asks for it.
    ///
    /// ```
    /// let extractor = mainbody::Extractor::new().encoding("windows-1251")?;
    /// let page = extractor.extract_bytes(b"<p>\xc4\xee\xe1\xf0\xee\xe5 \xf3\xf2\xf0\xee")?;
    /// assert_eq!(page.all_blocks()[0].text(), "Доброе утро");
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    ///
    /// Servers also send labels that name no encoding. Then the page has to tell, as in browsers:
    ///
    /// ```
    /// let extractor = mainbody::Extractor::new();
    /// for charset in ["utf-8", "none"] {
    ///     let named = extractor.clone().encoding(charset);
    ///     let page = named.as_ref().unwrap_or(&extractor).extract_bytes("<p>Доброе утро".as_bytes())?;
    ///     assert_eq!(page.all_blocks()[0].text(), "Доброе утро");
    /// }
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::UnknownEncoding`] if no encoding has that label.
    pub fn encoding(mut self, label: &str) -> Result<Self, Error> {
        self.encoding = Some(encoding_of(label)?);
        Ok(self)
    }

    /// Says where the page was found, so that its relative addresses become absolute.
    ///
    /// A valid `<base href>` in the page takes precedence, itself resolved against this address. Absolute addresses stay as
    /// the page spells them, and so do those of places on the same page that are written as `#…`. Of a page with very
    /// many links the first 16 MiB of addresses are resolved.
    ///
    /// ```
    /// use mainbody::{Extractor, MarkKind};
    /// let extractor = Extractor::new().base_url("https://example.org/harbour/")?;
    /// let page = extractor.extract("<p>See the <a href=tides.html>tide table</a> before you sail.")?;
    /// let link = page.all_blocks()[0].marks().next().map(|mark| mark.kind);
    /// assert_eq!(link, Some(MarkKind::Link { href: "https://example.org/harbour/tides.html" }));
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::InvalidBaseUrl`] if it is no absolute address, none that others can be relative to (`mailto:`), or longer
    /// than 2,048 bytes.
    pub fn base_url(mut self, url: &str) -> Result<Self, Error> {
        self.base = Base::parse(url).map_err(|reason| Error::InvalidBaseUrl { url: url.to_owned(), reason })?;
        Ok(self)
    }

    /// Makes whatever a CSS selector matches main content: the blocks inside the elements, and those that hold one.
    ///
    /// It comes before what the library thinks, as does [`Self::prune`]; of the two the innermost element decides: `main`
    /// may be kept and `.ad` pruned from it, or `aside` pruned and `.note` in it kept. What is kept and pruned itself is
    /// kept, with all inside: `prune("*")` leaves what is kept alone. The other blocks are judged as ever, and no confidence
    /// changes. May be called more than once. A selector that matches nothing changes nothing, and gives a
    /// [`Warning::NoMatch`].
    ///
    /// Supported: element names, `*`, `.class`, `#id`, `[attribute]` with `=`, `~=`, `|=`, `^=`, `$=`, `*=` and `i`,
    /// `:first-child`, `:nth-child()` and `:not()`, joined by a space, `>`, `+` or `~`, and lists of these (`,`), without
    /// comments. Every [`Block::path`](crate::Block::path) is such a selector. Classes and ids are told apart by case. The
    /// cost is one pass over the page
    /// for each of these elements in the selector, however the page is made.
    ///
    /// ```
    /// use mainbody::Extractor;
    /// let html = "<nav><a href=/>Home</a> <a href=/news>News</a></nav>
    ///     <p>The ferry leaves at noon, weather permitting.</p>
    ///     <footer><p>Tickets: <b>two crowns</b></p><p><a href=/imprint>Imprint</a></p></footer>";
    /// let page = Extractor::new().keep("footer > p:first-child")?.extract(html)?;
    /// assert_eq!(page.text(), "The ferry leaves at noon, weather permitting.\n\nTickets: two crowns");
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::InvalidSelector`], which names the place in the selector.
    pub fn keep(mut self, selector: &str) -> Result<Self, Error> {
        self.rules.keep(selector).map_err(|error| invalid(selector, error))?;
        Ok(self)
    }

    /// Takes whatever a CSS selector matches out of the main content: the blocks inside the elements, and inside a block
    /// the part that matches, such as a footnote mark or a column of a table.
    ///
    /// Selectors are those of [`Self::keep`], which says too what becomes of elements inside each other.
    ///
    /// ```
    /// use mainbody::Extractor;
    /// let html = "<p>The ferry leaves at noon<sup>[1]</sup>, weather permitting.</p><p class=ad>Buy a boat!</p>";
    /// let page = Extractor::new().prune("sup, .ad")?.extract(html)?;
    /// assert_eq!(page.text(), "The ferry leaves at noon, weather permitting.");
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::InvalidSelector`], which names the place in the selector.
    pub fn prune(mut self, selector: &str) -> Result<Self, Error> {
        self.rules.prune(selector).map_err(|error| invalid(selector, error))?;
        Ok(self)
    }

    /// What becomes of the lines before the text that are its title and its byline; [`FrontMatter::AsScored`] by default.
    ///
    /// It changes which blocks are main content, never their [roles](crate::Block::role) and confidences.
    ///
    /// ```
    /// use mainbody::{Extractor, FrontMatter, Role};
    /// let html = "<title>The river rose</title><h1>The river rose</h1><p>By Jane Roe, 5 May 2024</p>
    ///     <p>It rained all night, and by the morning the river had left its bed and stood in the gardens of Mill Lane.</p>
    ///     <p>The fire brigade brought eleven people to dry land in a boat that the rowing club had lent for the day.</p>";
    /// let page = Extractor::new().front_matter(FrontMatter::Exclude).extract(html)?;
    /// assert_eq!(page.all_blocks()[0].role(), Role::Title);
    /// assert!(page.text().starts_with("It rained all night"));
    /// let page = Extractor::new().front_matter(FrontMatter::Include).extract(html)?;
    /// assert!(page.text().starts_with("The river rose\n\nBy Jane Roe, 5 May 2024\n\nIt rained all night"));
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    #[must_use]
    pub fn front_matter(mut self, front_matter: FrontMatter) -> Self {
        self.front_matter = front_matter;
        self
    }

    /// Says when the page was fetched, for pages that were stored.
    ///
    /// A date of [publication](crate::Metadata::published) more than a day later is not believed. Without it, the
    /// system's clock says what is the future; that is all that a result depends on besides page and options, and only
    /// for pages that bear a date that is yet to come.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use mainbody::Extractor;
    /// let html = "<meta property=article:published_time content=2024-05-01T08:00:00Z><p>It rained all night.";
    /// let day = |day: u64| UNIX_EPOCH + Duration::from_secs(day * 24 * 60 * 60);
    /// let page = Extractor::new().fetched_at(day(20_000)).extract(html)?;
    /// assert_eq!(page.metadata().published(), Some("2024-05-01T08:00:00Z"));
    /// let page = Extractor::new().fetched_at(day(19_000)).extract(html)?;
    /// assert_eq!(page.metadata().published(), None);
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    #[must_use]
    pub fn fetched_at(mut self, time: SystemTime) -> Self {
        self.fetched = Some(time);
        self
    }

    /// Keeps what [`Extraction::explain`] needs to say why blocks scored as they did; [`Explain::Nothing`] by default.
    ///
    /// It changes nothing else of what comes out.
    #[must_use]
    pub fn explain(mut self, explain: Explain) -> Self {
        self.explain = explain;
        self
    }

    /// Extracts the main content of a page.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] if the page is longer than [`Limits::max_bytes`].
    pub fn extract(&self, html: &str) -> Result<Extraction, Error> {
        self.limits.check(html.len())?;
        Ok(self.run(parse(html, &self.limits, &self.rules.asked), Vec::new()))
    }

    /// Extracts the main content of a page in whatever encoding it is in.
    ///
    /// The encoding is, the first of them that there is:
    ///
    /// 1. that of the byte order mark,
    /// 2. that of the label given to [`Self::encoding`],
    /// 3. UTF-16, if the page begins with every second byte NUL,
    /// 4. UTF-8, if the bytes are more than ASCII and valid UTF-8, but for a broken sequence now and then: whatever the
    ///    page says, which may have been transcoded,
    /// 5. that of the page's `<meta>`, or of its XML declaration,
    /// 6. what the text looks like.
    ///
    /// [`Extraction::encoding`] says which it was.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] if the page, as it comes or as UTF-8, is longer than [`Limits::max_bytes`].
    pub fn extract_bytes(&self, bytes: &[u8]) -> Result<Extraction, Error> {
        self.limits.check(bytes.len())?;
        let Decoded { text, encoding, lossy, offset } = decode(bytes, self.encoding);
        self.limits.check(text.len())?;
        let mut tree = parse(&text, &self.limits, &self.rules.asked);
        // The tree has a text of its own, and what follows takes memory too.
        drop(text);
        tree.shift_sources(offset);
        let mut page = self.run(tree, lossy.then_some(Warning::Undecodable).into_iter().collect());
        page.encoding = Some(encoding.name());
        Ok(page)
    }

    /// Extracts the main content of a page that is already parsed.
    ///
    /// The same page gives the same blocks as [`Self::extract`] does, if it was parsed with `scripting_enabled` off;
    /// with scripting on, html5ever keeps the content of `<noscript>` as bare text, and it is left out. The crates
    /// [`html5ever`](crate::html5ever) and [`markup5ever_rcdom`](crate::markup5ever_rcdom) are re-exported, so that versions
    /// agree.
    ///
    /// ```
    /// use mainbody::html5ever::{ParseOpts, parse_document, tendril::TendrilSink, tree_builder::TreeBuilderOpts};
    /// use mainbody::{Extractor, markup5ever_rcdom::RcDom};
    /// let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    /// let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    /// let dom = parse_document(RcDom::default(), options).one("<p>The ferry leaves at noon, weather permitting.");
    /// let page = Extractor::new().extract_dom(&dom)?;
    /// assert_eq!(page.text(), "The ferry leaves at noon, weather permitting.");
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] if its texts and attribute values are longer than [`Limits::max_bytes`].
    pub fn extract_dom(&self, dom: &RcDom) -> Result<Extraction, Error> {
        Ok(self.run(from_rcdom(dom, &self.limits, &self.rules.asked)?, Vec::new()))
    }

    /// Extracts the main content of a page that was flattened to plain text before: a record of Common Crawl's WET files,
    /// or what a text browser writes.
    ///
    /// Lines become blocks; lines that were wrapped at a fixed width are put together again. What markup would tell is
    /// not known, as [`Warning::PlainText`] says: no block has links, the text density is that of a line, paths are empty.
    /// [`Block::source`](crate::Block::source) is the byte range in the dump. Without elements and addresses [`Self::keep`],
    /// [`Self::prune`] and [`Self::base_url`] have nothing to act on: each selector gives a [`Warning::NoMatch`]. No reasons
    /// are kept for [`Self::explain`].
    ///
    /// With no markup to go by, some line always looks likelier than the others. So a dump whose
    /// [confidence](Extraction::confidence) is below 0.25 gives no main content; with [`Focus::Recall`] it gives its best
    /// guess.
    ///
    /// ```
    /// let dump = "Home\nNews\nSport\nThe river left its bed in the night\nBy Jane Roe, 5 May 2024\n\
    ///     It rained all night, and by the morning the river had left its bed and stood in the gardens of Mill Lane.\n\
    ///     The fire brigade brought eleven people to dry land in a boat that the rowing club had lent for the day.\n\
    ///     Related stories\nShare\nPrivacy policy\n";
    /// let page = mainbody::extract_dump(dump)?;
    /// assert!(page.text().contains("It rained all night"));
    /// assert!(!page.text().contains("Privacy"));
    /// assert_eq!(page.metadata().title(), Some("The river left its bed in the night"));
    /// assert_eq!(page.metadata().authors(), ["Jane Roe"]);
    /// # Ok::<(), mainbody::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] if the dump is longer than [`Limits::max_bytes`].
    pub fn extract_dump(&self, text: &str) -> Result<Extraction, Error> {
        self.limits.check(text.len())?;
        let dump = dump(text, self.limits.blocks());
        let words: Vec<u32> = dump.lines.lines.iter().map(|line| line.counts.words).collect();
        let mut selection = select(&dump.scores, &words, self.focus);
        if selection.confidence < MIN_CONFIDENCE && self.focus != Focus::Recall {
            selection.main.fill(false);
        }
        let (metadata, roles) = (dump.metadata(self.fetched()), dump.roles());
        self.front_matter.apply(&roles, &mut selection.main);
        let mut warnings = vec![Warning::PlainText];
        if dump.scores.is_empty() && !dump.lines.cut {
            warnings.push(Warning::Empty);
        }
        if dump.lines.cut {
            warnings.push(Warning::BlockLimit);
        }
        warnings.extend(self.rules.unmatched());
        Ok(assemble_dump(dump, &selection, metadata, roles, warnings))
    }

    /// When the page was fetched, in seconds since 1970. `None` where nothing tells.
    fn fetched(&self) -> Option<i64> {
        // A browser's WebAssembly has no clock, and asking for it panics.
        let clock = || (!cfg!(all(target_family = "wasm", target_os = "unknown"))).then(SystemTime::now);
        let fetched = self.fetched.or_else(clock)?;
        Some(fetched.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().try_into().unwrap_or(i64::MAX)))
    }

    fn run(&self, mut tree: Tree, mut warnings: Vec<Warning>) -> Extraction {
        let base = self.base.of(&tree);
        let (mut overrides, mut unmatched) = self.rules.apply(&tree);
        let mut segments = segment(&tree, &overrides.cuts, self.limits.blocks());
        let recovered = recover(&mut tree, &mut segments, &self.limits, &overrides.cuts);
        if let Some(part) = recovered.first() {
            (overrides, unmatched) = self.rules.apply(&tree);
            if overrides.cuts_from(part.first) {
                segments = segment(&tree, &overrides.cuts, self.limits.blocks());
            }
        }
        base.resolve_marks(&mut segments.marks, &mut segments.strings);
        let features = features(&tree, &segments);
        let (scores, evidence) = judged(&features, self.explain);
        let words: Vec<u32> = segments.blocks.iter().map(|block| block.counts.words).collect();
        let mut selection = select(&scores, &words, self.focus);
        let known = Known { base, fetched: self.fetched() };
        let (metadata, roles) = metadata(&tree, &segments, &|element| features.groups(element), &known);
        self.front_matter.apply(&roles, &mut selection.main);
        let origins = origins(&tree, segments.places(), &recovered);
        overrule(&overrides, &tree, &origins, &mut segments, &mut selection.main);
        warnings.extend(warnings_of(&tree, &segments, has_blocks(&segments, &recovered)));
        warnings.extend(unmatched);
        assemble(Found { tree, segments, origins, scores, selection, metadata, roles, warnings, evidence })
    }
}

fn invalid(selector: &str, SyntaxError { offset, expected }: SyntaxError) -> Error {
    Error::InvalidSelector { selector: selector.to_owned(), offset, expected }
}
