//! Who reacted to a message with what.

use litemap::LiteMap;
use serde::{Serialize, Serializer};

use crate::{Emoji, FromJson, Json, Unfit, UserId};

/// Reactions by emoji.
///
/// Invariant: everything is in order and nobody is there twice, so that equal reactions are equal values; no emoji
/// is kept that nobody uses.
///
/// ```
/// use common::Reactions;
/// let (tea, ada) = ("🍵".parse().unwrap(), "u-1".parse().unwrap());
/// let mut reactions = Reactions::default();
/// reactions.set(&tea, &ada, true);
/// reactions.set(&tea, &ada, true);
/// assert_eq!(serde_json::to_string(&reactions).unwrap(), r#"{"🍵":["u-1"]}"#);
/// reactions.set(&tea, &ada, false);
/// assert!(reactions.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reactions(LiteMap<Emoji, Vec<UserId>>);

impl Reactions {
    /// Sets or clears a reaction; doing it again changes nothing.
    pub fn set(&mut self, emoji: &Emoji, user: &UserId, on: bool) {
        let mut users = self.0.remove(emoji).unwrap_or_default();
        match users.binary_search(user) {
            Err(place) if on => users.insert(place, user.clone()),
            Ok(place) if !on => drop(users.remove(place)),
            _ => {}
        }
        if !users.is_empty() {
            self.0.insert(emoji.clone(), users);
        }
    }

    /// Whether this person reacted with this emoji.
    pub fn has(&self, emoji: &Emoji, user: &UserId) -> bool {
        self.0.get(emoji).is_some_and(|users| users.contains(user))
    }

    /// Each emoji with those who used it.
    pub fn iter(&self) -> impl Iterator<Item = (&Emoji, &[UserId])> {
        self.0.iter().map(|(emoji, users)| (emoji, users.as_slice()))
    }

    /// How many there are, all emoji and people together.
    pub fn count(&self) -> usize {
        self.iter().map(|(_, users)| users.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Reactions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl FromJson for Reactions {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        let mut reactions = Self::default();
        for (emoji, users) in json.fields()? {
            let emoji = FromJson::from_json(Json::Text(emoji))?;
            for user in Vec::<UserId>::from_json(users)? {
                reactions.set(&emoji, &user, true);
            }
        }
        Ok(reactions)
    }
}
