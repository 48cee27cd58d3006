//! What relative addresses of a page are resolved against: [`Base`].

use url::Url;

use crate::mark::{Shared, Sort, StoredMark};
use crate::tree::{AttrName, NodeKind, Space, Tag, Tree};

/// Bytes of a base above which it is none: each relative address on the page would become as long.
const MAX_BASE: usize = 2048;
/// Bytes that the resolved addresses of a page may take together; those beyond stay as the page spells them.
const MAX_RESOLVED: usize = 16 << 20;
/// Bytes that addresses and names of notes may take that are those of a mark before: one link around a page of short
/// blocks would have its address written as often as there are blocks.
const MAX_REPEATED: usize = 16 << 20;

/// The address that others are relative to, if it is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Base(Option<Url>);

impl From<Url> for Base {
    fn from(url: Url) -> Self {
        Self(Some(url))
    }
}

impl Base {
    /// An absolute address that others can be relative to, or why it is none.
    pub(crate) fn parse(url: &str) -> Result<Self, String> {
        let url = Url::parse(url).map_err(|error| error.to_string())?;
        match () {
            () if url.cannot_be_a_base() => Err("nothing can be relative to it".to_owned()),
            () if url.as_str().len() > MAX_BASE => Err(format!("it has more than {MAX_BASE} bytes")),
            () => Ok(Self(Some(url))),
        }
    }

    /// The address, if it is known.
    pub(crate) fn url(&self) -> Option<&Url> {
        self.0.as_ref()
    }

    /// The base of a page found at this address: what its first `<base href>` says, else the address itself.
    ///
    /// HTML standard, [the `base` element](https://html.spec.whatwg.org/multipage/semantics.html#frozen-base-url).
    pub(crate) fn of(&self, tree: &Tree) -> Self {
        let mut id = 0;
        while let Some(node) = tree.nodes.get(id) {
            match node.kind {
                NodeKind::Element(Tag::Template, Space::Html) => id = node.end as usize - 1,
                NodeKind::Element(Tag::Base, Space::Html) => {
                    if let Some(href) = tree.attr(node, AttrName::Href) {
                        return self.declared(href).unwrap_or_else(|| self.clone());
                    }
                }
                _ => {}
            }
            id += 1;
        }
        self.clone()
    }

    fn declared(&self, href: &str) -> Option<Self> {
        let url = Url::options().base_url(self.0.as_ref()).parse(href).ok()?;
        let fits = !url.cannot_be_a_base() && url.scheme() != "javascript" && url.as_str().len() <= MAX_BASE;
        fits.then_some(Self(Some(url)))
    }

    /// A relative address made absolute; `None` where it is absolute already, or the base is not known.
    pub(crate) fn resolve(&self, address: &str) -> Option<String> {
        let base = self.0.as_ref()?;
        if ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme)) {
            return None;
        }
        match Url::parse(address) {
            Err(url::ParseError::RelativeUrlWithoutBase) => base.join(address).ok().map(String::from),
            _ => None,
        }
    }

    /// Makes the addresses of links and images absolute. One that leads to a place on the same page stays as it is: made
    /// absolute, it would look like one that leads elsewhere.
    pub(crate) fn resolve_marks(&self, marks: &mut [StoredMark], strings: &mut String) {
        forget_repeated(marks);
        if self.0.is_none() {
            return;
        }
        let limit = strings.len().saturating_add(MAX_RESOLVED);
        // One link may be the mark of many blocks.
        let mut last = (Shared::default(), Shared::default());
        for mark in marks.iter_mut().filter(|mark| matches!(mark.sort, Sort::Link | Sort::Image)) {
            if mark.sort == Sort::Link && mark.value == last.0 {
                mark.value = last.1;
                mark.alt_end = mark.value.end;
                continue;
            }
            let before = mark.value;
            let spelled = before.of(strings);
            if spelled.is_empty() || spelled.starts_with('#') {
                continue;
            }
            let Some(address) = self.resolve(spelled) else { continue };
            let alt = Shared { start: before.end, end: mark.alt_end }.of(strings).to_owned();
            if strings.len() + address.len() + alt.len() > limit {
                return;
            }
            mark.value.start = strings.len() as u32;
            strings.push_str(&address);
            mark.value.end = strings.len() as u32;
            strings.push_str(&alt);
            mark.alt_end = strings.len() as u32;
            if mark.sort == Sort::Link {
                last = (before, mark.value);
            }
        }
    }
}

/// Takes the address from marks that have the one of a mark before, once these take too much.
fn forget_repeated(marks: &mut [StoredMark]) {
    // Addresses are stored as they come: what begins before the end of the last was there before.
    let mut stored = 0;
    let mut repeated = 0;
    for mark in marks.iter_mut().filter(|mark| mark.value.start < mark.value.end) {
        let length = (mark.value.end - mark.value.start) as usize;
        if mark.value.start >= stored {
            stored = mark.value.end;
        } else if repeated + length > MAX_REPEATED {
            mark.value.start = mark.value.end;
        } else {
            repeated += length;
        }
    }
}
