//! What the device keeps across reloads.

use common::{ClientId, Code, Emoji, Name, RoomId, Seq, Text, Token, UserId};
use serde::{Deserialize, Serialize};

/// All that the device kept.
#[derive(Debug, Clone, Default)]
pub struct Saved {
    /// The name that I chose and the server has not confirmed.
    pub name: Option<Name>,
    /// Who I was.
    pub identity: Option<Identity>,
    /// What was not acknowledged, oldest first.
    pub outbox: Vec<Pending>,
}

/// Who I am, with proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// My id.
    pub user: UserId,
    /// My name.
    pub name: Name,
    /// The proof.
    pub token: Token,
}

/// A deed that is not acknowledged yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pending {
    /// Makes a repetition harmless. UUIDv7, so that ids sort by time.
    pub client_id: ClientId,
    /// Where.
    pub room: RoomId,
    /// What.
    pub deed: Deed,
    /// Why the server refused it for good; then it waits for its author's decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<Code>,
}

/// What becomes an event once it is committed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Deed {
    /// Say something.
    Post {
        /// What.
        text: Text,
        /// The message that it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<Seq>,
    },
    /// Change one's own message.
    Edit {
        /// The message's `seq`.
        target: Seq,
        /// Its text from now on.
        text: Text,
    },
    /// Take a message back.
    Delete {
        /// The message's `seq`.
        target: Seq,
    },
    /// Set or clear a reaction.
    React {
        /// The message's `seq`.
        target: Seq,
        /// With what.
        emoji: Emoji,
        /// Set or clear.
        on: bool,
    },
}
