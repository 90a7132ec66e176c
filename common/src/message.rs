//! A message and what later events have made of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{ClientId, Emoji, Event, Kind, Millis, Seq, Text, UserId};

/// A message with its state after edits, reactions and deletion, so that a page of history is complete
/// by itself. A deleted message has no text.
///
/// ```
/// let json = r#"{"clientId":"c-1","text":"Hello"}"#;
/// let message: common::Message = serde_json::from_str(json).unwrap();
/// assert_eq!(serde_json::to_string(&message).unwrap(), json);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// What its author's client called it.
    pub client_id: ClientId,
    /// What it says now; none once it is deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// The message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Seq>,
    /// When its text was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<Millis>,
    /// Who reacted with what.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reactions: BTreeMap<Emoji, BTreeSet<UserId>>,
    /// The last event that changed it; 0 if none did. Invariant: events up to `rev` are in this state.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rev: Seq,
}

fn is_zero(rev: &Seq) -> bool {
    *rev == 0
}

impl Message {
    /// A message as its author sends it.
    pub fn new(client_id: ClientId, text: Text, reply_to: Option<Seq>) -> Self {
        let (edited, reactions) = (None, BTreeMap::new());
        Self { client_id, text: Some(text), reply_to, edited, reactions, rev: 0 }
    }

    /// Whether its author or an owner has taken it back.
    pub fn is_deleted(&self) -> bool {
        self.text.is_none()
    }

    /// How many reactions it has, all emoji and people together.
    pub fn reaction_count(&self) -> usize {
        self.reactions.values().map(BTreeSet::len).sum()
    }

    /// Brings an edit, a deletion or a reaction into this state; true if it changed. An event that the
    /// state already knows (`seq` up to [`rev`](Self::rev)) changes nothing, so that pages and pushes
    /// may arrive in any order. The caller looks the target up: it is not checked here.
    pub fn apply(&mut self, event: &Event) -> bool {
        if event.seq <= self.rev || self.is_deleted() {
            return false;
        }
        match &event.kind {
            Kind::Edit { text, .. } => {
                self.text = Some(text.clone());
                self.edited = Some(event.at);
            }
            Kind::Delete { .. } => {
                self.text = None;
                self.reactions.clear();
            }
            Kind::React { emoji, on, .. } => self.react(emoji, *on, &event.by),
            _ => return false,
        }
        self.rev = event.seq;
        true
    }

    fn react(&mut self, emoji: &Emoji, on: bool, user: &UserId) {
        if on {
            self.reactions.entry(emoji.clone()).or_default().insert(user.clone());
        } else if let Some(users) = self.reactions.get_mut(emoji) {
            users.remove(user);
            self.reactions.retain(|_, users| !users.is_empty());
        }
    }
}
