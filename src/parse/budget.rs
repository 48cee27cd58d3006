//! What is left of the limits while a page is parsed.

use crate::limits::Limits;
use crate::warning::Warning;

/// What is left of the limits while a page is parsed.
pub(super) struct Budget {
    max_nodes: usize,
    steps_left: u64,
    /// The limit that was reached.
    spent: Option<Warning>,
}

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { max_nodes: limits.nodes(), steps_left: limits.work(), spent: None }
    }

    /// Whether a token may be processed, at so many nodes and with so many elements open.
    pub(super) fn allows(&mut self, nodes: usize, open: usize) -> bool {
        if self.spent.is_none() {
            match self.steps_left.checked_sub(open as u64 + 1) {
                Some(left) => self.steps_left = left,
                None => self.spent = Some(Warning::WorkLimit),
            }
            if nodes > self.max_nodes {
                self.spent = Some(Warning::NodeLimit);
            }
        }
        self.spent.is_none()
    }

    /// The limit that was reached, if one was.
    pub(super) fn spent(&self) -> Option<Warning> {
        self.spent.clone()
    }
}
