//! Blocks to HTML that can be put into a page.
//!
//! What comes out is an `<article>` of these elements and attributes, and no others:
//!
//! | elements | attributes |
//! |---|---|
//! | `article` `h1`-`h6` `p` `ul` `li` `blockquote` `dl` `dt` `dd` `figure` `figcaption` `br` | `id` of notes |
//! | `ol` | `start`, `reversed` |
//! | `pre` `code` `span` | `class`: the language of code, `math inline` and `math display` |
//! | `table` `thead` `tbody` `tr` `th` `td` | `colspan`, `rowspan` |
//! | `a` `strong` `em` `code` `del` `sub` `sup` | `href` |
//! | `img` | `src`, `alt` |

use super::Rendering;
use super::inline::{Piece, around_caption, cells, pieces};
use super::nesting::{Level, Nesting, Step, begins_item};
use super::notes::Notes;
use crate::block::{Block, Kind};
use crate::cell::Cell;
use crate::mark::MarkKind;

/// The blocks as an `<article>`.
pub(crate) fn html<'a>(blocks: impl Iterator<Item = &'a Block> + Clone, rendering: Rendering) -> String {
    let notes = Notes::of(blocks.clone());
    let mut writer = Writer { out: String::from("<article>\n"), rendering, notes: &notes };
    let mut nesting = Nesting::for_html();
    for block in blocks {
        let content = writer.content(block);
        if !content.is_empty() {
            let id = block.note().and_then(|note| notes.name(note));
            let steps = nesting.place(block, false);
            writer.step(&steps, id);
            // The note is the item, if it is one, or the definition.
            let begins_item = begins_item(&steps);
            let begins_definition = steps.iter().any(|step| matches!(step, Step::Open(Level::Definition { .. })));
            let id = id.filter(|_| !begins_item && !begins_definition);
            match block.kind() {
                Kind::ListItem { .. } if begins_item => writer.out.push_str(&content),
                Kind::Definition if begins_definition => writer.out.push_str(&content),
                kind => writer.block(kind, &content, id, block.language()),
            }
        }
    }
    writer.step(&nesting.finish(), None);
    writer.out.push_str("</article>\n");
    writer.out
}

struct Writer<'a> {
    out: String,
    rendering: Rendering,
    notes: &'a Notes<'a>,
}

impl Writer<'_> {
    fn step(&mut self, steps: &[Step], id: Option<&str>) {
        for step in steps {
            match *step {
                Step::Open(Level::Quote { .. }) => self.push_line("<blockquote>"),
                Step::Close(Level::Quote { .. }) => self.out.push_str("</blockquote>\n"),
                Step::Open(Level::List { first: None, .. }) => self.push_line("<ul>"),
                Step::Close(Level::List { first: None, .. }) => self.out.push_str("</ul>\n"),
                Step::Open(Level::List { first: Some(first), reversed: true, .. }) => {
                    self.push_line(&format!("<ol reversed start=\"{first}\">"));
                }
                Step::Open(Level::List { first: Some(1), .. }) => self.push_line("<ol>"),
                Step::Open(Level::List { first: Some(first), .. }) => {
                    self.push_line(&format!("<ol start=\"{first}\">"));
                }
                Step::Close(Level::List { first: Some(_), .. }) => self.out.push_str("</ol>\n"),
                Step::Open(Level::Item { .. }) => {
                    self.out.push_str("<li");
                    self.push_id(id);
                    self.out.push('>');
                }
                Step::Close(Level::Item { .. }) => self.out.push_str("</li>\n"),
                Step::Open(Level::Definition { .. }) => {
                    self.end_line();
                    self.out.push_str("<dd");
                    // It is that of the item, if one begins.
                    self.push_id(id.filter(|_| !begins_item(steps)));
                    self.out.push('>');
                }
                Step::Close(Level::Definition { .. }) => self.out.push_str("</dd>\n"),
                Step::Open(Level::Definitions) => self.push_line("<dl>"),
                Step::Close(Level::Definitions) => self.out.push_str("</dl>\n"),
                Step::Open(Level::Note { .. }) | Step::Close(Level::Note { .. }) => {}
            }
        }
    }

    /// Writes a line; the first block of a list item stands on the line of its tag and has not ended it.
    fn push_line(&mut self, line: &str) {
        self.end_line();
        self.out.extend([line, "\n"]);
    }

    fn end_line(&mut self) {
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn push_id(&mut self, id: Option<&str>) {
        if let Some(id) = id {
            self.out.push_str(" id=\"");
            push_escaped(&mut self.out, &note_id(id));
            self.out.push('"');
        }
    }

    fn block(&mut self, kind: Kind, content: &str, id: Option<&str>, language: Option<&str>) {
        let tag = match kind {
            Kind::Heading { level } => ["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(level.clamp(1, 6) - 1)],
            Kind::Code => return self.code(content, language),
            Kind::Table => "table",
            Kind::Caption => "figure",
            Kind::Term => "dt",
            _ => "p",
        };
        self.end_line();
        self.out.extend(["<", tag]);
        self.push_id(id);
        self.out.extend([">", content, "</", tag, ">\n"]);
    }

    fn code(&mut self, content: &str, language: Option<&str>) {
        self.end_line();
        self.out.push_str("<pre><code");
        if let Some(language) = language {
            self.out.push_str(" class=\"language-");
            push_escaped(&mut self.out, &language.replace(char::is_whitespace, "-"));
            self.out.push('"');
        }
        // A line break straight after the tag is dropped, so one more is needed where the text has one.
        self.out.extend([">", if content.starts_with('\n') { "\n" } else { "" }, content, "</code></pre>\n"]);
    }

    /// What stands between the tags of a block.
    fn content(&self, block: &Block) -> String {
        match block.kind() {
            Kind::Code => {
                let mut out = String::new();
                push_escaped(&mut out, block.text());
                out
            }
            Kind::Table => self.table(block),
            Kind::Caption => self.caption(&pieces(block)),
            _ => self.phrases(&pieces(block)),
        }
    }

    fn caption(&self, all: &[Piece<'_>]) -> String {
        let [above, text, below] = around_caption(all).map(|part| self.phrases(part).trim().to_owned());
        format!("{above}<figcaption>{text}</figcaption>{below}")
    }

    fn table(&self, block: &Block) -> String {
        let mut out = String::from("\n");
        let header_rows = header_rows(block);
        let mut last = None;
        for (Cell { row, header, colspan, rowspan, .. }, pieces) in cells(block) {
            if last.replace(row) != Some(row) {
                if row > 0 {
                    out.push_str("</tr>\n");
                }
                out.push_str(match row {
                    0 if header_rows > 0 => "<thead>\n",
                    0 => "<tbody>\n",
                    _ if row == header_rows => "</thead>\n<tbody>\n",
                    _ => "",
                });
                out.push_str("<tr>");
            }
            let tag = if header { "th" } else { "td" };
            out.extend(["<", tag]);
            for (name, span) in [("colspan", colspan), ("rowspan", rowspan)] {
                if span > 1 {
                    out.extend([" ", name, "=\"", &span.to_string(), "\""]);
                }
            }
            out.extend([">", &self.phrases(&pieces), "</", tag, ">"]);
        }
        let rows = last.map_or(0, |last| last + 1);
        out.push_str(if rows == header_rows { "</tr>\n</thead>\n" } else { "</tr>\n</tbody>\n" });
        out
    }

    fn phrases(&self, pieces: &[Piece<'_>]) -> String {
        let mut out = String::new();
        // What ends the open marks.
        let mut open = Vec::new();
        for piece in pieces {
            match *piece {
                Piece::Text(text) => push_lines(&mut out, text),
                Piece::Image { src, alt, space_before, space_after } => {
                    if let Some(address) = self.rendering.image(src) {
                        out.push_str(if space_before { " " } else { "" });
                        push_image(&mut out, &address, alt);
                        out.push_str(if space_after { " " } else { "" });
                    }
                }
                Piece::Begin(kind) => open.push(self.begin(&mut out, kind)),
                Piece::End(_) => out.push_str(open.pop().unwrap_or_default()),
            }
        }
        out
    }

    /// Begins a mark; returns what ends it.
    fn begin(&self, out: &mut String, kind: MarkKind<'_>) -> &'static str {
        let (begin, end) = match kind {
            MarkKind::Link { href } => {
                let Some(address) = self.rendering.link(href) else { return "" };
                return begin_link(out, &address);
            }
            MarkKind::NoteReference { note } => {
                out.push_str("<sup>");
                let Some(name) = self.notes.name(note) else { return "</sup>" };
                begin_link(out, &format!("#{}", note_id(name)));
                return "</a></sup>";
            }
            MarkKind::Strong => ("<strong>", "</strong>"),
            MarkKind::Emphasis => ("<em>", "</em>"),
            MarkKind::Code => ("<code>", "</code>"),
            MarkKind::Strikethrough => ("<del>", "</del>"),
            MarkKind::Subscript => ("<sub>", "</sub>"),
            MarkKind::Superscript => ("<sup>", "</sup>"),
            MarkKind::Math { display: false } => ("<span class=\"math inline\">", "</span>"),
            MarkKind::Math { display: true } => ("<span class=\"math display\">", "</span>"),
            MarkKind::Image { .. } => return "",
        };
        out.push_str(begin);
        end
    }
}

fn push_image(out: &mut String, address: &str, alt: &str) {
    out.push_str("<img src=\"");
    push_escaped(out, address);
    out.push_str("\" alt=\"");
    push_escaped(out, alt);
    out.push_str("\">");
}

fn begin_link(out: &mut String, address: &str) -> &'static str {
    out.push_str("<a href=\"");
    push_escaped(out, address);
    out.push_str("\">");
    "</a>"
}

/// The `id` of a note: not a name that a script of the page around it might look for.
fn note_id(name: &str) -> String {
    format!("note-{name}")
}

/// How many rows from the top are all header, up to where no cell reaches from one of them into the rows below: it would
/// be cut off at the end of the `<thead>`.
fn header_rows(block: &Block) -> usize {
    let (mut rows, mut reached) = (0, 0);
    for cell in block.cells() {
        if cell.row == reached {
            rows = reached;
        }
        if !cell.header {
            return rows;
        }
        reached = reached.max(cell.row + cell.rowspan);
    }
    reached
}

/// Adds text with `<br>` for its line breaks.
fn push_lines(out: &mut String, text: &str) {
    for (nth, line) in text.split('\n').enumerate() {
        if nth > 0 {
            out.push_str("<br>\n");
        }
        push_escaped(out, line);
    }
}

/// Adds text as it stands in an element or a quoted attribute.
fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A reader of HTML makes a line feed of it in any case.
            '\r' => out.push('\n'),
            c => out.push(c),
        }
    }
}
