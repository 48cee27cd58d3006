//! How far each block or line is from those that are marked.

/// For each place, how far back the last marked place is; where there is none, more than there are places.
pub(crate) fn since_marked(marks: impl ExactSizeIterator<Item = bool>) -> Vec<u32> {
    let mut since = marks.len() as u32;
    marks
        .map(|mark| {
            since = if mark { 0 } else { since.saturating_add(1) };
            since
        })
        .collect()
}

/// For each place, how far on the next marked place is; where there is none, more than there are places.
pub(crate) fn until_marked(marks: impl DoubleEndedIterator<Item = bool> + ExactSizeIterator) -> Vec<u32> {
    let mut until = since_marked(marks.rev());
    until.reverse();
    until
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_on_both_sides() {
        let marks = [false, true, false, false, true, false];
        assert_eq!(since_marked(marks.into_iter()), [7, 0, 1, 2, 0, 1]);
        assert_eq!(until_marked(marks.into_iter()), [1, 0, 2, 1, 0, 7]);
        assert_eq!(until_marked([false; 2].into_iter()), [4, 3]);
    }
}
