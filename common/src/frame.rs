//! Frames from the server to the client.

use serde::de::Error;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use strum::VariantNames;

use crate::json::{Object, from_object};
use crate::{
    ClientId, Code, Event, Limits, Millis, Name, Refusal, RequestId, RoomId, Seq, Seqs, Title, Token, UserId,
};

/// A frame from the server.
///
/// ```
/// use common::Frame;
/// let json = r#"{"type":"typing","room":"lobby","user":"u-1","name":"Ada"}"#;
/// let frame: Frame = serde_json::from_str(json).unwrap();
/// assert_eq!(serde_json::to_string(&frame).unwrap(), json);
/// assert_eq!(serde_json::from_str::<Frame>(r#"{"type":"confetti","n":3}"#).unwrap(), Frame::Unknown);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, VariantNames)]
#[serde(tag = "type", rename_all = "camelCase", try_from = "Object")]
#[strum(serialize_all = "camelCase")]
pub enum Frame {
    /// Answers `hello`.
    Welcome(Box<Welcome>),
    /// Answers requests that change a room.
    Ack(Ack),
    /// A push: the room's log has grown. It is only a hint; the log is the truth.
    Events(Events),
    /// Answers `history`.
    Page(Page),
    /// Answers `rooms`.
    Rooms(Rooms),
    /// A push: somebody is typing.
    Typing(Typing),
    /// A push to the same person's other devices: the room is read up to here.
    Read(ReadMark),
    /// A push to the same person's other devices: the person is a member of this room now.
    Joined(Joined),
    /// A push to the same person's other devices: the person has left this room.
    Left(Left),
    /// A push to the same person's other devices: the person has this name from now on.
    Renamed(Renamed),
    /// Answers `ping`.
    Pong(Pong),
    /// A request was refused, or failed.
    Error(Refusal),
    /// A type that is newer than this program. It is ignored.
    Unknown,
}

/// Derived tagged enums are a large part of the page's size, so the `match` on the tag is written here.
impl TryFrom<Object> for Frame {
    type Error = serde_json::Error;

    fn try_from(frame: Object) -> serde_json::Result<Self> {
        match frame.get("type").and_then(Value::as_str) {
            Some("welcome") => from_object(frame).map(Self::Welcome),
            Some("ack") => from_object(frame).map(Self::Ack),
            Some("events") => from_object(frame).map(Self::Events),
            Some("page") => from_object(frame).map(Self::Page),
            Some("rooms") => from_object(frame).map(Self::Rooms),
            Some("typing") => from_object(frame).map(Self::Typing),
            Some("read") => from_object(frame).map(Self::Read),
            Some("joined") => from_object(frame).map(Self::Joined),
            Some("left") => from_object(frame).map(Self::Left),
            Some("renamed") => from_object(frame).map(Self::Renamed),
            Some("pong") => from_object(frame).map(Self::Pong),
            Some("error") => from_object(frame).map(Self::Error),
            Some(_) => Ok(Self::Unknown),
            None => Err(Error::missing_field("type")),
        }
    }
}

/// The person of this connection, and the rooms that they are a member of.
///
/// ```
/// let json = r#"{"type":"welcome","id":1,"user":"u-1","name":"Ada","token":"…","now":1700000000000,
///     "limits":{"text":8000,"batch":10,"page":50},
///     "rooms":[{"room":"lobby","title":"Lobby","head":42,"read":40}]}"#;
/// let common::Frame::Welcome(welcome) = serde_json::from_str(json).unwrap() else { panic!() };
/// assert_eq!(welcome.rooms[0].head, 42);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// The request's id.
    pub id: RequestId,
    /// The person's id.
    pub user: UserId,
    /// The person's name.
    pub name: Name,
    /// The token for the next `hello`: with it this is the same person again.
    pub token: Token,
    /// The server's clock.
    pub now: Millis,
    /// The newest version of the protocol that the server speaks, see [`limits::VERSION`](crate::limits::VERSION). Servers
    /// that spoke only version 1 did not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The sizes that the server accepts.
    #[serde(default)]
    pub limits: Limits,
    /// The rooms that the person is a member of, as many as fit.
    pub rooms: Vec<RoomState>,
    /// There are more rooms. The next `pong` names them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
    /// The number of other connections that speak for this person.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub devices: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// The state of a room, for one of its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomState {
    /// The room's id.
    pub room: RoomId,
    /// The room's title.
    pub title: Title,
    /// The last `seq` of its log.
    pub head: Seq,
    /// The last `seq` that the member has read.
    pub read: Seq,
    /// How many messages the log holds up to `head`: the [`messages`](Event::messages) of that event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messages: Option<u64>,
    /// How many messages by others are after `read`, deleted ones too; none if the log does not tell, because it is from
    /// before the server counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<u64>,
    /// The events right after the cursor in `hello`, as many as fit. They may end before `head`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

/// The outcomes of a request's changes. A committed change is in the log for good.
///
/// ```
/// use common::{Code, Frame, Verdict};
/// let json = r#"{"type":"ack","id":1,"results":[{"clientId":"c-1","seq":7,"at":1700000000000},{"clientId":"c-2","error":"not_found"}]}"#;
/// let frame: Frame = serde_json::from_str(json).unwrap();
/// assert_eq!(serde_json::to_string(&frame).unwrap(), json);
/// let Frame::Ack(ack) = frame else { panic!() };
/// assert!(matches!(ack.results[0].verdict, Verdict::Committed { seq: 7, duplicate: false, .. }));
/// assert!(matches!(ack.results[1].verdict, Verdict::Refused { error: Code::NotFound, .. }));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    /// The request's id.
    pub id: RequestId,
    /// The outcome of each change, in the request's order. Empty for requests that change no message.
    pub results: Vec<Outcome>,
    /// The room, as an answer to `create`, `join` and `listen`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomState>,
}

/// The outcome of one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "OutcomeFields")]
pub struct Outcome {
    /// The id that its client gave it.
    pub client_id: ClientId,
    /// Committed or refused.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// Committed or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Verdict {
    /// The change is in the log, once, for good.
    Committed {
        /// Its number there.
        seq: Seq,
        /// When it was committed, by the server's clock.
        at: Millis,
        /// The event's [`messages`](Event::messages). A duplicate has none.
        #[serde(skip_serializing_if = "Option::is_none")]
        messages: Option<u64>,
        /// The change was committed before: this was a repetition.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        duplicate: bool,
    },
    /// The change is not in the log.
    Refused {
        /// The reason.
        error: Code,
        /// Milliseconds after which trying again can succeed.
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_after_ms: Option<Millis>,
    },
}

/// The fields of both verdicts side by side, as JSON has them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OutcomeFields {
    client_id: ClientId,
    seq: Option<Seq>,
    at: Option<Millis>,
    messages: Option<u64>,
    #[serde(default)]
    duplicate: bool,
    error: Option<Code>,
    retry_after_ms: Option<Millis>,
}

impl TryFrom<OutcomeFields> for Outcome {
    type Error = &'static str;

    fn try_from(fields: OutcomeFields) -> Result<Self, &'static str> {
        let OutcomeFields { client_id, messages, duplicate, retry_after_ms, .. } = fields;
        let verdict = match (fields.seq, fields.at, fields.error) {
            (Some(seq), Some(at), _) => Verdict::Committed { seq, at, messages, duplicate },
            (_, _, Some(error)) => Verdict::Refused { error, retry_after_ms },
            _ => return Err("an outcome has `seq` and `at`, or `error`"),
        };
        Ok(Self { client_id, verdict })
    }
}

/// New events of a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Events {
    /// The room's id.
    pub room: RoomId,
    /// In order of `seq`.
    pub events: Vec<Event>,
}

/// A part of the log without holes, in order of `seq`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The request's id.
    pub id: RequestId,
    /// The room's id.
    pub room: RoomId,
    /// In order of `seq`.
    pub events: Vec<Event>,
    /// The last `seq` of the log.
    pub head: Seq,
    /// Whether there are more events: after the page if the request had `after`, else before it.
    pub more: bool,
}

/// A page of the directory: public rooms, in order of their ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rooms {
    /// The request's id.
    pub id: RequestId,
    /// The rooms of this page.
    pub rooms: Vec<Listing>,
    /// The cursor for the next page; none at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<RoomId>,
}

/// A public room in the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// The room's id.
    pub room: RoomId,
    /// The room's title.
    pub title: Title,
}

/// Somebody is typing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typing {
    /// The room's id.
    pub room: RoomId,
    /// The id of the person who types.
    pub user: UserId,
    /// That person's name.
    pub name: Name,
}

/// How far a person has read a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadMark {
    /// The room's id.
    pub room: RoomId,
    /// The last event that was read.
    pub seq: Seq,
    /// The person has marked what follows as unread: the mark may go back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub back: bool,
}

/// A room that the person has joined on another device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The room.
    pub room: RoomState,
}

/// A room that the person has left on another device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The room's id.
    pub room: RoomId,
}

/// A name that the person has chosen on another device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renamed {
    /// The name from now on.
    pub name: Name,
}

/// How far the rooms of this connection have grown, and which rooms the person is a member of: those in `heads` and those
/// in `rooms`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pong {
    /// The request's id.
    pub id: RequestId,
    /// The server's clock.
    pub now: Millis,
    /// The last `seq` of each room that this connection listens in.
    pub heads: Seqs,
    /// The person's name. Another device may have changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The other rooms that the person is a member of: this connection does not listen there, or the head is not known
    /// now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<RoomId>,
    /// The number of other connections that speak for this person.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub devices: usize,
}
