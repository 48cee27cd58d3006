//! Which items are content: by what stands beside them, by what is new in them, and by what the page is about.

use super::items::{Items, What};

/// Keys of an array's entries that are told apart.
const MAX_KEYS: usize = 16;

impl Items {
    /// Drops the content of which `new` finds no word new; returns the sum of what it finds.
    pub(super) fn keep_new(&mut self, mut new: impl FnMut(&str) -> u32) -> u32 {
        let mut sum = 0;
        for at in 0..self.list.len() {
            let Some(item) = self.list.get(at).filter(|item| item.what.is_content()) else { continue };
            let words = new(self.text(item));
            sum += words;
            if let Some(item) = self.list.get_mut(at) {
                item.new = words;
                item.what = if words == 0 { What::Dropped } else { item.what };
            }
        }
        sum
    }

    /// How much content stands before each item, and in all.
    pub(super) fn contents_before(&self) -> Vec<u32> {
        let mut sum = 0;
        let counted = self.list.iter().map(|item| {
            sum += u32::from(item.what.is_content());
            sum
        });
        std::iter::once(0).chain(counted).collect()
    }

    /// The new words in groups with such titles.
    pub(super) fn words_about(&self, is_subject: impl Fn(&str) -> bool) -> u32 {
        self.about(is_subject).iter().zip(&self.list).filter(|(about, _)| **about).map(|(_, item)| item.new).sum()
    }

    /// Drops what stands in no group with such a title.
    pub(super) fn keep_about(&mut self, is_subject: impl Fn(&str) -> bool) {
        let about = self.about(is_subject);
        for (item, about) in self.list.iter_mut().zip(about) {
            if !about && item.what.is_content() {
                item.what = What::Dropped;
            }
        }
    }

    /// For each item, whether it stands in a group with such a title.
    fn about(&self, is_subject: impl Fn(&str) -> bool) -> Vec<bool> {
        let mut until = 0;
        let mut about = Vec::with_capacity(self.list.len());
        for (at, item) in self.list.iter().enumerate() {
            if at >= until && matches!(item.what, What::Group | What::Entry) {
                let mut children = self.children(Some(at)).filter_map(|child| self.list.get(child));
                if children.any(|child| child.what == What::Title && is_subject(self.text(child))) {
                    until = item.end as usize;
                }
            }
            about.push(at < until);
        }
        about
    }

    pub(super) fn is_content_under(&self, at: usize, keys: &[&str]) -> bool {
        self.list.get(at).is_some_and(|item| item.what.is_content() && keys.contains(&self.piece(item.key)))
    }

    /// Drops the strings that stand in a group directly, under such keys.
    pub(super) fn drop_children(&mut self, group: usize, under: impl Fn(&str) -> bool) {
        let children: Vec<usize> = self.children(Some(group)).collect();
        for at in children {
            let Some(item) = self.list.get(at) else { continue };
            let is_group = matches!(item.what, What::Group | What::Entry);
            if !is_group && under(self.piece(item.key)) {
                self.contents -= u32::from(item.what.is_content());
                if let Some(item) = self.list.get_mut(at) {
                    item.what = What::Dropped;
                }
            }
        }
    }

    /// Makes content of the short strings in an array that stand where others have content, in it or in its entries:
    /// the answers "Thank you!" and "Yes" are posts as well. Entries without content go.
    pub(super) fn promote(&mut self, array: usize) {
        let entries: Vec<usize> = self.children(Some(array)).collect();
        let mut keys: Vec<String> = Vec::new();
        for &entry in &entries {
            for at in std::iter::once(entry).chain(self.children(Some(entry))) {
                let Some(item) = self.list.get(at).filter(|item| item.what.is_content()) else { continue };
                let key = self.piece(item.key);
                if keys.len() < MAX_KEYS && !keys.iter().any(|known| known == key) {
                    keys.push(key.to_owned());
                }
            }
        }
        for entry in entries {
            let strings: Vec<usize> = std::iter::once(entry).chain(self.children(Some(entry))).collect();
            let mut found = false;
            for at in strings {
                let Some(item) = self.list.get(at) else { continue };
                let content = item.what == What::Short && keys.iter().any(|key| key == self.piece(item.key));
                found |= content
                    || !matches!(item.what, What::Short | What::Title | What::Author | What::Date | What::Entry);
                let what = What::content(self.text(item));
                if let Some(item) = self.list.get_mut(at).filter(|_| content) {
                    item.what = what;
                    self.contents += 1;
                }
            }
            if let Some(item) = self.list.get_mut(entry).filter(|item| !found && item.what == What::Entry) {
                item.what = What::Dropped;
            }
        }
    }
}
