//! Pieces of text and marks to Markdown.

use std::borrow::Cow;

use super::Rendering;
use super::escape::{Place, destination, fence, push_line, push_text};
use super::flanking::{can_stand, delimiter, enclosed};
use super::inline::Piece;
use super::narrowing::signs_out_of_marks;
use super::notes::{Notes, note_name};
use crate::mark::MarkKind;

/// What line breaks in a text become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breaks {
    /// Line breaks.
    Hard,
    /// Spaces: a heading or cell is one line.
    Spaces,
}

/// How phrases are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style<'a> {
    pub(super) rendering: Rendering,
    pub(super) notes: &'a Notes<'a>,
    pub(super) breaks: Breaks,
    /// In a cell of a table.
    pub(super) cell: bool,
    /// In a block where dollar signs could enclose a formula.
    pub(super) dollars: bool,
    /// The same, with those of addresses.
    pub(super) address_dollars: bool,
}

/// The pieces as Markdown. A block may have hundreds of thousands of them: they are changed in place.
pub(super) fn phrases(mut pieces: Vec<Piece<'_>>, style: Style<'_>) -> String {
    retain_written(&mut pieces, &style);
    join(&mut pieces);
    pieces = signs_out_of_marks(links_out_of_code(pieces));
    retain_standing(&mut pieces);
    join(&mut pieces);
    let partners = partners(&pieces);
    let mut writer = Writer { out: String::new(), closers: Vec::new(), style, note: None };
    let mut at = 0;
    while at < pieces.len() {
        at = writer.piece(&pieces, at, partners[at]);
    }
    if style.breaks == Breaks::Spaces {
        return writer.out;
    }
    let mut out = String::with_capacity(writer.out.len());
    for (nth, line) in writer.out.split('\n').enumerate() {
        if nth > 0 {
            out.push('\n');
        }
        push_line(&mut out, line);
    }
    out
}

/// Leaves marks out that Markdown has nothing for, and those that cannot be written.
fn retain_written(pieces: &mut Vec<Piece<'_>>, style: &Style<'_>) {
    let partners = partners(pieces);
    let is_written = |at: usize, kind: &MarkKind<'_>| match kind {
        MarkKind::Link { href } => style.rendering.link(href).is_some(),
        MarkKind::NoteReference { note } => {
            let (begin, end) = (at.min(partners[at]), at.max(partners[at]));
            style.notes.name(note) == Some(&*note_name(&text_of(&pieces[begin..end])))
        }
        MarkKind::Math { .. } => {
            let (begin, end) = (at.min(partners[at]), at.max(partners[at]));
            is_formula(&text_of(&pieces[begin..end]))
        }
        MarkKind::Subscript | MarkKind::Superscript => {
            let (begin, end) = (at.min(partners[at]), at.max(partners[at]));
            in_script(kind, &pieces[begin..=end]).is_some()
        }
        MarkKind::Code => true,
        kind => delimiter(kind).is_some(),
    };
    let kept = pieces.iter().enumerate().map(|(at, piece)| match piece {
        Piece::Text(_) => true,
        Piece::Image { src, .. } => style.rendering.image(src).is_some(),
        Piece::Begin(kind) | Piece::End(kind) => is_written(at, kind),
    });
    let kept: Vec<bool> = kept.collect();
    retain(pieces, &kept);
}

fn retain(pieces: &mut Vec<Piece<'_>>, kept: &[bool]) {
    let mut kept = kept.iter();
    pieces.retain(|_| kept.next().is_none_or(|kept| *kept));
}

/// All text of some pieces, on one line.
fn text_of(pieces: &[Piece<'_>]) -> String {
    let texts = pieces.iter().filter_map(|piece| if let Piece::Text(text) = piece { Some(*text) } else { None });
    texts.collect::<String>().replace('\n', " ")
}

/// Whether a text can stand between dollar signs: it holds none, and its braces match.
fn is_formula(text: &str) -> bool {
    let (mut depth, mut escaped) = (0i32, false);
    for c in text.chars() {
        if !escaped {
            depth += i32::from(c == '{') - i32::from(c == '}');
        }
        escaped = c == '\\' && !escaped;
        if depth < 0 || c == '$' {
            return false;
        }
    }
    depth == 0 && !escaped && !text.is_empty() && text.trim() == text
}

/// Characters that Unicode has as sub- and superscripts: those of exponents, charges and formulas of chemistry.
const SCRIPTS: &str = "0₀⁰ 1₁¹ 2₂² 3₃³ 4₄⁴ 5₅⁵ 6₆⁶ 7₇⁷ 8₈⁸ 9₉⁹ +₊⁺ -₋⁻ −₋⁻ =₌⁼ (₍⁽ )₎⁾ iᵢⁱ nₙⁿ";

/// Bytes of the longest sub- or superscript that is written in them.
const MAX_SCRIPT: usize = 64;

/// A sub- or superscript in such characters, if it is made of them alone: Markdown has no marks for either, and 10⁶ must
/// not become 106. Ordinals (1st) and signs of trademarks are read as well without.
fn in_script(kind: &MarkKind<'_>, pieces: &[Piece<'_>]) -> Option<String> {
    let nth = if *kind == MarkKind::Subscript { 1 } else { 2 };
    let sign = |c: char| SCRIPTS.split(' ').find(|forms| forms.starts_with(c))?.chars().nth(nth);
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) if out.len() + text.len() <= MAX_SCRIPT => {
                out.push_str(&text.chars().map(sign).collect::<Option<String>>()?);
            }
            Piece::Begin(inner) | Piece::End(inner) if inner == kind => {}
            _ => return None,
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Whether two marks that touch are written as one: apart they would be taken for something else.
fn is_joined(first: &MarkKind<'_>, second: &MarkKind<'_>) -> bool {
    use MarkKind::{Code, Emphasis, Math, Strikethrough, Strong};
    matches!(
        (first, second),
        (Strong, Strong)
            | (Emphasis, Emphasis)
            | (Strikethrough, Strikethrough)
            | (Code, Code)
            | (Math { .. }, Math { .. })
    )
}

/// Leaves marks out whose delimiters would not be read as such.
fn retain_standing(pieces: &mut Vec<Piece<'_>>) {
    let partners = partners(pieces);
    let enclosed = enclosed(pieces);
    let stands = |at: usize, kind: &MarkKind<'_>| {
        let (begin, end) = (at.min(partners[at]), at.max(partners[at]));
        delimiter(kind).is_none() || can_stand(pieces, begin, end, enclosed[begin])
    };
    let kept = pieces.iter().enumerate().map(|(at, piece)| match piece {
        Piece::Begin(kind) | Piece::End(kind) => stands(at, kind),
        Piece::Text(_) | Piece::Image { .. } => true,
    });
    let kept: Vec<bool> = kept.collect();
    retain(pieces, &kept);
}

/// Leaves ends of marks out that go on at once.
fn join(pieces: &mut Vec<Piece<'_>>) {
    let mut kept = 0;
    for at in 0..pieces.len() {
        match (pieces[..kept].last(), &pieces[at]) {
            (Some(Piece::End(first)), Piece::Begin(second)) if is_joined(first, second) => kept -= 1,
            _ => {
                pieces[kept] = pieces[at];
                kept += 1;
            }
        }
    }
    pieces.truncate(kept);
}

/// The pieces with code taken apart that holds links: Markdown reads no links in code, but code in links.
fn links_out_of_code(pieces: Vec<Piece<'_>>) -> Vec<Piece<'_>> {
    if !pieces.iter().any(|piece| matches!(piece, Piece::Begin(MarkKind::Code))) || !pieces.iter().any(is_edge_of_link)
    {
        return pieces;
    }
    let partners = partners(&pieces);
    let mut out = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let inside = pieces.get(at + 1..partners[at]).unwrap_or_default();
        if matches!(piece, Piece::Begin(MarkKind::Code)) && inside.iter().any(is_edge_of_link) {
            push_around_links(&mut out, inside);
            at = partners[at];
        } else {
            out.push(*piece);
        }
        at += 1;
    }
    out
}

fn is_edge_of_link(piece: &Piece<'_>) -> bool {
    matches!(piece, Piece::Begin(MarkKind::Link { .. }) | Piece::End(MarkKind::Link { .. }))
}

/// Adds what stands in a piece of code, as code that ends before the edges of links and goes on after them, without
/// blanks at its ends.
fn push_around_links<'a>(out: &mut Vec<Piece<'a>>, inside: &[Piece<'a>]) {
    let mut open = false;
    for piece in inside {
        match *piece {
            Piece::Text(text) if !open => {
                let (blank, words) = text.split_at(text.len() - text.trim_start().len());
                push_text_piece(out, blank);
                open = !words.is_empty();
                if open {
                    out.extend([Piece::Begin(MarkKind::Code), Piece::Text(words)]);
                }
            }
            Piece::Text(_) => out.push(*piece),
            _ if is_edge_of_link(piece) => {
                end_code(out, &mut open);
                out.push(*piece);
            }
            _ => {}
        }
    }
    end_code(out, &mut open);
}

pub(super) fn push_text_piece<'a>(out: &mut Vec<Piece<'a>>, text: &'a str) {
    if !text.is_empty() {
        out.push(Piece::Text(text));
    }
}

fn end_code(out: &mut Vec<Piece<'_>>, open: &mut bool) {
    if !std::mem::take(open) {
        return;
    }
    let mut after = "";
    if let Some(Piece::Text(text)) = out.last_mut() {
        (*text, after) = text.split_at(text.trim_end().len());
    }
    out.push(Piece::End(MarkKind::Code));
    push_text_piece(out, after);
}

/// For each begin of a mark its end, and the other way round; pieces that are neither are their own.
fn partners(pieces: &[Piece<'_>]) -> Vec<usize> {
    let mut partners: Vec<usize> = (0..pieces.len()).collect();
    let mut open = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Begin(_) => open.push(at),
            Piece::End(_) => {
                if let Some(begin) = open.pop() {
                    (partners[begin], partners[at]) = (at, begin);
                }
            }
            _ => {}
        }
    }
    partners
}

struct Writer<'a> {
    out: String,
    /// What to write at the end of each open mark, the innermost last.
    closers: Vec<Option<Cow<'static, str>>>,
    style: Style<'a>,
    /// The length of the output when the sign of a note was written last.
    note: Option<usize>,
}

impl Writer<'_> {
    /// Writes a piece; returns the place of the next.
    fn piece(&mut self, pieces: &[Piece<'_>], at: usize, partner: usize) -> usize {
        match pieces[at] {
            Piece::Text(text) => self.text(text),
            Piece::Image { src, alt, space_before, space_after } => {
                self.out.push_str(if space_before { " " } else { "" });
                self.image(src, alt);
                self.out.push_str(if space_after { " " } else { "" });
            }
            Piece::End(_) => {
                if let Some(closer) = self.closers.pop().flatten() {
                    self.out.push_str(&closer);
                }
            }
            Piece::Begin(kind) => {
                let inside = &pieces[at + 1..partner.max(at + 1)];
                if self.whole(&kind, inside) {
                    return partner + 1;
                }
                let closer = self.begin(kind);
                self.closers.push(closer);
            }
        }
        at + 1
    }

    fn text(&mut self, text: &str) {
        let after_note = self.note == Some(self.out.len());
        let place = Place { cell: self.style.cell, dollars: self.style.dollars, after_note };
        for (nth, line) in text.split('\n').enumerate() {
            if nth > 0 {
                self.out.push_str(if self.style.breaks == Breaks::Hard { "\\\n" } else { " " });
            }
            push_text(&mut self.out, line, place);
        }
    }

    /// Writes a mark with all that is inside, if it is one that holds no others in Markdown.
    fn whole(&mut self, kind: &MarkKind<'_>, inside: &[Piece<'_>]) -> bool {
        match kind {
            MarkKind::Code => self.code(&text_of(inside)),
            MarkKind::Math { display } => self.formula(&text_of(inside), *display),
            MarkKind::NoteReference { note } => {
                let Some(name) = self.style.notes.name(note) else { return false };
                self.guard_bracket();
                self.out.extend(["[^", name, "]"]);
                self.note = Some(self.out.len());
            }
            MarkKind::Subscript | MarkKind::Superscript => {
                let Some(text) = in_script(kind, inside) else { return false };
                self.out.push_str(&text);
            }
            MarkKind::Link { href } => return self.bare_link(href, inside),
            _ => return false,
        }
        true
    }

    fn code(&mut self, text: &str) {
        let fence = fence(text, '`', 1);
        let padded = text.starts_with('`')
            || text.ends_with('`')
            || (text.starts_with(' ') && text.ends_with(' ') && !text.trim().is_empty());
        let pad = if padded { " " } else { "" };
        let text = if self.style.cell { text.replace('|', "\\|") } else { text.to_owned() };
        self.out.extend([&fence, pad, &text, pad, &fence]);
    }

    fn formula(&mut self, text: &str, display: bool) {
        let text = if self.style.cell { text.replace('|', "\\|") } else { text.to_owned() };
        let dollars = if display { "$$" } else { "$" };
        if self.out.ends_with('$') {
            self.out.push(' ');
        }
        self.out.extend([dollars, &text, dollars]);
    }

    /// A link that shows its own address.
    fn bare_link(&mut self, href: &str, inside: &[Piece<'_>]) -> bool {
        let [Piece::Text(text)] = inside else { return false };
        let is_web = text.starts_with("http://") || text.starts_with("https://");
        if !is_web || text.contains(['|', '$']) || self.style.rendering.link(href).as_deref() != Some(text) {
            return false;
        }
        self.out.extend(["<", text, ">"]);
        true
    }

    /// An exclamation mark before a bracket would make it an image.
    fn guard_bracket(&mut self) {
        if self.out.ends_with('!') {
            self.out.pop();
            self.out.push_str("\\!");
        }
    }

    fn image(&mut self, src: &str, alt: &str) {
        let Some(address) = self.style.rendering.image(src) else { return };
        self.out.push_str("![");
        let place = Place { cell: self.style.cell, dollars: true, after_note: false };
        push_text(&mut self.out, &alt.split_whitespace().collect::<Vec<_>>().join(" "), place);
        self.out.extend(["](", &destination(&address, self.style.address_dollars), ")"]);
    }

    /// Begins a mark; returns what ends it.
    fn begin(&mut self, kind: MarkKind<'_>) -> Option<Cow<'static, str>> {
        if let MarkKind::Link { href } = kind {
            let address = self.style.rendering.link(href)?;
            self.guard_bracket();
            self.out.push('[');
            return Some(format!("]({})", destination(&address, self.style.address_dollars)).into());
        }
        let delimiter = delimiter(&kind)?;
        self.out.push_str(delimiter);
        Some(delimiter.into())
    }
}
