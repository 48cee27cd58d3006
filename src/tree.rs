//! The parsed page: a flat arena in document order.
//!
//! A node's id is its preorder index, so document order is number order, and the subtree of a node is the id range
//! `id..end`. Nothing here recurses and nothing is reference-counted.

use crate::style::InlineStyle;
use std::ops::Range;

use crate::warning::Warning;

/// Preorder index of a node in its [`Tree`].
pub(crate) type NodeId = u32;

/// The id of the document node, the root of every tree.
pub(crate) const DOCUMENT: NodeId = 0;

/// Defines an enum of names known at compile time, with its spelling: names of the HTML standard, which are interned,
/// then others.
macro_rules! names {
    ($(#[$meta:meta])* $enum:ident { $($variant:ident $name:tt)* $(; $($custom:ident $spelt:tt)*)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub(crate) enum $enum { $($variant,)* $($($custom,)*)? Other }

        impl $enum {
            /// The name as the HTML standard spells it; empty for [`Self::Other`].
            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* $($(Self::$custom => $spelt,)*)? Self::Other => "" }
            }

            /// The variant of an interned name.
            pub(crate) fn of(name: &html5ever::LocalName) -> Self {
                match *name {
                    $(html5ever::local_name!($name) => Self::$variant,)*
                    _ => match &**name {
                        $($($spelt => Self::$custom,)*)?
                        _ => Self::Other,
                    },
                }
            }
        }
    };
}

names! {
    /// Element names that some stage tells apart.
    Tag {
        A "a" Abbr "abbr" Address "address" Annotation "annotation" AnnotationXml "annotation-xml" Area "area"
        Article "article" Aside "aside" Audio "audio" B "b" Base "base" Big "big" Blockquote "blockquote" Body "body" Br "br"
        Button "button" Canvas "canvas" Caption "caption" Center "center" Cite "cite" Code "code" Col "col"
        Colgroup "colgroup" Datalist "datalist" Dd "dd" Del "del" Details "details" Dialog "dialog" Dir "dir"
        Div "div" Dl "dl" Dt "dt" Em "em" Embed "embed" Fieldset "fieldset" Figcaption "figcaption" Figure "figure"
        Font "font" Footer "footer" Form "form" Frame "frame" Frameset "frameset" H1 "h1" H2 "h2" H3 "h3" H4 "h4"
        H5 "h5" H6 "h6" Head "head" Header "header" Hgroup "hgroup" Hr "hr" Html "html" I "i" Iframe "iframe"
        Image "image" Img "img" Input "input" Ins "ins" Kbd "kbd" Label "label" Legend "legend" Li "li" Link "link"
        Listing "listing" Main "main" Map "map" Mark "mark" Math "math" Menu "menu" Meta "meta" Meter "meter"
        Nav "nav" Nobr "nobr" Noembed "noembed" Noframes "noframes" Noscript "noscript" Object "object" Ol "ol"
        Optgroup "optgroup" Option "option" P "p" Param "param" Picture "picture" Plaintext "plaintext" Pre "pre"
        Progress "progress" Q "q" Rp "rp" Rt "rt" Ruby "ruby" S "s" Samp "samp" Script "script" Search "search"
        Section "section" Select "select" Slot "slot" Small "small" Source "source" Span "span" Strike "strike"
        Strong "strong" Style "style" Sub "sub" Summary "summary" Sup "sup" Svg "svg" Table "table" Tbody "tbody"
        Td "td" Template "template" Textarea "textarea" Tfoot "tfoot" Th "th" Thead "thead" Time "time"
        Title "title" Tr "tr" Track "track" Tt "tt" U "u" Ul "ul" Var "var" Video "video" Wbr "wbr" Xmp "xmp";
        AmpAnim "amp-anim" AmpImg "amp-img"
    }
}

names! {
    /// Attributes that some stage reads. Of all others only long JSON is kept, see [`MIN_JSON`], and what the caller asks
    /// for, see [`AskedNames`].
    AttrName {
        Alt "alt" Alttext "alttext" AriaHidden "aria-hidden" AriaLabel "aria-label" AriaModal "aria-modal"
        Charset "charset" Checked "checked" Cite "cite" Class "class" Colspan "colspan" Content "content" Datetime "datetime" Dir "dir"
        Disabled "disabled" Display "display" Encoding "encoding" Headers "headers" Height "height" Hidden "hidden" Href "href" HttpEquiv "http-equiv" Id "id"
        Itemprop "itemprop" Itemscope "itemscope" Itemtype "itemtype" Lang "lang" Name "name" Open "open"
        Property "property" Rel "rel" Reversed "reversed" Role "role" Rowspan "rowspan" Scope "scope" Src "src"
        Srcset "srcset" Start "start" Style "style" Summary "summary" Title "title" Type "type" Value "value"
        Width "width";
        DataLang "data-lang" DataLanguage "data-language" DataLazySrc "data-lazy-src" DataLazySrcset "data-lazy-srcset"
        DataOriginal "data-original" DataSrc "data-src" DataSrcset "data-srcset" XmlLang "xml:lang"
    }
}

impl Tag {
    /// Whether it is `<img>`, or what a script makes one of.
    ///
    /// AMP, [amp-img](https://amp.dev/documentation/components/amp-img/).
    pub(crate) fn is_image(self) -> bool {
        matches!(self, Self::Img | Self::AmpAnim | Self::AmpImg)
    }
}

impl AttrName {
    /// Whether some stage reads the attribute on elements of this name.
    pub(crate) fn is_read_on(self, tag: Tag) -> bool {
        match self {
            Self::Other => false,
            Self::Width
            | Self::Height
            | Self::DataLazySrc
            | Self::DataLazySrcset
            | Self::DataOriginal
            | Self::DataSrc
            | Self::DataSrcset => tag.is_image() || tag == Tag::Source,
            Self::Display => tag == Tag::Math,
            Self::Checked | Self::Disabled => tag == Tag::Input,
            Self::XmlLang => tag == Tag::Html,
            Self::DataLang | Self::DataLanguage => matches!(tag, Tag::Pre | Tag::Code | Tag::Div | Tag::Figure),
            _ => true,
        }
    }
}

/// Bytes from which the value of an attribute is kept for being JSON, whatever its name: shorter ones hold settings.
pub(crate) const MIN_JSON: usize = 256;

/// Objects and arrays of JSON that are read inside each other, those of JSON in strings of JSON counted with those around
/// it; what is deeper is passed over. JSON is the one thing that is read by recursion: without optimization a level takes
/// up to 1.8 KiB of the stack. Of the 15,000 longer texts in the data of the corpora's pages, three stand deeper.
pub(crate) const MAX_JSON_DEPTH: u8 = 40;

/// Whether a text begins like a JSON object or array.
pub(crate) fn begins_json(text: &[u8]) -> bool {
    matches!(text.first(), Some(b'{' | b'['))
}

/// Whether the `type` of a script says that it is JSON-LD, with parameters or without.
///
/// WHATWG MIME Sniffing standard, [MIME type essence](https://mimesniff.spec.whatwg.org/#mime-type-essence).
pub(crate) fn is_json_ld(script_type: &str) -> bool {
    let essence = script_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/ld+json")
}

/// The namespace of an element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Space {
    Html,
    Svg,
    MathMl,
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NodeKind {
    Document,
    /// A run of text. Neighbouring text nodes may stand side by side unmerged: only the features that count the nodes
    /// between blocks tell the difference.
    Text,
    Element(Tag, Space),
}

/// A node of the arena.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    /// For [`Tag::Other`], the index of its name in [`Tree::other_names`].
    pub(crate) other_name: u16,
    pub(crate) parent: NodeId,
    /// One past the last node of the subtree.
    pub(crate) end: NodeId,
    /// Text: byte range in [`Tree::text`]. Element: index range in [`Tree::attrs`].
    pub(crate) data: (u32, u32),
    /// Byte range in the parsed input; empty where it is not known.
    pub(crate) source: (u32, u32),
}

impl Node {
    /// The element name of an HTML element (not of SVG, not of `MathML`).
    pub(crate) fn html_tag(&self) -> Option<Tag> {
        match self.kind {
            NodeKind::Element(tag, Space::Html) => Some(tag),
            _ => None,
        }
    }
}

/// A kept attribute; its value is a byte range in [`Tree::attr_text`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attr {
    pub(crate) name: AttrName,
    /// For [`AttrName::Other`], the number of its name in [`Tree::asked`].
    pub(crate) asked: u16,
    pub(crate) value: (u32, u32),
    /// What it says, if it is a `style`.
    pub(crate) style: InlineStyle,
}

impl Attr {
    /// An attribute with this value, which stands at this place in [`Tree::attr_text`].
    pub(crate) fn new<'t>(
        name: AttrName,
        asked: Option<u16>,
        value: (u32, u32),
        text: impl FnOnce() -> &'t str,
    ) -> Self {
        let style = if name == AttrName::Style { InlineStyle::read(text()) } else { InlineStyle::default() };
        Self { name, asked: asked.unwrap_or(u16::MAX), value, style }
    }
}

/// The attributes that the caller's selectors ask for, by number: they are kept while parsing where no stage reads them.
#[derive(Clone, Debug, Default)]
pub(crate) struct AskedNames(Vec<Box<str>>);

impl AskedNames {
    /// Most names that can be asked for.
    const MAX: usize = 1 << 15;

    /// Asks for an attribute, named in lower case.
    pub(crate) fn add(&mut self, name: &str) {
        if self.number(name).is_none() && self.0.len() < Self::MAX {
            self.0.push(name.into());
        }
    }

    /// The number of a name, if it is asked for.
    pub(crate) fn number(&self, name: &str) -> Option<u16> {
        self.0.iter().position(|asked| **asked == *name).map(|number| number as u16)
    }
}

/// A parsed page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    /// All nodes in document order; the first is the document.
    pub(crate) nodes: Vec<Node>,
    pub(crate) text: String,
    pub(crate) attrs: Vec<Attr>,
    pub(crate) attr_text: String,
    /// Names of elements that are no [`Tag`], each once.
    pub(crate) other_names: Vec<Box<str>>,
    pub(crate) asked: AskedNames,
    /// Whether the depth limit flattened some of the page.
    pub(crate) depth_limited: bool,
    /// The limit at which the page was cut off.
    pub(crate) cut: Option<Warning>,
}

impl Tree {
    /// The node with this id.
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// All ids below `id`, in document order.
    pub(crate) fn descendants(&self, id: NodeId) -> Range<NodeId> {
        id + 1..self.node(id).end
    }

    /// The children of `id`, in document order.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(id).end;
        let mut next = id + 1;
        std::iter::from_fn(move || {
            let current = next;
            (current < end).then(|| {
                next = self.node(current).end;
                current
            })
        })
    }

    /// The characters of a text node; empty for other nodes.
    pub(crate) fn text_of(&self, node: &Node) -> &str {
        if node.kind == NodeKind::Text { slice(&self.text, node.data) } else { "" }
    }

    /// The kept attributes of an element, in source order.
    pub(crate) fn attrs_of(&self, node: &Node) -> &[Attr] {
        if node.kind == NodeKind::Text { &[] } else { &self.attrs[node.data.0 as usize..node.data.1 as usize] }
    }

    /// The value of one attribute of an element.
    pub(crate) fn attr(&self, node: &Node, name: AttrName) -> Option<&str> {
        self.attrs_of(node).iter().find(|attr| attr.name == name).map(|attr| self.value(attr))
    }

    /// An attribute of an element, by a name in lower case.
    pub(crate) fn attr_named(&self, node: &Node, name: &str) -> Option<&Attr> {
        self.attrs_of(node).iter().find(|attr| self.attr_name(attr) == name)
    }

    fn attr_name(&self, attr: &Attr) -> &str {
        match attr.name {
            AttrName::Other => self.asked.0.get(usize::from(attr.asked)).map_or("", |name| name),
            known => known.as_str(),
        }
    }

    /// The value of a kept attribute.
    pub(crate) fn value(&self, attr: &Attr) -> &str {
        slice(&self.attr_text, attr.value)
    }

    /// The name of an element as it is spelt in a CSS selector; `*` where it is not kept.
    pub(crate) fn name_of(&self, node: &Node) -> &str {
        match node.kind {
            NodeKind::Element(Tag::Other, _) => {
                self.other_names.get(usize::from(node.other_name)).map_or("*", |name| name)
            }
            NodeKind::Element(tag, _) => tag.as_str(),
            NodeKind::Text => "#text",
            NodeKind::Document => "#document",
        }
    }
}

impl Tree {
    /// Moves all source ranges by the bytes before the text, or forgets them where there is no such number.
    pub(crate) fn shift_sources(&mut self, offset: Option<usize>) {
        match offset {
            Some(0) => {}
            Some(offset) => {
                for node in &mut self.nodes {
                    node.source.0 += offset as u32;
                    node.source.1 += offset as u32;
                }
            }
            None => self.nodes.iter_mut().for_each(|node| node.source = (0, 0)),
        }
    }

    /// Where a block stands in the input: its element, as far as it holds these nodes.
    pub(crate) fn source_of(&self, element: NodeId, nodes: &Range<NodeId>) -> Range<u32> {
        let last = nodes.end.saturating_sub(1).max(element);
        let element = self.node(element);
        let end = element.source.1.max(self.node(last).source.1);
        if element.source.1 == 0 { 0..0 } else { element.source.0..end }
    }
}

/// `text[range]`, or nothing where the range is not one of the text.
fn slice(text: &str, range: (u32, u32)) -> &str {
    text.get(range.0 as usize..range.1 as usize).unwrap_or_default()
}

/// What the name of an element begins with whose own name is not kept.
pub(crate) const UNNAMED: char = '\u{1}';

/// Bytes of the longest element name that is kept: a path to a block has as many names as the page is deep. Names of
/// custom elements are a tenth as long.
const MAX_NAME: usize = 128;

/// Element names that are no [`Tag`], numbered in order of appearance.
#[derive(Default)]
pub(crate) struct OtherNames {
    numbers: std::collections::HashMap<html5ever::LocalName, u16>,
    names: Vec<Box<str>>,
}

impl OtherNames {
    /// The number of a name; [`u16::MAX`], which has no name, for long ones and once 65,535 are taken.
    pub(crate) fn number(&mut self, name: &html5ever::LocalName) -> u16 {
        if name.starts_with(UNNAMED) || name.len() > MAX_NAME {
            return u16::MAX;
        }
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
        if number < u16::MAX {
            self.names.push(Box::from(&**name));
            self.numbers.insert(name.clone(), number);
        }
        number
    }

    /// All names by number.
    pub(crate) fn into_names(self) -> Vec<Box<str>> {
        self.names
    }
}
