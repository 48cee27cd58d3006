//! Signs of a text that are none of its words: bullets typed into items of a list, and brackets around links back from notes.

use super::{Mode, Walk};
use crate::tree::{NodeId, NodeKind, Tag};

/// Signs that people type where a list has its own.
const BULLETS: &[char] = &['•', '·', '‣', '◦', '▪', '●', '–'];
/// The last of them is a minus sign too, before a number.
const DASH: char = '–';
/// Brackets around a link.
const BRACKETS: &[(char, char)] = &[('[', ']'), ('(', ')')];

impl Walk<'_> {
    /// The text of a node without signs that are none of its words.
    pub(super) fn without_signs<'t>(&mut self, id: NodeId, text: &'t str) -> &'t str {
        // Few texts begin an item or stand before a link, and the others are not looked at.
        if self.context.mode != Mode::Flow {
            return text;
        }
        let begins_item = !self.run.active && self.fresh_item().is_some();
        let text = if begins_item { self.without_bullet(id, text) } else { text };
        let text = self.without_closing_bracket(id, text);
        self.without_opening_bracket(id, text)
    }

    /// The text without the bullet that an item begins with, if white space follows on it.
    fn without_bullet<'t>(&self, id: NodeId, text: &'t str) -> &'t str {
        let Some(rest) = text.trim_start().strip_prefix(BULLETS) else { return text };
        let is_dash = text.trim_start().starts_with(DASH);
        // The space may be the first of the next text: `<span>•</span> words`.
        let next = self.tree.nodes.get(id as usize + 1).map(|next| self.tree.text_of(next)).unwrap_or_default();
        let after = if rest.is_empty() { next } else { rest };
        let is_number = is_dash && after.trim_start().starts_with(|c: char| c.is_numeric());
        let is_bullet = after.starts_with(char::is_whitespace) && !is_number;
        if is_bullet { rest } else { text }
    }

    /// The text without the bracket after a link that leads back from a note and is left out.
    fn without_closing_bracket<'t>(&mut self, id: NodeId, text: &'t str) -> &'t str {
        match self.bracket_due.take_if(|(at, _)| *at == id) {
            Some((_, close)) => text.trim_start().strip_prefix(close).unwrap_or(text),
            None => text,
        }
    }

    /// The text without the bracket before such a link, if one follows on it.
    fn without_opening_bracket<'t>(&mut self, id: NodeId, text: &'t str) -> &'t str {
        let tree = self.tree;
        let Some(link) = tree.nodes.get(id as usize + 1) else { return text };
        let NodeKind::Element(Tag::A, _) = link.kind else { return text };
        let Some((rest, close)) =
            BRACKETS.iter().find_map(|&(open, close)| Some((text.trim_end().strip_suffix(open)?, close)))
        else {
            return text;
        };
        let after = tree.nodes.get(link.end as usize).filter(|after| after.parent == link.parent);
        let is_closed = after.is_some_and(|after| tree.text_of(after).trim_start().starts_with(close));
        if !is_closed || !self.is_return(id + 1, Tag::A) {
            return text;
        }
        self.bracket_due = Some((link.end, close));
        rest
    }
}
