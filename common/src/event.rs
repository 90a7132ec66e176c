//! The log's entries.

use serde::Serialize;

use crate::{
    Emoji, Fields, FromFields, Message, Millis, Name, Seq, Text, Title, Unfit, UserId, deserialize_from_json,
};

/// An entry of a room's log.
///
/// ```
/// use common::{Event, Kind};
/// let json = r#"{"seq":3,"at":1700000000000,"by":"u-1","name":"Ada","kind":"edit","target":2,"text":"Hi"}"#;
/// let event: Event = serde_json::from_str(json).unwrap();
/// assert!(matches!(event.kind, Kind::Edit { target: 2, .. }));
/// assert_eq!(serde_json::to_string(&event).unwrap(), json);
///
/// // A kind from the future, and a known one that no longer fits, keep their place in the log.
/// for kind in [r#""poll","options":["tea"]"#, r#""edit","target":"second""#] {
///     let json = format!(r#"{{"seq":4,"at":0,"by":"u-1","name":"Ada","kind":{kind}}}"#);
///     assert_eq!(serde_json::from_str::<Event>(&json).unwrap().kind, Kind::Unknown);
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Its number in the room.
    pub seq: Seq,
    /// When it was committed, by the server's clock.
    pub at: Millis,
    /// Who did it.
    pub by: UserId,
    /// That person's name as it was then.
    pub name: Name,
    /// What was done.
    #[serde(flatten)]
    pub kind: Kind,
}

/// What an event says. `target` is the `seq` of the message that it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Kind {
    /// Somebody said something.
    Message(Message),
    /// The author changed the text.
    Edit {
        /// The message's `seq`.
        target: Seq,
        /// Its text from now on.
        text: Text,
    },
    /// The author or an owner took a message back.
    Delete {
        /// The message's `seq`.
        target: Seq,
    },
    /// Somebody reacted, or took a reaction back.
    React {
        /// The message's `seq`.
        target: Seq,
        /// With what.
        emoji: Emoji,
        /// Set or cleared; it never toggles, so that a repetition is harmless.
        on: bool,
    },
    /// Somebody became a member.
    Join,
    /// Somebody is no longer a member.
    Leave,
    /// The room has a new title.
    Title {
        /// The title from now on.
        title: Title,
    },
    /// Something newer than this program: skipped, but it has its number.
    Unknown,
}

impl Kind {
    /// The message that this event changes, if it changes one.
    pub fn target(&self) -> Option<Seq> {
        match self {
            Self::Edit { target, .. } | Self::Delete { target } | Self::React { target, .. } => Some(*target),
            _ => None,
        }
    }
}

impl FromFields for Event {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(Self {
            seq: fields.take("seq")?,
            at: fields.take("at")?,
            by: fields.take("by")?,
            name: fields.take("name")?,
            kind: Kind::from_fields(fields).unwrap_or(Kind::Unknown),
        })
    }
}

impl FromFields for Kind {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(match fields.take::<String>("kind")?.as_str() {
            "message" => Self::Message(Message::from_fields(fields)?),
            "edit" => Self::Edit { target: fields.take("target")?, text: fields.take("text")? },
            "delete" => Self::Delete { target: fields.take("target")? },
            "react" => Self::React {
                target: fields.take("target")?,
                emoji: fields.take("emoji")?,
                on: fields.take("on")?,
            },
            "join" => Self::Join,
            "leave" => Self::Leave,
            "title" => Self::Title { title: fields.take("title")? },
            _ => Self::Unknown,
        })
    }
}

deserialize_from_json!(Event);
