//! The beginning of a message, for quotes and banners.

use common::markup::{EmojiByShortcode, parse, plain_text, replace_shortcodes};

/// Characters of an excerpt, at most.
const LENGTH: usize = 140;
/// Characters of the text that are read for it: markup and empty lines are left out of the excerpt.
const READ: usize = 1_000;

/// The first line of a text that is not empty, without its markup. `emoji` finds what a shortcode stands for.
///
/// ```
/// use frontend::state::timeline::excerpt::excerpt;
/// let emoji = |name: &str| (name == "wave").then_some("👋");
/// assert_eq!(excerpt("\n  **Hello** :wave:\nworld", &emoji), "Hello 👋");
/// ```
pub fn excerpt(text: &str, emoji: EmojiByShortcode<'_>) -> String {
    let end = text.char_indices().nth(READ).map_or(text.len(), |(index, _)| index);
    let plain = plain_text(&replace_shortcodes(parse(text.get(..end).unwrap_or_default()), emoji));
    plain.trim_start().lines().next().unwrap_or_default().chars().take(LENGTH).collect()
}
