//! The keys of the table's rows. Ids cannot contain `#`, so no two rows can have the same key.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use common::{ClientId, RoomId, Seq, UserId};

/// The partition of the directory of public rooms.
pub const PUBLIC: &str = "PUBLIC";
/// The partition of what only `message` reads, and of its keys for tokens.
pub const CONFIG: &str = "CONFIG";
/// The prefix of the sort keys of these keys.
pub const TOKEN_KEY: &str = "TOKEN_KEY";
/// The prefix of the sort keys of a room's events.
pub const LOG: &str = "LOG#";
/// The prefix of the sort keys of listeners and devices, and of a connection's partition.
pub const CONN: &str = "CONN#";
/// The prefix of the sort keys of a person's memberships, and of a room's partition.
pub const ROOM: &str = "ROOM#";

/// A partition key and a sort key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub pk: String,
    pub sk: String,
}

/// A room's partition.
pub fn room(room: &RoomId) -> String {
    format!("{ROOM}{room}")
}

/// The partition of a room's listeners. It is not the room's own, so that `disconnect` has no right to the log.
pub fn listeners(room: &RoomId) -> String {
    format!("LISTEN#{room}")
}

/// The partition of a person's connected devices.
pub fn devices(user: &UserId) -> String {
    format!("DEVICES#{user}")
}

/// A person's partition.
pub fn user(user: &UserId) -> String {
    format!("USER#{user}")
}

/// The prefix of the sort keys of a person's committed changes in a room.
pub fn done(user: &UserId) -> String {
    format!("DONE#{user}#")
}

/// The sort key of an event: padded, so that text order is number order. No log gets longer than the padding; a number
/// in a request may.
pub fn log(seq: Seq) -> String {
    format!("{LOG}{:012}", seq.min(999_999_999_999))
}

impl Key {
    fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { pk: pk.into(), sk: sk.into() }
    }

    /// Title, kind and owner of a room.
    pub fn meta(id: &RoomId) -> Self {
        Self::new(room(id), "META")
    }

    /// An event.
    pub fn event(id: &RoomId, seq: Seq) -> Self {
        Self::new(room(id), log(seq))
    }

    /// The number that a change got in the log, by the id that its author's client gave it.
    pub fn done(id: &RoomId, user: &UserId, client_id: &ClientId) -> Self {
        Self::new(room(id), format!("{}{client_id}", done(user)))
    }

    /// A member, under the room.
    pub fn member(id: &RoomId, user: &UserId) -> Self {
        Self::new(room(id), format!("MEMBER#{user}"))
    }

    /// A connection that listens in a room.
    pub fn listener(id: &RoomId, connection: &str) -> Self {
        Self::new(listeners(id), format!("{CONN}{connection}"))
    }

    /// A connected device of a person.
    pub fn device(id: &UserId, connection: &str) -> Self {
        Self::new(devices(id), format!("{CONN}{connection}"))
    }

    /// A membership, under the person.
    pub fn membership(id: &UserId, room: &RoomId) -> Self {
        Self::new(user(id), format!("{ROOM}{room}"))
    }

    /// How many rooms a person has created.
    pub fn rooms_made(id: &UserId) -> Self {
        Self::new(user(id), "MADE")
    }

    /// A person's name.
    pub fn profile(id: &UserId) -> Self {
        Self::new(user(id), "PROFILE")
    }

    /// A connection: its person, and its rooms.
    pub fn connection(id: &str) -> Self {
        Self::new(format!("{CONN}{id}"), "CONN")
    }

    /// How many rooms a person is a member of.
    pub fn rooms_joined(id: &UserId) -> Self {
        Self::new(user(id), "JOINED")
    }

    /// What an address has used of its limits.
    pub fn address(address: &str) -> Self {
        Self::new(format!("ADDR#{address}"), "COUNT")
    }

    /// A room in the directory.
    pub fn listing(room: &RoomId) -> Self {
        Self::new(PUBLIC, format!("{ROOM}{room}"))
    }

    /// A key that signs tokens.
    pub fn token_key(kid: &str) -> Self {
        Self::new(CONFIG, format!("{TOKEN_KEY}#{kid}"))
    }

    /// A row that is never there. A function that starts reads it.
    pub fn warm_up() -> Self {
        Self::new("WARM", "WARM")
    }

    /// The key as DynamoDB's attributes.
    pub fn attributes(self) -> HashMap<String, AttributeValue> {
        [("pk", self.pk), ("sk", self.sk)].map(|(name, key)| (name.into(), AttributeValue::S(key))).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_order_is_number_order() {
        assert_eq!(log(42), "LOG#000000000042");
        assert!(log(9) < log(10) && log(99_999) < log(100_000));
        assert!(log(1) < log(Seq::MAX) && log(Seq::MAX - 1) == log(Seq::MAX));
    }
}
