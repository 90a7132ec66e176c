//! Delimiter runs: `*`, `_` or `~~`, as often as they stand side by side.

use super::characters::{is_cjk, is_punctuation};

/// A delimiter run.
#[derive(Clone, Copy)]
pub(super) struct DelimiterRun {
    /// `*`, `_` or `~`.
    pub(super) marker: char,
    /// How many markers it has.
    pub(super) length: usize,
    /// Whether emphasis can begin here.
    pub(super) can_open: bool,
    /// Whether emphasis can end here.
    pub(super) can_close: bool,
}

impl DelimiterRun {
    /// A run between two characters. The beginning and the end of a text count as white space.
    pub(super) fn between(before: char, marker: char, length: usize, after: char) -> Self {
        let (left, right) = (is_left_flanking(before, after), is_right_flanking(before, after));
        // Underscores within a word are part of it.
        let is_underscore = marker == '_';
        Self {
            marker,
            length,
            can_open: left && (!is_underscore || !right || is_punctuation(before)),
            can_close: right && (!is_underscore || !left || is_punctuation(after)),
        }
    }

    /// Whether this run can open what the other one closes: rules 9 and 10 of CommonMark's emphasis, which keep
    /// `**a*b**` from being taken apart.
    pub(super) fn pairs_with(&self, closer: &Self) -> bool {
        let (both, sum) = (self.can_close || closer.can_open, self.length + closer.length);
        let is_odd = both
            && sum.is_multiple_of(3)
            && !(self.length.is_multiple_of(3) && closer.length.is_multiple_of(3));
        self.marker == closer.marker && self.can_open && !is_odd
    }
}

/// CommonMark's rule, which asks for a space or punctuation before the run if punctuation follows it; Chinese, Japanese
/// and Korean put no space there, so that a character of theirs suffices, on either side.
fn is_left_flanking(before: char, after: char) -> bool {
    !after.is_whitespace()
        && (!is_punctuation(after)
            || before.is_whitespace()
            || is_punctuation(before)
            || is_cjk(before)
            || is_cjk(after))
}

/// The same, seen from the other side.
fn is_right_flanking(before: char, after: char) -> bool {
    is_left_flanking(after, before)
}
