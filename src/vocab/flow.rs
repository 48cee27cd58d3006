//! How elements take part in the text of a page.

use crate::tree::Tag;

/// How an element takes part in the text of a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Flow {
    /// Ends the block before it, and its end tag the block inside it.
    Block,
    /// Stands in the line of text.
    Inline,
    /// `<br>`.
    LineBreak,
    /// `<pre>` and its like: whitespace counts.
    Verbatim,
    /// A table, which is a block if it holds data.
    Table,
    /// Never shown, or shown as something else than text.
    Skipped,
}

/// The flow of an element by its name, in foreign content too.
pub(crate) fn flow(tag: Tag) -> Flow {
    use Tag::{
        Address, Annotation, AnnotationXml, Article, Aside, Audio, Blockquote, Body, Br, Button, Canvas, Caption,
        Center, Col, Colgroup, Datalist, Dd, Details, Dialog, Dir, Div, Dl, Dt, Embed, Fieldset, Figcaption, Figure,
        Footer, Form, Frame, Frameset, H1, H2, H3, H4, H5, H6, Head, Header, Hgroup, Hr, Html, Iframe, Label, Legend,
        Li, Listing, Main, Menu, Nav, Noembed, Noframes, Noscript, Ol, Optgroup, Option, P, Plaintext, Pre, Script,
        Search, Section, Select, Style, Summary, Svg, Table, Tbody, Td, Template, Textarea, Tfoot, Th, Thead, Title,
        Tr, Ul, Video, Xmp,
    };
    match tag {
        Address | Article | Aside | Blockquote | Body | Button | Caption | Center | Dd | Details | Dialog | Dir
        | Div | Dl | Dt | Fieldset | Figcaption | Figure | Footer | Form | Frameset | H1 | H2 | H3 | H4 | H5 | H6
        | Header | Hgroup | Hr | Html | Label | Legend | Li | Main | Menu | Nav | Noscript | Ol | P | Search
        | Section | Summary | Tbody | Td | Tfoot | Th | Thead | Tr | Ul => Flow::Block,
        Br => Flow::LineBreak,
        Listing | Plaintext | Pre | Xmp => Flow::Verbatim,
        Table => Flow::Table,
        Annotation | AnnotationXml | Audio | Canvas | Col | Colgroup | Datalist | Embed | Frame | Head | Iframe
        | Noembed | Noframes | Optgroup | Option | Script | Select | Style | Svg | Template | Textarea | Title
        | Video => Flow::Skipped,
        _ => Flow::Inline,
    }
}

/// The level of a heading element.
pub(crate) fn heading_level(tag: Tag) -> Option<u8> {
    match tag {
        Tag::H1 => Some(1),
        Tag::H2 => Some(2),
        Tag::H3 => Some(3),
        Tag::H4 => Some(4),
        Tag::H5 => Some(5),
        Tag::H6 => Some(6),
        _ => None,
    }
}
