//! The beginning of a message, for quotes and banners.

use common::markup::{parse, plain_text};

/// Characters of an excerpt, at most.
const LENGTH: usize = 140;

/// The first line of a text that is not empty, without its markup.
///
/// ```
/// use frontend::state::timeline::excerpt::excerpt;
/// assert_eq!(excerpt("\n  **Hello**\nworld"), "Hello");
/// ```
pub fn excerpt(text: &str) -> String {
    plain_text(&parse(text)).trim_start().lines().next().unwrap_or_default().chars().take(LENGTH).collect()
}
