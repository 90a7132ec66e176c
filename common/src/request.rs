//! Browser to server.

use serde::{Deserialize, Serialize};

use crate::{ClientId, Emoji, Invalid, Name, RequestId, RoomId, Seq, Seqs, Text, Title, Token, limits, seqs};

/// A frame from the browser. `action` is also API Gateway's route key.
///
/// ```
/// use common::Request;
/// let json = r#"{"action":"send","id":1,"room":"lobby","messages":[{"clientId":"c-1","text":"Hello","replyTo":4}]}"#;
/// let request: Request = serde_json::from_str(json).unwrap();
/// assert_eq!(serde_json::to_string(&request).unwrap(), json);
/// assert_eq!((request.action(), request.room().unwrap().as_str()), ("send", "lobby"));
///
/// let json = r#"{"action":"read","room":"lobby","seq":42,"from":"a newer client"}"#;
/// assert!(matches!(serde_json::from_str(json).unwrap(), Request::Read { seq: 42, .. }));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Request {
    /// Who am I? Must be first; said again it changes the name. Answered by `welcome`.
    Hello(Hello),
    /// Become a member; creates the room if there is none. Answered by `ack` with the room.
    Join {
        /// Comes back in the answer.
        id: RequestId,
        /// Which room.
        room: RoomId,
        /// The title, if the room is new.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<Title>,
    },
    /// Stop being a member. Answered by `ack`.
    Leave {
        /// Comes back in the answer.
        id: RequestId,
        /// Which room.
        room: RoomId,
    },
    /// Say something. Answered by `ack` with a result for each message.
    Send {
        /// Comes back in the answer.
        id: RequestId,
        /// Where to.
        room: RoomId,
        /// What, in order.
        messages: Batch,
    },
    /// Change the text of one's own message. Answered by `ack`.
    Edit {
        /// Comes back in the answer.
        id: RequestId,
        /// Where.
        room: RoomId,
        /// Makes a repetition harmless.
        client_id: ClientId,
        /// The message's `seq`.
        target: Seq,
        /// Its text from now on.
        text: Text,
    },
    /// Take a message back. Answered by `ack`.
    Delete {
        /// Comes back in the answer.
        id: RequestId,
        /// Where.
        room: RoomId,
        /// Makes a repetition harmless.
        client_id: ClientId,
        /// The message's `seq`.
        target: Seq,
    },
    /// Set or clear a reaction. Answered by `ack`.
    React {
        /// Comes back in the answer.
        id: RequestId,
        /// Where.
        room: RoomId,
        /// Makes a repetition harmless.
        client_id: ClientId,
        /// The message's `seq`.
        target: Seq,
        /// With what.
        emoji: Emoji,
        /// Set or clear.
        on: bool,
    },
    /// Read the log. Answered by `page`.
    History(History),
    /// I have read up to here. Not answered; other devices of the same person hear it.
    Read {
        /// Where.
        room: RoomId,
        /// The last event that was seen.
        seq: Seq,
    },
    /// I am typing. Not answered.
    Typing {
        /// Where.
        room: RoomId,
    },
    /// Am I up to date? Answered by `pong`.
    Ping {
        /// Comes back in the answer.
        id: RequestId,
    },
    /// Which public rooms are there? Answered by `rooms`.
    Rooms {
        /// Comes back in the answer.
        id: RequestId,
        /// Where the last page ended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cursor: Option<RoomId>,
    },
}

impl Request {
    /// The action's name on the wire, for logs.
    pub fn action(&self) -> &'static str {
        match self {
            Self::Hello(_) => "hello",
            Self::Join { .. } => "join",
            Self::Leave { .. } => "leave",
            Self::Send { .. } => "send",
            Self::Edit { .. } => "edit",
            Self::Delete { .. } => "delete",
            Self::React { .. } => "react",
            Self::History(_) => "history",
            Self::Read { .. } => "read",
            Self::Typing { .. } => "typing",
            Self::Ping { .. } => "ping",
            Self::Rooms { .. } => "rooms",
        }
    }

    /// The room that it is about, if it is about one.
    pub fn room(&self) -> Option<&RoomId> {
        match self {
            Self::History(History { room, .. }) => Some(room),
            Self::Join { room, .. }
            | Self::Leave { room, .. }
            | Self::Send { room, .. }
            | Self::Edit { room, .. }
            | Self::Delete { room, .. }
            | Self::React { room, .. }
            | Self::Read { room, .. }
            | Self::Typing { room } => Some(room),
            Self::Hello(_) | Self::Ping { .. } | Self::Rooms { .. } => None,
        }
    }
}

/// The first frame. Without a token it makes a guest.
///
/// ```
/// let json = r#"{"action":"hello","id":1,"version":1,"name":"Ada","cursors":{"lobby":41}}"#;
/// let common::Request::Hello(hello) = serde_json::from_str(json).unwrap() else { panic!() };
/// assert_eq!((hello.token, hello.cursors.len()), (None, 1));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hello {
    /// Comes back in the answer.
    pub id: RequestId,
    /// Protocol version, [`limits::VERSION`].
    pub version: u32,
    /// Who I was before, or an issuer's ID token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Token>,
    /// What I want to be called. Without one, the name that the token knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Up to where I know each room; `welcome` brings what little is missing.
    #[serde(default, skip_serializing_if = "Seqs::is_empty", with = "seqs")]
    pub cursors: Seqs,
}

/// A page of the log: the newest events before `before`, or the oldest after `after`, or the newest.
///
/// ```
/// let json = r#"{"action":"history","id":2,"room":"lobby","before":42,"limit":10}"#;
/// let request: common::Request = serde_json::from_str(json).unwrap();
/// assert_eq!(serde_json::to_string(&request).unwrap(), json);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct History {
    /// Comes back in the answer.
    pub id: RequestId,
    /// Which room's.
    pub room: RoomId,
    /// Only events with a lower `seq`, newest first to be chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Seq>,
    /// Only events with a higher `seq`, oldest first to be chosen. Wins over `before`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Seq>,
    /// At most so many; the server caps it at [`limits::PAGE`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// Makes a repetition harmless.
    pub client_id: ClientId,
    /// What it says.
    pub text: Text,
    /// The message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Seq>,
}

/// One to [`limits::BATCH`] messages.
///
/// ```
/// assert!(serde_json::from_str::<common::Batch>("[]").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Draft>", into = "Vec<Draft>")]
pub struct Batch(Vec<Draft>);

impl Batch {
    /// The messages, in order.
    pub fn into_drafts(self) -> Vec<Draft> {
        self.0
    }
}

impl TryFrom<Vec<Draft>> for Batch {
    type Error = Invalid;
    fn try_from(drafts: Vec<Draft>) -> Result<Self, Invalid> {
        let (what, limit, unit, actual) = ("messages", limits::BATCH, "entries", drafts.len());
        match actual {
            0 => Err(Invalid::Empty { what }),
            1..=limits::BATCH => Ok(Self(drafts)),
            _ => Err(Invalid::TooLong { what, limit, unit, actual }),
        }
    }
}

impl From<Batch> for Vec<Draft> {
    fn from(batch: Batch) -> Self {
        batch.0
    }
}
