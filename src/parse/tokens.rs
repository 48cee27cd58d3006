//! html5gum's tokens, handed to html5ever's tree builder.

use std::convert::Infallible;

use html5ever::interface::{Attribute, QualName};
use html5ever::tendril::{ByteTendril, StrTendril};
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag as TagToken, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{LocalName, ns};
use html5gum::{Emitter, Error, State};

use super::depth::DepthGuard;
use super::name_cache::{Name, NameCache};
use super::sink::Sink;
use crate::tree::{NodeId, Tag};

/// Most attributes looked at on one tag: a formatting element keeps all of them, and finding duplicates among them is
/// quadratic. No real tag has a tenth of this.
const MAX_ATTRIBUTES: usize = 128;

/// Receives the tokenizer's calls and drives the tree builder.
pub(super) struct Feed<'a> {
    builder: &'a TreeBuilder<NodeId, Sink>,
    guard: DepthGuard,
    names: NameCache,
    /// Bytes of the input consumed.
    position: usize,
    text: ByteTendril,
    text_range: (usize, usize),
    tag: CurrentTag,
    last_start_tag: Vec<u8>,
    attr: CurrentAttribute,
    doctype: CurrentDoctype,
    next_state: Option<State>,
}

/// The tag that is being spelt out.
struct CurrentTag {
    kind: TagKind,
    start: usize,
    name: Vec<u8>,
    self_closing: bool,
    attrs: Vec<Attribute>,
}

/// The attribute that is being spelt out.
#[derive(Default)]
struct CurrentAttribute {
    /// Whether there is one.
    open: bool,
    name: Vec<u8>,
    /// The name, once it is whole and if it is to be kept.
    kept: Option<LocalName>,
    /// Whether `kept` has been decided.
    decided: bool,
    value: ByteTendril,
}

#[derive(Default)]
struct CurrentDoctype {
    name: Vec<u8>,
    public_id: Option<Vec<u8>>,
    system_id: Option<Vec<u8>>,
    force_quirks: bool,
}

impl<'a> Feed<'a> {
    pub(super) fn new(builder: &'a TreeBuilder<NodeId, Sink>, max_depth: usize, position: usize) -> Self {
        Self {
            builder,
            guard: DepthGuard::new(max_depth),
            names: NameCache::default(),
            position,
            text: ByteTendril::new(),
            text_range: (0, 0),
            tag: CurrentTag {
                kind: TagKind::StartTag,
                start: 0,
                name: Vec::new(),
                self_closing: false,
                attrs: Vec::new(),
            },
            last_start_tag: Vec::new(),
            attr: CurrentAttribute::default(),
            doctype: CurrentDoctype::default(),
            next_state: None,
        }
    }

    fn process(&mut self, token: Token, source: (usize, usize)) {
        self.builder.sink.token.set((source.0 as u32, source.1 as u32));
        match self.builder.process_token(token, 1) {
            TokenSinkResult::Plaintext => self.next_state = Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => self.next_state = Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => self.next_state = Some(State::RawText),
            TokenSinkResult::RawData(_) => self.next_state = Some(State::ScriptData),
            TokenSinkResult::Continue | TokenSinkResult::Script(_) | TokenSinkResult::EncodingIndicator(_) => {}
        }
    }

    fn flush_text(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = to_str(std::mem::take(&mut self.text));
        let source = self.text_range;
        if !text.as_bytes().contains(&0) {
            self.process(Token::CharacterTokens(text), source);
            return;
        }
        for (nth, part) in text.split('\0').enumerate() {
            if nth > 0 {
                self.process(Token::NullCharacterToken, source);
            }
            if !part.is_empty() {
                self.process(Token::CharacterTokens(StrTendril::from_slice(part)), source);
            }
        }
    }

    /// Decides whether the current attribute is kept, now that its name is whole.
    fn decide_attribute(&mut self) {
        if self.attr.decided {
            return;
        }
        self.attr.decided = true;
        self.attr.kept = None;
        if self.tag.kind == TagKind::EndTag || self.tag.attrs.len() >= MAX_ATTRIBUTES {
            return;
        }
        let keep_all = keeps_all_attributes(self.names.tag(&self.tag.name).tag);
        let name = self.names.attribute(&self.attr.name, keep_all);
        self.attr.kept = name.filter(|name| !self.tag.attrs.iter().any(|attr| attr.name.local == *name));
    }

    fn finish_attribute(&mut self) {
        if !self.attr.open {
            return;
        }
        self.decide_attribute();
        self.attr.open = false;
        if let Some(local) = self.attr.kept.take() {
            let value = to_str(std::mem::take(&mut self.attr.value));
            self.tag.attrs.push(Attribute { name: QualName::new(None, ns!(), local), value });
        }
    }

    fn process_start_tag(&mut self, name: Name, source: (usize, usize)) {
        let attrs = std::mem::take(&mut self.tag.attrs);
        let flatten = self.guard.must_flatten(self.builder, name.tag);
        let foreign = flatten && self.builder.adjusted_current_node_present_but_not_in_html_namespace();
        let tag = TagToken {
            kind: TagKind::StartTag,
            name: name.local.clone(),
            self_closing: self.tag.self_closing || foreign,
            attrs,
            had_duplicate_attributes: false,
        };
        self.process(Token::TagToken(tag), source);
        if flatten {
            self.builder.sink.depth_limited.set(true);
            // An empty element keeps the boundary between the words on both sides of it.
            self.process(end_tag(name.local.clone()), source);
            self.next_state = None;
            self.guard.swallow_end_of(name.local);
        }
    }
}

/// Whether all attributes of the element matter while parsing: the "Noah's Ark clause" compares those of formatting
/// elements, and a `<font>` with one of three attributes breaks out of foreign content.
fn keeps_all_attributes(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::B
            | Tag::Code
            | Tag::Em
            | Tag::Font
            | Tag::I
            | Tag::S
            | Tag::Small
            | Tag::Strike
            | Tag::Strong
            | Tag::Tt
            | Tag::U
            | Tag::Big
            | Tag::Nobr
    )
}

fn end_tag(name: LocalName) -> Token {
    Token::TagToken(TagToken {
        kind: TagKind::EndTag,
        name,
        self_closing: false,
        attrs: Vec::new(),
        had_duplicate_attributes: false,
    })
}

/// The tokenizer cuts a `str` at ASCII characters only, so the bytes are UTF-8 and the copy is never made.
fn to_str(bytes: ByteTendril) -> StrTendril {
    bytes
        .try_reinterpret()
        .unwrap_or_else(|bytes: ByteTendril| StrTendril::from_slice(&String::from_utf8_lossy(&bytes)))
}

fn tendril(bytes: &[u8]) -> StrTendril {
    StrTendril::from_slice(&String::from_utf8_lossy(bytes))
}

impl Emitter for Feed<'_> {
    type Token = Infallible;

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start_tag.clear();
        self.last_start_tag.extend_from_slice(name.unwrap_or_default());
    }

    fn emit_eof(&mut self) {
        self.flush_text();
        let end = self.position;
        self.process(Token::EOFToken, (end, end));
        self.builder.end();
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, text: &[u8]) {
        if self.text.is_empty() {
            self.text_range.0 = self.position.saturating_sub(text.len());
        }
        self.text_range.1 = self.position;
        self.text.push_slice(text);
    }

    fn init_start_tag(&mut self) {
        self.tag.kind = TagKind::StartTag;
        self.tag.name.clear();
        self.tag.self_closing = false;
        self.tag.attrs.clear();
        self.attr.open = false;
    }

    fn init_end_tag(&mut self) {
        self.init_start_tag();
        self.tag.kind = TagKind::EndTag;
    }

    fn init_comment(&mut self) {
        self.flush_text();
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.flush_text();
        self.finish_attribute();
        let source = (self.tag.start, self.position);
        let name = self.names.tag(&self.tag.name);
        self.next_state = None;
        if self.tag.kind == TagKind::StartTag {
            self.last_start_tag.clear();
            self.last_start_tag.extend_from_slice(&self.tag.name);
            self.process_start_tag(name, source);
        } else if !self.guard.swallows_end_of(&name.local) {
            self.process(end_tag(name.local), source);
        }
        self.next_state.take()
    }

    // Comments keep their place in the token stream (they end a run of text), but their words are not needed.
    fn emit_current_comment(&mut self) {
        let end = self.position;
        self.process(Token::CommentToken(StrTendril::new()), (end, end));
    }

    fn emit_current_doctype(&mut self) {
        self.flush_text();
        let doctype = std::mem::take(&mut self.doctype);
        let token = Token::DoctypeToken(Doctype {
            name: (!doctype.name.is_empty()).then(|| tendril(&doctype.name)),
            public_id: doctype.public_id.as_deref().map(tendril),
            system_id: doctype.system_id.as_deref().map(tendril),
            force_quirks: doctype.force_quirks,
        });
        let end = self.position;
        self.process(token, (end, end));
    }

    fn set_self_closing(&mut self) {
        self.tag.self_closing = true;
    }

    fn set_force_quirks(&mut self) {
        self.doctype.force_quirks = true;
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.name.extend_from_slice(name);
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn push_doctype_name(&mut self, name: &[u8]) {
        self.doctype.name.extend_from_slice(name);
    }

    fn init_doctype(&mut self) {
        self.flush_text();
        self.doctype = CurrentDoctype::default();
    }

    fn init_attribute(&mut self) {
        self.finish_attribute();
        self.attr.open = true;
        self.attr.decided = false;
        self.attr.name.clear();
        self.attr.value.clear();
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.attr.name.extend_from_slice(name);
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.decide_attribute();
        if self.attr.kept.is_some() {
            self.attr.value.push_slice(value);
        }
    }

    fn set_doctype_public_identifier(&mut self, value: &[u8]) {
        self.doctype.public_id = Some(value.to_vec());
    }

    fn set_doctype_system_identifier(&mut self, value: &[u8]) {
        self.doctype.system_id = Some(value.to_vec());
    }

    fn push_doctype_public_identifier(&mut self, value: &[u8]) {
        self.doctype.public_id.get_or_insert_default().extend_from_slice(value);
    }

    fn push_doctype_system_identifier(&mut self, value: &[u8]) {
        self.doctype.system_id.get_or_insert_default().extend_from_slice(value);
    }

    fn start_open_tag(&mut self) {
        self.tag.start = self.position.saturating_sub(1);
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.tag.kind == TagKind::EndTag && !self.last_start_tag.is_empty() && self.last_start_tag == self.tag.name
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        // Text held back may still open the body, which decides what the current node is.
        self.flush_text();
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }

    #[inline]
    fn move_position(&mut self, offset: isize) {
        self.position = self.position.wrapping_add_signed(offset);
    }
}
