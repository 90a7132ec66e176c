//! Texts that are only emoji.

use std::mem;

/// The number of emoji that are shown large, at most.
const LARGE: usize = 6;

/// Whether a text is only a few emoji. These are shown large.
///
/// ```
/// use common::markup::is_only_emoji;
/// assert!(is_only_emoji("🎉 👍🏽 ❤️"));
/// assert!(is_only_emoji("👨‍👩‍👧🇪🇺1️⃣"));
/// assert!(!is_only_emoji("ok 👍"));
/// assert!(!is_only_emoji("2"));
/// assert!(!is_only_emoji("🎉🎉🎉🎉🎉🎉🎉"));
/// ```
pub fn is_only_emoji(text: &str) -> bool {
    let (mut count, mut is_joined, mut is_half_flag) = (0, false, false);
    for (index, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        is_half_flag = is_flag_letter(c) && !is_half_flag;
        match c {
            '\u{200d}' => is_joined = true,
            _ if is_modifier(c) && count > 0 => {}
            _ if is_flag_letter(c) => count += usize::from(!is_half_flag),
            _ if is_emoji(c) || is_keycap(text, index) => count += usize::from(!mem::take(&mut is_joined)),
            _ => return false,
        }
    }
    (1..=LARGE).contains(&count)
}

/// Skin tones, variation selectors, the keycap's frame and tags belong to the emoji before them.
fn is_modifier(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}' | '\u{fe0f}' | '\u{20e3}' | '\u{e0020}'..='\u{e007f}')
}

/// Two of these are a flag.
fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// Whether a digit, `#` or `*` is within a frame.
fn is_keycap(text: &str, index: usize) -> bool {
    text.get(index + 1..).is_some_and(|rest| rest.starts_with("\u{fe0f}\u{20e3}"))
}

/// Unicode's emoji, and the signs between them.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{203c}' | '\u{2049}' | '\u{231a}'..='\u{23ff}' | '\u{25aa}'..='\u{27bf}' | '\u{2b05}'..='\u{2b55}'
        | '\u{1f000}'..='\u{1faff}')
}
