//! A message and what later events have made of it.

use serde::Serialize;

use crate::{
    ClientId, Event, Fields, FromFields, Kind, Millis, Reactions, Seq, Text, Unfit, deserialize_from_json,
};

/// A message with its state after edits, reactions and deletion, so that a page of history is complete
/// by itself. A deleted message has no text.
///
/// ```
/// let json = r#"{"clientId":"c-1","text":"Hello"}"#;
/// let message: common::Message = serde_json::from_str(json).unwrap();
/// assert_eq!(serde_json::to_string(&message).unwrap(), json);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// What its author's client called it.
    pub client_id: ClientId,
    /// What it says now; none once it is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// The message that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Seq>,
    /// When its text was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited: Option<Millis>,
    /// Who reacted with what.
    #[serde(skip_serializing_if = "Reactions::is_empty")]
    pub reactions: Reactions,
    /// The last event that changed it; 0 if none did. Invariant: events up to `rev` are in this state.
    #[serde(skip_serializing_if = "is_zero")]
    pub rev: Seq,
}

fn is_zero(rev: &Seq) -> bool {
    *rev == 0
}

impl Message {
    /// A message as its author sends it.
    pub fn new(client_id: ClientId, text: Text, reply_to: Option<Seq>) -> Self {
        let (edited, reactions) = (None, Reactions::default());
        Self { client_id, text: Some(text), reply_to, edited, reactions, rev: 0 }
    }

    /// Whether its author or an owner has taken it back.
    pub fn is_deleted(&self) -> bool {
        self.text.is_none()
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
                self.reactions = Reactions::default();
            }
            Kind::React { emoji, on, .. } => self.reactions.set(emoji, &event.by, *on),
            _ => return false,
        }
        self.rev = event.seq;
        true
    }
}

impl FromFields for Message {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(Self {
            client_id: fields.take("clientId")?,
            text: fields.take("text")?,
            reply_to: fields.take("replyTo")?,
            edited: fields.take("edited")?,
            reactions: fields.take::<Option<_>>("reactions")?.unwrap_or_default(),
            rev: fields.take::<Option<_>>("rev")?.unwrap_or_default(),
        })
    }
}

deserialize_from_json!(Message);
