//! The table's rows, without their keys.

use std::collections::BTreeSet;

use common::{Millis, Name, RoomId, Seq, Title, UserId};
use serde::{Deserialize, Serialize};

/// What somebody may do in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Made the room; may delete what others say.
    Owner,
    /// Everybody else.
    Member,
}

/// Who may come into a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Anybody; it is in the directory.
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

/// `ROOM#room / CONN#connection`: who listens here, and may speak.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Listener {
    pub connection: String,
    pub user: UserId,
    pub name: Name,
    pub role: Role,
    pub expires: u64,
}

/// `ROOM#room / DONE#user#clientId`: it is in the log already.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Done {
    pub seq: Seq,
    pub at: Millis,
    pub expires: u64,
}

/// `USER#user / ROOM#room`: one of my rooms.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Membership {
    pub room: RoomId,
    pub role: Role,
    pub read: Seq,
}

/// `USER#user / MADE`: how many rooms I have made.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Made {
    pub made: u64,
}

/// `USER#user / PROFILE`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Profile {
    pub name: Name,
}

/// `CONN#connection / CONN`: what `disconnect` must clear.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Connection {
    /// Nobody before `hello`.
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

/// `CONFIG / TOKEN_KEY`. It never prints itself.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenKey {
    pub key: String,
}
