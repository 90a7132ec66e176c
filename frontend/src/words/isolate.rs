//! Names and titles in the middle of a sentence.

use std::borrow::Cow;

/// A name or a title as part of a sentence. Right-to-left text gets marks around it (U+2068 and U+2069), because it would
/// put the words beside it into another order.
pub(super) fn isolate(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_right_to_left) { format!("\u{2068}{text}\u{2069}").into() } else { text.into() }
}

/// Whether a character belongs to a block whose scripts are written from right to left: Hebrew, Arabic and their
/// neighbours.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
