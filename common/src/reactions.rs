//! Who reacted to a message, with which emoji.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Emoji, UserId};

/// Reactions by emoji.
///
/// Invariant: people are in order, and [`set`](Self::set) keeps no emoji that nobody uses.
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reactions(BTreeMap<Emoji, Vec<UserId>>);

impl Reactions {
    /// Sets or clears a reaction; doing it again changes nothing.
    pub fn set(&mut self, emoji: &Emoji, user: &UserId, on: bool) {
        let mut users = self.0.remove(emoji).unwrap_or_default();
        match users.binary_search(user) {
            Err(index) if on => users.insert(index, user.clone()),
            Ok(index) if !on => drop(users.remove(index)),
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

    /// Each emoji with the people who used it.
    pub fn iter(&self) -> impl Iterator<Item = (&Emoji, &[UserId])> {
        self.0.iter().map(|(emoji, users)| (emoji, users.as_slice()))
    }

    /// The number of reactions, of all emoji and people together.
    pub fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
