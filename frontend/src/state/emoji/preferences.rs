//! What a person has chosen in the picker. The device stores it.

use serde::{Deserialize, Serialize};

use super::tone::Tone;

/// Emoji that are remembered, at most: three rows of the picker.
const MAX_RECENT: usize = 24;

/// The skin tone, and the emoji that were chosen last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EmojiPreferences {
    /// The skin tone.
    pub tone: Tone,
    /// The emoji that were chosen last, the newest first.
    pub recent: Vec<String>,
}

impl EmojiPreferences {
    /// An emoji was chosen.
    ///
    /// ```
    /// use frontend::state::emoji::preferences::EmojiPreferences;
    /// let mut preferences = EmojiPreferences::default();
    /// ["🎉", "👍", "🎉"].map(|emoji| preferences.choose(emoji));
    /// assert_eq!(preferences.recent, ["🎉", "👍"]);
    /// ```
    pub fn choose(&mut self, emoji: &str) {
        self.recent.retain(|each| each != emoji);
        self.recent.insert(0, emoji.to_owned());
        self.recent.truncate(MAX_RECENT);
    }
}
