//! Blocks written down with their structure.

use mainbody::{Block, Extraction, Kind, MarkKind};

/// A block in a line: a `>` for each quote around; the kind, with a number where it has one; what else it has to say in
/// brackets; then its text, with marks as tags.
pub(crate) fn line(block: &Block) -> String {
    let quotes = ">".repeat(usize::from(block.quote_depth()));
    let kind = match block.kind() {
        Kind::Heading { level } => format!("h{level}"),
        Kind::Paragraph => "p".to_owned(),
        Kind::ListItem { depth, number: Some(number) } => format!("{depth}.{number}"),
        Kind::ListItem { depth, number: None } => format!("{depth}.-"),
        kind => kind.to_string(),
    };
    let within = if matches!(block.kind(), Kind::ListItem { .. }) { 0 } else { block.list_depth() };
    let within = if within > 0 { format!(" in {within}") } else { String::new() };
    let language = block.language().map(|language| format!(" [{language}]")).unwrap_or_default();
    let note = block.note().map(|note| format!(" [note {note}]")).unwrap_or_default();
    format!("{quotes}{kind}{within}{language}{note}: {}", marked(block)).trim_end().replace('\n', "\\n")
}

/// The text with tags for marks, put in with a stack alone: this is what renderers rely on.
fn marked(block: &Block) -> String {
    let text = block.text();
    let (mut out, mut at) = (String::new(), 0);
    let mut open: Vec<(usize, &str)> = Vec::new();
    let close = |open: &mut Vec<(usize, &str)>, out: &mut String, at: &mut usize, until: usize| {
        while let Some(&(end, tag)) = open.last().filter(|(end, _)| *end <= until) {
            out.push_str(&text[*at..end]);
            *at = end;
            out.push_str(tag);
            open.pop();
        }
    };
    for mark in block.marks() {
        let (start, end) = (mark.range.start, mark.range.end);
        close(&mut open, &mut out, &mut at, start);
        assert!(start >= at && end <= text.len(), "{mark:?} is out of order in {block:?}");
        assert!(open.last().is_none_or(|(outer, _)| end <= *outer), "{mark:?} does not nest in {block:?}");
        out.push_str(&text[at..start]);
        at = start;
        let (tag, closing) = match mark.kind {
            MarkKind::Link { href } => (format!("<a {href}>"), "</a>"),
            MarkKind::Strong => ("<b>".into(), "</b>"),
            MarkKind::Emphasis => ("<i>".into(), "</i>"),
            MarkKind::Code => ("<code>".into(), "</code>"),
            MarkKind::Strikethrough => ("<s>".into(), "</s>"),
            MarkKind::Subscript => ("<sub>".into(), "</sub>"),
            MarkKind::Superscript => ("<sup>".into(), "</sup>"),
            MarkKind::Image { src, alt: "" } => (format!("<img {src}>"), ""),
            MarkKind::Image { src, alt } => (format!("<img {src} {alt}>"), ""),
            MarkKind::Math { display: false } => ("<math>".into(), "</math>"),
            MarkKind::Math { display: true } => ("<display>".into(), "</display>"),
            MarkKind::NoteReference { note } => (format!("<note {note}>"), "</note>"),
            other => panic!("{other:?} is not known here"),
        };
        assert_eq!(closing.is_empty(), start == end, "{mark:?} in {block:?}");
        out.push_str(&tag);
        if !closing.is_empty() {
            open.push((end, closing));
        }
    }
    close(&mut open, &mut out, &mut at, text.len());
    out + &text[at..]
}

/// All blocks of a page, a line each.
#[allow(dead_code)] // Golden pages are written down in files of their own.
pub(crate) fn written(extraction: &Extraction) -> String {
    extraction.all_blocks().iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Checks that each page is [`written`] as it should be.
#[allow(dead_code)] // As above.
#[track_caller]
pub(crate) fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(page, expected)| {
            let actual = written(&mainbody::extract(page).unwrap());
            (actual != *expected).then(|| format!("{page}\nexpected\n{expected}\ngot\n{actual}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}
