//! The table's rows, without their keys.

use std::collections::BTreeSet;

use common::{Event, Millis, Name, RoomId, Seq, Title, UserId};
use serde::{Deserialize, Serialize};

use crate::bucket::Bucket;

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
}

/// `LISTEN#room / CONN#connection`: a connection that listens here. It has no name, so that a new name costs no writes
/// here.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Listener {
    pub connection: String,
    pub user: UserId,
    pub role: Role,
    pub expires: u64,
}

/// `ROOM#room / LOG#seq`: an event, and what only the server knows of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LogRow {
    #[serde(flatten)]
    pub event: Event,
    /// The room's bucket after this event; empty in rows of the first version.
    #[serde(default)]
    pub bucket: Bucket,
}

/// `ROOM#room / DONE#user#clientId`: this change is committed, as event `seq`.
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

/// When a person has signed out everywhere else, in seconds since the Unix epoch. Both are missing if they never have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOut {
    /// Tokens that were issued then or before are not valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_out: Option<u64>,
    /// When the token was issued that did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_out_by: Option<u64>,
}

/// `USER#user / PROFILE`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Profile {
    pub name: Name,
    #[serde(flatten)]
    pub sign_out: SignOut,
    /// The bucket of the person's renames. Rows of the first version have none.
    #[serde(default)]
    pub renames: Millis,
}

/// `CONN#connection / CONN`: the connection's person, and the rooms in which it listens: it may post there, and
/// `disconnect` removes it from there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Connection {
    /// None before `hello`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The version that `hello` named. Rows of the first release have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The address that it comes from, as the limits count it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// A string set; DynamoDB has no empty ones.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub rooms: BTreeSet<RoomId>,
    pub expires: u64,
}

/// `DEVICES#user / CONN#connection`: a connection that speaks for this person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Device {
    pub connection: String,
    pub expires: u64,
}

/// `PUBLIC / ROOM#room`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Listing {
    pub room: RoomId,
    pub title: Title,
}

/// `CONFIG / TOKEN_KEY#kid`. It has no `Debug`, so that it is never logged.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenKey {
    pub key: String,
    /// The key of the first release, at `CONFIG / TOKEN_KEY`, has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// Since when it signs, in seconds since the Unix epoch.
    #[serde(default)]
    pub since: u64,
}
