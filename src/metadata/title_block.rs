//! The block that shows the page's title.

use super::words::{agreement, words};
use crate::block::Kind;
use crate::segment::Segments;

/// The heading that is most like the title; where none is, the first paragraph that is the title to the letter.
pub(super) fn title_block(segments: &Segments, title: &str) -> Option<usize> {
    heading(segments, title).or_else(|| paragraph(segments, title))
}

/// The headings, and their levels.
pub(super) fn headings(segments: &Segments) -> impl Iterator<Item = (usize, u8)> + '_ {
    segments.blocks.iter().enumerate().filter_map(|(at, block)| match block.kind {
        Kind::Heading { level } => Some((at, level)),
        _ => None,
    })
}

/// The highest of the headings that are most like the title.
fn heading(segments: &Segments, title: &str) -> Option<usize> {
    /// Agreement from which a heading is the title.
    const LIKE: f32 = 0.5;
    let whole = title;
    let title = words(title);
    let mut best: Option<(usize, f32)> = None;
    for (at, level) in headings(segments) {
        let block = &segments.blocks[at];
        let count = block.counts.words as usize;
        if count > 4 * title.len() || title.len() > 4 * count {
            continue;
        }
        let text = segments.text_of(block);
        if level == 1 && text == whole {
            return Some(at);
        }
        let like = agreement(&title, &words(text));
        // Between two alike, the higher level; between two of a level, the first.
        let value = like - f32::from(level) / 100.0;
        if like >= LIKE && best.is_none_or(|(_, most)| value > most) {
            best = Some((at, value));
        }
    }
    best.map(|(at, _)| at)
}

/// Old pages, and some forums, have no headings.
fn paragraph(segments: &Segments, title: &str) -> Option<usize> {
    let is_title = |block| segments.text_of(block) == title;
    segments.blocks.iter().position(|block| block.kind == Kind::Paragraph && is_title(block))
}
