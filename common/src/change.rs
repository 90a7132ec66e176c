//! What a person does to the messages of a room.
//!
//! A [`Change`] is the same value on its whole way: the person's command, the entry in the outbox, the request to
//! the server, and the event in the log. docs/architecture.md has a recipe for a new one.

use serde::{Deserialize, Serialize};
use strum::VariantNames;

use crate::json::{Object, from_object};
use crate::{Emoji, Message, Millis, Reactions, Seq, Text, UserId};

/// Something that a person does to the messages of a room.
///
/// As JSON it is only its fields. Its [`name`](Self::name) stands beside them: as `action` in a request, as `kind` in an
/// event. A post is different: it is part of a `send` request, and a `message` event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames)]
#[serde(untagged)]
#[strum(serialize_all = "camelCase")]
pub enum Change {
    /// Adds a message. In the log it is a [`Message`], with what later changes make of it.
    Post(Post),
    /// Replaces the text of one's own message.
    Edit(Edit),
    /// Deletes a message: its author or an owner of the room may.
    Delete(Delete),
    /// Sets or clears a reaction.
    React(React),
}

/// The fields of a [`Change::Post`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Post {
    /// The message's text.
    pub text: Text,
    /// The message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Seq>,
}

/// The fields of a [`Change::Edit`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The message's `seq`.
    pub target: Seq,
    /// The message's text from now on.
    pub text: Text,
}

/// The fields of a [`Change::Delete`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delete {
    /// The message's `seq`.
    pub target: Seq,
}

/// The fields of a [`Change::React`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct React {
    /// The message's `seq`.
    pub target: Seq,
    /// The emoji of the reaction.
    pub emoji: Emoji,
    /// True sets the reaction, false clears it. It never toggles, so that a repetition is harmless.
    pub on: bool,
}

impl Change {
    /// The change's name in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Post(_) => "post",
            Self::Edit(_) => "edit",
            Self::Delete(_) => "delete",
            Self::React(_) => "react",
        }
    }

    /// Reads the fields of the change that has this name; none if no change has it. Other fields are ignored. A post is not
    /// among the changes that are read by their names.
    ///
    /// ```
    /// use common::{Change, Delete};
    /// let fields = serde_json::from_str(r#"{"kind":"delete","target":2}"#).unwrap();
    /// let change = Change::from_object("delete", fields).unwrap();
    /// assert_eq!(change.unwrap(), Change::Delete(Delete { target: 2 }));
    /// ```
    ///
    /// # Errors
    /// A field is missing or has another type.
    pub fn from_object(name: &str, fields: Object) -> Option<serde_json::Result<Self>> {
        Some(match name {
            "edit" => from_object(fields).map(Self::Edit),
            "delete" => from_object(fields).map(Self::Delete),
            "react" => from_object(fields).map(Self::React),
            _ => return None,
        })
    }

    /// The `seq` of the message that it changes; none for a post.
    pub fn target(&self) -> Option<Seq> {
        match self {
            Self::Post(_) => None,
            Self::Edit(Edit { target, .. })
            | Self::Delete(Delete { target })
            | Self::React(React { target, .. }) => Some(*target),
        }
    }

    /// Applies this change, made by `by` at `at`, to its target. The caller finds the target, and checks the permission.
    ///
    /// The server applies it to the message in the log, a client to its copy, and the page to what it shows before
    /// the server has answered.
    pub fn apply(&self, message: &mut Message, by: &UserId, at: Millis) {
        match self {
            Self::Post(_) => {}
            Self::Edit(Edit { text, .. }) => {
                message.text = Some(text.clone());
                message.edited = Some(at);
            }
            Self::Delete(_) => {
                message.text = None;
                message.edited = None;
                message.reactions = Reactions::default();
            }
            Self::React(React { emoji, on, .. }) => message.reactions.set(emoji, by, *on),
        }
    }
}
