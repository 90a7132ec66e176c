//! The log's entries.

use serde::{Deserialize, Serialize};

use crate::{Emoji, Message, Millis, Name, Seq, Text, Title, UserId};

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Heard")]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    #[serde(other)]
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

/// How an event is read: as it should be, or else by its place in the log only.
#[derive(Deserialize)]
#[serde(untagged)]
enum Heard {
    Known {
        seq: Seq,
        at: Millis,
        by: UserId,
        name: Name,
        #[serde(flatten)]
        kind: Kind,
    },
    Foreign {
        seq: Seq,
        at: Millis,
        by: UserId,
        name: Name,
    },
}

impl From<Heard> for Event {
    fn from(heard: Heard) -> Self {
        match heard {
            Heard::Known { seq, at, by, name, kind } => Self { seq, at, by, name, kind },
            Heard::Foreign { seq, at, by, name } => Self { seq, at, by, name, kind: Kind::Unknown },
        }
    }
}
