//! The letters of a piece of markup in the order of the source, whatever tree it makes.

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// Collects letters and digits. Without a tree nobody knows whether `<![CDATA[` is a section or a comment.
struct Letters {
    found: RefCell<String>,
    sections: Cell<bool>,
}

impl TokenSink for Letters {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) => self.found.borrow_mut().extend(letters(&text)),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                return match &*tag.name {
                    "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
                    "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
                    "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                    "plaintext" => TokenSinkResult::Plaintext,
                    _ => TokenSinkResult::Continue,
                };
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.sections.get()
    }
}

/// The letters and digits of a text.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric())
}

fn letters_of_markup(markup: &str, sections: bool) -> String {
    let sink = Letters { found: RefCell::default(), sections: Cell::new(sections) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(markup));
    // Runs to the end: it stops early only where its sink asks for that.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.found.take()
}

/// Whether all letters and digits of `text` stand in the text of `markup`; others may stand between them.
///
/// In order, unless there is a table: what must not stand in a table is moved to the place before it.
pub(crate) fn holds(markup: &str, text: &str) -> bool {
    let in_order = |all: &str| {
        let mut all = all.chars();
        letters(text).all(|wanted| all.any(|c| c == wanted))
    };
    let table = markup.to_ascii_lowercase().contains("<table");
    [false, true].into_iter().any(|sections| {
        let all = letters_of_markup(markup, sections);
        in_order(&all) || (table && in_any_order(&all, text))
    })
}

fn in_any_order(all: &str, text: &str) -> bool {
    let sorted = |text: &str| {
        let mut sorted: Vec<char> = letters(text).collect();
        sorted.sort_unstable();
        sorted
    };
    let mut all = sorted(all).into_iter();
    sorted(text).into_iter().all(|wanted| all.any(|c| c == wanted))
}
