//! The beginning of a message, for quotes and banners.

/// Characters of an excerpt, at most.
const LENGTH: usize = 140;

/// The first line of a text that is not empty.
///
/// ```
/// use frontend::state::timeline::excerpt::excerpt;
/// assert_eq!(excerpt("\n  Hello\nworld"), "Hello");
/// ```
pub fn excerpt(text: &str) -> String {
    text.trim_start().lines().next().unwrap_or_default().chars().take(LENGTH).collect()
}
