//! A message, with its present state.

use serde::{Deserialize, Serialize};

use crate::{ClientId, Event, Millis, Post, Reactions, Seq, Text};

/// A message with its state after edits, reactions and deletion, so that a page of history is complete by itself. A
/// deleted message has no text.
///
/// ```
/// let json = r#"{"clientId":"c-1","text":"Hello"}"#;
/// let message: common::Message = serde_json::from_str(json).unwrap();
/// assert_eq!(serde_json::to_string(&message).unwrap(), json);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// The id that its author's client gave it.
    pub client_id: ClientId,
    /// Its present text; none if it is deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// The message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Seq>,
    /// When its text was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<Millis>,
    /// Who reacted with which emoji.
    #[serde(default, skip_serializing_if = "Reactions::is_empty")]
    pub reactions: Reactions,
    /// The last event that changed it; 0 if none did. Invariant: events up to `rev` are in this state.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rev: Seq,
}

fn is_zero(rev: &Seq) -> bool {
    *rev == 0
}

impl Message {
    /// A message as its author posts it.
    pub fn new(client_id: ClientId, post: Post) -> Self {
        let Post { text, reply_to } = post;
        Self { client_id, text: Some(text), reply_to, edited: None, reactions: Reactions::default(), rev: 0 }
    }

    /// Whether its author or an owner has deleted it.
    pub fn is_deleted(&self) -> bool {
        self.text.is_none()
    }

    /// Applies an event that changes this message. Returns whether the message changed. An event that the state contains
    /// already (`seq` up to [`rev`](Self::rev)) changes nothing, so that pages and pushes may arrive in any order. The
    /// caller finds the target; it is not checked here.
    pub fn apply(&mut self, event: &Event) -> bool {
        let Some(change) = event.kind.change() else { return false };
        if event.seq <= self.rev || self.is_deleted() {
            return false;
        }
        change.apply(self, &event.by, event.at);
        self.rev = event.seq;
        true
    }
}
