//! Server to browser.

mod reading;

use serde::Serialize;

use crate::{
    ClientId, Code, Event, Limits, Millis, Name, Refusal, RequestId, RoomId, Seq, Seqs, Title, Token, UserId,
    seqs,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Frame {
    /// Answers `hello`.
    Welcome(Box<Welcome>),
    /// Answers what changes a room.
    Ack(Ack),
    /// A push: the room's log has grown. Only a hint; the log is the truth.
    Events {
        /// Which room.
        room: RoomId,
        /// In order of `seq`.
        events: Vec<Event>,
    },
    /// Answers `history`.
    Page(Page),
    /// Answers `rooms`.
    Rooms {
        /// The request's id.
        id: RequestId,
        /// Public rooms by id.
        rooms: Vec<Listing>,
        /// Ask again with it for the next page; none at the end.
        #[serde(skip_serializing_if = "Option::is_none")]
        cursor: Option<RoomId>,
    },
    /// A push: somebody is typing.
    Typing {
        /// Where.
        room: RoomId,
        /// Who.
        user: UserId,
        /// What they are called.
        name: Name,
    },
    /// A push to the same person's other devices: read up to here.
    Read {
        /// Where.
        room: RoomId,
        /// The last event that was seen.
        seq: Seq,
    },
    /// Answers `ping`.
    Pong {
        /// The request's id.
        id: RequestId,
        /// The server's clock.
        now: Millis,
        /// The last `seq` of each room that this connection hears.
        #[serde(serialize_with = "seqs::serialize")]
        heads: Seqs,
    },
    /// A request was refused, or failed.
    Error(Refusal),
    /// Something newer than this program: ignored.
    Unknown,
}

/// Who you are and where you have been.
///
/// ```
/// let json = r#"{"type":"welcome","id":1,"user":"u-1","name":"Ada","token":"…","now":1700000000000,
///     "limits":{"text":8000,"batch":10,"page":50},
///     "rooms":[{"room":"lobby","title":"Lobby","head":42,"read":40}]}"#;
/// let common::Frame::Welcome(welcome) = serde_json::from_str(json).unwrap() else { panic!() };
/// assert_eq!(welcome.rooms[0].head, 42);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Welcome {
    /// The request's id.
    pub id: RequestId,
    /// Your id.
    pub user: UserId,
    /// Your name.
    pub name: Name,
    /// Keep it: with it you are the same person next time.
    pub token: Token,
    /// The server's clock.
    pub now: Millis,
    /// How much is too much.
    pub limits: Limits,
    /// The rooms that you are a member of.
    pub rooms: Vec<RoomState>,
}

/// A room as its member finds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoomState {
    /// Which room.
    pub room: RoomId,
    /// What it is called.
    pub title: Title,
    /// The last `seq` of its log.
    pub head: Seq,
    /// Up to where you have read it.
    pub read: Seq,
    /// The events right after the cursor that `hello` named, as far as they fit; they may end before `head`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

/// It is committed: what it confirms is in the log for good.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ack {
    /// The request's id.
    pub id: RequestId,
    /// What became of each event, in the request's order. Empty for `join` and `leave`.
    pub results: Vec<Outcome>,
    /// The room, as an answer to `join`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomState>,
}

/// What became of one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// What its client calls it.
    pub client_id: ClientId,
    /// Committed or refused.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// Committed or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Verdict {
    /// In the log, once, for good.
    Committed {
        /// Its number there.
        seq: Seq,
        /// When it was committed, by the server's clock.
        at: Millis,
        /// It was there already: this was a repetition.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        duplicate: bool,
    },
    /// Not in the log.
    Refused {
        /// Why.
        error: Code,
        /// When trying again can succeed.
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_after_ms: Option<Millis>,
    },
}

/// A piece of the log without holes, in order of `seq`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// The request's id.
    pub id: RequestId,
    /// Which room.
    pub room: RoomId,
    /// In order of `seq`.
    pub events: Vec<Event>,
    /// The last `seq` of the log.
    pub head: Seq,
    /// Whether there is more in the direction that was asked for.
    pub more: bool,
}

/// A public room in the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Listing {
    /// Its id.
    pub room: RoomId,
    /// What it is called.
    pub title: Title,
}
