//! What the device keeps across reloads.

use common::{
    ClientId, Code, Emoji, Fields, FromFields, Name, RoomId, Seq, Text, Token, Unfit, UserId,
    deserialize_from_json,
};
use serde::Serialize;

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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Identity {
    /// My id.
    pub user: UserId,
    /// My name.
    pub name: Name,
    /// The proof.
    pub token: Token,
}

/// A deed that is not acknowledged yet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pending {
    /// Makes a repetition harmless. UUIDv7, so that ids sort by time.
    pub client_id: ClientId,
    /// Where.
    pub room: RoomId,
    /// What.
    pub deed: Deed,
    /// Why the server refused it for good; then it waits for its author's decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<Code>,
}

/// What becomes an event once it is committed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "deed", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Deed {
    /// Say something.
    Post {
        /// What.
        text: Text,
        /// The message that it answers.
        #[serde(skip_serializing_if = "Option::is_none")]
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

impl FromFields for Identity {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(Self { user: fields.take("user")?, name: fields.take("name")?, token: fields.take("token")? })
    }
}

impl FromFields for Pending {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(Self {
            client_id: fields.take("clientId")?,
            room: fields.take("room")?,
            deed: fields.take("deed")?,
            failed: fields.take("failed")?,
        })
    }
}

impl FromFields for Deed {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(match fields.take::<String>("deed")?.as_str() {
            "post" => Self::Post { text: fields.take("text")?, reply_to: fields.take("replyTo")? },
            "edit" => Self::Edit { target: fields.take("target")?, text: fields.take("text")? },
            "delete" => Self::Delete { target: fields.take("target")? },
            "react" => Self::React {
                target: fields.take("target")?,
                emoji: fields.take("emoji")?,
                on: fields.take("on")?,
            },
            _ => return Err(Unfit("deed")),
        })
    }
}

deserialize_from_json!(Identity, Pending);
