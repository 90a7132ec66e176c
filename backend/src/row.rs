//! The table's rows, without their keys.

use std::collections::BTreeSet;

use common::{Millis, Name, RoomId, Seq, Title, UserId};
use serde::{Deserialize, Serialize};

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

/// `ROOM#room / DONE#user#clientId`: this change is committed, as event `seq`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Done {
    pub seq: Seq,
    pub at: Millis,
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
    /// The bucket of the person's renames. Rows of the first version have none.
    #[serde(default)]
    pub renames: Millis,
}

/// `CONN#connection / CONN`: the connection's person, and the rooms that `disconnect` removes it from.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Connection {
    /// None before `hello`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The address that it comes from, as the limits count it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
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
