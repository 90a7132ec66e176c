//! Reads and writes the box where the person is writing. Browsers count text in UTF-16 units.

use std::ops::Range;

use web_sys::HtmlTextAreaElement;

use crate::state::composing::Composing;

/// The text before the caret.
pub(super) fn before_caret(input: &HtmlTextAreaElement) -> String {
    let caret = place(input.selection_start());
    let units: Vec<u16> = input.value().encode_utf16().take(caret as usize).collect();
    String::from_utf16_lossy(&units)
}

/// The length of a text in UTF-16 units.
pub(super) fn utf16_length(text: &str) -> u32 {
    text.encode_utf16().fold(0, |length, _| length + 1)
}

/// Puts a text in place of what is selected, or where the caret is.
pub(super) fn insert(input: &HtmlTextAreaElement, composing: Composing, text: &str) {
    replace(input, composing, place(input.selection_start())..place(input.selection_end()), text);
}

/// Puts a text in place of a range, in UTF-16 units. The caret stands behind it, and the box has the focus.
pub(super) fn replace(input: &HtmlTextAreaElement, composing: Composing, range: Range<u32>, text: &str) {
    let (start, end) = (range.start, range.end);
    // It fails only if the range ends before it starts.
    let _ = input.set_range_text_with_start_and_end_and_mode(text, start, end, "end");
    composing.set_text(input.value());
    // Browsers refuse it only to elements that cannot have the focus.
    let _ = input.focus();
}

fn place<E>(place: Result<Option<u32>, E>) -> u32 {
    place.ok().flatten().unwrap_or_default()
}
