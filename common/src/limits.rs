//! How much is too much. The server enforces these and tells them in `welcome`.

use serde::Serialize;

use crate::{Fields, FromFields, Unfit, deserialize_from_json};

/// Version of the protocol that `hello` names.
pub const VERSION: u32 = 1;

/// Bytes of a frame, either way. API Gateway bills and splits WebSocket messages at 32 kB
/// (API Gateway quotas, "WebSocket frame size"); this leaves room for what it adds.
pub const FRAME: usize = 28_000;

/// Bytes of a message's text in UTF-8. Escaped as JSON it at most doubles, and still fits a frame.
pub const TEXT: usize = 8_000;

/// Characters of a person's name.
pub const NAME: usize = 40;

/// Characters of a room's title.
pub const TITLE: usize = 80;

/// Characters of a room's id.
pub const ROOM: usize = 64;

/// Characters of ids that a client chooses: request ids and client ids.
pub const CLIENT_ID: usize = 64;

/// Bytes of an emoji, enough for a family of four with skin tones.
pub const EMOJI: usize = 64;

/// Bytes of a token; identity providers' tokens are the long ones.
pub const TOKEN: usize = 8_000;

/// Messages in one `send`.
pub const BATCH: usize = 10;

/// Events in one page of history.
pub const PAGE: u32 = 50;

/// Reactions that one message takes, all emoji and people together.
pub const REACTIONS: usize = 100;

/// Events that one person may add to a room within [`RATE_WINDOW_MS`].
pub const RATE: usize = 10;

/// Milliseconds over which [`RATE`] counts.
pub const RATE_WINDOW_MS: u64 = 5_000;

/// Connections in a room above which `typing` is not passed on.
pub const TYPING_AUDIENCE: usize = 50;

/// Rooms that one person can be in.
pub const ROOMS: usize = 100;

/// The limits that a client needs, as `welcome` tells them.
///
/// ```
/// let limits: common::Limits = serde_json::from_str(r#"{"text": 8000, "batch": 10, "page": 50}"#).unwrap();
/// assert_eq!(limits, common::Limits::default());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// Bytes of a message's text.
    pub text: usize,
    /// Messages in one `send`.
    pub batch: usize,
    /// Events in one page of history.
    pub page: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { text: TEXT, batch: BATCH, page: PAGE }
    }
}

impl FromFields for Limits {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        let usual = Self::default();
        Ok(Self {
            text: fields.take::<Option<_>>("text")?.unwrap_or(usual.text),
            batch: fields.take::<Option<_>>("batch")?.unwrap_or(usual.batch),
            page: fields.take::<Option<_>>("page")?.unwrap_or(usual.page),
        })
    }
}

deserialize_from_json!(Limits);
