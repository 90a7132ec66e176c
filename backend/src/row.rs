//! The table's rows, without their keys.

use std::collections::BTreeSet;

use common::{Event, Millis, Name, RoomId, Seq, Title, UserId};
use serde::{Deserialize, Serialize};

use crate::log::rate::Bucket;

/// What a member may do in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Created the room; may delete the messages of others.
    Owner,
    /// Every other member.
    Member,
}

/// Who may join a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Everybody; the room is in the directory.
    Public,
    /// Members only.
    Private,
    /// Two people.
    Direct,
}

/// `ROOM#room / META`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Meta {
    pub room: RoomId,
    pub title: Title,
    pub kind: Access,
    pub owner: UserId,
}

/// `ROOM#room / MEMBER#user`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Member {
    pub role: Role,
    pub name: Name,
}

/// `ROOM#room / CONN#connection`: a connection that listens here, and may post.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Listener {
    pub connection: String,
    pub user: UserId,
    pub name: Name,
    pub role: Role,
    pub expires: u64,
}

/// `ROOM#room / LOG#seq`: an event, and what is not on the wire.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LogRow {
    #[serde(flatten)]
    pub event: Event,
    /// None in rows from before there were buckets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bucket: Option<Bucket>,
}

/// What the row of a message tells about its edits, beside the event.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct MessageRow {
    /// The last edit, which is the only one with text.
    #[serde(default)]
    pub edit: Option<Seq>,
    /// Other edits may have text, too: they are being cleared, or that was interrupted.
    #[serde(default)]
    pub clearing: bool,
}

/// `ROOM#room / DONE#user#clientId`: this change is committed, as event `seq`. A row that was repeated has the attribute
/// `repeated`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Done {
    pub seq: Seq,
    pub at: Millis,
    /// The event is a message. Rows from before the server counted messages do not tell.
    #[serde(default, rename = "message", skip_serializing_if = "std::ops::Not::not")]
    pub is_message: bool,
    pub expires: u64,
}

/// `USER#user / ROOM#room`: a room that this person is a member of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Membership {
    pub room: RoomId,
    pub role: Role,
    pub read: Seq,
}

/// `USER#user / MADE`: how many rooms this person has created.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct RoomsMade {
    pub made: u64,
}

/// `USER#user / PROFILE`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Profile {
    pub name: Name,
}

/// `CONN#connection / CONN`: the connection's person, and the rooms that `disconnect` removes it from.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Connection {
    /// None before `hello`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// A string set; DynamoDB has no empty ones.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub rooms: BTreeSet<RoomId>,
    pub expires: u64,
}

/// `PUBLIC / ROOM#room`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Listing {
    pub room: RoomId,
    pub title: Title,
}

/// `CONFIG / TOKEN_KEY`. It has no `Debug`, so that it is never logged.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenKey {
    pub key: String,
}
