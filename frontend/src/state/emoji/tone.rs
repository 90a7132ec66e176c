//! Skin tones.

use serde::{Deserialize, Serialize};

use super::table::Entry;

/// The skin tone that a person has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Tone {
    /// The yellow of an emoji without a modifier.
    #[default]
    None,
    /// Fitzpatrick's types 1 and 2.
    Light,
    /// Type 3.
    MediumLight,
    /// Type 4.
    Medium,
    /// Type 5.
    MediumDark,
    /// Type 6.
    Dark,
}

impl Tone {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::None, Self::Light, Self::MediumLight, Self::Medium, Self::MediumDark, Self::Dark];

    fn modifier(self) -> Option<char> {
        match self {
            Self::None => None,
            Self::Light => Some('\u{1f3fb}'),
            Self::MediumLight => Some('\u{1f3fc}'),
            Self::Medium => Some('\u{1f3fd}'),
            Self::MediumDark => Some('\u{1f3fe}'),
            Self::Dark => Some('\u{1f3ff}'),
        }
    }

    /// An emoji in this tone, if it has tones. The modifier stands behind the first character, in place of a selector.
    ///
    /// ```
    /// use frontend::state::emoji::{table::Table, tone::Tone};
    /// let table = Table::parse("#people\n☝️\tt\tpoint_up\tindex pointing up\t食指向上指");
    /// assert_eq!(Tone::Medium.of(&table.group(0)[0]), "☝🏽");
    /// ```
    pub fn of(self, entry: &Entry) -> String {
        let mut characters = entry.emoji.chars();
        match (self.modifier().filter(|_| entry.has_tones), characters.next()) {
            (Some(modifier), Some(first)) => {
                let rest = characters.as_str();
                format!("{first}{modifier}{}", rest.strip_prefix('\u{fe0f}').unwrap_or(rest))
            }
            _ => entry.emoji.to_owned(),
        }
    }
}

/// An emoji without its skin tone, and without a selector at its end.
pub(super) fn without_tone(emoji: &str) -> String {
    let plain: String = emoji.chars().filter(|c| !matches!(c, '\u{1f3fb}'..='\u{1f3ff}')).collect();
    plain.trim_end_matches('\u{fe0f}').to_owned()
}
