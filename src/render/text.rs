//! Blocks to plain text.

use super::nesting::MAX_LEVELS;
use crate::block::{Block, Kind};

/// The blocks as plain text: a blank line between blocks, none between the items of a list.
pub(crate) fn text<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> String {
    let mut out = String::new();
    let mut after_item = false;
    for block in blocks.into_iter().filter(|block| block.kind() != Kind::Image) {
        let item = matches!(block.kind(), Kind::ListItem { .. });
        if !out.is_empty() {
            out.push_str(if item && after_item { "\n" } else { "\n\n" });
        }
        push(&mut out, block);
        after_item = item;
    }
    out
}

fn push(out: &mut String, block: &Block) {
    match block.kind() {
        Kind::ListItem { depth, .. } => {
            for _ in 1..usize::from(depth).min(MAX_LEVELS / 2) {
                out.push_str("  ");
            }
            out.push_str("- ");
            out.push_str(block.text());
        }
        Kind::Table => {
            // Cells that are blank to the end of the row have no separators, and blank rows at the end no lines.
            let filled = |row: &Vec<&str>| row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
            let lines: Vec<String> = block.rows().iter().map(|row| row[..filled(row)].join(" | ")).collect();
            out.push_str(lines.join("\n").trim_end_matches('\n'));
        }
        _ => out.push_str(block.text()),
    }
}
