//! What a person chooses in the picker again and again. The device stores it.

use serde::{Deserialize, Serialize};

use super::tone::Tone;

/// Emoji that are remembered, at most: three rows of the picker.
const RECENT: usize = 24;

/// The skin tone, and the emoji that were chosen last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Habits {
    /// The skin tone.
    pub tone: Tone,
    /// The emoji that were chosen last, the newest first.
    pub recent: Vec<String>,
}

impl Habits {
    /// An emoji was chosen.
    ///
    /// ```
    /// use frontend::state::emoji::habits::Habits;
    /// let mut habits = Habits::default();
    /// ["🎉", "👍", "🎉"].map(|emoji| habits.choose(emoji));
    /// assert_eq!(habits.recent, ["🎉", "👍"]);
    /// ```
    pub fn choose(&mut self, emoji: &str) {
        self.recent.retain(|each| each != emoji);
        self.recent.insert(0, emoji.to_owned());
        self.recent.truncate(RECENT);
    }
}
