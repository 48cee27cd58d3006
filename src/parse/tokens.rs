//! html5gum's tokens, handed to html5ever's tree builder.

use std::convert::Infallible;

use html5ever::LocalName;
use html5ever::interface::Attribute;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag as TagToken, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5gum::{Emitter, Error, State};
use memchr::memchr;

use super::attributes::{Attributes, shown};
use super::budget::Budget;
use super::depth::{DepthGuard, FORMATTING, MAX_FORMATTING};
use super::name_cache::{Name, NameCache};
use super::sink::Sink;
use super::text::PendingText;
use crate::limits::Limits;
use crate::tree::{AskedNames, NodeId, Tag};

/// Receives the tokenizer's calls and drives the tree builder.
pub(super) struct Feed<'a> {
    builder: &'a TreeBuilder<NodeId, Sink>,
    guard: DepthGuard,
    budget: Budget,
    names: NameCache,
    /// Bytes of the input consumed.
    position: usize,
    /// Those of them in comments.
    in_comments: usize,
    text: PendingText<'a>,
    tag: CurrentTag,
    attributes: Attributes,
    last_start_tag: Vec<u8>,
    doctype: CurrentDoctype,
    next_state: Option<State>,
}

/// The tag that is being spelt out.
struct CurrentTag {
    kind: TagKind,
    start: usize,
    name: Vec<u8>,
    /// What the name means, once it is whole and there are attributes.
    tag: Tag,
    is_named: bool,
    self_closing: bool,
}

#[derive(Default)]
struct CurrentDoctype {
    name: Vec<u8>,
    public_id: Option<Vec<u8>>,
    system_id: Option<Vec<u8>>,
    force_quirks: bool,
}

impl<'a> Feed<'a> {
    pub(super) fn new(
        builder: &'a TreeBuilder<NodeId, Sink>,
        text: &'a str,
        limits: &Limits,
        position: usize,
        asked: &AskedNames,
    ) -> Self {
        Self {
            builder,
            guard: DepthGuard::new(limits.depth()),
            budget: Budget::new(limits),
            names: NameCache::new(asked),
            position,
            in_comments: 0,
            text: PendingText::new(text, position),
            tag: CurrentTag {
                kind: TagKind::StartTag,
                start: 0,
                name: Vec::new(),
                tag: Tag::Other,
                is_named: false,
                self_closing: false,
            },
            attributes: Attributes::default(),
            last_start_tag: Vec::new(),
            doctype: CurrentDoctype::default(),
            next_state: None,
        }
    }

    /// Hands a token to the tree builder. Once a limit is reached, none but the end of the page goes through.
    fn process(&mut self, token: Token, source: (usize, usize)) {
        let allowed = self.budget.allows(self.builder.sink.nodes(), self.guard.open());
        if !allowed && token != Token::EOFToken {
            return;
        }
        self.builder.sink.begin_token(source);
        match self.builder.process_token(token, 1) {
            TokenSinkResult::Plaintext => self.next_state = Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => self.next_state = Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => self.next_state = Some(State::RawText),
            TokenSinkResult::RawData(_) => self.next_state = Some(State::ScriptData),
            TokenSinkResult::Continue | TokenSinkResult::Script(_) | TokenSinkResult::EncodingIndicator(_) => {}
        }
    }

    fn flush_text(&mut self) {
        let Some((text, source)) = self.text.take() else { return };
        if memchr(0, text.as_bytes()).is_none() {
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

    /// Closes all formatting elements that are open or would be opened again.
    fn close_formatting(&mut self) {
        let end = (self.position, self.position);
        for tag in FORMATTING {
            let name = LocalName::from(tag.as_str());
            for _ in 0..MAX_FORMATTING {
                self.process(end_tag(name.clone()), end);
            }
        }
        self.builder.sink.depth_limited.set(true);
    }

    /// The attributes of the current tag as far as the tree builder must see them.
    fn attributes_for_builder(&self, tag: Tag) -> Vec<Attribute> {
        if !shown(tag) || self.attributes.is_empty() {
            return Vec::new();
        }
        if FORMATTING.contains(&tag) {
            return self.attributes.as_number(self.builder.sink.number_attributes(tag, &self.attributes));
        }
        self.attributes.to_shown()
    }

    fn process_start_tag(&mut self, name: Name, source: (usize, usize)) {
        if self.guard.is_multiplied(self.builder.sink.nodes(), self.position.saturating_sub(self.in_comments)) {
            self.close_formatting();
        }
        let flatten = self.guard.must_flatten(self.builder, name.tag);
        let foreign = flatten && self.builder.adjusted_current_node_present_but_not_in_html_namespace();
        let attrs = self.attributes_for_builder(name.tag);
        let tag = TagToken {
            kind: TagKind::StartTag,
            name: name.local.clone(),
            self_closing: self.tag.self_closing || foreign,
            attrs,
            had_duplicate_attributes: false,
        };
        self.process(Token::TagToken(tag), source);
        if !shown(name.tag) && !self.attributes.is_empty() {
            self.builder.sink.give_attributes(name.tag, &self.attributes);
        }
        if flatten {
            self.builder.sink.depth_limited.set(true);
            // An empty element keeps the boundary between the words on both sides of it.
            self.process(end_tag(name.local.clone()), source);
            self.next_state = None;
            self.guard.swallow_end_of(name.local);
        }
    }
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
        self.builder.sink.cut.set(self.budget.spent());
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, text: &[u8]) {
        self.text.push(text, self.position);
    }

    fn init_start_tag(&mut self) {
        self.tag.kind = TagKind::StartTag;
        self.tag.name.clear();
        self.tag.is_named = false;
        self.tag.self_closing = false;
        self.attributes.clear();
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
        if self.budget.spent().is_some() {
            return None;
        }
        self.attributes.end(self.tag.tag, &mut self.names);
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

    fn push_comment(&mut self, comment: &[u8]) {
        self.in_comments += comment.len();
    }

    fn push_doctype_name(&mut self, name: &[u8]) {
        self.doctype.name.extend_from_slice(name);
    }

    fn init_doctype(&mut self) {
        self.flush_text();
        self.doctype = CurrentDoctype::default();
    }

    fn init_attribute(&mut self) {
        if !self.tag.is_named {
            self.tag.tag = self.names.tag(&self.tag.name).tag;
            self.tag.is_named = true;
        }
        self.attributes.begin(self.tag.tag, &mut self.names);
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.attributes.push_name(name);
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.attributes.push_value(value, self.tag.tag, &mut self.names);
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
