//! Requests from the client to the server.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use strum::VariantNames;

use crate::json::{Object, from_object};
use crate::{
    Change, ClientId, Invalid, Name, Post, ReadMark, RequestId, RoomId, Seq, Seqs, Title, Token, limits,
};

/// A request. Its `action` is also API Gateway's route key.
///
/// ```
/// use common::Request;
/// let json = r#"{"action":"send","id":1,"room":"lobby","messages":[{"clientId":"c-1","text":"Hello","replyTo":4}]}"#;
/// let request: Request = serde_json::from_str(json).unwrap();
/// assert_eq!(serde_json::to_string(&request).unwrap(), json);
/// assert_eq!((request.action(), request.room().unwrap().as_str()), ("send", "lobby"));
///
/// let json = r#"{"action":"read","room":"lobby","seq":42,"from":"a newer client"}"#;
/// assert!(matches!(serde_json::from_str(json).unwrap(), Request::Read(mark) if mark.seq == 42));
///
/// let json = r#"{"action":"delete","id":2,"room":"lobby","clientId":"c-2","target":7}"#;
/// let request: Request = serde_json::from_str(json).unwrap();
/// assert_eq!(serde_json::to_string(&request).unwrap(), json);
/// assert!(matches!(request, Request::Change { change, .. } if change.target() == Some(7)));
/// ```
// With `remote = "Self"` the derives make functions of `Request`, which the implementations below call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, VariantNames)]
#[serde(remote = "Self", tag = "action", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[strum(serialize_all = "camelCase")]
pub enum Request {
    /// Tells which person this connection belongs to. It must come first; a later one changes the name. Answered by
    /// `welcome`.
    Hello(Hello),
    /// Makes a room, and this person its first member. Answered by `ack` with the room.
    Create {
        /// Comes back in the answer.
        id: RequestId,
        /// The room's id.
        room: RoomId,
        /// The title. Without it, the room is called by the words of its id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<Title>,
    },
    /// Makes this person a member. Answered by `ack` with the room.
    Join {
        /// Comes back in the answer.
        id: RequestId,
        /// The room's id.
        room: RoomId,
        /// The title of a room that does not exist. Only a client of version 1 makes rooms with a `join`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<Title>,
    },
    /// Makes this connection listen in a room that the person is a member of. Answered by `ack` with the room.
    Listen {
        /// Comes back in the answer.
        id: RequestId,
        /// The room's id.
        room: RoomId,
    },
    /// Ends this person's membership. Answered by `ack`.
    Leave {
        /// Comes back in the answer.
        id: RequestId,
        /// The room's id.
        room: RoomId,
    },
    /// Posts messages. Answered by `ack` with a result for each message.
    Send {
        /// Comes back in the answer.
        id: RequestId,
        /// The room's id.
        room: RoomId,
        /// The messages, in order.
        messages: Batch,
    },
    /// Changes a message: the action is the change's name, and its fields stand beside the others. Never a post: posts
    /// are sent by [`Send`](Self::Send). Answered by `ack`.
    #[serde(skip)]
    Change {
        /// Comes back in the answer.
        id: RequestId,
        /// The room's id.
        room: RoomId,
        /// Makes a repetition harmless.
        client_id: ClientId,
        /// The change.
        change: Change,
    },
    /// Reads the log. Answered by `page`.
    History(History),
    /// Tells how far this person has read a room. Not answered; pushed to the person's other devices.
    Read(ReadMark),
    /// Tells that this person is typing. Not answered; pushed to the other members.
    Typing {
        /// The room's id.
        room: RoomId,
    },
    /// Requests the heads of the rooms that this connection listens in. Answered by `pong`.
    Ping {
        /// Comes back in the answer.
        id: RequestId,
        /// How far this person has read rooms, as with [`Read`](Self::Read).
        #[serde(default, skip_serializing_if = "Seqs::is_empty")]
        read: Seqs,
    },
    /// Requests a page of the public rooms. Answered by `rooms`.
    Rooms {
        /// Comes back in the answer.
        id: RequestId,
        /// The `cursor` of the last page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cursor: Option<RoomId>,
    },
}

impl Request {
    /// The action's name in JSON.
    pub fn action(&self) -> &'static str {
        match self {
            Self::Hello(_) => "hello",
            Self::Create { .. } => "create",
            Self::Join { .. } => "join",
            Self::Listen { .. } => "listen",
            Self::Leave { .. } => "leave",
            Self::Send { .. } => "send",
            Self::Change { change, .. } => change.name(),
            Self::History(_) => "history",
            Self::Read(_) => "read",
            Self::Typing { .. } => "typing",
            Self::Ping { .. } => "ping",
            Self::Rooms { .. } => "rooms",
        }
    }

    /// The room that the request is about, if there is one.
    pub fn room(&self) -> Option<&RoomId> {
        match self {
            Self::History(History { room, .. }) | Self::Read(ReadMark { room, .. }) => Some(room),
            Self::Create { room, .. }
            | Self::Join { room, .. }
            | Self::Listen { room, .. }
            | Self::Leave { room, .. }
            | Self::Send { room, .. }
            | Self::Change { room, .. }
            | Self::Typing { room } => Some(room),
            Self::Hello(_) | Self::Ping { .. } | Self::Rooms { .. } => None,
        }
    }
}

impl Serialize for Request {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Fields<'a> {
            action: &'static str,
            id: &'a RequestId,
            room: &'a RoomId,
            client_id: &'a ClientId,
            #[serde(flatten)]
            change: &'a Change,
        }
        match self {
            Self::Change { id, room, client_id, change } => {
                Fields { action: change.name(), id, room, client_id, change }.serialize(serializer)
            }
            request => Self::serialize(request, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Request {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Fields {
            id: RequestId,
            room: RoomId,
            client_id: ClientId,
        }
        let json = Object::deserialize(deserializer)?;
        let action = json.get("action").and_then(Value::as_str);
        let change = action.and_then(|action| Change::from_object(action, json.clone()));
        let Some(change) = change else { return Self::deserialize(json).map_err(Error::custom) };
        let change = change.map_err(Error::custom)?;
        let Fields { id, room, client_id } = from_object(json).map_err(Error::custom)?;
        Ok(Self::Change { id, room, client_id, change })
    }
}

/// The first request of a connection. Without a token it makes a new guest.
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
    /// The protocol's version, [`limits::VERSION`].
    pub version: u32,
    /// The token of an earlier `welcome`, or an issuer's ID token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Token>,
    /// The person's name from now on. Without it, the name stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The last `seq` that the client has of each room. `welcome` brings events after it.
    #[serde(default, skip_serializing_if = "Seqs::is_empty")]
    pub cursors: Seqs,
    /// Signs this person out everywhere else: every token that they got before is not valid any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sign_out_others: bool,
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
    /// The room's id.
    pub room: RoomId,
    /// Selects the newest events with a lower `seq`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Seq>,
    /// Selects the oldest events with a higher `seq`. With it, `before` is ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Seq>,
    /// The most events of the page; at most [`limits::PAGE`], which is also the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A message to be posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewMessage {
    /// Makes a repetition harmless.
    pub client_id: ClientId,
    /// The message.
    #[serde(flatten)]
    pub post: Post,
}

/// One to [`limits::BATCH`] messages.
///
/// ```
/// assert!(serde_json::from_str::<common::Batch>("[]").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<NewMessage>", into = "Vec<NewMessage>")]
pub struct Batch(Vec<NewMessage>);

impl Batch {
    /// The messages, in order.
    pub fn into_messages(self) -> Vec<NewMessage> {
        self.0
    }
}

impl TryFrom<Vec<NewMessage>> for Batch {
    type Error = Invalid;
    fn try_from(messages: Vec<NewMessage>) -> Result<Self, Invalid> {
        let (what, limit, unit, actual) = ("messages", limits::BATCH, "entries", messages.len());
        match actual {
            0 => Err(Invalid::Empty { what }),
            1..=limits::BATCH => Ok(Self(messages)),
            _ => Err(Invalid::TooLong { what, limit, unit, actual }),
        }
    }
}

impl From<Batch> for Vec<NewMessage> {
    fn from(batch: Batch) -> Self {
        batch.0
    }
}
